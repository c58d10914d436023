"""The cells of the product's comparison tables, made of the sums of many regions, in which nobody is singled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checklist import words
from checklist.comparison.nation.sums import ALL, ASSESSMENTS, DUE, FOUND, HOSPITALS, Key, NationSums, Wording
from checklist.comparison.pool import ALL_CHAPTERS, NO_DATA, Cell
from checklist.comparison.selection import Selection
from checklist.model.assessments import Track
from checklist.model.scales import ABCX, SCALES, Scale
from checklist.model.sheets import Chapter
from checklist.rules import disclosure, scoring
from checklist.rules.scoring import Percentage, Score

CLASSES = disclosure.CLASSES
NOT_OVER = "年度の途中のため表示しません"


@dataclass(frozen=True)
class LeftOut:
    """What was not added up in a column: regions with too few hospitals, and items that too few of a region rated."""

    fiscal_year: int
    group: str
    regions: tuple[str, ...]
    items: int


@dataclass(frozen=True)
class TrackCells:
    """What one track says of all regions together: years and classes across, chapters and items down.

    It has what the tables of comparisons ask of a pool.
    """

    sums: NationSums
    track: Track
    running: int

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        return Selection(self.sums.first_year, self.sums.last_year, self.track)

    @property
    def years(self) -> range:
        """The years compared."""
        return self.sums.years

    @cached_property
    def versions(self) -> tuple[Wording, ...]:
        """One item of each version used, the newest first."""
        codes = {one.sheet_version for one in self.sums.uses if one.track == self.track.value}
        found = {one.sheet_version: one for one in self.sums.wordings if one.sheet_version in codes}
        return tuple(sorted(found.values(), key=lambda one: (-one.number, one.sheet_version)))

    @cached_property
    def newest(self) -> tuple[Wording, ...]:
        """The items of the newest version in sheet order, as the first of the regions words them."""
        if not self.versions:
            return ()
        code = self.versions[0].sheet_version
        found: dict[str, Wording] = {}
        for one in self.sums.wordings:
            if one.sheet_version == code:
                found.setdefault(one.item, one)
        return tuple(sorted(found.values(), key=lambda one: one.position))

    @property
    def scale(self) -> Scale:
        """The scale of the newest version; that of our own sheets where there is none."""
        return SCALES.get(self.versions[0].scale, ABCX) if self.versions else ABCX

    @property
    def scored(self) -> bool:
        """Whether there is a score: on one scale, which has points."""
        return len({one.scale for one in self.versions}) == 1 and self.scale.scored

    @property
    def basis(self) -> dict[str, str]:
        """The items compared with their chapters."""
        return self.sums.basis[self.track.value] if self.scored else {}

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the newest version."""
        return tuple(
            Chapter(code, name) for code, name in {one.chapter: one.chapter_name for one in self.newest}.items()
        )

    @property
    def rows(self) -> tuple[Chapter, ...]:
        """The chapters compared, and 全体 when there is more than one."""
        whole = (Chapter(ALL_CHAPTERS, "全体"),) if len(self.chapters) > 1 else ()
        return (*self.chapters, *whole)

    @property
    def too_small(self) -> str:
        """The sentence in place of a number of a small group."""
        return f"病院数が{self.sums.minimum}未満のため表示しません"

    def _keys(self, part: str) -> Iterator[Key]:
        return ((part, self.track.value, year, one, None) for year in self.years for one in CLASSES)

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each column and chapter, 全体 last."""
        return tuple(self._cell(key, chapter) for key in self._keys(ALL) for chapter in self.rows)

    def item_cells(self, part: str = ALL) -> tuple[Cell, ...]:
        """One cell for each column and item, in sheet order."""
        return tuple(cell for key in self._keys(part) for cell in self._items(key))

    def region_cells(self) -> tuple[Cell, ...]:
        """全体 of each region by year and class, as percentages alone."""
        chapter = self.rows[-1].code if self.rows else ALL_CHAPTERS
        found = []
        for whole in self._keys(ALL):
            for region in self.sums.regions():
                key = (*whole[:4], region)
                head = (chapter, "全体", whole[2], f"{region}　{words.addon_class(whole[3])}")
                reason, score = self._silence(key), self._score(key, None, None)
                if reason or score.percent is None:
                    found.append(_empty(head, reason or words.NOT_COMPARABLE))
                else:
                    told = Percentage(known=score.percent)
                    found.append(Cell(*head, told, self._hospitals(key), None, "", len(self.basis)))
        return tuple(found)

    def left_out(self) -> tuple[LeftOut, ...]:
        """The columns in which something was not added up."""
        found = []
        for key in self._keys(ALL):
            there = [one for one in self.sums.regions() if self._there((*key[:4], one))]
            gone = tuple(one for one in there if not self._hospitals((*key[:4], one)))
            items = len(self._few(key).keys() & self.basis.keys())
            if self.basis and (gone or items):
                found.append(LeftOut(key[2], words.addon_class(key[3]), gone, items))
        return tuple(found)

    def _cell(self, key: Key, chapter: Chapter) -> Cell:
        head = (chapter.code, chapter.name, key[2], words.addon_class(key[3]))
        inside = chapter.code or None
        score = self._score(key, inside, None)
        if reason := self._silence(key):
            return _empty(head, reason)
        if score.percent is None:
            few = any(self.basis.get(item) == inside for item in self._few(key))
            return _empty(head, self.too_small if few else words.NOT_COMPARABLE)
        asked = [item for item, one in self.basis.items() if inside in (None, one)]
        gone = sum(item in self._few(key) and (key, self.basis[item], item) not in self.sums.answers for item in asked)
        heads = self.sums.heads[key]
        return Cell(*head, score, heads[HOSPITALS], heads[ASSESSMENTS], "", len(asked) - gone, gone)

    def _items(self, key: Key) -> Iterator[Cell]:
        reason, few = self._silence(key), self._few((ALL, *key[1:]))
        for one in self.newest:
            if one.item not in self.basis:
                continue
            head = (one.chapter, one.chapter_name, key[2], words.addon_class(key[3]))
            score = self._score(key, self.basis[one.item], one.item)
            if reason or score.percent is None:
                told = reason or (self.too_small if one.item in few else words.NOT_COMPARABLE)
                yield _empty(head, told, one.item, one.text)
            else:
                heads = self.sums.heads[key]
                yield Cell(*head, score, heads[HOSPITALS], heads[ASSESSMENTS], "", 1, 0, one.item, one.text)

    def _few(self, key: Key) -> Mapping[str, int]:
        """In how many regions an item was left out of a column, because too few of their hospitals rated it."""
        return self.sums.few.get(key, {})

    def _hospitals(self, key: Key) -> int:
        return self.sums.heads[key][HOSPITALS] if key in self.sums.heads else 0

    def _there(self, key: Key) -> int:
        """How many hospitals there were before any was left out."""
        found = (FOUND, *key[1:])
        return self.sums.heads[found][HOSPITALS] if found in self.sums.heads else 0

    def _silence(self, key: Key) -> str:
        """Why a whole column has no numbers; empty when it has."""
        there = self._there(key)
        if not there:
            return NO_DATA
        if not self.basis:
            return words.NOT_COMPARABLE
        if not self._hospitals(key):
            return self.too_small
        # It grows by single hospitals from one export to the next.
        return NOT_OVER if key[2] >= self.running else ""

    def _score(self, key: Key, chapter: str | None, item: str | None) -> Score:
        counts = dict(self.sums.answers.get((key, chapter, item), {}))
        due = counts.pop(DUE, 0)
        counted: dict[str | None, int] = {None: due - sum(counts.values())}
        counted.update(counts)
        return scoring.of_counts(counted, self.scale)


def _empty(head: tuple[str, str, int, str], reason: str, item: str = "", text: str = "") -> Cell:
    """A cell without a number."""
    return Cell(*head, None, None, None, reason, 0, 0, item, text)
