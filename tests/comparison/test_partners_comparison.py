"""Partners of a year in both directions: what A found at B beside what B found at A."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checklist.comparison.partners_comparison import PartnersComparison, partners_comparison
from checklist.comparison.visit_comparison_page import read as page
from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.model.accounts import Role
from checklist.store import db
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.ui import screens
from tests.world import SECOND, by

AT_B = {"1-01": "A", "1-02": "B", "1-04": "C", "1-05": "NA", "2-01": "UNVERIFIED", "2-03": "A"}
AT_A = {"1-01": "C", "1-02": "A", "1-03": "B", "2-01": "A"}


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    """A visits B in 2026 on the second version; C and A visit each other nowhere."""
    with db.writing() as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 2, "D": 2})
        regions.add_person(connection, "leader.B", found.hospitals["B"], Role.LEADER)
    return found


def visit(answers: Answers, host: str, evaluator: str, version: str, given: dict[str, str], **more: str) -> int:
    with db.writing() as connection:
        new = regions.add_visit(connection, answers.hospitals[host], answers.hospitals[evaluator], 2026, **more)
        comments = {code: f"{host}の{code}" for code in given}
        regions.add_assessment(
            connection, answers.hospitals[host], 2026, version, dict(given), visit=new, comments=comments
        )
    return new


def read(answers: Answers, login: str, visit_id: int, partner: int | None = None) -> PartnersComparison:
    with db.reading() as connection:
        return partners_comparison(by(connection, answers.people[login]), visit_id, partner)


@pytest.mark.parametrize("login", ["secretariat", "manager.A", "manager.B"])
def test_both_ways_stand_beside_each_other_with_values_and_comments(answers: Answers, login: str) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    visit(answers, "A", "B", "mini-2", {**AT_B, "1-01": "C", "2-03": "B"})
    found = read(answers, login, there)
    assert found.mutual
    assert found.tables[0].rows == (
        ("医療安全管理体制", 50.0, 3, 0, 16.7, 3, 0),
        ("医薬品安全", 100.0, 1, 1, 50.0, 1, 1),
        ("全体", 62.5, 4, 1, 25.0, 4, 1),
    )
    first, last = found.csv_table.rows[0], found.csv_table.rows[-1]
    assert first == ("医療安全管理体制", "1-01", "指針が最新である", "A", "C", "Bの1-01", "Aの1-01")
    assert last[3:] == ("A", "B", "Bの2-03", "Aの2-03")
    assert found.csv_table.names[3:5] == ("病院B（評価：病院A）", "病院A（評価：病院B）")


def test_the_other_side_sees_the_same_with_the_ways_exchanged(answers: Answers) -> None:
    there, back = visit(answers, "B", "A", "mini-2", AT_B), visit(answers, "A", "B", "mini-2", AT_B)
    one, other = read(answers, "manager.A", there), read(answers, "manager.A", back)
    assert [row[3:5] for row in one.csv_table.rows] == [(row[4], row[3]) for row in other.csv_table.rows]


def test_across_versions_only_comparable_items_are_compared_and_their_number_is_said(answers: Answers) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    visit(answers, "A", "B", "mini-1", AT_A)
    found = read(answers, "secretariat", there)
    assert [item[0] for item in found.items] == ["1-01", "1-02", "2-01"]
    assert "6項目中3項目で比較しています。" in found.notes
    assert found.tables[0].rows[-1][1:3] == (75.0, 2)


def test_without_a_visit_back_one_way_stands_alone_and_says_so(answers: Answers) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    visit(answers, "A", "B", "mini-2", AT_B, state="cancelled")
    found = read(answers, "manager.A", there)
    assert not found.mutual
    assert "病院A（評価：病院B）：この年度の訪問はありません。" in found.notes
    assert [row[4] for row in found.csv_table.rows] == [""] * 6
    assert found.tables[0].rows[-1][4:] == (None, None, None)


@pytest.mark.parametrize("first", ["mini-2", "other-1"])
def test_a_joint_visit_is_laid_beside_the_way_back_on_the_sheet_that_both_used(answers: Answers, first: str) -> None:
    """Whichever of the two sheets of the joint visit is read first; without a common one, the page says so."""
    with db.writing() as connection:
        sheets.add(
            by(connection),
            replace(SECOND, sheet_code="other", code="other-1", number=1, previous_code=None, lineage=()),
        )
    second = "other-1" if first == "mini-2" else "mini-2"
    there = visit(answers, "B", "A", first, AT_B)
    with db.writing() as connection:
        regions.add_assessment(
            connection, answers.hospitals["B"], 2026, second, {"1-01": "C", "2-03": "A"}, visit=there
        )
    back = visit(answers, "A", "B", second, {"1-01": "B"})
    for login, asked in (("manager.A", there), ("secretariat", back)):
        found = read(answers, login, asked)
        values = found.csv_table.rows[0][3:5]
        assert {one.sheet.version.code for one in (found.there, found.back) if one.sheet} == {second}, login
        assert values == (("C", "B") if asked == there else ("B", "C"))
        assert not any("点検表が異なります" in note for note in found.notes)
    alone = visit(answers, "D", "C", first, AT_B)
    visit(answers, "C", "D", second, {"1-01": "B"})
    assert any("点検表が異なります" in note for note in read(answers, "secretariat", alone).notes)


def test_of_two_sheets_that_both_used_either_is_compared_and_the_page_offers_both(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(
        SECOND, sheet_code="other", sheet_name="別の点検表", code="other-1", number=1, previous_code=None, lineage=()
    )
    with db.writing() as connection:
        sheets.add(by(connection), other)
    there, back = visit(answers, "B", "A", "mini-2", AT_B), visit(answers, "A", "B", "mini-2", AT_B)
    with db.writing() as connection:
        for host, one, given in (("B", there, "C"), ("A", back, "B")):
            regions.add_assessment(connection, answers.hospitals[host], 2026, "other-1", {"1-01": given}, visit=one)
    partner = answers.hospitals["A"]
    with db.reading() as connection:
        who = by(connection, answers.people["manager.A"])
        told = {
            code: partners_comparison(who, there, partner, code).csv_table.rows[0][3:5]
            for code in ("mini", "other", "x")
        }
        pages = {code: page(who, "partners", {"visit": str(there), "sheet": code}) for code in ("", "other", "x")}
    assert told == {"mini": ("A", "A"), "other": ("C", "B"), "x": ("A", "A")}
    assert [one.both_ways.sheet for one in pages.values() if one.both_ways] == ["mini", "other", "mini"]
    assert ["点検表" in "".join(one.told) for one in pages.values()] == [False, False, True]
    screens.sign_in(monkeypatch, answers.people["manager.A"].person_id)
    for asked, names in (({"sheet": "other"}, ("別の点検表", "sheet=other")), ({}, ("", "sheet=mini"))):
        shown = screens.open_page("comparison", by="partners", visit=str(there), **asked)
        (box,) = [one for one in shown.selectbox if one.label == "点検表"]
        assert len(box.options) == 2
        assert box.value == asked.get("sheet", "mini")
        assert names[1] in "".join(one.proto.body for one in shown.get("html"))


def test_ratings_that_may_not_be_read_yet_stay_away(answers: Answers) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    with db.writing() as connection:
        a, b = answers.hospitals["A"], answers.hospitals["B"]
        back = regions.add_visit(connection, a, b, 2026, "on_site")
        given: dict[str, str | None] = {"1-01": "C"}
        regions.add_assessment(connection, a, 2026, "mini-2", given, visit=back, submitted_at=None)
    found = read(answers, "manager.A", there)
    assert not found.mutual
    assert all(row[4] == "" for row in found.csv_table.rows)
    # Those who wrote them may read them.
    assert read(answers, "manager.B", there).csv_table.rows[0][4] == "C"


def test_strangers_see_nothing_and_only_evaluators_can_be_partners(answers: Answers) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    with pytest.raises(Forbidden):
        read(answers, "manager.C", there)
    with pytest.raises(Forbidden):
        read(answers, "center", there)
    with pytest.raises(Refused):
        read(answers, "secretariat", there, answers.hospitals["C"])


@pytest.mark.parametrize("kind", files.KINDS)
def test_it_can_be_taken_away(answers: Answers, kind: str) -> None:
    there = visit(answers, "B", "A", "mini-2", AT_B)
    visit(answers, "A", "B", "mini-2", AT_B)
    assert len(files.render(read(answers, "manager.A", there), kind)) > 500
