"""What reports of centres tell beside the usual counts: 1日当たり, 困難度と納得度, 窓口への要望 and 相談者の課題."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from checklist.formats.table import Column, Table, Value
from checklist.readings.center.counted import Counted
from checklist.rules import scoring
from checklist.rules.center import figures

_CASES, _SHARE = "件", "割合（％）"
WEEKDAYS_ONLY = "平日は月曜日から金曜日までの日数です（祝日と年末年始も含みます）。今日までの平日で割っています。"


def tables(found: Counted) -> Iterator[Table]:
    """The tables in the order in which they stand on the screen."""
    yield daily(found)
    yield wishes(found)
    yield issues(found)


def weekdays_between(first: date, last: date) -> int:
    """How many days from Monday to Friday lie between two days, both included."""
    return sum((first + timedelta(days=place)).weekday() < 5 for place in range((last - first).days + 1))


def daily(found: Counted) -> Table:
    """Cases and contacts for each weekday of the period that is over."""
    last = min(found.span.last, found.until)
    days = weekdays_between(found.span.first, last) if last >= found.span.first else 0
    numbers = (("相談事例（件）", len(found.cases)), ("対応（回）", len(found.contacts)))
    rows = tuple((name, number, days, round(number / days, 1) if days else None) for name, number in numbers)
    columns = (
        Column("数えるもの", "text", 20, least=8), Column("数", "number", 10), Column("平日（日）", "number", 12),
        Column("1日当たり", "number", 12),
    )  # fmt: skip
    return Table("1日当たりの件数", columns, rows, (WEEKDAYS_ONLY,))


def wishes(found: Counted) -> Table:
    """How many callers wished something of the desk itself; what they said stays inside."""
    told = sum(bool(one.case.wish.strip()) for one in found.cases)
    rows: list[tuple[Value, ...]] = [
        (name, number, scoring.share(number, len(found.cases)))
        for name, number in (("要望あり", told), ("要望の記載なし", len(found.cases) - told))
    ]
    rows.append(("計", len(found.cases), 100.0 if found.cases else None))
    return Table("窓口への要望の件数", _columns("窓口への要望"), tuple(rows))


def issues(found: Counted) -> Table:
    """Cases by 相談者の課題; one case may count in several rows."""
    known = figures.labels("issue", found.editions)
    counts = {code: sum(code in one.case.issues for one in found.cases) for code in known}
    rows = tuple((word, counts[code], scoring.share(counts[code], len(found.cases))) for code, word in known.items())
    note = f"複数回答。割合の分母は全{len(found.cases):,}件。"
    return Table("相談者の課題別の件数", _columns("相談者の課題"), rows, (note,))


def _columns(head: str) -> tuple[Column, ...]:
    return Column(head, "text", 26, least=8), Column(_CASES, "number", 8), Column(_SHARE, "percent", 12)
