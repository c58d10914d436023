"""Chapters × hospitals, one small heat map for each year: darker is lower, also in grey print."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from checklist.comparison.comparison_tables import year_name
from checklist.comparison.pool import Cell
from checklist.comparison.sums import CLASS_LABELS
from checklist.formats.palette import CLASS_COLORS, OWN_COLORS
from checklist.ui import charts, heat, labels, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import INK

STEPS = ("#7a3310", "#bd6a38", "#dd9e6c", "#edc9a0", "#f4e4cc")
"""The same five ranges as those of the table, in one direction of lightness."""
LOW = 65
"""Below it lie the two darkest ranges."""
ROW, HIGH_ROW, IN_ONE_LINE = 20, 34, 10
"""Pixels of a chapter, of chapters with any name in two lines, and letters that have room in one."""


def legend() -> Markup:
    """What the colours mean, from the lowest percentages on."""
    piece = Markup('<li><i style="background:{}"></i>{}</li>')
    keys = markup.joined(piece.format(*one) for one in zip(STEPS, heat.ranges(), strict=True))
    return Markup('<ul class="legend" aria-label="図の色分け">{}</ul>').format(keys)


def title(groups: Collection[str]) -> str:
    """What the pictures are called; of classes alone none of them shows a hospital."""
    return f"章と{'区分' if set(groups) <= set(CLASS_COLORS) else '病院'}の得点率の移り変わり"


def columns_told(groups: Collection[str], own: str) -> str:
    """What a column is, and where the numbers are."""
    order = f"{'左端は自院、その右は' if own in groups else '左から'}名前の順"
    column = "1列が1つの区分です" if set(groups) <= set(CLASS_COLORS) else f"1列が1病院で、{order}です"
    return f"{column}。色のない所はデータがありません。章の並べ方は「条件を変える」で選べます。数値は下の表と内訳で確認できます。"


def years(cells: Sequence[Cell], most: int) -> list[int]:
    """The latest years with any number, of which there are pictures."""
    return sorted({cell.fiscal_year for cell in cells if cell.percent is not None})[-most:]


def told(cells: Sequence[Cell], year: int, shown: Collection[str], running: int) -> str:
    """How many of the hospitals have a chapter in one of the two lowest ranges, in a year."""
    known = [cell for cell in cells if cell.fiscal_year == year and cell.percent is not None]
    here = [cell for cell in known if cell.group in shown]
    low = {cell.group for cell in here if cell.percent is not None and cell.percent < LOW}
    every = {cell.group for cell in here}
    # Where hospitals have names, classes beside them are none of them.
    named = every - set(CLASS_LABELS)
    what, of = ("病院", named) if named else ("区分", every)
    if not of:
        return ""
    # Of hundreds there are pages.
    part = "表示している" if len({cell.group for cell in known} - set(CLASS_LABELS)) > len(named) > 0 else ""
    weak = len(low & of)
    found = f"うち{weak}{what}に{LOW}％未満の章があります" if weak else f"いずれにも{LOW}％未満の章はありません"
    return f"{year_name(year, running)}は、{part}{len(of)}{what}の{found}。"


def with_numbers(cells: Sequence[Cell]) -> list[Cell]:
    """Without the years and the chapters of which nothing can be drawn: neither empty panels nor empty rows."""
    spoken = [cell for cell in cells if cell.percent is not None]
    years, chapters = {cell.fiscal_year for cell in spoken}, {cell.chapter for cell in spoken}
    return [cell for cell in cells if cell.fiscal_year in years and cell.chapter in chapters]


def small(cells: Sequence[Cell], year: int, groups: Collection[str], running: int, own: str = "") -> go.Figure:
    """One year: chapters down in the order of the cells, the hospitals across in that of their columns; `own` is the reader's."""
    here = [cell for cell in with_numbers(cells) if cell.fiscal_year == year and cell.group in groups]
    chapters = list(dict.fromkeys((cell.chapter, cell.chapter_name) for cell in here))
    names = list(dict.fromkeys(cell.group for cell in here))
    found = {(cell.chapter, cell.group): cell for cell in here}
    rows = [[found[code, name] for name in names] for code, _ in chapters]
    row = HIGH_ROW if any(len(name) > IN_ONE_LINE for _, name in chapters) else ROW
    named = [place for place, name in enumerate(names) if name == own or labels.legend_lines(names, narrow=True) == 1]
    below = 16 if named else 0
    settings = charts.layout(64 + row * len(chapters) + below) | {"showlegend": False}
    settings["margin"] = {"l": 8, "r": 8, "t": 34, "b": 10 + below}
    settings["title"] = {"text": year_name(year, running), "x": 0.5, "y": 0.98, "yanchor": "top", "font": {"size": 15}}
    # Names of many hospitals cannot be read below columns so narrow; a touch tells them, and the table names all.
    settings["xaxis"] = {
        "tickvals": named, "ticktext": [markup.joined(["自院" if names[place] == own else names[place]]) for place in named], "tickangle": 0,
        "tickfont": {"size": 13, "color": OWN_COLORS["自院"] if own in names else INK}, "ticks": "", "showgrid": False, "zeroline": False, "fixedrange": True,
    }  # fmt: skip
    settings["yaxis"] = {
        "range": [len(chapters) - 0.5, -0.5], "tickvals": list(range(len(chapters))), "automargin": True, "fixedrange": True,
        "ticktext": [labels.label(name, IN_ONE_LINE) for _, name in chapters], "showgrid": False, "zeroline": False, "ticks": "",
        "tickfont": {"size": 13, "color": INK},
    }  # fmt: skip
    return charts.figure([_map(rows, len(names))], settings)


def _map(rows: Sequence[Sequence[Cell]], across: int) -> Piece:
    scale = [[end, color] for place, color in enumerate(STEPS) for end in (place / 5, (place + 1) / 5)]
    steps = [[None if cell.percent is None else heat.step(cell.percent) + 0.5 for cell in row] for row in rows]
    return {
        "type": "heatmap",
        "z": steps,
        "x": list(range(across)),
        "zmin": 0,
        "zmax": 5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "text": [[_told(cell) for cell in row] for row in rows],
        "hoverongaps": False,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _told(cell: Cell) -> str:
    return markup.lines([cell.group, f"{cell.chapter_name}　{cell.shown}{'％' if cell.percent is not None else ''}"])
