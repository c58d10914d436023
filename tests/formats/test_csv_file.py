"""CSV for Excel: read back by independent readers, and never a formula."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.formats import csv_file
from checklist.formats.table import Column, Table, clean

COLUMNS = (Column("項目"), Column("得点率", "percent"), Column("件数", "number"))
FORMULAS = ["=1+1", "+81", "-5件", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "－", "'=1", "''@x", '=HYPERLINK("http://x")',
            " =1", "\u00a0+1", "\u200b@x", "\ufeff-1", "\u3000＝1", "' =1", " ' -x", "\u2060\t=1"]  # fmt: skip


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_file_begins_with_a_bom_and_ends_lines_as_windows_does() -> None:
    data = csv_file.encode(Table("表", COLUMNS, (("体制", 66.7, 3),)))
    assert data == "\ufeff項目,得点率,件数\r\n体制,66.7,3\r\n".encode()


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_stays_text_and_can_be_read_back(text: str) -> None:
    table = Table("表", COLUMNS, ((text, -5.0, -1),))
    cell = read(csv_file.encode(table))[1][0]
    assert cell == f"'{text}"
    assert csv_file.unguard(cell) == text


def test_numbers_are_not_guarded_even_when_negative() -> None:
    assert read(csv_file.encode(Table("表", COLUMNS, (("差", -12.5, -3), ("同じ", -0.0, 0)))))[1:] == [
        ["差", "-12.5", "-3"],
        ["同じ", "0.0", "0"],
    ]


@pytest.mark.parametrize("text", ["'引用", "体制", "", "a=1", "１"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert csv_file.guard(text) == text
    assert csv_file.unguard(text) == text


@given(st.text())
def test_guarded_text_never_begins_like_a_formula_and_comes_back(text: str) -> None:
    guarded = csv_file.guard(text)
    signs = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert not guarded.startswith(signs)
    # Nor for a program that leaves out blanks, and marks that nobody sees, before it looks.
    assert not guarded.strip().strip("\u200b\ufeff").startswith(signs)
    assert csv_file.unguard(guarded) == text


@given(st.lists(st.tuples(st.text(), st.none() | st.floats(0, 100), st.none() | st.integers(0, 9999))))
def test_every_cell_is_read_back_as_the_table_holds_it(rows: list[tuple[str, float | None, int | None]]) -> None:
    table = Table("表", COLUMNS, tuple(rows))
    found = read(csv_file.encode(table))
    assert found[0] == list(table.names)
    assert [[csv_file.unguard(line[0]), *line[1:]] for line in found[1:]] == [
        [clean(str(text)), *("" if value is None else str(value) for value in numbers)] for text, *numbers in table.rows
    ]


def test_pandas_reads_numbers_as_numbers() -> None:
    table = Table("表", COLUMNS, (("体制", 66.7, 3), ("全体", None, 12)))
    frame = pd.read_csv(io.BytesIO(csv_file.encode(table)))
    assert frame["得点率"].tolist()[0] == 66.7
    assert frame["得点率"].isna().tolist() == [False, True]
    assert frame["件数"].tolist() == [3, 12]


def test_an_invented_region_is_marked_in_every_row() -> None:
    found = read(csv_file.encode(Table("表", COLUMNS, (("体制", 1.0, 1), ("全体", 2.0, 2))), fictional=True))
    assert [line[-1] for line in found] == ["データの種別", "架空データ", "架空データ"]
