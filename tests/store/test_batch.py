"""What a group of answers asks once: exactly what asking for each of them would have found."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden, NotOpen, NotSignedIn, Refused
from checklist.model.assessments import Operation
from checklist.model.visits import VisitState
from checklist.store import batch, db
from checklist.store.accounts import sessions
from checklist.store.act import Act
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.visits import visits
from checklist.store.writer import Writer
from checklist.web import delivery
from tests.cycle import who
from tests.store.test_writer import Held
from tests.world import CODES, World, by

Work = Callable[[Database], Any]


@pytest.fixture
def running(world: World, world_db: Path) -> Iterator[Writer]:
    started = Writer(world_db)
    yield started
    started.stop()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really read from the database, in order."""
    found: list[str] = []

    def counted(module: Any, name: str, word: str) -> None:
        real = getattr(module, name)

        def counting(*given: Any, **named: Any) -> Any:
            found.append(word)
            return real(*given, **named)

        monkeypatch.setattr(module, name, counting)

    counted(sessions, "require_for_delivery", "session")
    counted(assessment_rows, "facts", "facts")
    return found


def together(running: Writer, *works: tuple[Work, bool]) -> list[Any]:
    """The results, or errors, of work that shares one transaction; with each, whether it keeps what was asked."""

    async def ask() -> list[Any]:
        held = Held(running)
        tasks = [asyncio.ensure_future(running.done(work, keeps)) for work, keeps in works]
        await asyncio.sleep(0)
        held.let_go()
        return await asyncio.gather(*tasks, return_exceptions=True)

    return asyncio.run(ask())


def token_of(world: World, login: str) -> str:
    with db.writing() as connection:
        return sessions.start(connection, world.people[login].id)


def answering(token: str, assessment: int, item: str) -> tuple[Work, bool]:
    """An answer as the API takes it."""

    def work(connection: Database) -> str:
        act = Act.now(connection, delivery.sender(connection, token, None))
        return answers.record(act, assessment, [Operation(str(uuid.uuid4()), item, 0, "A", "")])[0].status

    return work, True


def changing(statement: str, *values: object) -> tuple[Work, bool]:
    return lambda connection: connection.execute(statement, list(values)).rowcount, False


def kinds(found: list[Any]) -> list[Any]:
    return [type(one) if isinstance(one, Exception) else one for one in found]


def test_session_and_facts_are_asked_once_for_all_answers_of_a_transaction(
    running: Writer, world: World, asked: list[str]
) -> None:
    token = token_of(world, "evaluator.h02")
    items = CODES[:4]
    assert together(running, *(answering(token, world.visitor_assessment, one) for one in items)) == ["saved"] * 4
    assert sorted(asked) == ["facts", "session"]


def test_the_next_transaction_asks_anew(running: Writer, world: World, asked: list[str]) -> None:
    token = token_of(world, "evaluator.h02")
    for item in ("1-01", "1-02"):
        assert together(running, answering(token, world.visitor_assessment, item)) == ["saved"]
    assert sorted(asked) == ["facts", "facts", "session", "session"]


def test_everybody_is_asked_about_on_their_own(running: Writer, world: World) -> None:
    member, stranger = token_of(world, "evaluator.h02"), token_of(world, "evaluator.h04")
    found = together(
        running,
        answering(member, world.visitor_assessment, "1-01"),
        answering(stranger, world.visitor_assessment, "1-02"),
        answering(member, world.self_assessment, "1-01"),
        answering("no session", world.visitor_assessment, "1-03"),
    )
    assert kinds(found) == ["saved", Forbidden, Forbidden, NotSignedIn]


def _submitted(world: World) -> Work:
    def work(connection: Database) -> None:
        assessments.submit(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "試験のため")

    return work


def test_what_is_submitted_between_two_answers_of_a_transaction_is_closed_for_the_second(
    running: Writer, world: World
) -> None:
    token = token_of(world, "evaluator.h02")
    found = together(
        running,
        answering(token, world.visitor_assessment, "1-01"),
        (_submitted(world), False),
        answering(token, world.visitor_assessment, "1-02"),
    )
    assert kinds(found) == ["saved", None, NotOpen]


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("DELETE FROM session WHERE token_hash = ?", NotSignedIn),
        ("UPDATE person SET active = 0 WHERE id IN (SELECT person_id FROM session WHERE token_hash = ?)", NotSignedIn),
        ("DELETE FROM role WHERE person_id IN (SELECT person_id FROM session WHERE token_hash = ?)", Forbidden),
    ],
)
def test_a_session_that_ends_between_two_answers_of_a_transaction_takes_no_second_one(
    running: Writer, world: World, statement: str, error: type[Exception]
) -> None:
    token = token_of(world, "evaluator.h02")
    found = together(
        running,
        answering(token, world.visitor_assessment, "1-01"),
        changing(statement, sessions.token_hash(token)),
        answering(token, world.visitor_assessment, "1-02"),
    )
    assert kinds(found) == ["saved", 1, error]


def test_a_change_that_is_taken_back_is_not_believed(running: Writer, world: World) -> None:
    """The member is taken off the visit, asked about, and the whole piece of work fails."""
    token = token_of(world, "evaluator.h02")

    def failing(connection: Database) -> None:
        connection.execute("DELETE FROM visit_member")
        with pytest.raises(Forbidden):
            answering(token, world.visitor_assessment, "1-02")[0](connection)
        raise Refused("例外")

    found = together(
        running,
        answering(token, world.visitor_assessment, "1-01"),
        (failing, False),
        answering(token, world.visitor_assessment, "1-02"),
    )
    assert kinds(found) == ["saved", Refused, "saved"]


def test_the_first_answer_begins_the_visit_and_the_next_ones_know_it(
    running: Writer, world: World, asked: list[str]
) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'planned', visit_date = '2026-01-15'")
    token = token_of(world, "evaluator.h02")
    found = together(running, *(answering(token, world.visitor_assessment, item) for item in CODES[:3]))
    assert found == ["saved"] * 3
    assert sorted(asked) == ["facts", "facts", "session", "session"]
    with db.reading() as connection:
        assert visits.get(by(connection), world.visit).state is VisitState.ON_SITE


def test_without_a_group_everything_is_asked_each_time(world: World) -> None:
    seen: list[int] = []

    def read() -> int:
        seen.append(1)
        return len(seen)

    with db.reading() as connection:
        assert [batch.once(connection, "number", read) for _ in range(2)] == [1, 2]
        batch.begin(connection)
        assert [batch.once(connection, "number", read) for _ in range(2)] == [3, 3]
        batch.forget(connection)
        assert batch.once(connection, "number", read) == 4
        batch.end(connection)
        assert batch.once(connection, "number", read) == 5


def test_whoever_gives_up_before_their_turn_is_left_out(running: Writer, world: World) -> None:
    token = token_of(world, "evaluator.h02")

    async def ask() -> str:
        held = Held(running)
        gone, stays = (
            asyncio.ensure_future(running.done(*answering(token, world.visitor_assessment, item)))
            for item in ("1-01", "1-02")
        )
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        held.let_go()
        found: str = await stays
        return found

    assert asyncio.run(ask()) == "saved"
    with db.reading() as connection:
        written = connection.execute("SELECT code FROM rating JOIN item ON item.id = item_id").fetchall()
    assert [row["code"] for row in written] == ["1-02"]


def test_a_loop_is_woken_once_for_a_whole_group(running: Writer, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token, woken = token_of(world, "evaluator.h02"), []
    real = asyncio.BaseEventLoop.call_soon_threadsafe

    def counting(self: asyncio.BaseEventLoop, *given: Any, **named: Any) -> Any:
        woken.append(given[0].__name__)
        return real(self, *given, **named)

    monkeypatch.setattr(asyncio.BaseEventLoop, "call_soon_threadsafe", counting)
    found = together(
        running,
        *(answering(token, world.visitor_assessment, one) for one in CODES[:5]),
        answering("no session", world.visitor_assessment, "1-01"),
    )
    assert kinds(found) == ["saved"] * 5 + [NotSignedIn]
    assert woken == ["_tell"]
