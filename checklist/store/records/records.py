"""Activity records and people of a hospital: one table for each kind, every change kept in the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from sqlite3 import Row
from typing import Any, TypeVar

from checklist.errors import Fault, Forbidden, NotFound, Refused, Stale
from checklist.model.accounts import Principal
from checklist.model.fields import Value, columns
from checklist.model.permission import HospitalThing, Verb
from checklist.model.records import KINDS, Record
from checklist.rules import access
from checklist.rules.records import checks
from checklist.store.act import Act, View
from checklist.store.clock import from_text
from checklist.store.db import insert, update

R = TypeVar("R", bound=Record)
Dated = Mapping[str, tuple[Record, ...]]
"""The records of one hospital by kind, each kind in the order of its days."""


def kind_of(code: str) -> type[Record]:
    """The kind of record of a code; raises NotFound."""
    if code not in KINDS:
        raise NotFound("指定された種類の記録はありません。")
    return KINDS[code]


def of_hospital(
    view: View, hospital_id: int, kind: type[R], since: date | None = None,
    until: date | None = None,
) -> list[R]:  # fmt: skip
    """The records of one kind between two days (both included), the newest first; raises Forbidden."""
    _require(view.principal, hospital_id, Verb.READ)
    rows = view.db.execute(
        f"""SELECT * FROM {kind.KIND} WHERE hospital_id = ? AND withdrawn_at IS NULL
            AND {kind.DAY} BETWEEN ? AND ? ORDER BY {kind.DAY} DESC, id DESC""",
        [hospital_id, (since or date.min).isoformat(), (until or date.max).isoformat()],
    )
    return [_record(kind, row) for row in rows]


def get(view: View, kind: type[R], record_id: int) -> R:
    """One record; raises NotFound or Forbidden."""
    row = _row(view, kind, record_id)
    _require(view.principal, row["hospital_id"], Verb.READ)
    return _record(kind, row)


def save(act: Act, hospital_id: int, record: Record, confirmed: bool = False) -> int:
    """Insert a record (id 0) or change one, and return its id; raises Refused, Stale, NotFound or Forbidden.

    Texts that look like a patient's name are refused unless somebody has `confirmed` that they are not.
    """
    _require(act.principal, hospital_id, Verb.WRITE)
    if found := checks.faults(record, act.today) or ([] if confirmed else checks.questions(record)):
        raise Refused(found)
    written = {
        **values(record),
        "version": record.version + 1,
        "updated_at": act.stamp,
        "person_id": act.principal.person_id,
    }
    if not record.id:
        return insert(act.db, record.KIND, {**written, "hospital_id": hospital_id})
    _expect(act, type(record), record.id, record.version)
    update(act.db, record.KIND, record.id, written)
    return record.id


def values(record: Record) -> dict[str, str | int | float | None]:
    """The fields of a record as its row holds them."""
    return {name: _stored(getattr(record, name)) for name in _names(type(record))}


def withdraw(act: Act, kind: type[Record], record_id: int, version: int, reason: str) -> None:
    """Take a record back with a reason; it counts no more, and stays in the history."""
    _expect(act, kind, record_id, version)
    if not reason.strip():
        raise Refused([Fault("取消しの理由", "入力してください。")])
    changed = {"version": version + 1, "updated_at": act.stamp, "person_id": act.principal.person_id}
    update(act.db, kind.KIND, record_id, {**changed, "withdrawn_at": act.stamp, "withdraw_reason": reason.strip()})


def until(
    view: View, day: date, kinds: Iterable[type[Record]], hospital_id: int | None = None, since: date | None = None
) -> dict[int, Dated]:
    """Every record that counts on a day, by hospital and kind, without asking who wants to know.

    With `since`, of what is older only the last day of each hospital with records, so that "never" stays apart
    from "long ago".
    """
    found: dict[int, dict[str, tuple[Record, ...]]] = defaultdict(dict)
    for kind in kinds:
        for hospital, records in _by_hospital(view, kind, day, hospital_id, since).items():
            found[hospital][kind.KIND] = tuple(records)
    return dict(found)


_LAST_BEFORE = """AND ({day} >= :since OR {day} = (SELECT max({day}) FROM {kind} last WHERE
    last.hospital_id = {kind}.hospital_id AND last.withdrawn_at IS NULL AND last.{day} <= :day))"""


def _by_hospital(
    view: View, kind: type[Record], day: date, hospital_id: int | None, since: date | None
) -> dict[int, list[Record]]:
    where = "" if hospital_id is None else "AND hospital_id = :hospital"
    recent = _LAST_BEFORE.format(day=kind.DAY, kind=kind.KIND) if since else ""
    rows = view.db.execute(
        f"""SELECT {", ".join(_FIELDS[kind.KIND])}, hospital_id FROM {kind.KIND}
            WHERE withdrawn_at IS NULL AND {kind.DAY} <= :day {where} {recent}
            ORDER BY hospital_id, {kind.DAY}, id""",
        {"day": day.isoformat(), "hospital": hospital_id, "since": (since or date.min).isoformat()},
    )
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        found[row["hospital_id"]].append(_made(kind, dict(zip(_FIELDS[kind.KIND], row, strict=False))))
    return found


def changed_at(view: View, kind: type[Record], record_id: int) -> tuple[datetime, str]:
    """When a record was last changed, and by whom."""
    row = view.db.execute(
        f"SELECT updated_at, person.name FROM {kind.KIND} r JOIN person ON person.id = person_id WHERE r.id = ?",
        [record_id],
    ).fetchone()
    return from_text(row["updated_at"]), row["name"]


def _require(principal: Principal, hospital_id: int, verb: Verb) -> None:
    if verb not in access.hospital_verbs(principal, HospitalThing.RECORDS, hospital_id):
        raise Forbidden


def _row(view: View, kind: type[Record], record_id: int) -> Row:
    row: Row | None = view.db.execute(
        f"SELECT * FROM {kind.KIND} WHERE id = ? AND withdrawn_at IS NULL", [record_id]
    ).fetchone()
    if row is None:
        raise NotFound("指定された記録は登録されていないか、取り消されています。")
    return row


def _expect(view: View, kind: type[Record], record_id: int, version: int) -> None:
    """The record may be changed by the principal and is still as it was read."""
    row = _row(view, kind, record_id)
    _require(view.principal, row["hospital_id"], Verb.WRITE)
    if row["version"] != version:
        raise Stale


def _names(kind: type[Record]) -> tuple[str, ...]:
    return tuple(column.name for column in columns(kind))


def _stored(value: Value) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ",".join(value)
    return value.strip() if isinstance(value, str) else value


def _record(kind: type[R], row: Row) -> R:
    return _made(kind, {name: row[name] for name in _FIELDS[kind.KIND]})


def _made(kind: type[R], values: dict[str, Any]) -> R:
    for name, read in _READ[kind.KIND]:
        values[name] = read(values[name])
    # A region's records are some 100,000: filling them in by hand is twice as fast as a frozen dataclass's __init__.
    record = object.__new__(kind)
    vars(record).update(values)
    return record


_READERS: dict[str, Callable[[Any], Value]] = {
    "day": lambda value: date.fromisoformat(value) if value else None,
    "flag": bool,
    "choices": lambda value: tuple(value.split(",")) if value else (),
}
"""How the shapes are read that stand in a table in another form."""
_FIELDS = {code: ("id", "version", *_names(kind)) for code, kind in KINDS.items()}
"""Every field of a kind of record as its table has it."""
_READ = {
    code: tuple((column.name, _READERS[column.shape]) for column in columns(kind) if column.shape in _READERS)
    for code, kind in KINDS.items()
}
"""Those of a kind that have to be read, and how."""
