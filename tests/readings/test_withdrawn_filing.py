"""A filing that is withdrawn ends: it counts for class, requirements and points up to its last day, and is kept."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.hospitals import Addon, Filing
from checklist.readings import criteria
from checklist.rules.criteria.points import standings
from checklist.store import db
from checklist.store.hospitals import filing_events, hospitals
from tests.cycle import who
from tests.world import HOST, World, by

BEFORE, ON, LATER = date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31)


def filing(world: World, addon: Addon = Addon.SAFETY) -> Filing:
    with db.reading() as connection:
        return next(one for one in hospitals.filings(by(connection), world.hospitals[HOST]) if one.addon is addon)


def withdraw(
    world: World,
    login: str = "manager.h01",
    on: date = ON,
    last: date | None = None,
    kind: str = "withdrawn",
    addon: Addon = Addon.SAFETY,
) -> None:
    with db.writing() as connection:
        filing_events.add(
            by(connection, who(world, login)), filing(world, addon).id, kind, on, "第9号", "人員の都合", last
        )


def filed(world: World, on: date) -> tuple[int | None, list[str], dict[str, str]]:
    """The class on a day, the add-ons that count, and what became of the requirement of a filed first add-on."""
    own = world.hospitals[HOST]
    with db.reading() as connection:
        found = criteria.evaluation(by(connection, who(world, "manager.h01")), own, on)
        asked = {
            one.requirement.addon: one.verdict.result.value
            for one in found.judgements
            if one.requirement.rule == "base_filed"
        }
        counted = [one.addon.name for one in standings(found) if one.filed]
        return hospitals.classes_on(by(connection), on).get(own), counted, asked


def history(world: World) -> list[tuple[str, date, str]]:
    with db.reading() as connection:
        found = filing_events.of_hospital(by(connection, who(world, "leader.h01")), world.hospitals[HOST])
    return [(one.kind, one.on, one.note) for one in found]


def test_from_the_day_of_the_withdrawal_on_it_counts_no_more(world: World) -> None:
    start, whole = filing(world), filed(world, ON)
    withdraw(world)
    assert filed(world, BEFORE) == whole
    assert (whole[0], whole[1]) == (1, ["医療安全対策加算1", "医療安全対策地域連携加算1"])
    class_after, counted, asked = filed(world, ON)
    assert (class_after, counted) == (None, ["医療安全対策地域連携加算1"])
    changed = {addon: (whole[2][addon], asked[addon]) for addon in asked if whole[2][addon] != asked[addon]}
    assert changed == {"regional-1": ("met", "not_met")}
    assert (filing(world).valid_from, filing(world).valid_to) == (start.valid_from, BEFORE)
    assert history(world) == [("withdrawn", ON, "人員の都合")]


def test_the_last_day_may_be_another_than_the_one_before(world: World) -> None:
    withdraw(world, "secretariat", last=LATER)
    assert [filed(world, day)[0] for day in (ON, LATER, date(2026, 4, 1))] == [1, 1, None]
    withdraw(world, on=date(2026, 3, 10))
    assert filing(world).valid_to == date(2026, 3, 9)
    assert [on for _, on, _ in history(world)] == [date(2026, 3, 10), ON]


@pytest.mark.parametrize(
    ("on", "last", "kind", "told"),
    [
        (date(2022, 3, 31), None, "withdrawn", "算定開始日"),
        (date(2022, 3, 31), LATER, "withdrawn", "算定開始日"),
        (date(2022, 4, 1), None, "withdrawn", "算定開始日"),
        (ON, date(2022, 3, 31), "withdrawn", "算定開始日"),
        (ON, date(2999, 1, 1), "withdrawn", "日付を確かめて"),
        (ON, LATER, "changed", "辞退の届出のときのみ"),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_nothing_changes(
    world: World, on: date, last: date | None, kind: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        withdraw(world, on=on, last=last, kind=kind)
    assert (filing(world).valid_to, history(world)) == (None, [])


def test_a_filing_that_ended_earlier_is_not_made_longer(world: World) -> None:
    withdraw(world)
    with pytest.raises(Refused, match="2026年2月28日（土）に終了しています"):
        withdraw(world, on=LATER)
    assert (filing(world).valid_to, len(history(world))) == (BEFORE, 1)
    withdraw(world, on=LATER, last=BEFORE)
    assert (filing(world).valid_to, len(history(world))) == (BEFORE, 2)


def test_other_entries_end_nothing_and_one_addon_leaves_the_other_alone(world: World) -> None:
    for kind in ("filed", "changed"):
        withdraw(world, kind=kind)
    assert filing(world).valid_to is None
    withdraw(world, addon=Addon.REGIONAL)
    assert (filing(world).valid_to, filing(world, Addon.REGIONAL).valid_to) == (None, BEFORE)
    assert filed(world, ON)[:2] == (1, ["医療安全対策加算1"])


@pytest.mark.parametrize("login", ["leader.h01", "evaluator.h01", "manager.h02", "leader.h02", "center", "admin"])
def test_nobody_else_ends_a_filing(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        withdraw(world, login)
    assert (filing(world).valid_to, history(world)) == (None, [])
