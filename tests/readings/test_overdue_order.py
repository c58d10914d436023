"""期限 opens with what can be done now: this year's first, the old in one line that leads to them, and nothing out of sight."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.readings import listing, overdue
from checklist.readings.listing import Listing
from checklist.readings.overdue import Item
from checklist.store import db
from tests.readings.test_overdue import plan
from tests.world import World, by, principal


def found(world: World, login: str = "secretariat") -> Listing[Item]:
    with db.reading() as connection:
        return overdue.read(by(connection, principal(world.people[login])))


def shown(world: World, **address: str) -> list[Item]:
    one = found(world)
    return [line.of for line in listing.kept(one, listing.asked(one, address))]


def year_of_visit(world: World, year: int) -> None:
    with db.writing() as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'visit'"
        ).fetchall():
            connection.conn.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE visit SET fiscal_year = ?", [year])


def test_what_is_late_this_year_stands_before_what_comes_and_duties_before_plans(world: World) -> None:
    plan(world, date(2026, 11, 12))
    items = shown(world)
    assert items
    assert {one.when for one in items} == {overdue.NOW}
    places = [(one.late <= 0, one.kind == overdue.PLAN and one.late > 0) for one in items]
    assert places == sorted(places)
    assert any(one.kind == overdue.PLAN and one.group == "期限を過ぎたもの（2026年度）" for one in items)


def test_the_order_is_that_of_urgency_and_within_it_of_the_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late duties, late plans though due before them, what comes whatever it is, then the old, which were due first of all."""
    (host, *_) = [one.hospital_id for one in world.people.values() if one.hospital_id]
    by_day = [
        ("report", date(2025, 3, 31), 2024), (overdue.PLAN, date(2026, 10, 1), 2026), ("report", date(2026, 11, 1), 2026),
        ("report", date(2026, 11, 2), 2026), (overdue.PLAN, date(2026, 11, 25), 2026), ("report", date(2026, 11, 26), 2026),
        (overdue.PLAN, date(2027, 2, 1), 2026),
    ]  # fmt: skip
    made = [Item((host,), kind, "対象", year, day, "/x") for kind, day, year in by_day]
    monkeypatch.setattr(overdue, "items", lambda _: made)
    everything = found(world)
    assert [line.of.day for line in everything.lines] == [made[place].day for place in (2, 3, 1, 4, 5, 0, 6)]
    # What the page shows of all of them has the same order.
    assert [one.day for one in shown(world, when=listing.ALL)] == [line.of.day for line in everything.lines]


def test_a_plan_of_an_earlier_year_is_told_in_one_line_and_shown_on_demand(world: World) -> None:
    plan(world, date(2023, 5, 1))
    year_of_visit(world, 2022)
    assert [one.kind for one in shown(world, when=overdue.OLD)].count(overdue.PLAN) == 1
    assert overdue.PLAN not in {one.kind for one in shown(world, when=overdue.NOW)}
    # Beside the rest it stands last, though it was due first.
    ranges = [list(overdue.RANGES).index(one.when) for one in shown(world, when=listing.ALL)]
    assert ranges == sorted(ranges)
    assert len(set(ranges)) > 1
    (told,) = [one.sentence for one in overdue.rest(found(world), overdue.NOW) if one.href.endswith(overdue.OLD)]
    assert told.startswith("2022年度以前で期限を過ぎたもの：改善計画1件")
    assert "最も古い期限は2023年5月1日（月）、1,301日経過" in told


DAYS = {
    date(2026, 10, 1): (overdue.NOW, 52), date(2026, 11, 21): (overdue.NOW, 1), date(2026, 11, 22): (overdue.NOW, 0),
    date(2026, 12, 22): (overdue.NOW, -30), date(2026, 12, 23): (overdue.LATER, -31),
}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_thirty_days_ahead_is_now_and_one_more_is_later(day: date, world: World) -> None:
    plan(world, day)
    (one,) = shown(world, when=listing.ALL, kind=overdue.PLAN)
    assert (one.when, one.late) == DAYS[day]


def test_what_is_not_shown_is_told_with_the_way_there(world: World) -> None:
    plan(world, date(2027, 3, 1))
    everything = found(world)
    assert {line.of.when for line in everything.lines} == {overdue.LATER}
    # Nothing is due now, so the page opens with what comes: the report to be handed over, and the plan.
    assert len(shown(world)) == len(everything.lines) == 2
    assert shown(world, when=overdue.NOW) == []
    for asked, beside in ((None, 0), (overdue.LATER, 0), (overdue.NOW, 1), (listing.ALL, 0)):
        assert len(overdue.rest(everything, asked)) == beside
    (later,) = overdue.rest(everything, overdue.NOW)
    assert later.sentence.startswith("31日以上先のもの：改善計画1件、手続き1件（最も早い期限は")
    assert later.href == "/overdue?when=later"


def test_old_things_are_counted_with_the_oldest_day(world: World) -> None:
    old = Item((1,), overdue.PLAN, "改善計画", 2023, date(2023, 5, 31), "/x", 1277, overdue.OLD)
    newer = Item((1,), "report", "訪問", 2025, date(2026, 3, 1), "/y", 266, overdue.OLD)
    lines = tuple(listing.Line(("",), one) for one in (old, newer))
    choice = listing.chosen_by("when", "範囲", ((overdue.NOW, "対応"),), overdue.NOW)
    (told,) = overdue.rest(Listing("overdue", "", (), lines, (choice,)), None)
    assert (
        told.sentence
        == "2025年度以前で期限を過ぎたもの：改善計画1件、手続き1件（最も古い期限は2023年5月31日（水）、1,277日経過）"
    )
    assert told.href == "/overdue?when=old"


def test_nothing_due_asks_for_no_range(world: World) -> None:
    assert overdue.rest(found(world, "manager.h04"), None) == ()


@pytest.mark.parametrize("asked", ["", "zzz", "NOW", "now ", "<b>", "2026", "\u3000"])
def test_an_address_that_names_no_range_shows_the_usual_one_and_does_not_tell_of_it_as_hidden(
    asked: str, world: World
) -> None:
    plan(world, date(2027, 3, 1))
    everything = found(world)
    wish = listing.asked(everything, {"when": asked})
    # The list says that it asks in vain, and shows what it shows without a word.
    assert wish.wrong == ("範囲",)
    assert listing.kept(everything, wish) == listing.kept(everything, listing.asked(everything, {}))
    assert overdue.rest(everything, asked) == overdue.rest(everything, None) == ()


def told_of(*items: Item, asked: str | None) -> list[tuple[str, str]]:
    """Sentence and address of what is not shown, of a list whose usual range is that of now."""
    lines = tuple(listing.Line(("",), one) for one in items)
    choice = listing.chosen_by("when", "範囲", overdue.RANGES.items(), overdue.NOW)
    return [(one.sentence, one.href) for one in overdue.rest(Listing("overdue", "", (), lines, (choice,)), asked)]


def an_item(when: str, day: date, kind: str = "report", year: int = 2026) -> Item:
    return Item((1,), kind, "訪問", year, day, "/x", (date(2026, 11, 22) - day).days, when)


OF_EACH = (
    an_item(overdue.NOW, date(2026, 11, 1)),
    an_item(overdue.OLD, date(2025, 3, 31), overdue.PLAN, 2024),
    an_item(overdue.LATER, date(2027, 2, 1)),
)


@pytest.mark.parametrize("shown", overdue.RANGES)
def test_each_range_tells_of_both_others_in_their_order_and_never_of_itself(shown: str) -> None:
    told = told_of(*OF_EACH, asked=shown)
    assert [href for _, href in told] == [f"/overdue?when={one}" for one in overdue.RANGES if one != shown]


def test_whoever_asks_for_all_is_told_of_nothing_hidden() -> None:
    assert told_of(*OF_EACH, asked=listing.ALL) == []


def test_plans_and_steps_are_counted_apart_and_none_of_either_is_not_said() -> None:
    (plans,) = told_of(an_item(overdue.OLD, date(2025, 3, 31), overdue.PLAN, 2024), asked=None)
    assert plans[0] == "2024年度以前で期限を過ぎたもの：改善計画1件（最も古い期限は2025年3月31日（月）、601日経過）"
    (steps,) = told_of(*(an_item(overdue.LATER, date(2027, 2, day)) for day in (3, 1, 2)), asked=None)
    assert steps[0] == "31日以上先のもの：手続き3件（最も早い期限は2027年2月1日（月））"


@pytest.mark.parametrize(
    ("day", "year", "when", "late"),
    [
        (date(2026, 11, 21), 2026, overdue.NOW, 1),
        (date(2026, 3, 31), 2025, overdue.OLD, 236),
        # Of an earlier year but not late yet: still to be done in time.
        (date(2026, 11, 22), 2025, overdue.NOW, 0),
        (date(2027, 3, 31), 2025, overdue.LATER, -129),
        (date(2026, 11, 21), 2027, overdue.NOW, 1),
    ],
)
def test_what_is_late_of_an_earlier_year_is_old_and_what_is_not_late_is_not(
    day: date, year: int, when: str, late: int
) -> None:
    placed = overdue._placed(Item((1,), "report", "訪問", year, day, "/x"), date(2026, 11, 22), 2026)
    assert (placed.when, placed.late) == (when, late)
    assert placed.group
