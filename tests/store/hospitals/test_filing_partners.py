"""The partners of a filing and its history: written by the hospital and the secretariat, never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.criteria import Direction
from checklist.rules.criteria.facts import FiledPartner
from checklist.store import db
from checklist.store.hospitals import filing_events, filing_partners, hospitals
from tests.world import HOST, LEADING, SMALL, World, by, principal

FILED = date(2026, 4, 1)


def add(world: World, partner: str = LEADING, login: str = "manager.h01", filed_on: date = FILED) -> int:
    with db.writing() as connection:
        return filing_partners.add(
            by(connection, principal(world.people[login])), world.hospitals[HOST], world.hospitals[partner],
            Direction.VISITED_BY, filed_on,
        )  # fmt: skip


def note(world: World, login: str = "manager.h01", **changed: object) -> int:
    fields = {"kind": "changed", "on": FILED, "receipt_number": "第12号", "note": "連携先の追加", **changed}
    with db.writing() as connection:
        filing = hospitals.filings(by(connection), world.hospitals[HOST])[0]
        return filing_events.add(by(connection, principal(world.people[login])), filing.id, **fields)  # type: ignore[arg-type]


def until(world: World, day: date) -> tuple[FiledPartner, ...]:
    with db.reading() as connection:
        assert filing_partners.partners_until(connection, day, world.hospitals[SMALL]) == {}
        return filing_partners.partners_until(connection, day).get(world.hospitals[HOST], ())


def end(world: World, line: int, day: date) -> None:
    with db.writing() as connection:
        filing_partners.end(by(connection, principal(world.people["manager.h01"])), line, day)


def test_what_was_filed_on_a_day_knows_nothing_later(world: World) -> None:
    line = add(world)
    end(world, line, date(2026, 9, 30))
    partner = world.hospitals[LEADING]
    told = [until(world, day) for day in (date(2026, 3, 31), FILED, date(2026, 10, 1))]
    assert told == [
        (),
        (FiledPartner(partner, "架空市民病院", Direction.VISITED_BY, FILED, None),),
        (FiledPartner(partner, "架空市民病院", Direction.VISITED_BY, FILED, date(2026, 9, 30)),),
    ]


def test_a_partner_is_named_once_at_a_time_and_may_come_back(world: World) -> None:
    line = add(world)
    with pytest.raises(Refused, match="すでに届け出ています"):
        add(world, filed_on=date(2026, 6, 1))
    end(world, line, date(2026, 9, 30))
    with pytest.raises(Refused, match="すでに終了日"):
        end(world, line, date(2026, 10, 1))
    assert add(world, filed_on=date(2026, 10, 1)) != line


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda world: add(world, HOST), "自院を連携先"),
        (lambda world: add(world, filed_on=date(1900, 1, 1)), "日付を確かめて"),
        (lambda world: end(world, add(world), date(2026, 3, 31)), "届出日より前"),
        (lambda world: note(world, kind="lost"), "選択肢から"),
        (lambda world: note(world, on=date(2999, 1, 1)), "日付を確かめて"),
        (lambda world: note(world, receipt_number="1" * 61), "60文字以内"),
        (lambda world: note(world, note="あ" * 1001), "1000文字以内"),
    ],
)
def test_mistakes_are_refused(act: Callable[[World], object], told: str, world: World) -> None:
    with pytest.raises(Refused, match=told):
        act(world)


def test_a_line_entered_by_mistake_is_taken_back_with_a_reason(world: World) -> None:
    line, who = add(world), principal(world.people["secretariat"])
    with pytest.raises(Refused, match="取消しの理由"), db.writing() as connection:
        filing_partners.withdraw(by(connection, who), line, " ")
    with db.writing() as connection:
        filing_partners.withdraw(by(connection, who), line, "病院の選び間違い")
    assert until(world, date(2026, 12, 1)) == ()
    with pytest.raises(NotFound):
        end(world, line, date(2026, 9, 30))


# Written out: who reads and who writes the filing of H01.
@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", False, False),
        ("leader.h02", False, False),
        ("evaluator.h02", False, False),
        ("secretariat", True, True),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_the_filing_belongs_to_its_hospital_and_the_secretariat(
    login: str, reads: bool, writes: bool, world: World
) -> None:
    own, who = world.hospitals[HOST], principal(world.people[login])
    line = add(world)
    note(world)

    def read() -> None:
        with db.reading() as connection:
            assert [found.id for found in filing_partners.of_hospital(by(connection, who), own)] == [line]
            assert [found.note for found in filing_events.of_hospital(by(connection, who), own)] == ["連携先の追加"]

    def write() -> None:
        add(world, SMALL, login)
        note(world, login)
        with db.writing() as connection:
            filing_partners.end(by(connection, who), line, FILED)

    for allowed, act in ((reads, read), (writes, write)):
        if allowed:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM filing_partner",
        "UPDATE filing_partner SET partner_id = 3",
        "UPDATE filing_partner SET filed_on = '2020-01-01'",
        "DELETE FROM filing_event",
        "UPDATE filing_event SET note = ''",
    ],
)
def test_no_statement_rewrites_the_history(sql: str, world: World) -> None:
    add(world)
    note(world)
    raw = sqlite3.connect(db.default_path())
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    raw.close()
