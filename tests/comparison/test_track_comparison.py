"""Self against visitor of groups, and the comments behind an item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checklist.comparison import pool, track_comparison
from checklist.comparison.comparison import Group, Scope, Selection
from checklist.formats import files
from checklist.formats.table import Table
from checklist.model.accounts import Role
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import FIRST, SECOND, by

YEAR = 2026
SELF = {"1-01": "A", "1-04": "A", "1-05": "B", "2-01": "A", "2-03": "A"}
SEEN = {"1-01": "C", "1-04": "B", "1-05": "B", "2-01": "A", "2-03": "NA"}


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    """In 2026 every hospital rates itself higher than its visitor X does; A visits B."""
    with db.writing() as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 1, "D": 1, "E": 2})
        external = connection.execute("SELECT id FROM hospital WHERE code = 'X'").fetchone()[0]
        for code, host in found.hospitals.items():
            comments = {item: f"{code} {item}" for item in (*SELF, "1-02")}
            regions.add_assessment(connection, host, YEAR, "mini-2", dict(SELF), comments=comments)
            evaluator = found.hospitals["A"] if code == "B" else external
            visit = regions.add_visit(connection, host, evaluator, YEAR)
            regions.add_assessment(connection, host, YEAR, "mini-2", dict(SEEN), visit=visit, comments=comments)
        regions.release(connection)
    return found


def comments(answers: Answers, login: str, item: str = "1-01", scope: Scope = Scope.REGION) -> Table:
    with db.reading() as connection:
        return track_comparison.item_comments(
            by(connection, answers.people[login]), Selection(YEAR, YEAR, scope=scope), item
        )


def test_the_largest_gaps_of_each_group_come_first(answers: Answers) -> None:
    groups = (Group.CLASS_1, Group.CLASS_2, Group.OWN)
    with db.reading() as connection:
        chosen = Selection(2025, YEAR, scope=Scope.PARTNERS, groups=groups)
        found = track_comparison.track_comparison(by(connection, answers.people["manager.A"]), chosen)
    for group in ("加算1", "自院"):
        gaps = [(gap.item, gap.first.percent, gap.second.percent, gap.difference) for gap in found.gaps[group]]
        assert gaps == [("1-01", 100.0, 0.0, 100.0), ("1-04", 100.0, 50.0, 50.0)], group
    assert found.gaps["加算2"] == ()
    assert [table.title for table in found.tables] == [
        "自己評価－訪問評価（2026年度（途中））", "加算1：自己評価と訪問評価の差が大きい項目（2026年度（途中））",
        "自院：自己評価と訪問評価の差が大きい項目（2026年度（途中））",
    ]  # fmt: skip
    assert not found.empty


def test_only_hospitals_with_both_sides_are_laid_beside_each_other_and_the_others_are_counted(answers: Answers) -> None:
    with db.writing() as connection:
        alone = [YEAR, answers.hospitals["D"]]
        connection.execute("UPDATE visit SET state = 'cancelled' WHERE fiscal_year = ? AND host_id = ?", alone)
        who = by(connection, answers.people["secretariat"])
        found = track_comparison.track_comparison(who, Selection(YEAR, YEAR))
    sides = [(gap.first.score, gap.second.score) for gap in found.gaps["加算1"]]
    assert [(one.rated, other.rated) for one, other in sides if one and other] == [(3, 3), (3, 3)]
    told = "2026年度は、自己評価と訪問評価の両方が提出された4病院のみで計算しています（一方のみの1病院を除きます）。"
    assert told in found.notes


def test_what_was_written_about_an_item_that_is_not_for_the_class_of_a_hospital_is_left_out(answers: Answers) -> None:
    """E is 加算2, and 1-02 is for 加算1."""
    said = {item: {row[5] for row in comments(answers, "secretariat", item).rows} for item in ("1-01", "1-02")}
    assert said == {item: {f"{code} {item}" for code in codes} for item, codes in (("1-01", "ABCDE"), ("1-02", "ABCD"))}
    assert comments(answers, "secretariat", "9-99").rows == ()


def test_both_sides_are_of_one_sheet_where_more_were_assessed_by_themselves_on_another(answers: Answers) -> None:
    """Three hospitals assess themselves twice more on another sheet, which no visitor used."""
    with db.writing() as connection:
        view, who = by(connection), by(connection, answers.people["secretariat"])
        codes = {one.code: one.code.replace("mini", "other") for one in (FIRST, SECOND)}
        other = [
            replace(one, sheet_code="other", code=codes[one.code], previous_code=codes.get(one.previous_code or ""))
            for one in (FIRST, SECOND)
        ]
        for one in other:
            sheets.add(view, one)
        for code in "ABC":
            for one in other:
                regions.add_assessment(connection, answers.hospitals[code], YEAR, one.code, {"1-01": "C"})
        chosen = Selection(YEAR, YEAR, scope=Scope.REGION)
        assert pool.sheet_of(who, replace(chosen, track=Track.SELF)) == "other"
        found = track_comparison.track_comparison(who, chosen)
        said = track_comparison.item_comments(who, chosen, "1-01")
    assert [(gap.item, gap.first.percent, gap.second.percent) for gap in found.gaps["加算1"]] == [
        ("1-01", 100.0, 0.0), ("1-04", 100.0, 50.0),
    ]  # fmt: skip
    assert {row[3:5] for row in said.rows} == {("自己評価", "A"), ("訪問評価", "C")}


def test_within_one_version_all_its_items_count(answers: Answers) -> None:
    with db.reading() as connection:
        who = answers.people["secretariat"]
        found = track_comparison.track_comparison(by(connection, who), Selection(YEAR, YEAR))
    gaps = [(gap.item, gap.difference) for gap in found.gaps["加算1"]]
    assert gaps == [("1-01", 100.0), ("1-04", 50.0)]
    for kind in files.KINDS:
        assert len(files.render(found, kind)) > 300


def test_the_csv_file_holds_the_gaps_of_every_group_and_says_which(answers: Answers) -> None:
    with db.reading() as connection:
        found = track_comparison.track_comparison(by(connection, answers.people["secretariat"]), Selection(YEAR, YEAR))
    lines = [(row["集団"], row["項目コード"]) for row in found.csv_table.records()]
    assert lines == [(group, gap.item) for group, gaps in found.gaps.items() for gap in gaps]
    assert len({group for group, _ in lines}) > 1


def test_a_group_too_small_shows_no_gap(answers: Answers) -> None:
    with db.reading() as connection:
        found = track_comparison.track_comparison(by(connection, answers.people["manager.C"]), Selection(YEAR, YEAR))
    assert found.gaps["加算2"] == ()
    assert found.gaps["加算1"]


def test_where_nothing_differs_the_empty_table_names_its_columns_all_the_same(answers: Answers) -> None:
    with db.reading() as connection:
        who = answers.people["secretariat"]
        found = track_comparison.track_comparison(by(connection, who), Selection(2020, 2020))
    assert found.empty
    assert all(found.csv_table.names)
    assert found.csv_table.names[5:9] == ("自己評価", "自己評価 評定数", "訪問評価", "訪問評価 評定数")


def test_comments_come_from_hospitals_that_may_be_read_by_name(answers: Answers) -> None:
    everything = {(str(row[1]), str(row[3])) for row in comments(answers, "secretariat").rows}
    assert everything == {(f"病院{code}", track) for code in "ABCDE" for track in ("自己評価", "訪問評価")}
    # A reads its own, and both sides of its visit to B; B reads of A nothing, because it never visited A.
    own = {("病院A", "自己評価"), ("病院A", "訪問評価")}
    other = {("病院B", "自己評価"), ("病院B", "訪問評価")}
    assert {(str(row[1]), str(row[3])) for row in comments(answers, "manager.A").rows} == own | other
    assert {(str(row[1]), str(row[3])) for row in comments(answers, "manager.B").rows} == other
    assert comments(answers, "center").rows == ()


def test_a_comment_stands_with_its_value_class_and_hospital(answers: Answers) -> None:
    found = comments(answers, "manager.A")
    assert found.title == "1-01　指針が最新である（2026年度）"
    assert found.rows[0] == (YEAR, "病院A", "加算1", "自己評価", "A", "A 1-01")
    assert found.rows[-1] == (YEAR, "病院B", "加算1", "訪問評価", "C", "B 1-01")


def test_a_leader_reads_what_the_manager_reads(answers: Answers) -> None:
    with db.writing() as connection:
        leader = regions.add_person(connection, "leader.A", answers.hospitals["A"], Role.LEADER)
        found = track_comparison.item_comments(by(connection, leader), Selection(YEAR, YEAR), "1-01")
    assert found == comments(answers, "manager.A")


def test_an_item_nobody_answered_has_no_comments(answers: Answers) -> None:
    assert comments(answers, "secretariat", "9-99").rows == ()
