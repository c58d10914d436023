"""重点項目 of a year: chosen and taken back by the secretariat, each choice with its day, and looked at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.comparison import comparison, comparison_page
from checklist.comparison.comparison import Choices, Selection
from checklist.errors import NotFound, Refused
from checklist.model.sheets import FOCUS_CHAPTER
from checklist.papers.sheets import paper_sheet
from checklist.readings import answer_page, answer_sheet
from checklist.store import db
from checklist.store.sheets import focus_items, sheets
from checklist.store.sheets.focus_items import Focus
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.cycle import who
from tests.world import CODES, FIRST, SECOND, YEAR, World, by

CHOSEN = ("1-04", "2-01")
CLASSES: dict[str, int | None] = {"A": 1, "B": 1, "C": 1, "F": 2, "G": 2, "H": 2}


@pytest.fixture
def answers(empty_db: object) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, CLASSES)


def chosen(*items: str, year: int = YEAR, today: date = date(2026, 4, 1), code: str = SECOND.code) -> None:
    with db.writing() as connection:
        focus_items.choose(replace(by(connection), today=today), year, code, items)


def of_year(year: int = YEAR, code: str = SECOND.code) -> Focus | None:
    with db.reading() as connection:
        return focus_items.of_year(by(connection), year, code)


def test_the_last_choice_of_a_year_and_a_version_counts_with_its_day_and_no_other_year(world: World) -> None:
    assert of_year() is None
    chosen("2-01", "1-04", "2-01")
    chosen("1-01", year=YEAR + 1)
    assert of_year() == Focus(CHOSEN, date(2026, 4, 1))
    chosen("1-05", today=date(2026, 7, 1))
    assert of_year() == Focus(("1-05",), date(2026, 7, 1))
    assert of_year(YEAR + 1) == Focus(("1-01",), date(2026, 4, 1))
    assert of_year(code=FIRST.code) is None
    chosen()
    assert of_year() is None


def test_what_is_no_item_of_the_version_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="「1-03」はこの点検表にない項目です"):
        chosen("1-03")
    with pytest.raises(Refused, match="年度"):
        chosen("1-01", year=26)
    with pytest.raises(NotFound):
        chosen("1-01", code="none")
    assert of_year() is None


def test_sheet_form_and_paper_mark_them(world: World) -> None:
    chosen(*CHOSEN)
    manager = who(world, "manager.h01")
    with db.reading() as connection:
        view = by(connection, manager)
        sheet = answer_sheet.read(view, world.self_assessment)
        assert tuple(item["code"] for item in sheet["sheet"]["items"] if item["focus"]) == CHOSEN
        assert answer_page.read(view, world.self_assessment).focus == CHOSEN
        rows = [row for table in paper_sheet.of_assessment(view, world.self_assessment).tables for row in table.rows]
    assert tuple(row[0] for row in rows if "【重点項目】" in str(row[1])) == CHOSEN
    assert len(rows) == len(CODES)


def test_a_comparison_takes_them_like_a_chapter_and_says_when_they_were_chosen(answers: Answers) -> None:
    secretariat = answers.people["secretariat"]
    with db.reading() as connection:
        assert FOCUS_CHAPTER not in dict(comparison.choices(by(connection, secretariat)).chapters)
    chosen(*CHOSEN, year=2025, today=date(2025, 4, 10))
    with db.reading() as connection:
        view = by(connection, secretariat)
        choices: Choices = comparison.choices(view)
        assert choices.chapters[0] == (FOCUS_CHAPTER, "重点項目")
        found = comparison.class_comparison(view, Selection(2025, 2025, chapter=FOCUS_CHAPTER))
        plain = comparison.class_comparison(view, Selection(2025, 2025))
        both = comparison.class_comparison(view, Selection(2024, 2025, chapter=FOCUS_CHAPTER))
        none = comparison.class_comparison(view, Selection(2024, 2024, chapter=FOCUS_CHAPTER))
        page = comparison_page.read(view, "classes", {"chapter": FOCUS_CHAPTER, "first": "2025", "last": "2025"})
    assert {cell.item for cell in found.items} == set(CHOSEN)
    singles = {(cell.item, cell.group): cell.score for cell in plain.items}
    assert {(cell.item, cell.group): cell.score for cell in found.items} == {
        key: score for key, score in singles.items() if key[0] in CHOSEN
    }
    assert {cell.chapter_name for cell in found.cells} == {"重点項目"}
    assert "対象：2025年度の重点項目（2025年4月10日（木）に選定した2項目）" in found.notes
    assert dict(found.facts)["章"] == "重点項目"
    # 1-04 was split off in the second edition, so that over both years only 2-01 can be compared.
    assert {cell.item for cell in both.items} == {"2-01"}
    assert any("2項目中1項目で比較できます。" in note for note in both.notes)
    assert none.empty
    assert any("2024年度の重点項目は選ばれていません。" in note for note in none.notes)
    assert page.selection is not None
    assert page.selection.chapter == FOCUS_CHAPTER


def test_no_chapter_of_a_sheet_has_the_code_of_the_focus(answers: Answers) -> None:
    with db.reading() as connection:
        found = [sheets.get(by(connection), line.code) for line in sheets.versions(by(connection))]
    assert FOCUS_CHAPTER not in {chapter.code for version in found for chapter in version.chapters}
