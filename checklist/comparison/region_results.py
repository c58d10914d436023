"""得点率 of the region as one group, by chapter and item: for the support centre as it was released, else of every hospital."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from checklist.comparison import pool as pools
from checklist.comparison import reader as readers
from checklist.comparison import sums
from checklist.comparison.pool import ALL_CHAPTERS, Cell, Pool
from checklist.comparison.reader import Reader
from checklist.comparison.selection import Selection
from checklist.comparison.sums import Layout
from checklist.model.assessments import Track
from checklist.store import clock, region
from checklist.store.act import View
from checklist.store.assessments.editions import Audience

GROUP = "地域"


@dataclass(frozen=True)
class RegionResults:
    """The visitors' ratings of a year and of the one before it; `cells` have a chapter each, `items` an item.

    Only those with a number are here. `hospitals` are those of the year, `as_of` the day on which its numbers stood still.
    """

    sheet: str
    year: int
    hospitals: int
    as_of: date
    chapters: tuple[Cell, ...]
    items: tuple[Cell, ...]
    before: dict[tuple[str, str], float]
    """Chapter and item ("": the whole chapter) -> percent of the year before."""
    notes: tuple[str, ...]


def anonymous(view: View) -> Reader:
    """Whoever knows nobody by name, with the editions made for the support centre."""
    settings = region.of(view)
    return Reader({}, settings.minimum_group_size, None, settings.fictional, False, {}, Audience.CENTER)


def read(view: View, year: int) -> RegionResults | None:
    """What visitors rated in a year, or None where nothing of it may be shown; raises Forbidden."""
    who = readers.reader(view)
    pool = pools.read(view, Selection(year - 1, year, Track.VISITOR), who, common=True)
    # Whoever knows all hospitals knows them now, whoever knows none as they were released.
    taken = np.ones(len(pool.taken), np.bool_) if who.every else pool.released
    place = np.where(taken, pool.taken.fiscal_year - (year - 1), -1)
    layout = Layout(((year - 1, GROUP), (year, GROUP)), (place,))
    found = sums.add_up(view, pool, layout)
    told = [one for one in (*found.cells(), *found.item_cells()) if one.percent is not None]
    now = [one for one in told if one.fiscal_year == year and one.chapter != ALL_CHAPTERS]
    if not now:
        return None
    before = {(one.chapter, one.item): one.percent or 0.0 for one in told if one.fiscal_year < year}
    return RegionResults(
        pool.basis.sheet, year, len(pool.hospitals(year)), _as_of(view, pool, year),
        tuple(one for one in now if not one.item), tuple(one for one in now if one.item), before, found.notes,
    )  # fmt: skip


def _as_of(view: View, pool: Pool, year: int) -> date:
    days = [clock.day_of(clock.from_text(one.at)) for one in pool.editions if one.fiscal_year == year]
    return max(days, default=view.today)
