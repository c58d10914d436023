"""The pictures of the incident reports over the months; a month without an entry is a gap."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from checklist.formats.palette import MORE_COLORS
from checklist.formats.table import Table
from checklist.ui import axes, charts, markup
from checklist.ui.colors import LINE, SOFT

BARS = MORE_COLORS
PATTERNS = ("", "/", ".", "x", "\\", "-", "|", "+")
"""Beside the colour, so that no part is told by it alone."""
MOST = len(BARS)
TOLD_MONTHS, STEPS, NAME = 6, (1, 2, 3, 6, 12), 22
"""So many months are named below a picture, which a phone has room for, in steps of which a year is made; pixels of a name above."""


def by_profession(found: Table) -> go.Figure:
    """The reports of each month, piled up by profession; those beyond the room are one pile."""
    months = [str(row[0]) for row in found.rows]
    traces = [
        {
            "type": "bar", "x": months, "y": values, "name": markup.joined([name]),
            # Without a ground of its own, a pattern would be white on nothing.
            # With an edge: the stripes of the uppermost pile ended in teeth.
            "marker": {"color": BARS[place], "line": {"color": BARS[place], "width": 1},
                       "pattern": {"shape": PATTERNS[place], "bgcolor": BARS[place], "fgcolor": "#ffffff", "size": 6}},
            "hovertemplate": "%{fullData.name}<br>%{x}　%{y:,}件<extra></extra>",
        }
        for place, (name, values) in enumerate(_piles(found))
    ]  # fmt: skip
    highest = max((sum(filter(None, map(_number, row[1:]))) for row in found.rows), default=0)
    settings = _layout("件", months, len(traces)) | {"yaxis": axes.counts(highest, "件")}
    return charts.figure(traces, settings | {"barmode": "stack", "bargap": 0.25})


def _piles(found: Table) -> list[tuple[str, list[float | None]]]:
    """The professions with most reports by themselves, the others together."""
    columns = [(name, [_number(row[place]) for row in found.rows]) for place, name in enumerate(found.names[1:], 1)]
    if len(columns) <= MOST:
        return columns
    ordered = sorted(columns, key=lambda one: -sum(value or 0 for value in one[1]))
    own = {name for name, _ in ordered[: MOST - 1]}
    rest = [values for name, values in columns if name not in own]
    others = [_sum(values) for values in zip(*rest, strict=True)]
    return [*(one for one in columns if one[0] in own), ("上記以外の職種", others)]


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def lines(found: Table, names: Sequence[str], unit: str) -> go.Figure:
    """Columns of a table as lines over its months."""
    traces = [
        {
            "type": "scatter", "x": [str(row[0]) for row in found.rows],
            "y": [_number(row[found.names.index(name)]) for row in found.rows],
            "name": markup.joined([name]), "mode": "lines+markers", "connectgaps": False,
            "line": {"color": BARS[place], "width": 2.5, "dash": charts.DASHES[place]},
            "marker": {"symbol": ("circle", "diamond")[place % 2], "size": 8, "color": BARS[place]},
            "hovertemplate": f"%{{fullData.name}}<br>%{{x}}　%{{y:.1f}}{unit}<extra></extra>",
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    months = [str(row[0]) for row in found.rows]
    return charts.figure(traces, _layout(unit, months, len(traces)) | {"showlegend": True})


def _layout(unit: str, months: Sequence[str], names: int) -> charts.Piece:
    tickfont = {"color": SOFT, "size": 13}
    told = months[:: next((step for step in STEPS if len(months) <= step * TOLD_MONTHS), STEPS[-1])]
    across = {
        "fixedrange": True, "type": "category", "linecolor": LINE, "tickfont": tickfont, "tickangle": 0,
        # The first month stands below the nought of the other axis.
        "ticklabelstandoff": 6,
        "tickvals": told, "ticktext": [month.replace("年", "年<br>") for month in told],
    }  # fmt: skip
    up = {
        "rangemode": "tozero", "ticksuffix": unit, "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True,
        "automargin": True, "tickfont": tickfont,
    }  # fmt: skip
    # On a phone every name of the legend takes a line of its own.
    found = charts.layout(340 + NAME * max(0, names - 2)) | {"xaxis": across, "yaxis": up}
    return found | {"margin": found["margin"] | {"r": 24, "b": 58}}


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None
