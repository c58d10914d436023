"""How many beds a hospital had on a day, by what was written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BedCount:
    """So many beds from a day on; None for the first number that is known, which stands for all the time before."""

    since: date | None
    beds: int


def standing(found: Iterable[BedCount]) -> tuple[BedCount, ...]:
    """What counts of all that was written down, in that order: the last word for each day, by day."""
    last = {one.since: one for one in found}
    return tuple(sorted(last.values(), key=lambda one: one.since or date.min))


def on(counts: Sequence[BedCount], day: date) -> int | None:
    """The number on a day, by what `standing` gives; the earliest known one for days before, None without any."""
    held = [one for one in counts if one.since is None or one.since <= day] or list(counts[:1])
    return held[-1].beds if held else None
