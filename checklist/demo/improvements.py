"""What an invented host does about what was found: its plans step by step, and the end of the visit between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from checklist.demo.cast import Step, moment
from checklist.demo.visiting import Outing
from checklist.model.closing import FindingKind
from checklist.model.sheets import Item
from checklist.model.visits import VisitState
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import visit_steps

_NOTES = (
    "現状の調査を終え、課題を部門内で共有した。",
    "手順書の改訂案を医療安全管理委員会で検討した。",
    "改訂した手順を職員に周知し、運用を始めた。",
    "院内巡回で遵守状況を確認した。",
)


@dataclass(frozen=True)
class Written:
    """A finding as it was written down at the closing meeting."""

    id: int
    item: Item
    kind: FindingKind


def tell(visit: Outing, rng: Random, written: Sequence[Written]) -> None:
    """A plan for each finding once the report is received; what happens to them and to the visit comes in its order."""
    begin = min(visit.days[VisitState.ACKNOWLEDGED], visit.cast.today)
    steps = [
        step
        for one in written
        if one.kind is FindingKind.FINDING
        for step in _steps(visit, _draw(visit, rng, one, begin), one, begin)
    ]
    if visit.plan.reaches(VisitState.CLOSED):
        closed = moment(min(visit.days[VisitState.CLOSED], visit.cast.today), 10, 15)
        steps.append(
            Step(closed, visit.member, partial(visit_steps.move, visit_id=visit.visit_id, state=VisitState.CLOSED))
        )
    visit.cast.play(steps, visit.diary)


@dataclass(frozen=True)
class Drawn:
    """How a plan ends, and its notes with their moments."""

    fields: PlanFields
    notes: tuple[tuple[datetime, str], ...]


def _draw(visit: Outing, rng: Random, found: Written, begin: date) -> Drawn:
    """What the host does about a finding; the older the visit, the further it has come."""
    today, cast, host = visit.cast.today, visit.cast, visit.host
    due = begin + timedelta(days=rng.choice((60, 90, 120, 180)))
    done = due + timedelta(days=rng.randint(-30, 25))
    completed = done if done <= today and rng.random() < 0.7 else None
    checked = completed + timedelta(days=rng.randint(3, 20)) if completed and rng.random() < 0.85 else None
    checked = checked if checked and checked <= today else None
    last = min(completed or today, today)
    steps = len(_NOTES) if completed else rng.randint(0, 2)
    span = max((last - begin).days, 1)
    notes = tuple(
        (moment(min(begin + timedelta(days=span * place // len(_NOTES)), today), 11, place), text)
        for place, text in enumerate(_NOTES[:steps], 1)
    )
    fields = PlanFields(
        f"{found.item.department}が中心となって現状を点検し、手順を見直して職員に周知する。",
        cast.name(host.manager),
        due,
        completed,
        checked,
        cast.name(host.leader) if checked else "",
    )
    return Drawn(fields, notes)


def _steps(visit: Outing, drawn: Drawn, found: Written, begin: date) -> Iterator[Step]:
    """The plan is written, noted on, completed and checked, each on its day."""
    manager, final = visit.host.manager, drawn.fields
    save = partial(improvement_plans.save, finding_id=found.id)
    done = replace(final, checked_on=None, checked_by="")
    first = replace(done, completed_on=None)
    yield Step(moment(begin, 10, 30), manager, partial(save, version=0, fields=first))
    for at, text in drawn.notes:
        yield Step(at, manager, partial(improvement_plans.add_note, finding_id=found.id, text=text))
    if final.completed_on:
        yield Step(moment(final.completed_on, 15), manager, partial(save, version=1, fields=done))
    if final.checked_on:
        yield Step(moment(final.checked_on, 15), manager, partial(save, version=2, fields=final))
