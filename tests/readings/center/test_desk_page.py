"""窓口: each part shows its own book, what is chosen is what was asked for, and an odd address shows the first part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.model.center import BOOKS, DeskRule, Referral, ResponseLine
from checklist.readings.center import desk_page
from checklist.readings.center.desk_page import DeskPage
from checklist.store import db
from checklist.store.center import desk, shipped
from checklist.store.records import records
from tests.center_desk import DAY, acting, staff
from tests.world import World, by, principal


def read(world: World, part: str | None, record_id: int | None = None) -> DeskPage:
    with db.reading() as connection:
        return desk_page.read(by(connection, staff(world)), part, record_id)


@pytest.fixture
def books(world: World) -> World:
    """Something in every book."""
    with acting(staff(world)) as act:
        records.save(act, None, Referral(name="新しい窓口", subjects=("2",), checked_on=DAY))
        records.save(act, None, Referral(name="古い窓口", checked_on=date(2020, 1, 1)))
        records.save(act, None, Referral(name="閉じた窓口", checked_on=date(2020, 1, 1), ended_on=DAY))
        records.save(act, None, ResponseLine(reference_word="ひまわり", line="15分で終える。", agreed_on=DAY))
        records.save(act, None, DeskRule(valid_from=DAY, limit=15))
    return world


@pytest.mark.parametrize(
    ("part", "count"), [("referral", 3), ("response_line", 1), ("desk_rule", 1), ("lists", 0), ("file", 0)]
)
def test_a_part_shows_its_book_and_no_other(part: str, count: int, books: World) -> None:
    page = read(books, part)
    assert (page.part, len(page.found)) == (part, count)
    assert {type(one) for one in page.found} == ({page.kind} if page.kind else set())


@pytest.mark.parametrize("part", [None, "", "x", "case", "../file", "REFERRAL"])
def test_an_odd_address_shows_the_first_book(part: str | None, world: World) -> None:
    page = read(world, part)
    assert (page.part, page.kind, page.found) == (BOOKS[0].KIND, BOOKS[0], ())


def test_places_that_nobody_checked_are_counted_without_those_that_have_ended(books: World) -> None:
    assert read(books, "referral").due == 1
    assert read(books, "response_line").due == 0


def test_what_is_chosen_stands_in_the_list(books: World) -> None:
    page = read(books, "referral", 1)
    assert page.chosen in page.found
    assert (page.chosen.id if page.chosen else None, page.refusal) == (1, "")


@pytest.mark.parametrize("record_id", [0, -5, 99, 10**15])
def test_what_is_not_there_is_refused_in_words(record_id: int, books: World) -> None:
    page = read(books, "referral", record_id)
    assert page.chosen is None
    assert "登録されていないか、取り消されています" in page.refusal
    assert len(page.found) == 3


def test_a_part_without_records_chooses_none(books: World) -> None:
    page = read(books, "lists", 1)
    assert (page.chosen, page.refusal) == (None, "")
    assert page.lists["subject"] == shipped.edition().choices("subject")


def test_a_withdrawn_place_is_in_no_book(books: World) -> None:
    with acting(staff(books)) as act:
        records.withdraw(act, Referral, 1, 1, "誤り")
    page = read(books, "referral", 1)
    assert [getattr(one, "name", "") for one in page.found] == ["新しい窓口", "閉じた窓口", "古い窓口"][1:]
    assert page.chosen is None


def test_a_chosen_place_is_in_the_words_of_today(books: World) -> None:
    options = [replace(one, code="2X", former="2") if (one.listed, one.code) == ("subject", "2") else one
               for one in shipped.edition().options if one.parent != "2"]  # fmt: skip
    with acting(staff(books)) as act:
        desk.adopt(act, "新しい分類", date(2026, 5, 1), options)
    page = read(books, "referral", 1)
    assert isinstance(page.chosen, Referral)
    assert page.chosen.subjects == ("2X",)
    assert [one.name for one in page.editions] == ["標準分類（例）", "新しい分類"]


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "admin"])
@pytest.mark.parametrize("part", desk_page.PARTS)
def test_nobody_else_opens_any_part(login: str, part: str, world: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        desk_page.read(by(connection, principal(world.people[login])), part, None)
