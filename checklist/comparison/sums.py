"""The answers of a pool added up, and the cells made of them; here nobody is singled out.

A group without names is what was released of it, the same for every reader: an item enters with the answers of enough
hospitals at once, and with those of all or none of them. So every number is a sum over such blocks, and whatever is added to or
taken from one another, today's numbers and yesterday's, the blocks stay whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checklist import words
from checklist.comparison import counts, item_blocks
from checklist.comparison.counts import Counts
from checklist.comparison.pool import NO_DATA, Cell, Pool
from checklist.comparison.selection import Scope
from checklist.rules import disclosure
from checklist.rules.scoring import Percentage
from checklist.store import clock
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Flags, Numbers

Place = tuple[int, str]
"""A column: year and label."""
Head = tuple[str, str, int, str]
"""What every cell begins with: chapter, its name, and the column."""
NOT_RELEASED = "確定した集計がありません"
NO_EDITION = "確定した集計はまだありません。"
CLASS_LABELS = tuple(map(words.addon_class, disclosure.CLASSES))
NOT_OPEN = "項目別は表示しません"
ALL_OR_NONE = (
    "病院名のない集計の100.0％と0.0％は、その集計に含まれるすべての病院の評定が最高または最低であることを示します。"
)
NOT_OPEN_TOLD = (
    "名前を表示する病院のうち、評価を1件ずつ閲覧できないものは章別の得点率のみを示し、項目別の結果と内訳は表示しません。"
    "章別の得点率は、年度や区分を変えた差し引きで項目の評定が分からないように、一部の項目を除いて計算することがあります。"
)


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
        counts = self.counts
        small = counts.released & ((counts.unknown < self.minimum) | counts.betraying)
        # Who knows nearly all of a group by name is not shown the rest.
        return tuple(small.tolist())

    @cached_property
    def used_items(self) -> Flags:
        """The items that enter the sums of a column: those open in it and, if the layout says so, in its whole year."""
        found = self.counts.opened
        if not self.layout.same_items:
            return found
        while not np.array_equal(shared := self._shared(found), found):
            found = shared
        return found

    def _shared(self, opened: Flags) -> Flags:
        """The items that the columns of a year share, in whole blocks: beside other columns no other few must be left out."""
        found = opened.copy()
        for column, (year, _) in enumerate(self.layout.columns):
            for other, (beside, _) in enumerate(self.layout.columns):
                # A column without a single open item shows nothing, and takes nothing from the others.
                if beside == year and self.counts.hospitals[other] and not self.hidden[other] and opened[other].any():
                    found[column] &= opened[other]
            item_blocks.keep_whole(found[column], self.counts.blocks.get(column, ()))
        return found

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each column and chapter, 全体 last."""
        asked = [set(self.pool.basis.by_chapter.get(one.code, ())) for one in self.pool.rows]
        inside = np.array([[code in one for code in self.pool.basis.used] for one in asked], np.bool_)
        inside = inside.reshape(len(asked), self.used_items.shape[1])
        used = self.counts.answers * self.used_items[:, :, None]
        # Added up chapter by chapter: a product of matrices wakes as many threads as there are processors, and they wait busily.
        added = np.array([used[:, one].sum(axis=1) for one in inside]).reshape(len(asked), len(used), used.shape[2])
        items = np.array([self.used_items[:, one].sum(axis=1) for one in inside]).reshape(len(asked), len(used))
        totals = added.tolist()
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
        counts_ = self.counts
        if counts_.closed[column] and (item or items < item_blocks.FEWEST):
            return _empty(head, NOT_OPEN, *item)
        if asked and not items:
            return _empty(head, self.too_small if counts_.released[column] else words.NOT_COMPARABLE, *item)
        score = counts.score(self.pool, counted)
        if score.percent is None:
            return _empty(head, words.NOT_COMPARABLE, *item)
        if counts_.released[column] or counts_.closed[column]:
            told = Percentage(known=score.percent)
            return Cell(*head, told, None, None, "", items, asked - items, *item)
        hospitals, assessments = int(counts_.hospitals[column]), int(counts_.assessments[column])
        return Cell(*head, score, hospitals, assessments, "", items, asked - items, *item)

    def silence(self, column: int) -> str:
        """Why a whole column has no numbers; empty when it has."""
        if self.hidden[column]:
            return self.too_small
        if not self.counts.hospitals[column]:
            label = self.layout.columns[column][1]
            return NOT_RELEASED if self.pool.anonymous and label in CLASS_LABELS else NO_DATA
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
            shown = int(self.counts.opened[column, place])
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
        if self.pool.running not in self.pool.years:
            return ()
        told = f"（{'、'.join(self.so_far)}）" if self.so_far else ""
        return (f"{self.pool.running}年度は途中です{told}。ほかの年度とは比較できません。",)

    @property
    def so_far(self) -> tuple[str, ...]:
        """How many hospitals each class has in the running year, of how many."""
        counted = zip(self.layout.columns, self.counts.hospitals.tolist(), strict=True)
        return tuple(
            f"{label}は{self.expected[label]}病院中{number}病院"
            for (one, label), number in counted
            # Where nothing was released yet, a number of nought would say that nobody had come in.
            if one == self.pool.running and label in self.expected and (number or not self.pool.anonymous)
        )

    def _protection(self) -> tuple[str, ...]:
        """Which editions the groups without names are of, and what is not shown to protect single hospitals."""
        pool = self.pool
        closed = (NOT_OPEN_TOLD,) if self.counts.closed.any() else ()
        if not pool.anonymous:
            return closed
        first = (
            f"病院名のない集計は、{self.minimum}病院以上を同時に加えて確定した版です（どの閲覧者にも同じ数値）。"
            "確定後の訂正は反映せず、評定数などの内訳は表示しません。"
        )
        out = [
            f"{year}年度{label}は{number}項目"
            for column, (year, label) in enumerate(self.layout.columns)
            if self.counts.released[column] and (number := self._left_out(column))
        ]
        told = f"評定した病院が少ない項目は、引き算で個々の病院が分からないように除いて計算しています（{'、'.join(out)}）。"
        return (first, ALL_OR_NONE, *self._editions(), *closed, *([told] if out else []))

    def _editions(self) -> tuple[str, ...]:
        """Each group with its last edition: when it was made and of how many hospitals."""
        found: dict[tuple[int, int], tuple[str, int]] = {}
        for one in self.pool.editions:
            place = (one.fiscal_year, one.addon_class)
            found[place] = (one.at, found.get(place, ("", 0))[1] + one.hospitals)
        told = [
            f"{year}年度{words.addon_class(number)}は{words.day(clock.day_of(clock.from_text(at)))}確定の{hospitals}病院"
            for (year, number), (at, hospitals) in sorted(found.items())
            if (year, words.addon_class(number)) in self.layout.columns
        ]
        return (f"{'、'.join(told)}です。",) if told else (NO_EDITION,)

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
    by_class = Counter(submitted.classes(view, pool.basis.sheet).values()) if whole else {}
    return Sums(pool, layout, counted, {words.addon_class(one): number for one, number in by_class.items()})
