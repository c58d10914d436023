"""Scales of check sheets and the values of a rating."""

from __future__ import annotations

NOT_APPLICABLE = "NA"


UNVERIFIED = "UNVERIFIED"


SCALES: dict[str, tuple[str, ...]] = {
    "abcx": ("A", "B", "C", NOT_APPLICABLE, UNVERIFIED),
    "sabc": ("S", "A", "B", "C", NOT_APPLICABLE, UNVERIFIED),
    "yes-no": ("YES", "NO", NOT_APPLICABLE, UNVERIFIED),
}
"""Rating values by scale, in the order in which they are shown."""


COMMENT_EXPECTED = frozenset({"B", "C", "NO", UNVERIFIED})
"""Values that need a comment to be understood by the other side."""
