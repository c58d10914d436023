"""受け渡し: a case goes to the desk of a hospital with the caller's consent, is acknowledged, answered, or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from sqlite3 import Row

from checklist.errors import Fault, NotFound, Refused
from checklist.model.center import Case
from checklist.model.center.passed import Consent, Transfer, TransferEvent, TransferKind, TransferState
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.access import Facts
from checklist.rules.fields import patient_names, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.center import desk, kept
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.words.center import CONSENT_WAYS

LIMIT = 2000
CONSENTED, REFUSED = "anonymous", "no"
"""What a case says of its caller's consent: what is passed on never names anybody."""
OF_THE_CENTRE = "相談事例の取消し"
"""Why the sight of a hospital ends when the centre takes its own entry back."""
WITHDRAWN = "同意の取消しまたは支援センターによる取消しのため、この相談は閲覧・回答できません。"


@dataclass(frozen=True)
class Passing:
    """What is to be passed on: to whom, in which words, and with whose consent."""

    hospital_id: int
    text: str
    consent: Consent
    confirmed: bool = False
    """Somebody has looked at what may be a name, and it is none."""


_ALL = """
SELECT t.*, c.number, c.withdrawn_at IS NULL AS stands FROM case_transfer t JOIN center_case c ON c.id = t.case_id
"""


def of_case(view: View, case_id: int) -> list[Transfer]:
    """Everything of a case that was passed on, in its order; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return _transfers(view, view.db.execute(f"{_ALL} WHERE t.case_id = ? ORDER BY t.id", [case_id]).fetchall())


def visible_to(view: View) -> list[Transfer]:
    """All that the reader knows of, the newest first: the centre's, or those at the desk of the own hospital.

    A hospital reads no word of what its caller no longer agrees to, and never the case behind a text.
    """
    own = view.principal.hospital_id
    if view.may(Verb.READ, Thing.CENTER_RECORDS):
        return _transfers(view, view.db.execute(f"{_ALL} ORDER BY t.id DESC").fetchall())
    if own is None or not view.may(Verb.SEE_STATE, Thing.PASSED_CASE, access.of_hospital(own)):
        return []
    return _transfers(view, view.db.execute(f"{_ALL} WHERE t.hospital_id = ? ORDER BY t.id DESC", [own]).fetchall())


def get(view: View, transfer_id: int) -> Transfer:
    """One of them, as the reader may see it; raises Forbidden, also where there is none."""
    return _transfers(view, [_row(view, transfer_id, Verb.SEE_STATE)])[0]


def _row(view: View, transfer_id: int, verb: Verb) -> Row:
    row: Row | None = view.db.execute(f"{_ALL} WHERE t.id = ?", [transfer_id]).fetchone()
    # The same answer for what is not there and for what is another's: a number tells nothing.
    view.require(verb, Thing.PASSED_CASE, _facts(view, row) if row else access.of_hospital(0))
    if row is None:
        raise NotFound("指定された受け渡しはありません。")
    return row


def _facts(view: View, row: Row) -> Facts:
    return access.of_hospital(row["hospital_id"], shared=bool(row["stands"]) and not _withdrawn(view, row["id"]))


def _withdrawn(view: View, transfer_id: int) -> bool:
    return _said(view, transfer_id, TransferKind.WITHDRAWN)


def _transfers(view: View, found: Sequence[Row]) -> list[Transfer]:
    events = _events(view, [row["id"] for row in found])
    center = view.may(Verb.READ, Thing.CENTER_RECORDS)
    return [_transfer(view, row, events.get(row["id"], []), center) for row in found]


def _transfer(view: View, row: Row, events: Iterable[TransferEvent], center: bool) -> Transfer:
    known = tuple(events)
    if center:
        consent = Consent(row["consent_by"], row["consent_way"], date.fromisoformat(row["consent_on"]))
        return rows.one(Transfer, row, events=known, consent=consent)
    # Nor what the centre has taken back as a mistake, however that came about.
    shared = bool(row["stands"]) and all(one.kind is not TransferKind.WITHDRAWN for one in known)
    readable = view.may(Verb.READ, Thing.PASSED_CASE, access.of_hospital(row["hospital_id"], shared=shared))
    # That something was said there stays, what was said does not: neither the text, nor the own answer to it.
    if not readable:
        known = tuple(TransferEvent(one.kind, "", one.at, one.person) for one in known)
    # Why a caller took the consent back, and who at the centre wrote that down, is for the centre.
    known = tuple(
        TransferEvent(one.kind, "", one.at, "") if one.kind is TransferKind.WITHDRAWN else one for one in known
    )
    text = row["text"] if readable else ""
    return rows.one(Transfer, row, events=known, text=text, case_id=0, number="", consent=None)


def _events(view: View, transfer_ids: Sequence[int]) -> dict[int, list[TransferEvent]]:
    if not transfer_ids:
        return {}
    slots = ", ".join("?" for _ in transfer_ids)
    found = view.db.execute(
        f"""SELECT e.*, p.name AS person FROM transfer_event e JOIN person p ON p.id = e.person_id
            WHERE e.transfer_id IN ({slots}) ORDER BY e.id""",
        list(transfer_ids),
    )
    return rows.grouped(TransferEvent, found, "transfer_id")


def pass_on(act: Act, case_id: int, what: Passing) -> int:
    """Pass a case on to the desk of a hospital, and return the number of the 受け渡し.

    Raises Forbidden, NotFound, or Refused with everything wrong. The day of the answer is fixed by the rules of today.
    """
    act.require(Verb.WRITE, Thing.PASSED_CASE)
    case = records.get(act, Case, case_id)
    kept.require(act, case_id)
    rule = desk.rule(act, act.today)
    if found := [*_faults(act, case, what)] or (
        [] if what.confirmed else patient_names.questions_in("医療機関に送る文章", what.text)
    ):
        raise Refused(found)
    if not rule.tells_facilities:
        raise Refused("窓口の基本ルールで、医療機関への連絡は行わないことになっています。")
    if any(one.hospital_id == what.hospital_id and one.waits for one in of_case(act, case_id)):
        raise Refused("この相談は、同じ医療機関に送付済みで、回答を待っています。")
    row = {
        "case_id": case_id, "hospital_id": what.hospital_id, "text": what.text.strip(),
        "consent_by": what.consent.by, "consent_way": what.consent.way, "consent_on": what.consent.on,
        "answer_by": act.today + timedelta(days=rule.answer_days),
    }  # fmt: skip
    _note_consent(act, case, CONSENTED)
    return rows.insert(act, "case_transfer", row)


def _note_consent(act: Act, case: Case, code: str) -> None:
    """Let the case itself say whether its caller agrees, as far as its lists know the word."""
    if case.consent != code and code in desk.edition(act, case.edition).choices("consent"):
        records.save(act, None, replace(case, consent=code), confirmed=True)


def _faults(act: Act, case: Case, what: Passing) -> list[Fault]:
    found = _text_faults("医療機関に送る文章", what.text)
    if what.hospital_id not in {one.id for one in hospitals.all_hospitals(act) if not one.external}:
        found.append(Fault("送付先", "地域の病院から選んでください。"))
    if what.consent.by not in desk.edition(act, case.edition).choices("caller"):
        found.append(Fault("同意した人", "選んでください。"))
    if what.consent.way not in CONSENT_WAYS:
        found.append(Fault("同意の方法", "選んでください。"))
    if not case.received_on <= what.consent.on <= act.today:
        found.append(Fault("同意の日", "受付日から今日までの日付を入力してください。"))
    return found


def _text_faults(label: str, text: str) -> list[Fault]:
    fits = len(text.strip()) <= LIMIT and not typed_text.is_blank(text)
    return [] if fits else [Fault(label, f"{LIMIT:,}文字以内で入力してください。")]


def acknowledge(act: Act, transfer_id: int) -> None:
    """Say as the hospital that its desk has it; a second time changes nothing. Raises Forbidden or Refused."""
    _require_answering(act, transfer_id)
    if not _said(act, transfer_id, TransferKind.ACKNOWLEDGED):
        _note(act, transfer_id, TransferKind.ACKNOWLEDGED, "")


def answer(act: Act, transfer_id: int, text: str, tellable: str, confirmed: bool = False) -> None:
    """Answer as the hospital, with what of it may be told to the caller ('' for nothing); raises Forbidden or Refused.

    What looks like a name is refused unless somebody has `confirmed` that it is none.
    """
    _require_answering(act, transfer_id)
    found = _text_faults("センターへの回答", text)
    if len(tellable.strip()) > LIMIT:
        found.append(Fault("相談者に伝えてよい内容", f"{LIMIT:,}文字以内で入力してください。"))
    if found := found or ([] if confirmed else _names(text, tellable)):
        raise Refused(found)
    if _said(act, transfer_id, TransferKind.ANSWERED):
        raise Refused("この相談にはすでに回答しています。補足は支援センターに連絡してください。")
    acknowledge(act, transfer_id)
    _note(act, transfer_id, TransferKind.ANSWERED, text.strip())
    if not typed_text.is_blank(tellable):
        _note(act, transfer_id, TransferKind.TELLABLE, tellable.strip())


def _names(text: str, tellable: str) -> list[Fault]:
    return [
        *patient_names.questions_in("センターへの回答", text),
        *patient_names.questions_in("相談者に伝えてよい内容", tellable),
    ]


def end_of_case(act: Act, case_id: int) -> None:
    """End the sight of every hospital in a case that is being taken back; raises Forbidden."""
    act.require(Verb.WRITE, Thing.PASSED_CASE)
    for one in of_case(act, case_id):
        if one.state is not TransferState.WITHDRAWN:
            _note(act, one.id, TransferKind.WITHDRAWN, OF_THE_CENTRE)


def end_waiting(act: Act, case_id: int, reason: str) -> None:
    """End what no hospital will be able to answer any more; raises Forbidden."""
    act.require(Verb.WRITE, Thing.PASSED_CASE)
    for one in of_case(act, case_id):
        if one.waits:
            _note(act, one.id, TransferKind.WITHDRAWN, reason)


def withdraw_consent(act: Act, transfer_id: int, reason: str) -> None:
    """Take back what the caller no longer agrees to: from now on the hospital sees no word of it. Raises Forbidden or Refused."""
    row = _row(act, transfer_id, Verb.WRITE)
    kept.require(act, row["case_id"])
    if found := _text_faults("経緯", reason):
        raise Refused(found)
    if _withdrawn(act, transfer_id):
        raise Refused("同意はすでに取り消されています。")
    _note(act, transfer_id, TransferKind.WITHDRAWN, reason.strip())
    if any(one.state is not TransferState.WITHDRAWN for one in of_case(act, row["case_id"])):
        # Another hospital still reads it with the caller's consent.
        return
    for case in records.by_ids(act, None, Case, [row["case_id"]]):
        _note_consent(act, case, REFUSED)


def _require_answering(act: Act, transfer_id: int) -> None:
    row = _row(act, transfer_id, Verb.SEE_STATE)
    own = _facts(act, row)
    if not own.shared and act.may(Verb.SUBMIT, Thing.PASSED_CASE, access.of_hospital(row["hospital_id"], shared=True)):
        raise Refused(WITHDRAWN)
    act.require(Verb.SUBMIT, Thing.PASSED_CASE, own)
    kept.require(act, row["case_id"])


def _said(view: View, transfer_id: int, kind: TransferKind) -> bool:
    sql = "SELECT 1 FROM transfer_event WHERE transfer_id = ? AND kind = ?"
    return bool(view.db.execute(sql, [transfer_id, kind]).fetchone())


def _note(act: Act, transfer_id: int, kind: TransferKind, text: str) -> None:
    rows.insert(act, "transfer_event", {"transfer_id": transfer_id, "kind": kind, "text": text})
