"""評価報告書: sealed snapshots of a visit with their hash; handed over, acknowledged, reopened for a written reason."""

from __future__ import annotations

from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import Signatory, report
from checklist.model.closing.report import Head, Report
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules.closing import closing_meeting, erasure
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, assessment_states
from checklist.store.closing import agreed_values, closing_rows, closings, report_snapshot, seals, signatures
from checklist.store.closing.closing_rows import ACKNOWLEDGED as ACKNOWLEDGED
from checklist.store.closing.closing_rows import HANDED_OVER as HANDED_OVER
from checklist.store.closing.closing_rows import REOPENED as REOPENED
from checklist.store.closing.closing_rows import TAKEN_BACK as TAKEN_BACK
from checklist.store.closing.closing_rows import ErasedFrom as ErasedFrom
from checklist.store.closing.closing_rows import ReportEvent as ReportEvent
from checklist.store.closing.closing_rows import SealedReport as SealedReport
from checklist.store.files import files
from checklist.store.hospitals import hospitals
from checklist.store.notices import audit
from checklist.store.visits import visit_rows, visits


def of_visit(view: View, visit_id: int) -> list[SealedReport]:
    """Every sealed edition of a visit with what became of it, the newest first; raises Forbidden."""
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    return closing_rows.editions_of(view, [visit_id])[visit_id]


def snapshot(view: View, visit_id: int, edition: int | None = None) -> Report:
    """The content of a sealed edition (the newest one without a number); raises NotFound, Forbidden, or Refused if
    it is not what was sealed or of an unknown format.
    """
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    # As bytes, since those were hashed: what was damaged on the disk need not be text any more, and is still answered.
    found = view.db.execute(
        """SELECT id, sha256, erasures, CAST(snapshot AS BLOB) AS content FROM report
           WHERE visit_id = ? AND edition = coalesce(?, edition) ORDER BY edition DESC LIMIT 1""",
        [visit_id, edition],
    )
    row = rows.first(found, "確定した評価報告書はまだありません。")
    # At every reading: a changed report must not leave the house as a paper with a hash on it.
    if not seals.is_intact(view.db, row):
        raise Refused("評価報告書の内容が確定時と一致しません。管理者に連絡してください。")
    return report.decode(row["content"])


def picture(view: View, visit_id: int, photo: report.Photo) -> bytes:
    """A photo of a sealed report as JPEG; raises Forbidden, or NotFound if its file is erased or damaged."""
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    return files.get(files.folder(view.db), photo.sha256)


def suggested(view: View, visit_id: int) -> tuple[str, str]:
    """A document number and an addressee to begin with; raises NotFound or Forbidden."""
    visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    number = f"医安相{visit.fiscal_year}-{visit_id:03d}-{closing_rows.edition(view.db, visit_id)}"
    return number, f"{hospitals.get(view, visit.host_id).name} 病院長"


def lacks(view: View, visit_id: int) -> list[Fault]:
    """Everything that stands in the way of sealing, in one pass; raises NotFound or Forbidden."""
    visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    signed = closing_rows.standing_signatures(view.db, visit_id)
    found = []
    if visit.state is not VisitState.ON_SITE:
        found.append(Fault("訪問", "訪問中の訪問でのみ、評価報告書を確定できます。"))
    if closing_rows.meeting(view.db, visit_id) is None:
        found.append(Fault("講評会", "まだ始めていません。"))
    if assessment_rows.open_visitor_of(view.db, visit_id):
        found.append(Fault("訪問評価", "まだ提出されていません。"))
    every = assessment_rows.of_visit(view.db, visit_id)
    if any(one.track is Track.SELF and one.state is AssessmentState.OPEN for one in every):
        found.append(Fault("自己評価", "まだ提出されていません。"))
    if silent := _without_reason(view, visit_id):
        found.append(
            Fault(
                "合意評価", f"双方の評定と異なるのに、理由（合意のコメント）がない項目があります：{'、'.join(silent)}"
            )
        )
    if Signatory.HOST not in signed:
        found.append(Fault("受審病院の署名", "まだありません。"))
    if Signatory.EVALUATOR not in signed:
        found.append(Fault("訪問側の署名", "まだありません。"))
    return found


def _without_reason(view: View, visit_id: int) -> list[str]:
    """Items whose agreed value is neither side's any more, as a side has changed its rating since, and says not why."""
    return [
        one.item.code
        for sheet in closings.of_sheets(view, visit_id)
        for one in sheet.items
        if closing_meeting.needs_reason(*one.values) and one.recorded and not one.recorded.comment.strip()
    ]


def seal(act: Act, visit_id: int, document_number: str, addressee: str) -> int:
    """Seal what both sides have signed, lock every assessment in it, and lead the visit to 報告済み; asks for the password."""
    visit = visits.require(act, visit_id, Thing.SEAL, Verb.WRITE)
    act.require_confirmed()
    faults = lacks(act, visit_id)
    for name, text in (("文書番号", document_number), ("宛先", addressee)):
        if not 1 <= len(text.strip()) <= 100:
            faults.append(Fault(name, "100文字以内で入力してください。"))
    if faults:
        raise Refused(faults)
    # In this order: the snapshot has to hold the shared values, and once it is sealed the agreed track takes none.
    agreed_values.settle(act, visit_id)
    new_id = _insert(act, visit, document_number.strip(), addressee.strip())
    assessment_states.seal(act, visit_id)
    visit_rows.enter(act, visit_id, VisitState.REPORTED)
    audit.note(act, AuditKind.SEALED, visit_id, detail=document_number.strip())
    return new_id


def _insert(act: Act, visit: Visit, number: str, addressee: str) -> int:
    edition = closing_rows.edition(act.db, visit.id)
    head = Head(number, addressee, edition, act.stamp, act.principal.name)
    text = report.canonical(report_snapshot.of_visit(act, visit, head))
    row = {
        "visit_id": visit.id,
        "edition": edition,
        "document_number": number,
        "addressee": addressee,
        "snapshot": text,
        "sha256": erasure.digest(text),
    }
    return rows.insert(act, "report", row)


def hand_over(act: Act, visit_id: int, on: date) -> None:
    """Note the day on which the report was handed over to the host."""
    visits.require(act, visit_id, Thing.HAND_OVER, Verb.WRITE)
    found = _standing(act, visit_id)
    if found.handed_over_on is not None:
        raise Refused("手交日はすでに記録されています。")
    _note(act, found, HANDED_OVER, on)


def acknowledge(act: Act, visit_id: int, on: date) -> None:
    """Note that the host has received the report that was handed over; leads the visit to 受領済み; asks for the password."""
    visit = visits.require(act, visit_id, Thing.ACKNOWLEDGE, Verb.WRITE)
    act.require_confirmed()
    found = _standing(act, visit_id)
    if visit.state is not VisitState.REPORTED:
        raise Refused("報告済みの訪問でのみ、受領を記録できます。")
    if found.handed_over_on is None:
        raise Refused("評価報告書の手交がまだ記録されていません。手交のあとに受領を記録してください。")
    if on < found.handed_over_on:
        raise Refused([Fault("受領日", "手交日より前の日にはできません。")])
    _note(act, found, ACKNOWLEDGED, on)
    visit_rows.enter(act, visit_id, VisitState.ACKNOWLEDGED)
    audit.note(act, AuditKind.RECEIVED, visit_id, detail=found.document_number)


def take_back_receipt(act: Act, visit_id: int, reason: str) -> None:
    """The host takes back that it has received a report: by a mistake, or to let the visitors reopen it."""
    visit = visits.require(act, visit_id, Thing.ACKNOWLEDGE, Verb.WRITE)
    if visit.state is not VisitState.ACKNOWLEDGED:
        raise Refused("受領済みの訪問でのみ、受領を取り消せます。")
    _undo(act, visit_id, ACKNOWLEDGED, reason)
    visit_rows.enter(act, visit_id, VisitState.REPORTED, reason.strip())


def take_back_hand_over(act: Act, visit_id: int, reason: str) -> None:
    """Take back that a report was handed over, as long as the host has not received it."""
    visit = visits.require(act, visit_id, Thing.HAND_OVER, Verb.WRITE)
    if visit.state is not VisitState.REPORTED or _standing(act, visit_id).handed_over_on is None:
        raise Refused("手交を記録し、まだ受領されていない報告書でのみ、手交を取り消せます。")
    _undo(act, visit_id, HANDED_OVER, reason)


def _undo(act: Act, visit_id: int, kind: str, reason: str) -> None:
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("理由", "取り消す理由を入力してください。")])
    _note(act, _standing(act, visit_id), TAKEN_BACK[kind], act.today, reason)
    audit.note(act, AuditKind.TAKEN_BACK, visit_id, detail=kind)


def reopen(act: Act, visit_id: int, reason: str) -> None:
    """Open a sealed report again for a written reason: the edition stays, its signatures are void, a new one follows."""
    visit = visits.require(act, visit_id, Thing.REOPEN, Verb.WRITE)
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("理由", "報告書を再開する理由を入力してください。")])
    found = _standing(act, visit_id)
    if visit.state is VisitState.ACKNOWLEDGED:
        raise Refused("受審病院が受領した報告書です。受審病院が受領を取り消すと、再開できます。")
    if visit.state is not VisitState.REPORTED:
        raise Refused("終了した訪問の報告書は再開できません。")
    # In this order, because each step opens the lock of the next: the triggers let signatures be voided and assessments
    # be opened only for a report that was reopened, and agreed values be changed only without signatures.
    _note(act, found, REOPENED, act.today, reason)
    # The reason stands at the report alone: whatever it names can then be erased in one place.
    signatures.void_all(act, visit_id, "報告書の再開")
    visit_rows.enter(act, visit_id, VisitState.ON_SITE)
    assessment_states.reopen(act, visit_id, reason)
    agreed_values.unsettle(act, visit_id)


def _standing(view: View, visit_id: int) -> SealedReport:
    found = next((one for one in closing_rows.editions(view.db, visit_id) if one.stands), None)
    if found is None:
        raise Refused("確定した評価報告書がありません。")
    return found


def _note(act: Act, sealed: SealedReport, kind: str, on: date, reason: str = "") -> None:
    if on > act.today:
        raise Refused([Fault("日付", "今日より後の日は入力できません。")])
    rows.insert(act, "report_event", {"report_id": sealed.id, "kind": kind, "on_date": on, "reason": reason.strip()})
