"""Yearly reports, read back by other programs: the same numbers everywhere, and of the region no hospital's name."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from checklist.comparison import comparison
from checklist.comparison.annual_scores import GROUPS
from checklist.comparison.selection import Selection
from checklist.errors import Forbidden, NotFound
from checklist.formats import excel, files
from checklist.formats.document import Document
from checklist.formats.table import Table, categories, series, text_of
from checklist.model.accounts import Role
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind
from checklist.papers.hospitals import annual as hospital_annual
from checklist.papers.region import annual as region_annual
from checklist.readings import annual_visits
from checklist.readings.annual_visits import Found
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View, operator
from checklist.store.hospitals import hospitals
from checklist.store.migrations.rebuilding import triggers
from tests import pdf_text
from tests.world import by, principal

YEAR = 2025
BY = "架空 院長"


def view_of(connection: object, login: str) -> View:
    if login == "operator":
        return by(connection, operator())  # type: ignore[arg-type]
    return by(connection, principal(people.by_login(by(connection), login)))  # type: ignore[arg-type]


def report(login: str, code: str = "H001", year: int = YEAR) -> Document:
    with db.reading() as connection:
        own = hospitals.by_code(by(connection), code)
        return hospital_annual.document(view_of(connection, login), own.id, year)


def of_region(login: str = "secretariat", year: int = YEAR) -> Document:
    with db.reading() as connection:
        return region_annual.document(view_of(connection, login), year)


@pytest.fixture(params=["hospital", "region"])
def found(request: pytest.FixtureRequest, demo_db: Path) -> Document:
    return report("leader.h001") if request.param == "hospital" else of_region()


def table(document: Document, title: str) -> Table:
    return next(one for one in document.tables if one.title.startswith(title))


def test_every_number_is_the_one_of_the_comparison(demo_db: Path) -> None:
    document = report("leader.h001")
    with db.reading() as connection:
        view = view_of(connection, "leader.h001")
        own = comparison.hospital_comparison(view, Selection(YEAR - 4, YEAR, Track.VISITOR))
        name = hospitals.by_code(view, "H001").name
    expected = {cell.chapter_name: cell.shown for cell in own.cells if cell.group == name and cell.fiscal_year == YEAR}
    # In front of each name stands how many items its column rests on.
    items = next(cell.items for cell in own.cells if (cell.group, cell.fiscal_year, cell.chapter) == (name, YEAR, ""))
    chapters = table(document, "章別の得点率")
    shown = {str(row["章"]): row[f"{items}項目 この病院（訪問評価）"] for row in chapters.records()}
    assert shown == expected
    assert all(re.match(r"\d+項目 ", one.name) for one in chapters.columns[1:])
    counted = {row["項目数"] for row in table(document, "数値").records() if row["得点率"] is not None}
    assert all(counted)
    assert len(shown) > 10
    whole = table(document, "得点率の推移").records()[0]
    assert whole[f"{YEAR}年度"] == expected["全体"]


def test_workbooks_hold_the_tables_cell_by_cell_with_charts_in_our_colours(found: Document) -> None:
    told = files.told(found, "出力")
    book = openpyxl.load_workbook(io.BytesIO(files.render(found, "xlsx", BY)))
    for name, one in zip(excel.sheet_names(told.tables), told.tables, strict=True):
        rows = book[name].iter_rows(min_row=excel.HEADER_ROW + 2, max_row=excel.HEADER_ROW + 1 + len(one.rows))
        for cells, row in zip(rows, one.rows, strict=True):
            for cell, column, value in zip(cells, one.columns, row, strict=False):
                if column.kind == "date" and value and cell.is_date:
                    assert str(value).startswith(f"{cell.value.year}年{cell.value.month}月{cell.value.day}日")
                elif column.name != "内容" or name != "概要" or value != "出力":
                    assert cell.value in (value, None if value == "" else value, book["概要"].cell(cell.row, 2).value)
                if column.kind == "year":
                    assert cell.number_format == "0"
    assert sum(len(sheet._charts) for sheet in book) == len(found.charts) == 2
    assert book.properties.title == found.title
    assert BY in str(book.properties.description)
    assert any(BY in str(row[1].value) for row in book["概要"].iter_rows())


def test_slides_have_charts_that_can_be_edited_with_the_same_numbers(found: Document) -> None:
    deck = Presentation(io.BytesIO(files.render(found, "pptx", BY)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) == len(found.charts)
    for drawn, chart in zip(charts, found.charts, strict=True):
        own = found.tables[chart.table]
        assert tuple(drawn.plots[0].categories) == categories(own, chart)
        assert [(one.name, tuple(one.values)) for one in drawn.plots[0].series] == [
            (one.name, one.numbers) for one in series(own, chart)
        ]
        assert drawn.part.chart_workbook.xlsx_part is not None
    texts = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    chapters = table(found, "章別の得点率")
    for row in chapters.rows:
        assert all((text_of(column, value) or "") in texts for column, value in zip(chapters.columns, row, strict=True))
    assert any(BY in shape.text_frame.text for shape in shapes if shape.has_text_frame)


def test_paper_has_contents_and_numbers_on_every_page_and_every_cell(found: Document) -> None:
    pages = ["".join(page.split()) for page in pdf_text.pages(files.render(found, "pdf", BY))]
    whole = "".join(pages)
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
        assert "".join(BY.split()) in page
    assert "目次" in pages[0]
    for one in found.tables:
        if one.rows != found.facts and one is not found.csv_table:
            assert "".join(one.title.split()) in pages[0]
            for row in one.rows:
                for column, value in zip(one.columns, row, strict=True):
                    assert "".join((text_of(column, value) or "").split()) in whole


def test_a_csv_file_says_since_when_and_of_whom_each_number_is(found: Document) -> None:
    lines = list(csv.DictReader(io.StringIO(files.render(found, "csv").decode("utf-8-sig"))))
    assert len(lines) == len(found.csv_table.rows) > 100
    assert {line["基準日"] for line in lines} == {"2026年11月22日（日）"}
    assert set(GROUPS) <= {line["区分・病院"] for line in lines}


def test_the_region_is_told_without_the_name_of_any_hospital(demo_db: Path) -> None:
    document = of_region()
    with db.reading() as connection:
        names = [one.name for one in hospitals.all_hospitals(by(connection))]
    paper = "".join("".join(pdf_text.pages(files.render(document, "pdf"))).split())
    told = [paper, files.render(document, "csv").decode(), *(str(one.rows) for one in document.tables)]
    assert len(names) > 20
    assert not [name for name in names for text in told if name in text]


def test_a_group_is_told_on_paper_from_the_least_number_of_hospitals_on(world: object) -> None:
    document = of_region(year=2026)
    chapters = table(document, "章別の得点率")
    assert all(not isinstance(value, float) for row in chapters.rows for value in row)
    assert document.charts == ()


def test_a_year_without_anything_is_a_report_as_well(demo_db: Path) -> None:
    for document in (report("manager.h001", year=2001), of_region(year=2001)):
        for kind in ("pdf", "xlsx", "pptx", "csv"):
            assert files.render(document, kind, BY)
        assert document.charts == ()


def one(hospital: int, chapter: str) -> Found:
    return Found(hospital, FindingKind.FINDING, chapter, "1-01", "項目", "内容")


@pytest.mark.parametrize(
    ("hosts", "hidden"),
    [
        ({"あ": range(6), "い": range(5), "う": range(4)}, {"い", "う"}),
        ({"あ": range(5), "い": range(5)}, set()),
        ({"あ": range(2), "い": range(2, 5), "う": range(9)}, {"あ", "い"}),
        ({"あ": range(1)}, {"あ"}),
    ],
)
def test_no_chapter_with_few_hospitals_comes_out_by_taking_the_others_from_the_sum(
    world: object, hosts: dict[str, range], hidden: set[str]
) -> None:
    found = [one(hospital, chapter) for chapter, ids in hosts.items() for hospital in ids]
    with db.reading() as connection:
        rows = annual_visits.by_chapter(by(connection, operator()), found, 5, date(2026, 3, 31)).rows
    assert {str(row[0]) for row in rows if row[1] is None} == hidden
    assert {str(row[0]): row[1] for row in rows if row[1] is not None} == {
        chapter: len(ids) for chapter, ids in hosts.items() if chapter not in hidden
    }


def test_two_reports_of_a_year_do_not_tell_of_the_hospital_whose_report_was_sealed_between_them(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The council gets one in autumn and one in spring: their difference was the findings of one hospital."""
    chapters, every = (
        "章別の指摘事項と好事例",
        "SELECT count(*) FROM report JOIN visit ON visit.id = visit_id WHERE fiscal_year = ?",
    )
    monkeypatch.setenv("CHECKLIST_DB", str(shutil.copy(demo_db, tmp_path / "demo.db")))
    before = of_region()
    with db.writing() as connection:
        assert connection.execute(every, [YEAR + 1]).fetchone()[0]
        hosts = dict(connection.execute(
            """SELECT fiscal_year, count(DISTINCT host_id) FROM finding f JOIN visit ON visit.id = f.visit_id
               WHERE f.kind = 'finding' AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id) GROUP BY 1"""
        ).fetchall())  # fmt: skip
        # One hospital more in the year that is over, and one whose report is opened again.
        for name in triggers(connection):
            connection.execute(f"DROP TRIGGER {name}")
        late, again = [row[0] for row in connection.execute(
            "SELECT DISTINCT visit.id FROM visit JOIN report ON report.visit_id = visit.id WHERE fiscal_year = ? ORDER BY 1", [YEAR]
        )][:2]  # fmt: skip
        # And one that has carried out its plans today, and checked them.
        done = connection.execute(
            """UPDATE improvement_plan SET completed_on = '2026-11-21', checked_on = '2026-11-22', checked_by = '架空'
               WHERE completed_on IS NULL AND id IN (SELECT p.id FROM improvement_plan p JOIN finding f ON f.id = p.finding_id
                   JOIN visit ON visit.id = f.visit_id WHERE fiscal_year <= ?)""",
            [YEAR],
        ).rowcount
        assert done
    plans = table(before, "改善計画の状況")
    assert (table(of_region(), chapters), table(of_region(), "改善計画の状況")) == (table(before, chapters), plans)
    assert any(row["完了"] for row in plans.records())
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [again])
    assert table(of_region(), chapters) == table(before, chapters)
    assert table(before, chapters).rows
    with db.writing() as connection:
        connection.execute(
            "UPDATE report SET sealed_at = '2026-04-01T00:00:00.000000+00:00' WHERE visit_id = ?", [late]
        )
        made = annual_visits.of_year(by(connection, operator()), YEAR)
        found = annual_visits.findings(by(connection, operator()), made, date(2026, 3, 31))
        assert late in {one.id for one in made if annual_visits.findings(by(connection, operator()), [one])}
        assert not annual_visits.findings(
            by(connection, operator()), [one for one in made if one.id == late], date(2026, 3, 31)
        )
        assert found
    # Of a year that is not over nothing is told, and of no year in which few have a plan.
    assert table(of_region(year=YEAR + 1), chapters).rows == ()
    told = {row["年度"] for row in table(of_region(year=YEAR + 1), "改善計画の状況").records()}
    assert told == {year for year, number in hosts.items() if year <= YEAR and number >= 5}


def test_only_the_own_people_and_the_secretariat_read_the_report_of_a_hospital(demo_db: Path) -> None:
    for login in ("manager.h001", "leader.h001", "secretariat"):
        assert report(login).tables
    for login in ("manager.h002", "leader.h002", "center", "admin"):
        with pytest.raises(Forbidden):
            report(login)
    for login in ("manager.h001", "leader.h001", "center", "admin"):
        with pytest.raises(Forbidden):
            of_region(login)
    with db.reading() as connection, pytest.raises(NotFound):
        hospital_annual.document(by(connection, operator()), 9999, YEAR)


def test_without_plans_of_others_the_secretariat_has_only_how_far_they_are(demo_db: Path) -> None:
    mine, theirs = report("manager.h001"), report("secretariat")
    assert table(mine, "改善計画").rows == table(theirs, "改善計画").rows
    assert Role.SECRETARIAT in operator().roles
    assert replace(mine, facts=()).title == mine.title
