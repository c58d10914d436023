"""The answers of a pool counted by column and item, with arrays: no object stands for an assessment or an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checklist.comparison.pool import Pool
from checklist.rules.scoring import Score
from checklist.store.act import View
from checklist.store.assessments import answer_vectors
from checklist.store.assessments.answer_vectors import Bytes
from checklist.store.assessments.submitted import Numbers


@dataclass(frozen=True)
class Counts:
    """What stands in each of C columns, over the I items used and the L letters of the scale.

    `hospitals`, `unknown` (to the reader) and `assessments` are of length C; `answers` is C × I × L, `raters` C × I: how
    many of the unknown hospitals rated an item.
    """

    hospitals: Numbers
    unknown: Numbers
    assessments: Numbers
    answers: Numbers
    raters: Numbers


def count(view: View, pool: Pool, places: Sequence[Numbers], columns: int) -> Counts:
    """Count a pool; each of `places` says for every assessment in which column it stands, or -1 for in none."""
    codes, letters = _answers(view, pool)
    standing = [(place, np.flatnonzero(place >= 0)) for place in places]
    column = np.concatenate([place[rows] for place, rows in standing]) if standing else np.zeros(0, np.int64)
    row = np.concatenate([rows for _, rows in standing]) if standing else np.zeros(0, np.int64)
    # A hospital with two visits in a year stands in a column once.
    order = np.lexsort((pool.taken.hospital[row], column))
    column, row = column[order], row[order]
    items = codes.shape[1]
    cells = (column[:, None] * items + np.arange(items)) * letters + codes[row]
    answers = np.bincount(cells.ravel(), minlength=columns * items * letters).reshape(columns, items, letters)
    first = _first_of_each(column, pool.taken.hospital[row])
    unknown = ~pool.known[row[first]]
    rated = _any_of_each(codes[row] < letters - 4, first)
    return Counts(
        np.bincount(column[first], minlength=columns),
        np.bincount(column[first][unknown], minlength=columns),
        np.bincount(column, minlength=columns),
        answers,
        _added_up(rated[unknown], column[first][unknown], columns),
    )


def _answers(view: View, pool: Pool) -> tuple[Bytes, int]:
    """The answers of all assessments as numbers of letters of the alphabet, assessments × items used; and how many letters."""
    taken, used = pool.taken, list(pool.basis.used)
    alphabet = answer_vectors.alphabet(pool.basis.scale)
    number = np.full(256, alphabet.index(answer_vectors.UNANSWERED), np.uint8)
    for place, letter in enumerate(alphabet):
        number[ord(letter)] = place
    found = np.zeros((len(taken), len(used)), np.uint8)
    orders = answer_vectors.item_codes(view, taken.versions) if used else {}
    for place, version in enumerate(taken.versions if used else ()):
        rows = np.flatnonzero(taken.version == place)
        found[rows] = number[answer_vectors.table([taken.letters[one] for one in rows], orders[version], used)]
        modules = pool.basis.modules[version]
        for kind, lacking in enumerate(taken.without):
            exempt = [item for item, code in enumerate(used) if modules.get(code) in lacking]
            here = rows[taken.lacking[rows] == kind]
            found[np.ix_(here, exempt)] = alphabet.index(answer_vectors.EXEMPT)
    return found, len(alphabet)


def _first_of_each(column: Numbers, hospital: Numbers) -> Numbers:
    """Where each hospital of each column begins, in rows sorted by both."""
    if not len(column):
        return np.zeros(0, np.int64)
    changes = (np.diff(column) != 0) | (np.diff(hospital) != 0)
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


def _any_of_each(rated: Numbers, first: Numbers) -> Numbers:
    """Which items each of these hospitals rated at least once."""
    return np.logical_or.reduceat(rated, first, axis=0) if len(first) else rated


def _added_up(rated: Numbers, column: Numbers, columns: int) -> Numbers:
    found = np.zeros((columns, rated.shape[1]), np.int64)
    np.add.at(found, column, rated)
    return found


def score(pool: Pool, counted: Sequence[int]) -> Score:
    """What so many answers of each letter add up to."""
    grades = pool.basis.scale.grades
    rated = counted[: len(grades)]
    points = sum(number * (grade.points or 0) for number, grade in zip(rated, grades, strict=True))
    return Score(points, sum(rated), *counted[len(grades) : len(grades) + 3])
