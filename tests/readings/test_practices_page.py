"""The library as it is searched: letters of any width, chapter, year and class; by class only those that gave their name."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.papers import list_document
from checklist.readings import listing, practices_page
from checklist.readings.listing import Line
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.practices import Practice
from tests import cycle
from tests.cycle import offered, who
from tests.world import World, by


@pytest.fixture
def good(world: World) -> int:
    return cycle.sealed_with_practice(world)[1]


def lines(world: World, **address: str) -> list[Line[Practice]]:
    with viewing(who(world, "leader.h04")) as view:
        found = practices_page.library(view)
    wish = listing.asked(found, address)
    assert wish.wrong == ()
    return listing.kept(found, wish)


@pytest.mark.parametrize("typed", ["テジュン", "ﾃｼﾞｭﾝ", "定着", "確かめて", "テジュン 毎月", "架空中央", "医療安全管理"])
def test_words_are_found_whatever_their_width_in_every_part(typed: str, world: World, good: int) -> None:
    offered(
        world, good, named=True, title="ﾃｼﾞｭﾝ（テジュン）を定着させる" if "ジ" not in typed else "テジュンを定着させる"
    )
    assert len(lines(world, q=typed)) == 1
    assert lines(world, q=f"{typed} どこにもない") == []


def test_a_named_entry_is_found_by_chapter_year_and_class(world: World, good: int) -> None:
    offered(world, good, named=True)
    assert len(lines(world, chapter="1", year="2026", **{"class": "1"})) == 1


def test_an_entry_without_a_name_is_found_by_no_class(demo_db: Path) -> None:
    with db.reading() as connection:
        found = practices_page.library(by(connection))
    (choice,) = [one for one in found.choices if one.key == "class"]
    for value in choice.options:
        kept = listing.kept(found, listing.asked(found, {"class": value}))
        assert kept
        assert all(line.of.hospital for line in kept)
    nameless = [line for line in found.lines if not line.of.hospital]
    assert {line.cells[4:] for line in nameless} == {("匿名", "")}
    assert {key for line in nameless for key in line.keys} == {"chapter", "year"}


def test_a_file_holds_the_cells_of_the_screen(world: World, good: int) -> None:
    offered(world, good, named=True)
    with viewing(who(world, "center")) as view:
        document = list_document.document(view, "practices", {})
    (line,) = lines(world)
    assert document.tables[0].rows == (line.cells,)


def test_a_hospital_sees_its_own_beside_the_library_and_only_a_manager_writes(world: World, good: int) -> None:
    for login, offers, writes in (
        ("manager.h01", 1, True),
        ("leader.h01", 1, False),
        ("manager.h04", 0, True),
        ("evaluator.h01", 0, False),
        ("center", 0, False),
    ):
        with viewing(who(world, login)) as view:
            page = practices_page.read(view)
        assert (len(page.offers), page.writes, page.chosen) == (offers, writes, None), login
    with viewing(who(world, "manager.h01")) as view:
        chosen = practices_page.read(view, good).chosen
    assert chosen is not None
    assert chosen.finding_id == good
