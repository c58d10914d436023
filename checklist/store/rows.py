"""Rows: dataclasses are read from them by one converter, and they are written by one `insert` that says who and when."""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from sqlite3 import Cursor, Row
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from checklist.errors import NotFound, Refused
from checklist.rules.fields import typed_text
from checklist.store.act import Act
from checklist.store.clock import to_text

T = TypeVar("T", bound=Hashable)

_NOTED = ("at", "person_id")
_MADE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("assessment", "filing", "focus_choice", "hospital", "person", "sheet_version", "visit"), ("created_at",)
    ),
    **dict.fromkeys(
        ("assessment_event", "backup_plan", "erasure", "filing_event", "filing_partner", "late_decision"), _NOTED
    ),
    **dict.fromkeys(
        ("progress_note", "reopening_seen", "report_event", "signature", "visit_agreement", "visit_event"), _NOTED
    ),
    **dict.fromkeys(
        ("evidence_document", "plan_evidence", "visit_paper", "visit_paper_day", "rule_correction", "settlement"),
        _NOTED,
    ),
    **dict.fromkeys(("chapter_handover", "phrase_choice", "travel_time", "year_plan"), _NOTED),
    "name_sign": _NOTED,
    "name_sign_picture": _NOTED,
    "audit": ("at",),
    "audit_hospital": ("at",),
    "bed_count": ("at",),
    "practice": _NOTED,
    "mapping_choice": _NOTED,
    **dict.fromkeys(("calendar_feed", "date_offer"), _NOTED),
    "visit_day": ("at",),
    **dict.fromkeys(("center_consent", "case_message", "option_edition"), _NOTED),
    **dict.fromkeys(
        ("hospital_desk", "case_transfer", "transfer_event", "case_opening", "retention_end", "public_edition"), _NOTED
    ),
    **dict.fromkeys(
        ("topic_edition", "topic_wish", "learning_draft", "guideline_edition", "information_read"),
        _NOTED,
    ),
    "learning_effect": ("at",),
    **dict.fromkeys(("question_edition", "questionnaire", "questionnaire_window"), _NOTED),
    **dict.fromkeys(("attendance_offer", "offer_answer", "offer_withdrawal"), _NOTED),
    **dict.fromkeys(("council_draw", "council_observer", "council_paper", "council_paper_removal"), _NOTED),
    "survey_edition": _NOTED,
    "own_question_edition": _NOTED,
    **dict.fromkeys(("revision_change", "revision_event", "revision_comment"), _NOTED),
    "mail_plan": _NOTED,
    **dict.fromkeys(("sign_in_provider", "identity"), _NOTED),
    **dict.fromkeys(("invitation", "second_factor_rule"), _NOTED),
    **dict.fromkeys(("recovery_code", "second_factor"), ("at",)),
    "notification": ("at",),
    "notification_choice": _NOTED,
    "mail": ("at",),
    "edition": ("at",),
    "closing": ("opened_at",),
    "finding": ("created_at",),
    "improvement_plan": ("created_at",),
    "late_answer": ("handed_in_at", "person_id"),
    "photo": ("saved_at", "person_id"),
    "report": ("sealed_at", "sealed_by"),
    "report_paper": ("at",),
    "visit_pass": ("created_at", "created_by"),
}
"""What the columns are called in which a new row says when it was made and, where it does, by whom."""
_CHANGED = ("updated_at", "person_id")
"""The same of the last change, the first writing included, in every table whose rows count their versions."""


def one(kind: type[T], row: Row, /, **more: object) -> T:
    """A row as a dataclass: each field is the column of its name, or one of `more`; other columns are left aside.

    Days, moments, codes of enums and flags are read as what the fields are; a field of several values is a JSON list
    in its column. Raises ValidationError for a row that does not fit, KeyError for one that lacks a field with a default.
    """
    # By place and from behind: `dict(row)` looks each name up anew, 22 us of 20 columns instead of 4, and of two columns of
    # one name the first counts.
    values = {**dict(zip(row.keys()[::-1], tuple(row)[::-1], strict=True)), **more}
    for name, several in _looked_at(kind):
        value = values[name]
        if several and isinstance(value, str):
            values[name] = msgspec.json.decode(value)
    # SQLite knows no flags: 0 and 1 become one only where the types are not taken strictly. The 36,055 ratings of a region
    # took 3.6 us each with their query, 3.4 us built by hand; visits, with their lists and codes, 4.8 instead of 5.7.
    return msgspec.convert(values, kind, strict=False)


def many(kind: type[T], rows: Iterable[Row]) -> list[T]:
    """Every row as a dataclass, in their order."""
    return [one(kind, row) for row in rows]


def grouped(kind: type[T], rows: Iterable[Row], column: str, keys: Iterable[Any] = ()) -> dict[Any, list[T]]:
    """The same by what stands in a column; each of `keys` is there, if only with nothing."""
    found: dict[Any, list[T]] = {key: [] for key in keys}
    for row in rows:
        found.setdefault(row[column], []).append(one(kind, row))
    return found


def first(cursor: Cursor, missing: str) -> Row:
    """The first row of an answer; raises NotFound with the sentence `missing` if there is none."""
    row: Row | None = cursor.fetchone()
    if row is None:
        raise NotFound(missing)
    return row


@cache
def _looked_at(kind: type[Hashable]) -> tuple[tuple[str, bool], ...]:
    """The fields that the converter does not settle alone, and whether each holds several values.

    A field with a default is one: a column that somebody misspelt must not be taken for it.
    """
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.DataclassType)
    several = {one.name for one in found.fields if isinstance(one.type, inspect.VarTupleType | inspect.FrozenSetType)}
    return tuple((one.name, one.name in several) for one in found.fields if one.name in several or not one.required)


def insert(act: Act, table: str, row: Mapping[str, object]) -> int:
    """Insert a row with who made it and when, and return its id; raises Refused for a name that holds what nobody sees."""
    # Not the `insert` of sqlite-utils: it asks which tables there are, for each row anew.
    typed = _typed(act, table, row)
    values = _stored({**typed, **_stamps(act, (*_MADE.get(table, ()), *_changed(row)))})
    names = ", ".join(f'"{name}"' for name in values)
    slots = ", ".join("?" for _ in values)
    key = act.db.execute(f"INSERT INTO {table} ({names}) VALUES ({slots})", list(values.values())).lastrowid
    assert key is not None
    return key


def update(act: Act, table: str, row_id: int, changes: Mapping[str, object]) -> None:
    """Change columns of one row, with who did it and when where the table says so; raises NotFound or Refused."""
    # The `update` of sqlite-utils asks for the schema and the row before each: eight statements for one.
    values = _stored({**_typed(act, table, changes), **_stamps(act, _changed(changes))})
    columns = ", ".join(f'"{name}" = ?' for name in values)
    # Every id is the rowid, by whatever name: that of a closing meeting is its visit's.
    done = act.db.execute(f"UPDATE {table} SET {columns} WHERE rowid = ?", [*values.values(), row_id])
    if done.rowcount != 1:
        raise NotFound("変更しようとした記録が見つかりません。何も変更していません。")


def _changed(columns: Collection[str]) -> tuple[str, ...]:
    return _CHANGED if "version" in columns else ()


def _stamps(act: Act, names: Iterable[str]) -> dict[str, object]:
    return {name: act.at if name.endswith("at") else act.principal.person_id for name in names}


def _typed(act: Act, table: str, values: Mapping[str, object]) -> dict[str, object]:
    """The same with every text put right: here, so that no form, file, interface or command passes by."""
    names = typed_text.LINES.get(table, {})
    kept = typed_text.AS_TYPED.get(table, ())
    texts = {name: value for name, value in values.items() if type(value) is str and name not in kept}
    if found := typed_text.faults({names[name]: text for name, text in texts.items() if name in names}):
        raise Refused(found)
    if any(typed_text.loses(text) for text in texts.values()):
        act.tell(typed_text.LOST)
    clean = {name: typed_text.line(text) if name in names else typed_text.prose(text) for name, text in texts.items()}
    return {**values, **clean}


def packed(content: object) -> str:
    """A column of JSON: every text in it is put right as in a column of its own, for afterwards that would break the JSON."""
    return json.dumps(_put_right(content), ensure_ascii=False)


def _put_right(content: object) -> object:
    if isinstance(content, Mapping):
        return {name: _put_right(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_put_right(one) for one in content]
    return typed_text.prose(content) if type(content) is str else content


def _stored(values: Mapping[str, object]) -> dict[str, object]:
    """Values as their columns hold them; flags and codes of enums are numbers and texts to SQLite as they are."""
    return {name: _text(value) if isinstance(value, date) else value for name, value in values.items()}


def _text(day: date) -> str:
    return to_text(day) if isinstance(day, datetime) else day.isoformat()
