"""Groups and hospitals over the years as lines: each named at its end, the own one in front with all its values."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from checklist import words
from checklist.comparison.headline import OWN
from checklist.formats import course_picture, palette
from checklist.formats.table import Table
from checklist.ui import charts, labels, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import LINE, SOFT

HIGH = 330
"""Pixels: with its sentence it stands on the first screen of 820."""
_APART = 17
"""Pixels between the names of lines that end near each other."""
OWN_WIDTH = 4
_NAME_WIDTH = 9
"""Letters of a name in one line at the end of its line."""


def trend(table: Table, own: str = OWN, so_far: Sequence[str] = ()) -> go.Figure:
    """The rows of a table as lines over its columns, the `own` one in front; what is no number is a gap.

    `so_far` is told below the year that is not over.
    """
    order = sorted(range(len(table.rows)), key=lambda place: table.rows[place][0] == own)
    traces = [_line(table, place, own) for place in order]
    if len(traces) <= charts.TOLD:
        _tell(traces)
    across: Piece = {
        "fixedrange": True, "type": "category", "linecolor": LINE, "tickfont": {"color": SOFT, "size": 14},
        "categoryorder": "array", "categoryarray": list(table.names[1:]), "range": [-0.3, len(table.names) - 1.9],
        "ticktext": labels.years(table.names[1:], so_far), "tickvals": list(table.names[1:]), "tickangle": 0,
    }  # fmt: skip
    up = {
        "range": list(charts.SCALE), "tick0": charts.START, "dtick": 10, "ticksuffix": "％", "gridcolor": "#e3e9ee",
        "zeroline": False, "fixedrange": True, "tickfont": {"color": SOFT, "size": 13}, "automargin": True,
    }  # fmt: skip
    found = charts.layout(HIGH) | {"xaxis": across, "yaxis": up, "showlegend": False}
    longest = max((len(line) for row in table.rows for line in labels.name_lines(str(row[0]), _NAME_WIDTH)), default=0)
    found["margin"] = {
        "l": 8,
        "r": 56 + 15 * max(longest, 3),
        "t": 22,
        "b": 20 + 18 * max(name.count("<br>") + 1 for name in across["ticktext"]),
    }
    found["annotations"] = _names(traces, HIGH - found["margin"]["t"] - found["margin"]["b"])
    return charts.figure(traces, found)


def _tell(traces: Sequence[Piece]) -> None:
    """The values of few lines at their points: of each year the higher one's above, the other's below."""
    for one in traces:
        others = [other["meta"] for other in traces if other is not one]
        under = [
            any(y is not None and high[at] is not None and high[at] > y for high in others)
            for at, y in enumerate(one["meta"])
        ]
        color = palette.letters(one["line"]["color"])
        one |= {"mode": "lines+markers+text", "textfont": {"size": 13 if one["line"]["width"] < OWN_WIDTH else 15, "color": color},
                "text": _values(one["meta"]), "textposition": [f"{'bottom' if low else 'top'} center" for low in under]}  # fmt: skip


def _values(shown: Sequence[float | None]) -> list[str]:
    """Every value but the last one, which stands beside the name."""
    last = max((at for at, value in enumerate(shown) if value is not None), default=0)
    return ["" if value is None or at == last else told(value) for at, value in enumerate(shown)]


def told(value: float) -> str:
    """A value beside its point, marked where the point stands at the edge of the scale."""
    return f"{'▼' if value < charts.START else ''}{value:.1f}"


def look(name: str, place: int, own: bool) -> tuple[str, str, str]:
    """Colour, symbol and dash of a line."""
    if own:
        return palette.OWN_COLORS[OWN], charts.SYMBOLS[OWN], "solid"
    symbol = charts.SYMBOLS.get(name, charts.MORE_SYMBOLS[place % len(charts.MORE_SYMBOLS)])
    return palette.color(name, place), symbol, charts.DASHES[place % len(charts.DASHES)]


def _line(table: Table, place: int, whose: str) -> Piece:
    name, *values = table.rows[place]
    own = name == whose
    color, symbol, dash = look(str(name), place, own)
    shown = [value if isinstance(value, float) else None for value in values]
    below = any(value is not None and value < charts.START for value in shown)
    return {
        "type": "scatter",
        "x": list(table.names[1:]),
        "y": [None if value is None else course_picture.at_edge(value) for value in shown],
        "meta": shown,
        "customdata": shown,
        "name": markup.joined([str(name)]),
        "mode": "lines+markers+text" if own or below else "lines+markers",
        "text": [text if own or text.startswith("▼") else "" for text in _values(shown)],
        "textposition": "top center",
        "textfont": {"size": 15, "color": palette.letters(color)},
        # A year without a number stays a gap: a line across it would look like one.
        "connectgaps": False,
        "line": {"color": color, "width": OWN_WIDTH if own else 2.5, "dash": dash},
        "marker": {
            "symbol": [charts.hollow(symbol) if words.RUNNING in year else symbol for year in table.names[1:]],
            "size": 12 if own else 10,
            "color": color,
            # Of what is hollow, the line is all there is.
            "line": {"color": color, "width": 2},
        },
        "cliponaxis": False,
        "hovertemplate": "%{fullData.name}<br>%{x}　%{customdata:.1f}％<extra></extra>",
    }


def _names(traces: Sequence[Piece], field: int) -> list[Piece]:
    """Each name with the last value beside the end of its line, pushed apart where they would cover each other.

    `field` are the pixels of the scale, which are fewer where more is told below the years.
    """
    ends = [(trace, *end) for trace in traces if (end := _end(trace))]
    per_point = field / (charts.SCALE[1] - charts.SCALE[0])
    found: list[Piece] = []
    edge = -1000.0
    for trace, year, value in sorted(ends, key=lambda one: -one[2]):
        wanted = (100 - course_picture.at_edge(value)) * per_point
        lines = labels.name_lines(trace["name"], _NAME_WIDTH)
        half = _APART * len(lines) / 2
        place = max(wanted, edge + half)
        edge = place + half
        found.append(
            {
                "x": year, "y": course_picture.at_edge(value), "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "middle", "xshift": 12,
                "yshift": wanted - place, "showarrow": False, "align": "left",
                "text": markup.lines([*lines[:-1], f"{lines[-1]} {told(value)}"]),
                "font": {"family": charts.FONT, "size": 14, "color": palette.letters(trace["line"]["color"])},
            }
        )  # fmt: skip
    return found


def _end(trace: Piece) -> tuple[str, float] | None:
    """The last point of a line."""
    return next(
        ((year, y) for year, y in zip(reversed(trace["x"]), reversed(trace["meta"]), strict=True) if y is not None),
        None,
    )
