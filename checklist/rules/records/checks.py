"""Everything wrong with a record, and what in it looks like a patient's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from checklist.errors import Fault
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, columns
from checklist.model.records import Appointment, BusinessPlan, Conference, Guideline, Notice, Record, StaffTraining
from checklist.rules.fields import day_text
from checklist.rules.records import calendar

Check = Callable[[Record], Iterator[Fault]]


def faults(record: Record, today: date) -> list[Fault]:
    """Everything wrong with a record that is written today, one fault for each field."""
    found = [fault for column in columns(type(record)) for fault in _of_field(column, getattr(record, column.name))]
    return found or [*_ahead(record, today), *(fault for check in CHECKS for fault in check(record))]


def _of_field(column: Column, value: object) -> Iterator[Fault]:
    empty = value is None or value == () or (isinstance(value, str) and not value.strip())
    if empty:
        if column.required:
            yield Fault(column.label, "選んでください。" if column.choices else "入力してください。")
    elif isinstance(value, date):
        if not day_text.is_plausible(value):
            yield Fault(column.label, "日付を確かめてください。")
    elif column.shape in ("count", "amount"):
        if not isinstance(value, int | float) or not column.low <= value <= column.high:
            yield Fault(column.label, f"{column.low:g}から{column.high:g}までの数で入力してください。")
    elif column.choices:
        chosen = value if isinstance(value, tuple) else (value,)
        if not set(chosen) <= set(column.choices):
            yield Fault(column.label, "選択肢から選んでください。")
    elif isinstance(value, str) and len(value) > (limit := LONG_LIMIT if column.long else TEXT_LIMIT):
        yield Fault(column.label, f"{limit}文字以内で入力してください。")


def _ahead(record: Record, today: date) -> Iterator[Fault]:
    """What was done cannot be of a day to come."""
    latest = calendar.latest(record, today)
    if latest is None or record.day <= latest:
        return
    label = next(column.label for column in columns(type(record)) if column.name == record.DAY)
    if isinstance(record, calendar.MONTHLY):
        yield Fault(label, "来月以降の日です。記録できるのは今月の末日までです。")
    elif isinstance(record, StaffTraining):
        yield Fault(label, "今日より後の日です。予定している研修は「実施済み」としないで記録してください。")
    else:
        yield Fault(label, "今日より後の日です。予定は記録できません。")


def _members(record: Record) -> Iterator[Fault]:
    if isinstance(record, Conference) and record.committee_members > record.participants:
        yield Fault("うち委員会の構成員", "出席者数より多くはできません。")


def _attendance(record: Record) -> Iterator[Fault]:
    if not isinstance(record, StaffTraining):
        return
    if record.held and record.audience < 1:
        yield Fault("対象者数", "実施した研修には対象者数を入力してください。")
    elif record.attended + record.made_up > record.audience:
        yield Fault("当日の受講者数", "受講者数と補講の受講者数の合計は、対象者数より多くできません。")


def _order(record: Record) -> Iterator[Fault]:
    pairs: Sequence[tuple[str, date | None, date]] = ()
    if isinstance(record, Appointment):
        pairs = (("配置の終了日", record.valid_to, record.valid_from),)
    elif isinstance(record, Notice):
        pairs = (("掲示を終えた日", record.ended_on, record.held_on),)
    elif isinstance(record, Guideline):
        pairs = (("廃止日", record.ended_on, record.held_on),)
    elif isinstance(record, BusinessPlan):
        pairs = (("結果の評価日", record.evaluated_on, record.held_on),)
    for label, end, start in pairs:
        if end and end < start:
            yield Fault(label, "はじめの日より前の日にはできません。")


def _evaluation(record: Record) -> Iterator[Fault]:
    if isinstance(record, BusinessPlan) and bool(record.evaluated_on) != bool(record.outcome.strip()):
        yield Fault("実施状況と評価結果", "評価日と評価結果は両方入力してください。")


CHECKS: tuple[Check, ...] = (_members, _attendance, _order, _evaluation)

_KANJI_NAME = r"[一-龠々〆ヶ]{2,6}[ 　]?[一-龠々ぁ-んァ-ヶー]{0,5}"
_LIKE_A_PATIENT = (
    re.compile(rf"(?:患者|入院中の|外来の)(?:氏名)?[：: 　]*{_KANJI_NAME}(?:様|さん|氏)"),
    re.compile(rf"{_KANJI_NAME}(?:様|さん)(?!式|々|子|態|相)"),
    re.compile(r"(?:患者|カルテ|診察券)(?:ID|ＩＤ|番号|No\.?)[：: 　]*[0-9０-９]{3,}", re.IGNORECASE),
)
_NOBODY = ("患者様", "患者さん", "家族様", "家族さん", "業者様", "業者さん", "看護師さん", "職員さん")


def questions(record: Record) -> list[Fault]:
    """What in a record may name a patient; to be confirmed by whoever writes it, since a rule cannot know."""
    return [
        Fault(column.label, f"「{found}」は患者の氏名や番号のように見えます。患者を特定できる記載は除いてください。")
        for column in columns(type(record))
        if column.shape == "text" and column.name != "staff_name"
        for found in _like_a_patient(str(getattr(record, column.name)))
    ]


def _like_a_patient(text: str) -> list[str]:
    found = (match.group() for pattern in _LIKE_A_PATIENT for match in pattern.finditer(text))
    return [one for one in dict.fromkeys(found) if not one.endswith(_NOBODY)][:1]
