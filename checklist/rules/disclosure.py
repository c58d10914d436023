"""Which anonymous group numbers may be shown, so that no single hospital can be read or worked out from them."""

from __future__ import annotations

from collections.abc import Collection
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


def takes_part(raters: int, unknown: int, minimum: int) -> bool:
    """Whether an item may enter the numbers of a group with so many hospitals unknown to the reader.

    `raters` counts those of them that rated it. An item that only some of them rated would give these away as soon
    as a number with it is compared with one without it.
    """
    return unknown == 0 or raters >= minimum
