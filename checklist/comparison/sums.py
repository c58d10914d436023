"""The answers of a pool added up, and the cells made of them; here nobody is singled out.

The columns of one year never share an assessment of a hospital unknown to the reader, and which column such an
assessment stands in depends on nothing the reader chooses. An item enters a column only if enough unknown hospitals
rated it. So every number is a sum over such items, and whatever is added to or taken from one another, each item
keeps at least the minimum of unknown hospitals together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from checklist import words
from checklist.comparison import counts
from checklist.comparison.counts import Counts
from checklist.comparison.pool import NO_DATA, Cell, Pool
from checklist.comparison.selection import Scope
from checklist.rules import disclosure
from checklist.rules.disclosure import Showing
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Numbers

Place = tuple[int, str]
"""A column: year and label."""
Head = tuple[str, str, int, str]
"""What every cell begins with: chapter, its name, and the column."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """The columns in order, and in which of them each assessment of the pool stands.

    Each of `places` gives one column for every assessment, or -1 for none: an assessment may stand in several.
    """

    columns: tuple[Place, ...]
    places: tuple[Numbers, ...]
    same_items: bool = False
    """Whether the columns of one year are to rest on the same items."""


@dataclass(frozen=True)
class Sums:
    """Every column of a layout, added up by item."""

    pool: Pool
    layout: Layout
    counts: Counts
    expected: Mapping[str, int]
    """How many hospitals of the region a whole year of a column would have, by its label."""

    @property
    def minimum(self) -> int:
        """How many unknown hospitals it takes."""
        return self.pool.reader.minimum

    @property
    def too_small(self) -> str:
        """The sentence in place of a number of a small group."""
        return f"病院数が{self.minimum}未満のため表示しません"

    @cached_property
    def hidden(self) -> tuple[bool, ...]:
        """Which columns are too small to be shown at all."""
        pairs = zip(self.counts.hospitals.tolist(), self.counts.unknown.tolist(), strict=True)
        return tuple(disclosure.showing(all_, unknown, self.minimum) is Showing.TOO_SMALL for all_, unknown in pairs)

    @cached_property
    def open_items(self) -> Flags:
        """For each column the items that enough hospitals rated."""
        found = np.ones(self.counts.raters.shape, np.bool_)
        for column in np.flatnonzero(self.counts.unknown):
            unknown = int(self.counts.unknown[column])
            raters = self.counts.raters[column].tolist()
            found[column] = [disclosure.takes_part(one, unknown, self.minimum) for one in raters]
        return found

    @cached_property
    def used_items(self) -> Flags:
        """The items that enter the sums of a column: those open in it and, if the layout says so, in its whole year."""
        if not self.layout.same_items:
            return self.open_items
        found = self.open_items.copy()
        for column, (year, _) in enumerate(self.layout.columns):
            for other, (beside, _) in enumerate(self.layout.columns):
                # A column without a single open item shows nothing, and takes nothing from the others.
                if beside == year and self.counts.hospitals[other] and not self.hidden[other]:
                    shown = found[column] & self.open_items[other]
                    found[column] = shown if self.open_items[other].any() else found[column]
        return found

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each column and chapter, 全体 last."""
        asked = [set(self.pool.basis.by_chapter.get(one.code, ())) for one in self.pool.rows]
        inside = np.array([[code in one for code in self.pool.basis.used] for one in asked], np.float64)
        inside = inside.reshape(len(asked), self.used_items.shape[1])
        # As floating numbers, whole ones: only these are multiplied fast.
        added = np.tensordot(inside, self.counts.answers * self.used_items[:, :, None].astype(np.float64), (1, 1))
        items = (inside @ self.used_items.T).astype(np.int64)
        totals = added.astype(np.int64).tolist()
        found = []
        for column, place in enumerate(self.layout.columns):
            reason = self.silence(column)
            for row, chapter in enumerate(self.pool.rows):
                head = (chapter.code, chapter.name, *place)
                taken = (totals[row][column], int(items[row, column]), len(asked[row]))
                found.append(_empty(head, reason) if reason else self._cell(head, column, *taken))
        return tuple(found)

    def _cell(self, head: Head, column: int, counted: Sequence[int], items: int, asked: int, *item: str) -> Cell:
        """The cell over some items of a column, or the reason why it has no number."""
        if asked and not items:
            unknown = self.counts.unknown[column]
            return _empty(head, self.too_small if unknown else words.NOT_COMPARABLE, *item)
        score = counts.score(self.pool, counted)
        if not score.rated:
            return _empty(head, words.NOT_COMPARABLE, *item)
        hospitals, assessments = int(self.counts.hospitals[column]), int(self.counts.assessments[column])
        return Cell(*head, score, hospitals, assessments, "", items, asked - items, *item)

    def silence(self, column: int) -> str:
        """Why a whole column has no numbers; empty when it has."""
        if self.hidden[column]:
            return self.too_small
        if not self.counts.hospitals[column]:
            return NO_DATA
        return words.NOT_COMPARABLE if self.pool.basis.fault else ""

    def item_cells(self, year: int | None = None) -> tuple[Cell, ...]:
        """One cell for each column (of one year, if it is named) and each item, in sheet order."""
        columns = [column for column, place in enumerate(self.layout.columns) if year in (None, place[0])]
        return tuple(cell for column in columns for cell in self._items(column))

    def _items(self, column: int) -> Iterator[Cell]:
        names = {chapter.code: chapter.name for chapter in self.pool.basis.chapters}
        reason, number = self.silence(column), {code: place for place, code in enumerate(self.pool.basis.used)}
        for item in self.pool.basis.items:
            chapter = self.pool.basis.used[item.code]
            head = (chapter, names[chapter], *self.layout.columns[column])
            place = number[item.code]
            shown = int(self.open_items[column, place])
            counted = self.counts.answers[column, place].tolist()
            yield (
                _empty(head, reason, item.code, item.text)
                if reason
                else self._cell(head, column, counted, shown, 1, item.code, item.text)
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is in it and what is not shown, for people; the definition of the score comes last."""
        *told, definition = self.pool.notes
        return (*told, *self._running(), *self._protection(), definition)

    def _running(self) -> tuple[str, ...]:
        """How far the running year is, where it is among those compared."""
        year = self.pool.running
        if year not in self.pool.years:
            return ()
        counted = zip(self.layout.columns, self.counts.hospitals.tolist(), strict=True)
        so_far = [
            f"{label}は{self.expected[label]}病院中{number}病院"
            for (one, label), number in counted
            if one == year and label in self.expected
        ]
        told = f"（{'、'.join(so_far)}）" if so_far else ""
        return (f"{year}年度は途中です{told}。ほかの年度とは比べられません。",)

    def _protection(self) -> tuple[str, ...]:
        """What is not shown to protect single hospitals; nothing when everybody is known by name."""
        if not self.pool.anonymous:
            return ()
        counted = "名前を表示する病院を除いた病院数" if self.pool.reader.named else "病院数"
        first = f"{counted}が{self.minimum}未満となる集計は表示しません。"
        out = [
            f"{year}年度{label}は{number}項目"
            for column, (year, label) in enumerate(self.layout.columns)
            if (number := self._left_out(column))
        ]
        if not out:
            return (first,)
        return (
            first,
            f"評定した病院が{self.minimum}未満の項目は、引き算で個々の病院が分からないように除いて計算しています"
            f"（{'、'.join(out)}）。",
        )

    def _left_out(self, column: int) -> int:
        return 0 if self.silence(column) else len(self.pool.basis.used) - int(self.used_items[column].sum())


def _empty(head: Head, reason: str, item: str = "", text: str = "") -> Cell:
    """A cell without a number."""
    return Cell(*head, None, None, None, reason, 0, 0, item, text)


def add_up(view: View, pool: Pool, layout: Layout) -> Sums:
    """The answers of every column, counted."""
    counted = counts.count(view, pool, layout.places, len(layout.columns))
    # Among partners nobody knows how many there will be.
    whole = pool.scope is Scope.REGION and pool.running in pool.years
    by_class = submitted.by_class(view, pool.basis.subject) if whole else {}
    return Sums(pool, layout, counted, {words.addon_class(one): number for one, number in by_class.items()})
