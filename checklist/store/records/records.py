"""The records of any kind, a hospital's or the centre's: one table for each kind, every change kept in the history."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from sqlite3 import Row
from typing import Any, TypeVar

from sqlite_utils import Database

from checklist.errors import Fault, NotFound, Refused, Stale
from checklist.model.fields import Column, Owner, Record, Value, columns
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS
from checklist.rules import access
from checklist.rules.fields import cell, checks, patient_names, text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.rows import insert, update

R = TypeVar("R", bound=Record)
Dated = Mapping[str, tuple[Record, ...]]
"""The records of one hospital by kind, each kind in the order of its days."""


def kind_of(code: str) -> type[Record]:
    """The kind of record of a code; raises NotFound."""
    if code not in KINDS:
        raise NotFound("指定された種類の記録はありません。")
    return KINDS[code]


_OF_OWNER = {Owner.HOSPITAL: "hospital_id = :hospital", Owner.CENTER: ":hospital IS NULL"}
"""Whose rows are meant; the tables of the one centre have no column for it."""


def of_hospital(
    view: View, hospital_id: int | None, kind: type[R], since: date | None = None,
    until: date | None = None,
) -> list[R]:  # fmt: skip
    """The records of one kind between two days (both included), the newest first; raises Forbidden.

    `hospital_id` is None for the kinds of the centre.
    """
    _require(view, kind, hospital_id, Verb.READ)
    rows = view.db.execute(
        f"""SELECT * FROM {kind.TABLE} WHERE {_OF_OWNER[kind.OWNER]} AND withdrawn_at IS NULL
            AND "{kind.DAY}" BETWEEN :since AND :until ORDER BY "{kind.DAY}" DESC, id DESC""",
        {
            "hospital": hospital_id,
            "since": (since or date.min).isoformat(),
            "until": (until or date.max).isoformat(),
        },
    )
    return _records(kind, rows)


def get(view: View, kind: type[R], record_id: int) -> R:
    """One record; raises NotFound or Forbidden."""
    row = _row(view.db, kind, record_id)
    _require(view, kind, _owner_of(kind, row), Verb.READ)
    return _records(kind, [row])[0]


def by_ids(view: View, hospital_id: int | None, kind: type[R], record_ids: Sequence[int]) -> list[R]:
    """The records of these numbers that were not taken back, in no order; raises Forbidden."""
    return where(view, hospital_id, kind, "id", record_ids)


def where(view: View, hospital_id: int | None, kind: type[R], name: str, values: Sequence[int | str]) -> list[R]:
    """The records whose field of this name holds one of some values; raises Forbidden."""
    _require(view, kind, hospital_id, Verb.READ)
    found = view.db.execute(
        f"""SELECT * FROM {kind.TABLE} WHERE {_OF_OWNER[kind.OWNER]} AND withdrawn_at IS NULL
            AND "{name}" IN (SELECT value FROM json_each(:values))""",
        {"hospital": hospital_id, "values": json.dumps(values)},
    )
    return _records(kind, found)


def save(act: Act, hospital_id: int | None, record: Record, confirmed: bool = False) -> int:
    """Insert a record (id 0) or change one, and return its id; raises Refused, Stale, NotFound or Forbidden.

    Texts that look like a patient's name are refused unless somebody has `confirmed` that they are not.
    """
    _require(act, type(record), hospital_id, Verb.WRITE)
    if found := checks.faults(record, act.today) or ([] if confirmed else patient_names.questions(record)):
        raise Refused(found)
    _refuse_twin(act, hospital_id, record)
    written = {**_values(record), "version": record.version + 1}
    if not record.id:
        return insert(act, record.TABLE, written if hospital_id is None else {**written, "hospital_id": hospital_id})
    _expect(act, type(record), record.id, record.version)
    update(act, record.TABLE, record.id, written)
    return record.id


def _refuse_twin(act: Act, hospital_id: int | None, record: Record) -> None:
    """Raise Refused if another record says the same thing of the same month, or whatever the key of its kind is."""
    kind = type(record)
    shown = [column for column in columns(kind) if column.name in kind.KEY]
    if not shown:
        return
    of_key = " AND ".join(f'"{column.name}" = ?' for column in shown)
    values = [_bound(_stored(column, getattr(record, column.name))) for column in shown]
    owner, own = ("hospital_id = ? AND", [hospital_id]) if kind.OWNER is Owner.HOSPITAL else ("", [])
    sql = f"SELECT 1 FROM {kind.TABLE} WHERE {owner} id <> ? AND withdrawn_at IS NULL AND {of_key}"
    if act.db.execute(sql, [*own, record.id, *values]).fetchone():
        told = "・".join(f"{cell.write(column, getattr(record, column.name))}" for column in shown)
        raise Refused([Fault("・".join(column.label for column in shown), f"{told}の記録はすでに登録されています。")])


def _bound(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _values(record: Record) -> dict[str, Value]:
    """The fields of a record as its row holds them."""
    return {column.name: _stored(column, getattr(record, column.name)) for column in columns(type(record))}


def withdraw(act: Act, kind: type[Record], record_id: int, version: int, reason: str) -> None:
    """Take a record back with a reason; it counts no more, and stays in the history."""
    _expect(act, kind, record_id, version)
    text_limits.require(text_limits.REASON, reason)
    if typed_text.is_blank(reason):
        raise Refused([Fault("取消しの理由", "入力してください。")])
    change = {"version": version + 1, "withdrawn_at": act.at, "withdraw_reason": reason.strip()}
    update(act, kind.TABLE, record_id, change)


def counting(
    view: View, hospital_id: int, day: date, kinds: Iterable[type[Record]]
) -> Mapping[str, tuple[Record, ...]]:
    """Every record of a hospital that counts on a day, by kind; raises Forbidden."""
    view.require(Verb.READ, Thing.RECORDS, access.of_hospital(hospital_id))
    return until(view.db, day, kinds, hospital_id).get(hospital_id, {})


def until(
    db: Database, day: date, kinds: Iterable[type[Record]], hospital_id: int | None = None, since: date | None = None,
    sharing: bool = False,
) -> dict[int, Dated]:  # fmt: skip
    """Every record of hospitals that counts on a day, by hospital and kind; for the store alone, without asking who wants to know.

    With `since`, of what is older only the last day of each hospital with records, so that "never" stays apart
    from "long ago". `sharing`: only of hospitals that share their entitlement.
    """
    found: dict[int, dict[str, tuple[Record, ...]]] = defaultdict(dict)
    for kind in kinds:
        for hospital, records in _by_hospital(db, kind, day, hospital_id, since, sharing).items():
            found[hospital][kind.KIND] = tuple(records)
    return dict(found)


# As a lower bound and not as a choice of days: what is older is passed over in the index, and not looked up.
_LAST_BEFORE = """AND "{day}" >= min(:since, ifnull((SELECT max("{day}") FROM {table} last WHERE
    last.hospital_id = hospital.id AND last.withdrawn_at IS NULL AND last."{day}" <= :day), :since))"""


def _by_hospital(
    db: Database, kind: type[Record], day: date, hospital_id: int | None, since: date | None, sharing: bool
) -> dict[int, list[Record]]:
    where = "" if hospital_id is None else "AND hospital.id = :hospital"
    where += " AND hospital.shares_entitlement" if sharing else ""
    # 「記録がない」 is answered 要確認, 「期間内にない」 否: without the last older record the two would look alike.
    recent = _LAST_BEFORE.format(day=kind.DAY, table=kind.TABLE) if since else ""
    fields, made = _fields(kind), _maker(kind)
    rows = db.execute(
        f"""SELECT {", ".join(f'{kind.TABLE}."{name}"' for name in fields)}, hospital.id
            FROM hospital CROSS JOIN {kind.TABLE} ON {kind.TABLE}.hospital_id = hospital.id
            WHERE withdrawn_at IS NULL AND "{kind.DAY}" <= :day {where} {recent}
            ORDER BY hospital.id, "{kind.DAY}", {kind.TABLE}.id""",
        {"day": day.isoformat(), "hospital": hospital_id, "since": (since or date.min).isoformat()},
    )
    # Judging 300 hospitals builds 127,000 records: by place and not by name, and from plain tuples.
    rows.row_factory = None
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(made(dict(zip(fields, row, strict=False))))
    return found


def _owner_of(kind: type[Record], row: Row) -> int | None:
    """The hospital whose record it is, None for the centre's."""
    return row["hospital_id"] if kind.OWNER is Owner.HOSPITAL else None


def _require(view: View, kind: type[Record], hospital_id: int | None, verb: Verb) -> None:
    view.require(verb, *access.of_records(kind.OWNER, hospital_id))


def _row(db: Database, kind: type[Record], record_id: int) -> Row:
    found = db.execute(f"SELECT * FROM {kind.TABLE} WHERE id = ? AND withdrawn_at IS NULL", [record_id])
    return rows.first(found, "指定された記録は登録されていないか、取り消されています。")


def _expect(view: View, kind: type[Record], record_id: int, version: int) -> None:
    """The record may be changed by the principal and is still as it was read."""
    row = _row(view.db, kind, record_id)
    _require(view, kind, _owner_of(kind, row), Verb.WRITE)
    if row["version"] != version:
        raise Stale


def _stored(column: Column, value: Value) -> Value:
    if isinstance(value, tuple):
        return ",".join(value)
    if not isinstance(value, str):
        return value
    return value.strip() if column.long else typed_text.line(value)


def _fields(kind: type[Record]) -> tuple[str, ...]:
    """Every field of a kind of record as its table has it."""
    return ("id", "version", *(column.name for column in columns(kind)))


def _records(kind: type[R], rows: Iterable[Row]) -> list[R]:
    fields, made = _fields(kind), _maker(kind)
    return [made({name: row[name] for name in fields}) for row in rows]


def _maker(kind: type[R]) -> Callable[[dict[str, Any]], R]:
    """What turns the stored values of a kind into a record."""
    readers = [(column.name, _READERS[column.shape]) for column in columns(kind) if column.shape in _READERS]

    def made(values: dict[str, Any]) -> R:
        for name, read in readers:
            values[name] = read(values[name])
        # A region's records are some 100,000: filling them in by hand is twice as fast as a frozen dataclass's __init__,
        # and takes 2.2 us instead of the 3.0 us of `rows.one` (staff_training, reading the row included).
        record = object.__new__(kind)
        object.__setattr__(record, "__dict__", values)
        return record

    return made


# Many records share a day, and a few groups of people.
@lru_cache(10_000)
def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@lru_cache(1_000)
def _choices(value: str) -> tuple[str, ...]:
    return tuple(value.split(",")) if value else ()


_READERS: dict[str, Callable[[Any], Value]] = {"day": _day, "flag": bool, "choices": _choices}
"""How the shapes are read that stand in a table in another form."""
