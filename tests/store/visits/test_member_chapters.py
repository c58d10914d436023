"""Chapters of the members, and how far everybody has come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.store import db
from checklist.store.visits import member_chapters, visits
from checklist.store.visits.member_chapters import MemberProgress
from tests import cycle
from tests.cycle import who
from tests.world import World, by


def assign(world: World, member: str, *chapters: str, login: str = "secretariat", version: str = "mini-2") -> None:
    with db.writing() as connection:
        person = world.people[member].id
        member_chapters.assign(by(connection, who(world, login)), world.visit, person, version, chapters)


def given(world: World) -> list[tuple[int, str]]:
    with db.reading() as connection:
        found = member_chapters.of_visit(by(connection, who(world, "secretariat")), world.visit)
    return [(one.person_id, one.chapter_code) for one in found]


def progress(world: World, login: str = "evaluator.h02") -> dict[str, MemberProgress]:
    with db.reading() as connection:
        return {one.name: one for one in member_chapters.progress(by(connection, who(world, login)), world.visit)}


def test_chapters_are_given_taken_back_and_shared(world: World) -> None:
    first, second = world.people["evaluator.h02"].id, world.people["second.h02"].id
    assign(world, "evaluator.h02", "1", "2", "1")
    assign(world, "second.h02", "2")
    assert sorted(given(world)) == sorted([(first, "1"), (first, "2"), (second, "2")])
    assign(world, "evaluator.h02", "1")
    assign(world, "second.h02")
    assert given(world) == [(first, "1")]


def test_live_progress_says_who_is_where(world: World) -> None:
    assign(world, "evaluator.h02", "1")
    assign(world, "second.h02", "2")
    with db.writing() as connection:
        cycle.fill(connection, who(world, "evaluator.h02"), world.visitor_assessment, {"1-01": "A", "1-02": "B"})
    found = progress(world)
    one, two = found["evaluator.h02 さん"], found["second.h02 さん"]
    assert (one.items, one.answered, one.last_item, one.last_chapter) == (4, 2, "1-02", "医療安全管理体制")
    assert one.last_at is not None
    assert (two.items, two.answered, two.last_item, two.last_at) == (2, 0, "", None)


def test_the_host_learns_who_rates_what_but_not_how_far_it_is(world: World) -> None:
    assign(world, "evaluator.h02", "1")
    with db.writing() as connection:
        cycle.fill(connection, who(world, "evaluator.h02"), world.visitor_assessment, {"1-01": "A"})
    one = progress(world, "manager.h01")["evaluator.h02 さん"]
    assert (one.chapters, one.answered, one.last_item) == ((("mini-2", "1"),), 0, "")


def test_only_members_chapters_and_sheets_of_the_visit_are_taken(world: World) -> None:
    for member in ("evaluator.h01", "manager.h02"):
        with pytest.raises(Refused, match="訪問評価者のみ"):
            assign(world, member, "1")
    with pytest.raises(Refused, match="ない章"):
        assign(world, "evaluator.h02", "9")
    with pytest.raises(Refused, match="使わない点検表"):
        assign(world, "evaluator.h02", "1", version="mini-1")
    with pytest.raises(NotFound):
        assign(world, "evaluator.h02", "1", version="mini-9")
    assert given(world) == []


def test_who_leaves_the_visit_keeps_no_chapters(world: World) -> None:
    assign(world, "second.h02", "1")
    with db.writing() as connection:
        visit = visits.get(by(connection), world.visit)
        members = (world.people["evaluator.h02"].id,)
        visits.change(by(connection, who(world, "secretariat")), replace(visit, member_ids=members))
    assert given(world) == []


@pytest.mark.parametrize(
    ("login", "may"),
    [
        ("secretariat", True), ("evaluator.h02", True), ("second.h02", True), ("manager.h02", True),
        ("leader.h02", False), ("manager.h01", False), ("evaluator.h01", False), ("manager.h04", False),
        ("admin", False),
    ],
)  # fmt: skip
def test_the_visiting_side_shares_out_the_chapters(world: World, login: str, may: bool) -> None:
    if may:
        assign(world, "evaluator.h02", "1", login=login)
    else:
        with pytest.raises(Forbidden):
            assign(world, "evaluator.h02", "1", login=login)
