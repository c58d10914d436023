"""What every benchmark measures on: a region with one visit on the sheet that hospitals really use."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from checklist.imports import sheet_files
from checklist.model.accounts import Person, Role
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.assessments import assessment_rows
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from tests import world as worlds
from tests.world import by

SHEET = "anzen-3"


@dataclass(frozen=True)
class Bench:
    """Ids of the visit, its item codes, and session tokens of its members."""

    database: Path
    assessment: int
    codes: tuple[str, ...]
    tokens: tuple[str, ...]


def build(folder: Path, sessions_wanted: int = 2) -> Bench:
    """A fresh database in `folder`."""
    database = folder / "checklist.db"
    db.migrate(database)
    with db.writing(database) as connection:
        world = worlds.build(connection)
        sheet_files.load_shipped(by(connection))
        members = tuple(_member(connection, number, world.hospitals["H02"]) for number in range(sessions_wanted))
        plan = Visit(
            0, worlds.YEAR, world.hospitals["H03"], (world.hospitals["H02"],), members, None, VisitMode.IN_PERSON,
            VisitState.PLANNED, False, "",
        )  # fmt: skip
        visit = visits.add(by(connection, worlds.principal(world.people["secretariat"])), plan, [SHEET])
        (assessment,) = (a.id for a in assessment_rows.of_visit(connection, visit))
        codes = tuple(item.code for item in sheets.get(by(connection), SHEET).items)
        tokens = tuple(sessions.start(connection, member) for member in members)
    return Bench(database, assessment, codes, tokens)


def _member(connection: Database, number: int, hospital: int) -> int:
    """An evaluator of their own behind each session: one person alone may not answer as fast as many do."""
    person = Person(0, f"bench.{number}", f"評価者{number}", hospital, False, frozenset({Role.EVALUATOR}), True)
    return people.add_hashed(by(connection), person, worlds.PASSWORD_HASH)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of all values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tell(*lines: str) -> None:
    """Print the comparison."""
    sys.stdout.write("\n".join(lines) + "\n")
