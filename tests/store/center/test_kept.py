"""Behind the end of what is kept of a case nothing is written any more, by whatever way and by whomever; and nothing waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from checklist.errors import ChecklistError, Forbidden, NotFound, Refused
from checklist.model.accounts import Principal
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Transfer, TransferKind, TransferState
from checklist.readings.center import passed_cases as told
from checklist.rules.closing import erasure
from checklist.store import db
from checklist.store.act import Act
from checklist.store.center import cases, kept, messages, openings, retention, transfers
from tests.center_desk import CONTACT, acting, colleague, staff, take_down
from tests.cycle import who
from tests.passed_cases import expert, manager, passing
from tests.world import World, by

OLD = date(2015, 5, 11)
SAID = "架空の新しい記載"


@dataclass(frozen=True)
class Ended:
    """An old case that lies at two hospitals, of which one has answered, with two questions, one of them open to an expert."""

    case: int
    waiting: int
    answered: int
    question: int
    other: int
    expert: Principal
    colleague: Principal


@pytest.fixture
def old(world: World) -> Ended:
    """It, before its end."""
    case = take_down(staff(world), received_on=OLD, closed=True, summary="古い要旨")
    asked = expert()
    with acting(staff(world)) as act:
        waiting = transfers.pass_on(act, case, passing(world, on=OLD))
        answered = transfers.pass_on(act, case, passing(world, "H02", on=OLD))
        question, other = (messages.ask(act, case, MessageKind.ADVICE, text) for text in ("照会1", "照会2"))
        openings.open_to(act, question, asked.person_id, act.today + timedelta(days=7))
    with acting(manager(world, "h02")) as act:
        transfers.answer(act, answered, "古い回答", "伝えてよい古い内容")
    return Ended(case, waiting, answered, question, other, asked, colleague())


def end(world: World, one: Ended) -> None:
    with acting(staff(world)) as act:
        assert retention.end(act, [one.case]) == 1


def texts(needle: str) -> list[str]:
    """Every table and column of the file in which something stands."""
    found = []
    with db.reading() as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                found += [f"{table}.{name}" for name in row.keys() if needle in str(row[name])]  # noqa: SIM118
    return found


def seen(who_reads: Principal, number: int) -> Transfer:
    with db.reading() as connection:
        return transfers.get(by(connection, who_reads), number)


Way = tuple[Callable[[World, Ended], Principal], Callable[[Act, World, Ended], object]]


def _centre(world: World, _: Ended) -> Principal:
    return staff(world)


def _change(act: Act, _: World, one: Ended) -> None:
    cases.change(act, replace(cases.get(act, one.case).case, summary=SAID))


WAYS: dict[str, Way] = {
    "another contact": (_centre, lambda act, _, one: cases.add_contact(act, replace(CONTACT, case_id=one.case, note=SAID))),
    "a change": (_centre, _change),
    "a question": (_centre, lambda act, _, one: messages.ask(act, one.case, MessageKind.ADVICE, SAID)),
    "an escalation": (_centre, lambda act, _, one: messages.ask(act, one.case, MessageKind.URGENT, SAID)),
    "a colleague's advice": (lambda _, one: one.colleague, lambda act, _, one: messages.settle(act, one.other, SAID)),
    "an expert's advice": (lambda _, one: one.expert, lambda act, _, one: openings.advise(act, one.question, SAID)),
    "an opening": (
        _centre, lambda act, _, one: openings.open_to(act, one.other, one.expert.person_id, act.today),
    ),
    "another hospital": (
        _centre, lambda act, world, one: transfers.pass_on(act, one.case, passing(world, "H03", text=SAID, on=OLD)),
    ),
    "an answer": (lambda world, _: manager(world), lambda act, _, one: transfers.answer(act, one.waiting, SAID, SAID)),
    "a receipt": (lambda world, _: manager(world), lambda act, _, one: transfers.acknowledge(act, one.waiting)),
    "a late receipt": (
        lambda world, _: manager(world, "h02"), lambda act, _, one: transfers.acknowledge(act, one.answered),
    ),
    "a consent taken back": (_centre, lambda act, _, one: transfers.withdraw_consent(act, one.answered, SAID)),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_it_is_written_before_the_end_and_refused_behind_it(way: str, world: World, old: Ended) -> None:
    who_writes, write = WAYS[way]
    with db.writing() as connection:
        write(by(connection, who_writes(world, old)), world, old)
        connection.conn.rollback()
    end(world, old)
    with pytest.raises(Refused), acting(who_writes(world, old)) as act:
        write(act, world, old)
    assert texts(SAID) == []


def test_an_opening_can_still_be_closed_behind_the_end(world: World, old: Ended) -> None:
    end(world, old)
    with acting(staff(world)) as act:
        openings.close(act, old.question, old.expert.person_id)
    with acting(old.expert) as act:
        assert openings.own(act) == []


def test_no_hospital_waits_for_what_nobody_can_answer(world: World, old: Ended) -> None:
    assert seen(manager(world), old.waiting).waits
    end(world, old)
    for reader in (manager(world), staff(world)):
        assert seen(reader, old.waiting).state is TransferState.WITHDRAWN
    assert seen(manager(world), old.waiting).text == ""
    last = seen(staff(world), old.waiting).last(TransferKind.WITHDRAWN)
    assert last
    assert last.text == retention.REASON
    # What was answered stays answered, without its words.
    found = seen(manager(world, "h02"), old.answered)
    assert found.state is TransferState.ANSWERED
    assert all(erasure.is_tombstone(one.text) for one in found.events if one.text)
    assert [len(texts(word)) for word in ("古い要旨", "古い回答", "伝えてよい古い内容", "照会1")] == [0] * 4


def test_the_notice_says_nothing_of_a_consent_that_nobody_took_back(world: World, old: Ended) -> None:
    end(world, old)
    with db.reading() as connection:
        found = [one.what for one in told.notifications(by(connection, manager(world)))]
    assert found == [f"届いた相談は閲覧できなくなりました（届いた相談 {old.waiting}）"]


def test_other_cases_go_on(world: World, old: Ended) -> None:
    new = take_down(staff(world))
    end(world, old)
    with acting(staff(world)) as act:
        kept.require(act, new)
        messages.ask(act, new, MessageKind.ADVICE, "続く相談")
        cases.add_contact(act, replace(CONTACT, case_id=new, started="15:00"))
        transfers.pass_on(act, new, passing(world))
        with pytest.raises(Refused, match="保存期間が満了"):
            kept.require(act, old.case)


@pytest.mark.parametrize("login", ["manager.h01", "manager.h03", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_the_end_tells_nothing_to_whoever_may_not_know(login: str, world: World, old: Ended) -> None:
    """The same error before and behind it, for every way that is not theirs."""
    found: list[list[type[ChecklistError]]] = []
    for _ in range(2):
        errors = []
        for name, (_, write) in WAYS.items():
            if login == "manager.h01" and name in ("an answer", "a receipt"):
                continue
            with pytest.raises((Forbidden, NotFound)) as caught, acting(who(world, login)) as act:
                write(act, world, old)
            errors.append(caught.type)
        found.append(errors)
        if len(found) == 1:
            end(world, old)
    assert found[0] == found[1]
