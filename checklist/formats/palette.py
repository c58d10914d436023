"""The colours of charts, the same on screen, in workbooks, on slides and on paper; each is named in a legend as well."""

from __future__ import annotations

INK, SOFT, LINE, GROUND, ACCENT = "#1c2733", "#52616f", "#c9d3dc", "#f7f9fb", "#0f5c6e"
CLASS_COLORS = {"加算1": "#0f5c6e", "加算2": "#c77800"}
TRACK_COLORS = {"自己評価": "#5b6770", "訪問評価": "#0f5c6e", "合意評価": "#6b4fa0"}
OWN_COLORS = {"自院": "#b3400e", "この病院（訪問評価）": "#b3400e", "この病院（自己評価）": "#5b6770"}
PALER = {"加算1": "#6aa3af", "加算2": "#e0b26a"}
"""The same groups as they rate themselves."""
MORE_COLORS = ("#0f5c6e", "#c77800", "#6b4fa0", "#5b6770", "#a33b5a", "#3f7d3a", "#7a5230", "#2f5fa8")
GRAINS = ("solid", "diagonal", "dots", "lines")
SHAPES = ("circle", "diamond", "square", "triangle")
DASHES = ("solid", "dash", "round_dot", "dash_dot")
"""What tells the series of one chart apart in grey print, in their order: how bars are filled, points formed and lines drawn."""
_NAMED = {**CLASS_COLORS, **TRACK_COLORS, **OWN_COLORS}


def color(name: str, place: int) -> str:
    """The colour of a series: that of what its name ends with (2026年度 加算1), else the next of the row."""
    own, _, last = name.rpartition(" ")
    known = _NAMED | PALER if own == "自己評価" else _NAMED
    return known.get(last, MORE_COLORS[place % len(MORE_COLORS)])
