"""A question about a case, opened to an expert for a limited time: the expert sees its summary and answers, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from sqlite3 import Row

from checklist.errors import Fault, Refused
from checklist.model.accounts import Role
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Opening
from checklist.model.permission import Thing, Verb
from checklist.rules.access import Facts
from checklist.rules.fields import typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.center import kept, messages

LONGEST = 90
"""Days for which a question may be open to an expert."""
_NEWEST = """NOT EXISTS (SELECT 1 FROM case_opening n
    WHERE n.message_id = o.message_id AND n.expert_id = o.expert_id AND n.id > o.id)"""
_ALL = f"""
SELECT o.*, m.case_id, m.text AS question, c.number, c.summary, c.withdrawn_at IS NULL AS stands FROM case_opening o
JOIN case_message m ON m.id = o.message_id JOIN center_case c ON c.id = m.case_id WHERE {_NEWEST}
"""


def experts(view: View) -> dict[int, str]:
    """Everybody who can be asked, by id; raises Forbidden."""
    view.require(Verb.WRITE, Thing.OPENED_CASE)
    found = view.db.execute(
        """SELECT p.id, p.name FROM person p JOIN role r ON r.person_id = p.id
            WHERE r.role = ? AND p.active ORDER BY p.login""",
        [Role.EXPERT],
    )
    return {row["id"]: row["name"] for row in found}


def of_case(view: View, case_id: int) -> list[Opening]:
    """What of a case is or was open to whom; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return _openings(view, view.db.execute(f"{_ALL} AND m.case_id = ? ORDER BY o.id", [case_id]).fetchall())


def own(view: View) -> list[Opening]:
    """What is open to the reader today, the newest first."""
    found = view.db.execute(f"{_ALL} AND o.expert_id = ? ORDER BY o.id DESC", [view.principal.person_id])
    readable = [row for row in found if view.may(Verb.READ, Thing.OPENED_CASE, _facts(view, row))]
    return _openings(view, readable)


def _facts(view: View, row: Row | None) -> Facts:
    """It is open until its last day, as long as its case is not taken back."""
    stands = row is not None and row["stands"] and date.fromisoformat(row["until"]) >= view.today
    return Facts(asked_ids=(row["expert_id"],) if row is not None and stands else ())


def _openings(view: View, found: Sequence[Row]) -> list[Opening]:
    return [rows.one(Opening, row, advice=_advice(view, row["message_id"], row["expert_id"])) for row in found]


def _advice(view: View, message_id: int, expert_id: int) -> tuple[str, ...]:
    found = view.db.execute(
        "SELECT text FROM case_message WHERE about = ? AND person_id = ? ORDER BY id", [message_id, expert_id]
    )
    return tuple(row["text"] for row in found)


def open_to(act: Act, message_id: int, expert_id: int, until: date) -> None:
    """Open a question to an expert until the end of a day, or change that day; raises Forbidden, NotFound or Refused.

    A day before today closes it at once.
    """
    act.require(Verb.WRITE, Thing.OPENED_CASE)
    sql = """SELECT m.case_id FROM case_message m JOIN center_case c ON c.id = m.case_id
        WHERE m.id = ? AND m.kind = ? AND c.withdrawn_at IS NULL"""
    row = rows.first(act.db.execute(sql, [message_id, MessageKind.ADVICE]), "指定された照会はありません。")
    closes = until < act.today
    if not closes:
        kept.require(act, row["case_id"])
    # Who is no expert any more keeps no question open.
    if expert_id not in experts(act) and not (closes and _is_known(act, message_id, expert_id)):
        raise Refused([Fault("専門家", "選んでください。")])
    yesterday = act.today - timedelta(days=1)
    if not yesterday <= until <= act.today + timedelta(days=LONGEST):
        raise Refused([Fault("閲覧できる最後の日", f"今日から{LONGEST}日以内の日付を入力してください。")])
    rows.insert(act, "case_opening", {"message_id": message_id, "expert_id": expert_id, "until": until})


def _is_known(act: Act, message_id: int, expert_id: int) -> bool:
    sql = "SELECT 1 FROM case_opening WHERE message_id = ? AND expert_id = ?"
    return bool(act.db.execute(sql, [message_id, expert_id]).fetchone())


def close(act: Act, message_id: int, expert_id: int) -> None:
    """End what is open to an expert; the advice stays with the case. Raises as above."""
    open_to(act, message_id, expert_id, act.today - timedelta(days=1))


def advise(act: Act, message_id: int, text: str) -> None:
    """Write advice as the expert to whom a question is open; raises Forbidden, also where there is none, or Refused."""
    row: Row | None = act.db.execute(
        f"{_ALL} AND o.message_id = ? AND o.expert_id = ?", [message_id, act.principal.person_id]
    ).fetchone()
    act.require(Verb.SUBMIT, Thing.OPENED_CASE, _facts(act, row))
    assert row is not None
    kept.require(act, row["case_id"])
    if len(text.strip()) > messages.LIMIT or typed_text.is_blank(text):
        raise Refused([Fault("助言", f"{messages.LIMIT:,}文字以内で入力してください。")])
    advice = {"case_id": row["case_id"], "kind": MessageKind.ANSWER, "about": message_id, "text": text.strip()}
    rows.insert(act, "case_message", advice)
