"""Everything about the records of one kind in one year: calendar, summary, form, list, files."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist.model.accounts import Principal
from checklist.model.records import (
    Appointment,
    BusinessPlan,
    Conference,
    Course,
    Guideline,
    Notice,
    SafetyRound,
    StaffTraining,
)
from checklist.readings.records_page import RecordsPage
from checklist.rules.records import calendar, summary
from checklist.ui import markup, widgets
from checklist.ui.records import record_calendar, record_form, record_view

ONE_BY_ONE = (Appointment, Course, Notice, Guideline, BusinessPlan)
"""Kinds of which no two are alike: copying the last one would only mislead."""


def show(principal: Principal, page: RecordsPage) -> None:
    """The calendar above, then the form, then the list."""
    kind = page.kind
    if page.year:
        widgets.fiscal_year("年度", page.years, "year", page.year)
    if page.first and page.last:
        _calendar(page, page.first, page.last)
    elif kind in (Appointment, Course):
        record_view.manager_training(page.people, page.courses, page.today)
    if page.writes:
        _entry(principal, page)
    _list(page)
    if page.found:
        record_view.files(page.hospital_id, kind, page.year)
    if page.writes:
        with st.expander(f"{kind.WORD}の記録をファイルから取り込む"):
            record_view.import_form(principal, page.hospital_id, kind)


def _calendar(page: RecordsPage, first: date, last: date) -> None:
    kind, today = page.kind, page.today
    # What is dated ahead has not happened; only training is planned.
    found = [one for one in page.found if one.day <= today or isinstance(one, StaffTraining)]
    days = [one.day for one in found]
    weekly = kind is Conference
    spans = calendar.weeks(first, last, days, today) if weekly else calendar.months(first, days, today)
    title = f"{kind.WORD}の記録の有無（{'週' if weekly else '月'}ごと）"
    if kind is SafetyRound:
        rounds = [(one.department, one.day) for one in found if isinstance(one, SafetyRound)]
        by_department = calendar.by_department(rounds, set(page.departments))
        if by_department:
            record_calendar.departments("部署ごとの院内巡回", first, by_department, today)
    else:
        record_calendar.strip(title, spans, weekly)
    lines = [summary.sentence(kind, found, spans)]
    if kind is SafetyRound:
        lines.append("部署は、院内巡回と業務改善計画書に一度でも記録された部署です。")
    st.html(markup.notes(lines))


def _entry(principal: Principal, page: RecordsPage) -> None:
    """The form of a new record, or of the one in the address."""
    kind, old = page.kind, page.chosen
    if page.refusal:
        st.warning(widgets.plain(page.refusal))
    widgets.section(f"{kind.WORD}の記録を直す" if old else f"{kind.WORD}を記録する")
    if page.newest and old is None and not issubclass(kind, ONE_BY_ONE):
        label = "前月の内容を写す" if issubclass(kind, calendar.MONTHLY) else "先週の内容を写す"
        if st.button(label, key=f"copy-{kind.KIND}"):
            record_form.copy(kind, page.newest, page.today)
    record_form.entry(principal, page.hospital_id, kind, old, page.today)
    if old:
        record_view.withdraw(principal, old)
        widgets.links((f"直さずに新しい{kind.WORD}の入力に戻る", f"/records?kind={kind.KIND}"))


def _list(page: RecordsPage) -> None:
    kind, year, found = page.kind, page.year, page.found
    widgets.section(f"{kind.WORD}の一覧")
    if not found:
        place = f"{year}年度の" if year else ""
        hint = (
            "上の欄に入力するか、ファイルから取り込んでください。"
            if page.writes
            else "記録は医療安全管理者が登録します。"
        )
        widgets.empty(f"{place}{kind.WORD}の記録はまだありません", hint)
        return
    query = f"&year={year}" if year else ""
    edit = (lambda one: f"/records?kind={kind.KIND}{query}&record={one.id}") if page.writes else None
    record_view.listing(kind, found, edit)
    if year is None:
        widgets.notes([f"{len(found)}件の記録があります。年度にかかわらず、すべて表示しています。"])
