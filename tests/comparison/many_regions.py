"""Forty-seven tiny regions as they export themselves, each with its own answers, classes and gaps, and what each says of itself."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, counts
from checklist.comparison.pool import Cell
from checklist.comparison.selection import Selection
from checklist.comparison.sums import Sums
from checklist.model.assessments import Track
from checklist.papers.region import dataset
from checklist.rules.scoring import Score
from checklist.store import db
from checklist.store.migrations.m033_answer_vector import LETTERS
from checklist.store.migrations.rebuilding import triggers
from tests.comparison import region_of_answers as regions
from tests.world import by, operator

COUNT, FIRST, LAST = 47, 2024, 2025
CODES = tuple(f"{number:02}" for number in range(1, COUNT + 1))
SPANS = ((FIRST, LAST), (LAST, LAST))
PLAIN = (Track.VISITOR, Track.SELF)
HOSPITALS = 6
_WEIGHTS = (5, 3, 2, 1, 1, 1)
_VALUES = ("A", "B", "C", "NA", "UNVERIFIED", None)


Place = tuple[str, str, int, str]
"""Chapter, item, year and group."""
Numbers = dict[Place, tuple[Score, int, int]]
"""What stands there: the score, hospitals and assessments."""


@dataclass(frozen=True)
class Own:
    """What the product says of one region, seen by somebody who knows all its hospitals by name.

    By the first of the two years and the track: the cells, chapters first and then items; what stands behind them, also where
    nothing was rated; and the same of the items of hospitals with self and visitor.
    """

    cells: dict[tuple[int, Track], tuple[Cell, ...]]
    all: dict[tuple[int, Track], Numbers]
    both: dict[tuple[int, Track], Numbers]


@dataclass(frozen=True)
class Nation:
    """The folder in which all regions lie, and what each says of itself, by code."""

    folder: Path
    own: dict[str, Own]


def build(folder: Path, empty: Path) -> Nation:
    """Write the files of all regions below a folder, starting from an empty database."""
    own = {}
    with scratch(Path(shutil.copy(empty, folder / "scratch.db")), HOSPITALS) as connection:
        for code in CODES:
            connection.execute("SAVEPOINT region")
            vary(connection, random.Random(int(code)))
            dataset.write(by(connection, operator()), folder / "data", code)
            own[code] = said(connection)
            connection.execute("ROLLBACK TO region")
    return Nation(folder / "data", own)


@contextmanager
def scratch(path: Path, hospitals: int) -> Iterator[Database]:
    """A region in which everything may be changed, and of which nothing is kept."""
    classes: dict[str, int | None] = {f"H{number}": number % 2 + 1 for number in range(hospitals)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHECKLIST_TODAY", "2026-11-22")
        with db.writing(path) as connection:
            regions.build(connection, classes, minimum=3)
        connection = db.connect(path)
        try:
            connection.execute("BEGIN")
            for name in triggers(connection):
                connection.execute(f"DROP TRIGGER {name}")
            # One item is about a department, without which a hospital need not answer it.
            connection.execute("UPDATE item SET module = 'dialysis' WHERE code = '2-01'")
            yield connection
        finally:
            connection.conn.rollback()
            connection.close()


def vary(connection: Database, dice: random.Random) -> None:
    """Other answers, other classes, and papers that are missing on one side or on both; of two hospitals nothing is missing."""
    rated = [tuple(row) for row in connection.execute("SELECT assessment_id, item_id FROM rating")]
    given = dice.choices(_VALUES, _WEIGHTS, k=len(rated))
    connection.conn.executemany(
        "UPDATE rating SET value = ? WHERE assessment_id = ? AND item_id = ?",
        [(value, *place) for value, place in zip(given, rated, strict=True)],
    )
    hospitals = [row[0] for row in connection.execute("SELECT id FROM hospital WHERE NOT external ORDER BY id")]
    for one in hospitals:
        kind = dice.choice((1, 2, 2, 1, None)) if one not in hospitals[:2] else 1 + hospitals.index(one)
        if kind is None:
            connection.execute("DELETE FROM filing WHERE hospital_id = ?", [one])
        else:
            connection.execute("UPDATE filing SET addon_class = ? WHERE hospital_id = ?", [kind, one])
        if dice.random() < 0.3:
            connection.execute(
                "INSERT INTO module_declaration VALUES (?, '2020-04-01', ?, '2024-04-01T03:00:00.000000+00:00')",
                [one, json.dumps(["dialysis"])],
            )
    papers = connection.execute(
        f"SELECT id FROM assessment WHERE hospital_id IN ({', '.join(map(str, hospitals[2:]))})"
    ).fetchall()
    for row in papers:
        if dice.random() < 0.25:
            connection.execute("UPDATE assessment SET state = 'open', submitted_at = NULL WHERE id = ?", [row[0]])
            connection.execute("DELETE FROM answer_vector WHERE assessment_id = ?", [row[0]])
    connection.execute(
        f"""UPDATE answer_vector SET letters = (SELECT {LETTERS.format(row="assessment")} FROM assessment
            WHERE assessment.id = assessment_id)"""
    )


def said(connection: Database) -> Own:
    """Everything that the product says of a region."""
    own = Own({}, {}, {})
    for first, last in SPANS:
        for track in PLAIN:
            found = comparison.class_sums(by(connection), Selection(first, last, track))
            own.cells[first, track] = (*found.cells(), *found.item_cells())
            own.all[first, track] = numbers(found)
        sides = comparison.both_tracks(by(connection), Selection(first, last))
        for track, one in zip((Track.SELF, Track.VISITOR), sides, strict=True):
            own.both[first, track] = {place: told for place, told in numbers(one).items() if place[1]}
    return own


def numbers(found: Sums) -> Numbers:
    """What stands behind every cell that has any hospital."""
    told: Numbers = {}
    for column, (year, group) in enumerate(found.layout.columns):
        heads = (int(found.counts.hospitals[column]), int(found.counts.assessments[column]))
        if heads[0]:
            for number, (item, chapter) in enumerate(found.pool.basis.used.items()):
                score = counts.score(found.pool, found.counts.answers[column, number].tolist())
                told[chapter, item, year, group] = (score, *heads)
                for place in ((chapter, "", year, group), ("", "", year, group)):
                    told[place] = (told.get(place, (Score(),))[0] + score, *heads)
    return told
