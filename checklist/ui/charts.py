"""Pictures of the tables beside them: our own look, Japanese hover texts, a form and a word beside every colour."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from checklist.reports.pool import Cell
from checklist.reports.visit_comparison import SheetComparison
from checklist.rules.scoring import Score
from checklist.ui.colors import CLASS_COLORS, INK, LINE, SOFT, TRACK_COLORS

FONT = "'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', Meiryo, sans-serif"
MARKS = {"加算1": "circle", "加算2": "diamond", "自己評価": "circle-open", "訪問評価": "circle"}
MORE_MARKS = ("square", "triangle-up", "x", "pentagon", "star", "cross")
MORE_COLORS = ("#0f5c6e", "#c77800", "#6b4fa0", "#5b6770", "#a33b5a", "#3f7d3a", "#7a5230", "#2f5fa8")
YEARS_IN_PICTURE = 4
LABEL_WIDTH = 14


def draw(figure: go.Figure, alt: str, key: str) -> None:
    """Put a picture on the page; `alt` tells what it shows to those who do not see it."""
    config = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
    st.plotly_chart(figure, theme=None, config=config, alt=alt, key=key)


def label(name: str) -> str:
    """A chapter name in lines that fit beside the picture."""
    return "<br>".join(wrap(name, LABEL_WIDTH)) or name


def hover(name: str, score: Score) -> str:
    """What a point tells: the score and what it is made of."""
    return (
        f"{name}<br>得点率 {score.percent:.1f}％<br>評定数 {score.rated}　該当なし {score.not_applicable}"
        f"　確認不能 {score.unverified}　未回答 {score.unanswered}"
    )


def _styled(figure: go.Figure, rows: int) -> go.Figure:
    figure.update_layout(
        height=110 + 38 * rows,
        margin={"l": 8, "r": 16, "t": 72, "b": 36},
        font={"family": FONT, "size": 14, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "yref": "container", "font": {"size": 15}},
        hoverlabel={"bgcolor": "#ffffff", "bordercolor": LINE, "font": {"family": FONT, "size": 14, "color": INK}},
        dragmode=False,
    )
    figure.update_layout(legend_y=0.99, legend_yanchor="top")
    figure.update_xaxes(
        range=[-4, 104], dtick=25, ticksuffix="％", gridcolor="#e3e9ee", zeroline=False, fixedrange=True,
        tickfont={"color": SOFT, "size": 13}, linecolor=LINE,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", fixedrange=True, gridcolor="#f0f3f6", automargin=True, ticks="")
    return figure


def _points(name: str, pairs: Sequence[tuple[str, Score]], first: bool, place: int) -> go.Scatter:
    """One side as points, each with a mark of its own form."""
    color = {**CLASS_COLORS, **TRACK_COLORS}.get(name, MORE_COLORS[place % len(MORE_COLORS)])
    mark = MARKS.get(name, MORE_MARKS[place % len(MORE_MARKS)])
    return go.Scatter(
        x=[score.percent for _, score in pairs],
        y=[label(chapter) for chapter, _ in pairs],
        mode="markers",
        name=name,
        legendgroup=name,
        showlegend=first,
        marker={"symbol": mark, "size": 13, "color": color, "line": {"width": 2.5, "color": color}},
        hovertemplate="%{text}<extra></extra>",
        text=[hover(f"{chapter}（{name}）", score) for chapter, score in pairs],
    )


def _joins(ends: Sequence[tuple[str, float, float]]) -> go.Scatter:
    """Thin lines between two points of a row."""
    xs: list[float | None] = []
    ys: list[str | None] = []
    for chapter, left, right in ends:
        xs += [left, right, None]
        ys += [label(chapter), label(chapter), None]
    return go.Scatter(
        x=xs, y=ys, mode="lines", line={"color": "#b5c2cc", "width": 3}, hoverinfo="skip", showlegend=False
    )


def dumbbells(sheet: SheetComparison) -> go.Figure:
    """Self against visitor by chapter."""
    figure = go.Figure()
    ends = [
        (pair.chapter_name, pair.self_score.percent, pair.visitor_score.percent)
        for pair in sheet.chapters
        if pair.self_score and pair.visitor_score
        and pair.self_score.percent is not None and pair.visitor_score.percent is not None
    ]  # fmt: skip
    figure.add_trace(_joins(ends))
    for place, (name, part) in enumerate((("自己評価", "self_score"), ("訪問評価", "visitor_score"))):
        scores = [(pair.chapter_name, getattr(pair, part)) for pair in sheet.chapters]
        pairs = [(chapter, score) for chapter, score in scores if score is not None and score.percent is not None]
        if pairs:
            figure.add_trace(_points(name, pairs, True, place))
    return _in_order(_styled(figure, len(sheet.chapters)), [pair.chapter_name for pair in sheet.chapters])


def by_year(cells: Sequence[Cell]) -> go.Figure:
    """Groups beside each other by chapter, one panel for each of the latest years."""
    years = sorted({cell.fiscal_year for cell in cells})[-YEARS_IN_PICTURE:]
    groups = list(dict.fromkeys(cell.group for cell in cells))
    chapters = list(dict.fromkeys(cell.chapter_name for cell in cells))
    titles = [f"{year}年度" for year in years]
    figure = make_subplots(cols=max(1, len(years)), shared_yaxes=True, horizontal_spacing=0.03, subplot_titles=titles)
    seen: set[str] = set()
    for column, year in enumerate(years, start=1):
        here = [cell for cell in cells if cell.fiscal_year == year and cell.percent is not None]
        figure.add_trace(_joins(_spans(here)), row=1, col=column)
        for place, group in enumerate(groups):
            pairs = [(cell.chapter_name, cell.score) for cell in here if cell.group == group and cell.score]
            if pairs:
                figure.add_trace(_points(group, pairs, group not in seen, place), row=1, col=column)
                seen.add(group)
    figure.update_annotations(font={"size": 15, "family": FONT, "color": INK})
    return _in_order(_styled(figure, len(chapters)), chapters)


def _spans(cells: Sequence[Cell]) -> list[tuple[str, float, float]]:
    """The lowest and the highest point of each row."""
    rows: dict[str, list[float]] = {}
    for cell in cells:
        if cell.percent is not None:
            rows.setdefault(cell.chapter_name, []).append(cell.percent)
    return [(chapter, min(found), max(found)) for chapter, found in rows.items() if len(found) > 1]


def _in_order(figure: go.Figure, chapters: Sequence[str]) -> go.Figure:
    """Rows in the order of the sheet, those without a point included."""
    figure.update_yaxes(categoryorder="array", categoryarray=[label(chapter) for chapter in chapters])
    figure.update_yaxes(range=[len(chapters) - 0.5, -0.5], autorange=False)
    return figure
