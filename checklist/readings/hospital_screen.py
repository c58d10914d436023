"""The first screen of a hospital, for its leader and its safety manager: one read, the same for the screen and for 院長報告."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checklist import words
from checklist.errors import Forbidden
from checklist.formats.tile import Tile
from checklist.model.closing import Signatory
from checklist.model.criteria import Result
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Duty
from checklist.readings import criteria_agenda, criteria_words, overdue
from checklist.readings.first_screen import DateLine, HospitalScreen
from checklist.rules import access
from checklist.rules.criteria.points import admissions
from checklist.rules.visits.deadlines import Due
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan
from checklist.store.visits import visit_progress, visits
from checklist.words import first_screen as told

DATES = 4
"""So many of the next days are shown."""


def may_read(view: View) -> bool:
    """Whether the reader has a hospital and may know all that stands on its first screen."""
    own = view.principal.hospital_id
    if own is None:
        return False
    facts = access.of_hospital(own)
    of_hospital = (Thing.CRITERIA, Thing.IMPROVEMENT_PLANS)
    return view.may(Verb.READ, Thing.COMPARISON) and all(view.may(Verb.READ, one, facts) for one in of_hospital)


def read(view: View, hospital_id: int) -> HospitalScreen:
    """The first screen of the reader's own hospital; raises Forbidden for any other one and for everybody else."""
    if hospital_id != view.principal.hospital_id or not may_read(view):
        raise Forbidden
    own = hospitals.get(view, hospital_id)
    plans, upcoming = improvement_plans.of_hospital(view, own.id), _upcoming(view, own.id)
    tiles = (_entitlement(view), _plans(plans, view.today), _steps(upcoming, view.today))
    dates = tuple(map(_date, upcoming[:DATES]))
    return HospitalScreen(own.id, own.name, tiles, dates, region.of(view).fictional)


def _entitlement(view: View) -> Tile:
    """Entitled or not with the money of a year, and whether that is at risk."""
    found = criteria_agenda.judged(view, view.today)
    if found is None:
        return Tile("施設基準", "－", "医療安全対策加算の届出は登録されていません。", "/criteria")
    results = {one.result for one in criteria_words.claimed(found)}
    lost = Result.NOT_MET in results or any(one.urgent for one in criteria_agenda.alerts(view, view.today))
    yen, points = criteria_words.yearly_yen(found), sum(one.addon.points for one in criteria_words.claimed(found))
    # Without admissions the points are what there is to tell; why there is no money stands below them.
    figure = f"{yen:,}円/年" if yen else f"{points}点"
    detail = told.at_risk(criteria_words.missing(found)) if lost else f"{criteria_words.headline(found)}。"
    detail += "" if yen else admissions(found.facts).basis
    tone = "late" if lost else "now" if Result.UNKNOWN in results else ""
    return Tile("施設基準（届出中の加算）", figure, detail, "/criteria", tone)


def _plans(plans: Sequence[ImprovementPlan], today: date) -> Tile:
    """Improvement plans that are overdue, that wait to be confirmed, and findings that have none yet."""
    states = [one.state(today) for one in plans]
    late, waiting, none = (
        states.count(one) for one in (PlanState.OVERDUE, PlanState.COMPLETED, PlanState.NONE)
    )  # fmt: skip
    if not plans:
        return Tile("改善計画", "0件", "指摘事項のある評価報告書はまだありません。", "/improvements")
    days = [one.fields.due_on for one in plans if one.state(today) is PlanState.OVERDUE and one.fields.due_on]
    oldest = f"最も古い期限は{told.since(min(days), today)}。" if days else ""
    rest = f"完了して確認を待つ計画{waiting}件、計画未作成{none}件。"
    return Tile("期限を過ぎた改善計画", f"{late}件", f"{oldest}{rest}", "/improvements", "late" if late else "")


_Step = tuple[Due, int, str]
"""What is due, in which visit (by its id), at which host."""


def _upcoming(view: View, own: int) -> list[_Step]:
    """What the hospital has to do in its visits, by day; what has no day comes last."""
    known = [one for one in visits.visible_to(view) if own in (one.host_id, *one.evaluator_ids)]
    names = hospitals.several(view, {one.host_id for one in known})
    dues = visit_progress.dues_of(view, known, view.today)
    sides = {one.id: Signatory.HOST if one.host_id == own else Signatory.EVALUATOR for one in known}
    # The day of a visit concerns both sides, whoever makes it.
    found = [
        (due, one.id, "自院" if one.host_id == own else names[one.host_id].name)
        for one in known
        for due in dues[one.id]
        if sides[one.id] in due.sides or due.duty is Duty.VISIT
    ]
    return sorted(found, key=lambda step: step[0].day or date.max)


def _steps(upcoming: Sequence[_Step], today: date) -> Tile:
    """How many steps of visits are late, and which comes next."""
    late = sum(due.overdue for due, _, _ in upcoming)
    ahead = next(((due, host) for due, _, host in upcoming if due.day and not due.overdue), None)
    coming = f"次は{words.day(ahead[0].day)}、{words.DUTIES[ahead[0].duty]}（{ahead[1]}）。" if ahead else ""
    detail = coming or "日程の決まった手続きはありません。"
    return Tile(
        "期限を過ぎた手続き",
        f"{late}件",
        detail,
        f"/overdue?late={overdue.LATE}&{overdue.EVERY}" if late else "/overdue",
        "late" if late else "",
    )


def _date(step: _Step) -> DateLine:
    due, visit, host = step
    what = f"{words.DUTIES[due.duty]}（{host}）"
    return DateLine(told.short_day(due.day), what, f"/visits?visit={visit}", due.overdue)
