"""What a comparison reads: only the years, hospitals and chapters asked for, in as many statements whatever the size."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Selection
from checklist.model.accounts import Role
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.act import View
from checklist.store.sheets import sheets
from tests import built_once
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import CODES, FIRST, SECOND, by

YEARS = (2021, 2022, 2023, 2024, 2025)
LAST, EVERY_YEAR = Selection(2025, 2025), Selection(2021, 2025)
Make = Callable[[View, Selection], object]
COMPARISONS: dict[str, Make] = {
    "classes": comparison.class_comparison,
    "hospitals": comparison.hospital_comparison,
    "tracks": track_comparison.track_comparison,
}
MAKERS: dict[str, Make] = {
    **COMPARISONS,
    "comments": lambda view, chosen: track_comparison.item_comments(view, chosen, CODES[0]),
    "choices": lambda view, _: comparison.choices(view),
}
READERS = ("secretariat", "manager.A", "center")
MOST = {
    "classes": (9, 12, 10),
    "hospitals": (9, 12, 10),
    "tracks": (10, 15, 12),
    "comments": (11, 12, 6),
    "choices": (9, 10, 9),
}
"""How many statements each reader takes; a number may fall and never rise unseen."""


@dataclass
class Read:
    """What was read: statements, rows by their columns, and how many steps the database's machine took for them."""

    statements: list[str] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    steps: int = 0

    @property
    def entries(self) -> list[tuple[object, object]]:
        """(year, hospital) of every assessment that was handed over."""
        return [
            (row["fiscal_year"], row["hospital_id"]) for row in self.rows if {"fiscal_year", "letters"} <= row.keys()
        ]


@contextmanager
def watched(connection: Database) -> Iterator[Read]:
    """Everything that is read through a connection for a while."""
    found = Read()

    def row(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> sqlite3.Row:
        found.rows.append(dict(zip((column[0] for column in cursor.description), values, strict=True)))
        return sqlite3.Row(cursor, values)

    def step() -> None:
        found.steps += 1

    connection.conn.row_factory = row
    connection.conn.set_trace_callback(found.statements.append)
    connection.conn.set_progress_handler(step, 1)
    yield found
    connection.conn.set_progress_handler(None, 1)
    connection.conn.set_trace_callback(None)


def build(path: Path, years: tuple[int, ...] = YEARS, hospitals: int = 8) -> Answers:
    """Every hospital rates itself and is visited each year, all on one version; A visits B, the external X the rest."""
    with db.writing(path) as connection:
        region.save(by(connection), Region("架空地域", 4, 3, blind_mode=False, fictional=True))
        for version in (FIRST, SECOND):
            sheets.add(by(connection), version)
        ids = {f"{chr(65 + place)}": place % 2 + 1 for place in range(hospitals)}
        hosts = {code: regions.add_hospital(connection, code, number) for code, number in ids.items()}
        external = regions.add_hospital(connection, "X", None)
        people = {
            "secretariat": regions.add_person(connection, "secretariat", None, Role.SECRETARIAT),
            "center": regions.add_person(connection, "center", None, Role.CENTER_STAFF),
            "manager.A": regions.add_person(connection, "manager.A", hosts["A"], Role.SAFETY_MANAGER),
        }
        for year in years:
            for place, (code, host) in enumerate(hosts.items()):
                given: dict[str, str | None] = dict.fromkeys(CODES, "ABC"[(place + year) % 3])
                regions.add_assessment(connection, host, year, SECOND.code, given)
                visit = regions.add_visit(connection, host, hosts["A"] if code == "B" else external, year)
                regions.add_assessment(connection, host, year, SECOND.code, given, visit=visit)
        connection.execute("UPDATE hospital SET external = 1 WHERE id = ?", [external])
        regions.agree(connection, *hosts.values())
        regions.release(connection)
    return Answers(hosts, people)


@dataclass(frozen=True)
class Place:
    """A region in a file of its own."""

    path: Path
    answers: Answers

    def read(self, kind: str, login: str, selection: Selection) -> Read:
        """What one comparison reads there."""
        with db.reading(self.path) as connection, watched(connection) as found:
            MAKERS[kind](View.now(connection, self.answers.people[login]), selection)
        return found


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], Place]:
    """Regions by their number of years and of hospitals."""
    folder, found = tmp_path_factory.mktemp("regions"), {}
    for years, hospitals in ((5, 8), (1, 8), (5, 11)):
        path = Path(shutil.copy(built_once.empty(tmp_path_factory), folder / f"{years}-{hospitals}.db"))
        found[years, hospitals] = Place(path, build(path, YEARS[-years:], hospitals))
    return found


@pytest.mark.parametrize("kind", COMPARISONS)
def test_one_year_of_five_reads_that_year_only(kind: str, places: dict[tuple[int, int], Place]) -> None:
    five, one = (places[years, 8].read(kind, "secretariat", LAST) for years in (5, 1))
    assert {year for year, _ in five.entries} == {2025}
    assert len(five.rows) == len(one.rows)
    assert five.steps == one.steps
    # The measure sees the years that are read.
    assert places[5, 8].read(kind, "secretariat", EVERY_YEAR).steps > 2.5 * one.steps


@pytest.mark.parametrize("login", READERS)
@pytest.mark.parametrize("kind", MAKERS)
def test_as_many_statements_whatever_the_years_and_hospitals(
    kind: str, login: str, places: dict[tuple[int, int], Place]
) -> None:
    sizes = [(places[5, 8], LAST), (places[5, 8], EVERY_YEAR), (places[5, 11], EVERY_YEAR), (places[1, 8], LAST)]
    counts = {len(place.read(kind, login, chosen).statements) for place, chosen in sizes}
    assert len(counts) == 1
    assert max(counts) == MOST[kind][READERS.index(login)]


@pytest.mark.parametrize(("login", "codes"), [("secretariat", "ABCDEFGH"), ("manager.A", "AB"), ("center", "")])
def test_only_hospitals_known_by_name_are_handed_over_as_they_are_now(
    login: str, codes: str, places: dict[tuple[int, int], Place]
) -> None:
    place = places[5, 8]
    for kind in ("classes", "hospitals"):
        found = place.read(kind, login, LAST)
        assert sorted(found.entries) == [(2025, place.answers.hospitals[code]) for code in codes]


def test_what_may_be_chosen_is_read_without_a_single_assessment(places: dict[tuple[int, int], Place]) -> None:
    small, large = (places[5, size].read("choices", "secretariat", LAST) for size in (8, 11))
    assert small.entries == large.entries == []
    # One more row for every hospital more is its name.
    assert len(large.rows) - len(small.rows) == 3
