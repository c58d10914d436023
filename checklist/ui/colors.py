"""Every colour that carries a meaning, once; each is told by a word or a letter as well."""

from __future__ import annotations

from checklist.formats.palette import ACCENT, CLASS_COLORS, GROUND, INK, LINE, SOFT, TRACK_COLORS
from checklist.model.scales import Hue

__all__ = ["ACCENT", "CLASS_COLORS", "GROUND", "HUES", "INK", "LINE", "RESULT_COLORS", "SOFT", "TRACK_COLORS"]

HUES = {
    Hue.GREEN: "#2f6f3e",
    Hue.BLUE: "#0b6e99",
    Hue.AMBER: "#a86400",
    Hue.RED: "#b3400e",
    Hue.GRAY: "#5b6770",
    Hue.VIOLET: "#6b4fa0",
}
"""What the values of a rating look like: dark enough for white letters and apart for colour-blind readers."""

RESULT_COLORS = {"met": HUES[Hue.BLUE], "not_met": HUES[Hue.RED], "unknown": HUES[Hue.VIOLET]}
"""The answers of the 施設基準 in the same colours: 適, 否, 要確認."""
