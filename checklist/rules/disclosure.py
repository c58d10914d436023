"""Which anonymous group numbers may be shown, so that no single hospital can be read or worked out from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class Showing(StrEnum):
    """What becomes of one number of a group."""

    SHOWN = "shown"
    TOO_SMALL = "too_small"
    EMPTY = "empty"


def showing(contributors: Collection[int], named: Collection[int], minimum: int) -> Showing:
    """Judge one number by the hospitals whose ratings are in it.

    The reader knows `named` hospitals by name and could take them away from the group, so what is left over must
    be nobody or again a large enough group.
    """
    if not contributors:
        return Showing.EMPTY
    others = set(contributors) - set(named)
    return Showing.SHOWN if not others or len(others) >= minimum else Showing.TOO_SMALL


def total_showing(
    contributors: Collection[int], parts: Mapping[str, Showing], named: Collection[int], minimum: int
) -> Showing:
    """Judge a total that stands beside its parts: with a part hidden, the total would give it away."""
    if Showing.TOO_SMALL in parts.values():
        return Showing.TOO_SMALL
    return showing(contributors, named, minimum)
