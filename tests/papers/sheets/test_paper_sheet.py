"""The sheet on paper: as it is rated so far, and in the order of a round."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden
from checklist.papers.sheets import paper_sheet
from checklist.store import db
from checklist.store.act import viewing
from tests import cycle
from tests.cycle import who
from tests.world import SECOND, World

MEMBER = "evaluator.h02"


@pytest.fixture
def begun(world: World) -> World:
    """Two items are rated when the tablet fails."""
    with db.writing() as connection:
        cycle.fill(connection, who(world, MEMBER), world.visitor_assessment, {"1-01": "A", "1-05": "C"}, "確認した")
    return world


def rows(world: World, filled: bool, by_place: bool = False) -> dict[str, list[tuple[object, ...]]]:
    with viewing(who(world, MEMBER)) as view:
        found = paper_sheet.of_assessment(view, world.visitor_assessment, filled, by_place)
    return {table.title: list(table.rows) for table in found.tables}


def test_what_was_rated_so_far_is_ticked_and_the_rest_is_open(begun: World) -> None:
    found = {str(row[0]): row[-2:] for part in rows(begun, True).values() for row in part}
    assert found["1-01"] == ("■ A　□ B　□ C\n□ 該当なし\n□ 確認不能", "確認した")
    assert found["1-05"][0] == "□ A　□ B　■ C\n□ 該当なし\n□ 確認不能"
    assert found["1-02"] == ("□ A　□ B　□ C\n□ 該当なし\n□ 確認不能", "")
    with viewing(who(begun, MEMBER)) as view:
        told = dict(paper_sheet.of_assessment(view, begun.visitor_assessment, True).facts)["記入済みの項目"]
    assert told.startswith("2項目（")


def test_without_asking_nothing_is_ticked(begun: World) -> None:
    assert not any("■" in str(row) or "確認した" in str(row) for part in rows(begun, False).values() for row in part)


def test_by_place_every_item_stands_once_below_its_place(begun: World) -> None:
    found = rows(begun, True, by_place=True)
    places = {item.code: item.place for item in SECOND.items}
    codes = {title: [str(row[0]) for row in part] for title, part in found.items()}
    assert sorted(code for part in codes.values() for code in part) == sorted(places)
    for title, part in codes.items():
        assert {places[code] or "場所の指定なし" for code in part} == {title}
    assert list(codes) == [place or "場所の指定なし" for place in dict.fromkeys(places.values())]


def test_it_is_printed_for_those_who_read_the_ratings(begun: World) -> None:
    with viewing(who(begun, "manager.h01")) as view, pytest.raises(Forbidden):
        paper_sheet.of_assessment(view, begun.visitor_assessment, True)
