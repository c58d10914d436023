"""The bands of the first screens and of 比較 laid beside each other, by all readers and over time: nobody is left over.

A band is shown of a class, of a class and a size, and of the whole region. Whoever takes one from another learns of the
hospitals that are in the one alone; so every part that any combination of bands cuts out must hold enough hospitals that
the reader does not know by name, or none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from checklist.comparison import own_position
from checklist.comparison.own_position import Band
from checklist.comparison.pool import Pool
from checklist.model.accounts import Principal, Role
from checklist.model.region import Region as Settings
from checklist.rules import disclosure
from checklist.store import db, region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments.submitted import Flags
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.world import CODES, FIRST, SECOND, by, principal

YEAR, RUNNING = 2025, 2026
CHOSEN = own_position.selection(RUNNING - 5, RUNNING)
Shown = dict[frozenset[int], set[str]]
"""The hospitals behind a band -> which readers were shown it."""


def left_over(shown: Iterable[frozenset[int]], known: frozenset[int], minimum: int) -> list[frozenset[int]]:
    """The parts cut out by some bands in which there are unnamed hospitals, but too few."""
    bands = list(shown)
    parts: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for hospital in frozenset().union(*bands) if bands else ():
        parts[tuple(hospital in band for band in bands)].add(hospital)
    return [frozenset(part) for part in parts.values() if 0 < len(part - known) < minimum]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Every band shown from now on, by the hospitals that it is really made of."""
    found: Shown = defaultdict(set)
    make = own_position._band

    def kept(view: View, pool: Pool, group: Flags, whom: str) -> Band | None:
        band = make(view, pool, group, whom)
        if band:
            found[frozenset(pool.taken.hospital[group].tolist())].add(view.principal.name)
        return band

    monkeypatch.setattr(own_position, "_band", kept)
    return found


def add(connection: Database, dice: Random, code: str, number: int, beds: int, year: int = YEAR) -> int:
    """A hospital of a class and a size that an external one visited in the year."""
    host = regions.add_hospital(connection, code, number)
    connection.execute("UPDATE hospital SET beds = ? WHERE id = ?", [beds, host])
    regions.add_person(connection, f"manager.{code}", host, Role.SAFETY_MANAGER)
    external = hospitals.by_code(by(connection), "X").id
    regions.add_assessment(connection, host, year, SECOND.code, {item: dice.choice("ABC") for item in CODES})
    visit = regions.add_visit(connection, host, external, year)
    given: dict[str, str | None] = {item: dice.choice("AABC") for item in CODES}
    regions.add_assessment(connection, host, year, SECOND.code, given, visit=visit)
    return host


def begin(connection: Database, minimum: int) -> None:
    region.save(by(connection), Settings("架空地域", 4, minimum, blind_mode=False, fictional=True))
    for version in (FIRST, SECOND):
        sheets.add(by(connection), version)
    external = regions.add_hospital(connection, "X", None)
    connection.execute("UPDATE hospital SET external = 1 WHERE id = ?", [external])


def readers(connection: Database) -> list[Principal]:
    found = connection.execute("SELECT login FROM person WHERE login LIKE 'manager.%' ORDER BY id").fetchall()
    return [principal(people.by_login(by(connection), login)) for (login,) in found]


def look(connection: Database) -> None:
    """What every reader sees on the own first screen and in 比較."""
    for who in readers(connection):
        own_position.band(by(connection, who), CHOSEN, YEAR)
        own_position.class_bands(by(connection, who), CHOSEN, YEAR)


def known_to(connection: Database, who: Principal) -> frozenset[int]:
    pairs = connection.execute(
        """SELECT host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id
           WHERE fiscal_year = ? AND state <> 'cancelled'""",
        [YEAR],
    ).fetchall()
    own = who.hospital_id or 0
    return frozenset({own} | {one for pair in pairs if own in tuple(pair) for one in pair})


def exposed(connection: Database, told: Shown, minimum: int) -> list[frozenset[int]]:
    """What readers who tell each other every band cut out of one they are shown, beside the hospitals each knows by name.

    Who knows so many of a group that it is not shown is told it by others as one who knows those names; see `margin`.
    """
    return [
        part
        for who in readers(connection)
        for part in left_over(told, known_to(connection, who), minimum)
        if any(part <= band and who.name in seen for band, seen in told.items())
    ]


BEDS = (100, 300, 500)


@pytest.mark.parametrize(
    ("minimum", "sizes", "shown"),
    [
        # Ten small ones and one middle one: 加算1 without its small ones would be that one alone.
        (3, {100: 10, 300: 1}, {11}),
        (5, {100: 10, 300: 1}, {11}),
        (3, {100: 4, 300: 4}, {8, 4}),
        # Whoever belongs to the four middle ones knows itself and would be left with three of them, but not with four.
        (4, {100: 8, 300: 4}, {12}),
        (3, {100: 4, 300: 2, 500: 2}, {8, 4}),
        # Two large ones alone are too few, so they take the smallest size that stands apart to them.
        (3, {100: 6, 300: 4, 500: 2}, {12, 6}),
        (3, {100: 3}, set()),
        (3, {100: 4}, {4}),
    ],
)
def test_a_size_is_shown_only_where_what_remains_of_its_class_is_nobody_or_enough(
    empty_db: Path, told: Shown, minimum: int, sizes: dict[int, int], shown: set[int]
) -> None:
    with db.writing() as connection:
        begin(connection, minimum)
        for beds, number in sizes.items():
            for place in range(number):
                add(connection, Random(place), f"{beds}-{place}", 1, beds)
        regions.release(connection)
        look(connection)
        assert {len(one) for one in told} == shown
        assert exposed(connection, told, minimum) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_bands_of_any_reader_at_any_time_cut_out_a_few_hospitals(empty_db: Path, told: Shown, seed: int) -> None:
    dice = Random(seed)
    with db.writing() as connection:
        begin(connection, 3)
        ids = [add(connection, dice, f"H{one}", dice.choice((1, 1, 2)), dice.choice(BEDS)) for one in range(14)]
        for host in ids:
            if dice.random() < 0.3:
                regions.add_visit(connection, host, dice.choice([one for one in ids if one != host]), YEAR)
        for moment in range(3):
            regions.release(connection)
            look(connection)
            for place in range(dice.randint(1, 6)):
                add(connection, dice, f"N{moment}{place}", dice.choice((1, 2)), dice.choice(BEDS))
            # A hospital that builds a new house would go over from the band of one size to that of another.
            connection.execute("UPDATE hospital SET beds = ? WHERE id = ?", [dice.choice(BEDS), dice.choice(ids)])
        regions.release(connection)
        look(connection)
        assert told, "nothing is shown at all"
        assert exposed(connection, told, 3) == []


def test_a_hospital_that_grows_stays_in_the_band_it_came_in_with(empty_db: Path, told: Shown) -> None:
    with db.writing() as connection:
        begin(connection, 3)
        ids = [add(connection, Random(one), f"H{one}", 1, 100 if one < 5 else 300) for one in range(10)]
        regions.release(connection)
        look(connection)
        before = set(told)
        connection.execute("UPDATE hospital SET beds = 300 WHERE id = ?", [ids[0]])
        look(connection)
        assert set(told) == before == {frozenset(ids), frozenset(ids[:5]), frozenset(ids[5:])}


def test_what_was_released_before_sizes_were_kept_has_no_band_of_a_size(empty_db: Path, told: Shown) -> None:
    with db.writing() as connection:
        begin(connection, 3)
        ids = [add(connection, Random(one), f"H{one}", 1, 100 if one < 5 else 300) for one in range(10)]
        regions.release(connection)
        connection.execute("DROP TRIGGER edition_update_kept")
        (answers,) = connection.execute("SELECT answers FROM edition WHERE audience = 'region'").fetchone()
        connection.execute("UPDATE edition SET answers = ?", [json.dumps([one[:5] for one in json.loads(answers)])])
        look(connection)
        assert set(told) == {frozenset(ids)}


@pytest.mark.parametrize("seed", range(2))
def test_the_attack_finds_what_sizes_without_blocks_give_away(
    empty_db: Path, told: Shown, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """With every size that is large enough shown beside its class, a few hospitals of the other sizes are left over."""
    with db.writing() as connection:
        begin(connection, 3)
        for one in range(9):
            add(connection, Random(one + seed), f"H{one}", 1, 300 if one == seed else 100)

        def careless(sizes: dict[int, int], *_: object) -> list[tuple[list[int], list[int]]]:
            return [([size], [one for one in sizes if sizes[one] == size]) for size in set(sizes.values())]

        monkeypatch.setattr(disclosure, "blocks", careless)
        monkeypatch.setattr(own_position, "_hides_each", lambda pool, group, scored: len(scored) >= 3)
        regions.release(connection)
        look(connection)
        (alone,) = {one for one in exposed(connection, told, 3) if len(one) == 1}
        assert alone == {hospitals.by_code(by(connection), f"H{seed}").id}
