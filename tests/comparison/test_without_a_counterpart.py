"""Comparisons of which one side is missing: each says why, and the other side still stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.comparison.partners_comparison import partners_comparison
from checklist.comparison.visit_comparison import visit_comparison
from checklist.comparison.visit_comparison_page import read as page
from checklist.model.accounts import Role
from checklist.store import db
from tests import cycle
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.cycle import who
from tests.world import World, by

GIVEN = {"1-01": "A", "1-02": "B", "2-01": "C"}


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    """A and B, two hospitals that visited each other in no year but 2024 and 2025, A going to B."""
    with db.writing() as connection:
        found = regions.build(connection, {"A": 1, "B": 1})
        regions.add_person(connection, "leader.B", found.hospitals["B"], Role.LEADER)
    return found


def visit(answers: Answers, host: str, evaluator: str, version: str = "mini-2", rated: bool = True) -> int:
    with db.writing() as connection:
        new = regions.add_visit(connection, answers.hospitals[host], answers.hospitals[evaluator], 2026)
        if rated:
            regions.add_assessment(connection, answers.hospitals[host], 2026, version, dict(GIVEN), visit=new)
        else:
            connection.execute("UPDATE visit SET record_only = 1 WHERE id = ?", [new])
    return new


@pytest.mark.parametrize("back", ["none", "paper"])
def test_the_way_back_says_why_it_is_empty(back: str, answers: Answers) -> None:
    there = visit(answers, "B", "A")
    if back == "paper":
        visit(answers, "A", "B", rated=False)
    with db.reading() as connection:
        found = partners_comparison(by(connection, answers.people["secretariat"]), there, None)
    reason = {"none": "この年度の訪問はありません。", "paper": "記録のみの訪問のため、評定はありません。"}[back]
    assert f"病院A（評価：病院B）：{reason}" in found.notes
    assert not found.mutual
    rated = {row[1]: row[3:5] for row in found.csv_table.rows}
    assert (rated["1-01"], rated["1-02"], rated["2-01"]) == (("A", ""), ("B", ""), ("C", ""))
    assert found.tables[0].rows[-1] == ("全体", 50.0, 3, 0, None, None, None)


def test_a_visit_that_names_nobody_has_no_partner_to_compare_with(answers: Answers) -> None:
    there = visit(answers, "B", "A")
    with db.writing() as connection:
        connection.execute("DELETE FROM visit_hospital")
    with db.reading() as connection:
        found = page(by(connection, answers.people["secretariat"]), "partners", {"visit": str(there)})
    assert (found.visit and found.visit.id, found.partner, found.both_ways) == (there, None, None)


def test_without_any_visit_the_page_offers_none(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'cancelled'")
        for kind in ("visit", "partners"):
            found = page(by(connection), kind, {"visit": str(world.visit)})
            assert (found.known, found.visit, found.compared, found.both_ways) == ((), None, None, None)


# Written out: what each reader is told instead of the two sides, while both are open.
@pytest.mark.parametrize(
    ("login", "own", "visitor"),
    [
        ("manager.h01", "", "訪問評価はまだ提出されていないため、表示できません。"),
        ("leader.h01", "", "訪問評価はまだ提出されていないため、表示できません。"),
        ("manager.h02", "自己評価はまだ提出されていないため、表示できません。", ""),
        ("evaluator.h02", "自己評価はまだ提出されていないため、表示できません。", ""),
        (
            "secretariat",
            "自己評価はまだ提出されていないため、表示できません。",
            "訪問評価はまだ提出されていないため、表示できません。",
        ),
    ],
)
def test_a_side_that_is_open_is_told_apart_from_one_that_is_empty(
    login: str, own: str, visitor: str, world: World
) -> None:
    with db.reading() as connection:
        (sheet,) = visit_comparison(by(connection, who(world, login)), world.visit).sheets
    assert [side.absence for side in sheet.sides] == [own, visitor]


def test_a_side_that_nobody_began_says_so(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit_sheet SET self_assessment_id = NULL")
    with db.reading() as connection:
        (sheet,) = visit_comparison(by(connection, who(world, "evaluator.h02")), world.visit).sheets
    assert sheet.sides[0].absence == "自己評価はまだ開始されていません。"
    assert {pair.difference for pair in sheet.items} <= {"", "片側のみ"}


def test_with_both_submitted_nothing_is_absent(world: World) -> None:
    cycle.submitted(world)
    for login in ("manager.h01", "manager.h02", "secretariat"):
        with db.reading() as connection:
            (sheet,) = visit_comparison(by(connection, who(world, login)), world.visit).sheets
        assert [side.absence for side in sheet.sides] == ["", ""]
