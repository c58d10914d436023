"""Comparisons at their edges: a year without visits, a single partner, a hospital of another class, groups too small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.comparison import comparison, comparison_page, gaps, track_comparison, visit_comparison_page
from checklist.comparison.comparison import ALL_CHAPTERS, Cell, Comparison, Group, Scope, Selection
from checklist.comparison.track_comparison import TrackComparison
from checklist.comparison.visit_comparison_page import VisitComparisonPage
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Track
from checklist.model.hospitals import Addon, Filing
from checklist.model.region import Region
from checklist.rules.scoring import Score
from checklist.store import db, region
from checklist.store.act import viewing
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import CODES, FIRST, SECOND, by

YEAR, MINIMUM = 2025, 3
HIDDEN, NOTHING = f"病院数が{MINIMUM}未満のため表示しません", "確定した集計がありません"
NO_DATA = "データなし"
LAST = Selection(YEAR, YEAR)
GOOD, POOR = dict.fromkeys(CODES, "A"), dict.fromkeys(CODES, "C")


@pytest.fixture
def few(empty_db: Path) -> Answers:
    """Four hospitals of 加算1 and one of 加算2, all of which visited nobody yet; each rated itself A in 2025.

    A has visited B; the visits to C, D and E are by the external X; all visitors gave C.
    """
    with db.writing() as connection:
        region.save(by(connection), Region("架空地域", 4, MINIMUM, blind_mode=False, fictional=True))
        for version in (FIRST, SECOND):
            sheets.add(by(connection), version)
        classes = {"A": 1, "B": 1, "C": 1, "D": 1, "E": 2}
        ids = {code: regions.add_hospital(connection, code, number) for code, number in classes.items()}
        external = regions.add_hospital(connection, "X", None)
        people = {"secretariat": regions.add_person(connection, "secretariat", None, Role.SECRETARIAT)}
        people |= {
            code: regions.add_person(connection, f"manager.{code}", host, Role.SAFETY_MANAGER)
            for code, host in ids.items()
        }
        for code, host in ids.items():
            regions.add_assessment(connection, host, YEAR, SECOND.code, dict(GOOD))
            visit = regions.add_visit(connection, host, ids["A"] if code == "B" else external, YEAR)
            regions.add_assessment(connection, host, YEAR, SECOND.code, dict(POOR), visit=visit)
        connection.execute("UPDATE hospital SET external = 1 WHERE id = ?", [external])
        regions.release(connection)
    return Answers(ids, people)


def classes(who: Principal, chosen: Selection = LAST) -> Comparison:
    with viewing(who) as view:
        return comparison.class_comparison(view, chosen)


def by_hospital(who: Principal, chosen: Selection = LAST) -> Comparison:
    with viewing(who) as view:
        return comparison.hospital_comparison(view, chosen)


def tracks(who: Principal, chosen: Selection = LAST) -> TrackComparison:
    with viewing(who) as view:
        return track_comparison.track_comparison(view, chosen)


def whole(found: Comparison, year: int = YEAR) -> dict[str, float | str]:
    """What stands in 全体 of a year, by column."""
    return {cell.group: cell.shown for cell in found.cells if cell.chapter == ALL_CHAPTERS and cell.fiscal_year == year}


def refile(code: str, answers: Answers, addon_class: int, since: date) -> None:
    """A hospital files another class from a day on."""
    with db.writing() as connection:
        old = hospitals.filings(by(connection), answers.hospitals[code])[0]
        hospitals.save_filing(by(connection), replace(old, valid_to=date(since.year, since.month, since.day - 1)))
        new = Filing(0, answers.hospitals[code], Addon.SAFETY, addon_class, since, None, "")
        hospitals.save_filing(by(connection), new)


# A year in which nobody was visited.


def test_a_year_without_visits_has_no_data_and_takes_nothing_from_the_other(few: Answers) -> None:
    found = classes(few.people["secretariat"], Selection(YEAR - 1, YEAR))
    assert whole(found, YEAR - 1) == {"加算1": NO_DATA, "加算2": NO_DATA}
    assert whole(found) == {"加算1": 0.0, "加算2": 0.0}
    assert found.heat_map.columns[0].startswith(f"{YEAR - 1}年度")


def test_a_year_without_visits_is_empty_by_itself_and_says_what_was_asked(few: Answers) -> None:
    found = classes(few.people["secretariat"], Selection(YEAR - 1, YEAR - 1, Track.VISITOR, "1"))
    assert found.empty
    assert dict(found.facts)["年度"] == f"{YEAR - 1}年度"
    assert found.charts == ()
    tracked = tracks(few.people["secretariat"], Selection(YEAR - 1, YEAR - 1))
    assert (tracked.empty, tracked.gaps, len(tracked.tables)) == (True, {}, 1)


def test_where_one_side_is_missing_nothing_differs(few: Answers) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'cancelled'")
    found = tracks(few.people["secretariat"])
    assert found.gaps == {"加算1": (), "加算2": ()}
    assert found.empty
    assert classes(few.people["secretariat"], replace(LAST, track=Track.SELF)).cells[0].percent == 100.0


def test_a_sheet_that_nobody_used_leaves_nothing_to_compare(few: Answers) -> None:
    found = classes(few.people["secretariat"], replace(LAST, sheet="another"))
    assert (found.empty, found.cells, found.items) == (True, (), ())
    assert found.facts[0] == ("評価の種類", "訪問評価")


def test_a_chapter_that_the_sheet_does_not_have_is_said_so(few: Answers) -> None:
    found = classes(few.people["secretariat"], replace(LAST, chapter="9"))
    assert found.empty
    assert any("選んだ章はこの点検表にありません" in note for note in found.notes)
    assert dict(found.facts)["章"] == "9　"


# A single partner.


def test_with_one_partner_the_circle_is_the_two_of_them(few: Answers) -> None:
    chosen = replace(LAST, scope=Scope.PARTNERS)
    for code in ("A", "B"):
        found = by_hospital(few.people[code], chosen)
        assert whole(found) == {"病院A": 0.0, "病院B": 0.0}, code
        assert any("加算1は病院A、病院B" in note for note in found.notes)


def test_who_has_no_partner_stands_alone_in_the_circle(few: Answers) -> None:
    """The external X visits C, and is no member of the product: C is partner of X all the same, which has no ratings."""
    assert whole(by_hospital(few.people["C"], replace(LAST, scope=Scope.PARTNERS))) == {"病院C": 0.0}


def test_those_visited_are_a_column_only_for_whom_there_are_any(few: Answers) -> None:
    chosen = replace(LAST, groups=(Group.OWN, Group.VISITS))
    assert whole(classes(few.people["A"], chosen)) == {"自院": 0.0, "自院が訪問した病院": 0.0}
    assert whole(classes(few.people["B"], chosen)) == {"自院": 0.0, "自院が訪問した病院": NO_DATA}
    assert whole(classes(few.people["secretariat"], chosen)) == {}


# A hospital that changed its class.


def test_a_hospital_counts_each_year_with_the_class_of_its_day(few: Answers) -> None:
    with db.writing() as connection:
        host = few.hospitals["D"]
        regions.add_assessment(connection, host, YEAR - 1, SECOND.code, dict(GOOD))
        visit = regions.add_visit(connection, host, few.hospitals["A"], YEAR - 1)
        regions.add_assessment(connection, host, YEAR - 1, SECOND.code, dict(GOOD), visit=visit)
    refile("D", few, 2, date(YEAR, 6, 15))
    found = classes(few.people["secretariat"], Selection(YEAR - 1, YEAR))
    assert whole(found, YEAR - 1) == {"加算1": 100.0, "加算2": NO_DATA}
    counted = {
        (cell.fiscal_year, cell.group): cell.hospitals for cell in found.cells if cell.chapter == ALL_CHAPTERS
    }  # fmt: skip
    assert counted == {(YEAR - 1, "加算1"): 1, (YEAR - 1, "加算2"): None, (YEAR, "加算1"): 3, (YEAR, "加算2"): 2}


def test_a_filter_by_class_takes_a_changed_hospital_only_while_it_had_the_class(few: Answers) -> None:
    refile("D", few, 2, date(YEAR, 6, 15))
    only = by_hospital(few.people["secretariat"], replace(LAST, addon_class=2))
    assert set(whole(only)) == {"病院D", "病院E"}
    assert dict(only.facts)["区分"] == "加算2の病院のみ"


def test_on_the_last_day_of_the_old_class_a_hospital_still_has_it(few: Answers) -> None:
    # The visits are on the 1st of October, with a filing that begins the day after.
    refile("D", few, 2, date(YEAR, 10, 2))
    assert set(whole(by_hospital(few.people["secretariat"], replace(LAST, addon_class=2)))) == {"病院E"}


# Groups too small to be shown.


@pytest.mark.parametrize(
    ("code", "found"),
    [
        # A and B know each other: of 加算1 only C and D would be left. Of 加算2 there is one, of which nothing is released.
        ("A", {"加算1": HIDDEN, "加算2": NOTHING}),
        ("B", {"加算1": HIDDEN, "加算2": NOTHING}),
        ("C", {"加算1": 0.0, "加算2": NOTHING}),
        ("E", {"加算1": 0.0, "加算2": NOTHING}),
        ("secretariat", {"加算1": 0.0, "加算2": 0.0}),
    ],
)
def test_a_class_with_fewer_unknown_hospitals_than_the_minimum_is_not_shown(
    code: str, found: dict[str, float | str], few: Answers
) -> None:
    assert whole(classes(few.people[code])) == found


def test_a_hidden_group_has_neither_items_nor_gaps_nor_comments(few: Answers) -> None:
    found = classes(few.people["A"])
    assert {cell.shown for cell in found.items if cell.group == "加算1"} == {HIDDEN}
    assert {(cell.score, cell.hospitals, cell.assessments) for cell in found.items} == {(None, None, None)}
    apart = tracks(few.people["A"])
    assert not any(apart.gaps.values())
    # What is left is the reader's own.
    assert apart.overrating is not None
    assert apart.overrating.hospitals == ("自院",)
    with viewing(few.people["A"]) as view:
        page = comparison_page.read(view, "tracks", {"item": CODES[0], "scope": "region", "groups": "class1,class2"})
    assert (page.differing, page.comments) == ({}, None)


def test_comments_of_hidden_hospitals_are_not_told_by_choosing_their_class(few: Answers) -> None:
    with viewing(few.people["A"]) as view:
        every = track_comparison.item_comments(view, LAST, CODES[0])
        others = track_comparison.item_comments(view, replace(LAST, addon_class=2), CODES[0])
    assert {row[1] for row in every.rows} == {"病院A", "病院B"}
    assert others.rows == ()


# The largest gaps, and pages of a visit.


def cell(item: str, group: str, points: int, year: int = YEAR) -> Cell:
    """One item of one column, rated once with 0, 50 or 100 points."""
    return Cell("1", "体制", year, group, Score(5 * points, 5), 5, 5, "", 1, 0, item, f"項目{item}")


def test_gaps_come_from_the_newest_year_with_both_sides_largest_first_and_only_where_there_is_one() -> None:
    cells = [
        cell("1-01", "甲", 100), cell("1-01", "乙", 50), cell("1-02", "甲", 0), cell("1-02", "乙", 100),
        cell("1-03", "甲", 50), cell("1-03", "乙", 50), cell("1-04", "甲", 50), cell("1-04", "乙", 0),
        cell("1-01", "甲", 100, YEAR + 1), cell("1-05", "乙", 0, YEAR + 1),
        cell("1-06", "甲", 100, YEAR - 1), cell("1-06", "乙", 0, YEAR - 1),
    ]  # fmt: skip
    found = gaps.largest(cells, "甲", "乙")
    assert [(gap.item, gap.difference, gap.fiscal_year) for gap in found] == [
        ("1-02", -100.0, YEAR), ("1-01", 50.0, YEAR), ("1-04", 50.0, YEAR),
    ]  # fmt: skip
    assert [gap.item for gap in gaps.largest(cells, "甲", "乙", limit=1)] == ["1-02"]
    assert gaps.largest(cells, "甲", "丙") == gaps.largest([], "甲", "乙") == ()


def test_a_gap_that_rests_on_few_ratings_stands_below_the_line_however_large() -> None:
    many, few = cell("1-01", "甲", 50), replace(cell("1-02", "甲", 100), score=Score(400, 4))
    cells = [many, cell("1-01", "乙", 0), few, cell("1-02", "乙", 0)]
    found = gaps.largest(cells, "甲", "乙")
    assert [(gap.item, gap.few) for gap in found] == [("1-01", False), ("1-02", True)]
    told = [(row[-2], row[-1]) for row in gaps.gap_table("差", found, ("甲", "乙")).rows]
    assert told == [(50.0, ""), (100.0, "評定数が5未満のため、順位の対象外")]
    # One hospital has one answer to an item, and nothing to be ranked against.
    alone = [replace(one, hospitals=1, score=Score(one.score.points // 5, 1)) for one in cells[:2] if one.score]
    assert [gap.few for gap in gaps.largest(alone, "甲", "乙")] == [False]


def test_a_cell_without_a_number_makes_no_gap() -> None:
    without = replace(cell("1-01", "乙", 0), score=None, reason=HIDDEN)
    assert gaps.largest([cell("1-01", "甲", 100), without], "甲", "乙") == ()


def of_visit(who: Principal, kind: str, **asked: str) -> VisitComparisonPage:
    with viewing(who) as view:
        return visit_comparison_page.read(view, kind, asked)


def test_cancelled_and_record_only_visits_are_not_offered(few: Answers) -> None:
    assert len(of_visit(few.people["secretariat"], "visit").known) == 5
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'cancelled' WHERE host_id = ?", [few.hospitals["C"]])
        connection.execute("UPDATE visit SET record_only = 1 WHERE host_id = ?", [few.hospitals["D"]])
    found = of_visit(few.people["secretariat"], "visit")
    assert sorted(found.names[one.host_id] for one in found.known) == ["病院A", "病院B", "病院E"]
    assert of_visit(few.people["C"], "visit").known == ()


def test_a_visit_of_others_asked_for_by_its_number_falls_back_to_ones_own(few: Answers) -> None:
    every = {one.host_id: one.id for one in of_visit(few.people["secretariat"], "visit").known}
    found = of_visit(few.people["E"], "visit", visit=str(every[few.hospitals["A"]]))
    assert (found.visit and found.visit.host_id, found.compared is not None) == (few.hospitals["E"], True)


def test_a_partner_who_does_not_belong_to_the_visit_falls_back_to_the_usual_one(few: Answers) -> None:
    found = of_visit(few.people["B"], "partners", partner=str(few.hospitals["E"]))
    assert found.visit is not None
    assert found.partner == found.visit.evaluator_ids[0] == few.hospitals["A"]
    # X visited A, and nobody visited X: one way stands alone.
    assert found.both_ways is not None
    assert not found.both_ways.mutual
