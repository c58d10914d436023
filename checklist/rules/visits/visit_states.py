"""Which state of a visit may follow which, and who may lead it there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from checklist.model.visits import Mover
from checklist.model.visits import VisitState as S

# 協議済み follows from the record of it, and 報告済み from the sealed report or the scanned one on paper: no button says so.
_NEXT: dict[S, tuple[S, ...]] = {
    S.PLANNED: (S.ON_SITE, S.CANCELLED),
    S.AGREED: (S.READY, S.ON_SITE, S.CANCELLED),
    S.READY: (S.ON_SITE, S.CANCELLED),
    S.ON_SITE: (S.CANCELLED,),
    # From here on there is a report at the host: it can be reopened, but the visit is not undone.
    S.REPORTED: (S.ACKNOWLEDGED,),
    S.ACKNOWLEDGED: (S.CLOSED,),
    S.CLOSED: (),
    S.CANCELLED: (),
}

_VISITORS = frozenset({Mover.SECRETARIAT, Mover.MEMBER})
_EVERYBODY = _VISITORS | {Mover.MANAGER}
_MOVERS: dict[S, frozenset[Mover]] = {
    S.PLANNED: frozenset(),
    S.AGREED: _EVERYBODY,
    S.READY: _EVERYBODY,
    S.ON_SITE: _VISITORS,
    S.REPORTED: _VISITORS,
    S.ACKNOWLEDGED: frozenset({Mover.HOST}),
    S.CLOSED: _VISITORS,
    S.CANCELLED: _VISITORS,
}
"""Who may lead there, and take back that somebody has led there."""

BY_DEED = {
    S.AGREED: "「協議済み」には、協議の記録を登録するとなります。",
    S.REPORTED: "「報告済み」には、評価報告書を確定するか、紙の評価報告書の写しと手交日を登録するとなります。",
}
"""What leads to the states that nobody just declares."""

AHEAD = frozenset({S.PLANNED, S.AGREED, S.READY})
"""Before the visitors have come."""


def is_preview(state: S, visit_date: date | None, today: date) -> bool:
    """Whether rating now would be a look in advance: the day of the visit is more than a week away."""
    return state in AHEAD and visit_date is not None and visit_date > today + timedelta(days=7)


def next_states(state: S, external_host: bool = False) -> tuple[S, ...]:
    """The states that may follow by hand, the usual one first."""
    # A host that does not use the product receives on paper, and nobody says so in its place.
    return (S.CLOSED,) if external_host and state is S.REPORTED else _NEXT[state]


def stands_on(state: S, agreed: bool, opened: bool, sealed: bool) -> str:
    """Why the present state cannot be taken back, in one sentence; empty if nothing stands on it.

    `agreed`: there is a record of 協議; `opened`: the closing meeting has begun; `sealed`: there is a sealed report.
    """
    if state is S.PLANNED:
        return "取り消せる操作がありません。"
    if state is S.AGREED and agreed:
        return "協議の記録があるため、「協議済み」は取り消せません。"
    if state is S.ON_SITE and opened:
        return "講評会を始めているため、「訪問中」は取り消せません。"
    if state in (S.REPORTED, S.ACKNOWLEDGED) and sealed:
        return "確定した評価報告書があります。受領の取り消しと報告書の再開は、報告書の欄で行います。"
    return ""


def former(history: Sequence[tuple[S, bool]]) -> S | None:
    """The state from which the present one was reached; None if there was none.

    `history`: every state in its order, and whether it was led back to by taking a step back.
    """
    path: list[S] = []
    for state, back in history:
        if back and path:
            path.pop()
        else:
            path.append(state)
    return path[-2] if len(path) > 1 else None


def movers(state: S) -> frozenset[Mover]:
    """Who may lead a visit to a state by hand."""
    return _MOVERS[state]
