"""Every colour that carries a meaning, once; each is told by a word or a letter as well."""

from __future__ import annotations

INK, SOFT, LINE, GROUND, ACCENT = "#1c2733", "#52616f", "#c9d3dc", "#f7f9fb", "#0f5c6e"

RATING_COLORS = {
    "S": "#2f6f3e",
    "A": "#0b6e99",
    "B": "#a86400",
    "C": "#b3400e",
    "YES": "#0b6e99",
    "NO": "#b3400e",
    "NA": "#5b6770",
    "UNVERIFIED": "#6b4fa0",
}
"""Rating value -> colour, dark enough for white letters and apart for colour-blind readers."""

MARK_COLORS = {"met": "#0b6e99", "not_met": "#b3400e", "unknown": "#6b4fa0"}
"""The answers of the 施設基準 in the same colours: 適, 否, 要確認."""

CLASS_COLORS = {"加算1": "#0f5c6e", "加算2": "#c77800"}
TRACK_COLORS = {"自己評価": "#5b6770", "訪問評価": "#0f5c6e"}
