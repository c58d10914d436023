"""A workbook as texts, whatever kind it is and however Excel keeps its cells."""

from __future__ import annotations

import re
from typing import Any

import pytest

from checklist.errors import Refused
from checklist.formats import cell_traits, tag_count, workbook
from checklist.formats.workbook import CLOCK, DAY, ERROR, FORMULA, Found
from tests.formats import odd_books
from tests.formats.odd_books import As, ods_cell, ods_row

APRIL_1 = 46113
"""2026-04-01 as Excel counts days."""


def opened(content: bytes) -> list[Found]:
    """As `workbook.read` answers, without a process for each of dozens of books."""
    found = workbook.sheets(content)
    if found.refused:
        raise Refused(found.refused)
    return found.sheets


def only(content: bytes) -> Found:
    """The one sheet of a book."""
    (found,) = opened(content)
    return found


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        opened(content)
    return refused.value.message


def test_every_format_that_japanese_excel_gives_to_dates_is_a_date() -> None:
    found = only(odd_books.xlsx({"表": [[As(APRIL_1, number)] for number in odd_books.DATE_IDS]}))
    assert found.rows == [["2026-04-01"]] * len(odd_books.DATE_IDS)
    assert {sign for _, _, sign in found.signs} == {DAY}


@pytest.mark.parametrize(
    ("value", "form", "text", "sign"),
    [
        (APRIL_1, '[$-411]ggge"年"m"月"d"日"', "2026-04-01", DAY),
        (APRIL_1, "[$-411]ge.m.d", "2026-04-01", DAY),
        (APRIL_1, 'm"月"d"日"', "2026-04-01", DAY),
        (APRIL_1, "yyyy/mm/dd;@", "2026-04-01", DAY),
        (APRIL_1 + 0.5, "yyyy/m/d h:mm", "2026-04-01", DAY),
        (40 / 24, "[h]:mm", "40:00", CLOCK),
        (1.666666666666667, "[h]:mm", "40:00", CLOCK),
        (1.5 / 24, "h:mm", "1:30", CLOCK),
        (9.5 / 24, "h:mm:ss", "9:30", CLOCK),
        (40 / 24, "h:mm", "40:00", CLOCK),
        (110750, "0000000", "0110750", ""),
        (9, "000", "009", ""),
        (1000, "000", "1000", ""),
        (9990001, "000-0000", "999-0001", ""),
        (120, "0", "120", ""),
        (120, '0"床"', "120", ""),
        (1024, "#,##0", "1024", ""),
        (0.5, "000", "0.5", ""),
        (-9, "000", "-9", ""),
        (True, "General", "TRUE", ""),
        (False, "General", "FALSE", ""),
        ("0110750", "@", "0110750", ""),
        ("1-02", "General", "1-02", ""),
        (35.6812, "General", "35.6812", ""),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value: Any, form: str, text: str, sign: str) -> None:
    found = only(odd_books.xlsx({"表": [["見出し", As(value, form)]]}))
    assert found.rows == [["見出し", text]]
    assert found.signs == ([(0, 1, sign)] if sign else [])


@pytest.mark.parametrize(
    ("cell", "text", "sign"),
    [
        (As(2, formula="=1+1"), "2", ""),
        (As("架空", formula='="架空"'), "架空", ""),
        (As(APRIL_1, 31, formula="=TODAY()"), "2026-04-01", DAY),
        (As("#DIV/0!", formula="=1/0"), "", ERROR),
    ],
)
def test_a_formula_is_its_stored_value(cell: As, text: str, sign: str) -> None:
    found = only(odd_books.xlsx({"表": [["見出し", cell, "終わり"]]}))
    assert found.rows == [["見出し", text, "終わり"]]
    assert [one[2] for one in found.signs] == [sign] * bool(sign)


def test_a_formula_may_give_an_empty_text() -> None:
    book = odd_books.xlsx({"表": [["見出し", As("架空", formula='="架空"'), "終わり"]]})
    found = only(odd_books.changed(book, "xl/worksheets/sheet1.xml", "<v>架空</v>".encode(), b"<v></v>"))
    assert (found.rows, found.signs) == ([["見出し", "", "終わり"]], [])


@pytest.mark.parametrize("left", [b"<v></v>", b"<v/>", b""])
def test_a_formula_whose_value_no_program_has_stored_is_told(left: bytes) -> None:
    book = odd_books.xlsx({"表": [["見出し", As(2, formula="=1+1")]]})
    found = only(odd_books.changed(book, "xl/worksheets/sheet1.xml", b"<v>2</v>", left))
    assert (found.rows, found.signs) == ([["見出し"]], [(0, 1, FORMULA)])


def test_days_count_from_1904_where_a_mac_says_so() -> None:
    assert only(odd_books.xlsx({"表": [[As(APRIL_1 - 1462, 31)]]}, date_1904=True)).rows == [["2026-04-01"]]


def test_strict_open_xml_and_books_with_programs_are_read_as_any_other() -> None:
    book = odd_books.xlsx({"病院": [["コード", As(9, "000")], [As(APRIL_1, 57), As(2, formula="=1+1")]]}, rows=[1])
    assert only(odd_books.strict(book)) == only(odd_books.with_macros(book)) == only(book)
    assert only(book).rows == [["コード", "009"], ["2026-04-01", "2"]]


def test_hidden_sheets_hidden_rows_and_struck_out_rows_are_known() -> None:
    lines = [["見出し"], ["一"], ["", ""], [As("三", struck=True)], ["四"]]
    first, second = opened(odd_books.xlsx({"一覧": lines, "隠れた一覧": lines}, hidden=["隠れた一覧"], rows=[1, 2]))
    assert (first.is_hidden, second.is_hidden) == (False, True)
    # An empty row that nobody sees is nothing to be asked about.
    assert (first.hidden, first.struck) == ([1], [3])


def test_an_old_book_is_read_with_its_formats_hidden_and_struck_out_rows() -> None:
    lines = [["コード", "日"], [As(9, "000"), As(APRIL_1, "yyyy/m/d")], ["x", As(APRIL_1, "[$-411]ge.m.d")],
             [As("y", struck=True), True]]  # fmt: skip
    found = only(odd_books.xls(lines, hidden=[2]))
    assert found.rows == [["コード", "日"], ["009", "2026-04-01"], ["x", "2026-04-01"], ["y", "TRUE"]]
    assert (found.name, found.hidden, found.struck) == ("病院", [2], [3])
    assert found.signs == [(1, 1, DAY), (2, 1, DAY)]


def test_an_open_document_is_read_with_what_it_shows() -> None:
    struck = (
        '<style:style style:name="ce1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    rows = [
        ods_row("コード", "日", "院外", "時間"),
        ods_row(("float", "9", "009"), ("date", "2026-04-01", "令和8年4月1日"), ("boolean", "true", "TRUE"), ("time", "PT40H00M00S", "40:00")),
        ods_row("x", about=' table:visibility="filter"'),
        "<table:table-row>" + ods_cell("y", ' table:style-name="ce1"') + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ]  # fmt: skip
    found = only(odd_books.ods(rows, struck))
    assert found.rows == [["コード", "日", "院外", "時間"], ["009", "2026-04-01", "TRUE", "40:00"], ["x"], ["y"]]
    assert (found.hidden, found.struck) == ([2], [3])


def test_cells_in_far_corners_are_refused_before_the_rectangle_between_them_is_built() -> None:
    far = odd_books.changed(
        odd_books.xlsx({"表": [["始", "終"]]}), "xl/worksheets/sheet1.xml", b'<c r="B1"', b'<c r="XFD1048576"'
    )
    assert "「表」シートの表が大きすぎます" in refusal(far)
    many = ods_cell("x", about=' table:number-columns-repeated="16384"')
    rows = [f'<table:table-row table:number-rows-repeated="1000000">{many}</table:table-row>']
    assert f"セルの数が多すぎます（{tag_count.CELLS:,}まで）" in refusal(odd_books.ods(rows))


def test_formatting_down_to_the_last_row_is_no_content() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    wide = b'</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert only(odd_books.changed(odd_books.xlsx({"表": [["a"]]}), sheet, b"</row></sheetData>", wide)).rows == [["a"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), workbook.LOCKED),
        (workbook.OLE + bytes(600), "ファイルを開けません。"),
        (odd_books.packed({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<Types/>"}), workbook.OTHER),
        (odd_books.packed({"content.xml": b"<x/>", "mimetype": b"?"}), "ファイルを開けません。"),
        (odd_books.xls([["a"]])[:1500], "ファイルを開けません。"),
    ],
)
def test_what_cannot_be_read_has_a_sentence_of_its_own(content: bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [("9", "000", "009"), ("110750", "0000000", "0110750"), ("12345678", "000-0000", "1234-5678"), ("1", "00-00", "00-01")],
)  # fmt: skip
def test_zeros_fill_a_number_up(number: str, code: str, shown: str) -> None:
    assert cell_traits.fills_up(code)
    assert cell_traits.filled(number, code) == shown


@pytest.mark.parametrize("code", ["0", "General", "#,##0", "0.00", '0"床"', "yyyy", "0-", "-00"])
def test_other_formats_fill_nothing_up(code: str) -> None:
    assert not cell_traits.fills_up(code)


REPEATED = ' table:number-columns-repeated="16000"'
A_MILLION = '<table:table-row table:number-rows-repeated="1000000">'


@pytest.mark.parametrize(
    "row",
    [
        f"{A_MILLION}<table:table-cell{REPEATED}/>{ods_cell('x')}</table:table-row>",
        f"{A_MILLION}<table:table-cell{REPEATED}><text:p>x</text:p></table:table-cell></table:table-row>",
        f"{A_MILLION}{ods_cell(('float', '9', '009'), REPEATED)}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="99999999">{ods_cell("x")}</table:table-row>',
    ],
)
def test_a_few_letters_of_an_open_document_never_become_millions_of_cells(row: str) -> None:
    assert "多すぎます" in refusal(odd_books.ods([row]))


def test_a_million_empty_rows_of_an_open_document_are_nothing() -> None:
    empty = f"{A_MILLION}<table:table-cell{REPEATED}/></table:table-row>"
    assert only(odd_books.ods([ods_row("x"), empty])).rows == [["x"]]


@pytest.mark.parametrize("place", [b"ZZZZZZ1", b"A99999999999", b"xfd1048576", b"$B$9999999"])
def test_a_cell_that_says_it_stands_far_away_is_believed_and_refused(place: bytes) -> None:
    book = odd_books.xlsx({"表": [["a", "b"]]})
    far = odd_books.changed(book, "xl/worksheets/sheet1.xml", b'<c r="B1"', b'<c r="' + place + b'"')
    assert "表が大きすぎます" in refusal(far)


@pytest.mark.parametrize(("before", "after"), [(b"<sheet ", b"<sheetx "), (b'r:id="rId1"', b'r:id="rId99"')])
def test_a_book_whose_sheets_are_nowhere_is_broken(before: bytes, after: bytes) -> None:
    broken = odd_books.changed(odd_books.xlsx({"表": [["a"]]}), "xl/workbook.xml", before, after)
    assert refusal(broken).startswith("ファイルを開けません。")


@pytest.mark.parametrize("more", [0, 1])
def test_of_very_many_sheets_all_are_looked_at_or_none(more: int) -> None:
    book = odd_books.xlsx({f"表{number}": [[number]] for number in range(workbook.MOST + more)})
    if more:
        assert refusal(book).startswith(f"シートの数が多すぎます（{workbook.MOST}枚まで）。")
    else:
        assert [one.rows for one in opened(book)] == [[[str(number)]] for number in range(workbook.MOST)]


def test_cells_without_their_places_stand_one_after_the_other() -> None:
    book = odd_books.xlsx({"表": [["a", As(9, "000")], [As(APRIL_1, 57), As(5, "000")]]}, rows=[1])
    found = odd_books.parts(book)
    sheet = re.sub(rb'<(c|row) r="[A-Z]*[0-9]+"', rb"<\1", found["xl/worksheets/sheet1.xml"])
    assert only(odd_books.packed({**found, "xl/worksheets/sheet1.xml": sheet})) == only(book)
