"""What the centre offers a hospital for its records of 職員研修, what the hospital says to it, and the record made of it."""

from __future__ import annotations

from sqlite3 import Row

from checklist.errors import Fault, NotFound, Refused
from checklist.model.center.activities import Training
from checklist.model.center.attendance import AttendanceOffer, OfferState
from checklist.model.permission import Thing, Verb
from checklist.model.records import StaffTraining
from checklist.rules import access
from checklist.rules.center import attendances as counting
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.center import attendances
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.store.rows import insert
from checklist.words.center import CENTER

_OFFERS = """
SELECT o.id, o.training_id, o.hospital_id, o.title, o.held_on, o.attended, o.viewed, o.at,
    CASE WHEN a.id IS NULL THEN NULL ELSE a.record_id IS NOT NULL END AS accepted, coalesce(a.reason, '') AS reason,
    coalesce(p.name, '') AS answered_by, a.at AS answered_at, a.record_id,
    t.id IS NOT NULL AND t.withdrawn_at IS NULL AS record_stands,
    coalesce(w.reason, CASE WHEN s.withdrawn_at IS NOT NULL THEN '研修会の記録の取消し' END, '') AS withdrawn
FROM attendance_offer o LEFT JOIN offer_answer a ON a.offer_id = o.id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN staff_training t ON t.id = a.record_id LEFT JOIN offer_withdrawal w ON w.offer_id = o.id
LEFT JOIN training_session s ON s.id = o.training_id
"""
_GONE = "指定された申し出はありません。"


def of_training(view: View, training_id: int) -> list[AttendanceOffer]:
    """Every offer of a training as the centre sees it, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(f"{_OFFERS} WHERE o.training_id = ? ORDER BY o.id DESC", [training_id])
    return rows.many(AttendanceOffer, found)


def of_hospital(view: View, hospital_id: int) -> list[AttendanceOffer]:
    """Every offer to one's own hospital, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.ATTENDANCE_OFFERS, access.of_hospital(hospital_id))
    found = view.db.execute(f"{_OFFERS} WHERE o.hospital_id = ? ORDER BY o.id DESC", [hospital_id])
    return rows.many(AttendanceOffer, found)


def origins(view: View, hospital_id: int) -> dict[int, AttendanceOffer]:
    """Record of 職員研修 -> the offer it was made from, for one's own hospital; raises Forbidden."""
    return {one.record_id: one for one in of_hospital(view, hospital_id) if one.record_id is not None}


def offer(act: Act, training_id: int, code: str) -> int:
    """Offer a hospital what was counted of its people; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    training = records.get(act, Training, training_id)
    hospital = next((one for one in hospitals.all_hospitals(act) if one.code == code), None)
    if hospital is None:
        raise NotFound("指定された病院は登録されていません。")
    if hospital.external:
        raise Refused("地域の病院にのみ申し出られます。")
    if not training.held:
        raise Refused("実施していない研修会の受講の記録は申し出られません。")
    found = [one for one in attendances.of_training(act, training_id) if one.hospital_code == code]
    if not found:
        raise Refused(f"{hospital.name}の受講者は登録されていません。")
    (of_facility,) = counting.by_facility(found, {})
    row = {"training_id": training_id, "hospital_id": hospital.id, "title": training.theme, "held_on": training.held_on}
    return insert(act, "attendance_offer", {**row, "attended": of_facility.attended, "viewed": of_facility.viewed})


def withdraw(act: Act, offer_id: int, reason: str) -> None:
    """Take an offer back, accepted or not; who accepted it is told. Raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    found = rows.one(AttendanceOffer, _row(act, offer_id))
    if found.state is OfferState.WITHDRAWN:
        raise Refused("この申し出は、すでに取り下げています。")
    insert(act, "offer_withdrawal", {"offer_id": offer_id, "reason": _reason(reason)})


def accept(act: Act, offer_id: int, audience: int) -> int:
    """Make a record of 職員研修 of it, once, for so many who should have attended; raises Forbidden or Refused."""
    found = _answerable(act, offer_id)
    # A theme may be as long as the name of a training; what it is from has to stand behind it all the same.
    title = f"{found.title[:180]}（{CENTER}の研修会）"
    training = StaffTraining(
        held_on=found.held_on, title=title, held=True, audience=audience, attended=found.attended, made_up=found.viewed
    )
    record = records.save(act, found.hospital_id, training, confirmed=True)
    insert(act, "offer_answer", {"offer_id": offer_id, "record_id": record, "reason": ""})
    return record


def refuse(act: Act, offer_id: int, reason: str) -> None:
    """Do not take it, for a reason that the centre reads; raises Forbidden or Refused."""
    _answerable(act, offer_id)
    insert(act, "offer_answer", {"offer_id": offer_id, "record_id": None, "reason": _reason(reason)})


def _answerable(act: Act, offer_id: int) -> AttendanceOffer:
    row = act.db.execute(f"{_OFFERS} WHERE o.id = ?", [offer_id]).fetchone()
    # The same answer for what is not there and for what is another's: a number tells nothing.
    act.require(Verb.WRITE, Thing.ATTENDANCE_OFFERS, access.of_hospital(row["hospital_id"] if row else 0))
    found = rows.one(AttendanceOffer, row)
    if found.state is OfferState.WITHDRAWN:
        raise Refused("この申し出は、支援センターが取り下げています。")
    if found.state is not OfferState.OPEN:
        raise Refused("この申し出には、すでに回答しています。")
    return found


def _row(act: Act, offer_id: int) -> Row:
    return rows.first(act.db.execute(f"{_OFFERS} WHERE o.id = ?", [offer_id]), _GONE)


def _reason(text: str) -> str:
    text_limits.require(text_limits.REASON, text)
    if typed_text.is_blank(text):
        raise Refused([Fault(text_limits.REASON, "入力してください。")])
    return text.strip()
