"""Which anonymous group numbers may be shown, so that no single hospital can be read or worked out from them."""

from __future__ import annotations

from collections.abc import Collection

CLASSES = (1, 2)
"""The classes of hospitals that stand as groups without names."""


def margin(hospitals: int, known: Collection[int], minimum: int) -> int | None:
    """How many of so many new hospitals of a group a reader may know by name and still be shown the group; None: do not add them.

    `known` tells of each reader how many of them that reader knows. Those who know so many that fewer than the minimum
    would be left are not shown the group, and the others must be at least those who know one: themselves.
    """
    allowed = [one for one in known if hospitals - one >= minimum]
    found = max(allowed, default=None)
    return None if found is None or (max(known) and not found) else found
