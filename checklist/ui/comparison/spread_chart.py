"""The classes as boxes from quartile to quartile, their hospitals as dots, and the own one marked."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from checklist.comparison.spread import Box, Spread
from checklist.formats.course_picture import at_edge
from checklist.formats.palette import CLASS_COLORS, OWN_COLORS
from checklist.ui import charts
from checklist.ui.charts import Piece
from checklist.ui.colors import INK, LINE, SOFT

ROW, ROW_WITH_OWN = 92, 124
"""Pixels of one class, and with the own hospital named between two."""
_BOX, _LINE = 22, 28
"""Pixels of half the height of a box, and of the line of its middle: what a wider row has more is the own hospital's."""
_ABOVE, _BELOW = 38, -34
"""Pixels from the middle of a row to the name of its middle, and to both quartiles."""
OWN = OWN_COLORS["自院"]
_MIDDLE = 75


def spread(found: Spread) -> go.Figure:
    """One row for each class, the first on top."""
    row = ROW if found.own is None else ROW_WITH_OWN
    settings = charts.layout(64 + row * len(found.boxes)) | {"showlegend": False}
    settings["margin"] = {"l": 8, "r": 24, "t": 14, "b": 36}
    settings["xaxis"] = {
        "range": list(charts.SCALE), "tick0": charts.START, "dtick": 10,
        "ticksuffix": "％", "tickangle": 0, "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True,
        "tickfont": {"color": SOFT, "size": 13}, "linecolor": LINE,
    }  # fmt: skip
    settings["yaxis"] = {
        "range": [len(found.boxes) - 0.5, -0.5], "tickvals": list(range(len(found.boxes))), "fixedrange": True,
        "ticktext": [one.group for one in found.boxes], "showgrid": False, "zeroline": False, "automargin": True,
        "tickfont": {"size": 15, "color": INK},
    }  # fmt: skip
    settings["shapes"] = [shape for place, one in enumerate(found.boxes) for shape in _box(one, place, row)]
    settings["annotations"] = [note for place, one in enumerate(found.boxes) for note in _named(one, place)]
    traces = [_hospitals(one, place) for place, one in enumerate(found.boxes)]
    return charts.figure([*traces, *_own(found)], settings)


def _box(one: Box, place: int, row: int) -> list[Piece]:
    """From the lower to the upper quartile, with the middle as a line."""
    color = CLASS_COLORS.get(one.group, SOFT)
    least = {
        "type": "rect",
        "x0": at_edge(one.low),
        "x1": at_edge(one.high),
        "y0": place - _BOX / row,
        "y1": place + _BOX / row,
        "layer": "below",
    }
    middle = {
        "type": "line",
        "x0": at_edge(one.middle),
        "x1": at_edge(one.middle),
        "y0": place - _LINE / row,
        "y1": place + _LINE / row,
    }
    return [
        least | {"fillcolor": color, "opacity": 0.22, "line": {"color": color, "width": 1}},
        middle | {"line": {"color": color, "width": 3}},
    ]


def _named(one: Box, place: int) -> list[Piece]:
    """The three values, above and below the box so that near ones do not cover each other."""
    font = {"family": charts.FONT, "size": 13, "color": INK}
    low, middle, high = (f"{value:.1f}" if one.dots else f"{value:g}" for value in (one.low, one.middle, one.high))
    base = {"showarrow": False, "font": font, "yanchor": "middle"}
    return [
        base | {"x": at_edge(one.middle), "y": place, "yshift": _ABOVE, "text": f"中央値 {middle}"},
        base | {"x": at_edge(one.low), "y": place, "yshift": _BELOW, "xanchor": "right", "text": low},
        base | {"x": at_edge(one.high), "y": place, "yshift": _BELOW, "xanchor": "left", "text": high},
    ]


def _hospitals(one: Box, place: int) -> Piece:
    """The hospitals of a class as dots without names, apart from each other where they have the same value."""
    color = CLASS_COLORS.get(one.group, SOFT)
    return {
        "type": "scatter",
        "x": [at_edge(value) for value in one.dots],
        "customdata": list(one.dots),
        "y": [place + step for step in _steps(one.dots)],
        "mode": "markers",
        "marker": {
            "size": 9, "color": "#ffffff", "line": {"color": color, "width": 2}, "symbol": ["triangle-left" if value < charts.START else charts.SYMBOLS.get(one.group, "circle") for value in one.dots],
        },
        "hovertemplate": f"{one.group}　%{{customdata:.1f}}％<extra></extra>",
        "cliponaxis": False,
    }  # fmt: skip


def _steps(values: Sequence[float]) -> list[float]:
    """Up and down in turn, so that neighbours stand apart."""
    return [(-0.1, 0.0, 0.1, 0.0)[place % 4] for place in range(len(values))]


def _own(found: Spread) -> list[Piece]:
    """The own hospital in the row between the classes' boxes, named."""
    if found.own is None:
        return []
    # To the right of a high value its name was cut by the edge of a phone.
    side = "right" if found.own < _MIDDLE else "left"
    return [
        {
            "type": "scatter", "x": [at_edge(found.own)], "y": [0.5 if len(found.boxes) > 1 else 0.42], "mode": "markers+text",
            "text": [f"自院 {'◀' if found.own < charts.START else ''}{found.own:.1f}"], "textposition": f"middle {side}", "textfont": {"size": 15, "color": OWN},
            "marker": {"symbol": "square", "size": 12, "color": OWN}, "hoverinfo": "skip", "cliponaxis": False,
        }
    ]  # fmt: skip
