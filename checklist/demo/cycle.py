"""What follows from every invented visit that was rated: closing meeting, report, and what becomes of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from checklist.demo import documents, follow_up, improvements
from checklist.demo.answers import Given, write
from checklist.demo.improvements import Written
from checklist.demo.quality import BEST, WORST
from checklist.demo.visiting import Outing, Rated
from checklist.model.closing import FindingKind, Signatory
from checklist.model.scales import ABCX, UNVERIFIED
from checklist.model.visits import VisitState
from checklist.rules.closing.closing_meeting import MOST_PHOTOS
from checklist.store.act import Act
from checklist.store.assessments import photos
from checklist.store.assessments.mass_ratings import Answer
from checklist.store.closing import closings, findings, host_comments, sealed_reports, signatures, visit_hours
from checklist.store.closing.closings import ClosingItem, ClosingSheet
from checklist.store.files import attachment
from checklist.store.visits import paper_days, visit_papers
from checklist.store.visits.paper_days import PaperDays

MOST_FINDINGS = 8
MOST_PRACTICES = 3
TOGETHER = "\n感染対策の相互評価を同じ日に行い、結果を別の章にまとめた。"


def tell(visit: Outing, rated: Sequence[Rated]) -> None:
    """Everything after the last rating, as far as the visit has come."""
    if visit.plan.record_only:
        _on_paper(visit)
        return
    if not (visit.plan.reaches(VisitState.REPORTED) or visit.plan.at_closing):
        return
    # A chance of its own for every visit, so that the rest of the region stays as it is.
    rng = Random(visit.visit_id * 7919)
    follow_up.tell(visit, rated)
    written = _meet(visit, rng)
    if visit.plan.at_closing:
        return
    _sign_and_seal(visit)
    _hand_over(visit, rng)
    if visit.plan.reaches(VisitState.ACKNOWLEDGED):
        improvements.tell(visit, rng, written)


def _on_paper(visit: Outing) -> None:
    """A host that does not use the product: the scanned report leads to 報告済み, and nobody receives it here."""
    if visit.plan.reaches(VisitState.REPORTED):
        handed_over = visit.days[VisitState.REPORTED]
        act = visit.cast.act(visit.member, visit.diary.at(handed_over, 11, 0))
        scan = attachment.check("評価報告書.pdf", documents.content("agreement_record"))
        paper = visit_papers.add(act, visit.visit_id, scan)
        paper_days.record(act, visit.visit_id, PaperDays(visit.plan.day, handed_over, paper))
    visit.move(VisitState.CLOSED)


def _meet(visit: Outing, rng: Random) -> list[Written]:
    """The closing meeting on the evening of the visit, or its first half while it goes on; its findings are returned."""
    cast, day, half = visit.cast, visit.days[VisitState.ON_SITE], visit.plan.at_closing
    opened = visit.diary.at(day, 16, 50)
    closings.open_meeting(cast.act(visit.member, opened), visit.visit_id)
    meeting = closings.read(cast.act(visit.member, opened), visit.visit_id)
    discussed = [(sheet, one) for sheet in meeting.sheets for one in sheet.to_discuss]
    settled = [(sheet, one, *_settled(rng, one)) for sheet, one in discussed if rng.random() < 0.94]
    at = min(visit.diary.at(day, 17, 5), cast.present)
    for sheet in meeting.sheets:
        values = settled[: len(settled) // 2] if half else settled
        agreed = [Answer(one.item.code, value, text, at) for of, one, value, text in values if of is sheet]
        assert sheet.agreed_assessment_id is not None
        write(cast, sheet.agreed_assessment_id, [Given(visit.member, one) for one in agreed], at)
    found = [(sheet, *one) for sheet in meeting.sheets for one in _found(sheet)]
    act = cast.act(visit.member, visit.diary.at(day, 17, 20))
    written = [
        Written(findings.add(act, visit.visit_id, sheet.version.code, one.item.code, kind, text), one.item, kind)
        for sheet, one, kind, text in (found[:2] if half else found)
    ]
    _illustrate(act, visit.visit_id)
    if not half:
        remarks = _remarks(meeting.sheets[0]) + (TOGETHER if len(meeting.sheets) > 1 else "")
        at = visit.diary.at(day, 17, 25)
        closings.save_remarks(cast.act(visit.member, at), visit.visit_id, meeting.version, remarks)
        visit_hours.save(cast.act(visit.member, at), visit.visit_id, 0, "13:00", "17:30")
        _answer(visit, written)
    return written


def _answer(visit: Outing, written: Sequence[Written]) -> None:
    """What the host says to its first finding and to the 講評."""
    first = next((one.id for one in written if one.kind is FindingKind.FINDING), None)
    if visit.host.manager is None:
        return
    act = visit.cast.act(visit.host.manager, visit.diary.at(visit.days[VisitState.ON_SITE], 17, 28))
    host_comments.save(act, visit.visit_id, host_comments.REMARKS, 0, "ご指摘を改善計画に反映します。")
    if first is not None:
        host_comments.save(act, visit.visit_id, first, 0, "次回の医療安全管理委員会で対策を検討します。")


def _illustrate(act: Act, visit_id: int) -> None:
    """Beside each finding stand the photos that were taken at its item."""
    taken = photos.of_visit(act, visit_id)
    for one in findings.of_visit(act, visit_id):
        if here := taken.get((one.version_code, one.item)):
            findings.choose_photos(act, one.id, one.version, [photo.id for photo in here[:MOST_PHOTOS]])


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
    grades = [one.code for one in ABCX.grades]
    counts = {chapter.code: [0, 0] for chapter in sheet.version.chapters}
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


def _sign_and_seal(visit: Outing) -> None:
    """Host's leader and leading member sign at the end of the meeting; the report is sealed on the next day."""
    cast = visit.cast
    # The leading member, not the leader of the visitors' hospital, who was not there.
    for side, one in ((Signatory.HOST, visit.host.leader), (Signatory.EVALUATOR, visit.member)):
        act = cast.act(one, visit.diary.at(visit.days[VisitState.ON_SITE], 17, 40))
        signatures.sign(act, visit.visit_id, side, cast.name(one))
    act = cast.act(visit.member, visit.diary.at(visit.days[VisitState.REPORTED], 10, 15))
    sealed_reports.seal(act, visit.visit_id, *sealed_reports.suggested(act, visit.visit_id))


def _hand_over(visit: Outing, rng: Random) -> None:
    """Most reports were handed over within two weeks; those received were handed over before."""
    cast, today, received = visit.cast, visit.cast.today, visit.plan.reaches(VisitState.ACKNOWLEDGED)
    day = min(visit.days[VisitState.REPORTED], today) + timedelta(days=rng.randint(3, 12))
    if received:
        day = min(day, visit.days[VisitState.ACKNOWLEDGED], today)
    if day <= today:
        act = cast.act(visit.member, visit.diary.at(day, 9, 30))
        sealed_reports.hand_over(act, visit.visit_id, act.today)
    if received:
        act = cast.act(visit.host.leader, visit.diary.at(visit.days[VisitState.ACKNOWLEDGED], 10, 15))
        sealed_reports.acknowledge(act, visit.visit_id, act.today)
