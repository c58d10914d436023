"""The findings of each year as bars, divided by what was last said of them: word and number on each part, beside its colour."""

from __future__ import annotations

import plotly.graph_objects as go

from checklist.formats import palette
from checklist.formats.table import Table, Value
from checklist.model.scales import Hue
from checklist.ui import axes, charts, labels, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import HUES, INK, LINE, SOFT

# Apart in lightness as well, the worst one darkest: in grey print, colours of one lightness are one.
COLORS = {"解決": HUES[Hue.BLUE], "継続": "#e0b26a", "再発": "#7a1f00", "未確認": "#dbe2e8"}
COLORS |= {"初回": "#9fc4d6", "繰り返し": COLORS["再発"]}
WHITE = "#ffffff"
EDGES = {"未確認": SOFT, "再発": COLORS["再発"], "繰り返し": COLORS["繰り返し"]}
"""A white edge hid the few that came back."""
LEAST_TOLD = 0.1
"""Of the highest bar: a lower part has no room for its number, which stands in the table below."""
LEAST_NAMED = 0.18
"""Of the highest bar: a higher part has room for its word over its number, as wide as a bar on a phone is."""


def by_year(found: Table) -> go.Figure:
    """The rows of the table (year, one column for each word, sum) as bars from bottom to top."""
    years = [str(row[0]) for row in found.rows]
    highest = max((_count(row[-1]) for row in found.rows), default=0)
    traces = [_part(found, place, years, highest) for place in range(1, len(found.columns) - 1)]
    across = {
        "fixedrange": True, "type": "category", "linecolor": LINE, "tickfont": {"color": SOFT, "size": 14},
        "tickvals": years, "ticktext": labels.years(years), "tickangle": 0,
    }  # fmt: skip
    up = axes.counts(highest, "件") | {"range": [0, highest * 1.12 or 1]}
    settings = charts.layout(340) | {
        "barmode": "stack", "bargap": 0.2, "margin": {"l": 8, "r": 16, "t": 72, "b": 64}, "xaxis": across, "yaxis": up,
        "annotations": [_sum(year, _count(row[-1])) for year, row in zip(years, found.rows, strict=True)],
    }  # fmt: skip
    return charts.figure(traces, settings)


def _part(found: Table, place: int, years: list[str], highest: int) -> Piece:
    word = found.columns[place].name.removesuffix("（件）")
    counts = [_count(row[place]) for row in found.rows]
    return {
        "type": "bar",
        "name": markup.joined([word]),
        "x": years,
        # Of a nought the edge would be drawn, over the part below it.
        "y": [count or None for count in counts],
        "text": [_text(word, count, highest) for count in counts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"color": letters_on(COLORS[word]), "size": 14},
        "marker": {
            "color": COLORS[word],
            "line": {"color": EDGES.get(word, WHITE), "width": 1.5},
        },
        "hovertemplate": "%{x}　%{fullData.name}　%{y}件<extra></extra>",
    }


def letters_on(color: str) -> str:
    """White on what is dark, else the ink of the page."""
    return WHITE if palette.luminance(color) < 0.18 else INK


def _text(word: str, count: int, highest: int) -> str:
    if count < LEAST_TOLD * highest:
        return ""
    return markup.lines([word, f"{count:,}"]) if count >= LEAST_NAMED * highest else f"{count:,}"


def _sum(year: str, count: int) -> Piece:
    return {
        "x": year, "y": count, "text": f"{count:,}件", "showarrow": False, "yanchor": "bottom",
        "font": {"size": 14, "family": charts.FONT, "color": INK},
    }  # fmt: skip


def _count(cell: Value) -> int:
    return cell if isinstance(cell, int) else 0


def told(found: Table) -> str:
    """The same in words, for those who do not see it."""
    heads = [column.name.removesuffix("（件）") for column in found.columns[1:]]
    parts = [
        f"{row[0]}：" + "、".join(f"{head}{count}件" for head, count in zip(heads, row[1:], strict=True))
        for row in found.rows
    ]
    return f"{found.title}。{'。'.join(parts)}。"
