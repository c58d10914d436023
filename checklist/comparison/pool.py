"""What stands behind a comparison: who looks, and which assessments and items are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from checklist import words
from checklist.comparison import basis as bases
from checklist.comparison import selection as selections
from checklist.comparison.basis import Basis
from checklist.comparison.reader import Reader, reader
from checklist.comparison.selection import SCOPE_WORDS, Scope, Selection
from checklist.formats.document import Facts
from checklist.model.assessments import Track
from checklist.model.permission import Verb
from checklist.model.sheets import Chapter
from checklist.rules import fiscal_year, scoring
from checklist.rules.assessments import submission
from checklist.rules.scoring import Score
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments, editions, submitted
from checklist.store.assessments.editions import Edition
from checklist.store.assessments.submitted import Filter, Flags, Numbers, Taken, Use

__all__ = [
    "ALL_CHAPTERS",
    "NO_DATA",
    "Cell",
    "Pool",
    "Reader",
    "Selection",
    "most_used",
    "read",
    "reader",
    "running_year",
]

ALL_CHAPTERS = ""
NO_DATA = "データなし"
OTHER_PAPERS = (
    "評価報告書（合意評価）と「1回の訪問」の得点率は、その訪問のすべての項目で計算します。"
    "共通の項目で計算するこの表とは、異なることがあります。"
)


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
class Pool:
    """The assessments and items of a comparison: those of hospitals known by name, and those of released editions.

    `readable` tells which assessments the reader may open one by one; released ones never.
    """

    selection: Selection
    reader: Reader
    taken: Taken
    readable: Flags
    editions: tuple[Edition, ...]
    basis: Basis
    running: int
    """The fiscal year that is not over yet."""
    single: Taken | None = None
    """What was left out because the other track has nothing beside it."""
    moved: Flags | None = None
    """Which of those beside the other track are of another class there: their hospital changed it in between."""

    @property
    def years(self) -> range:
        """The years compared."""
        return self.selection.years

    @property
    def scope(self) -> Scope:
        """The scope in effect."""
        return self.reader.scope(self.selection.scope)

    @property
    def released(self) -> Flags:
        """Which of the assessments are of groups without names."""
        return self.taken.edition > 0

    @property
    def anonymous(self) -> bool:
        """Whether the classes stand there without names, as they were released."""
        return not self.reader.every and self.scope is Scope.REGION

    def beside(self, other: Pool) -> Pool:
        """Only what the other pool has of the same hospital in the same year, too."""
        # What is released has both sides already, as it was then.
        both = np.isin(self.taken.hospital_years, other.taken.hospital_years) | self.released
        taken = self.taken.only(both)
        moved = ~(np.isin(_in_class(taken), _in_class(other.taken)) | self.released[both])
        single = self.taken.only(~both)
        return replace(self, taken=taken, readable=self.readable[both], single=single, moved=moved)

    def hospitals(self, year: int) -> set[int]:
        """Whose assessments of a year are taken."""
        return set(self.taken.hospital[self.taken.fiscal_year == year].tolist())

    def alone(self, year: int) -> set[int]:
        """Whose assessments of a year were left out because the other track has none."""
        return set(self.single.hospital[self.single.fiscal_year == year].tolist()) if self.single else set()

    @property
    def rows(self) -> tuple[Chapter, ...]:
        """The chapters compared, and 全体 when there is more than one."""
        whole = (Chapter(ALL_CHAPTERS, "全体"),) if len(self.basis.chapters) > 1 else ()
        return (*self.basis.chapters, *whole)

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
            OTHER_PAPERS,
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
        classes: dict[int, set[str]] = {}
        for hospital, number in zip(self.taken.hospital.tolist(), self.taken.addon_class.tolist(), strict=True):
            classes.setdefault(number, set()).add(self.reader.names[hospital])
        parts = [
            f"{words.addon_class(number or None)}は{'、'.join(sorted(classes[number]))}"
            for number in sorted(classes, key=lambda number: number or 9)
        ]
        return (
            "自院と、その年度に訪問があった連携先のみの集計です。"
            f"{'。'.join(parts) or '提出済みの評価はまだありません'}。"
        )


def _in_class(taken: Taken) -> Numbers:
    """Hospital, year and class of each assessment in one number."""
    found: Numbers = taken.hospital_years.astype(np.int64) * 16 + taken.addon_class
    return found


def read(view: View, selection: Selection, who: Reader, common: bool) -> Pool:
    """The pool of a selection; `common` takes only items for both classes, else those for every class found."""
    asked = chosen(view, selection, who)
    editions, rows = _released(view, asked, who, selection)
    taken = submitted.taken(view, asked, rows)
    taken = taken.only(_wanted(who, taken, selection))
    allowed, readable = _opened(view, who, taken)
    taken, readable = taken.only(allowed), readable[allowed]
    codes = {taken.versions[one] for one in set(taken.version.tolist())}
    classes = {selection.addon_class} if selection.addon_class else {1, 2} if common else _classes(taken)
    basis = bases.read(view, codes, classes, selection.chapter, selection.last_year)
    return Pool(selection, who, taken, readable, editions, basis, running_year(view))


def chosen(view: View, selection: Selection, who: Reader) -> Filter:
    """The assessments of hospitals known by name that a selection takes, in whatever year these are known."""
    selections.check(selection)
    hospitals = None if who.every else frozenset(who.names)
    return Filter(selection.track, selection.first_year, selection.last_year, sheet_of(view, selection), hospitals)


def sheet_of(view: View, selection: Selection) -> str:
    """The sheet that a selection is about: the one named, or the one used most, whatever the class and the scope."""
    asked = Filter(selection.track, selection.first_year, selection.last_year)
    return selection.sheet or most_used(submitted.versions_used(view, asked))


def _released(
    view: View, asked: Filter, who: Reader, selection: Selection
) -> tuple[tuple[Edition, ...], list[editions.Released]]:
    """The editions that stand for the groups without names, where there are any."""
    if who.every or who.scope(selection.scope) is Scope.PARTNERS:
        return (), []
    return editions.released(view, who.audience, asked)


def _wanted(who: Reader, taken: Taken, selection: Selection) -> Flags:
    """What is released, or of a hospital known by name in its year; of the class that was chosen, if one was."""
    wanted = who.knows(taken.hospital, taken.fiscal_year) | (taken.edition > 0)
    if selection.addon_class is None:
        return wanted
    of_class: Flags = taken.addon_class == selection.addon_class
    return wanted & of_class


def _opened(view: View, who: Reader, taken: Taken) -> tuple[Flags, Flags]:
    """Which assessments may stand in any number, and which of them the reader may open one by one."""
    if who.every:
        return (np.ones(len(taken), np.bool_),) * 2
    live = [one for one in taken.assessment.tolist() if one]
    facts = assessments.facts_of(view, live)
    opened = {one for one, found in facts.items() if view.may(Verb.READ, found.thing, found.facts)}
    # What a member of the visit may not see before rating, the same person must not see here either.
    blind = {one for one, found in facts.items() if found.blind} - opened
    return ~np.isin(taken.assessment, list(blind)), np.isin(taken.assessment, list(opened))


def running_year(view: View) -> int:
    """The fiscal year of today: its numbers are not those of a year."""
    return fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)


def most_used(found: Iterable[Use]) -> str:
    """The sheet that most of the assessments are of, which a comparison takes unless another is named."""
    uses: dict[str, int] = {}
    for one in found:
        uses[one.sheet_code] = uses.get(one.sheet_code, 0) + one.assessments
    # Of two that are used as often, always the same one: the page must not change from run to run.
    return min(uses, key=lambda code: (-uses[code], code), default="")


def _classes(taken: Taken) -> set[int]:
    """The classes found; a hospital of no class, or of one that no item names, is held to what both share."""
    found = set(taken.addon_class.tolist())
    named = {one for one in found if one in submission.SCOPED}
    return named if named == found else set(submission.SCOPED)
