"""A year of records at a glance: weeks with and without, departments by month, months; words beside every colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist.rules.records import calendar
from checklist.rules.records.calendar import Presence, Span
from checklist.ui import markup

_WORDS = {Presence.MISSING: "なし", Presence.RUNNING: "未", Presence.FUTURE: "－", Presence.FREE: "休"}
"""What stands in a cell without a record: none, not yet, still to come, nobody meets."""


def strip(
    title: str, spans: Sequence[Span], weekly: bool, held: str = "", fill: Callable[[Span], str] | None = None
) -> None:
    """A row of small cells, one for each week or month; `held` is what stands in those with a record, else how often.

    `fill` gives the address at which one without a record is entered.
    """
    cell = Markup('<li class="{}"><b>{}</b><span>{}</span></li>')
    cells = markup.joined(
        cell.format(
            one.presence.value, _name(one.first, weekly), held if held and one.count else _way(one, fill, weekly)
        )
        for one in spans
    )
    kind = "weeks" if weekly else "weeks months"
    st.html(Markup('<ol class="{}" aria-label="{}">{}</ol>').format(kind, title, cells))


def _way(one: Span, fill: Callable[[Span], str] | None, weekly: bool) -> str:
    # The running week, too: on its Friday nobody waits until it is over.
    if fill is None or one.presence not in (Presence.MISSING, Presence.RUNNING):
        return _word(one)
    label = f"{_name(one.first, weekly)}の{'週' if weekly else '記録'}を入力する"
    return Markup('<a href="{}" aria-label="{}" title="{}">{}</a>').format(fill(one), label, label, _word(one))


def _name(first: date, weekly: bool) -> str:
    return f"{first.month}/{first.day}" if weekly else f"{first.month}月"


def _word(one: Span) -> str:
    return f"{one.count}回" if one.count else _WORDS[one.presence]


def departments(title: str, first: date, found: Mapping[str, list[date]], today: date) -> None:
    """Departments by months: how many rounds each had, and which had none in the whole year."""
    names = ("部署", *(f"{one.first.month}月" for one in calendar.months(first, [], today)), "年度の計")
    rows = [_department(name, calendar.months(first, days, today), len(days)) for name, days in found.items()]
    st.html(Markup('<div class="rounds">{}</div>').format(markup.listing(title, names, rows)))


def _department(name: str, spans: Iterable[Span], total: int) -> list[str]:
    whole = f"{total}回" if total else markup.chip("巡回なし", "late")
    return [name, *(_month(one) for one in spans), whole]


def _month(one: Span) -> Markup:
    if one.count:
        return Markup("<b>{}回</b>").format(one.count)
    return Markup('<span class="soft">{}</span>').format(_WORDS[one.presence])
