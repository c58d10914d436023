"""Whatever file arrives: a grid of texts, or one clear sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.errors import Refused
from checklist.formats import grid_file
from checklist.formats import workbook as workbook_file
from checklist.store.files import package


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in parts.items():
            found.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def refusal(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        grid_file.read(name, data)
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_every_encoding_that_hospitals_use(encoding: str) -> None:
    data = "章コード,項目\r\n1,①髙橋の確認～㈱\r\n".encode(encoding)
    assert grid_file.read("表.csv", data) == (("章コード", "項目"), ("1", "①髙橋の確認～㈱"))


def test_a_cell_with_a_line_break_counts_as_one_row() -> None:
    assert grid_file.read("表.csv", b'"a\r\nb",c\r\n\r\nd\r\n') == (("a\nb", "c"), (), ("d",))


def test_excel_gives_texts_and_whole_numbers_as_they_look() -> None:
    assert grid_file.read("表.xlsx", workbook(["版番号", 2], ["x", 1.0, None, "1-01"], [2.5])) == (
        ("版番号", "2"),
        ("x", "1", "", "1-01"),
        ("2.5",),
    )


def test_formulas_dates_and_error_values_are_named_with_their_cell_all_at_once() -> None:
    message = refusal(workbook(["a", "=1+1"], [date(2026, 1, 1)], ["#N/A"]))
    assert [line.split("：")[0] for line in message.splitlines()] == ["1行目・B列", "2行目・A列", "3行目・A列"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空です"),
        (b"x" * (grid_file.FILE_LIMIT + 1), "大きすぎます"),
        (b"PK\x03\x04broken", "開けません"),
        (archive(a=b"x"), "開けません"),
        (workbook(["a"])[:-50], "開けません"),
        (workbook(["a"])[:200] + b"\0" * 500, "開けません"),
        (archive(bomb=b"\0" * (package.READ.unpacked + 1)), "中身が大きすぎる"),
        (archive(**{f"part{number}": b"" for number in range(package.READ.parts + 1)}), "中身が大きすぎる"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "開けません"),
        (b"\xff\xfe\x00\xd8\x81", "文字コード"),
        (b"a\0b,c", "文字コード"),
        (b"\x81\xff,\xa0", "文字コード"),
        (b'"' + b"a" * 200_000 + b'"', "CSVとして"),
        (b"a\r\n" * (grid_file.ROW_LIMIT + 1), "表が大きすぎます"),
        (b"a," * 100, "表が大きすぎます"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(data: bytes, words: str) -> None:
    message = refusal(data)
    assert words in message
    assert len(message.splitlines()) == 1


def test_excel_beyond_the_limits_is_refused_without_reading_it_all() -> None:
    book = openpyxl.Workbook()
    book.active.cell(row=workbook_file.ROWS + 5, column=1, value="x")
    book.active.cell(row=1_000_000, column=1, value="x")
    target = io.BytesIO()
    book.save(target)
    assert grid_file.read("表.xlsx", workbook(["a"])) == (("a",),)
    long: list[list[object]] = [["x"]] * (grid_file.ROW_LIMIT + 1)
    assert "表が大きすぎます" in refusal(workbook(*long))
    assert "「Sheet」シートのA1000000セルに値があります。表が大きすぎます" in refusal(target.getvalue())
    book.active.cell(row=grid_file.ROW_LIMIT + 1, column=1, value="x")
    book.save(target)
    assert "表が大きすぎます" in refusal(target.getvalue())


def test_an_xml_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (step, b"&a%s;" % (str(step - 1).encode() if step else b"") * 10) for step in range(9)
    )
    parts = {"[Content_Types].xml": bomb + b"]><x>&a8;</x>", "xl__workbook.xml": b"<x/>"}
    assert "開けません" in refusal(archive(**parts))


_START = workbook(["a", "b"])[:600]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_crash(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data, _START + data):
        with contextlib.suppress(Refused):
            assert all(isinstance(cell, str) for row in grid_file.read("表", content) for cell in row)
