"""Axes of pictures that count something."""

from __future__ import annotations

from checklist.ui.charts import Piece
from checklist.ui.colors import SOFT

FEW = 6
"""Up to so many, the library would put halves and fifths between whole numbers."""


def counts(highest: float, unit: str = "") -> Piece:
    """From nought in whole steps, up to about `highest`; the `unit` stands behind each number."""
    steps = {"dtick": 1} if highest <= FEW else {"nticks": 6}
    return {
        "rangemode": "tozero", "ticksuffix": unit, "gridcolor": "#e3e9ee", "zeroline": False, "fixedrange": True,
        "automargin": True, "tickfont": {"color": SOFT, "size": 13}, "tickformat": ",d", **steps,
    }  # fmt: skip
