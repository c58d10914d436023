"""The answers of a pool added up by the database, and the cells made of them; here nobody is singled out.

The columns of one year never share an assessment of a hospital unknown to the reader, and which column such an
assessment stands in depends on nothing the reader chooses. An item enters a column only if enough unknown hospitals
rated it. So every number is a sum over such items, and whatever is added to or taken from one another, each item
keeps at least the minimum of unknown hospitals together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklist import words
from checklist.comparison.pool import ALL_CHAPTERS, NO_DATA, Cell, Pool
from checklist.rules import disclosure
from checklist.rules.disclosure import Showing
from checklist.rules.scoring import Score
from checklist.store.act import View
from checklist.store.assessments import tallies
from checklist.store.assessments.submitted import Entry

Place = tuple[int, str]
"""A column: year and label."""
Head = tuple[str, str, int, str]
"""What every cell begins with: chapter, its name, and the column."""


@dataclass(frozen=True)
class Layout:
    """The columns in order, and for each assessment the labels of the columns of its year that it belongs to."""

    columns: tuple[Place, ...]
    labels: Callable[[Entry], Sequence[str]]
    same_items: bool = False
    """Whether the columns of one year are to rest on the same items."""


@dataclass
class Column:
    """The assessments of one column and what their answers add up to, by item (or chapter, where nobody hides)."""

    hospitals: set[int]
    unknown: set[int]
    assessments: int
    scores: dict[str, Score]
    raters: dict[str, int]
    exempt: Counter[str]
    """How many answers nobody had to give, because a hospital was without the department."""


@dataclass(frozen=True)
class Sums:
    """Every column of a layout, added up; `by_item` tells whether its scores are known for each item."""

    pool: Pool
    layout: Layout
    columns: Mapping[Place, Column]
    by_item: bool

    @property
    def minimum(self) -> int:
        """How many unknown hospitals it takes."""
        return self.pool.reader.minimum

    @property
    def too_small(self) -> str:
        """The sentence in place of a number of a small group."""
        return f"病院数が{self.minimum}未満のため表示しません"

    def hidden(self, place: Place) -> bool:
        """Whether a column is too small to be shown at all."""
        column = self.columns[place]
        return disclosure.showing(column.hospitals, self.pool.reader.named, self.minimum) is Showing.TOO_SMALL

    def open_items(self, place: Place) -> frozenset[str]:
        """The items of a column that enough hospitals rated."""
        column = self.columns[place]
        return frozenset(
            code
            for code in self.pool.basis.used
            if disclosure.takes_part(column.raters.get(code, 0), len(column.unknown), self.minimum)
        )

    def used_items(self, place: Place) -> frozenset[str]:
        """The items that enter the sums of a column: those open in it and, if the layout says so, in its whole year."""
        found = self.open_items(place)
        if self.layout.same_items:
            for other in self.layout.columns:
                if other[0] == place[0] and self.columns[other].hospitals and not self.hidden(other):
                    # A column without a single open item shows nothing, and takes nothing from the others.
                    found &= self.open_items(other) or found
        return found

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each column and chapter, 全体 last."""
        return tuple(cell for place in self.layout.columns for cell in self._column(place))

    def _column(self, place: Place) -> Iterator[Cell]:
        reason = self.silence(place)
        used = None if reason or not self.by_item else self.used_items(place)
        for chapter in self.pool.rows:
            head = (chapter.code, chapter.name, *place)
            yield _empty(head, reason) if reason else self._chapter(head, chapter.code, used)

    def _chapter(self, head: Head, chapter: str, used: frozenset[str] | None) -> Cell:
        """One cell of a column that is shown; `used` None where its scores are known by chapter only."""
        codes = self.pool.basis.by_chapter.get(chapter, ())
        column = self.columns[head[2:]]
        if used is not None:
            keys = [code for code in codes if code in used]
            return self._cell(head, column, keys, len(keys), len(codes))
        keys = [chapter] if chapter != ALL_CHAPTERS else [one.code for one in self.pool.basis.chapters]
        return self._cell(head, column, keys, len(codes), len(codes))

    def _cell(self, head: Head, column: Column, keys: Sequence[str], items: int, asked: int, *item: str) -> Cell:
        """The cell over some parts of a column, or the reason why it has no number."""
        if asked and not items:
            return _empty(head, self.too_small if column.unknown else words.NOT_COMPARABLE, *item)
        asked_for = items * column.assessments - sum(column.exempt[key] for key in keys)
        score = _sum([column.scores[key] for key in keys if key in column.scores], asked_for)
        if not score.rated:
            return _empty(head, words.NOT_COMPARABLE, *item)
        return Cell(*head, score, len(column.hospitals), column.assessments, "", items, asked - items, *item)

    def silence(self, place: Place) -> str:
        """Why a whole column has no numbers; empty when it has."""
        if self.hidden(place):
            return self.too_small
        if not self.columns[place].hospitals:
            return NO_DATA
        return words.NOT_COMPARABLE if self.pool.basis.fault else ""

    def item_cells(self, places: Sequence[Place] | None = None) -> tuple[Cell, ...]:
        """One cell for each of some columns and each item, in sheet order; only where the sums are known by item."""
        return tuple(cell for place in places or self.layout.columns for cell in self._items(place))

    def _items(self, place: Place) -> Iterator[Cell]:
        names = {chapter.code: chapter.name for chapter in self.pool.basis.chapters}
        reason, column = self.silence(place), self.columns[place]
        shown = frozenset[str]() if reason else self.open_items(place)
        for item in self.pool.basis.items:
            chapter = self.pool.basis.used[item.code]
            head = (chapter, names[chapter], *place)
            keys = [item.code] if item.code in shown else []
            yield (
                _empty(head, reason, item.code, item.text)
                if reason
                else self._cell(head, column, keys, len(keys), 1, item.code, item.text)
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is in it and what is not shown, for people; the definition of the score comes last."""
        *told, definition = self.pool.notes
        return (*told, *self._protection(), definition)

    def _protection(self) -> tuple[str, ...]:
        """What is not shown to protect single hospitals; nothing when everybody is known by name."""
        if not self.pool.anonymous:
            return ()
        counted = "名前を表示する病院を除いた病院数" if self.pool.reader.named else "病院数"
        first = f"{counted}が{self.minimum}未満となる集計は表示しません。"
        out = [
            f"{year}年度{label}は{number}項目"
            for (year, label) in self.layout.columns
            if (number := self._left_out((year, label)))
        ]
        if not out:
            return (first,)
        return (
            first,
            f"評定した病院が{self.minimum}未満の項目は、引き算で個々の病院が分からないように除いて計算しています"
            f"（{'、'.join(out)}）。",
        )

    def _left_out(self, place: Place) -> int:
        return 0 if self.silence(place) else len(self.pool.basis.used) - len(self.used_items(place))


def _empty(head: Head, reason: str, item: str = "", text: str = "") -> Cell:
    """A cell without a number."""
    return Cell(*head, None, None, None, reason, 0, 0, item, text)


def _sum(scores: Sequence[Score], asked: int) -> Score:
    """The scores added up; what is missing of the answers asked for is unanswered."""
    points = rated = not_applicable = unverified = 0
    for score in scores:
        points += score.points
        rated += score.rated
        not_applicable += score.not_applicable
        unverified += score.unverified
    return Score(points, rated, not_applicable, unverified, asked - rated - not_applicable - unverified)


def add_up(view: View, pool: Pool, layout: Layout, by_item: bool = True) -> Sums:
    """Let the database add up the answers of every column; `by_item` may be False where nobody is anonymous."""
    by_item = by_item or pool.anonymous
    columns = {place: Column(set(), set(), 0, {}, {}, Counter()) for place in layout.columns}
    buckets: dict[tuple[int, tuple[str, ...], bool], list[Entry]] = {}
    parts = {code: code if by_item else chapter for code, chapter in pool.basis.used.items()}
    for entry in pool.entries:
        # Assessments that stand in the same columns are added up together: their answers are read once for all of them.
        labels = tuple(layout.labels(entry))
        known = entry.hospital_id in pool.reader.named
        buckets.setdefault((entry.fiscal_year, labels, known), []).append(entry)
        exempt = _exempt(pool, entry, parts)
        for label in labels:
            column = columns[entry.fiscal_year, label]
            column.assessments += 1
            column.exempt.update(exempt)
            column.hospitals.add(entry.hospital_id)
            if not known:
                column.unknown.add(entry.hospital_id)
    keys = [key for key in buckets if key[1]]
    for tally in tallies.tallies(view, [buckets[key] for key in keys], parts):
        year, labels, known = keys[tally.bucket]
        for label in labels:
            column = columns[year, label]
            column.scores[tally.part] = column.scores.get(tally.part, Score()) + tally.score
            if not known:
                column.raters[tally.part] = column.raters.get(tally.part, 0) + tally.raters
    return Sums(pool, layout, columns, by_item)


def _exempt(pool: Pool, entry: Entry, parts: Mapping[str, str]) -> Counter[str]:
    """By part, the items that the hospital of an assessment did not have to answer, as its own version has them."""
    items = pool.basis.modules[entry.version_code] if entry.lacking else {}
    return Counter(parts[code] for code, module in items.items() if module in entry.lacking and code in parts)
