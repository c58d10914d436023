"""A funnel: 得点率 over the number of ratings, with the value of the class and the limits of chance around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from checklist.comparison import funnel as funnels
from checklist.comparison.funnel import STANDINGS, Funnel, Spot
from checklist.formats.palette import OWN_COLORS
from checklist.rules.uncertainty import Limits, Standing
from checklist.ui import charts, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import ACCENT, LINE, SOFT

HIGH = 330
_NAMED = 8
"""So many hospitals outside are named in the picture; the table names all."""
OWN = OWN_COLORS["自院"]
_APART = 17
"""Pixels of a line of names."""


def funnel(found: Funnel) -> go.Figure:
    """The hospitals of a class: the own one large and named, and those outside of the limits named, too."""
    numbers = [one.rated or 0 for one in found.drawn]
    # Also where there is no hospital: only so the limits are seen to open towards few ratings.
    first, last = max(1, min(numbers) * 6 // 10), max(numbers) + max(4, max(numbers) // 12)
    course = funnels.course(found.center or 0.0, first, last)
    lowest = min([*(one.percent for one in found.drawn), *(one.wide_low for one in course.values())])
    # Where everybody has every point, there would be no scale at all.
    start = min(90, max(0, int(lowest // 10) * 10))
    middle = (first + last) / 2
    traces = [*_limits(course, found.center or 0.0), _spots([one for one in found.drawn if not one.own], middle, start)]
    traces += [_spots([one], middle, start) for one in found.drawn if one.own]
    settings = charts.layout(HIGH) | {"showlegend": False, "margin": {"l": 8, "r": 118, "t": 16, "b": 44}}
    settings["xaxis"] = {
        "range": [first, last], "title": {"text": "評定数（件）", "standoff": 4, "font": {"size": 13, "color": SOFT}},
        "fixedrange": True, "linecolor": LINE, "gridcolor": "#edf1f4", "zeroline": False,
        "tickfont": {"color": SOFT, "size": 13}, "nticks": 7,
    }  # fmt: skip
    settings["yaxis"] = {
        "range": [start - (100 - start) / 25, 100 + (100 - start) / 25], "tick0": start, "dtick": 10 if start >= 50 else 20, "ticksuffix": "％",
        "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True, "tickfont": {"color": SOFT, "size": 13},
        "automargin": True,
    }  # fmt: skip
    settings["annotations"] = _ends(found, course[last], last, start)
    return charts.figure(traces, settings)


def _limits(course: Mapping[int, Limits], center: float) -> list[Piece]:
    """Five lines: the value, and both pairs of limits, which differ by their dashes as well."""
    sides = {
        "solid": [[one.low for one in course.values()], [one.high for one in course.values()]],
        "dash": [[one.wide_low for one in course.values()], [one.wide_high for one in course.values()]],
    }
    middle = _line(course, [center] * len(course), {"color": ACCENT, "width": 2, "dash": "dot"})
    return [
        middle,
        *(_line(course, y, {"color": SOFT, "width": 1.5, "dash": dash}) for dash, ys in sides.items() for y in ys),
    ]


def _line(course: Mapping[int, Limits], y: Sequence[float], look: Piece) -> Piece:
    return {"type": "scatter", "x": list(course), "y": list(y), "mode": "lines", "line": look, "hoverinfo": "skip"}


def _with_room(found: Sequence[Spot], start: int) -> set[str]:
    """Whose names stand in the picture: the first of those that would cover each other."""
    kept: list[Spot] = []
    for one in found:
        near = any(abs(one.percent - other.percent) * _per_point(start) < _APART for other in kept)
        if (one.own or one.standing is not Standing.WITHIN) and not near:
            kept.append(one)
    return {one.name for one in kept[:_NAMED]}


def _per_point(start: int) -> float:
    """Pixels of one percent."""
    return (HIGH - 60) / (1.08 * (100 - start))


def _spots(found: Sequence[Spot], middle: float, start: int) -> Piece:
    """Hospitals as points; hollow within the limits and full outside of them.

    Names stand towards the `middle` of the picture: at its right side they would cover those of the lines.
    """
    own = any(one.own for one in found)
    color = OWN if own else ACCENT
    named = _with_room(found, start)
    symbol = "square" if own else "circle"
    return {
        "type": "scatter",
        "x": [one.rated for one in found],
        "y": [one.percent for one in found],
        "mode": "markers+text",
        "text": [_said(one) if one.name in named else "" for one in found],
        "textposition": [_where(one, middle) for one in found],
        "textfont": {"size": 14, "color": color},
        "marker": {
            "symbol": [symbol if one.standing is not Standing.WITHIN else charts.hollow(symbol) for one in found],
            "size": 13 if own else 10,
            "color": color,
            "line": {"width": 2.5, "color": color},
        },
        "cliponaxis": False,
        "customdata": [_hover(one) for one in found],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _where(one: Spot, middle: float) -> str:
    side = "left" if (one.rated or 0) > middle else "right"
    return f"{'bottom' if (one.standing or 0) < 0 else 'top'} {side}"


def _said(one: Spot) -> str:
    return f"自院 {one.percent:.1f}" if one.own else markup.joined([one.name])


def _hover(one: Spot) -> str:
    where = STANDINGS[one.standing] if one.standing is not None else funnels.NO_LIMITS
    return markup.lines([one.name, f"得点率 {one.percent:.1f}％　評定数 {one.rated}", where])


def _ends(found: Funnel, at: Limits, last: int, start: int) -> list[Piece]:
    """What the lines are, at their right ends, pushed apart where they would cover each other."""
    wanted = [
        ("99.8％上限", at.wide_high, SOFT), ("95％上限", at.high, SOFT), (f"{found.group} {found.center:.1f}", found.center, ACCENT),
        ("95％下限", at.low, SOFT), ("99.8％下限", at.wide_low, SOFT),
    ]  # fmt: skip
    per_point = _per_point(start)
    found_, edge = [], -1000.0
    for text, value, color in wanted:
        here = (100 - (value or 0)) * per_point
        place = max(here, edge + 16)
        edge = place
        found_.append(
            {
                "x": last, "y": value, "xanchor": "left", "yanchor": "middle", "xshift": 6, "yshift": here - place,
                "showarrow": False, "text": text, "font": {"family": charts.FONT, "size": 13, "color": color},
            }
        )  # fmt: skip
    return found_
