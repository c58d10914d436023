"""What is handed over on paper and in files, read back by independent readers and held against the raw rows."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sqlite_utils import Database

from checklist.comparison import comparison
from checklist.comparison.comparison import Selection
from checklist.formats import files
from checklist.formats.document import Document
from checklist.formats.table import Column, Table, spoken
from checklist.model.accounts import Principal
from checklist.papers.sheets import paper_sheet
from checklist.papers.visits import visit_document
from checklist.store import db
from checklist.store.accounts import people
from tests import pdf_text
from tests.world import by, principal

WORDS = {"NA": "該当なし", "UNVERIFIED": "確認不能", None: "未回答"}
HEADER = 3
"""The row of the column names in every sheet of a workbook, counted from 1."""


@dataclass(frozen=True)
class Rated:
    """One item of a visit as the database has it."""

    chapter: str
    code: str
    text: str
    own: str | None
    seen: str | None
    own_comment: str
    seen_comment: str
    exempt: bool
    """The host need not answer it: another class, or a department that it is without."""

    def word(self, value: str | None) -> str:
        """What stands in the cell of a value."""
        return "回答不要" if self.exempt and value is None else WORDS.get(value, value) or ""

    @property
    def row(self) -> list[str]:
        """The cells in which it stands on every paper."""
        pair = {self.own, self.seen}
        both = None not in pair
        difference = ("一致" if len(pair) == 1 else "差あり") if both else "" if pair == {None} else "片側のみ"
        values = [self.word(value) for value in (self.own, self.seen)]
        return [self.chapter, self.code, self.text, *values, difference, self.own_comment, self.seen_comment]

    @property
    def needs_attention(self) -> bool:
        return bool({self.own, self.seen} & {"B", "C", "UNVERIFIED"})


def raw_items(path: Path, visit: int) -> list[Rated]:
    """The items of the visit's sheet in order."""
    rows = sqlite3.connect(path).execute(
        """SELECT chapter.name, item.code, item.text, own.value, seen.value,
               coalesce(own.comment, ''), coalesce(seen.comment, ''),
               NOT instr(item.classes, filing.addon_class)
                   OR item.module IN (SELECT value FROM module_declaration d, json_each(d.lacking)
                                      WHERE d.hospital_id = a.hospital_id)
           FROM visit_sheet s JOIN assessment a ON a.visit_sheet_id = s.id AND a.track = 'visitor'
           JOIN filing ON filing.hospital_id = a.hospital_id AND filing.addon = 'safety'
           JOIN item ON item.version_id = s.version_id JOIN chapter ON chapter.id = item.chapter_id
           LEFT JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = item.id
           LEFT JOIN rating seen ON seen.assessment_id = a.id AND seen.item_id = item.id
           WHERE s.visit_id = ? ORDER BY item.position""",
        [visit],
    )
    return [Rated(*row) for row in rows]


@pytest.fixture
def secretariat(demo_db: Path) -> Iterator[tuple[Database, Principal]]:
    with db.reading(demo_db) as connection:
        yield connection, principal(people.by_login(by(connection), "secretariat"))


@pytest.fixture
def visits(demo_db: Path) -> list[int]:
    """Twenty finished visits with one sheet, spread over all years and versions."""
    found = (
        sqlite3.connect(demo_db)
        .execute(
            """SELECT s.visit_id FROM visit_sheet s JOIN assessment a ON a.visit_sheet_id = s.id AND a.track = 'visitor'
           JOIN assessment own ON own.id = s.self_assessment_id
           WHERE a.state <> 'open' AND own.state <> 'open'
               AND NOT EXISTS (SELECT 1 FROM visit_sheet other WHERE other.visit_id = s.visit_id AND other.id <> s.id)
           ORDER BY a.fiscal_year, s.visit_id"""
        )
        .fetchall()
    )
    return [row[0] for row in found[:: len(found) // 20]][:20]


def squeezed(text: str) -> str:
    """A text without its white space: where lines break is up to the paper."""
    return re.sub(r"\s", "", text)


def pages_of(data: bytes) -> list[str]:
    return [squeezed(page) for page in pdf_text.pages(data)]


def pages_by_pypdf(data: bytes) -> list[str]:
    """Slowly, and whatever glyphs there are."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def column(table: Table) -> str:
    return squeezed("".join("–" if cell is None else str(cell) for row in table.rows for cell in row))


def test_the_quick_reader_of_these_tests_reads_what_pypdf_reads(
    secretariat: tuple[Database, Principal], visits: list[int]
) -> None:
    data = files.render(visit_document.visit_document(by(*secretariat), visits[-1]), "pdf")
    assert pages_of(data) == pages_by_pypdf(data)


def test_the_pdf_of_twenty_visits_holds_every_rating_and_comment(
    secretariat: tuple[Database, Principal], visits: list[int], demo_db: Path
) -> None:
    assert len(visits) == 20
    for visit in visits:
        found = visit_document.visit_document(by(*secretariat), visit)
        pages = pages_of(files.render(found, "pdf"))
        items = raw_items(demo_db, visit)
        attention, full = "".join(pages).split("項目別章項目コード")
        for item in items:
            row = squeezed("".join(item.row))
            assert full.count(row) == 1, (visit, item)
            assert (row in attention) == item.needs_attention, (visit, item)
        _cover_is_complete(found, pages[0])


def _cover_is_complete(found: Document, page: str) -> None:
    facts = dict(found.facts)
    for name in ("受審病院", "訪問病院", "年度", "訪問日", "評価者", "点検表の版"):
        assert squeezed(name + facts[name]) in page
    assert "文書番号" in page
    assert squeezed(f"{facts['受審病院']}病院長殿") in page
    for sender in facts["訪問病院"].split("、"):
        assert sender in page
    overall = next(table for table in found.tables if table.title == "評定の内訳")
    assert column(overall) in page
    # Once each: what the table on it says, the document says as a whole.
    assert {
        note: page.count(squeezed(f"※{note}")) for note in found.notes if page.count(squeezed(f"※{note}")) != 1
    } == {}


def test_the_excel_files_of_twenty_visits_hold_every_rating_and_comment(
    secretariat: tuple[Database, Principal], visits: list[int], demo_db: Path
) -> None:
    for visit in visits:
        found = visit_document.visit_document(by(*secretariat), visit)
        book = openpyxl.load_workbook(io.BytesIO(files.render(found, "xlsx")))
        items = raw_items(demo_db, visit)
        assert _cells(book["項目別"], len(items)) == [item.row for item in items]
        wanted = [item.row for item in items if item.needs_attention]
        assert _cells(book["B・C・確認不能"], len(wanted)) == wanted
        for title, place in (("自己評価", "own"), ("訪問評価", "seen")):
            given = [getattr(item, place) for item in items if not item.exempt]
            row = next(
                row for row in book["評定の内訳"].iter_rows(min_row=HEADER + 1, values_only=True) if row[0] == title
            )
            assert list(row[2:8]) == [given.count(value) for value in ("A", "B", "C", "NA", "UNVERIFIED", None)]
        assert [sheet.title for sheet in book if sheet._charts and sheet.title.endswith("章別")]


def _cells(sheet: Any, rows: int) -> list[list[str]]:
    lines = sheet.iter_rows(min_row=HEADER + 1, max_row=HEADER + rows, values_only=True)
    return [[cell or "" for cell in line] for line in lines] if rows else []


def test_the_csv_files_of_twenty_visits_hold_every_rating_and_comment(
    secretariat: tuple[Database, Principal], visits: list[int], demo_db: Path
) -> None:
    for visit in visits:
        data = files.render(visit_document.visit_document(by(*secretariat), visit), "csv")
        assert data.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [line[:-2] for line in lines[1:]] == [item.row for item in raw_items(demo_db, visit)]
        assert lines[0][-2:] == ["出力の条件", "データの種別"]
        assert {line[-1] for line in lines[1:]} == {"架空データ"}


def documents(connection: Database, who: Principal, visit: int) -> dict[str, Document]:
    """Every kind of paper there is."""
    own = connection.execute("SELECT self_assessment_id FROM visit_sheet WHERE visit_id = ?", [visit]).fetchone()[0]
    chosen = Selection(2024, 2026)
    return {
        "visit": visit_document.visit_document(by(connection, who), visit),
        "self-assessment": visit_document.assessment_document(by(connection, who), own),
        "classes": comparison.class_comparison(by(connection, who), chosen),
        "hospitals": comparison.hospital_comparison(by(connection, who), chosen),
        "blank sheet": paper_sheet.blank(by(connection), "anzen-3"),
        "prefilled sheet": paper_sheet.of_assessment(by(connection, who), own),
    }


KINDS = ("visit", "self-assessment", "classes", "hospitals", "blank sheet", "prefilled sheet")


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_a4_numbered_and_marked_as_invented(
    secretariat: tuple[Database, Principal], visits: list[int], kind: str
) -> None:
    data = files.render(documents(*secretariat, visits[-1])[kind], "pdf")
    reader, texts = PdfReader(io.BytesIO(data)), pages_of(data)
    for number, (page, text) in enumerate(zip(reader.pages, texts, strict=True), start=1):
        assert "架空データ" in text, number
        assert f"{number}/{len(texts)}" in text
        assert sorted(round(float(side)) for side in page.mediabox[2:]) == [595, 842]


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_is_embedded(secretariat: tuple[Database, Principal], visits: list[int], kind: str) -> None:
    reader = PdfReader(io.BytesIO(files.render(documents(*secretariat, visits[-1])[kind], "pdf")))
    fonts = {}
    for page in reader.pages:
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        for one in resources.get("/Font", DictionaryObject()).get_object().values():
            below = one.get_object()["/DescendantFonts"][0].get_object()
            fonts[below["/BaseFont"]] = set(below["/FontDescriptor"].get_object())
    assert any("NotoSansCJKjp" in name for name in fonts)
    assert all(keys & {"/FontFile2", "/FontFile3"} for keys in fonts.values())


def test_a_real_region_is_not_marked_as_invented(secretariat: tuple[Database, Principal], visits: list[int]) -> None:
    found = documents(*secretariat, visits[0])["self-assessment"]
    object.__setattr__(found, "fictional", False)
    assert not any("架空データ" in page for page in pages_of(files.render(found, "pdf")))


def test_a_self_assessment_goes_to_the_director_with_every_answer(
    secretariat: tuple[Database, Principal], visits: list[int], demo_db: Path
) -> None:
    found = documents(*secretariat, visits[3])["self-assessment"]
    pages = pages_of(files.render(found, "pdf"))
    assert "医療安全対策自己評価書" in pages[0]
    assert "病院長医療安全管理者" in pages[0]
    assert "承認日" in pages[0]
    for item in raw_items(demo_db, visits[3]):
        row = squeezed("".join((item.chapter, item.code, item.text, item.word(item.own), item.own_comment)))
        assert any(row in page for page in pages), item


@pytest.mark.parametrize("kind", ["classes", "hospitals"])
def test_a_comparison_on_paper_shows_the_numbers_of_the_screen(
    secretariat: tuple[Database, Principal], visits: list[int], kind: str
) -> None:
    found = documents(*secretariat, visits[0])[kind]
    text = "".join(pages_of(files.render(found, "pdf")))
    for note in found.notes:
        assert squeezed(note) in text
    trend = next(table for table in found.tables if table.title == "得点率の推移")
    # What has no number in any column is named below the table instead.
    for row in (*spoken(trend).rows, *(spoken(found.tables[0]).rows if kind == "classes" else ())):
        assert squeezed("".join(f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row)) in text


def test_more_columns_than_fit_become_several_tables_without_those_that_say_nothing(
    secretariat: tuple[Database, Principal], visits: list[int]
) -> None:
    found = documents(*secretariat, visits[0])["hospitals"]
    text = "".join(pages_of(files.render(found, "pdf")))
    whole = found.tables[0]
    spoken = {name for name in whole.names[1:] if any(isinstance(row[name], float) for row in whole.records())}
    assert 0 < len(spoken) < len(whole.names) - 1
    for name in whole.names[1:]:
        assert all(squeezed(part) in text for part in name.split(" "))
    assert "表示できる数値のない列は省いています" in text
    # What is too long for paper says so.
    assert "紙には載せません" in text
    many = Table(
        "得点率", (Column("章"), *(Column(f"病院{n}", "percent") for n in range(24))), (("全体", *[50.0] * 24),)
    )
    text = "".join(pages_of(files.render(replace(found, tables=(many,), csv_table=many, charts=()), "pdf")))
    assert all(f"得点率（{number}/3）" in text for number in (1, 2, 3))
    assert all(f"病院{n}" in text for n in range(24))


def test_a_blank_sheet_has_a_box_for_every_value_of_every_item(
    secretariat: tuple[Database, Principal], visits: list[int], demo_db: Path
) -> None:
    pages = "".join(pages_of(files.render(documents(*secretariat, visits[0])["blank sheet"], "pdf")))
    rows = sqlite3.connect(demo_db).execute(
        "SELECT item.code, item.text FROM item JOIN sheet_version v ON v.id = version_id WHERE v.code = 'anzen-3'"
    )
    items = rows.fetchall()
    for code, text in items:
        assert squeezed(code + text) in pages, code
    assert pages.count("□A□B□C") == len(items)
    assert pages.count("□確認不能") == len(items)


def test_a_prefilled_sheet_shows_last_years_ratings_beside_the_boxes(
    secretariat: tuple[Database, Principal], visits: list[int]
) -> None:
    found = documents(*secretariat, visits[-1])["prefilled sheet"]
    pages = "".join(pages_of(files.render(found, "pdf")))
    beside = found.tables[0].names[4:-2]
    assert beside
    for table in found.tables:
        for row in table.rows:
            cells = [str(cell or "") for cell in row]
            assert squeezed("".join(cells[:-1])) in pages, row[0]


def test_a_text_of_two_thousand_characters_runs_over_pages_and_is_kept_whole(
    secretariat: tuple[Database, Principal], visits: list[int]
) -> None:
    found = documents(*secretariat, visits[0])["self-assessment"]
    long = "".join(f"所見{number:04d}。" for number in range(250))
    items = found.tables[2]
    rows = tuple((*row[:4], long if place == 5 else row[4], *row[5:]) for place, row in enumerate(items.rows))
    tables = tuple(Table(one.title, one.columns, rows) if one is items else one for one in found.tables)
    object.__setattr__(found, "tables", tables)
    text = "".join(pages_by_pypdf(files.render(found, "pdf")))
    assert all(f"所見{number:04d}" in text for number in range(250))
