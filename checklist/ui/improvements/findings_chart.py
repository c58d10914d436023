"""The findings of each year as bars, divided by what was last said of them: a number on each part, and a pattern beside its colour."""

from __future__ import annotations

import plotly.graph_objects as go

from checklist.formats.table import Table
from checklist.ui import charts, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import HUES, INK, LINE, SOFT
from checklist.model.scales import Hue

LOOKS = {
    "解決": (HUES[Hue.BLUE], ""),
    "継続": (HUES[Hue.AMBER], "/"),
    "再発": (HUES[Hue.RED], "x"),
    "未確認": ("#8796a3", "."),
}
"""Word -> colour and pattern, so that the parts are told apart in grey print."""


def by_year(found: Table) -> go.Figure:
    """The rows of the table (year, one column for each word, sum) as bars from bottom to top."""
    years = [str(row[0]) for row in found.rows]
    traces = [_part(found, place, years) for place in range(1, len(found.columns) - 1)]
    highest = max((int(row[-1] or 0) for row in found.rows), default=0)
    across = {
        "fixedrange": True, "type": "category", "linecolor": LINE, "tickfont": {"color": SOFT, "size": 14},
    }  # fmt: skip
    up = {
        "range": [0, highest * 1.12 or 1], "ticksuffix": "件", "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True,
        "tickfont": {"color": SOFT, "size": 13}, "automargin": True, "nticks": 6,
    }  # fmt: skip
    settings = charts.layout(340) | {
        "barmode": "stack", "bargap": 0.45, "xaxis": across, "yaxis": up,
        "annotations": [_sum(year, int(row[-1] or 0)) for year, row in zip(years, found.rows, strict=True)],
    }  # fmt: skip
    return charts.figure(traces, settings)


def _part(found: Table, place: int, years: list[str]) -> Piece:
    word = found.columns[place].name.removesuffix("（件）")
    color, pattern = LOOKS[word]
    counts = [int(row[place] or 0) for row in found.rows]
    return {
        "type": "bar",
        "name": markup.joined([word]),
        "x": years,
        "y": counts,
        "text": [str(count) if count else "" for count in counts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#ffffff", "size": 14},
        "marker": {
            "color": color,
            "line": {"color": "#ffffff", "width": 1},
            "pattern": {"shape": pattern, "fgcolor": "rgba(255,255,255,0.35)", "size": 7, "solidity": 0.25},
        },
        "hovertemplate": "%{x}　%{fullData.name}　%{y}件<extra></extra>",
    }


def _sum(year: str, count: int) -> Piece:
    return {
        "x": year, "y": count, "text": f"{count}件", "showarrow": False, "yanchor": "bottom",
        "font": {"size": 14, "family": charts.FONT, "color": INK},
    }  # fmt: skip


def told(found: Table) -> str:
    """The same in words, for those who do not see it."""
    heads = [column.name.removesuffix("（件）") for column in found.columns[1:]]
    parts = [
        f"{row[0]}：" + "、".join(f"{head}{count}件" for head, count in zip(heads, row[1:], strict=True))
        for row in found.rows
    ]
    return f"{found.title}。{'。'.join(parts)}。"
