"""The own hospital over the years, and the quartiles of comparable hospitals in one year that is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles

from checklist.comparison import comparison, sums
from checklist.comparison import pool as pools
from checklist.comparison.pool import Cell, Pool
from checklist.comparison.selection import Group, Selection
from checklist.comparison.sums import Layout
from checklist.model.assessments import Track
from checklist.rules import disclosure
from checklist.rules.disclosure import Showing
from checklist.rules.hospitals.bed_size import bed_size
from checklist.rules.scoring import Score
from checklist.store.act import View
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
    # The one place to put frozen editions in. Until then: only a year that is over, no hospital counted, quartiles in
    # whole points, and as many hospitals without a name as the region asks for. Numbers to the decimal would be those of
    # single hospitals, for the middle of five is one of them.
    who = pools.reader(view)
    pool = pools.read(view, chosen, who, common=True)
    for whom, group in _groups(view, pool, year):
        shown = disclosure.showing(group, who.named, who.minimum) is Showing.SHOWN
        found = _percents(view, pool, year, group) if shown else []
        if len(found) >= max(2, who.minimum):
            low, middle, high = (round(one) for one in quantiles(found, n=4, method="inclusive"))
            return Band(low, middle, high, whom)
    return None


def _groups(view: View, pool: Pool, year: int) -> Iterator[tuple[str, set[int]]]:
    """The groups that may be comparable, the closest first, by what they are called."""
    classes = {one.hospital_id: one.addon_class for one in pool.entries if one.fiscal_year == year}
    number = classes.get(pool.reader.own or 0)
    if number not in CLASS_NUMBERS or pool.basis.fault:
        return
    alike = {one for one, other in classes.items() if other == number}
    sizes = {one.id: bed_size(one.beds) for one in hospitals.all_hospitals(view)}
    size = sizes[pool.reader.own or 0]
    yield first_screen.of_kind(number, size), {one for one in alike if sizes[one] == size}
    yield first_screen.of_kind(number, None), alike
    yield first_screen.ALL_HOSPITALS, {one for one, other in classes.items() if other in CLASS_NUMBERS}


def _percents(view: View, pool: Pool, year: int, group: set[int]) -> list[float]:
    """得点率 of each hospital of a group; for this module alone, which lets no single one out."""
    layout = Layout(
        tuple((year, str(one)) for one in sorted(group)),
        lambda entry: [str(entry.hospital_id)] if entry.fiscal_year == year and entry.hospital_id in group else [],
    )
    columns = sums.add_up(view, pool, layout).columns.values()
    scores = [sum(column.scores.values(), Score()) for column in columns]
    return [one.percent for one in scores if one.percent is not None]
