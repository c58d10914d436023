"""What is told beside what a chart of a file draws: its heading, the own bar, and the numbers where they cover nothing."""

from __future__ import annotations

from typing import Literal

from checklist.formats.table import Chart, Table, categories, lowest, percentages, series

Place = Literal["", "above", "below"]


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


def of_lines(table: Table, chart: Chart) -> list[Place]:
    """Where the numbers of each line stand: of two, the lower one's below it; of more, the first one's alone."""
    found = series(table, chart)
    if len(found) != 2:
        places: list[Place] = [""] * len(found)
        places[:1] = ["above"]
        return places
    both = [pair for pair in zip(found[0].numbers, found[1].numbers, strict=True) if None not in pair]
    is_higher = sum(first or 0 for first, _ in both) >= sum(second or 0 for _, second in both)
    return ["above", "below"] if is_higher else ["below", "above"]
