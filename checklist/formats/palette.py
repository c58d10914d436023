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
OWN_BAR = (OWN_COLORS["自院"], GRAINS.index("diagonal"))
"""The colour and grain of the own hospital's bar among those of others."""
_READABLE = 4.5
_NAMED = {**CLASS_COLORS, **TRACK_COLORS, **OWN_COLORS}


def letters(color: str) -> str:
    """The colour of names and numbers beside what is drawn in this one: darker where letters of it could not be read.

    The contrast is that of WCAG 2.2 for text, 4.5, on the light ground of the screen and so on white paper as well.
    """
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    while (luminance(GROUND) + 0.05) / (luminance(color) + 0.05) < _READABLE:
        parts = [part * 24 // 25 for part in parts]
        color = "#{:02x}{:02x}{:02x}".format(*parts)
    return color


def luminance(color: str) -> float:
    """How light a colour is, from 0 to 1, as WCAG 2.2 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def color(name: str, place: int) -> str:
    """The colour of a series: that of what its name ends with (2026年度 加算1), else the next of the row."""
    own, _, last = name.rpartition(" ")
    known = _NAMED | PALER if own == "自己評価" else _NAMED
    return known.get(last, MORE_COLORS[place % len(MORE_COLORS)])
