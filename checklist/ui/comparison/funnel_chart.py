"""A funnel: 得点率 over the number of ratings, with the value of the class and the limits of chance around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from checklist.comparison import funnel as funnels
from checklist.comparison.funnel import STANDINGS, Funnel, Spot
from checklist.formats.palette import OWN_COLORS
from checklist.rules.uncertainty import Limits, Standing
from checklist.ui import charts, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import ACCENT, LINE, SOFT

HIGH = 330
OWN = OWN_COLORS["自院"]
_LINE, _LINES, _LETTER = 17, 3, 14
"""Pixels of a line of names, so many of them above the field and below it, and pixels of a letter."""
_FIELD, _LEFT, _RIGHT = 200, 40, 112
"""Pixels of the field on a phone and beside it; where names do not meet there, they do not on a larger screen."""
_NEAR, _ABOVE = 6, 16
"""Pixels from a hospital within which a line seems to belong to it, and of names from the lower end of the field."""


@dataclass(frozen=True)
class _Name:
    """A hospital named above all or below all, `line` lines away from the field; `at` and `span` in pixels across a phone's field."""

    spot: Spot
    above: bool
    line: int
    at: float
    span: tuple[float, float]

    def meets(self, other: _Name) -> bool:
        """Whether two names, or one and the line to the other, would lie over each other."""
        inner, outer = sorted((self, other), key=lambda one: one.line)
        over = self.span[0] < other.span[1] + _NEAR and other.span[0] < self.span[1] + _NEAR
        crossed = inner.span[0] - _NEAR < outer.at < inner.span[1] + _NEAR
        return self.above == other.above and (over if inner.line == outer.line else crossed)


def funnel(found: Funnel) -> go.Figure:
    """The hospitals of a class: the own one large and named, and those outside of the limits named, too."""
    numbers = [one.rated or 0 for one in found.drawn]
    # Also where there is no hospital: only so the limits are seen to open towards few ratings.
    first, last = max(1, min(numbers) * 6 // 10), max(numbers) + max(4, max(numbers) // 12)
    course = funnels.course(found.center or 0.0, first, last)
    lowest = min([*(one.percent for one in found.drawn), *(one.wide_low for one in course.values())])
    traces = [*_limits(course, found.center or 0.0), _spots([one for one in found.drawn if not one.own])]
    traces += [_spots([one]) for one in found.drawn if one.own]
    names = _named(found, first, last)
    up, down = (
        _LINE * max((one.line + 1 for one in names if one.above is above), default=0) for above in (True, False)
    )
    # Above the line of the scale's first percentage, not across it.
    down += _ABOVE if down else 0
    # Where everybody has every point, there would be no scale at all.
    start = min(90, max(0, int(lowest // 10) * 10))
    while start and down > _room(lowest, start):
        start -= 10
    # At nought, the picture grows.
    more = max(0.0, down - _room(lowest, start)) if down else 0.0
    low, high = _edges(start)[0] - more / _per_point(start), _edges(start)[1]
    settings = charts.layout(HIGH + up + int(more)) | {
        "showlegend": False,
        "margin": {"l": 8, "r": 118, "t": 16 + up, "b": 44},
    }
    settings["xaxis"] = {
        "range": [first, last], "title": {"text": "評定数（件）", "standoff": 4, "font": {"size": 13, "color": SOFT}},
        "fixedrange": True, "linecolor": LINE, "gridcolor": "#edf1f4", "zeroline": False,
        "tickfont": {"color": SOFT, "size": 13}, "nticks": 7,
    }  # fmt: skip
    told = list(range(100, start - 1, -10 if start >= 50 else -20))
    settings["yaxis"] = {
        "range": [low, high], "tickvals": told, "ticktext": [f"{one}％" for one in told],
        "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True, "tickfont": {"color": SOFT, "size": 13},
        "automargin": True,
    }  # fmt: skip
    ends = _ends(found, course[last], last, start)
    settings["annotations"] = [*ends, *(_flag(one, (low, high), down, _per_point(start)) for one in names)]
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


def _named(found: Funnel, first: int, last: int) -> list[_Name]:
    """Who is named in the picture: the own hospital and the outermost for whom there is room; the table names all."""
    center, kept = found.center or 0.0, list[_Name]()
    per_rating = _FIELD / (last - first)

    def hidden(one: Spot) -> bool:
        """Whether the line to its name would pass another hospital."""
        return any(
            (other.percent >= center) == (one.percent >= center)
            and abs((other.rated or 0) - (one.rated or 0)) * per_rating < _NEAR
            and abs(other.percent - center) > abs(one.percent - center)
            for other in found.drawn
        )

    for one in sorted(found.drawn, key=lambda spot: (not spot.own, -abs(spot.percent - center))):
        if one.own or (one.standing is not Standing.WITHIN and not hidden(one)):
            at = ((one.rated or 0) - first) * per_rating
            span = _span(at, _LETTER * (len(one.name) if not one.own else 5))
            tried = (_Name(one, one.percent >= center, line, at, span) for line in range(_LINES))
            kept += [name for name in tried if not any(name.meets(other) for other in kept)][:1]
    return kept


def _span(at: float, wide: float) -> tuple[float, float]:
    """From where to where a name goes: towards the middle where there is room for it."""
    left = at + wide > _FIELD + _RIGHT or (at > _FIELD / 2 and at - wide >= -_LEFT)
    return (at - wide, at) if left else (at, at + wide)


def _flag(one: _Name, edges: tuple[float, float], down: int, per_point: float) -> Piece:
    """A name outside of the field, where it covers nothing, with a line to its hospital."""
    color = OWN if one.spot.own else ACCENT
    line = one.line * _LINE + _LINE / 2
    away = (one.spot.percent - edges[0]) * per_point - down + line
    if one.above:
        away = (one.spot.percent - edges[1]) * per_point - line
    return {
        "x": one.spot.rated, "y": one.spot.percent, "ax": 0, "ay": away, "text": _said(one.spot),
        "xanchor": "left" if one.span[0] == one.at else "right", "yanchor": "middle", "showarrow": True, "arrowhead": 0,
        "arrowwidth": 1, "arrowcolor": color, "standoff": 7, "font": {"family": charts.FONT, "size": _LETTER, "color": color},
    }  # fmt: skip


def _edges(start: int) -> tuple[float, float]:
    """The ends of the scale; points at its ends are not cut."""
    return start - (100 - start) / 25, 100 + (100 - start) / 25


def _room(lowest: float, start: int) -> float:
    """Pixels for names below the lowest of all."""
    return (lowest - _edges(start)[0]) * _per_point(start) - 8


def _per_point(start: int) -> float:
    """Pixels of one percent."""
    return (HIGH - 60) / (1.08 * (100 - start))


def _spots(found: Sequence[Spot]) -> Piece:
    """Hospitals as points; hollow within the limits and full outside of them."""
    own = any(one.own for one in found)
    color = OWN if own else ACCENT
    symbol = "square" if own else "circle"
    return {
        "type": "scatter",
        "x": [one.rated for one in found],
        "y": [one.percent for one in found],
        "mode": "markers",
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
