"""A year of records at a glance: weeks with and without, departments by month, months; words beside every colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from checklist.rules.records import calendar
from checklist.rules.records.calendar import Presence, Span
from checklist.ui import markup

_WORDS = {Presence.MISSING: "なし", Presence.RUNNING: "未", Presence.FUTURE: "－"}
"""What stands in a cell without a record: none, not yet, still to come."""


def strip(title: str, spans: Sequence[Span], weekly: bool) -> None:
    """A row of small cells, one for each week or month."""
    cells = "".join(
        f'<li class="{one.presence}"><b>{_name(one.first, weekly)}</b><span>{_word(one)}</span></li>' for one in spans
    )
    kind = "weeks" if weekly else "weeks months"
    st.html(f'<ol class="{kind}" aria-label="{escape(title)}">{cells}</ol>')


def _name(first: date, weekly: bool) -> str:
    return f"{first.month}/{first.day}" if weekly else f"{first.month}月"


def _word(one: Span) -> str:
    return f"{one.count}回" if one.count else _WORDS[one.presence]


def departments(title: str, first: date, found: Mapping[str, list[date]], today: date) -> None:
    """Departments by months: how many rounds each had, and which had none in the whole year."""
    names = ("部署", *(f"{one.first.month}月" for one in calendar.months(first, [], today)), "年度の計")
    rows = [_department(name, calendar.months(first, days, today), len(days)) for name, days in found.items()]
    st.html(f'<div class="rounds">{markup.listing(title, names, rows)}</div>')


def _department(name: str, spans: Iterable[Span], total: int) -> list[str]:
    whole = f"{total}回" if total else markup.chip("巡回なし", "late")
    return [escape(name), *(_month(one) for one in spans), whole]


def _month(one: Span) -> str:
    return f"<b>{one.count}回</b>" if one.count else f'<span class="soft">{_WORDS[one.presence]}</span>'
