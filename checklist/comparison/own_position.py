"""The own hospital over the years, and the quartiles of comparable hospitals in one year that is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from statistics import quantiles

import numpy as np

from checklist.comparison import comparison, counts
from checklist.comparison import pool as pools
from checklist.comparison import reader as readers
from checklist.comparison.pool import Cell, Pool
from checklist.comparison.selection import Group, Selection
from checklist.model.assessments import Track
from checklist.rules.hospitals.bed_size import bed_size
from checklist.store.act import View
from checklist.store.assessments.submitted import Flags
from checklist.store.hospitals import hospitals
from checklist.words import first_screen

CLASS_NUMBERS = (1, 2)
"""Those of 医療安全対策加算."""


@dataclass(frozen=True)
class Band:
    """The quartiles of 得点率 of a group in whole points; `whom` says which hospitals these are."""

    low: int
    middle: int
    high: int
    whom: str


def selection(first_year: int, last_year: int, chapter: str | None = None) -> Selection:
    """What the page 比較 is asked for to show the same numbers."""
    return Selection(first_year, last_year, Track.VISITOR, chapter, groups=(Group.OWN,))


def cells(view: View, chosen: Selection) -> tuple[Cell, ...]:
    """得点率 of the own hospital by year and chapter, as the page 比較 shows it; raises Forbidden."""
    return comparison.class_comparison(view, chosen).cells


def band(view: View, chosen: Selection, year: int) -> Band | None:
    """How comparable hospitals stand in a year on the items of `chosen`, or None where they are too few.

    Comparable are those of the class of the own hospital and of its size; where these are too few to be shown, those of
    its class, and else those of both classes.
    """
    # Only what was released, so it is the same for every reader of a class and stays until the next edition, sizes
    # included. In whole points and without a number of hospitals, for the middle of five is one of them.
    pool = pools.read(view, chosen, readers.reader(view), common=True)
    bands = (_band(view, pool, group, whom) for whom, group in _groups(view, pool, year))
    return next((one for one in bands if one), None)


def class_bands(view: View, chosen: Selection, year: int) -> tuple[dict[int, Band], float | None]:
    """The same of each class in a year, whatever its size, and 得点率 of the own hospital on the same items."""
    pool = pools.read(view, chosen, readers.reader(view), common=True)
    here = pool.taken.fiscal_year == year
    found = {}
    for number in () if pool.basis.fault else CLASS_NUMBERS:
        group = pool.released & here & (pool.taken.addon_class == number)
        if band := _band(view, pool, group, first_screen.of_kind(number, None)):
            found[number] = band
    own = here & ~pool.released & (pool.taken.hospital == (pool.reader.own or 0))
    mine = _percents(view, pool, own) if own.any() and not pool.basis.fault else {}
    return found, next(iter(mine.values()), None)


def _band(view: View, pool: Pool, group: Flags, whom: str) -> Band | None:
    """The quartiles of a group, or None where it is too small or would betray one of its hospitals."""
    found = _percents(view, pool, group) if group.any() else {}
    if len(found) < 2 or not _hides_each(pool, group, found):
        return None
    low, middle, high = (round(one) for one in quantiles(found.values(), n=4, method="inclusive"))
    return Band(low, middle, high, whom)


def _groups(view: View, pool: Pool, year: int) -> Iterator[tuple[str, Flags]]:
    """The released answers of the hospitals that may be comparable, the closest first, by what these are called."""
    taken, own = pool.taken, pool.reader.own or 0
    numbers = taken.addon_class[(taken.hospital == own) & (taken.fiscal_year == year) & ~pool.released].tolist()
    number = numbers[-1] if numbers else None
    if number not in CLASS_NUMBERS or pool.basis.fault:
        return
    here = pool.released & (taken.fiscal_year == year)
    alike = here & (taken.addon_class == number)
    size = next(bed_size(one.beds) for one in hospitals.all_hospitals(view) if one.id == own)
    yield first_screen.of_kind(number, size), alike & _as_large(pool, alike, size)
    yield first_screen.of_kind(number, None), alike
    yield first_screen.ALL_HOSPITALS, here


def _as_large(pool: Pool, alike: Flags, size: int) -> Flags:
    """Whose answers came in as those of a size, or of nobody where in some edition that size does not stand apart."""
    taken, found = pool.taken, np.zeros(len(pool.taken), np.bool_)
    for edition, block, sizes in _blocks(pool, alike):
        if size in sizes and len(sizes) > 1:
            return np.zeros(len(taken), np.bool_)
        if size in sizes:
            found |= (taken.edition == edition) & np.isin(taken.hospital, block)
    return found


def _hides_each(pool: Pool, group: Flags, scored: Collection[int]) -> bool:
    """Whether of every block of every edition in the group there are enough scores of hospitals without a name.

    A group is made of whole blocks, and so is what is left when one group is taken from another, or the band of before an
    edition from that of after it.
    """
    taken = pool.taken
    known = pool.reader.knows(taken.hospital, taken.fiscal_year)
    strange = set(taken.hospital[group & ~known].tolist()) & set(scored)
    return all(len(strange.intersection(block)) >= pool.reader.minimum for _, block, _ in _blocks(pool, group))


def _blocks(pool: Pool, group: Flags) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Of each edition in a group the blocks of which the group has any: the edition, the hospitals, their sizes."""
    for edition in pool.editions:
        inside = set(pool.taken.hospital[group & (pool.taken.edition == edition.number)].tolist())
        yield from ((edition.number, block, sizes) for sizes, block in edition.blocks if inside.intersection(block))


def _percents(view: View, pool: Pool, group: Flags) -> dict[int, float]:
    """得点率 of each hospital of a group that has one; for this module alone, which lets no single one out."""
    names, place = np.unique(pool.taken.hospital, return_inverse=True)
    counted = counts.count(view, pool, (np.where(group, place, -1),), len(names)).answers.sum(axis=1).tolist()
    scores = [counts.score(pool, one) for one in counted]
    found = zip(names.tolist(), scores, strict=True)
    return {name: one.percent for name, one in found if one.percent is not None}
