"""Everything about the records of one kind in one year: calendar, summary, form, list, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from checklist.errors import ChecklistError
from checklist.model.accounts import Principal
from checklist.model.fields import Period, Record
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS, Appointment, Course
from checklist.rules import access, fiscal_year
from checklist.rules.records import calendar, summary
from checklist.store import db, region
from checklist.store.act import viewing
from checklist.store.records import records
from checklist.ui import markup, widgets
from checklist.ui.records import record_calendar, record_form, record_view

YEARS = 6
"""How many fiscal years back may be chosen."""


def year_in_address(kind: type[Record], today: date) -> int | None:
    """The fiscal year that was asked for, None for kinds that are listed whatever the year."""
    if kind.LASTING:
        return None
    this = fiscal_year.of_day(today, _start_month())
    return widgets.fiscal_year("年度", range(this + 1, this - YEARS, -1), "year", this)


def _start_month() -> int:
    with db.reading() as connection:
        return region.load(connection).fiscal_year_start_month


def show(principal: Principal, hospital_id: int, kind: type[Record], year: int | None, today: date) -> None:
    """The calendar above, then the form, then the list."""
    first, last = fiscal_year.bounds(year, _start_month()) if year else (None, None)
    with viewing(principal) as view:
        found = records.of_hospital(view, hospital_id, kind, first, last)
        newest = records.of_hospital(view, hospital_id, kind)[:1]
    writes = access.may(principal, Verb.WRITE, Thing.RECORDS, access.of_hospital(hospital_id))
    if first and last:
        _calendar(principal, hospital_id, found, kind, first, last, today)
    elif kind.PERSON:
        _training(principal, hospital_id, today)
    if writes:
        _entry(principal, hospital_id, kind, newest, today)
    _list(kind, found, year, writes)
    if found:
        record_view.files(hospital_id, kind, year)
    if writes:
        with st.expander(f"{kind.WORD}の記録をファイルから取り込む"):
            record_view.import_form(principal, hospital_id, kind)


def _calendar(
    principal: Principal, hospital_id: int, found: Sequence[Record], kind: type[Record], first: date, last: date,
    today: date,
) -> None:  # fmt: skip
    # What is dated ahead has not happened; only some kinds can be planned.
    found = [one for one in found if one.day <= today or kind.HELD]
    days = [one.day for one in found]
    weekly = kind.PERIOD is Period.WEEKLY
    spans = calendar.weeks(first, last, days, today) if weekly else calendar.months(first, days, today)
    title = f"{kind.WORD}の記録の有無（{'週' if weekly else '月'}ごと）"
    lines = [summary.sentence(kind, found, spans)]
    # A standing plan of a department has no rhythm that a calendar could show.
    if kind.DEPARTMENT and kind.PERIOD is not Period.STANDING:
        lines.append(_by_department(principal, hospital_id, found, kind, first, today))
    else:
        record_calendar.strip(title, spans, weekly)
    st.html(markup.notes(lines))


def _by_department(
    principal: Principal, hospital_id: int, found: Sequence[Record], kind: type[Record], first: date, today: date
) -> str:
    """The calendar with a line for each department that was ever named in a record, and where they are from."""
    kinds = [one for one in KINDS.values() if one.DEPARTMENT]
    with viewing(principal) as view:
        known = [records.of_hospital(view, hospital_id, one, until=today) for one in kinds]
    names = {_department(one).strip() for some in known for one in some}
    departments = calendar.by_department([(_department(one), one.day) for one in found], names)
    if departments:
        record_calendar.departments(f"部署ごとの{kind.WORD}", first, departments, today)
    return f"部署は、{'と'.join(one.WORD for one in kinds)}に一度でも記録された部署です。"


def _department(record: Record) -> str:
    return str(getattr(record, record.DEPARTMENT))


def _training(principal: Principal, hospital_id: int, today: date) -> None:
    with viewing(principal) as view:
        people = records.of_hospital(view, hospital_id, Appointment)
        courses = records.of_hospital(view, hospital_id, Course)
    record_view.manager_training(people, courses, today)


def _entry(
    principal: Principal, hospital_id: int, kind: type[Record], newest: Sequence[Record], today: date
) -> None:  # fmt: skip
    """The form of a new record, or of the one in the address."""
    chosen = widgets.number_in_address("record")
    old = _stored(principal, kind, chosen) if chosen else None
    widgets.section(f"{kind.WORD}の記録を直す" if old else f"{kind.WORD}を記録する")
    if newest and old is None and kind.PERIOD is not Period.STANDING:
        label = "前月の内容を写す" if kind.PERIOD is Period.MONTHLY else "先週の内容を写す"
        if st.button(label, key=f"copy-{kind.KIND}"):
            record_form.copy(kind, newest[0], today)
    record_form.entry(principal, hospital_id, kind, old, today)
    if old:
        record_view.withdraw(principal, old)
        widgets.links((f"直さずに新しい{kind.WORD}の入力に戻る", f"/records?kind={kind.KIND}"))


def _stored(principal: Principal, kind: type[Record], record_id: int) -> Record | None:
    try:
        with viewing(principal) as view:
            return records.get(view, kind, record_id)
    except ChecklistError as error:
        st.warning(widgets.plain(error.message))
        return None


def _list(kind: type[Record], found: Sequence[Record], year: int | None, writes: bool) -> None:
    widgets.section(f"{kind.WORD}の一覧")
    if not found:
        place = f"{year}年度の" if year else ""
        hint = (
            "上の欄に入力するか、ファイルから取り込んでください。" if writes else "記録は医療安全管理者が登録します。"
        )
        widgets.empty(f"{place}{kind.WORD}の記録はまだありません", hint)
        return
    query = f"&year={year}" if year else ""
    edit = (lambda one: f"/records?kind={kind.KIND}{query}&record={one.id}") if writes else None
    record_view.listing(kind, found, edit)
    if year is None:
        widgets.notes([f"{len(found)}件の記録があります。年度にかかわらず、すべて表示しています。"])
