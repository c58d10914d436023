"""Which hospitals are of comparable size: by the numbers of beds that the fee schedule itself tells apart."""

from __future__ import annotations

MIDDLE, LARGE = 200, 400
"""Where the middle and the large hospitals begin: 200床 and 400床, as in 診療報酬."""

SIZES = (0, 1, 2)


def bed_size(beds: int) -> int:
    """0 for a small, 1 for a middle and 2 for a large hospital."""
    return (beds >= MIDDLE) + (beds >= LARGE)
