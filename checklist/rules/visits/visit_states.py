"""Which state of a visit may follow which, and who may lead it there."""

from __future__ import annotations

from checklist.model.visits import Mover
from checklist.model.visits import VisitState as S

_NEXT: dict[S, tuple[S, ...]] = {
    S.PLANNED: (S.AGREED, S.CANCELLED),
    S.AGREED: (S.READY, S.ON_SITE, S.CANCELLED),
    S.READY: (S.ON_SITE, S.CANCELLED),
    S.ON_SITE: (S.REPORTED, S.CANCELLED),
    # From here on there is a report with a hash at the host: it can be reopened, but the visit is not undone.
    S.REPORTED: (S.ACKNOWLEDGED,),
    S.ACKNOWLEDGED: (S.CLOSED,),
    S.CLOSED: (),
    S.CANCELLED: (),
}

_VISITORS = frozenset({Mover.SECRETARIAT, Mover.MEMBER})
_MOVERS: dict[S, frozenset[Mover]] = {
    S.PLANNED: frozenset(),
    S.AGREED: frozenset(Mover),
    S.READY: frozenset(Mover),
    S.ON_SITE: _VISITORS,
    S.REPORTED: _VISITORS,
    S.ACKNOWLEDGED: _VISITORS,
    S.CLOSED: _VISITORS,
    S.CANCELLED: _VISITORS,
}
"""With a report of the product, sealing it leads to `reported` and the host's receipt to `acknowledged`."""

REOPENABLE = frozenset({S.REPORTED, S.ACKNOWLEDGED})
"""From these, a sealed report can be reopened, which leads back to `on_site`."""


def next_states(state: S) -> tuple[S, ...]:
    """The states that may follow, the usual one first; reopening a report is the only way back."""
    return _NEXT[state]


def movers(state: S) -> frozenset[Mover]:
    """Who may lead a visit to a state by hand."""
    return _MOVERS[state]
