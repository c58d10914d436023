"""What a hospital has confirmed by hand where its records leave a requirement open (確認済み), until a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from sqlite3 import Row

from checklist.errors import Fault, NotFound, Refused
from checklist.model.criteria import Settlement
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.fields import text_limits
from checklist.rules.fields.day_text import is_plausible
from checklist.store import rows
from checklist.store.act import Act, View


@dataclass(frozen=True)
class SettlementFields:
    """What somebody types: which requirement, who confirmed it when and why, by which document, and until when."""

    requirement: str
    settled_on: date
    settled_by: str
    reason: str
    document: str
    valid_until: date
    document_id: int | None = None
    """The stored evidence document, where it is one."""


def of_hospital(view: View, hospital_id: int) -> tuple[Settlement, ...]:
    """Everything that a hospital ever settled, the newest first, taken back ones as well; raises Forbidden."""
    view.require(Verb.READ, Thing.CRITERIA, access.of_hospital(hospital_id))
    found = view.db.execute(f"{_SELECT} WHERE s.hospital_id = ? ORDER BY s.settled_on DESC, s.id DESC", [hospital_id])
    return tuple(rows.many(Settlement, found))


def until(view: View, day: date, hospital_id: int | None = None) -> dict[int, tuple[Settlement, ...]]:
    """What was settled up to a day and not taken back, by hospital, the oldest first; for the store alone."""
    where = "" if hospital_id is None else "AND s.hospital_id = :hospital"

    def read(_: list[int | None]) -> dict[int | None, list[Row]]:
        query = f"{_SELECT} WHERE s.withdrawn_at IS NULL {where} ORDER BY s.settled_on, s.id"
        return {hospital_id: view.db.execute(query, {"hospital": hospital_id}).fetchall()}

    found: dict[int, list[Settlement]] = defaultdict(list)
    # A page judges a day and the one a month before: the rows are read once for both.
    for row in view.each("settlements", [hospital_id], read)[hospital_id]:
        if row["settled_on"] <= day.isoformat():
            found[row["hospital_id"]].append(rows.one(Settlement, row))
    return {hospital: tuple(several) for hospital, several in found.items()}


_SELECT = "SELECT s.*, person.name AS recorded_by FROM settlement s JOIN person ON person.id = s.person_id"


def add(act: Act, hospital_id: int, fields: SettlementFields) -> int:
    """Settle a requirement, and return the row's id; raises Refused or Forbidden.

    It counts only where the records leave the requirement open: what they show as 否 stays 否.
    """
    act.require(Verb.WRITE, Thing.CRITERIA, access.of_hospital(hospital_id))
    if found := _faults(act, hospital_id, fields):
        raise Refused(found)
    texts = {name: text.strip() for name, text in asdict(fields).items() if isinstance(text, str)}
    return rows.insert(act, "settlement", {"hospital_id": hospital_id, **asdict(fields), **texts})


def _faults(view: View, hospital_id: int, fields: SettlementFields) -> list[Fault]:
    texts = {
        "要件": (fields.requirement, 80),
        "確認した人": (fields.settled_by, 100),
        "確認した内容と理由": (fields.reason, 1000),
        "確認した書類": (fields.document, 200),
    }
    found = [
        Fault(name, f"{limit}文字以内で入力してください。")
        for name, (text, limit) in texts.items()
        if not 1 <= len(text.strip()) <= limit
    ]
    if not is_plausible(fields.settled_on) or fields.settled_on > view.today:
        found.append(Fault("確認した日", "今日までの日付を入力してください。"))
    if not is_plausible(fields.valid_until) or fields.valid_until < fields.settled_on:
        found.append(Fault("有効期限", "確認した日以後の日付を入力してください。"))
    if fields.document_id is not None:
        row = view.db.execute(
            "SELECT 1 FROM evidence_document WHERE id = ? AND hospital_id = ?", [fields.document_id, hospital_id]
        ).fetchone()
        found += [] if row else [Fault("確認した書類", "この病院の証拠書類から選んでください。")]
    return found


def withdraw(act: Act, settlement_id: int, reason: str) -> None:
    """Take a settlement back; it counts no more on any day; raises Refused, NotFound or Forbidden."""
    row = act.db.execute(
        "SELECT hospital_id FROM settlement WHERE id = ? AND withdrawn_at IS NULL", [settlement_id]
    ).fetchone()
    if row is None:
        raise NotFound("指定された確認は登録されていないか、取り消されています。")
    act.require(Verb.WRITE, Thing.CRITERIA, access.of_hospital(row["hospital_id"]))
    if not reason.strip():
        raise Refused([Fault("取消しの理由", "入力してください。")])
    text_limits.require(text_limits.REASON, reason)
    rows.update(act, "settlement", settlement_id, {"withdrawn_at": act.at, "withdraw_reason": reason.strip()})
