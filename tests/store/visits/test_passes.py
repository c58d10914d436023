"""Visit passes: for whom, until when, once only, revocable, and good for nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotSignedIn, Refused
from checklist.model.accounts import Principal, Role
from checklist.model.permission import Verb
from checklist.model.visits import PassState, VisitState
from checklist.store import clock, db
from checklist.store.accounts import people, sessions
from checklist.store.assessments import assessments
from checklist.store.visits import passes, visit_steps, visits
from checklist.words import TOKYO
from tests.cycle import who
from tests.world import World, by


def issue(world: World, login: str = "evaluator.h02", member: str = "evaluator.h02") -> str:
    with db.writing() as connection:
        return passes.issue(by(connection, who(world, login)), world.visit, world.people[member].id)


def open_once(token: str) -> str:
    with db.writing() as connection:
        return passes.open_once(connection, token)[0]


def session(token: str) -> Principal:
    with db.reading() as connection:
        return sessions.require(connection, token)


def only(world: World) -> passes.VisitPass:
    with db.reading() as connection:
        return passes.of_visit(by(connection, who(world, "secretariat")), world.visit)[0]


def change(statement: str, *values: object) -> None:
    """Change the database behind the program's back, triggers out of the way."""
    with db.writing() as connection:
        connection.execute("DROP TRIGGER visit_pass_update")
        connection.execute(statement, values)


def test_an_opened_pass_is_a_session_of_the_named_member_for_this_visit_only(world: World) -> None:
    found = session(open_once(issue(world)))
    assert (found.person_id, found.visit_scope) == (world.people["evaluator.h02"].id, world.visit)
    assert found.roles == {Role.EVALUATOR}
    with db.reading() as connection:
        assert Verb.WRITE in assessments.verbs(by(connection, found), world.visitor_assessment)
        assert [visit.id for visit in visits.visible_to(by(connection, found))] == [world.visit]


def test_a_pass_carries_only_the_role_of_an_evaluator(world: World) -> None:
    with db.writing() as connection:
        person = people.get(by(connection), world.people["evaluator.h02"].id)
        people.change(
            by(connection), replace(person, roles=frozenset({Role.EVALUATOR, Role.SAFETY_MANAGER, Role.ADMIN}))
        )
    assert session(open_once(issue(world))).roles == {Role.EVALUATOR}


def test_the_token_is_never_stored(world: World, world_db: Path) -> None:
    token = issue(world)
    inside = open_once(token)
    content = b"".join(path.read_bytes() for path in world_db.parent.glob("checklist.db*"))
    assert token.encode() not in content
    assert inside.encode() not in content


def test_a_second_opening_is_refused_and_leaves_the_first_session_alone(world: World) -> None:
    token = issue(world)
    first = open_once(token)
    with pytest.raises(Refused, match="すでに使用されています"):
        open_once(token)
    assert session(first).visit_scope == world.visit
    assert only(world).state is PassState.OPENED


@pytest.mark.parametrize("change_of", ["", "x", "A" * 43, "' OR 1=1 --", "\ud800".encode("utf-8", "ignore").decode()])
def test_an_altered_or_made_up_pass_is_refused_in_one_sentence(world: World, change_of: str) -> None:
    issue(world)
    with pytest.raises(Refused, match="この訪問パスは使えません"):
        open_once(change_of)


def test_looking_at_a_pass_does_not_use_it_up(world: World) -> None:
    token = issue(world)
    with db.reading() as connection:
        assert passes.usable(connection, token)[1].id == world.visit
    assert only(world).state is PassState.WAITING


def test_it_lasts_until_the_end_of_the_visits_day_in_tokyo(world: World) -> None:
    issue(world)
    # Today is 2026-11-22 by the setting, the visit on the 25th; the clock on the wall is what counts for the end.
    local = clock.now().astimezone(TOKYO).date()
    assert only(world).expires_at == datetime.combine(local + timedelta(days=4), time(), TOKYO)


def test_after_the_day_or_without_one_it_lasts_until_tonight(world: World) -> None:
    tonight = datetime.combine(clock.now().astimezone(TOKYO).date() + timedelta(days=1), time(), TOKYO)
    for day in (date(2026, 11, 20), None):
        with db.writing() as connection:
            changed = replace(visits.get(by(connection), world.visit), visit_date=day)
            visits.change(by(connection, who(world, "secretariat")), changed)
        issue(world)
        assert only(world).expires_at == tonight


def test_an_expired_pass_opens_nothing_and_its_session_may_only_deliver_for_a_week(world: World) -> None:
    unused, used = issue(world), issue(world)
    token = open_once(used)
    change("UPDATE visit_pass SET expires_at = '2020-01-01T00:00:00.000000+00:00'")
    with pytest.raises(Refused, match="有効期限"):
        open_once(unused)
    for days, delivers in ((0.01, True), (6.9, True), (7.1, False)):
        with db.writing() as connection:
            past = clock.to_text(clock.now() - timedelta(days=days))
            connection.execute("UPDATE session SET expires_at = ?", [past])
            assert sessions.find(connection, token) is None
            assert (sessions.find_for_delivery(connection, token) is not None) is delivers


def test_a_pass_session_does_not_end_by_idling_and_outlives_other_peoples_sign_ins(world: World) -> None:
    token = open_once(issue(world))
    with db.writing() as connection:
        connection.execute("UPDATE session SET last_seen_at = '2020-01-01T00:00:00.000000+00:00'")
        sessions.start(connection, world.people["manager.h01"].id)
    assert session(token).visit_scope == world.visit


def test_an_ordinary_session_never_delivers_after_its_end(world: World) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["evaluator.h02"].id)
        connection.execute("UPDATE session SET expires_at = ?", [clock.to_text(clock.now() - timedelta(minutes=1))])
        assert sessions.find_for_delivery(connection, token) is None
        with pytest.raises(NotSignedIn):
            sessions.require_for_delivery(connection, token)


def test_a_revoked_pass_can_do_nothing_at_all(world: World) -> None:
    waiting, opened = issue(world), open_once(issue(world))
    with db.writing() as connection:
        for found in passes.of_visit(by(connection, who(world, "secretariat")), world.visit):
            passes.revoke(by(connection, who(world, "manager.h02")), found.id)
            passes.revoke(by(connection, who(world, "manager.h02")), found.id)
        assert sessions.find(connection, opened) is None
        assert sessions.find_for_delivery(connection, opened) is None
        with pytest.raises(NotFound):
            passes.revoke(by(connection, who(world, "secretariat")), 999)
    with pytest.raises(Refused, match="取り消されて"):
        open_once(waiting)
    assert only(world).state is PassState.REVOKED


@pytest.mark.parametrize(
    ("login", "may"),
    [
        ("secretariat", True),
        ("evaluator.h02", True),
        ("second.h02", True),
        ("manager.h02", True),
        ("leader.h02", False),
        ("manager.h01", False),
        ("leader.h01", False),
        ("evaluator.h01", False),
        ("evaluator.h04", False),
        ("manager.h04", False),
        ("center", False),
        ("admin", False),
    ],
)
def test_who_issues_lists_and_revokes(world: World, login: str, may: bool) -> None:
    issue(world)
    someone = who(world, login)
    for attempt in (
        lambda c: passes.issue(by(c, someone), world.visit, world.people["second.h02"].id),
        lambda c: passes.of_visit(by(c, someone), world.visit),
        lambda c: passes.revoke(by(c, someone), 1),
    ):
        with db.writing() as connection:
            if may:
                attempt(connection)
            else:
                with pytest.raises(Forbidden):
                    attempt(connection)


@pytest.mark.parametrize("member", ["evaluator.h01", "manager.h02", "evaluator.h04", "secretariat"])
def test_only_members_of_the_visit_get_one(world: World, world_db: Path, member: str) -> None:
    with pytest.raises(Refused, match="訪問評価者にのみ"):
        issue(world, "secretariat", member)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(
            "INSERT INTO visit_pass (visit_id, person_id, token_hash, created_at, created_by, expires_at) "
            "VALUES (1, ?, ?, 'x', 1, 'x')",
            [world.people[member].id, "a" * 64],
        )


def test_who_is_no_member_any_more_or_moved_away_cannot_open_theirs(world: World) -> None:
    removed, moved = issue(world, member="second.h02"), issue(world)
    with db.writing() as connection:
        visit = visits.get(by(connection), world.visit)
        members = (world.people["evaluator.h02"].id,)
        visits.change(by(connection, who(world, "secretariat")), replace(visit, member_ids=members))
        person = people.get(by(connection), world.people["evaluator.h02"].id)
        people.change(by(connection), replace(person, hospital_id=world.hospitals["H04"]))
    for token in (removed, moved):
        with pytest.raises(Refused, match="担当から外れて"):
            open_once(token)


def test_a_visit_that_is_over_gives_and_takes_no_pass(world: World) -> None:
    token = issue(world)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, VisitState.CANCELLED)
    with pytest.raises(Refused, match="中止"):
        open_once(token)
    with pytest.raises(Refused, match="発行できません"):
        issue(world)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM visit_pass",
        "UPDATE visit_pass SET opened_at = NULL",
        "UPDATE visit_pass SET person_id = 1",
        "UPDATE visit_pass SET expires_at = '2999-01-01'",
        "UPDATE visit_pass SET visit_id = 2",
        "INSERT OR REPLACE INTO visit_pass SELECT * FROM visit_pass",
    ],
)
def test_no_statement_revives_or_redirects_a_pass(world: World, world_db: Path, statement: str) -> None:
    open_once(issue(world))
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_pass_is_no_key_to_the_closing_meeting_or_other_visits(world: World) -> None:
    found = session(open_once(issue(world)))
    elsewhere = replace(found, visit_scope=world.visit + 1)
    with db.reading() as connection:
        assert assessments.verbs(by(connection, elsewhere), world.visitor_assessment) == frozenset()
        with pytest.raises(Forbidden):
            visits.get(by(connection, elsewhere), world.visit)
        for read in (passes.of_visit,):
            with pytest.raises(Forbidden):
                read(by(connection, found), world.visit)
