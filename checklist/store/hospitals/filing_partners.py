"""The partners named in the filing of the 地域連携加算, from one day to another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.model.criteria import Direction
from checklist.model.hospitals import Hospital
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.criteria.facts import FiledPartner
from checklist.rules.fields import text_limits
from checklist.rules.fields.day_text import LATEST, is_plausible
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.rows import insert, update


@dataclass(frozen=True)
class PartnerLine:
    """One line of a partner table as it was filed; `ended_on` is its last day."""

    id: int
    hospital_id: int
    partner: Hospital
    direction: Direction
    filed_on: date
    ended_on: date | None


def require(view: View, hospital_id: int, verb: Verb) -> None:
    """Raise Forbidden unless the principal may do this to the filing of a hospital."""
    view.require(verb, Thing.FILING, access.of_hospital(hospital_id))


def of_hospital(view: View, hospital_id: int) -> list[PartnerLine]:
    """Every partner that a hospital ever named, the present ones first; raises Forbidden."""
    require(view, hospital_id, Verb.READ)
    known = {one.id: one for one in hospitals.all_hospitals(view)}
    found = view.db.execute(
        """SELECT * FROM filing_partner WHERE hospital_id = ? AND withdrawn_at IS NULL
           ORDER BY ended_on IS NOT NULL, direction DESC, filed_on DESC, id""",
        [hospital_id],
    )
    return [rows.one(PartnerLine, row, partner=known[row["partner_id"]]) for row in found]


def until(view: View, day: date, hospital_id: int) -> tuple[FiledPartner, ...]:
    """Every partner that a hospital named up to a day; an end later than the day is not yet known; raises Forbidden."""
    require(view, hospital_id, Verb.READ)
    return partners_until(view.db, day, hospital_id).get(hospital_id, ())


def of_hospitals(view: View, day: date, hospital_ids: Collection[int]) -> dict[int, tuple[FiledPartner, ...]]:
    """The same for each of several hospitals in one statement; those that never named any are absent."""
    for one in hospital_ids:
        require(view, one, Verb.READ)
    return {one: found for one, found in partners_until(view.db, day).items() if one in hospital_ids}


def partners_until(db: Database, day: date, hospital_id: int | None = None) -> dict[int, tuple[FiledPartner, ...]]:
    """As `until`, by hospital; for the store alone, without asking who wants to know."""
    where = "" if hospital_id is None else "AND p.hospital_id = :hospital"
    # Entered today, an end must not change what was answered for an earlier day.
    named = db.execute(
        f"""SELECT p.hospital_id, partner_id, hospital.name AS partner_name, direction, filed_on,
                CASE WHEN ended_on <= :day THEN ended_on END AS ended_on, NULL AS filed_class, NULL AS class_now
            FROM filing_partner p JOIN hospital ON hospital.id = partner_id
            WHERE withdrawn_at IS NULL AND filed_on <= :day AND direction <> '{Direction.INFECTION.value}' {where} ORDER BY p.hospital_id, filed_on, p.id""",
        {"day": day.isoformat(), "hospital": hospital_id},
    )
    found = rows.grouped(FiledPartner, named, "hospital_id")
    return {hospital: tuple(partners) for hospital, partners in found.items()}


def add(act: Act, hospital_id: int, partner_id: int, direction: Direction, filed_on: date) -> int:
    """Name a partner from a day on, and return the line's id; raises Refused or Forbidden."""
    require(act, hospital_id, Verb.WRITE)
    hospitals.get(act, hospital_id)
    hospitals.get(act, partner_id)
    if partner_id == hospital_id:
        raise Refused([Fault("連携先の病院", "自院を連携先にすることはできません。")])
    if not is_plausible(filed_on):
        raise Refused([Fault("届出日", "日付を確かめてください。")])
    twin = act.db.execute(
        """SELECT 1 FROM filing_partner WHERE hospital_id = ? AND partner_id = ? AND direction = ?
           AND withdrawn_at IS NULL AND coalesce(ended_on, '9999-12-31') >= ?""",
        [hospital_id, partner_id, direction.value, filed_on.isoformat()],
    ).fetchone()
    if twin:
        raise Refused([Fault("連携先の病院", "この病院は、同じ区分ですでに届け出ています。")])
    row = {"hospital_id": hospital_id, "partner_id": partner_id, "direction": direction, "filed_on": filed_on}
    return insert(act, "filing_partner", row)


def end(act: Act, line_id: int, ended_on: date) -> None:
    """Say from when on a partner is no longer named: `ended_on` is the last day."""
    row = _writable(act, line_id)
    if row["ended_on"] is not None:
        raise Refused("この連携先には、すでに終了日が登録されています。")
    if not date.fromisoformat(row["filed_on"]) <= ended_on <= LATEST:
        raise Refused([Fault("終了日", "届出日より前の日にはできません。")])
    update(act, "filing_partner", line_id, {"ended_on": ended_on})


def withdraw(act: Act, line_id: int, reason: str) -> None:
    """Take back a line that was entered by mistake; it counts no more."""
    _writable(act, line_id)
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("取消しの理由", "入力してください。")])
    update(act, "filing_partner", line_id, {"withdrawn_at": act.at, "withdraw_reason": reason.strip()})


def _writable(view: View, line_id: int) -> Row:
    found = view.db.execute("SELECT * FROM filing_partner WHERE id = ? AND withdrawn_at IS NULL", [line_id])
    row = rows.first(found, "指定された連携先は登録されていないか、取り消されています。")
    require(view, row["hospital_id"], Verb.WRITE)
    return row
