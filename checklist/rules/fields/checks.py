"""Everything wrong with a record: field by field, then between its fields, then what its kind checks by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.errors import Fault
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, Period, Record, columns, label_of
from checklist.rules.fields import day_text, periods, typed_text


def faults(record: Record, today: date) -> list[Fault]:
    """Everything wrong with a record that is written today, one fault for each field."""
    shown = columns(type(record))
    found = [fault for column in shown for fault in _of_field(column, getattr(record, column.name))]
    between = (fault for column in shown for fault in _between(record, column))
    # The fields by themselves first: a date that is no date makes every comparison with it a second, false fault.
    return found or [*_ahead(record, today), *between, *record.own_faults()]


def _of_field(column: Column, value: object) -> Iterator[Fault]:
    empty = value is None or value == () or (isinstance(value, str) and not value.strip())
    if empty:
        if column.required:
            yield Fault(column.label, "選んでください。" if column.choices or column.listed else "入力してください。")
    elif isinstance(value, date):
        if not day_text.is_plausible(value):
            yield Fault(column.label, "日付を確かめてください。")
    elif column.shape in ("count", "amount"):
        if not isinstance(value, int | float) or not column.low <= value <= column.high:
            yield Fault(column.label, f"{column.low:g}から{column.high:g}までの数で入力してください。")
    elif column.choices or column.listed:
        chosen = value if isinstance(value, tuple) else (value,)
        # What a list of the support centre holds, its edition says; the store asks it.
        if not column.listed and not set(chosen) <= set(column.choices):
            yield Fault(column.label, "選択肢から選んでください。")
    elif isinstance(value, str) and not column.long and (unseen := typed_text.faults({column.label: value})):
        yield from unseen
    elif isinstance(value, str) and len(value) > (limit := LONG_LIMIT if column.long else TEXT_LIMIT):
        yield Fault(column.label, f"{limit}文字以内で入力してください。")


def _ahead(record: Record, today: date) -> Iterator[Fault]:
    """What was done cannot be of a day to come."""
    # A conference dated next month counted nowhere, and would have counted by itself once its day had come.
    latest = periods.latest(record, today)
    if latest is None or record.day <= latest:
        return
    kind = type(record)
    label = label_of(kind, kind.DAY)
    if kind.PERIOD is Period.MONTHLY:
        yield Fault(label, "来月以降の日です。記録できるのは今月の末日までです。")
    elif kind.HELD:
        held = label_of(kind, kind.HELD)
        plan = f"予定している{kind.SHORT or kind.WORD}は「{held}」としないで記録してください。"
        yield Fault(label, f"今日より後の日です。{plan}")
    else:
        yield Fault(label, "今日より後の日です。予定は記録できません。")


def _between(record: Record, column: Column) -> Iterator[Fault]:
    """What a field may not exceed, and the day before which it may not lie; what is empty does neither."""
    names = (column.name, column.at_most, column.not_before)
    value, most, first = (getattr(record, name) if name else None for name in names)
    if value is not None and most is not None and value > most:
        yield Fault(column.label, f"{label_of(type(record), column.at_most)}より多くはできません。")
    if value is not None and first is not None and value < first:
        yield Fault(column.label, "開始日より前の日にはできません。")
