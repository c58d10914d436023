"""Comparison over hospitals and years: right numbers, and none from which a single hospital can be read."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database

from checklist.comparison import comparison
from checklist.comparison.comparison import ALL_CHAPTERS, Cell, Comparison, Group, Scope, Selection
from checklist.errors import Forbidden, Refused
from checklist.formats import csv_file, excel
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Track
from checklist.model.hospitals import Filing
from checklist.model.sheets import Chapter
from checklist.rules.scoring import Percentage, Score
from checklist.store import db
from checklist.store.hospitals import center_consents, hospitals
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import FIRST, World, by, principal

CLASSES: dict[str, int | None] = {"A": 1, "B": 1, "C": 1, "D": 1, "E": 1, "F": 2, "G": 2, "H": 2, "N": None}
BOTH = Selection(2024, 2025)
# Items of the small world that are the same or reworded in both versions and apply to 加算1 and 加算2.
COMMON = {"1": ["1-01"], "2": ["2-01"], ALL_CHAPTERS: ["1-01", "2-01"]}
POINTS = {"A": 100.0, "B": 50.0, "C": 0.0}
HIDDEN = "病院数が3未満のため表示しません"


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, CLASSES)


def classes(who: Principal, selection: Selection = BOTH) -> Comparison:
    with db.reading() as connection:
        return comparison.class_comparison(by(connection, who), selection)


def by_hospital(who: Principal, selection: Selection = BOTH) -> Comparison:
    with db.reading() as connection:
        return comparison.hospital_comparison(by(connection, who), selection)


def raw(connection: Database, track: str, year: int, codes: list[str], names: list[str]) -> list[str]:
    """Rated values straight from the tables."""
    rows = connection.execute(
        f"""SELECT rating.value FROM rating JOIN assessment a ON a.id = assessment_id JOIN item ON item.id = item_id
            JOIN hospital ON hospital.id = a.hospital_id
            WHERE a.track = ? AND a.fiscal_year = ? AND a.state <> 'open' AND rating.value IN ('A', 'B', 'C')
                AND item.code IN ({",".join("?" * len(codes))}) AND hospital.code IN ({",".join("?" * len(names))})""",
        [track, year, *codes, *names],
    )
    return [row["value"] for row in rows]


def mean(values: list[str]) -> float | None:
    return sum(POINTS[value] for value in values) / len(values) if values else None


def find(found: Comparison, chapter: str, year: int, group: str) -> Cell:
    return next(c for c in found.cells if (c.chapter, c.fiscal_year, c.group) == (chapter, year, group))


@pytest.mark.parametrize("track", [Track.SELF, Track.VISITOR])
def test_class_numbers_equal_those_worked_out_from_the_raw_rows(answers: Answers, track: Track) -> None:
    found = classes(answers.people["secretariat"], Selection(2024, 2025, track))
    with db.reading() as connection:
        for group, number in (("加算1", 1), ("加算2", 2)):
            names = [code for code, one in CLASSES.items() if one == number]
            for year in (2024, 2025):
                for chapter, codes in COMMON.items():
                    values = raw(connection, track.value, year, codes, names)
                    cell = find(found, chapter, year, group)
                    assert cell.score is not None
                    assert cell.score.rated == len(values)
                    assert cell.percent == pytest.approx(mean(values), abs=0.051)


def test_hospital_numbers_equal_those_worked_out_from_the_raw_rows(answers: Answers) -> None:
    found = by_hospital(answers.people["secretariat"])
    with db.reading() as connection:
        for code in CLASSES:
            for year in (2024, 2025):
                for chapter, codes in COMMON.items():
                    values = raw(connection, "visitor", year, codes, [code])
                    cell = find(found, chapter, year, f"病院{code}")
                    if values:
                        assert cell.percent == pytest.approx(mean(values), abs=0.051)
                    else:
                        assert (cell.percent, cell.reason) == (None, "比較不可")


def test_every_number_names_its_denominator_and_the_comparable_items(answers: Answers) -> None:
    found = classes(answers.people["secretariat"])
    assert "6項目中3項目で比較できます。" in found.notes[1]
    assert "共通2項目" in found.notes[1]
    assert any("A×1点" in note for note in found.notes)
    row = found.csv_table.records()[0]
    assert list(row) == [
        "年度", "区分・病院", "章コード", "章", "得点率", "項目数", "病院数", "評価数", "評定数",
        "該当なし", "確認不能", "未回答", "備考",
    ]  # fmt: skip
    assert sum(int(str(row[name])) for name in ("評定数", "該当なし", "確認不能", "未回答")) == 5


def test_one_year_alone_compares_every_common_item_of_its_version(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], Selection(2025, 2025))
    assert "6項目中6項目で比較できます。" in found.notes[1]
    assert "共通5項目" in found.notes[1]
    # The own hospital alone as well, whoever else is known or released: home lays its band beside it.
    for scope in Scope:
        alone = classes(answers.people["manager.A"], Selection(2025, 2025, scope=scope, groups=(Group.OWN,)))
        assert find(alone, ALL_CHAPTERS, 2025, "自院").items == 5, scope


def test_a_chapter_can_be_chosen_and_then_stands_alone(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], Selection(2024, 2025, chapter="2"))
    whole = classes(answers.people["secretariat"])
    assert {cell.chapter for cell in found.cells} == {"2"}
    assert find(found, "2", 2025, "加算1") == find(whole, "2", 2025, "加算1")
    assert classes(answers.people["secretariat"], Selection(2024, 2025, chapter="9")).empty


def test_a_year_without_data_has_no_number(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], Selection(2025, 2026))
    assert find(found, ALL_CHAPTERS, 2026, "加算1").shown == "データなし"


@pytest.mark.parametrize("selection", [Selection(2026, 2025), Selection(1900, 2026)])
def test_a_senseless_selection_is_refused(answers: Answers, selection: Selection) -> None:
    with pytest.raises(Refused):
        classes(answers.people["secretariat"], selection)


def test_screen_excel_and_csv_hold_the_same_cells(answers: Answers) -> None:
    found = classes(answers.people["secretariat"])
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(found.title, found.tables, found.charts, True)))
    sheets = [one for one in book.worksheets if not one.title.startswith("図")]
    for sheet, table in zip(sheets, found.tables, strict=True):
        rows = sheet.iter_rows(min_row=excel.HEADER_ROW + 2, max_row=excel.HEADER_ROW + 1 + len(table.rows))
        assert [tuple(cell.value for cell in row) for row in rows] == list(table.rows)
    text = csv_file.encode(found.csv_table).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [
        ["" if cell is None else str(cell) for cell in row] for row in found.csv_table.rows
    ]
    grid = found.tables[0]
    cells = {(c.chapter_name, f"{c.fiscal_year}年度（2項目） {c.group}"): c.shown for c in found.cells}
    for record in grid.records():
        assert all(record[name] == cells[str(record["章"]), name] for name in grid.names[1:])


# Only what counts, counts.


def test_open_assessments_and_cancelled_visits_are_left_out(answers: Answers) -> None:
    before = classes(answers.people["secretariat"])
    with db.writing() as connection:
        a, b = answers.hospitals["C"], answers.hospitals["D"]
        cancelled = regions.add_visit(connection, a, b, 2025, "cancelled")
        regions.add_assessment(connection, a, 2025, "mini-2", dict.fromkeys(["1-01", "2-01"], "C"), visit=cancelled)
        still_open = regions.add_visit(connection, a, b, 2025, "on_site")
        regions.add_assessment(
            connection, a, 2025, "mini-2", {"1-01": "C", "2-01": "C"}, visit=still_open, submitted_at=None
        )
    assert classes(answers.people["secretariat"]) == before


def test_a_repeated_self_assessment_counts_with_its_newest_submitted_edition(answers: Answers) -> None:
    own = Selection(2025, 2025, Track.SELF)
    with db.writing() as connection:
        host = answers.hospitals["A"]
        regions.add_assessment(connection, host, 2025, "mini-2", {"1-01": "C", "2-01": "C"}, edition=2)
        regions.add_assessment(connection, host, 2025, "mini-2", {"1-01": "A"}, edition=3, submitted_at=None)
    assert find(by_hospital(answers.people["manager.A"], own), ALL_CHAPTERS, 2025, "病院A").percent == 0.0


def test_the_class_is_the_one_filed_for_the_day_of_the_visit_or_submission(answers: Answers) -> None:
    with db.writing() as connection:
        host = answers.hospitals["A"]
        old = hospitals.filings(by(connection), host)[0]
        ended = Filing(old.id, host, old.addon, 1, old.valid_from, date(2025, 10, 1), "")
        hospitals.save_filing(by(connection), ended)
        hospitals.save_filing(by(connection), Filing(0, host, old.addon, 2, date(2025, 10, 2), None, ""))
    who = answers.people["secretariat"]
    # The visit was on 1 October 2025, the submission at noon (Tokyo) on 1 November.
    visited, submitted = classes(who), classes(who, Selection(2024, 2025, Track.SELF))
    with db.reading() as connection:
        for found, track, names in ((visited, "visitor", "ABCDE"), (submitted, "self", "BCDE")):
            values = raw(connection, track, 2025, COMMON[ALL_CHAPTERS], list(names))
            cell = find(found, ALL_CHAPTERS, 2025, "加算1")
            assert cell.score is not None
            assert cell.score.rated == len(values)
            assert cell.percent == pytest.approx(mean(values), abs=0.051)


def test_a_scale_without_a_score_gives_no_number(empty_db: Path) -> None:
    with db.writing() as connection:
        found = regions.build(connection, CLASSES)
        connection.execute("DROP TRIGGER version_update_frozen")
        connection.execute("UPDATE sheet_version SET scale = 'sabc' WHERE code = 'mini-2'")
    result = classes(found.people["secretariat"])
    assert result.empty
    assert {cell.shown for cell in result.cells} == {"比較不可"}


# Who sees what.


def shown_words(found: Comparison) -> str:
    return repr((found.title, found.cells, found.tables, found.charts, found.notes))


@pytest.mark.parametrize("code", ["A", "C", "F", "N"])
def test_a_manager_reads_own_and_partner_names_and_no_strangers(answers: Answers, code: str) -> None:
    allowed = {"A": "ABX", "B": "ABX"}.get(code, f"{code}X")
    for found in (classes(answers.people[f"manager.{code}"]), by_hospital(answers.people[f"manager.{code}"])):
        for other in CLASSES:
            assert f"病院{other}" not in shown_words(found) or other in allowed
    own = by_hospital(answers.people[f"manager.{code}"])
    assert {cell.group for cell in own.cells} >= {f"病院{code}"}
    assert own.cells[0].group == f"病院{code}"


def test_the_own_column_stands_there_even_without_data(answers: Answers) -> None:
    with db.writing() as connection:
        hospital_id = regions.add_hospital(connection, "Z", 1)
        who = regions.add_person(connection, "leader.Z", hospital_id, Role.LEADER)
    assert find(by_hospital(who), ALL_CHAPTERS, 2025, "病院Z").shown == "データなし"


def _fill(answers: Answers, value: str = "A") -> None:
    """A second visit of 2025 to everybody with every common item rated, so that each group is complete."""
    with db.writing() as connection:
        external = hospitals.by_code(by(connection), "X").id
        for hospital_id in answers.hospitals.values():
            visit = regions.add_visit(connection, hospital_id, external, 2025)
            regions.add_assessment(connection, hospital_id, 2025, "mini-2", {"1-01": value, "2-01": value}, visit=visit)
        _release_anew(connection)


def _release_anew(connection: Database) -> None:
    """Every edition once more, of everything that is there by now."""
    connection.execute("DROP TRIGGER IF EXISTS edition_update_kept")
    # A new number for each, as the chain of records knows them.
    connection.execute("UPDATE edition SET fiscal_year = fiscal_year - 1000")
    regions.release(connection)


ONE = Selection(2025, 2025)


def test_a_class_with_enough_hospitals_is_released_and_one_with_too_few_is_not(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(answers)
    found = by_hospital(answers.people["manager.F"], ONE)
    assert isinstance(find(found, ALL_CHAPTERS, 2025, "加算1").shown, float)
    assert {cell.group for cell in found.cells} == {"病院F", "加算1"}
    beside = classes(answers.people["manager.F"], ONE)
    assert isinstance(find(beside, ALL_CHAPTERS, 2025, "加算1").shown, float)
    # Of 加算2 there are three, of whom each knows itself.
    assert find(beside, ALL_CHAPTERS, 2025, "加算2").shown == "確定した集計がありません"
    # While the year runs, it says how far it is; of a class that was not released, not that nobody had come in.
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-03-01")
    far = {"manager.F": "加算1は5病院中5病院", "secretariat": "加算1は5病院中5病院、加算2は3病院中3病院"}
    for login, told in far.items():
        found = classes(answers.people[login], ONE)
        assert f"2025年度は途中です（{told}）。ほかの年度とは比較できません。" in found.notes
        assert "、".join(found.so_far) == told


def test_a_released_number_tells_neither_how_many_ratings_nor_hospitals_but_when_it_was_made(answers: Answers) -> None:
    _fill(answers)
    found = classes(answers.people["manager.F"], ONE)
    shown = [cell for cell in (*found.cells, *found.items) if cell.percent is not None]
    assert shown
    assert all((cell.hospitals, cell.assessments) == (None, None) for cell in shown)
    assert all(isinstance(cell.score, Percentage) and cell.score.rated == 0 for cell in shown)
    rows = [row for row in found.csv_table.rows if row[4] is not None]
    assert rows
    assert all(cell is None for row in rows for cell in row[6:-1])
    assert any("2025年度加算1は" in note and "確定の5病院" in note for note in found.notes)


def test_what_was_released_stays_as_it_was_whatever_happens_to_it_afterwards(answers: Answers) -> None:
    _fill(answers)
    who = answers.people["manager.F"]
    before = classes(who, ONE).cells
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'cancelled' WHERE host_id = ?", [answers.hospitals["C"]])
        connection.execute("UPDATE filing SET valid_to = '2025-04-01' WHERE hospital_id = ?", [answers.hospitals["D"]])
        regions.release(connection)
    assert classes(who, ONE).cells == before


def test_a_higher_minimum_hides_what_was_released_for_a_lower_one(answers: Answers) -> None:
    _fill(answers)
    with db.writing() as connection:
        connection.execute("UPDATE region SET minimum_group_size = 6")
    found = classes(answers.people["manager.F"], ONE)
    assert find(found, ALL_CHAPTERS, 2025, "加算1").shown == "病院数が6未満のため表示しません"
    assert found.empty


def test_who_comes_to_know_more_by_name_than_a_group_was_made_for_is_not_shown_it_any_longer(answers: Answers) -> None:
    _fill(answers)
    who = answers.people["manager.F"]
    with db.writing() as connection:
        for code in "ABC":
            regions.add_visit(connection, answers.hospitals[code], answers.hospitals["F"], 2025)
    assert find(classes(who, ONE), ALL_CHAPTERS, 2025, "加算1").shown == HIDDEN
    assert isinstance(find(classes(answers.people["manager.G"], ONE), ALL_CHAPTERS, 2025, "加算1").shown, float)


def test_the_secretariat_sees_every_group_and_every_name(answers: Answers) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE region SET minimum_group_size = 100")
    found = by_hospital(answers.people["secretariat"])
    assert {cell.group for cell in found.cells} == {f"病院{code}" for code in CLASSES}
    assert "表示しません" not in shown_words(classes(answers.people["secretariat"]))


def test_an_item_that_too_few_rated_is_left_out_of_chapter_and_total_and_said_so(answers: Answers) -> None:
    # In 2023 five hospitals rated the second chapter, but only two of them the first.
    with db.writing() as connection:
        external = hospitals.by_code(by(connection), "X").id
        for place, code in enumerate("ABCDE"):
            rated: dict[str, str | None] = {"2-01": "A"} if place > 1 else {"1-01": "C", "2-01": "A"}
            regions.add_assessment(connection, answers.hospitals[code], 2023, "mini-1", {})
            visit = regions.add_visit(connection, answers.hospitals[code], external, 2023)
            regions.add_assessment(connection, answers.hospitals[code], 2023, "mini-1", rated, visit=visit)
        regions.release(connection)
    found = classes(answers.people["manager.F"], Selection(2023, 2023))
    assert find(found, "1", 2023, "加算1").shown == HIDDEN
    assert find(found, "2", 2023, "加算1").shown == 100.0
    whole = find(found, ALL_CHAPTERS, 2023, "加算1")
    assert (whole.shown, whole.items, whole.left_out) == (100.0, 1, 3)
    assert any("2023年度加算1は3項目" in note for note in found.notes)
    items = {cell.item: cell.shown for cell in found.items if cell.group == "加算1"}
    assert items == {"1-01": HIDDEN, "1-03": HIDDEN, "2-01": 100.0, "2-02": HIDDEN}
    alone = classes(answers.people["manager.F"], Selection(2023, 2023, chapter="1"))
    assert alone.empty


def test_the_centre_sees_groups_of_hospitals_that_consented_and_no_name(answers: Answers) -> None:
    _fill(answers)
    center = answers.people["center"]
    assert classes(center, ONE).empty
    with db.writing() as connection:
        regions.agree(connection, *(answers.hospitals[code] for code in "ABCDEFG"))
        regions.release(connection)
    found = classes(center, ONE)
    cell = find(found, ALL_CHAPTERS, 2025, "加算1")
    with db.reading() as connection:
        rated = {
            c: raw(connection, "visitor", 2025, [c], list("ABCDE")) for c in ["1-01", "1-04", "1-05", "2-01", "2-03"]
        }
        by = {c: [raw(connection, "visitor", 2025, [c], [one]) for one in "ABCDE"] for c in rated}
    values = [value for code in rated if all(by[code]) for value in rated[code]]
    assert cell.percent == pytest.approx(mean(values), abs=0.051)
    assert find(found, ALL_CHAPTERS, 2025, "加算2").shown == "確定した集計がありません"
    for one in (found, by_hospital(center, ONE)):
        assert not any(f"病院{code}" in shown_words(one) for code in [*CLASSES, "X"])


def test_a_consent_taken_back_changes_nothing_that_was_released_and_a_new_one_alone_neither(answers: Answers) -> None:
    _fill(answers)
    center = answers.people["center"]
    with db.writing() as connection:
        regions.agree(connection, *(answers.hospitals[code] for code in "ABCDE"))
        regions.release(connection)
    before = classes(center, ONE).cells
    assert find(classes(center, ONE), ALL_CHAPTERS, 2025, "加算1").percent is not None
    with db.writing() as connection:
        person = regions.add_person(connection, "leader.A", answers.hospitals["A"], Role.LEADER)
        center_consents.say(by(connection, person), answers.hospitals["A"], False)
        regions.agree(connection, answers.hospitals["F"])
        regions.release(connection)
    assert classes(center, ONE).cells == before


@pytest.mark.parametrize("login", ["evaluator.h02", "admin"])
def test_roles_without_the_page_get_nothing(world: World, login: str) -> None:
    who = principal(world.people[login])
    with db.reading() as connection:
        for make in (comparison.class_comparison, comparison.hospital_comparison):
            with pytest.raises(Forbidden):
                make(by(connection, who), BOTH)
        with pytest.raises(Forbidden):
            comparison.choices(by(connection, who))


def test_the_choices_are_the_years_and_chapters_there_are(answers: Answers) -> None:
    with db.reading() as connection:
        found = comparison.choices(by(connection, answers.people["manager.A"]))
    assert found.years == (2025, 2024)
    assert found.chapters == (("1", "医療安全管理体制"), ("2", "医薬品安全"))


def test_the_chapters_offered_are_those_of_the_newest_version_of_the_sheet_that_is_compared(answers: Answers) -> None:
    # Later in the alphabet, and of the same year: the sheet of a joint visit.
    other = replace(
        FIRST, sheet_code="z", sheet_name="感染", code="z-1", chapters=(Chapter("Z", "感染対策"),),
        items=tuple(replace(item, code=f"Z{item.code}", chapter_code="Z") for item in FIRST.items),
    )  # fmt: skip
    who = answers.people["secretariat"]
    with db.writing() as connection:
        sheets.add(by(connection), other)
        regions.add_assessment(connection, answers.hospitals["A"], 2025, "z-1", {"Z1-01": "A"})
    with db.reading() as connection:
        found = comparison.choices(by(connection, who))
        assert found.chapters == (("1", "医療安全管理体制"), ("2", "医薬品安全"))
        for chapter, _ in found.chapters:
            assert not comparison.class_comparison(by(connection, who), Selection(2025, 2025, chapter=chapter)).empty


def test_an_empty_region_has_an_empty_comparison(world: World) -> None:
    found = by_hospital(principal(world.people["manager.h01"]), Selection(2026, 2026))
    assert found.empty
    assert found.charts == ()


# Scope, class filter and groups.


def test_among_partners_nothing_is_hidden_and_the_hospitals_are_named(answers: Answers) -> None:
    who = answers.people["manager.A"]
    with db.writing() as connection:
        connection.execute("UPDATE region SET minimum_group_size = 100")
    found = classes(who, Selection(2024, 2025, scope=Scope.PARTNERS))
    assert "表示しません" not in shown_words(found)
    assert any("加算1は病院A、病院B" in note for note in found.notes)
    with db.reading() as connection:
        values = raw(connection, "visitor", 2025, COMMON[ALL_CHAPTERS], ["A", "B"])
    assert find(found, ALL_CHAPTERS, 2025, "加算1").percent == pytest.approx(mean(values), abs=0.051)
    assert find(found, ALL_CHAPTERS, 2025, "加算2").shown == "データなし"
    assert ("対象の病院", "自院と連携先") in found.facts


@pytest.mark.parametrize("login", ["secretariat", "center"])
def test_without_a_hospital_of_ones_own_the_scope_is_the_region(answers: Answers, login: str) -> None:
    who = answers.people[login]
    assert classes(who, Selection(2024, 2025, scope=Scope.PARTNERS)).cells == classes(who).cells
    assert classes(who, Selection(2024, 2025, scope=Scope.PARTNERS)).scope is Scope.REGION


def test_a_class_filter_compares_what_applies_to_that_class_and_leaves_the_other_out(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], Selection(2025, 2025, addon_class=1))
    assert {cell.group for cell in found.cells} == {"加算1"}
    with db.reading() as connection:
        codes = ["1-01", "1-02", "1-04", "1-05", "2-01", "2-03"]
        values = raw(connection, "visitor", 2025, codes, list("ABCDE"))
    assert find(found, ALL_CHAPTERS, 2025, "加算1").percent == pytest.approx(mean(values), abs=0.051)
    listed = by_hospital(answers.people["secretariat"], Selection(2025, 2025, addon_class=2))
    assert {cell.group for cell in listed.cells} == {"病院F", "病院G", "病院H"}


def test_the_own_hospital_and_those_it_visited_stand_beside_the_classes(answers: Answers) -> None:
    groups = (Group.CLASS_1, Group.OWN, Group.VISITS)
    found = classes(answers.people["manager.A"], Selection(2024, 2025, scope=Scope.PARTNERS, groups=groups))
    assert list(dict.fromkeys(cell.group for cell in found.cells)) == ["加算1", "自院", "自院が訪問した病院"]
    with db.reading() as connection:
        for label, code in (("自院", "A"), ("自院が訪問した病院", "B")):
            values = raw(connection, "visitor", 2025, COMMON[ALL_CHAPTERS], [code])
            percent = find(found, ALL_CHAPTERS, 2025, label).percent
            assert percent == (pytest.approx(mean(values), abs=0.051) if values else None)


def test_items_stand_beside_each_other_and_add_up_to_their_chapter(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], Selection(2025, 2025, chapter="1"))
    for group in ("加算1", "加算2"):
        items = [cell for cell in found.items if cell.group == group]
        assert [cell.item for cell in items] == ["1-01", "1-04", "1-05"]
        whole = find(found, "1", 2025, group)
        assert whole.score == sum((cell.score or Score(unanswered=cell.assessments or 0) for cell in items), Score())
    table = next(table for table in found.tables if table.title == "項目別の得点率")
    assert table.names == ("項目コード", "項目", "2025年度 加算1", "2025年度 加算2")
    assert found.heat_map.rows[0].startswith("1-01　")


def test_the_heat_map_holds_the_cells_of_the_grid(answers: Answers) -> None:
    for found in (classes(answers.people["secretariat"]), by_hospital(answers.people["secretariat"])):
        grid = tuple(
            (name, *(c.shown for c in row)) for name, row in zip(found.heat_map.rows, found.heat_map.cells, strict=True)
        )
        assert grid == found.tables[0].rows
        assert found.heat_map.columns == found.tables[0].names[1:]


def test_the_largest_gaps_come_first_and_say_their_denominators(answers: Answers) -> None:
    found = classes(answers.people["secretariat"], ONE)
    table = next(table for table in found.tables if "差が大きい項目" in table.title)
    cells = {(cell.item, cell.group): cell for cell in found.items}
    differences = []
    for row in table.records():
        one, two = cells[str(row["項目コード"]), "加算1"], cells[str(row["項目コード"]), "加算2"]
        assert (row["加算1"], row["加算2"]) == (one.percent, two.percent)
        assert one.score is not None
        assert row["加算1 評定数"] == one.score.rated
        assert row["差（ポイント）"] == pytest.approx((one.percent or 0) - (two.percent or 0))
        differences.append(abs(float(str(row["差（ポイント）"]))))
    assert differences == sorted(differences, reverse=True)
    assert 0 not in differences
