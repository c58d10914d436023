"""What stands behind a comparison: who looks, and which assessments and items are taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklist import words
from checklist.comparison import basis as bases
from checklist.comparison import selection as selections
from checklist.comparison.basis import Basis
from checklist.comparison.selection import Scope, Selection
from checklist.errors import Forbidden
from checklist.model.assessments import Track
from checklist.model.sheets import Chapter
from checklist.rules import access, scoring
from checklist.rules.scoring import Score
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import tallies
from checklist.store.assessments.tallies import Entry
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

__all__ = ["ALL_CHAPTERS", "NO_DATA", "Cell", "Pool", "Reader", "Selection", "read", "reader", "visible_entries"]

ALL_CHAPTERS = ""
NO_DATA = "データなし"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with what it is made of; without a score, `reason` says why. Chapter "" is all of them.

    `items` counts the items in the number, `left_out` those that too few hospitals rated. A cell of one item has
    its code in `item`.
    """

    chapter: str
    chapter_name: str
    fiscal_year: int
    group: str
    score: Score | None
    hospitals: int | None
    assessments: int | None
    reason: str
    items: int = 0
    left_out: int = 0
    item: str = ""
    item_text: str = ""

    @property
    def percent(self) -> float | None:
        """得点率, or None when there is no number to show."""
        return self.score.percent if self.score else None

    @property
    def shown(self) -> float | str:
        """What stands in the cell of a table: the percentage, or why there is none."""
        percent = self.percent
        return self.reason if percent is None else percent


@dataclass(frozen=True)
class Reader:
    """Who looks: the hospitals known by name, the own hospital, and the smallest group that may be shown.

    `circle` holds the own hospital and its partners, `visited` the pairs (hospital, year) of own visits.
    """

    named: frozenset[int]
    names: Mapping[int, str]
    minimum: int
    own: int | None
    fictional: bool
    circle: frozenset[int] = frozenset()
    visited: frozenset[tuple[int, int]] = frozenset()

    def scope(self, asked: Scope) -> Scope:
        """The scope that can be had: without a hospital of one's own there are no partners."""
        return asked if self.circle else Scope.REGION


@dataclass(frozen=True)
class Pool:
    """The assessments and items of a comparison; `everyone` are all of its sheet, before class and scope are chosen."""

    selection: Selection
    reader: Reader
    entries: tuple[Entry, ...]
    everyone: tuple[Entry, ...]
    basis: Basis

    @property
    def years(self) -> range:
        """The years compared."""
        return self.selection.years

    @property
    def scope(self) -> Scope:
        """The scope in effect."""
        return self.reader.scope(self.selection.scope)

    @property
    def rows(self) -> tuple[Chapter, ...]:
        """The chapters compared, and 全体 when there is more than one."""
        whole = (Chapter(ALL_CHAPTERS, "全体"),) if len(self.basis.chapters) > 1 else ()
        return (*self.basis.chapters, *whole)

    @property
    def anonymous(self) -> bool:
        """Whether any hospital is in it that the reader does not know by name."""
        return any(entry.hospital_id not in self.reader.named for entry in self.entries)

    @property
    def notes(self) -> tuple[str, ...]:
        """Which assessments are in it, for people; the definition of the score comes last."""
        chosen = self.selection
        span = f"{chosen.first_year}年度から{chosen.last_year}年度まで"
        scope = f"{words.TRACKS[chosen.track]}、{span}。提出済みの評価だけを集計し、中止した訪問は除きます。"
        edition = "同じ年度に自己評価を繰り返した病院は、最新の提出分だけを用います。"
        return (
            *self.basis.sentences,
            scope,
            *((edition,) if chosen.track is Track.SELF else ()),
            *((self._members(),) if self.scope is Scope.PARTNERS else ()),
            scoring.definition(self.basis.scale),
        )

    def _members(self) -> str:
        """The hospitals of a comparison among partners, by class and by name."""
        classes: dict[int | None, set[int]] = {}
        for entry in self.entries:
            classes.setdefault(entry.addon_class, set()).add(entry.hospital_id)
        parts = [
            f"{words.addon_class(number)}は{'、'.join(sorted(self.reader.names[one] for one in classes[number]))}"
            for number in sorted(classes, key=lambda number: number or 9)
        ]
        return f"自院と連携先だけの集計です。{'。'.join(parts) or '提出済みの評価はまだありません'}。"


def reader(view: View) -> Reader:
    """What the principal may see; raises Forbidden."""
    if not access.may_open("comparison", view.principal):
        raise Forbidden
    settings = region.load(view.db)
    everybody = hospitals.all_hospitals(view)
    own = view.principal.hospital_id
    partners = visits.partner_ids(view, own) if own is not None else frozenset()
    named = access.named_hospitals(view.principal, [hospital.id for hospital in everybody], partners)
    names = {hospital.id: hospital.name for hospital in everybody if hospital.id in named}
    circle = named & {own, *partners} if own is not None else frozenset()
    visited = tallies.visited(view, own) if own in named and own is not None else frozenset()
    return Reader(named, names, settings.minimum_group_size, own, settings.fictional, circle, visited)


def visible_entries(view: View, track: Track) -> list[Entry]:
    """The assessments that may enter any number the principal sees; the centre only gets those that opted in."""
    found = tallies.entries(view, track)
    if access.compares_all(view.principal):
        return found
    sharing = {hospital.id for hospital in hospitals.all_hospitals(view) if hospital.shares_with_center}
    return [entry for entry in found if entry.hospital_id in sharing]


def read(view: View, selection: Selection, common: bool) -> Pool:
    """The pool of a selection; `common` takes only items for both classes, else those for every class found."""
    who = reader(view)
    selections.check(selection)
    found = [e for e in visible_entries(view, selection.track) if e.fiscal_year in selection.years]
    sheet = selection.sheet or _most_used(found)
    everyone = tuple(entry for entry in found if entry.sheet_code == sheet)
    narrow = who.scope(selection.scope) is Scope.PARTNERS
    taken = tuple(
        entry
        for entry in everyone
        if selection.addon_class in (None, entry.addon_class) and (not narrow or entry.hospital_id in who.circle)
    )
    classes = {selection.addon_class} if selection.addon_class else {1, 2} if common else _classes(taken)
    basis = bases.read(view, {entry.version_code for entry in taken}, classes, selection.chapter)
    return Pool(selection, who, taken, everyone, basis)


def _most_used(entries: Iterable[Entry]) -> str:
    uses: dict[str, int] = {}
    for entry in entries:
        uses[entry.sheet_code] = uses.get(entry.sheet_code, 0) + 1
    return min(uses, key=lambda code: (-uses[code], code), default="")


def _classes(entries: Iterable[Entry]) -> set[int]:
    """The classes found; a hospital without a filing is held to what both classes share."""
    found = {entry.addon_class for entry in entries}
    return {1, 2} if None in found else {one for one in found if one is not None}
