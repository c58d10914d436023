"""What each combination of 届出 would bring: every row says its difference, judged as if it were filed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checklist.formats import files
from checklist.model.criteria import Result
from checklist.model.records import Admission
from checklist.papers.criteria import criteria_document
from checklist.readings import criteria
from checklist.rules.criteria.evaluation import Evaluation
from checklist.rules.criteria.points import options, standings
from checklist.store import db
from checklist.store.records import records
from tests.cycle import who
from tests.world import HOST, SMALL, World, by

DAY = date(2026, 3, 2)
"""Within the 令和6 set: 85 and 30 points, 50 and 20 for 地域連携."""
DIFFERENCE, MISSING, YEN = "届出中との差", "満たしていない要件", "年間の金額（試算）"


def judged(world: World, code: str = HOST) -> Evaluation:
    with db.reading() as connection:
        view = by(connection, who(world, f"manager.{code.lower()}"))
        return criteria.evaluation(view, world.hospitals[code], DAY)


def admit(world: World, count: int = 100) -> None:
    with db.writing() as connection:
        one = Admission(held_on=date(2026, 2, 28), count=count)
        records.save(by(connection, who(world, "manager.h01")), world.hospitals[HOST], one)


def rows(world: World, code: str = HOST) -> dict[int, dict[str, object]]:
    """By points, which no two combinations share."""
    return {int(str(one["点数"])): dict(one) for one in criteria_document.option_table(judged(world, code)).records()}


def test_without_admissions_every_row_tells_its_difference_in_points(world: World) -> None:
    found = rows(world)
    assert {points: row[DIFFERENCE] for points, row in found.items()} == {
        85: "-50点", 30: "-105点", 135: "届出中", 50: "-85点",
    }  # fmt: skip
    assert {row[YEN] for row in found.values()} == {None}


def test_with_admissions_every_row_tells_the_money_more_or_less(world: World) -> None:
    admit(world)
    found = rows(world)
    assert found[85][DIFFERENCE] == "-50点 × 10円 × 新入院 1,200人 = -600,000円/年"
    assert found[50][DIFFERENCE] == "-85点 × 10円 × 新入院 1,200人 = -1,020,000円/年"
    assert {points: row[YEN] for points, row in found.items()} == {
        points: points * 10 * 1200 for points in (85, 30, 135, 50)
    }


def test_for_a_hospital_that_filed_nothing_no_row_is_the_filed_one(world: World) -> None:
    with db.writing() as connection:
        connection.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals[HOST]])
    assert {points: row[DIFFERENCE] for points, row in rows(world).items()} == {
        85: "+85点", 30: "+30点", 135: "+135点", 50: "+50点",
    }  # fmt: skip


@pytest.mark.parametrize("code", [HOST, SMALL])
def test_a_combination_does_not_lack_the_filing_that_it_stands_for(code: str, world: World) -> None:
    found = judged(world, code)
    filing = {one.requirement.place for one in found.judgements if one.requirement.rule == "base_filed"}
    assert filing
    # As things are filed now one of them is 否 for that reason alone.
    assert any(
        one.requirement.rule == "base_filed" and one.result is Result.NOT_MET
        for line in standings(found) if not line.filed for one in line.judgements
    )  # fmt: skip
    table = criteria_document.option_table(found)
    lacking = set()
    for row, combination in zip(table.records(), options(found), strict=True):
        places = {one.requirement.place for one in combination.judgements(Result.NOT_MET)}
        assert set(str(row[MISSING]).split("、")) == places - filing or (row[MISSING] == "なし" and not places)
        lacking |= places
    assert lacking
    assert criteria_document.AS_IF_FILED in table.notes


def test_no_file_of_it_leaves_a_difference_empty_and_each_says_as_if_filed(world: World) -> None:
    admit(world)
    with db.reading() as connection:
        document = criteria_document.document(by(connection, who(world, "manager.h01")), world.hospitals[HOST], DAY)
    table = next(one for one in document.tables if one.title == "点数と金額の試算")
    assert all(re.fullmatch(r"届出中|.*[+-]\d+点 .*円/年.*", str(row[DIFFERENCE])) for row in table.records())
    assert criteria_document.AS_IF_FILED in table.notes
    assert files.render(document, "pdf", "架空").startswith(b"%PDF")
