"""What follows from every invented visit that was reported: meeting, report, improvement plans, and next year's marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from checklist.demo.answers import until_now
from checklist.demo.hospitals import Member
from checklist.demo.quality import BEST, WORST
from checklist.model.closing import FindingKind, Signatory
from checklist.model.improvements import Sequel
from checklist.model.scales import ABCX, UNVERIFIED
from checklist.model.sheets import Item, SheetVersion
from checklist.model.visits import VisitState
from checklist.store import bulk_cycle
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.bulk import Step
from checklist.store.bulk_cycle import Meeting, Plan
from checklist.store.closing import closing_rows, closings
from checklist.store.closing.closings import ClosingItem, ClosingSheet
from checklist.store.improvements import follow_ups
from checklist.store.sheets import sheets
from checklist.words import TOKYO

MOST_FINDINGS = 8
MOST_PRACTICES = 3
_OVER = (VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED)
TOGETHER = "\n感染対策の相互評価を同じ日に行い、結果を別の章にまとめた。"
_NOTES = (
    "現状の調査を終え、課題を部門内で共有した。",
    "手順書の改訂案を医療安全管理委員会で検討した。",
    "改訂した手順を職員に周知し、運用を始めた。",
    "院内巡回で遵守状況を確認した。",
)


@dataclass(frozen=True)
class Ended:
    """One visit with everything that the rest of its story needs."""

    visit_id: int
    assessment_ids: tuple[int, ...]
    day: date
    state: VisitState
    versions: tuple[SheetVersion, ...]
    host: Member
    people: tuple[int, ...]
    signer: int
    steps: Sequence[Step]
    today: date
    at_closing: bool = False

    def at(self, state: VisitState) -> datetime:
        """When the visit reached a state."""
        return next(step.at for step in self.steps if step.state is state)


def tell(view: View, ended: Ended) -> None:
    """Write the agreement of a visit and, once it was reported, everything that follows."""
    # A chance of its own for every visit, so that the rest of the region stays as it is.
    rng = Random(ended.visit_id * 7919)
    agree(view, ended.visit_id, ended.steps, (ended.host.manager, ended.people[0]))
    if ended.state not in _OVER and not ended.at_closing:
        return
    _follow_up(view, ended)
    if ended.at_closing:
        bulk_cycle.meet(view.db, _half_way(_meeting(view, rng, ended)))
        return
    findings = bulk_cycle.meet(view.db, _meeting(view, rng, ended))
    sealed = ended.at(VisitState.REPORTED)
    bulk_cycle.seal(view.db, ended.visit_id, sealed, ended.people[0], people.get(view, ended.people[0]).name)
    _hand_over(view, rng, ended, sealed)
    if ended.state is not VisitState.REPORTED:
        for finding in findings:
            _plan(view, rng, ended, finding)


def agree(view: View, visit_id: int, steps: Sequence[Step], sides: Sequence[int]) -> None:
    """Write the record of the agreement between these people, once the visit came so far."""
    for step in steps:
        if step.state is VisitState.AGREED:
            names = "、".join(people.get(view, one).name for one in sides)
            bulk_cycle.agree(view.db, visit_id, step.at.astimezone(TOKYO).date(), names, step.person_id, step.at)


def _evening(day: date, hour: int = 16, minute: int = 50) -> datetime:
    return until_now(datetime.combine(day, time(hour, minute), TOKYO))


def _follow_up(view: View, ended: Ended) -> None:
    """Say of every earlier finding what today's ratings say at the items where it stands."""
    marks = []
    view = replace(view, principal=people.principal(view, ended.people[0]))
    for assessment_id in ended.assessment_ids:
        ratings = assessments.ratings(view, assessment_id)
        for one in follow_ups.for_assessment(view, assessments.get(view, assessment_id)):
            values = {ratings[item].value for item in one.items if item in ratings}
            if one.finding.kind is FindingKind.FINDING and values:
                marks.append((one.finding.id, *_mark(values, one.completed_on is not None)))
    bulk_cycle.follow_up(view.db, ended.visit_id, marks, ended.people[0], _evening(ended.day, 15))


def _mark(values: set[str | None], completed: bool) -> tuple[Sequel, str]:
    if not any(map(ABCX.needs_comment, values)):
        return Sequel.RESOLVED, "改善されていることを確認した。"
    if completed and WORST in values:
        return Sequel.RECURRED, "一度は改善を終えたが、再び同じ状況がみられる。"
    return Sequel.CONTINUED, "取組は進んでいるが、なお課題が残る。"


def _half_way(meeting: Meeting) -> Meeting:
    """The meeting as it goes on: some items are settled, nothing is said in closing, nobody has signed."""
    half = len(meeting.recorded) // 2
    return replace(meeting, remarks="", recorded=meeting.recorded[:half], found=meeting.found[:2], signed=())


def _meeting(view: View, rng: Random, ended: Ended) -> Meeting:
    """The closing meeting on the evening of the visit."""
    found = closings.of_sheets(view, ended.visit_id)
    # No code stands in two of the shipped sheets.
    ids = {
        code: key
        for version in ended.versions
        for code, key in sheets.item_ids(view, sheets.version_id(view, version.code)).items()
    }
    discussed = (one for sheet in found for one in sheet.to_discuss)
    return Meeting(
        ended.visit_id,
        _evening(ended.day),
        ended.people[0],
        _remarks(found[0]) + (TOGETHER if len(found) > 1 else ""),
        tuple((ids[one.item.code], *_settled(rng, one)) for one in discussed if rng.random() < 0.94),
        tuple((ids[one.item.code], kind, text) for sheet in found for one, kind, text in _found(sheet)),
        tuple(
            (side, people.get(view, one).name, one)
            for side, one in ((Signatory.HOST, ended.host.leader), (Signatory.EVALUATOR, ended.signer))
        ),
    )


def _settled(rng: Random, one: ClosingItem) -> tuple[str, str]:
    """What both sides agree on: mostly the visitors' value, seldom the host's."""
    own, visitor = (rating.value if rating else None for rating in (one.own, one.visitor))
    if visitor == UNVERIFIED:
        return (own, "後日、資料の提出を受けて確認した。") if own and rng.random() < 0.6 else (UNVERIFIED, "")
    if own and own != visitor and rng.random() < 0.2:
        return own, "講評会で資料を確認し、受審病院の評定とした。"
    return visitor or own or UNVERIFIED, "講評会で確認し、合意した。" if own != visitor else ""


def _found(sheet: ClosingSheet) -> list[tuple[ClosingItem, FindingKind, str]]:
    """The gravest commented ratings as findings, the best ones as good practices, in sheet order."""
    wanted: dict[str, FindingKind] = {}
    drafts = {draft.item: draft for draft in sheet.drafts}
    values = {one.item.code: one.visitor.value for one in sheet.items if one.visitor}
    grave = sorted(
        (code for code, draft in drafts.items() if draft.kind is FindingKind.FINDING),
        key=lambda code: values[code] != WORST,
    )
    good = [code for code, draft in drafts.items() if draft.kind is FindingKind.GOOD_PRACTICE]
    wanted |= dict.fromkeys(grave[:MOST_FINDINGS], FindingKind.FINDING)
    wanted |= dict.fromkeys(good[:MOST_PRACTICES], FindingKind.GOOD_PRACTICE)
    return [(one, wanted[one.item.code], drafts[one.item.code].text) for one in sheet.items if one.item.code in wanted]


def _remarks(sheet: ClosingSheet) -> str:
    """The closing comments: what is good, what is to be worked on, and thanks."""
    counts = {chapter.code: [0, 0] for chapter in sheet.version.chapters}
    grades = [one.code for one in ABCX.grades]
    for one in sheet.items:
        if one.visitor and one.visitor.value in grades:
            counts[one.item.chapter_code][one.visitor.value == BEST] += 1
    names = {chapter.code: chapter.name for chapter in sheet.version.chapters}
    rated = [code for code, count in counts.items() if sum(count)]
    best, worst = (pick(rated, key=lambda code: counts[code][1] / sum(counts[code])) for pick in (max, min))
    return (
        f"「{names[best]}」では、決められた手順が現場に定着していることを確認した。\n"
        f"「{names[worst]}」には改善の余地があり、指摘事項を踏まえた取組を期待する。\n"
        "準備と当日の対応に感謝する。次回の訪問で取組の結果を確認する。"
    )


def _hand_over(view: View, rng: Random, ended: Ended, sealed: datetime) -> None:
    """Most reports were handed over within two weeks; those received were handed over before."""
    received = next((step for step in ended.steps if step.state is VisitState.ACKNOWLEDGED), None)
    day = sealed.astimezone(TOKYO).date() + timedelta(days=rng.randint(3, 12))
    if received:
        day = min(day, received.at.astimezone(TOKYO).date())
    if day <= ended.today:
        bulk_cycle.event(view.db, ended.visit_id, "handed_over", day, ended.people[0], _evening(day, 11))
    if received:
        on = received.at.astimezone(TOKYO).date()
        bulk_cycle.event(view.db, ended.visit_id, "acknowledged", on, ended.host.leader, received.at)


def _plan(view: View, rng: Random, ended: Ended, finding: int) -> None:
    """What the host does about a finding; the older the visit, the further it has come."""
    item = _item_of(view, ended, finding)
    begin = ended.at(VisitState.ACKNOWLEDGED).astimezone(TOKYO).date()
    due = begin + timedelta(days=rng.choice((60, 90, 120, 180)))
    done = due + timedelta(days=rng.randint(-30, 25))
    completed = done if done <= ended.today and rng.random() < 0.7 else None
    checked = completed + timedelta(days=rng.randint(3, 20)) if completed and rng.random() < 0.85 else None
    checked = checked if checked and checked <= ended.today else None
    last = min(completed or ended.today, ended.today)
    steps = len(_NOTES) if completed else rng.randint(0, 2)
    span = max((last - begin).days, 1)
    notes = [
        (_evening(begin + timedelta(days=span * place // len(_NOTES)), 10, place), text)
        for place, text in enumerate(_NOTES[:steps], 1)
    ]
    plan = Plan(
        f"{item.department}が中心となって現状を点検し、手順を見直して職員に周知する。",
        people.get(view, ended.host.manager).name,
        due,
        completed,
        checked,
        people.get(view, ended.host.leader).name if checked else "",
        tuple(notes),
    )
    bulk_cycle.plan(view.db, finding, plan, ended.host.manager, _evening(begin, 10))


def _item_of(view: View, ended: Ended, finding: int) -> Item:
    found = closing_rows.finding(view.db, finding)
    version = next(one for one in ended.versions if one.code == found.version_code)
    return next(item for item in version.items if item.code == found.item)
