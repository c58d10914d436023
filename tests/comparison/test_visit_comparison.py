"""Self against visitor of one visit; each side asks its own permission."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from checklist.comparison.visit_comparison import SheetComparison, VisitComparison, visit_comparison
from checklist.errors import Forbidden, NotFound
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Operation
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.assessments import answers, assessments
from checklist.store.visits import visits
from tests.world import World, by, principal

SELF: dict[str, tuple[str | None, str]] = {
    "1-01": ("A", ""),
    "1-02": ("B", "辞令のみ"),
    "1-04": ("A", ""),
    "1-05": ("NA", ""),
    "2-01": ("UNVERIFIED", "薬剤部に確認中"),
}
VISITOR: dict[str, tuple[str | None, str]] = {
    "1-01": ("C", "=旧版\x0bを掲示"),
    "1-02": ("B", "辞令と異なる"),
    "1-04": ("A", ""),
    "2-01": ("B", "1部署に残置"),
    "2-03": (None, "後で見る"),
}


def fill(
    world: World, login: str, assessment_id: int, given: dict[str, tuple[str | None, str]], *, submit: bool
) -> None:
    who = principal(world.people[login])
    sent = [Operation(str(uuid.uuid4()), code, 0, value, comment) for code, (value, comment) in given.items()]
    with db.writing() as connection:
        results = answers.record(by(connection, who), assessment_id, sent)
        assert {result.status for result in results} == {"saved"}
        if submit:
            assessments.submit(by(connection, who), assessment_id, "未確認の項目あり")


@pytest.fixture
def filled(world: World) -> World:
    fill(world, "manager.h01", world.self_assessment, SELF, submit=True)
    fill(world, "evaluator.h02", world.visitor_assessment, VISITOR, submit=True)
    return world


def compared(world: World, login: str) -> VisitComparison:
    with db.reading() as connection:
        return visit_comparison(by(connection, principal(world.people[login])), world.visit)


def sheet(world: World, login: str) -> SheetComparison:
    return compared(world, login).sheets[0]


def test_every_item_stands_with_both_ratings_comments_and_the_difference(filled: World) -> None:
    rows = [tuple(row[1:2] + row[3:]) for row in sheet(filled, "manager.h01").item_table().rows]
    assert rows == [
        ("1-01", "A", "C", "差あり", "", "=旧版を掲示"),
        ("1-02", "B", "B", "一致", "辞令のみ", "辞令と異なる"),
        ("1-04", "A", "A", "一致", "", ""),
        ("1-05", "該当なし", "未回答", "片側のみ", "", ""),
        ("2-01", "確認不能", "B", "差あり", "薬剤部に確認中", "1部署に残置"),
        ("2-03", "未回答", "未回答", "", "", "後で見る"),
    ]


def test_differences_can_come_first_and_nothing_gets_lost(filled: World) -> None:
    found = sheet(filled, "manager.h01")
    first = found.item_table(differences_first=True)
    assert [row[1] for row in first.rows] == ["1-01", "2-01", "1-02", "1-04", "1-05", "2-03"]
    assert sorted(map(str, first.rows)) == sorted(map(str, found.item_table().rows))


def test_chapters_show_both_scores_with_their_denominators(filled: World) -> None:
    assert sheet(filled, "manager.h01").chapter_table().rows == (
        ("医療安全管理体制", 83.3, 3, 0, 0, 50.0, 3, 0, 1, 1),
        ("医薬品安全", "比較不可", 0, 1, 1, 50.0, 1, 0, 1, 1),
        ("全体", 83.3, 3, 1, 1, 50.0, 4, 0, 2, 2),
    )


@pytest.mark.parametrize(
    "login", ["manager.h01", "leader.h01", "manager.h02", "leader.h02", "evaluator.h02", "secretariat"]
)
def test_both_sides_are_there_for_everybody_concerned(filled: World, login: str) -> None:
    found = sheet(filled, login)
    assert found.self_side.shown
    assert found.visitor_side.shown
    assert found.items == sheet(filled, "manager.h01").items


@pytest.mark.parametrize(
    "login", ["manager.h04", "leader.h04", "evaluator.h04", "manager.h03", "evaluator.h01", "center", "admin"]
)
def test_strangers_do_not_learn_of_the_visit(filled: World, login: str) -> None:
    with pytest.raises(Forbidden):
        compared(filled, login)


def test_an_unknown_visit_is_not_found(filled: World) -> None:
    with db.reading() as connection, pytest.raises(NotFound):
        visit_comparison(by(connection, principal(filled.people["secretariat"])), 999)


@pytest.mark.parametrize(
    ("login", "own", "visitor"),
    [
        ("manager.h01", True, False),
        ("leader.h01", True, False),
        ("manager.h02", False, True),
        ("evaluator.h02", False, True),
        ("secretariat", False, False),
    ],
)
def test_a_side_that_is_not_submitted_is_absent_and_said_so(world: World, login: str, own: bool, visitor: bool) -> None:
    fill(world, "manager.h01", world.self_assessment, SELF, submit=False)
    fill(world, "evaluator.h02", world.visitor_assessment, VISITOR, submit=False)
    found = sheet(world, login)
    assert (found.self_side.shown, found.visitor_side.shown) == (own, visitor)
    for side, shown, secret in ((found.self_side, own, "薬剤部に確認中"), (found.visitor_side, visitor, "1部署に残置")):
        assert (secret in repr(compared(world, login))) is shown
        assert shown or f"{side.name}：{side.name}はまだ提出されていないため、表示できません。" in found.notes
    if not own:
        assert {row[3] for row in found.item_table().rows} == {""}
        assert {row[1] for row in found.chapter_table().rows} == {None}
    if not own or not visitor:
        assert {pair.difference for pair in found.items} == {""}
        assert {row[-1] for row in found.chapter_table().rows} == {None}


def test_in_blind_mode_members_wait_until_their_own_side_is_submitted(world: World) -> None:
    fill(world, "manager.h01", world.self_assessment, SELF, submit=True)
    with db.writing() as connection:
        connection.execute("UPDATE region SET blind_mode = 1")
    fill(world, "evaluator.h02", world.visitor_assessment, VISITOR, submit=False)
    assert "自己評価：訪問評価が提出されるまで表示しません。" in sheet(world, "evaluator.h02").notes
    assert "薬剤部に確認中" not in repr(compared(world, "evaluator.h02"))
    with db.writing() as connection:
        assessments.submit(
            by(connection, principal(world.people["evaluator.h02"])), world.visitor_assessment, "確認済み"
        )
    assert sheet(world, "evaluator.h02").self_side.shown


def _pass(world: World, login: str, visit_id: int) -> Principal:
    return replace(principal(world.people[login]), visit_scope=visit_id)


def test_a_visit_pass_opens_its_own_visit_only(filled: World) -> None:
    with db.reading() as connection:
        assert visit_comparison(by(connection, _pass(filled, "evaluator.h02", filled.visit)), filled.visit).sheets
        with pytest.raises(Forbidden):
            visit_comparison(by(connection, _pass(filled, "evaluator.h02", filled.visit + 1)), filled.visit)


def test_a_member_who_moved_away_reads_nothing(filled: World) -> None:
    moved = filled.people["evaluator.h02"]
    with db.writing() as connection:
        connection.execute("UPDATE person SET hospital_id = ? WHERE id = ?", [filled.hospitals["H04"], moved.id])
        now = principal(people.get(by(connection), moved.id))
        assert Role.EVALUATOR in now.roles
        with pytest.raises(Forbidden):
            visit_comparison(by(connection, now), filled.visit)


def test_a_visit_with_two_sheets_shows_each_on_its_own(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        joint = replace(visits.get(by(connection), world.visit), state=VisitState.PLANNED)
        visit_id = visits.add(by(connection, secretariat), joint, ["mini-1", "mini-2"])
    with db.reading() as connection:
        found = visit_comparison(by(connection, principal(world.people["manager.h02"])), visit_id)
    assert [one.version.code for one in found.sheets] == ["mini-1", "mini-2"]
    assert [table.title for table in found.tables] == [
        "章別の比較 第1版", "項目別の比較 第1版", "章別の比較 第2版", "項目別の比較 第2版",
    ]  # fmt: skip
    assert "自己評価：自己評価はまだ開始されていません。" in found.notes
    assert [chart.table for chart in found.charts] == [0, 2]
