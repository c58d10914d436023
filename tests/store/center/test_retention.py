"""Nothing ends by itself: a list of what need not be kept any more, and a person who confirms exactly that list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.center import Case, DeskRule
from checklist.model.center.passed import Kept
from checklist.rules.center import retention as rule
from checklist.rules.closing import erasure
from checklist.store import db
from checklist.store.center import cases, retention, search
from checklist.store.records import records
from tests.center_desk import CONTACT, acting, staff, take_down
from tests.passed_cases import expert, manager
from tests.world import World, by, principal

OLD, WITHIN = date(2020, 3, 31), date(2021, 12, 1)


@pytest.mark.parametrize(
    ("last_on", "years", "start", "until"),
    [
        (date(2020, 4, 1), 5, 4, date(2026, 3, 31)),
        (date(2021, 3, 31), 5, 4, date(2026, 3, 31)),
        (date(2021, 4, 1), 5, 4, date(2027, 3, 31)),
        (date(2020, 1, 1), 1, 1, date(2021, 12, 31)),
        (date(2020, 2, 29), 30, 4, date(2050, 3, 31)),
    ],
)
def test_years_are_whole_fiscal_years_behind_the_last_contact(
    last_on: date, years: int, start: int, until: date
) -> None:
    assert rule.until(last_on, years, start) == until


def due(world: World) -> list[Kept]:
    with db.reading() as connection:
        return retention.due(by(connection, staff(world)))


def end(world: World, shown: Sequence[int], kept: Sequence[int] = ()) -> int:
    with acting(staff(world)) as act:
        return retention.end(act, shown, kept)


def summary(world: World, case: int) -> str:
    with db.reading() as connection:
        return cases.get(by(connection, staff(world)), case).case.summary


@pytest.fixture
def old(world: World) -> list[int]:
    """Two closed cases that are long over."""
    return [
        take_down(staff(world), received_on=OLD, closed=True, summary=f"古い相談{one}", note="古い記録")
        for one in (1, 2)
    ]


def test_the_list_holds_what_is_closed_and_over(old: list[int], world: World) -> None:
    take_down(staff(world), received_on=OLD, closed=False)
    take_down(staff(world), received_on=WITHIN, closed=True)
    again = take_down(staff(world), received_on=OLD, closed=True)
    with acting(staff(world)) as act:
        cases.add_contact(act, replace(CONTACT, case_id=again, held_on=WITHIN))
    assert [(one.case_id, one.until) for one in due(world)] == [(case, date(2025, 3, 31)) for case in old]


def test_the_rule_of_the_desk_says_how_long(old: list[int], world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=date(2026, 4, 1), retention_years=10))
    assert due(world) == []
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=date(2026, 5, 1), retention_years=1))
    assert len(due(world)) == 2


def test_nothing_is_erased_before_somebody_confirms_and_figures_stay(old: list[int], world: World) -> None:
    assert summary(world, old[0]) == "古い相談1"
    assert end(world, old) == 2
    assert [erasure.is_tombstone(summary(world, case)) for case in old] == [True, True]
    assert due(world) == []
    with db.reading() as connection:
        view = by(connection, staff(world))
        assert [(one.case.subject, one.case.detail) for one in cases.between(view, OLD, OLD)] == [("2", "2-1")] * 2
        assert search.found(view, "古い相談") == search.found(view, "古い記録") == ([], 0)
        (told,) = retention.ended(view)
        assert (told.cases, told.person) == (2, world.people["center"].name)
        assert connection.execute("SELECT count(*) FROM case_history WHERE content LIKE '%古い%'").fetchone()[0] == 0


def test_what_has_to_be_kept_on_stays_and_is_listed_again(old: list[int], world: World) -> None:
    assert end(world, old, old[:1]) == 1
    assert summary(world, old[0]) == "古い相談1"
    assert [one.case_id for one in due(world)] == old[:1]
    with pytest.raises(Refused, match="終える相談事例がありません"):
        end(world, old[:1], old[:1])


def test_a_list_that_has_changed_since_it_was_shown_is_not_confirmed(old: list[int], world: World) -> None:
    for shown in (old[:1], [*old, 999], []):
        with pytest.raises(Stale):
            end(world, shown)
    end(world, old)
    with pytest.raises(Stale):
        end(world, old)
    with pytest.raises(Refused):
        end(world, [])


def test_a_case_that_was_taken_back_ends_as_well(old: list[int], world: World) -> None:
    with acting(staff(world)) as act:
        records.withdraw(act, Case, old[0], 1, "架空の理由")
    assert end(world, old) == 2
    with db.reading() as connection:
        found = connection.execute("SELECT withdraw_reason, summary FROM center_case WHERE id = ?", [old[0]]).fetchone()
    assert erasure.is_tombstone(found[0])
    assert erasure.is_tombstone(found[1])


def test_nobody_else_sees_or_ends_it(old: list[int], world: World) -> None:
    for who in (principal(world.people["secretariat"]), manager(world), principal(world.people["admin"]), expert()):
        for attempt in (retention.due, retention.ended, lambda act: retention.end(act, old)):
            with pytest.raises(Forbidden), acting(who) as act:
                attempt(act)
    assert len(due(world)) == 2
