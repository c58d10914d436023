"""The answers of a pool counted by column and item, with arrays: no object stands for an assessment or an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from checklist.comparison import item_blocks
from checklist.comparison.pool import Pool
from checklist.rules.scoring import Score
from checklist.store.act import View
from checklist.store.assessments import answer_vectors, submitted
from checklist.store.assessments.answer_vectors import Bytes
from checklist.store.assessments.editions import Edition
from checklist.store.assessments.submitted import Flags, Numbers

OUTSIDE = 4
"""The last letters of an alphabet are no grades: 該当なし, 確認不能, unanswered, and not to be answered."""

FEW = 100
"""Up to so many columns are added up one by one."""
A_BYTE = 255


@dataclass(frozen=True)
class Counts:
    """What stands in each of C columns, over the I items used and the L letters of the scale.

    `hospitals` and `assessments` are of length C, and so is `unknown`: the hospitals of released editions that the reader
    does not know by name. `answers` is C × I × L; `opened` (C × I) tells which items have any answers that may be shown.
    `released` and `closed` tell of which columns the parts are not told, and of which not even the items.
    """

    hospitals: Numbers
    unknown: Numbers
    assessments: Numbers
    answers: Numbers
    opened: Flags
    released: Flags
    closed: Flags
    betraying: Flags
    """The columns of which the reader knows so many hospitals by name that the rest must not be shown."""
    blocks: Mapping[int, Sequence[Numbers]]
    """Column -> the items (places) that stand in a number of it together or not at all."""


def count(view: View, pool: Pool, places: Sequence[Numbers], columns: int) -> Counts:
    """Count a pool; each of `places` says for every assessment in which column it stands, or -1 for in none."""
    codes, letters = _answers(view, pool)
    rated = codes < letters - OUTSIDE
    shown = _shown(pool, rated)
    held_back = not shown.all()
    codes = np.where(shown, codes, letters - 1) if held_back else codes
    standing = [(place, np.flatnonzero(place >= 0)) for place in places]
    column = np.concatenate([place[rows] for place, rows in standing]) if standing else np.zeros(0, np.int64)
    row = np.concatenate([rows for _, rows in standing]) if standing else np.zeros(0, np.int64)
    answers = _added(codes, standing, columns, letters)
    opened = np.repeat(_any(column, columns)[:, None], codes.shape[1], axis=1)
    if held_back:
        # Where nothing is held back, one by one would be a third of the time.
        opened[:] = False
        np.logical_or.at(opened, column, shown[row])
    # A hospital with two visits in a year stands in a column once.
    taken, pairs = pool.taken, _hosts(pool, column, row)
    released, unreadable = _any(column[pool.released[row]], columns), ~pool.readable[row] & (taken.edition[row] == 0)
    blocks = _hold_back(view, pool, rated, opened, column[unreadable], row[unreadable])
    strange = ~pool.reader.knows(pairs[1], pairs[2]) & released[pairs[0]]
    return Counts(
        np.bincount(pairs[0], minlength=columns),
        np.bincount(pairs[0][strange], minlength=columns),
        np.bincount(column, minlength=columns),
        answers,
        opened,
        released,
        _any(column[unreadable], columns),
        _any(column[np.isin(taken.edition[row], _known_too_well(pool))], columns),
        blocks,
    )


def _hosts(pool: Pool, column: Numbers, row: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each hospital and year once for every column in which it stands: columns, hospitals, and years."""
    # As one number each, because sorting three side by side took four times as long.
    hosts, number = np.unique(pool.taken.hospital_years[row], return_inverse=True)
    width = len(hosts) or 1
    once = np.unique(column * width + number)
    found = hosts[once % width] if len(hosts) else once
    return (once // width, *submitted.hospital_and_year(found))


def _added(codes: Bytes, standing: Sequence[tuple[Numbers, Numbers]], columns: int, letters: int) -> Numbers:
    """How often each letter stands in each column and item; `standing` gives columns of all rows, and the rows that have one."""
    if columns > FEW:
        return _by_place(codes, standing, columns, letters)
    items = codes.shape[1]
    found = np.zeros((columns, items, letters), np.int64)
    for place, rows in standing:
        # The rows of a column lie together afterwards, and what lies together is added up in bytes, so many as a byte can count.
        order = rows[np.argsort(place[rows], kind="stable")]
        ends = np.searchsorted(place[order], np.arange(columns + 1))
        for column in np.flatnonzero(np.diff(ends)).tolist():
            inside = codes[order[ends[column] : ends[column + 1]]]
            for letter in range(letters):
                is_it = (inside == letter).view(np.uint8)
                for start in range(0, len(inside), A_BYTE):
                    found[column, :, letter] += np.add.reduce(is_it[start : start + A_BYTE], axis=0, dtype=np.uint8)
    return found


def _by_place(codes: Bytes, standing: Sequence[tuple[Numbers, Numbers]], columns: int, letters: int) -> Numbers:
    """The same for columns of a few rows each, where a loop over columns would be longer than one over answers."""
    items = codes.shape[1]
    column = np.concatenate([place[rows] for place, rows in standing]) if standing else np.zeros(0, np.int64)
    row = np.concatenate([rows for _, rows in standing]) if standing else np.zeros(0, np.int64)
    cells = (column[:, None] * items + np.arange(items)) * letters + codes[row]
    return np.bincount(cells.ravel(), minlength=columns * items * letters).reshape(columns, items, letters)


def _known_too_well(pool: Pool) -> list[int]:
    """The editions of which the reader knows more hospitals by name than they were made for."""
    taken = pool.taken
    known = pool.released & pool.reader.knows(taken.hospital, taken.fiscal_year)
    return [
        one.number
        for one in pool.editions
        if len(set(taken.hospital[known & (taken.edition == one.number)].tolist())) > one.margin
    ]


def _any(column: Numbers, columns: int) -> Flags:
    """The columns that are named."""
    return np.bincount(column, minlength=columns) > 0


def _hold_back(
    view: View, pool: Pool, rated: Flags, opened: Flags, columns: Numbers, rows: Numbers
) -> dict[int, list[Numbers]]:
    """Of columns with assessments that the reader may not open, shut the items that other choices would tell one by one.

    Gives of each of them the blocks that are left.
    """
    place = {code: number for number, code in enumerate(pool.basis.used)}
    found: dict[int, list[Numbers]] = {}
    standing = sorted(set(zip(columns.tolist(), pool.taken.version[rows].tolist(), strict=True)))
    told = item_blocks.told(view, {pool.taken.versions[version] for _, version in standing}, pool.basis.used)
    for column, version in standing:
        mine = rows[(columns == column) & (pool.taken.version[rows] == version)]
        blocks = [np.array([place[code] for code in one]) for one in told[pool.taken.versions[version]]]
        kept = item_blocks.rated_enough(rated[mine], blocks)
        inside = np.zeros(len(place), np.bool_)
        for one in kept:
            inside[one] = True
        opened[column] &= inside
        found.setdefault(column, []).extend(kept)
        item_blocks.keep_whole(opened[column], found[column])
    return found


def _shown(pool: Pool, rated: Flags) -> Flags:
    """Which answers may enter a number: all that are not released, and of those what enough hospitals rated together.

    An item waits with its answers in the first editions until enough hospitals have rated it, and then they all come in at
    once: from one edition to the next no item ever grows by fewer.
    """
    shown = np.ones(rated.shape, np.bool_)
    groups = {(one.fiscal_year, one.addon_class) for one in pool.editions}
    for group in groups:
        _release(pool, rated, shown, [one for one in pool.editions if (one.fiscal_year, one.addon_class) == group])
    return shown


def _release(pool: Pool, rated: Flags, shown: Flags, editions: Sequence[Edition]) -> None:
    """Mark what may be shown of the editions of one group, oldest first."""
    items = rated.shape[1]
    raters, least, margin, since = (np.zeros(items, np.int64) for _ in range(4))
    rows = [np.flatnonzero(pool.taken.edition == edition.number) for edition in editions]
    for one in rows:
        shown[one] = False
    for place, edition in enumerate(editions):
        raters += _raters(pool, rated, rows[place])
        # Whoever knows some of each edition knows as many of all that wait together.
        margin += edition.margin
        least = np.maximum(least, edition.minimum)
        ready = raters >= least + margin
        for earlier in range(place + 1):
            shown[np.ix_(rows[earlier], np.flatnonzero(ready & (since <= earlier)))] = True
        raters[ready], least[ready], margin[ready], since[ready] = 0, 0, 0, place + 1


def _raters(pool: Pool, rated: Flags, rows: Numbers) -> Numbers:
    """How many different hospitals of some rows rated each item."""
    found = np.zeros(rated.shape[1], np.int64)
    for hospital in np.unique(pool.taken.hospital[rows]):
        found += rated[rows[pool.taken.hospital[rows] == hospital]].any(axis=0)
    return found


def _answers(view: View, pool: Pool) -> tuple[Bytes, int]:
    """The answers of all assessments as numbers of letters of the alphabet, assessments × items used; and how many letters."""
    taken, used = pool.taken, list(pool.basis.used)
    alphabet = answer_vectors.alphabet(pool.basis.scale)
    number = np.full(256, alphabet.index(answer_vectors.UNANSWERED), np.uint8)
    for place, letter in enumerate(alphabet):
        number[ord(letter)] = place
    found, letters = np.zeros((len(taken), len(used)), np.uint8), number.tobytes()
    orders = answer_vectors.item_codes(view, taken.versions) if used else {}
    for place in np.unique(taken.version).tolist() if used else ():
        rows, version = np.flatnonzero(taken.version == place), taken.versions[place]
        texts = list(map(taken.letters.__getitem__, rows.tolist()))
        found[rows] = answer_vectors.table(texts, orders[version], used, letters)
        modules = pool.basis.modules[version]
        for kind, lacking in enumerate(taken.without):
            exempt = [item for item, code in enumerate(used) if modules.get(code) in lacking]
            if exempt:
                here = rows[taken.lacking[rows] == kind]
                found[np.ix_(here, exempt)] = alphabet.index(answer_vectors.EXEMPT)
    return found, len(alphabet)


def graded(view: View, pool: Pool, groups: Sequence[Sequence[str]]) -> list[tuple[Numbers, Numbers]]:
    """The points (in hundredths) and the number of ratings of each assessment, over each of some groups of items."""
    codes, letters = _answers(view, pool)
    grades = pool.basis.scale.grades
    worth, counted = np.zeros(letters, np.int64), np.zeros(letters, np.int64)
    worth[: len(grades)] = [grade.points or 0 for grade in grades]
    counted[: len(grades)] = 1
    chosen = [codes[:, np.isin(list(pool.basis.used), items)] for items in groups]
    return [(worth[one].sum(axis=1), counted[one].sum(axis=1)) for one in chosen]


def score(pool: Pool, counted: Sequence[int]) -> Score:
    """What so many answers of each letter add up to."""
    grades = pool.basis.scale.grades
    rated = counted[: len(grades)]
    points = sum(number * (grade.points or 0) for number, grade in zip(rated, grades, strict=True))
    return Score(points, sum(rated), *counted[len(grades) : len(grades) + 3])
