"""A document in every format, with no more than it has to have."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from checklist.formats import files, pdf
from checklist.formats.document import Document, overview
from checklist.formats.table import Chart, Column, Cover, Kind, Table
from tests import pdf_text

FACTS = (("病院", "架空中央病院"), ("年度", "2026年度"))
ITEMS = Table("項目別", (Column("項目コード"), Column("評定")), (("1-01", "A"),))
DOCUMENT = Document("訪問評価", FACTS, (overview(FACTS), ITEMS), ITEMS, (), (), False)


def on_paper(found: Document) -> str:
    return "".join(pdf_text.pages(files.render(found, "pdf")))


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_document_without_cover_charts_or_notes_is_a_file_of_every_kind(kind: str) -> None:
    assert len(files.render(DOCUMENT, kind)) > 20


def test_the_facts_are_a_table_in_a_workbook_and_stand_once_on_paper() -> None:
    assert overview(FACTS).names == ("事項", "内容")
    assert overview(FACTS).rows == FACTS
    assert on_paper(DOCUMENT).count("架空中央病院") == 1


def test_a_document_says_itself_what_stands_at_its_foot_and_is_then_always_the_same_file() -> None:
    fixed = replace(DOCUMENT, printed="基準日　2026年11月22日")
    assert files.render(fixed, "pdf") == files.render(fixed, "pdf")
    assert "基準日" in on_paper(fixed)
    assert "出力日時" in on_paper(DOCUMENT)


def test_a_cover_has_its_own_heading() -> None:
    assert "評価報告書" in on_paper(replace(DOCUMENT, cover=Cover("評価報告書")))
    assert "評価報告書" not in on_paper(DOCUMENT)
    # Each of several hospitals has a director of its own, with room for the name.
    letter = "".join(on_paper(replace(DOCUMENT, cover=Cover("評価報告書", senders=("甲病院", "乙病院")))).split())
    assert letter.count("病院長") == letter.count("甲病院病院長乙病院病院長") * 2 == 2


# Of our font, as parts of its size: everything Japanese is 1 wide.
WIDTHS = {**dict.fromkeys("0123456789", 0.555), **dict.fromkeys(",.", 0.278), "-": 0.347}


def places(content: bytes) -> dict[str, tuple[float, float]]:
    """Where each piece of the first page begins and ends across it."""
    found: dict[str, tuple[float, float]] = {}

    def drawn(text: str, page: list[float], line: list[float], _: object, size: float) -> None:
        left = page[4] + line[4] * page[0]
        found[text.strip()] = (left, left + size * sum(WIDTHS.get(letter, 1.0) for letter in text.strip()))

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=drawn)
    return found


def test_a_heading_stands_where_the_cells_of_its_column_stand() -> None:
    """Numbers end where their heading ends, words begin where it begins, and no other heading is nearer to a cell."""
    kinds: tuple[tuple[str, Kind], ...] = (
        ("甲章", "text"),
        ("乙率", "percent"),
        ("丙", "number"),
        ("丁件数", "number"),
        ("戊欄", "text"),
        ("己日", "date"),
        ("庚差", "points"),
    )
    cells = ("ああああああああ", 88.5, 11, 1234, "いいいい", date(2026, 10, 5), -3.4)
    told = ("ああああああああ", "88.5", "11", "1,234", "いいいい", "2026年10月5日", "-3.4")
    for room in (8, 30):
        table = Table("表", tuple(Column(name, kind, room) for name, kind in kinds), (cells,))
        found = places(pdf.document(replace(DOCUMENT, tables=(table,), csv_table=table)))
        side = {name: int(kind not in ("text", "date")) for name, kind in kinds}
        for (name, _), cell in zip(kinds, told, strict=True):
            place = next(at for text, at in found.items() if text == cell or text.startswith(cell[:6]))
            assert place[side[name]] == pytest.approx(found[name][side[name]], abs=0.6), (name, room)
            middle = sum(place) / 2
            nearest = min(side, key=lambda one: abs(sum(found[one]) / 2 - middle))
            assert nearest == name, room


def rows_of(count: int) -> list[int]:
    """How many rows of a table stand on each page."""
    rows = tuple((f"行{number:03}", float(number)) for number in range(count))
    table = Table("長い表", (Column("項目"), Column("得点率", "percent")), rows)
    pages = pdf_text.pages(pdf.document(replace(DOCUMENT, tables=(table,), csv_table=table)))
    return [page.count("行") for page in pages]


def test_no_page_has_a_row_of_a_table_by_itself() -> None:
    first = rows_of(60)[0]
    for count in range(first - 1, first + 4):
        found = rows_of(count)
        assert sum(found) == count
        assert min(found) >= 3


def test_all_tables_of_a_paper_stand_one_way() -> None:
    wide = Table("広い表", tuple(Column(f"列{n}", "text", 30) for n in range(6)), (("あ",) * 6,))
    found = replace(DOCUMENT, tables=(ITEMS, wide, ITEMS), csv_table=ITEMS)
    for one, ways in ((found, {True}), (replace(found, cover=Cover("表紙")), {False, True})):
        pages = PdfReader(io.BytesIO(pdf.document(one))).pages
        turned = [page.mediabox.width > page.mediabox.height for page in pages]
        assert set(turned) == ways
        # The cover stands upright, and nothing behind the first table is turned back.
        assert turned == sorted(turned)


def test_a_chart_with_more_bars_than_a_page_holds_becomes_several() -> None:
    rows = tuple((f"章{number}", float(number), 50.0, 60.0) for number in range(30))
    columns = (Column("章"), *(Column(name, "percent") for name in ("加算1", "加算2", "自院")))
    table = Table("章別", columns, rows)
    chart = Chart("bar", "図", 0, "章", ("加算1", "加算2", "自院"))
    text = on_paper(replace(DOCUMENT, tables=(table,), csv_table=table, charts=(chart,)))
    assert all(f"図（{number}/3）" in text for number in (1, 2, 3))
    assert "図（4" not in text


def test_a_workbook_says_in_front_what_it_rests_on_and_for_whom_it_was_made() -> None:
    plain = replace(DOCUMENT, tables=(ITEMS,))
    for found in (DOCUMENT, plain):
        book = openpyxl.load_workbook(io.BytesIO(files.render(found, "xlsx", "架空 花子")))
        assert book.sheetnames == ["概要", "項目別"]
        told = {row[0].value: row[1].value for row in book["概要"].iter_rows()}
        assert told["病院"] == "架空中央病院"
        assert "架空 花子" in str(told["出力"])
    # A table that is filled in and taken in again has nothing in front of it.
    assert openpyxl.load_workbook(io.BytesIO(files.render(replace(plain, facts=()), "xlsx"))).sheetnames == ["項目別"]
