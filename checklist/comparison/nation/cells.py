"""The cells of the product's comparison tables, made of the sums of many regions; here nobody is singled out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from checklist import words
from checklist.comparison.nation.sums import ALL, ASSESSMENTS, BOTH, DUE, HOSPITALS, Key, NationSums, Wording
from checklist.comparison.pool import ALL_CHAPTERS, NO_DATA, Cell
from checklist.comparison.selection import Selection
from checklist.model.assessments import Track
from checklist.model.scales import ABCX, SCALES, Scale
from checklist.model.sheets import Chapter
from checklist.rules import disclosure, scoring
from checklist.rules.scoring import Percentage, Score

CLASSES = disclosure.CLASSES


@dataclass(frozen=True)
class TrackCells:
    """What one track says of all regions together: years and classes across, chapters and items down.

    It has what the tables of comparisons ask of a pool.
    """

    sums: NationSums
    track: Track
    minimum: int
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
        return f"病院数が{self.minimum}未満のため表示しません"

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
            sizes = {one: self._hospitals((*whole[:4], one)) for one in self.sums.regions()}
            hidden = disclosure.too_small(sizes, self.minimum)
            for region in sizes:
                head = (chapter, "全体", whole[2], f"{region}　{words.addon_class(whole[3])}")
                score = self._score((*whole[:4], region), None, None)
                reason = self._silence((*whole[:4], region)) or (self.too_small if region in hidden else "")
                if reason or score.percent is None:
                    found.append(_empty(head, reason or words.NOT_COMPARABLE))
                else:
                    told = Percentage(known=score.percent)
                    found.append(Cell(*head, told, sizes[region], None, "", len(self.basis)))
        return tuple(found)

    def _cell(self, key: Key, chapter: Chapter) -> Cell:
        head = (chapter.code, chapter.name, key[2], words.addon_class(key[3]))
        score = self._score(key, chapter.code or None, None)
        reason = self._silence(key) or ("" if score.percent is not None else words.NOT_COMPARABLE)
        if reason:
            return _empty(head, reason)
        items = [one for one in self.basis.values() if chapter.code in (ALL_CHAPTERS, one)]
        return Cell(*head, score, self._hospitals(key), self.sums.heads[key][ASSESSMENTS], "", len(items))

    def _items(self, key: Key) -> Iterator[Cell]:
        reason, few = self._silence(key), self._few(key)
        for one in self.newest:
            if one.item not in self.basis:
                continue
            head = (one.chapter, one.chapter_name, key[2], words.addon_class(key[3]))
            score = self._score(key, self.basis[one.item], one.item)
            told = reason or (self.too_small if one.item in few else "")
            if told or score.percent is None:
                yield _empty(head, told or words.NOT_COMPARABLE, one.item, one.text)
            else:
                hospitals, assessments = self._hospitals(key), self.sums.heads[key][ASSESSMENTS]
                yield Cell(*head, score, hospitals, assessments, "", 1, 0, one.item, one.text)

    def _few(self, key: Key) -> frozenset[str]:
        """The items that too few hospitals rated, and others of their chapters beside which these would come out."""
        # Two visits to a hospital are two ratings: as if all that stand twice had rated each item.
        twice = self.sums.heads[key][ASSESSMENTS] - self._hospitals(key)
        found: frozenset[str] = frozenset()
        for chapter in {*self.basis.values()}:
            items = [item for item, one in self.basis.items() if one == chapter]
            rated = {item: self._score(key, chapter, item).rated for item in items}
            raters = {item: max(min(number, 1), number - twice) for item, number in rated.items()}
            found |= disclosure.too_small(raters, self.minimum)
        return found

    def _hospitals(self, key: Key) -> int:
        return self.sums.heads[key][HOSPITALS] if key in self.sums.heads else 0

    def _silence(self, key: Key) -> str:
        """Why a whole column has no numbers; empty when it has."""
        number, part = self._hospitals(key), key[0]
        if not number:
            return NO_DATA
        # Beside the numbers of all, those of the hospitals with both sides would tell the few that have only one.
        alone = self._hospitals((ALL, *key[1:])) - number if part == BOTH else 0
        if key[4] is None and (number < self.minimum or 0 < alone < self.minimum):
            return self.too_small
        if key[4] is None and (few := self._few_regions(key)):
            return f"病院数が{self.minimum}未満の地域（{'、'.join(few)}）を含むため表示しません"
        return "" if self.basis else words.NOT_COMPARABLE

    def _few_regions(self, key: Key) -> list[str]:
        """The regions with so few hospitals in a column that the same without them would tell of these."""
        numbers = {one: self._hospitals((*key[:4], one)) for one in self.sums.regions()}
        few = [one for one, number in numbers.items() if 0 < number < self.minimum]
        return few if sum(map(bool, numbers.values())) > 1 else []

    def _score(self, key: Key, chapter: str | None, item: str | None) -> Score:
        counts = dict(self.sums.answers.get((key, chapter, item), {}))
        due = counts.pop(DUE, 0)
        counted: dict[str | None, int] = {None: due - sum(counts.values())}
        counted.update(counts)
        return scoring.of_counts(counted, self.scale)


def _empty(head: tuple[str, str, int, str], reason: str, item: str = "", text: str = "") -> Cell:
    """A cell without a number."""
    return Cell(*head, None, None, None, reason, 0, 0, item, text)
