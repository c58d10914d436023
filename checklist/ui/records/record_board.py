"""Everything about the records of one kind in one year: calendar, summary, form, list, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from checklist.model.accounts import Principal
from checklist.model.fields import Period, Record
from checklist.readings.records_page import RecordsPage
from checklist.rules.fields import day_text
from checklist.rules.records import calendar, summary
from checklist.rules.records.calendar import Span
from checklist.ui import in_vain, markup, widgets
from checklist.ui.records import (
    incident_board,
    offer_board,
    record_calendar,
    record_erasure_view,
    record_form,
    record_view,
)

ENTRY = "entry"


def show(principal: Principal, page: RecordsPage) -> None:
    """The form above, for whoever writes has come to write; then the calendar of the year, then the list."""
    kind = page.kind
    if page.offered:
        offer_board.show(principal, page.offered)
    if page.writes and page.month is None:
        _entry(principal, page)
        if page.year:
            widgets.section("年度の記録")
    if page.year:
        widgets.fiscal_year("年度", page.years, "year", page.year)
    if page.first and page.last:
        _calendar(page, page.first, page.last)
    elif kind.PERSON:
        record_view.manager_training(page.people, page.courses, page.today)
    if page.month and page.trend:
        incident_board.show(principal, page, page.month, page.trend)
    # A month is entered as a whole; a single row only where one is to be corrected.
    if page.writes and page.month and (page.chosen or page.refusal):
        _entry(principal, page)
    _list(page)
    if page.writes:
        with st.expander(f"{kind.WORD}の記録をファイルから取り込む"):
            record_view.import_form(principal, page.hospital_id, kind)
            if page.found:
                record_view.files(page.hospital_id, kind, page.year)
            if st.checkbox("活動記録（いろいろな種別の行がある1つの表）から取り込む", key="activities-open"):
                record_view.activity_form(principal, page.hospital_id)
        record_erasure_view.show(principal, page.hospital_id, kind)


def _calendar(page: RecordsPage, first: date, last: date) -> None:
    kind, today = page.kind, page.today
    # What is dated ahead has not happened; only some kinds can be planned.
    found = [one for one in page.found if one.day <= today or kind.HELD]
    # Of a month there is a record for every profession.
    days = [one.day for one in found] if page.month is None else sorted({one.day for one in found})
    weekly = kind.PERIOD is Period.WEEKLY
    spans = calendar.weeks(first, last, days, today, page.free) if weekly else calendar.months(first, days, today)
    title = f"{kind.WORD}の記録の有無（{'週' if weekly else '月'}ごと）"
    lines = [summary.sentence(kind, found, spans)]
    # A standing plan of a department has no rhythm that a calendar could show.
    if page.named_in:
        lines.append(_by_department(page, found, first))
    else:
        record_calendar.strip(title, spans, weekly, "入力あり" if page.month else "", _filled(page, weekly))
    st.html(markup.notes(lines))


def _filled(page: RecordsPage, weekly: bool) -> Callable[[Span], str] | None:
    """The address at which a week or month without a record is entered, with the weekday of the last one if not ahead."""
    if not page.writes or page.month is not None:
        return None
    weekday = page.newest.day.weekday() if weekly and page.newest else 0

    def address(one: Span) -> str:
        day = min(one.first + timedelta(days=weekday), page.today)
        return f"/records?kind={page.kind.KIND}&year={page.year}&{record_form.DAY}={day.isoformat()}#{ENTRY}"

    return address


def _by_department(page: RecordsPage, found: Sequence[Record], first: date) -> str:
    """The calendar with a line for each department that was ever named in a record, and where they are from."""
    named = [(str(getattr(one, one.DEPARTMENT)), one.day) for one in found]
    departments = calendar.by_department(named, set(page.departments))
    if departments:
        record_calendar.departments(f"部署ごとの{page.kind.WORD}", first, departments, page.today)
    return f"部署は、{'と'.join(page.named_in)}に一度でも記録された部署です。"


def _entry(principal: Principal, page: RecordsPage) -> None:
    """The form of a new record, or of the one in the address."""
    kind, old = page.kind, page.chosen
    if page.refusal:
        st.warning(widgets.plain(page.refusal))
    widgets.section(f"{kind.WORD}の記録を修正する" if old else f"{kind.WORD}を記録する", ENTRY)
    if page.newest and old is None and kind.PERIOD is not Period.STANDING:
        label = "前月の内容を複写する" if kind.PERIOD is Period.MONTHLY else "先週の内容を複写する"
        if st.button(widgets.plain(label), key=f"copy-{kind.KIND}"):
            record_form.copy(kind, page.newest, page.today)
    record_form.entry(principal, page.hospital_id, kind, old, _day(page))
    if old:
        record_view.withdraw(principal, old)
        widgets.links((f"修正せずに新しい{kind.WORD}の入力に戻る", f"/records?kind={kind.KIND}"))


def _day(page: RecordsPage) -> date:
    """The day with which a new record begins: that of the missing week that was tapped, else today."""
    try:
        found = day_text.parse(widgets.address().get(record_form.DAY, ""))
    except ValueError:
        found = None
    if found and day_text.is_plausible(found) and found <= page.today:
        return found
    in_vain.choice("日付", record_form.DAY, [], record_form.DAY)
    return page.today


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
    record_view.listing(kind, found, edit, year)
    if year is None:
        widgets.notes([f"{len(found)}件の記録があります。年度にかかわらず、すべて表示しています。"])
