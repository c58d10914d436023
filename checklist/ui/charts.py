"""Pictures of the tables beside them: our own look, Japanese hover texts, a form and a word beside every colour.

The library reads the texts of a picture as HTML, so names come as pieces of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from checklist.comparison.comparison_tables import year_name
from checklist.comparison.partners_comparison import PartnersComparison
from checklist.comparison.pool import Cell
from checklist.formats import course_picture
from checklist.formats.palette import MORE_COLORS, OWN_COLORS
from checklist.rules.scoring import Percentage, Score
from checklist.ui import labels, markup
from checklist.ui.colors import CLASS_COLORS, INK, LINE, SOFT, TRACK_COLORS

FONT = "'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', Meiryo, sans-serif"
SYMBOLS = {"自院": "square", "加算1": "circle", "加算2": "diamond", "自己評価": "circle-open", "訪問評価": "circle"}
MORE_SYMBOLS = ("circle", "triangle-up", "x", "pentagon", "star", "cross")
CLEAR = "rgba(0,0,0,0)"
DASHES = ("solid", "dash", "dot", "dashdot")
YEARS_IN_PICTURE, GROUPS_IN_PICTURE, LINES_IN_PICTURE = 4, 4, 8
TOLD, WIDE_PANELS = 2, 2
"""So many groups have room for their values, and so many panels beside each other for every percentage below them."""
START = course_picture.START
PLACES = range(START, 101, 25)
SCALE = (START - 2, 102)
"""From where to where points and lines are drawn; those at the ends are not cut."""
SPREAD, WIDER = 0.17, 0.3
"""How far two groups, and more of them, stand from the middle of a row: so that no mark hides another."""
BETWEEN = 0.03
"""The room between two panels, as a share of the whole."""
Piece = dict[str, Any]
"""A trace or a part of the layout in the words of the library."""


def draw(picture: go.Figure, alt: str, key: str) -> None:
    """Put a picture on the page; `alt` tells what it shows to those who do not see it."""
    # The bar of buttons is English, and on a tablet a finger on the picture is meant to scroll the page.
    config = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
    # Streamlit's theme would put its own fonts and colours over these.
    st.plotly_chart(picture, theme=None, config=config, alt=alt, key=key)


def hover(name: str, score: Score) -> Markup:
    """What a point tells: the score and what it is made of."""
    if isinstance(score, Percentage):
        return markup.lines([name, f"得点率 {score.percent:.1f}％"])
    rest = f"該当なし {score.not_applicable}　確認不能 {score.unverified}　未回答 {score.unanswered}"
    return markup.lines([name, f"得点率 {score.percent:.1f}％", f"評定数 {score.rated}　{rest}"])


def layout(height: int) -> Piece:
    """What all pictures share; the ground is the page's own, which may be dark."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 72, "b": 36},
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "legend": {
            "orientation": "h", "x": 0, "xref": "container", "y": 0.99, "yref": "container", "yanchor": "top", "font": {"size": 15},
        },
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": LINE, "font": {"family": FONT, "size": 14, "color": INK}},
        "dragmode": False,
    }  # fmt: skip


def figure(traces: Sequence[Piece], settings: Piece) -> go.Figure:
    """A picture of pieces that are right by themselves."""
    # Checking each of them took 93 of the 97 ms of the picture of a comparison; the tests check them instead.
    return go.Figure({"data": list(traces), "layout": settings}, _validate=False)


def offset(place: int, groups: int) -> float:
    """How far a group stands from the middle of its row, so that equal points do not hide each other."""
    return 0.0 if groups < 2 else (SPREAD if groups == 2 else WIDER) * (2 * place / (groups - 1) - 1)


def _points(name: str, pairs: Sequence[tuple[str, float, Score]], first: bool, place: int) -> Piece:
    """One side as points (chapter, height, score), each with a symbol of its own."""
    color = {**CLASS_COLORS, **TRACK_COLORS, **OWN_COLORS}.get(name, MORE_COLORS[place % len(MORE_COLORS)])
    symbol = SYMBOLS.get(name, MORE_SYMBOLS[place % len(MORE_SYMBOLS)])
    return {
        "type": "scatter",
        "x": [course_picture.at_edge(score.percent or 0) for _, _, score in pairs],
        "meta": [score.percent for _, _, score in pairs],
        "y": [height for _, height, _ in pairs],
        **_below([score.percent or 0 for _, _, score in pairs]),
        "name": markup.joined([name]),
        "legendgroup": name,
        "showlegend": first,
        "marker": {"symbol": symbol, "size": 12, "color": color, "line": {"width": 2.5, "color": color}},
        # The frame would cut a point at 100 in half.
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
        "customdata": [hover(f"{chapter}（{name}）", score) for chapter, _, score in pairs],
    }


def _below(percents: Sequence[float]) -> Piece:
    """What lies below the scale has its value beside it, at the edge."""
    if min(percents) >= START:
        return {"mode": "markers"}
    told = [f"◀{one:.1f}" if one < START else "" for one in percents]
    font = {"size": 13, "color": INK}
    return {"mode": "markers+text", "text": told, "textposition": "middle right", "textfont": font}


def _joins(rows: Sequence[Sequence[tuple[float, float]]]) -> Piece:
    """Thin lines through the points of each row, given as (percent, height)."""
    xs, ys = list[float | None](), list[float | None]()
    for row in map(sorted, rows):
        xs += [*(percent for percent, _ in row), None]
        ys += [*(height for _, height in row), None]
    look = {"mode": "lines", "line": {"color": "#b5c2cc", "width": 3}, "hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "x": xs, "y": ys, **look}


Panel = Sequence[tuple[str, Sequence[Score | None]]]
"""Group names with one score for each chapter, None where there is none."""


def _panels(chapters: Sequence[str], panels: Sequence[tuple[str, Panel]], narrow: bool = True) -> go.Figure:
    """Panels side by side that share the chapters on the left; with room for the legend of a phone where they are `narrow`."""
    seen: set[str] = set()
    traces: list[Piece] = []
    for column, (_, panel) in enumerate(panels):
        axes = {"xaxis": _axis("x", column), "yaxis": _axis("y", column)}
        traces += [trace | axes for trace in _panel(chapters, panel, seen)]
    # Panels beside each other have no room for values.
    if told := len(panels) == 1 and len(_spoken(panels[0][1])) <= TOLD:
        _tell([trace for trace in traces if "markers" in trace["mode"]])
    names = dict.fromkeys(name for _, panel in panels for name, _ in panel)
    titles = _titles([title for title, _ in panels])
    row = 48 if any(len(_spoken(panel)) > TOLD for _, panel in panels) else 40
    # The legend covers neither the titles nor, where there are none, the first row.
    above = (42 if titles else 12) + labels.LEGEND_LINE * labels.legend_lines(names, narrow)
    settings = layout(38 + above + row * len(chapters)) | ({"annotations": titles} if titles else {})
    settings["margin"] = settings["margin"] | {"t": above}
    for column in range(max(1, len(panels))):
        across, down = _axes(chapters, column, max(1, len(panels)))
        if told:
            # On a phone, a value beside a point at the beginning covered the name of its chapter, and 100.0 was cut.
            across["range"] = [START - 24, 110]
            settings["margin"] = settings["margin"] | {"r": 44}
        settings |= {f"xaxis{column + 1 if column else ''}": across, f"yaxis{column + 1 if column else ''}": down}
    return figure(traces, settings)


def _panel(chapters: Sequence[str], panel: Panel, seen: set[str]) -> list[Piece]:
    """The groups of one panel; `seen` are those that stand in the legend already."""
    joined: list[list[tuple[float, float]]] = [[] for _ in chapters]
    drawn, spoken = [], _spoken(panel)
    for place, (name, scores) in enumerate(panel):
        pairs = [
            (chapter, row + offset(spoken.index(name), len(spoken)), score)
            for row, (chapter, score) in enumerate(zip(chapters, scores, strict=True))
            if score is not None and score.percent is not None
        ]
        for _, height, score in pairs:
            # Nobody stands further than WIDER from the middle, so rounding finds the row again.
            joined[round(height)].append((course_picture.at_edge(score.percent or 0), height))
        if pairs:
            drawn.append(_points(name, pairs, name not in seen, place))
            seen.add(name)
    # The lines are drawn first, and so under their points.
    return [_joins(joined), *drawn] if len(spoken) == 2 else drawn


def _spoken(panel: Panel) -> list[str]:
    """The groups with any point; the others need no room: not every group has numbers of a year that is not over."""
    return [name for name, scores in panel if any(score and score.percent is not None for score in scores)]


def _tell(traces: Sequence[Piece]) -> None:
    """Values beside the points, away from each other: the lower one's to its left, of equal ones the first's."""
    highest: dict[int, tuple[float, int]] = {}
    spots = [[(round(y), (x, at)) for x, y in zip(one["meta"], one["y"], strict=True)] for at, one in enumerate(traces)]
    for row, spot in (one for group in spots for one in group):
        highest[row] = max(highest.get(row, spot), spot)
    for one, group in zip(traces, spots, strict=True):
        sides = ["right" if highest[row] == spot else "left" for row, spot in group]
        one |= {"mode": "markers+text", "text": [f"{'◀' if value < START else ''}{value:.1f}" for value in one["meta"]], "textfont": {"size": 13, "color": INK},
                "textposition": [f"middle {side}" for side in sides]}  # fmt: skip


def _axis(letter: str, column: int) -> str:
    """The name of an axis: x, x2, x3 and so on."""
    return f"{letter}{column + 1}" if column else letter


def _domain(column: int, columns: int) -> tuple[float, float]:
    """Where a panel begins and ends, as shares of the whole."""
    width = (1 - BETWEEN * (columns - 1)) / columns
    return column * (width + BETWEEN), column * (width + BETWEEN) + width


def _titles(titles: Sequence[str]) -> list[Piece]:
    """The titles above the panels; an empty one is none."""
    where = {"xref": "paper", "yref": "paper", "y": 1.0, "xanchor": "center", "yanchor": "bottom", "showarrow": False,
             "font": {"size": 15, "family": FONT, "color": INK}}  # fmt: skip
    middles = [sum(_domain(column, len(titles))) / 2 for column in range(len(titles))]
    return [{**where, "text": title, "x": x} for title, x in zip(titles, middles, strict=True) if title]


def _axes(chapters: Sequence[str], column: int, columns: int) -> tuple[Piece, Piece]:
    """Both axes of a panel: percentages across, chapters down."""
    across = {
        "anchor": _axis("y", column), "domain": _domain(column, columns),
        "range": list(SCALE), "tickangle": 0, "tickvals": list(PLACES), "ticktext": _ticks(column, columns),
        "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True, "tickfont": {"color": SOFT, "size": 13},
        "linecolor": LINE,
    }  # fmt: skip
    down: Piece = {
        "anchor": _axis("x", column), "domain": (0.0, 1.0),
        # Upside down, for Plotly counts upwards: the first chapter stands on top, as in the table.
        "range": [len(chapters) - 0.5, -0.5], "autorange": False, "fixedrange": True, "gridcolor": "#edf1f4",
        "automargin": True, "tickvals": list(range(len(chapters))),
        "ticktext": [labels.label(chapter) for chapter in chapters], "zeroline": False, "ticks": "",
    }  # fmt: skip
    return across, down | ({"matches": "y", "showticklabels": False} if column else {})


def _ticks(column: int, columns: int) -> list[str]:
    """The percentages below a panel: of panels beside each other only the ends, for the others would run into their neighbours'."""
    told = PLACES if columns <= WIDE_PANELS else [100] if column else [START, 100]
    return [f"{one}％" if one in told else "" for one in PLACES]


def both_sides(chapters: Sequence[str], sides: Sequence[tuple[Score | None, Score | None]]) -> go.Figure:
    """Self against visitor by chapter, each with its score."""
    panel = [("自己評価", [one for one, _ in sides]), ("訪問評価", [other for _, other in sides])]
    return _panels(chapters, [("", panel)])


def by_year(
    cells: Sequence[Cell], running: int, down: Mapping[str, str] = MappingProxyType({}), own: str = "", so_far: Sequence[str] = (), narrow: bool = True,
) -> go.Figure:  # fmt: skip
    """Groups beside each other by chapter, one panel for each of the latest years; hollow in the one that is not over.

    `down` are the ways from the chapters by name, `own` the reader's hospital, `so_far` how far the running year is.
    """
    years = sorted({cell.fiscal_year for cell in cells})[-YEARS_IN_PICTURE:]
    groups = list(dict.fromkeys(cell.group for cell in cells))
    chapters = list(dict.fromkeys((cell.chapter, cell.chapter_name) for cell in cells))
    scores = {(cell.fiscal_year, cell.group, cell.chapter): cell.score for cell in cells}
    panels = [
        (
            "<br>".join([year_name(year, running), *(labels.small(so_far) if year == running else ())]),
            [(group, [scores.get((year, group, code)) for code, _ in chapters]) for group in groups],
        )
        for year in years
    ]
    found = _panels([name for _, name in chapters], panels, narrow)
    # The names take taps, not the points: Streamlit lets a picture that can be selected be dragged, whatever it says
    # itself, and a finger's tap on a point of it selected nothing.
    found.layout.yaxis.ticktext = [labels.label(name, href=down.get(name, "")) for _, name in chapters]
    open_axis = _axis("x", years.index(running)) if running in years else ""
    if open_axis:
        # The title of that year is so many lines higher.
        found.layout.margin.t += 16 * len(so_far)
        found.layout.height += 16 * len(so_far)
    for trace in found.data:
        if own and trace.legendgroup == own:
            _as_own(trace, markup.joined([own, "（自院）"]))
        if "markers" in trace.mode and (trace.xaxis or "x") == open_axis:
            trace.marker.symbol = hollow(trace.marker.symbol)
    return found


def _as_own(trace: Any, name: Markup) -> None:
    """Make the points of the reader's hospital its own, under a name that says so."""
    trace.name, color = name, OWN_COLORS["自院"]
    trace.marker = {"symbol": SYMBOLS["自院"], "size": 14, "color": color, "line": {"width": 2.5, "color": color}}


def hollow(symbol: str) -> str:
    """The open form of a symbol."""
    return symbol if symbol.endswith("-open") else f"{symbol}-open"


def both_ways(found: PartnersComparison, own: str = "") -> go.Figure:
    """What each of two partners found at the other, by chapter; `own` is the reader's hospital."""
    chapters = list(dict.fromkeys(chapter for _, chapter, _ in found.items))
    codes = [[code for code, name, _ in found.items if name == chapter] for chapter in chapters]
    ways = [(one.name, [one.score(part) for part in codes]) for one in (found.there, found.back)]
    drawn = _panels(chapters, [("", ways)])
    for trace in drawn.data:
        if own and str(trace.legendgroup).startswith(f"{own}（評価："):
            _as_own(trace, markup.joined(["自院", trace.legendgroup[len(own) :]]))
    return drawn
