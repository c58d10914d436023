"""Sessions and the growing wait; time is the only thing that is faked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from checklist.errors import NotSignedIn, TooManyAttempts
from checklist.store import clock, db
from checklist.store.accounts import people, sessions, waits
from tests.world import World, by, principal


class Clock:
    """A clock that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = clock.now()
        for module in (clock, sessions, waits):
            monkeypatch.setattr(module, "now", lambda: self.moment)

    def pass_by(self, span: timedelta) -> None:
        self.moment += span


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_a_session_knows_its_person_and_the_token_is_not_on_disk(world: World) -> None:
    person = world.people["manager.h01"]
    with db.writing() as connection:
        token = sessions.start(connection, person.id)
        found = sessions.require(connection, token)
        stored = [row["token_hash"] for row in connection.execute("SELECT token_hash FROM session")]
    assert (found.login, found.roles, found.hospital_id) == (person.login, person.roles, person.hospital_id)
    assert stored == [sessions.token_hash(token)]
    assert token not in stored


def test_an_idle_session_ends_and_a_used_one_lives_until_its_absolute_end(world: World, ticking: Clock) -> None:
    with db.writing() as connection:
        idle = sessions.start(connection, world.people["manager.h01"].id)
        used = sessions.start(connection, world.people["manager.h01"].id)
        ticking.pass_by(sessions.IDLE - timedelta(seconds=1))
        sessions.touch(connection, used)
        ticking.pass_by(timedelta(seconds=2))
        assert sessions.find(connection, idle) is None
        assert sessions.find(connection, used) is not None
        while ticking.moment < clock.from_text(_expiry(connection, used)):
            assert sessions.find(connection, used) is not None
            sessions.touch(connection, used)
            ticking.pass_by(timedelta(minutes=25))
        assert sessions.find(connection, used) is None
        with pytest.raises(NotSignedIn):
            sessions.require(connection, used)


def _expiry(connection: Database, token: str) -> str:
    row = connection.execute("SELECT expires_at FROM session WHERE token_hash = ?", [sessions.token_hash(token)])
    return str(row.fetchone()[0])


def test_the_use_of_a_session_is_written_down_at_most_once_a_minute(world: World, ticking: Clock) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["manager.h01"].id)
        found = sessions.find(connection, token)
        assert found is not None
        assert not found.is_stale
        ticking.pass_by(timedelta(seconds=61))
        assert found.is_stale


def test_signing_out_ends_one_session_and_signing_out_everywhere_all(world: World) -> None:
    person = world.people["manager.h01"]
    with db.writing() as connection:
        first, second, third = (sessions.start(connection, person.id) for _ in range(3))
        sessions.end(connection, first)
        assert [sessions.find(connection, token) is None for token in (first, second)] == [True, False]
        sessions.end_all(by(connection, principal(person)), person.id)
        assert sessions.find(connection, third) is None


@pytest.mark.parametrize("token", [None, "", "unknown", "ü\x00"])
def test_no_or_an_unknown_token_is_nobody(world: World, token: str | None) -> None:
    with db.reading() as connection:
        assert sessions.find(connection, token) is None


@pytest.mark.parametrize("login", ["manager.h01", "nobody.at.all"])
def test_after_five_wrong_passwords_the_wait_grows_for_known_and_unknown_alike(
    world: World, ticking: Clock, login: str
) -> None:
    told: list[timedelta] = []
    with db.writing() as connection:
        for _ in range(8):
            waits.check_wait(connection, login)
            waits.note_failure(connection, login)
            told.append(waits.wait_after(len(told) + 1))
            if told[-1]:
                with pytest.raises(TooManyAttempts):
                    waits.check_wait(connection, login.upper())
            ticking.pass_by(told[-1])
        waits.forget_failures(connection, login)
        waits.note_failure(connection, login)
        waits.check_wait(connection, login)
    assert [wait.total_seconds() for wait in told] == [0, 0, 0, 0, 2, 4, 8, 16]


def test_the_wait_has_an_end() -> None:
    assert waits.wait_after(10**6) == waits.LONGEST_WAIT


YEAR = timedelta(days=365)


@pytest.mark.parametrize("wrong", [YEAR, -YEAR])
def test_a_wait_is_never_longer_than_itself_whatever_the_clock_was(
    world: World, ticking: Clock, wrong: timedelta
) -> None:
    with db.writing() as connection:
        ticking.pass_by(wrong)
        for _ in range(20):
            waits.note_failure(connection, "leader.h01")
        with pytest.raises(TooManyAttempts):
            waits.check_wait(connection, "leader.h01")
        ticking.pass_by(-wrong + waits.LONGEST_WAIT)
        waits.check_wait(connection, "leader.h01")
        # What happens under the right clock is waited for as ever.
        for _ in range(waits.FREE_FAILURES):
            waits.note_failure(connection, "leader.h01")
        with pytest.raises(TooManyAttempts):
            waits.check_wait(connection, "leader.h01")


@pytest.mark.parametrize("wrong", [YEAR, -YEAR])
def test_a_session_begun_or_used_under_a_wrong_clock_ends_with_it(
    world: World, ticking: Clock, wrong: timedelta
) -> None:
    with db.writing() as connection:
        ticking.pass_by(wrong)
        begun = sessions.start(connection, world.people["leader.h01"].id)
        ticking.pass_by(-wrong)
        used = sessions.start(connection, world.people["leader.h01"].id)
        assert sessions.find(connection, begun) is None
        assert sessions.find_for_delivery(connection, begun) is None
        assert sessions.find(connection, used) is not None
        connection.execute("UPDATE session SET last_seen_at = ?", [clock.to_text(clock.now() + YEAR)])
        assert sessions.find(connection, used) is None


def test_a_clock_put_right_by_some_seconds_signs_nobody_out(world: World, ticking: Clock) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["leader.h01"].id)
        ticking.pass_by(timedelta(seconds=-30))
        assert sessions.find(connection, token) is not None


def test_a_new_password_ends_the_waits_of_the_name_and_of_its_devices(world: World) -> None:
    names = ("leader.h01", "leader.h01\ndevice", "leader.h02")
    with db.writing() as connection:
        for name in names:
            for _ in range(9):
                waits.note_failure(connection, name)
        people.set_password(by(connection), world.people["leader.h01"].id, "a new password")
        left = [row["login"] for row in connection.execute("SELECT login FROM login_failure")]
    assert left == ["leader.h02"]
