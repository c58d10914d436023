"""How each writing function of the store is called that changes what hangs on a visit: validly, for anybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from checklist.model.assessments import Operation, Track
from checklist.model.closing import ErasedKind, FindingKind, Signatory, VisitText
from checklist.model.improvements import Sequel
from checklist.model.visits import DateAnswer, VisitMode, VisitState, VisitTime
from checklist.store import practices
from checklist.store.act import Act
from checklist.store.assessments import answers, assessment_states, assessments, mass_ratings, photos
from checklist.store.closing import (
    agreed_values,
    closing_rows,
    closings,
    erasures,
    findings,
    host_comments,
    reopenings,
    report_papers,
    sealed_reports,
    signatures,
    visit_hours,
    visit_texts,
)
from checklist.store.closing.erasures import Written
from checklist.store.closing.visit_texts import Text
from checklist.store.files import attachment
from checklist.store.files.picture import Picture
from checklist.store.improvements import follow_ups, improvement_plans, note_erasures
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import (
    agreements,
    date_polls,
    handovers,
    late_answers,
    member_chapters,
    paper_days,
    passes,
    visit_papers,
    visit_rows,
    visit_steps,
    visits,
)
from checklist.store.visits.paper_days import PaperDays
from tests.store.permission_calls import HANDED, PDF, Call, Case, acting_as, newest
from tests.store.permission_scene import AGREED_COMMENT, FINDING, HOST_COMMENT, OWN_COMMENT, THEIR_COMMENT, Scene
from tests.world import LEADING, SECOND, STRANGER, YEAR


def _answer(scene: Scene, act: Act, track: Track, item: str, version: int) -> None:
    sent = Operation(str(uuid.uuid4()), item, version, "C", "書き直し")
    (found,) = answers.record(act, scene.assessment(track), [sent])
    assert found.status == answers.SAVED


def _photograph(scene: Scene, act: Act, track: Track) -> None:
    photos.add(act, scene.assessment(track), "1-02", str(uuid.uuid4()), Picture(b"\xff\xd8\xff", 6, 4), "ab" * 32)


def _erase(track: Track, item: str, text: str) -> Call:
    def call(scene: Scene, act: Act) -> None:
        found = Written(ErasedKind.COMMENT, scene.assessment(track), item, "", text, True)
        erasures.erase(act, found, "患者名")

    return call


def _noted(scene: Scene, act: Act) -> None:
    improvement_plans.add_note(acting_as(scene, act, "manager.h01"), scene.finding, "周知を始めた")


def _erase_note(scene: Scene, act: Act) -> None:
    note_erasures.erase(act, scene.finding, newest(act, "progress_note"), "患者名")


def _erase_text(scene: Scene, act: Act) -> None:
    found = Text(VisitText.HOST_COMMENT, scene.world.visit, host_comments.REMARKS, HOST_COMMENT, True)
    visit_texts.erase(act, found, "患者名")


def _erase_finding(scene: Scene, act: Act) -> None:
    erasures.erase(act, Written(ErasedKind.FINDING, scene.finding, "1-05", "", FINDING, True), "患者名")


def _offer(scene: Scene, act: Act) -> None:
    practices.offer(act, scene.practice, 0, True, "手順の定着", "毎月確かめている", consented=True)


def _offered(scene: Scene, act: Act) -> None:
    _offer(scene, acting_as(scene, act, "manager.h01"))


def _erase_practice(scene: Scene, act: Act) -> None:
    text = "手順の定着\n毎月確かめている"
    erasures.erase(act, Written(ErasedKind.PRACTICE, scene.practice, "1-02", "", text, True), "患者名")


def _erase_photo(track: Track) -> Call:
    return lambda scene, act: erasures.erase_photo(act, scene.photos[track], "患者の顔")


LATER, LATEST = VisitTime(date(2027, 3, 4)), VisitTime(date(2027, 3, 11))


def _ask(scene: Scene, act: Act) -> None:
    several = [LATER, VisitTime(date(2027, 3, 5))]
    date_polls.offer(acting_as(scene, act, "evaluator.h02"), scene.world.visit, 0, several)


def _move(state: VisitState) -> Call:
    return lambda scene, act: visit_steps.move(act, scene.world.visit, state)


def _moved(*states: VisitState) -> Call:
    def call(scene: Scene, act: Act) -> None:
        for state in states:
            visit_rows.enter(acting_as(scene, act, "secretariat"), scene.world.visit, state)

    return call


def _take_back(scene: Scene, act: Act) -> None:
    visit_steps.take_back(act, scene.world.visit, "押し間違い")


def _handed_over(scene: Scene, act: Act) -> None:
    sealed_reports.hand_over(acting_as(scene, act, "evaluator.h02"), scene.world.visit, HANDED)


def _received(scene: Scene, act: Act) -> None:
    _handed_over(scene, act)
    sealed_reports.acknowledge(acting_as(scene, act, "leader.h01"), scene.world.visit, HANDED)


def _handed_in(scene: Scene, act: Act) -> object:
    sent = Operation(str(uuid.uuid4()), "1-01", 0, "C", "帰りの車で記入")
    return late_answers.hand_in(acting_as(scene, act, "member.h03"), scene.world.visitor_assessment, [sent])


def _hand_in(scene: Scene, act: Act) -> None:
    sent = Operation(str(uuid.uuid4()), "1-02", 0, "C", "帰りの車で記入")
    late_answers.hand_in(act, scene.world.visitor_assessment, [sent])


def _void(side: Signatory) -> Call:
    def call(scene: Scene, act: Act) -> None:
        standing = closing_rows.standing_signatures(act.db, scene.world.visit)
        signatures.void(act, scene.world.visit, standing[side].id, "書き間違い")

    return call


def _marked_reopened(scene: Scene, act: Act) -> None:
    """The report is open again, its assessments not yet: in between, nobody stands but the store itself."""
    act.db.execute(
        """INSERT INTO report_event (report_id, kind, on_date, reason, at, person_id)
           SELECT max(id), 'reopened', '2026-11-22', '誤り', ?, ? FROM report""",
        [act.stamp, scene.who("secretariat").person_id],
    )


def _reopened(scene: Scene, act: Act) -> None:
    sealed_reports.reopen(acting_as(scene, act, "evaluator.h02"), scene.world.visit, "誤り")


def _visit(scene: Scene, act: Act) -> None:
    old = visit_rows.get(act.db, scene.world.visit)
    visits.add(act, replace(old, id=0, host_id=scene.world.hospitals[STRANGER], member_ids=()), [SECOND.code])


def _change_visit(scene: Scene, act: Act) -> None:
    old = visit_rows.get(act.db, scene.world.visit)
    members = (scene.world.people["evaluator.h02"].id,)
    visits.change(act, replace(old, evaluator_ids=(scene.world.hospitals[LEADING],), member_ids=members))


def _add_finding(scene: Scene, act: Act) -> None:
    findings.add(act, scene.world.visit, SECOND.code, "1-01", FindingKind.FINDING, "別の指摘")


def _assign(scene: Scene, act: Act) -> None:
    member_chapters.assign(act, scene.world.visit, scene.world.people["evaluator.h02"].id, SECOND.code, ["1"])


def _hand_over(scene: Scene, act: Act) -> None:
    """To somebody else than whoever does it."""
    to = next(one for one in ("evaluator.h02", "member.h03") if scene.world.people[one].id != act.principal.person_id)
    handovers.hand_over(act, scene.world.visitor_assessment, "1", scene.world.people[to].id)


def _agree(scene: Scene, act: Act) -> None:
    agreements.record(act, scene.world.visit, HANDED, "双方の担当者", VisitMode.ONLINE)


def _start_self(scene: Scene, act: Act) -> None:
    assessments.start_self(act, YEAR + 2, SECOND.code)


def _write_at_once(scene: Scene, act: Act) -> None:
    """On the later visit, since it writes only items that nobody has answered yet."""
    (assessment,) = act.db.execute(
        "SELECT assessment.id FROM assessment JOIN visit_sheet ON visit_sheet.id = visit_sheet_id"
        " WHERE visit_id = ? AND track = 'visitor'",
        [scene.later],
    ).fetchone()
    mass_ratings.write(act, assessment, [mass_ratings.Answer("1-02", "A", "", act.at)])


CASES: dict[str, Case] = {
    "visits.visits.add": Case("open", _visit),
    "visits.visits.change": Case("open", _change_visit),
    "visits.visit_steps.move/ready": Case("open", _move(VisitState.READY), _moved(VisitState.AGREED)),
    "visits.visit_steps.move/on_site": Case("open", _move(VisitState.ON_SITE), _moved(VisitState.AGREED)),
    "visits.visit_steps.move/acknowledged": Case(
        "submitted", _move(VisitState.ACKNOWLEDGED), _moved(VisitState.REPORTED)
    ),
    "visits.visit_steps.take_back/ready": Case("open", _take_back, _moved(VisitState.AGREED, VisitState.READY)),
    "visits.visit_steps.take_back/on_site": Case("open", _take_back, _moved(VisitState.ON_SITE)),
    "visits.visit_steps.take_back/acknowledged": Case(
        "submitted", _take_back, _moved(VisitState.REPORTED, VisitState.ACKNOWLEDGED)
    ),
    "visits.visit_steps.move/closed": Case(
        "submitted", _move(VisitState.CLOSED), _moved(VisitState.REPORTED, VisitState.ACKNOWLEDGED)
    ),
    "visits.visit_steps.move/cancelled": Case("open", _move(VisitState.CANCELLED)),
    "visits.visits.fix_day": Case("open", lambda s, a: visits.fix_day(a, s.world.visit, LATER)),
    "visits.date_polls.offer/new": Case("open", lambda s, a: date_polls.offer(a, s.world.visit, 0, [LATER])),
    "visits.date_polls.offer/more": Case("open", lambda s, a: date_polls.offer(a, s.world.visit, 1, [LATEST]), _ask),
    "visits.date_polls.drop": Case("open", lambda s, a: date_polls.drop(a, newest(a, "date_offer"), 1), _ask),
    "visits.date_polls.withdraw": Case("open", lambda s, a: date_polls.withdraw(a, s.world.visit, 1), _ask),
    "visits.date_polls.answer": Case(
        "open", lambda s, a: date_polls.answer(a, newest(a, "date_offer"), DateAnswer.YES), _ask
    ),
    "visits.date_polls.fix": Case("open", lambda s, a: date_polls.fix(a, newest(a, "date_offer"), (1, 0)), _ask),
    "visits.agreements.record": Case("open", _agree),
    "visits.member_chapters.assign": Case("open", _assign),
    "visits.handovers.hand_over": Case("open", _hand_over),
    "visits.passes.issue": Case("open", lambda s, a: passes.issue(a, s.world.visit, s.world.people["member.h03"].id)),
    "visits.passes.revoke": Case("open", lambda s, a: passes.revoke(a, 1)),
    "visits.visit_papers.add": Case("open", lambda s, a: visit_papers.add(a, s.world.visit, attachment.check("報告書.pdf", PDF))),
    "visits.paper_days.record": Case("open", lambda s, a: paper_days.record(a, s.world.visit, PaperDays(HANDED))),
    "visits.late_answers.hand_in": Case("submitted", _hand_in),
    "visits.late_answers.accept": Case(
        "submitted", lambda s, a: late_answers.accept(a, newest(a, "late_answer"), 1), _handed_in
    ),
    "visits.late_answers.decline": Case(
        "submitted", lambda s, a: late_answers.decline(a, newest(a, "late_answer"), "不要"), _handed_in
    ),
    "assessments.assessments.start_self": Case("open", _start_self),
    "assessments.assessments.submit/self": Case("open", lambda s, a: assessments.submit(a, s.world.self_assessment)),
    "assessments.assessments.submit/visitor": Case("open", lambda s, a: assessments.submit(a, s.world.visitor_assessment)),
    "assessments.assessments.withdraw/self": Case(
        "open", lambda s, a: assessments.withdraw(a, s.world.self_assessment, "訂正"),
        lambda s, a: assessments.submit(acting_as(s, a, "manager.h01"), s.world.self_assessment),
    ),
    "assessments.assessments.withdraw/visitor": Case(
        "submitted", lambda s, a: assessments.withdraw(a, s.world.visitor_assessment, "訂正")
    ),
    "assessments.assessments.approve": Case("submitted", lambda s, a: assessments.approve(a, s.world.self_assessment)),
    "assessments.answers.record/self": Case("open", lambda s, a: _answer(s, a, Track.SELF, "1-01", 1)),
    "assessments.answers.record/visitor": Case("open", lambda s, a: _answer(s, a, Track.VISITOR, "1-01", 1)),
    "assessments.mass_ratings.write": Case("sealed", _write_at_once, on_later_visit=True),
    "assessments.answers.record/agreed": Case("meeting", lambda s, a: _answer(s, a, Track.AGREED, "1-02", 1)),
    "assessments.photos.add/self": Case("open", lambda s, a: _photograph(s, a, Track.SELF)),
    "assessments.photos.add/visitor": Case("open", lambda s, a: _photograph(s, a, Track.VISITOR)),
    "assessments.photos.add/agreed": Case("meeting", lambda s, a: _photograph(s, a, Track.AGREED)),
    "closing.erasures.erase_photo/self-open": Case("open", _erase_photo(Track.SELF)),
    "closing.erasures.erase_photo/self": Case("submitted", _erase_photo(Track.SELF)),
    "closing.erasures.erase_photo/visitor-open": Case("open", _erase_photo(Track.VISITOR)),
    "closing.erasures.erase_photo/visitor": Case("submitted", _erase_photo(Track.VISITOR)),
    "closing.erasures.erase_photo/agreed": Case("meeting", _erase_photo(Track.AGREED)),
    "closing.erasures.erase/self-open": Case("open", _erase(Track.SELF, "1-01", OWN_COMMENT)),
    "closing.erasures.erase/self": Case("sealed", _erase(Track.SELF, "1-01", OWN_COMMENT)),
    "closing.erasures.erase/visitor-open": Case("open", _erase(Track.VISITOR, "1-01", THEIR_COMMENT)),
    "closing.erasures.erase/visitor": Case("sealed", _erase(Track.VISITOR, "1-01", THEIR_COMMENT)),
    "closing.erasures.erase/agreed": Case("sealed", _erase(Track.AGREED, "1-02", AGREED_COMMENT)),
    "closing.erasures.erase/finding": Case("sealed", _erase_finding),
    "closing.visit_texts.erase": Case("sealed", _erase_text),
    "assessments.assessment_states.add_agreed": Case("submitted", lambda s, a: assessment_states.add_agreed(a, s.world.visit)),
    "assessments.assessment_states.seal": Case("signed", lambda s, a: assessment_states.seal(a, s.world.visit)),
    "assessments.assessment_states.reopen": Case(
        "sealed", lambda s, a: assessment_states.reopen(a, s.world.visit, "誤り"), _marked_reopened
    ),
    "closing.closings.open_meeting": Case("submitted", lambda s, a: closings.open_meeting(a, s.world.visit)),
    "closing.closings.save_remarks": Case("meeting", lambda s, a: closings.save_remarks(a, s.world.visit, 1, "講評")),
    "closing.host_comments.save": Case("meeting", lambda s, a: host_comments.save(a, s.world.visit, s.finding, 0, "改めました")),
    "closing.visit_hours.save": Case("meeting", lambda s, a: visit_hours.save(a, s.world.visit, 0, "09:30", "16:00")),
    "closing.reopenings.see": Case("sealed", lambda s, a: reopenings.see(a, s.world.visit), _reopened),
    "closing.findings.add": Case("meeting", _add_finding),
    "closing.findings.change": Case("meeting", lambda s, a: findings.change(a, s.finding, 1, FindingKind.FINDING, "書き直し")),
    "closing.findings.choose_photos": Case("meeting", lambda s, a: findings.choose_photos(a, s.finding, 1, [])),
    "closing.findings.drop": Case("meeting", lambda s, a: findings.drop(a, s.finding, 1)),
    "closing.agreed_values.settle": Case("meeting", lambda s, a: agreed_values.settle(a, s.world.visit)),
    "closing.agreed_values.unsettle": Case(
        "meeting", lambda s, a: agreed_values.unsettle(a, s.world.visit),
        lambda s, a: agreed_values.settle(acting_as(s, a, "evaluator.h02"), s.world.visit),
    ),
    "closing.signatures.sign/host": Case("meeting", lambda s, a: signatures.sign(a, s.world.visit, Signatory.HOST, "院長")),
    "closing.signatures.sign/evaluator": Case(
        "meeting", lambda s, a: signatures.sign(a, s.world.visit, Signatory.EVALUATOR, "評価者")
    ),
    "closing.signatures.void/host": Case("signed", _void(Signatory.HOST)),
    "closing.signatures.void/evaluator": Case("signed", _void(Signatory.EVALUATOR)),
    "closing.signatures.void_all": Case("signed", lambda s, a: signatures.void_all(a, s.world.visit, "報告書の再開")),
    "closing.sealed_reports.seal": Case("signed", lambda s, a: sealed_reports.seal(a, s.world.visit, "第1号", "病院長")),
    "closing.sealed_reports.hand_over": Case("sealed", lambda s, a: sealed_reports.hand_over(a, s.world.visit, HANDED)),
    "closing.sealed_reports.acknowledge": Case(
        "sealed", lambda s, a: sealed_reports.acknowledge(a, s.world.visit, HANDED), _handed_over
    ),
    "closing.sealed_reports.take_back_hand_over": Case(
        "sealed", lambda s, a: sealed_reports.take_back_hand_over(a, s.world.visit, "日付の誤り"), _handed_over
    ),
    "closing.sealed_reports.take_back_receipt": Case(
        "sealed", lambda s, a: sealed_reports.take_back_receipt(a, s.world.visit, "誤り"), _received
    ),
    "closing.report_papers.keep": Case(
        "sealed", lambda s, a: report_papers.keep(a, s.world.visit, 1, "0" * 64, PDF, 0)
    ),
    "closing.sealed_reports.reopen": Case("sealed", lambda s, a: sealed_reports.reopen(a, s.world.visit, "誤り")),
    "improvements.improvement_plans.save": Case(
        "sealed", lambda s, a: improvement_plans.save(a, s.finding, 1, PlanFields("別の策"))
    ),
    "improvements.note_erasures.erase": Case("sealed", _erase_note, _noted),
    "improvements.improvement_plans.add_note": Case("sealed", lambda s, a: improvement_plans.add_note(a, s.finding, "進んだ")),
    "improvements.improvement_plans.add_proof": Case(
        "sealed", lambda s, a: improvement_plans.add_proof(a, s.finding, attachment.check("議事録.pdf", PDF))
    ),
    "practices.offer": Case("sealed", _offer),
    "practices.withdraw": Case("sealed", lambda s, a: practices.withdraw(a, s.practice, newest(a, "practice")), _offered),
    "closing.erasures.erase/practice": Case("sealed", _erase_practice, _offered),
    "improvements.follow_ups.mark": Case(
        "sealed", lambda s, a: follow_ups.mark(a, s.later, s.finding, Sequel.RESOLVED), on_later_visit=True
    ),
    "improvements.follow_ups.deliver": Case(
        "sealed", lambda s, a: follow_ups.deliver(a, s.later, s.finding, (Sequel.RESOLVED, ""), None), on_later_visit=True
    ),
}  # fmt: skip
