"""Pictures of the tables beside them: our own look, Japanese hover texts, a form and a word beside every colour.

The library reads the texts of a picture as HTML, so names come as pieces of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup
from plotly.subplots import make_subplots

from checklist.comparison.comparison_tables import RUNNING, year_name
from checklist.comparison.partners_comparison import PartnersComparison
from checklist.comparison.pool import Cell
from checklist.comparison.visit_comparison import SheetComparison
from checklist.formats.table import Table
from checklist.rules.scoring import Percentage, Score
from checklist.ui import markup
from checklist.ui.colors import CLASS_COLORS, INK, LINE, SOFT, TRACK_COLORS

FONT = "'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', Meiryo, sans-serif"
SYMBOLS = {"加算1": "circle", "加算2": "diamond", "自己評価": "circle-open", "訪問評価": "circle"}
MORE_SYMBOLS = ("square", "triangle-up", "x", "pentagon", "star", "cross")
MORE_COLORS = ("#0f5c6e", "#c77800", "#6b4fa0", "#5b6770", "#a33b5a", "#3f7d3a", "#7a5230", "#2f5fa8")
CLEAR = "rgba(0,0,0,0)"
DASHES = ("solid", "dash", "dot", "dashdot")
YEARS_IN_PICTURE = 4
GROUPS_IN_PICTURE, LINES_IN_PICTURE = 4, 8
LABEL_WIDTH = 14
SPREAD = 0.17


def draw(figure: go.Figure, alt: str, key: str) -> None:
    """Put a picture on the page; `alt` tells what it shows to those who do not see it."""
    # The bar of buttons is English, and on a tablet a finger on the picture is meant to scroll the page.
    config = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
    # Streamlit's theme would put its own fonts and colours over these.
    st.plotly_chart(figure, theme=None, config=config, alt=alt, key=key)


def label(name: str) -> Markup:
    """A chapter name in lines that fit beside the picture."""
    return markup.lines(wrap(name, LABEL_WIDTH) or [name])


def hover(name: str, score: Score) -> Markup:
    """What a point tells: the score and what it is made of."""
    if isinstance(score, Percentage):
        return markup.lines([name, f"得点率 {score.percent:.1f}％"])
    rest = f"該当なし {score.not_applicable}　確認不能 {score.unverified}　未回答 {score.unanswered}"
    return markup.lines([name, f"得点率 {score.percent:.1f}％", f"評定数 {score.rated}　{rest}"])


def layout(height: int) -> dict[str, object]:
    """What all pictures share; the ground is the page's own, which may be dark."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 72, "b": 36},
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "legend": {"orientation": "h", "x": 0, "xref": "container", "y": 0.99, "yref": "container", "yanchor": "top"},
        "legend_font": {"size": 15},
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": LINE, "font": {"family": FONT, "size": 14, "color": INK}},
        "dragmode": False,
    }


def _styled(figure: go.Figure, chapters: Sequence[str]) -> go.Figure:
    figure.update_layout(**layout(110 + 40 * len(chapters)))
    figure.update_annotations(font={"size": 15, "family": FONT, "color": INK})
    start = start_of(value for trace in figure.data if trace.mode == "markers" for value in trace.x)
    figure.update_xaxes(
        range=[start - (100 - start) / 25, 100 + (100 - start) / 25], dtick=25, ticksuffix="％", tickangle=0,
        gridcolor="#e3e9ee", zeroline=False, fixedrange=True, tickfont={"color": SOFT, "size": 13}, linecolor=LINE,
    )  # fmt: skip
    figure.update_yaxes(
        # Upside down, for Plotly counts upwards: the first chapter stands on top, as in the table.
        range=[len(chapters) - 0.5, -0.5], autorange=False, fixedrange=True, gridcolor="#edf1f4", automargin=True,
        tickvals=list(range(len(chapters))), ticktext=[label(chapter) for chapter in chapters], zeroline=False, ticks="",
    )  # fmt: skip
    return figure


def start_of(percents: Iterable[float]) -> int:
    """Where the axis begins: at 0, or at 50 when everything stands well above it; the axis says so itself."""
    return 50 if min(percents, default=0) >= 55 else 0


def offset(place: int, groups: int) -> float:
    """How far a group stands from the middle of its row, so that equal points do not hide each other."""
    return 0.0 if groups < 2 else SPREAD * (2 * place / (groups - 1) - 1)


def _points(name: str, pairs: Sequence[tuple[str, float, Score]], first: bool, place: int) -> go.Scatter:
    """One side as points (chapter, height, score), each with a symbol of its own."""
    color = {**CLASS_COLORS, **TRACK_COLORS}.get(name, MORE_COLORS[place % len(MORE_COLORS)])
    symbol = SYMBOLS.get(name, MORE_SYMBOLS[place % len(MORE_SYMBOLS)])
    return go.Scatter(
        x=[score.percent for _, _, score in pairs],
        y=[height for _, height, _ in pairs],
        mode="markers",
        name=markup.joined([name]),
        legendgroup=name,
        showlegend=first,
        marker={"symbol": symbol, "size": 12, "color": color, "line": {"width": 2.5, "color": color}},
        # The frame would cut a point at 100 in half.
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
        text=[hover(f"{chapter}（{name}）", score) for chapter, _, score in pairs],
    )


def _joins(rows: Sequence[Sequence[tuple[float, float]]]) -> go.Scatter:
    """Thin lines through the points of each row, given as (percent, height)."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row in rows:
        for percent, height in sorted(row):
            xs.append(percent)
            ys.append(height)
        xs.append(None)
        ys.append(None)
    return go.Scatter(
        x=xs, y=ys, mode="lines", line={"color": "#b5c2cc", "width": 3}, hoverinfo="skip", showlegend=False
    )


Panel = Sequence[tuple[str, Sequence[Score | None]]]
"""Group names with one score for each chapter, None where there is none."""


def _panels(chapters: Sequence[str], panels: Sequence[tuple[str, Panel]]) -> go.Figure:
    """Panels side by side that share the chapters on the left."""
    titles = [title for title, _ in panels]
    figure = make_subplots(cols=max(1, len(panels)), shared_yaxes=True, horizontal_spacing=0.03, subplot_titles=titles)
    seen: set[str] = set()
    for column, (_, panel) in enumerate(panels, start=1):
        joined: list[list[tuple[float, float]]] = [[] for _ in chapters]
        drawn = []
        for place, (name, scores) in enumerate(panel):
            pairs = [
                (chapter, row + offset(place, len(panel)), score)
                for row, (chapter, score) in enumerate(zip(chapters, scores, strict=True))
                if score is not None and score.percent is not None
            ]
            for _, height, score in pairs:
                # Nobody stands further than SPREAD from the middle, so rounding finds the row again.
                joined[round(height)].append((score.percent or 0.0, height))
            if pairs:
                drawn.append(_points(name, pairs, name not in seen, place))
                seen.add(name)
        if len(panel) == 2:
            # Drawn first, and so under its points.
            figure.add_trace(_joins(joined), row=1, col=column)
        for trace in drawn:
            figure.add_trace(trace, row=1, col=column)
    return _styled(figure, chapters)


def dumbbells(sheet: SheetComparison) -> go.Figure:
    """Self against visitor by chapter."""
    panel = [
        ("自己評価", [pair.self_score for pair in sheet.chapters]),
        ("訪問評価", [pair.visitor_score for pair in sheet.chapters]),
    ]
    return _panels([pair.chapter_name for pair in sheet.chapters], [("", panel)])


def by_year(cells: Sequence[Cell], running: int) -> go.Figure:
    """Groups beside each other by chapter, one panel for each of the latest years; hollow in the one that is not over."""
    years = sorted({cell.fiscal_year for cell in cells})[-YEARS_IN_PICTURE:]
    groups = list(dict.fromkeys(cell.group for cell in cells))
    chapters = list(dict.fromkeys((cell.chapter, cell.chapter_name) for cell in cells))
    scores = {(cell.fiscal_year, cell.group, cell.chapter): cell.score for cell in cells}
    panels = [
        (
            year_name(year, running),
            [(group, [scores.get((year, group, code)) for code, _ in chapters]) for group in groups],
        )
        for year in years
    ]
    figure = _panels([name for _, name in chapters], panels)
    if running in years:
        # The panels are numbered from 1, the first has no number.
        place = years.index(running) + 1
        for trace in figure.select_traces(selector={"mode": "markers"}, col=place):
            trace.marker.symbol = hollow(trace.marker.symbol)
    return figure


def hollow(symbol: str) -> str:
    """The open form of a symbol."""
    return symbol if symbol.endswith("-open") else f"{symbol}-open"


def both_ways(found: PartnersComparison) -> go.Figure:
    """What each of two partners found at the other, by chapter."""
    chapters = list(dict.fromkeys(chapter for _, chapter, _ in found.items))
    codes = [[code for code, name, _ in found.items if name == chapter] for chapter in chapters]
    ways = [(one.name, [one.score(part) for part in codes]) for one in (found.there, found.back)]
    return _panels(chapters, [("", ways)])


def trend(table: Table) -> go.Figure:
    """The rows of a table as lines over its columns; what is no number is a gap."""
    figure = go.Figure()
    for place, (name, *values) in enumerate(table.rows):
        color = CLASS_COLORS.get(str(name), MORE_COLORS[place % len(MORE_COLORS)])
        numbers = [value if isinstance(value, float) else None for value in values]
        symbol = SYMBOLS.get(str(name), MORE_SYMBOLS[place % len(MORE_SYMBOLS)])
        figure.add_trace(
            go.Scatter(
                # A year without a number stays a gap: a line across it would look like one.
                x=list(table.names[1:]), y=numbers, name=markup.joined([str(name)]), mode="lines+markers", connectgaps=False,
                line={"color": color, "width": 2.5, "dash": DASHES[place % len(DASHES)]},
                marker={"symbol": [hollow(symbol) if RUNNING in year else symbol for year in table.names[1:]], "size": 11,
                        "color": color},
                hovertemplate="%{fullData.name}<br>%{x}　%{y:.1f}％<extra></extra>",
            )
        )  # fmt: skip
    start = start_of(value for trace in figure.data for value in trace.y if value is not None)
    figure.update_layout(**layout(380))
    figure.update_xaxes(fixedrange=True, type="category", linecolor=LINE, tickfont={"color": SOFT, "size": 14})
    return figure.update_yaxes(
        range=[start - 2, 102], dtick=25 if start < 50 else 10, ticksuffix="％", gridcolor="#e3e9ee", zeroline=False,
        fixedrange=True, tickfont={"color": SOFT, "size": 13}, automargin=True,
    )  # fmt: skip
