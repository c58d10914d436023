"""Comparison over hospitals and years: 加算1 beside 加算2, hospitals by name, and groups large enough to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from checklist import words
from checklist.comparison import comparison_tables as tables
from checklist.comparison import pool as pools
from checklist.comparison import sums
from checklist.comparison.comparison_tables import HeatMap
from checklist.comparison.pool import ALL_CHAPTERS, Cell, Pool, Reader
from checklist.comparison.selection import CLASSES, GROUP_WORDS, Group, Scope, Selection
from checklist.comparison.sums import Layout, Place, Sums
from checklist.comparison.visit_comparison import VisitComparison, visit_comparison
from checklist.formats.document import Document
from checklist.model.assessments import Track
from checklist.model.sheets import FOCUS_CHAPTER
from checklist.rules import access, disclosure
from checklist.rules.assessments.submission import SCOPED
from checklist.rules.disclosure import Showing
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Entry, Groups, Use
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
    "default_scope",
    "hospital_comparison",
    "visit_comparison",
]

OTHERS = "その他の病院"


@dataclass(frozen=True)
class Choices:
    """What the inputs of the page may offer: years newest first, chapters as (code, name) of the newest version."""

    years: tuple[int, ...]
    chapters: tuple[tuple[str, str], ...]
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

    @property
    def empty(self) -> bool:
        """Whether there is no number at all."""
        return all(cell.percent is None for cell in self.cells)

    @property
    def heat_map(self) -> HeatMap:
        """Chapters (or the items of the chosen chapter) down, columns across."""
        last = self.selection.last_year
        chosen = self.items if self.selection.chapter and self.items else self.cells
        return tables.heat_map([cell for cell in chosen if self.by == "classes" or cell.fiscal_year == last])


ClassComparison = HospitalComparison = Comparison


def default_scope(view: View) -> Scope:
    """What the page opens with: a hospital's own circle, else the region; raises Forbidden."""
    if access.manages_region(view.principal):
        return Scope.REGION
    return pools.reader(view).scope(Scope.PARTNERS)


def choices(view: View) -> Choices:
    """Years, chapters, scopes and groups for which the principal may compare anything; raises Forbidden."""
    circle = pools.reader(view).circle
    tracks = (Track.SELF, Track.VISITOR)
    found = [one for track in tracks for one in submitted.versions_used(view, pools.visible(view, track))]
    if not found:
        return Choices((), ())
    # Of the sheet that is compared: the code of the one for infection control comes later in the alphabet, and its
    # chapters were offered, of which a comparison of the other sheet has none.
    sheet = pools.most_used(found)
    newest = max((one for one in found if one.sheet_code == sheet), key=lambda one: one.number)
    chapters = sheets.get(view, newest.version_code).chapters
    years = sorted({one.fiscal_year for one in found}, reverse=True)
    focus = {FOCUS_CHAPTER: words.FOCUS} if _has_focus(view, found, sheet) else {}
    named = (*focus.items(), *((chapter.code, chapter.name) for chapter in chapters))
    return Choices(tuple(years), named, tuple(Scope), tuple(Group)) if circle else Choices(tuple(years), named)


def _has_focus(view: View, found: Iterable[Use], sheet: str) -> bool:
    """Whether 重点項目 were chosen for a year in which the sheet is used."""
    used = [(one.fiscal_year, one.version_code) for one in found if one.sheet_code == sheet]
    return bool(focus_items.of_years(view, used))


def class_comparison(view: View, selection: Selection) -> Comparison:
    """加算1 beside 加算2 by chapter and item over the years; raises Forbidden, or Refused for a senseless selection."""
    found = class_sums(view, selection)
    return _made(found, "classes", f"加算1と加算2の比較（{words.TRACKS[selection.track]}）", found.item_cells())


def class_sums(view: View, selection: Selection) -> Sums:
    """What stands behind the class comparison: its columns added up by item; raises as `class_comparison`."""
    who = pools.reader(view)
    names = _group_names(selection, who)
    pool = pools.read(view, selection, who, common=True, groups=_groups(names, who))
    layout = Layout(
        tuple((year, label) for year in pool.years for label in names.values()),
        lambda entry: [label for group, label in names.items() if _belongs(pool, entry, group)],
        same_items=True,
    )
    return sums.add_up(view, pool, layout)


def _group_names(chosen: Selection, who: Reader) -> dict[Group, str]:
    """The columns asked for that there can be, with what stands above them."""
    possible = {
        Group.CLASS_1: chosen.addon_class in (None, 1),
        Group.CLASS_2: chosen.addon_class in (None, 2),
        Group.OWN: who.own in who.named,
        Group.VISITS: bool(who.circle),
    }
    return {group: GROUP_WORDS[group] for group in Group if group in chosen.groups and possible[group]}


def _groups(names: Collection[Group], who: Reader) -> Groups:
    """The hospitals of some columns, as the database is asked for them; `_belongs` says the same of one assessment."""
    classes = frozenset(number for number, group in enumerate(CLASSES, start=1) if group in names)
    own = frozenset({who.own} if who.own is not None and Group.OWN in names else ())
    return Groups(classes, own, who.own if Group.VISITS in names else None)


def _belongs(pool: Pool, entry: Entry, group: Group) -> bool:
    if group is Group.OWN:
        return entry.hospital_id == pool.reader.own
    if group is Group.VISITS:
        return entry.visited
    return entry.addon_class == (1 if group is Group.CLASS_1 else 2)


def hospital_comparison(view: View, selection: Selection) -> Comparison:
    """The last year by hospital and group, and every hospital over the years; raises as `class_comparison`."""
    pool = pools.read(view, selection, pools.reader(view), common=False)
    by_class = {year: _splits(pool, year) for year in pool.years}
    named, names = pool.reader.named, pool.reader.names
    layout = Layout(
        tuple(place for year in pool.years for place in _hospital_columns(pool, year, by_class[year])),
        lambda e: [names[e.hospital_id]] if e.hospital_id in named else _other(e, by_class[e.fiscal_year]),
    )
    found = sums.add_up(view, pool, layout, by_item=selection.chapter is not None)
    last = [place for place in layout.columns if place[0] == selection.last_year]
    items = found.item_cells(last) if selection.chapter and last else ()
    return _made(found, "hospitals", f"病院別の比較（{words.TRACKS[selection.track]}）", items)


def _hospital_columns(pool: Pool, year: int, by_class: bool) -> list[Place]:
    """Own hospital first, then others by name (with ratings in any of the years), then the groups of the rest."""
    named, own = pool.reader.named, pool.reader.own
    order = sorted({e.hospital_id for e in pool.entries} & named - {own}, key=lambda one: pool.reader.names[one])
    if own is not None and own in named:
        order.insert(0, own)
    others = [label for e in _unnamed(pool.entries, pool, year) for label in _other(e, by_class)]
    return [(year, label) for label in [*(pool.reader.names[one] for one in order), *sorted(set(others))]]


def _unnamed(entries: Iterable[Entry], pool: Pool, year: int) -> list[Entry]:
    return [e for e in entries if e.fiscal_year == year and e.hospital_id not in pool.reader.named]


def _splits(pool: Pool, year: int) -> bool:
    """Whether the unnamed stand by class: always when a class filter asks for it, else if any class is large enough.

    Beside a class that is shown, the whole would give away the class that is not; so a year has either the classes
    or the whole, whatever else is chosen. Where it is asked, nobody unnamed is left out: with a class filter the
    answer is known, and among partners everybody has a name.
    """
    others = _unnamed(pool.entries, pool, year)
    ids = ({e.hospital_id for e in others if e.addon_class == number} for number in (1, 2))
    large = any(disclosure.showing(found, (), pool.reader.minimum) is Showing.SHOWN for found in ids)
    return large or pool.selection.addon_class is not None


def _other(entry: Entry, by_class: bool) -> list[str]:
    """The group in which a hospital without a name stands; without a filing it has none beside the classes."""
    if not by_class:
        return [OTHERS]
    return [f"その他の{words.addon_class(entry.addon_class)}病院"] if entry.addon_class in SCOPED else []


def _made(found: Sums, by: str, title: str, items: tuple[Cell, ...]) -> Comparison:
    pool, cells = found.pool, found.cells()
    texts = found.notes
    made = tables.class_tables if by == "classes" else tables.hospital_tables
    shown = made(pool, cells, items, texts)
    charts = tables.class_charts(title, shown) if by == "classes" else tables.hospital_charts(title, shown[1])
    return Comparison(
        title, pool.facts, shown, shown[-1], charts, texts, pool.reader.fictional,
        by=by, selection=pool.selection, scope=pool.scope, cells=cells, items=items,
    )  # fmt: skip
