"""Everything about the records of one kind in one year: calendar, summary, form, list, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from checklist.errors import ChecklistError
from checklist.model.accounts import Principal
from checklist.model.permission import HospitalThing, Verb
from checklist.model.records import (
    Appointment,
    BusinessPlan,
    Conference,
    Course,
    Guideline,
    Notice,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.rules import access, fiscal_year
from checklist.rules.records import calendar, summary
from checklist.store import db, region
from checklist.store.act import viewing
from checklist.store.records import records
from checklist.ui import markup, widgets
from checklist.ui.records import record_calendar, record_form, record_view

LASTING = (Appointment, Course, Notice, Guideline)
"""Kinds that count until they end, so that they are listed whatever the year."""
ONE_BY_ONE = (Appointment, Course, Notice, Guideline, BusinessPlan)
"""Kinds of which no two are alike: copying the last one would only mislead."""
YEARS = 6
"""How many fiscal years back may be chosen."""


def year_in_address(kind: type[Record], today: date) -> int | None:
    """The fiscal year that was asked for, None for kinds that are listed whatever the year."""
    if issubclass(kind, LASTING):
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
    writes = Verb.WRITE in access.hospital_verbs(principal, HospitalThing.RECORDS, hospital_id)
    if first and last:
        _calendar(principal, hospital_id, found, kind, first, last, today)
    elif kind in (Appointment, Course):
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
    # What is dated ahead has not happened; only training is planned.
    found = [one for one in found if one.day <= today or isinstance(one, StaffTraining)]
    days = [one.day for one in found]
    weekly = kind is Conference
    spans = calendar.weeks(first, last, days, today) if weekly else calendar.months(first, days, today)
    title = f"{kind.WORD}の記録の有無（{'週' if weekly else '月'}ごと）"
    if kind is SafetyRound:
        rounds = [(one.department, one.day) for one in found if isinstance(one, SafetyRound)]
        known = _departments(principal, hospital_id, today)
        by_department = calendar.by_department(rounds, known)
        if by_department:
            record_calendar.departments("部署ごとの院内巡回", first, by_department, today)
    else:
        record_calendar.strip(title, spans, weekly)
    lines = [summary.sentence(kind, found, spans)]
    if kind is SafetyRound:
        lines.append("部署は、院内巡回と業務改善計画書に一度でも記録された部署です。")
    st.html(markup.notes(lines))


def _departments(principal: Principal, hospital_id: int, today: date) -> set[str]:
    """The departments that were ever named in a round or an improvement plan."""
    with viewing(principal) as view:
        rounds = records.of_hospital(view, hospital_id, SafetyRound, until=today)
        plans = records.of_hospital(view, hospital_id, BusinessPlan, until=today)
    return {one.department.strip() for one in rounds} | {one.department.strip() for one in plans}


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
    if newest and old is None and not issubclass(kind, ONE_BY_ONE):
        label = "前月の内容を写す" if issubclass(kind, calendar.MONTHLY) else "先週の内容を写す"
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
