"""What people of the centre ask each other about a case: advice that a colleague gives, and escalations with a receipt."""

from __future__ import annotations

from checklist.errors import Fault, NotFound, Refused
from checklist.model.center import Case
from checklist.model.center.desk import Message, MessageKind, OpenMessage
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.center import kept
from checklist.store.records import records

LIMIT = 2000
ASKS = {MessageKind.ADVICE: MessageKind.ANSWER, MessageKind.URGENT: MessageKind.RECEIPT}
"""What is asked, and what settles it."""
OWN = "照会した本人は助言・受領を記録できません。ほかの職員が記録してください。"


def of_case(view: View, case_id: int) -> list[Message]:
    """Everything that was asked and answered about a case, in its order; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM case_message WHERE case_id = ? ORDER BY id", [case_id])
    return rows.many(Message, found)


def open_ones(view: View) -> list[OpenMessage]:
    """What nobody has answered or received yet, escalations first, then the oldest; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT m.*, c.number AS number FROM case_message m JOIN center_case c ON c.id = m.case_id
            WHERE c.withdrawn_at IS NULL AND m.about IS NULL
            AND NOT EXISTS (SELECT 1 FROM case_message a WHERE a.about = m.id) ORDER BY m.kind DESC, m.id"""
    )
    return [OpenMessage(rows.one(Message, row), row["number"]) for row in found]


def ask(act: Act, case_id: int, kind: MessageKind, text: str) -> int:
    """Ask for advice, or escalate to a superior; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    records.get(act, Case, case_id)
    if kind not in ASKS:
        raise Refused("照会または報告を選んでください。")
    return _write(act, case_id, kind, None, text)


def settle(act: Act, message_id: int, text: str) -> int:
    """Answer a question or receive an escalation, as somebody else than who asked; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    found = act.db.execute("SELECT * FROM case_message WHERE id = ? AND about IS NULL", [message_id])
    asked = rows.one(Message, rows.first(found, "指定された照会・報告はありません。"))
    if asked.person_id == act.principal.person_id:
        raise Refused(OWN)
    if (
        act.db.execute("SELECT 1 FROM case_message WHERE about = ?", [message_id]).fetchone()
        and asked.kind is MessageKind.URGENT
    ):
        raise NotFound("この報告はすでに受領されています。")
    return _write(act, asked.case_id, ASKS[asked.kind], message_id, text)


def _write(act: Act, case_id: int, kind: MessageKind, about: int | None, text: str) -> int:
    kept.require(act, case_id)
    if len(text.strip()) > LIMIT or typed_text.is_blank(text):
        raise Refused([Fault("内容", f"{LIMIT:,}文字以内で入力してください。")])
    return rows.insert(act, "case_message", {"case_id": case_id, "kind": kind, "about": about, "text": text.strip()})
