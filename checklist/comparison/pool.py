"""What stands behind a comparison: who looks, and which assessments and items are taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from checklist import words
from checklist.comparison import basis as bases
from checklist.comparison import selection as selections
from checklist.comparison.basis import Basis
from checklist.comparison.selection import SCOPE_WORDS, Scope, Selection
from checklist.errors import Forbidden
from checklist.formats.document import Facts
from checklist.model.assessments import Track
from checklist.model.sheets import Chapter
from checklist.rules import access, scoring
from checklist.rules.assessments import submission
from checklist.rules.scoring import Score
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Entry, Filter, Groups, Portion, Use
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

__all__ = ["ALL_CHAPTERS", "NO_DATA", "Cell", "Pool", "Reader", "Selection", "most_used", "read", "reader", "visible"]

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

    `circle` holds the own hospital and its partners.
    """

    named: frozenset[int]
    names: Mapping[int, str]
    minimum: int
    own: int | None
    fictional: bool
    circle: frozenset[int] = frozenset()

    def scope(self, asked: Scope) -> Scope:
        """The scope that can be had: without a hospital of one's own there are no partners."""
        return asked if self.circle else Scope.REGION


@dataclass(frozen=True)
class Pool:
    """The assessments and items of a comparison.

    `portions` are what years, class and scope leave, and what the basis rests on; of them `entries` are those of the
    groups asked for.
    """

    selection: Selection
    reader: Reader
    entries: tuple[Entry, ...]
    portions: tuple[Portion, ...]
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
        return not all(portion.named for portion in self.portions)

    @property
    def notes(self) -> tuple[str, ...]:
        """Which assessments are in it, for people; the definition of the score comes last."""
        chosen = self.selection
        scope = f"{words.TRACKS[chosen.track]}、{chosen.span}。提出済みの評価のみを集計し、中止した訪問は除きます。"
        edition = "同じ年度に自己評価を繰り返した病院は、最新の提出分のみを用います。"
        return (
            *self.basis.sentences,
            scope,
            *((edition,) if chosen.track is Track.SELF else ()),
            *((self._members(),) if self.scope is Scope.PARTNERS else ()),
            scoring.definition(self.basis.scale),
        )

    @property
    def facts(self) -> Facts:
        """What was compared, for the head of a paper; the track comes first."""
        chosen = self.selection
        chapter = next((one.name for one in self.basis.chapters if one.code == chosen.chapter), "")
        return (
            ("評価の種類", words.TRACKS[chosen.track]),
            ("年度", chosen.span),
            ("対象の病院", SCOPE_WORDS[self.scope]),
            ("区分", f"{words.addon_class(chosen.addon_class)}の病院のみ" if chosen.addon_class else "すべて"),
            ("章", words.chapter(chosen.chapter, chapter) if chosen.chapter else "すべて"),
        )

    def _members(self) -> str:
        """The hospitals of a comparison among partners, by class and by name."""
        classes: dict[int | None, set[int]] = {}
        for portion in self.portions:
            if portion.near is not None:
                classes.setdefault(portion.addon_class, set()).add(portion.near)
        parts = [
            f"{words.addon_class(number)}は{'、'.join(sorted(self.reader.names[one] for one in classes[number]))}"
            for number in sorted(classes, key=lambda number: number or 9)
        ]
        return f"自院と連携先のみの集計です。{'。'.join(parts) or '提出済みの評価はまだありません'}。"


def reader(view: View) -> Reader:
    """What the principal may see; raises Forbidden."""
    if not access.may_open("comparison", view.principal):
        raise Forbidden
    return view.once("reader of comparisons", lambda: _reader(view))


def _reader(view: View) -> Reader:
    settings = region.load(view.db)
    everybody = hospitals.all_hospitals(view)
    own = view.principal.hospital_id
    partners = visits.partner_ids(view, own) if own is not None else frozenset()
    named = access.named_hospitals(view.principal, [hospital.id for hospital in everybody], partners)
    names = {hospital.id: hospital.name for hospital in everybody if hospital.id in named}
    circle = named & {own, *partners} if own is not None else frozenset()
    return Reader(named, names, settings.minimum_group_size, own, settings.fictional, circle)


def visible(view: View, track: Track) -> Filter:
    """The assessments that may enter any number the principal sees; the centre only gets those that opted in."""
    return Filter(track) if access.compares_all(view.principal) else Filter(track, sharing=True)


def read(view: View, selection: Selection, who: Reader, common: bool, groups: Groups | None = None) -> Pool:
    """The pool of a selection; `common` takes only items for both classes, else those for every class found.

    `groups` leaves out the assessments of all others; the items are the same with or without them.
    """
    selections.check(selection)
    circle = who.circle if who.scope(selection.scope) is Scope.PARTNERS else None
    asked = replace(
        visible(view, selection.track),
        first_year=selection.first_year,
        last_year=selection.last_year,
        sheet=selection.sheet,
    )
    # Which sheet is used most depends neither on class nor on scope, so it is found before they are.
    found = submitted.portions(view, asked, who.named, circle or ())
    asked = replace(
        asked,
        sheet=selection.sheet or most_used(found),
        addon_class=selection.addon_class,
        hospitals=circle,
        groups=groups,
    )
    portions = tuple(one for one in found if _chosen(one, asked))
    classes = {selection.addon_class} if selection.addon_class else {1, 2} if common else _classes(portions)
    basis = bases.read(view, {one.version_code for one in portions}, classes, selection.chapter, selection.last_year)
    return Pool(selection, who, tuple(submitted.entries(view, asked)), portions, basis)


def _chosen(portion: Portion, asked: Filter) -> bool:
    """Whether a portion is of the sheet, class and scope asked for."""
    near = asked.hospitals is None or portion.near is not None
    return near and portion.sheet_code == asked.sheet and asked.addon_class in (None, portion.addon_class)


def most_used(found: Iterable[Portion | Use]) -> str:
    """The sheet that most of the assessments are of, which a comparison takes unless another is named."""
    uses: dict[str, int] = {}
    for one in found:
        uses[one.sheet_code] = uses.get(one.sheet_code, 0) + one.assessments
    # Of two that are used as often, always the same one: the page must not change from run to run.
    return min(uses, key=lambda code: (-uses[code], code), default="")


def _classes(portions: Iterable[Portion]) -> set[int]:
    """The classes found; a hospital of no class, or of one that no item names, is held to what both share."""
    found = {portion.addon_class for portion in portions}
    named = {one for one in found if one in submission.SCOPED}
    return named if named == found else set(submission.SCOPED)
