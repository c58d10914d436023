"""Comparison over hospitals and years: 加算1 beside 加算2, hospitals by name, and groups large enough to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checklist import words
from checklist.comparison import change, chapter_order, funnel, headline, sums
from checklist.comparison import comparison_tables as tables
from checklist.comparison import pool as pools
from checklist.comparison.comparison_tables import HeatMap
from checklist.comparison.funnel import Funnel
from checklist.comparison.pool import ALL_CHAPTERS, Cell, Pool, Reader
from checklist.comparison.selection import GROUP_WORDS, Group, Scope, Selection
from checklist.comparison.sums import Layout, Sums
from checklist.comparison.visit_comparison import VisitComparison, visit_comparison
from checklist.formats.document import Document
from checklist.model.assessments import Track
from checklist.model.sheets import FOCUS_CHAPTER
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Filter, Flags, Use
from checklist.store.sheets import focus_items, sheets

__all__ = [
    "ALL_CHAPTERS",
    "Cell",
    "Choices",
    "ClassComparison",
    "Comparison",
    "Group",
    "HospitalComparison",
    "Scope",
    "Selection",
    "VisitComparison",
    "choices",
    "class_comparison",
    "hospital_comparison",
    "visit_comparison",
]


@dataclass(frozen=True)
class Choices:
    """What the inputs of the page may offer: years newest first, chapters as (code, name) of the newest version.

    `sheets` are (code, name) of those used, the most used first; years and chapters are of the one chosen. `running` is the
    year that is not over.
    """

    years: tuple[int, ...]
    chapters: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...] = ()
    running: int = 0
    scopes: tuple[Scope, ...] = (Scope.REGION,)
    groups: tuple[Group, ...] = (Group.CLASS_1, Group.CLASS_2)


@dataclass(frozen=True, kw_only=True)
class Comparison(Document):
    """A comparison with everything a page or a file shows; `empty` when no number at all can be shown.

    `tables[0]` is the picture as a grid, the last table lists every number with its parts; `csv_table` is that one.
    `items` holds a cell for every item and column: of the class comparison always, of hospitals for a chosen chapter
    and the last year. `by` is "classes" or "hospitals", as in the address.
    """

    by: str
    selection: Selection
    scope: Scope
    cells: tuple[Cell, ...]
    items: tuple[Cell, ...]
    running: int
    headline: str = ""
    """What the numbers say in one sentence; empty where there are none."""
    funnels: tuple[Funnel, ...] = ()
    """Hospitals by name beside the limits of their class."""
    own: str = ""
    """The name of the reader's own hospital; empty for who has none."""
    moved: str = ""
    """How sure the change of the own hospital is, beside the groups; empty where nothing can be said."""
    so_far: tuple[str, ...] = ()
    """How many hospitals each class has in the year that is not over, of how many, for the pictures of that year."""

    @property
    def empty(self) -> bool:
        """Whether there is no number at all."""
        return all(cell.percent is None for cell in self.cells)

    @property
    def heat_map(self) -> HeatMap:
        """Chapters (or the items of the chosen chapter) down, columns across."""
        last = self.selection.last_year
        chosen = self.items if self.selection.chapter and self.items else self.cells
        return tables.heat_map(
            [cell for cell in chosen if self.by == "classes" or cell.fiscal_year == last], self.running
        )


ClassComparison = HospitalComparison = Comparison


def choices(view: View, asked: str = "") -> Choices:
    """Sheets, and years, chapters, scopes and groups of the sheet asked for, else of the most used; raises Forbidden."""
    own = pools.reader(view).own
    tracks = (Track.SELF, Track.VISITOR)
    found = [one for track in tracks for one in submitted.versions_used(view, Filter(track))]
    if not found:
        return Choices((), ())
    offered = _sheets(view, found)
    # Of the sheet that is compared: the code of the one for infection control comes later in the alphabet, and its
    # chapters were offered, of which a comparison of the other sheet has none.
    sheet = asked if asked in dict(offered) else offered[0][0]
    used = [one for one in found if one.sheet_code == sheet]
    chapters = sheets.get(view, max(used, key=lambda one: one.number).version_code).chapters
    years = tuple(sorted({one.fiscal_year for one in used}, reverse=True))
    focus = {FOCUS_CHAPTER: words.FOCUS} if _has_focus(view, found, sheet) else {}
    named = (*focus.items(), *((chapter.code, chapter.name) for chapter in chapters))
    plain = Choices(years, named, offered, pools.running_year(view))
    return replace(plain, scopes=tuple(Scope), groups=tuple(Group)) if own is not None else plain


def _sheets(view: View, found: Sequence[Use]) -> tuple[tuple[str, str], ...]:
    """The sheets used with their names, the most used first."""
    codes = {one.sheet_code for one in found}
    names = {one.sheet_code: one.sheet_name for one in found}
    first = pools.most_used(found)
    return tuple((code, names[code]) for code in sorted(codes, key=lambda one: (one != first, one)))


def _has_focus(view: View, found: Iterable[Use], sheet: str) -> bool:
    """Whether 重点項目 were chosen for a year in which the sheet is used."""
    used = [(one.fiscal_year, one.version_code) for one in found if one.sheet_code == sheet]
    return bool(focus_items.of_years(view, used))


def class_comparison(view: View, selection: Selection) -> Comparison:
    """加算1 beside 加算2 by chapter and item over the years; raises Forbidden, or Refused for a senseless selection."""
    return of_classes(class_sums(view, selection))


def of_classes(found: Sums) -> Comparison:
    """The class comparison made of its sums."""
    title = f"加算1と加算2の比較（{words.TRACKS[found.pool.selection.track]}）"
    return _made(found, "classes", title, found.item_cells())


def class_sums(view: View, selection: Selection) -> Sums:
    """What stands behind the class comparison: its columns added up by item; raises as `class_comparison`."""
    pool, names = _class_pool(view, selection)
    return _class_sums(view, pool, names)


def both_tracks(view: View, selection: Selection) -> tuple[Sums, Sums]:
    """The same of self and visitor, over the hospitals that have both in a year; raises as `class_comparison`."""
    (own, names), (seen, _) = (_class_pool(view, one) for one in of_one_sheet(view, selection))
    own, seen = own.beside(seen), seen.beside(own)
    return _class_sums(view, own, names), _class_sums(view, seen, names)


def of_one_sheet(view: View, selection: Selection) -> tuple[Selection, Selection]:
    """A selection for self and for visitor: without a sheet, both of the one that visitors used most."""
    # Each side by itself could be most often of another sheet.
    seen = replace(selection, track=Track.VISITOR)
    seen = replace(seen, sheet=pools.sheet_of(view, seen))
    return replace(seen, track=Track.SELF), seen


def _class_pool(view: View, selection: Selection) -> tuple[Pool, Mapping[Group, str]]:
    """The pool of a class comparison, and its groups with what stands above them."""
    who = pools.reader(view)
    names = _group_names(selection, who)
    # The own hospital alone, too: home lays the band of others beside it, whoever of them is released.
    return pools.read(view, selection, who, common=True), names


def _class_sums(view: View, pool: Pool, names: Mapping[Group, str]) -> Sums:
    columns = tuple((year, label) for year in pool.years for label in names.values())
    first = (pool.taken.fiscal_year - pool.selection.first_year) * len(names)
    places = tuple(np.where(_belongs(pool, group), first + place, -1) for place, group in enumerate(names))
    return sums.add_up(view, pool, Layout(columns, places, same_items=True))


def _group_names(chosen: Selection, who: Reader) -> dict[Group, str]:
    """The columns asked for that there can be, with what stands above them."""
    possible = {
        Group.CLASS_1: chosen.addon_class in (None, 1),
        Group.CLASS_2: chosen.addon_class in (None, 2),
        Group.OWN: who.own is not None,
        Group.VISITS: who.own is not None,
    }
    return {group: GROUP_WORDS[group] for group in Group if group in chosen.groups and possible[group]}


def _belongs(pool: Pool, group: Group) -> Flags:
    """Which of the assessments taken stand in the column of a group."""
    taken, named = pool.taken, ~pool.released
    # Without names only what was released; by name only those that the reader knows.
    in_class = pool.released if pool.anonymous else named
    # Both tracks of a class are of the same hospitals: of one that changed it in between, neither.
    in_class = in_class if pool.moved is None else in_class & ~pool.moved
    found: dict[Group, Flags] = {
        Group.CLASS_1: in_class & (taken.addon_class == 1),
        Group.CLASS_2: in_class & (taken.addon_class == 2),
        Group.OWN: named & (taken.hospital == pool.reader.own),
        Group.VISITS: named & pool.reader.visited(taken),
    }
    return found[group]


def hospital_comparison(view: View, selection: Selection) -> Comparison:
    """The last year by hospital and group, and every hospital over the years; raises as `class_comparison`."""
    pool = pools.read(view, selection, pools.reader(view), common=False)
    found = sums.add_up(view, pool, _by_hospital(pool))
    items = found.item_cells(selection.last_year) if selection.chapter else ()
    return _made(found, "hospitals", f"病院別の比較（{words.TRACKS[selection.track]}）", items)


def _by_hospital(pool: Pool) -> Layout:
    """Own hospital first, then others by name (with ratings in any of the years), then the groups without names."""
    names, own, taken = pool.reader.names, pool.reader.own, pool.taken
    order = sorted(set(taken.hospital[~pool.released].tolist()) - {own}, key=lambda one: names[one])
    labels = [names[one] for one in ([own] if own is not None else []) + order]
    rows = zip(
        *(one.tolist() for one in (taken.fiscal_year, taken.hospital, taken.addon_class, pool.released)), strict=True
    )
    standing = [(year, words.addon_class(number) if released else names[one]) for year, one, number, released in rows]
    groups = {year: sorted({label for one, label in standing if one == year} - {*labels}) for year in pool.years}
    columns = tuple((year, label) for year in pool.years for label in (*labels, *groups[year]))
    number = {place: column for column, place in enumerate(columns)}
    return Layout(columns, (np.array([number[place] for place in standing], np.int64),))


def _made(found: Sums, by: str, title: str, items: tuple[Cell, ...]) -> Comparison:
    pool = found.pool
    cells = chapter_order.sorted_cells(found.cells(), pool.selection)
    texts = found.notes
    made = tables.class_tables if by == "classes" else tables.hospital_tables
    shown, own = made(pool, cells, items, texts), pool.reader.names.get(pool.reader.own or 0, "")
    charts = tables.class_charts(title, shown) if by == "classes" else tables.hospital_charts(title, shown, own)
    moves, moved = (change.table(pool, cells), change.sentence(pool, cells)) if by == "classes" else (None, "")
    shown = (*shown[:2], moves, *shown[2:]) if moves else shown
    funnels = funnel.made(pool, cells) if by == "hospitals" else ()
    running = pool.selection.last_year >= pool.running
    said = funnel.sentence(funnels, pool.selection.last_year, running) if funnels else headline.of_classes(pool, cells)
    return Comparison(
        title, pool.facts, shown, shown[-1], charts, texts, pool.reader.fictional,
        by=by, selection=pool.selection, scope=pool.scope, cells=cells, items=items, running=pool.running, headline=said,
        funnels=funnels, own=own, moved=moved, so_far=found.so_far,
    )  # fmt: skip
