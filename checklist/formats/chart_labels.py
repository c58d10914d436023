"""What is told beside what a chart of a file draws: its heading, the own bar, and the numbers where they cover nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from checklist.formats.table import Chart, Series, Table, categories, lowest, percentages, series

Place = Literal["", "above", "below"]
FEW = 12
"""So many points of a line have room for their numbers; those of years month by month are in the table."""


def heading(table: Table, chart: Chart) -> str:
    """The title of a chart, with a word on what lies below its axis and on which bar is the own hospital's."""
    start = lowest(table, chart)
    below = any(one is not None and one < start for line in series(table, chart) for one in line.numbers)
    said = [f"{start}％未満の値は図の下端より下です"] if below else []
    said += [] if own_bar(table, chart) is None else ["自院は斜線の棒です"]
    return f"{chart.title}（{'。'.join(said)}）" if said else chart.title


def own_bar(table: Table, chart: Chart) -> int | None:
    """The place of the own hospital among the categories of bars."""
    names = categories(table, chart)
    return names.index(chart.own) if chart.own in names and chart.kind in ("bar", "column") else None


def number_format(table: Table, chart: Chart) -> str:
    """How spreadsheets and slides write them: counts without a decimal."""
    found = (one for line in series(table, chart) for one in line.numbers if one is not None)
    return "#,##0" if not percentages(table, chart) and all(one == int(one) for one in found) else "#,##0.0"


def axis_format(table: Table, chart: Chart) -> str:
    """How they write the numbers of an axis: those of shares with a decimal where there is one."""
    if not percentages(table, chart):
        return "#,##0"
    return '0.#"％"' if chart.shares else '0"％"'


def steps(table: Table, chart: Chart) -> int:
    """In how many steps the axis of a chart is told: of ten percent where it begins in the middle, else four."""
    return (100 - lowest(table, chart)) // 10 if lowest(table, chart) else 4


def are_few(table: Table, chart: Chart) -> bool:
    """Whether the points of its lines are so few that their numbers do not run into each other."""
    return len(categories(table, chart)) <= FEW


def of_lines(table: Table, chart: Chart) -> list[Place]:
    """Where the numbers of each line stand: of two, the lower one's below it; of more, the first one's alone, where more room is."""
    found = series(table, chart)
    if not are_few(table, chart):
        return [""] * len(found)
    if len(found) != 2:
        places: list[Place] = [""] * len(found)
        places[:1] = [_freer_side(found)]
        return places
    both = [pair for pair in zip(found[0].numbers, found[1].numbers, strict=True) if None not in pair]
    is_higher = sum(first or 0 for first, _ in both) >= sum(second or 0 for _, second in both)
    return ["above", "below"] if is_higher else ["below", "above"]


def _freer_side(found: Sequence[Series]) -> Place:
    """On which side of the first line no other one comes as near as on the other side."""
    pairs = [pair for other in found[1:] for pair in zip(found[0].numbers, other.numbers, strict=True)]
    apart = [other - own for own, other in pairs if own is not None and other is not None]
    above = min((one for one in apart if one >= 0), default=math.inf)
    return "below" if min((-one for one in apart if one <= 0), default=math.inf) > above else "above"
