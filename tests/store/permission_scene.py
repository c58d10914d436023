"""Everybody who stands in some relation to a visit, and that visit in each state in which something may be done to it."""

from __future__ import annotations

import pickle
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.model.accounts import Person, Principal, Role
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind
from checklist.model.fields import Owner, Period, Record, column
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.assessments import assessments, photos
from checklist.store.closing import closings, findings, host_comments
from checklist.store.files.picture import Picture
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.records import record_tables
from checklist.store.visits import passes, visit_steps, visits
from tests import built_once, cycle
from tests import world as worlds
from tests.world import LEADING, PASSWORD_HASH, SECOND, SMALL, World, by, principal

GROUPS: dict[str, dict[str, str]] = {
    "host": {
        "M": "manager.h01", "L": "leader.h01", "E": "evaluator.h01", "m": "moved.h01", "B": "both.h01", "n": "none.h01",
    },
    "leading": {
        "M": "manager.h02", "L": "leader.h02", "E": "evaluator.h02", "e": "idle.h02", "m": "moved.h02",
        "B": "both.h02", "x": "off.h02", "n": "none.h02",
    },
    "joining": {
        "M": "manager.h03", "L": "leader.h03", "E": "member.h03", "e": "evaluator.h03", "m": "moved.h03",
    },
    "stranger": {"M": "manager.h04", "L": "leader.h04", "E": "evaluator.h04", "m": "moved.h04"},
    "region": {"S": "secretariat", "C": "center", "A": "admin"},
    "pass": {"h": "pass here", "o": "pass elsewhere", "x": "pass of off.h02"},
}  # fmt: skip
"""The columns of the table: M safety manager, L leader, E evaluator (a member of the visit where the hospital visits),
e evaluator who is no member, m listed as a member by another hospital before they moved to this one, B two roles
(host: leader and evaluator; leading: manager and member), x switched off, n without any role; S secretariat, C support
centre, A administrator; h pass of this visit, o pass of another visit for the same member.
"""

_NEW: dict[str, tuple[str, tuple[Role, ...]]] = {
    "moved.h01": ("H02", (Role.EVALUATOR,)),
    "both.h01": ("H01", (Role.LEADER, Role.EVALUATOR)),
    "none.h01": ("H01", (Role.EVALUATOR,)),
    "idle.h02": ("H02", (Role.EVALUATOR,)),
    "moved.h02": ("H03", (Role.EVALUATOR,)),
    "both.h02": ("H02", (Role.SAFETY_MANAGER, Role.EVALUATOR)),
    "off.h02": ("H02", (Role.SAFETY_MANAGER, Role.EVALUATOR)),
    "none.h02": ("H02", (Role.EVALUATOR,)),
    "member.h03": ("H03", (Role.EVALUATOR,)),
    "moved.h03": ("H02", (Role.EVALUATOR,)),
    "moved.h04": ("H02", (Role.EVALUATOR,)),
}
"""Who joins the small world, where they stood when the members were named, and as what."""
_MEMBERS = (
    "evaluator.h02", "both.h02", "off.h02", "none.h02", "member.h03", "moved.h01", "moved.h02", "moved.h03", "moved.h04",
)  # fmt: skip

OPEN, SUBMITTED, MEETING, SIGNED, SEALED = "open", "submitted", "meeting", "signed", "sealed"
"""The states of the visit: filled in; submitted and on site; closing meeting begun; signed; sealed with a plan."""

OWN_COMMENT, THEIR_COMMENT, AGREED_COMMENT = "自院の状況", "訪問で確認した状況", "合意の経緯"
FINDING, HOST_COMMENT = "院長の出席が記録されていない", "講評を受け止めます"
PRACTICE = "手順が現場に定着している"


@dataclass(frozen=True, kw_only=True)
class CentreNote(Record):
    """A kind of record of the support centre, which the product does not have yet."""

    KIND, WORD = "centre_note", "センターの記録"
    OWNER, PERIOD = Owner.CENTER, Period.ONCE

    held_on: date = column("記録日")


@dataclass(frozen=True)
class Scene:
    """The visit with its files, one for each state, and everybody as they act."""

    world: World
    later: int
    """The visit of the next year, still planned; same hospitals, same members."""
    agreed: int
    finding: int
    practice: int
    photos: Mapping[Track, int]
    folder: Path
    everybody: Mapping[int, Mapping[str, Principal]]
    """Visit -> everybody as they act on it: the two passes change their places."""

    def file(self, stage: str) -> Path:
        """The database in which the visit has come this far."""
        return self.folder / f"{stage}.db"

    def who(self, name: str) -> Principal:
        """Somebody as they act."""
        return self.everybody[self.world.visit][name]

    def assessment(self, track: Track) -> int:
        """The assessment of the visit on a track."""
        found = {Track.SELF: self.world.self_assessment, Track.VISITOR: self.world.visitor_assessment}
        return found.get(track, self.agreed)


def copied(factory: pytest.TempPathFactory, today: str, folder: Path) -> Scene:
    """A copy, in a folder of the caller's, of the scene as somebody builds it on a day; built once in the whole run."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CHECKLIST_DB", str(place / "now.db"))
            patch.setenv("CHECKLIST_TODAY", today)
            scene = _build(place, built_once.empty(factory))
        (place / "scene.pickle").write_bytes(pickle.dumps(scene))

    shutil.copytree(built_once.folder(factory, f"scene-{today}", make), folder, dirs_exist_ok=True)
    found: Scene = pickle.loads((folder / "scene.pickle").read_bytes())
    return replace(found, folder=folder)


def _build(folder: Path, empty: Path) -> Scene:
    """Lead the visit of the small world through its day and keep a file of every state; `CHECKLIST_DB` is now.db."""
    path = Path(shutil.copy(empty, folder / "now.db"))
    with db.writing(path) as connection:
        world = worlds.build(connection)
        _crowd(connection, world)
    later = cycle.next_year(world)
    with db.writing(path) as connection:
        issued = _passes(connection, world, later)
        _settle_down(connection, world)
        connection.conn.executescript(record_tables.script(CentreNote))
    taken = _fill_in(world)
    _keep(folder, OPEN)
    _submit(world)
    _keep(folder, SUBMITTED)
    agreed, finding, practice = _meet(world, taken)
    _keep(folder, MEETING)
    cycle.sign(world, world.visit)
    _keep(folder, SIGNED)
    cycle.seal(world, world.visit)
    with db.writing(path) as connection:
        improvement_plans.save(by(connection, cycle.who(world, "manager.h01")), finding, 0, PlanFields("改善する"))
        everybody = _everybody(connection, world, later, issued)
    _keep(folder, SEALED)
    return Scene(world, later, agreed, finding, practice, taken, folder, everybody)


def _crowd(connection: Database, world: World) -> None:
    """Everybody beyond the small world, and both hospitals with their members in the visit."""
    act = by(connection, cycle.who(world, "secretariat"))
    for login, (code, roles) in _NEW.items():
        person = Person(0, login, f"{login} さん", world.hospitals[code], False, frozenset(roles), True)
        person_id = people.add_hashed(by(connection), person, PASSWORD_HASH)
        world.people[login] = people.get(by(connection), person_id)
    members = tuple(world.people[login].id for login in _MEMBERS)
    visitors = (world.hospitals[LEADING], world.hospitals[SMALL])
    visits.change(act, replace(visits.get(act, world.visit), evaluator_ids=visitors, member_ids=members))


def _passes(connection: Database, world: World, later: int) -> dict[tuple[int, str], int]:
    """A pass of each visit for a member, and one for the member who is to be switched off."""
    act, issued = by(connection, cycle.who(world, "secretariat")), {}
    for visit in (world.visit, later):
        for login in ("evaluator.h02", "off.h02"):
            passes.issue(act, visit, world.people[login].id)
            issued[visit, login] = passes.of_visit(act, visit)[0].id
    return issued


def _settle_down(connection: Database, world: World) -> None:
    """Members move to where they work now, one account is switched off, two lose every role."""
    for login in ("moved.h01", "moved.h02", "moved.h03", "moved.h04"):
        code = f"H{login[-2:]}"
        people.change(by(connection), replace(world.people[login], hospital_id=world.hospitals[code]))
    people.change(by(connection), replace(world.people["off.h02"], active=False))
    for login in ("none.h01", "none.h02"):
        connection.execute("DELETE FROM role WHERE person_id = ?", [world.people[login].id])


def _everybody(
    connection: Database, world: World, later: int, issued: Mapping[tuple[int, str], int]
) -> dict[int, dict[str, Principal]]:
    """As the database knows them at the end; a pass acts as its holder."""
    logins = [name for group in GROUPS.values() for name in group.values() if name in world.people]
    named = {login: principal(people.get(by(connection), world.people[login].id)) for login in logins}
    named["off.h02"] = people.principal(by(connection), world.people["off.h02"].id)
    held = {one.id: one.holder for visit in (world.visit, later) for one in passes.of_visit(by(connection), visit)}
    return {
        visit: named
        | {
            "pass here": held[issued[visit, "evaluator.h02"]],
            "pass elsewhere": held[issued[other, "evaluator.h02"]],
            "pass of off.h02": held[issued[visit, "off.h02"]],
        }
        for visit, other in ((world.visit, later), (later, world.visit))
    }


def _photo(connection: Database, someone: Principal, assessment: int) -> int:
    picture = Picture(b"\xff\xd8\xff", 60, 40)
    found, _ = photos.add(by(connection, someone), assessment, "1-01", str(uuid.uuid4()), picture, uuid.uuid4().hex * 2)
    return found.id


def _fill_in(world: World) -> dict[Track, int]:
    """Every item answered on both sides with a comment, and a photo on each."""
    manager, member, found = cycle.who(world, "manager.h01"), cycle.who(world, "evaluator.h02"), {}
    with db.writing() as connection:
        cycle.fill(connection, manager, world.self_assessment, cycle.OWN, OWN_COMMENT)
        cycle.fill(connection, member, world.visitor_assessment, cycle.THEIRS, THEIR_COMMENT)
        found[Track.SELF] = _photo(connection, manager, world.self_assessment)
        found[Track.VISITOR] = _photo(connection, member, world.visitor_assessment)
    return found


def _submit(world: World) -> None:
    member = cycle.who(world, "evaluator.h02")
    with db.writing() as connection:
        assessments.submit(by(connection, cycle.who(world, "manager.h01")), world.self_assessment)
        assessments.submit(by(connection, member), world.visitor_assessment)
        visit_steps.move(by(connection, member), world.visit, VisitState.ON_SITE)


def _meet(world: World, taken: dict[Track, int]) -> tuple[int, int, int]:
    """The agreed assessment with an answer and a photo, a finding, and a 好事例."""
    member = cycle.who(world, "evaluator.h02")
    with db.writing() as connection:
        closings.open_meeting(by(connection, member), world.visit)
    agreed = cycle.agreed_of(world, world.visit)
    with db.writing() as connection:
        cycle.fill(connection, member, agreed, {"1-02": "B"}, AGREED_COMMENT)
        taken[Track.AGREED] = _photo(connection, member, agreed)
        kind, version = FindingKind.GOOD_PRACTICE, SECOND.code
        practice = findings.add(by(connection, member), world.visit, version, "1-02", kind, PRACTICE)
        manager = by(connection, cycle.who(world, "manager.h01"))
        host_comments.save(manager, world.visit, host_comments.REMARKS, 0, HOST_COMMENT)
    return agreed, cycle.noted(world, text=FINDING), practice


def _keep(folder: Path, stage: str) -> None:
    """A file of the state as it is now."""
    db.empty_log()
    shutil.copy(folder / "now.db", folder / f"{stage}.db")


@contextmanager
def rolled_back(connection: Database) -> Iterator[None]:
    """Whatever happens inside leaves nothing behind."""
    connection.conn.execute("SAVEPOINT cell")
    try:
        yield
    finally:
        connection.conn.execute("ROLLBACK TO cell")
        connection.conn.execute("RELEASE cell")


def dump(connection: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    cursor = connection.conn.cursor()
    cursor.row_factory = None
    tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: cursor.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}
