"""Which anonymous group numbers may be shown, so that no single hospital can be read or worked out from them."""

from __future__ import annotations

from enum import StrEnum


class Showing(StrEnum):
    """What becomes of one number of a group."""

    SHOWN = "shown"
    TOO_SMALL = "too_small"
    EMPTY = "empty"


def showing(contributors: int, unknown: int, minimum: int) -> Showing:
    """Judge one number by how many hospitals' ratings are in it, and how many of these the reader does not know by name.

    The reader could take the known ones away from the group, so what is left over must be nobody or again a large
    enough group.
    """
    if not contributors:
        return Showing.EMPTY
    return Showing.SHOWN if not unknown or unknown >= minimum else Showing.TOO_SMALL


def takes_part(raters: int, unknown: int, minimum: int) -> bool:
    """Whether an item may enter the numbers of a group with so many hospitals unknown to the reader.

    `raters` counts those of them that rated it. An item that only some of them rated would give these away as soon
    as a number with it is compared with one without it.
    """
    return unknown == 0 or raters >= minimum
