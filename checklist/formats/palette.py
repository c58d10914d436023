"""The colours of charts, the same on screen, in workbooks, on slides and on paper; each is named in a legend as well."""

from __future__ import annotations

CLASS_COLORS = {"加算1": "#0f5c6e", "加算2": "#c77800"}
TRACK_COLORS = {"自己評価": "#5b6770", "訪問評価": "#0f5c6e", "合意評価": "#6b4fa0"}
OWN_COLORS = {"自院": "#b3400e"}
MORE_COLORS = ("#0f5c6e", "#c77800", "#6b4fa0", "#5b6770", "#a33b5a", "#3f7d3a", "#7a5230", "#2f5fa8")
_NAMED = {**CLASS_COLORS, **TRACK_COLORS, **OWN_COLORS}


def color(name: str, place: int) -> str:
    """The colour of a series: that of what its name ends with (2026年度 加算1), else the next of the row."""
    return _NAMED.get(name.rpartition(" ")[2], MORE_COLORS[place % len(MORE_COLORS)])
