"""The numbers beside what a native chart draws: written as what they are, and where they do not cover each other."""

from __future__ import annotations

from typing import Literal

from checklist.formats.table import Chart, Table, percentages, series

Place = Literal["", "above", "below"]


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
