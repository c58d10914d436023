"""Which state of a visit may follow which."""

from __future__ import annotations

from checklist.model import VisitState as S

_NEXT: dict[S, tuple[S, ...]] = {
    S.PLANNED: (S.AGREED, S.CANCELLED),
    S.AGREED: (S.READY, S.ON_SITE, S.CANCELLED),
    S.READY: (S.ON_SITE, S.CANCELLED),
    S.ON_SITE: (S.REPORTED, S.CANCELLED),
    S.REPORTED: (S.ACKNOWLEDGED,),
    S.ACKNOWLEDGED: (S.CLOSED,),
    S.CLOSED: (),
    S.CANCELLED: (),
}


def next_states(state: S) -> tuple[S, ...]:
    """The states that may follow, the usual one first."""
    return _NEXT[state]
