"""Which anonymous group numbers may be shown, so that no single hospital can be read or worked out from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

CLASSES = (1, 2)
"""The classes of hospitals that stand as groups without names."""
SMALLEST = 3
"""The smallest group that any region may be told of."""


def margin(hospitals: int, known: Collection[int], minimum: int) -> int | None:
    """How many of so many new hospitals of a group a reader may know by name and still be shown the group; None: do not add them.

    `known` tells of each reader how many of them that reader knows. Those who know so many that fewer than the minimum
    would be left are not shown the group, and the others must be at least those who know one: themselves.
    """
    allowed = [one for one in known if hospitals - one >= minimum]
    found = max(allowed, default=None)
    return None if found is None or (max(known) and not found) else found


Block = tuple[tuple[int, ...], tuple[int, ...]]
"""The sizes of some hospitals and these hospitals, both in order."""


def blocks(sizes: Mapping[int, int], circles: Collection[Set[int]], minimum: int) -> tuple[Block, ...]:
    """The hospitals that come in together, divided by size as far as no block is so small that it tells of a few.

    `circles` are those that each reader knows by name. Of a size that is a block of its own there may be numbers; the others
    stay together, so whatever is shown is a sum over blocks, and so is whatever is left when one is taken from another.
    """
    # Who knows so many of them that too few others are left is not shown any of them.
    readers = [one for one in circles if len(sizes.keys() - one) >= minimum]

    def hides(chosen: Collection[int]) -> bool:
        return _hides({one for one, size in sizes.items() if size in chosen}, readers, minimum)

    found = sorted(set(sizes.values()), key=lambda size: (list(sizes.values()).count(size), size))
    rest = [one for one in found if not hides([one])]
    apart = [one for one in found if one not in rest]
    while rest and apart and not hides(rest):
        rest.append(apart.pop(0))
    parts = [(one,) for one in sorted(apart)] + ([tuple(sorted(rest))] if rest else [])
    return tuple((part, tuple(sorted(one for one, size in sizes.items() if size in part))) for part in parts)


def apart(together: Collection[int], wished: Set[int], circles: Collection[Set[int]], minimum: int) -> tuple[int, ...]:
    """Of hospitals that others are shown together, those of `wished` whom somebody else may be shown by themselves, in order.

    Laid beside each other, both views tell of who is in the one alone; so both parts hide each of their hospitals, or hold
    nobody. Where only a few would be left over, some of the wished ones stay with them.
    """
    chosen = sorted(wished & set(together))
    rest = set(together) - wished
    while rest and chosen and not _hides(rest, circles, minimum):
        rest.add(chosen.pop())
    return tuple(chosen) if _hides(chosen, circles, minimum) else ()


def standing(together: Set[int], wished: Set[int], minimum: int) -> tuple[int, ...]:
    """The same for sums that are made anew each time they are read, with whatever minimum is in force then, and nobody's circle.

    What is left over grows by steps that double: so of any two such sums, made with two minima, the same hospitals are in both,
    or at least as many as the smaller minimum are in one of them alone.
    """
    chosen, (*smaller, _) = sorted(wished & together), steps(minimum)
    rest = len(together) - len(chosen)
    left = rest and max(rest, SMALLEST)
    for step in smaller:
        left += step if 0 < left < 2 * step else 0
    kept = chosen[: max(0, len(together) - left)]
    return tuple(kept) if len(kept) >= minimum else ()


def steps(minimum: int) -> list[int]:
    """Numbers that double, up to the first that is not below the minimum: what grows by them holds beside smaller minima, too."""
    found = [SMALLEST]
    while found[-1] < minimum:
        found.append(2 * found[-1])
    return found


def _hides(here: Collection[int], circles: Collection[Set[int]], minimum: int) -> bool:
    """Whether of some hospitals everybody who knows some of them by name still does not know enough others."""
    return all(len(set(here) - circle) >= minimum for circle in circles or [set()])
