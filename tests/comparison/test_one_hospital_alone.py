"""What one hospital does alone moves no number that others are shown of groups without names, whoever looks at whatever.

Everything that two readers get who do not know it by name is collected before and after it submits, agrees, takes back its
consent, changes its class or its beds, is corrected, or its visit is called off; each time the server makes what is due.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, own_position, spread, track_comparison
from checklist.comparison.selection import Selection
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.assessments.editions import Audience
from checklist.store.hospitals import hospitals
from checklist.store.migrations.m033_answer_vector import LETTERS
from checklist.store.migrations.rebuilding import triggers
from tests.comparison import region_of_answers as regions
from tests.world import by

YEAR, MINIMUM = 2025, 3
CHOSEN = own_position.selection(2021, 2026)
SPANS = ((2024, YEAR), (YEAR, YEAR))
"""The whole sheet of both years, and a chapter of the last one alone: other versions, so other items."""
ONE, REFUSING = "H9", "H15"
CLASSES: dict[str, int | None] = {f"H{place}": 1 + place % 2 for place in range(16)}
EVENTS: Mapping[str, str] = {
    "agrees": "INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (:refusing, 1, '2026-11-21T01:00:00.000000+00:00', 1)",
    "takes back": "INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (:one, 0, '2026-11-21T01:00:00.000000+00:00', 1)",
    "class": "UPDATE filing SET addon_class = 3 - addon_class WHERE hospital_id = :one",
    "no class": "DELETE FROM filing WHERE hospital_id = :one",
    "beds": "UPDATE hospital SET beds = 500 WHERE id = :one",
    "called off": "UPDATE visit SET state = 'cancelled' WHERE host_id = :one",
    "taken back": "UPDATE assessment SET state = 'open', submitted_at = NULL WHERE hospital_id = :one",
    "corrected": f"""UPDATE answer_vector SET letters = (SELECT {LETTERS.format(row="assessment")} FROM assessment
        WHERE assessment.id = assessment_id)""",
}


def _numbers(connection: Database, readers: Mapping[str, Principal]) -> Iterator[tuple[Any, ...]]:
    """Every number of every picture and table, for each reader."""
    for (login, who), track, (first, last), chapter in product(
        readers.items(), (Track.SELF, Track.VISITOR), SPANS, (None, "1")
    ):
        if (first == YEAR) is (chapter is None):
            continue
        view, chosen = by(connection, who), Selection(first, last, track, chapter)
        place = (login, track, first, chapter)
        classes = spread.class_document(view, chosen)
        for made in (classes, comparison.hospital_comparison(view, chosen)):
            yield from (
                (*place, cell.fiscal_year, cell.group, cell.chapter, cell.item, cell.shown)
                for cell in (*made.cells, *made.items)
            )
            yield from ((*place, one.title, *one.rows) for one in made.tables)
        yield (*place, str(track_comparison.track_comparison(view, chosen).gaps))
        yield (*place, classes.spread)
    for login, who in readers.items():
        yield (login, own_position.band(by(connection, who), CHOSEN, YEAR))
        yield (login, *own_position.class_bands(by(connection, who), CHOSEN, YEAR))


def _alone(connection: Database, moved: set[str], since: int) -> list[str]:
    """What moved for a reader for whom no hospitals, and the minimum at least, came in together."""
    came: dict[str, int] = {}
    for row in connection.execute("SELECT audience, answers FROM edition WHERE id > ?", [since]):
        together = len({answer[1] for answer in json.loads(row["answers"])})
        came[row["audience"]] = min(together, came.get(row["audience"], together))
    audiences = {"manager.H5": Audience.REGION, "center": Audience.CENTER}
    enough = {login for login, audience in audiences.items() if came.get(audience.value, 0) >= MINIMUM}
    return sorted(one for one in moved if not one.startswith(tuple(f"('{login}'," for login in enough)))


def _submit(connection: Database, code: str) -> None:
    """A new hospital with both sides, that agrees."""
    host, external = regions.add_hospital(connection, code, 1), hospitals.by_code(by(connection), "X").id
    given: dict[str, str | None] = dict.fromkeys(("1-01", "1-04", "1-05", "2-01", "2-03"), "C")
    regions.add_assessment(connection, host, YEAR, "mini-2", given)
    visit = regions.add_visit(connection, host, external, YEAR)
    regions.add_assessment(connection, host, YEAR, "mini-2", given, visit=visit)
    regions.agree(connection, host)


def test_what_one_hospital_does_moves_nothing_that_others_see(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    with db.writing() as connection:
        found = regions.build(connection, CLASSES, minimum=MINIMUM)
        regions.agree(connection, *(one for code, one in found.hospitals.items() if code != REFUSING))
        regions.release(connection)
        readers = {login: found.people[login] for login in ("manager.H5", "center")}
        who = {"one": found.hospitals[ONE], "refusing": found.hospitals[REFUSING]}
        before = set(map(str, _numbers(connection, readers)))
        (since,) = connection.execute("SELECT max(id) FROM edition").fetchone()
        moved, together = {}, set[str]()
        for name, sql in EVENTS.items():
            connection.execute("SAVEPOINT one")
            for trigger in triggers(connection):
                connection.execute(f"DROP TRIGGER {trigger}")
            if name == "corrected":
                connection.execute(
                    "UPDATE rating SET value = 'C' WHERE assessment_id IN (SELECT id FROM assessment WHERE hospital_id = ?)",
                    [who["one"]],
                )
            assert (
                connection.execute(sql, {key: value for key, value in who.items() if f":{key}" in sql}).rowcount > 0
            ), name
            regions.release(connection)
            changed = before ^ set(map(str, _numbers(connection, readers)))
            moved[name] = _alone(connection, changed, since)
            together |= {name} if len(changed) > len(moved[name]) else set()
            connection.execute("ROLLBACK TO one")
        _submit(connection, "N0")
        regions.release(connection)
        moved["submits"] = sorted(before ^ set(map(str, _numbers(connection, readers))))
        # Otherwise this would hold where nothing is ever shown, or nothing ever changes.
        for number in range(1, 5):
            _submit(connection, f"N{number}")
        regions.release(connection)
        later = sorted(before ^ set(map(str, _numbers(connection, readers))))
        audiences = {row[0] for row in connection.execute("SELECT audience FROM edition")}
    assert audiences == set(Audience)
    assert len(later) > 20
    # The last of eight to agree: those who had to wait for it come in with it.
    assert together == {"agrees"}
    assert {name: one[:6] for name, one in moved.items() if one} == {}
