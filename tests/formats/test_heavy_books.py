"""A file of a few kilobytes never takes more than its share, and its sentence says what to do."""

from __future__ import annotations

import io
import resource
import threading
import tracemalloc
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from checklist.errors import Busy, Refused
from checklist.formats import grid_file, tag_count, workbook
from checklist.store.files import apart, package
from tests.formats import heavy_books as heavy

TOO_MANY = {
    "書式": heavy.styles(tag_count.STYLES + 1),
    "名前の定義": heavy.names(10_001),
    "数式": heavy.formulas(20_001),
    "文字列": heavy.strings(100_001),
    "セル": heavy.rows_of(50_000, 9),
    "行": heavy.with_more(heavy.SHEET, b"</sheetData>", b"<row/>" * 70_001),
}  # fmt: skip


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        grid_file.read("表.xlsx", data)
    return refused.value.message


@pytest.mark.parametrize("word", TOO_MANY)
def test_too_many_of_anything_is_refused_with_its_word_and_a_way_out(word: str) -> None:
    # With a picture beside it, so that it is not the ratio that gives it away.
    message = refusal(heavy.with_noise(TOO_MANY[word], 2))
    assert f"{word}の数が多すぎます" in message
    assert "新しいブックに" in message


@pytest.mark.parametrize(
    "data", [heavy.styles(1_500_000), heavy.cells(3_000_000), heavy.names(900_000), heavy.rows(700_000)]
)
def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_refused_before_any_of_it_is_read(data: bytes) -> None:
    assert "大きすぎる" in refusal(data)


def test_many_cells_in_one_row_are_refused() -> None:
    assert "表が大きすぎます" in refusal(heavy.with_noise(heavy.cells(tag_count.PER_ROW + 1), 1))


def test_one_long_text_that_every_cell_names_is_not_written_out_for_each() -> None:
    assert "文字が多すぎます" in refusal(heavy.repeated(30_000, 500, 30))


def test_a_tag_within_a_tag_without_end_is_refused() -> None:
    assert refusal(heavy.nested(100_000)) == f"表.xlsx：{package.BROKEN}"


def test_a_directory_without_end_is_not_built() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(package.READ.parts + 1):
            archive.writestr(f"{number}", b"")
    assert "大きすぎる" in refusal(target.getvalue())


def test_a_table_of_contents_is_read_up_to_a_million_bytes_whatever_the_directory_says() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(package.CONTENT_TYPES, b"<Types>" + b"<Default/>" * 3_000_000)
    honest = target.getvalue()
    lying = honest.replace((30_000_007).to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
    tracemalloc.start()
    for content in (honest, lying):
        with pytest.raises(Refused):
            package.look(content, package.KEPT)
    assert tracemalloc.get_traced_memory()[1] < 15_000_000
    tracemalloc.stop()


def test_the_workbooks_of_offices_with_tens_of_thousands_of_styles_are_read() -> None:
    assert grid_file.read("表.xlsx", heavy.styles(60_000)) == (("版番号", "2"),)


def test_a_file_is_read_by_a_process_with_limits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    monkeypatch.setattr(workbook, "sheets", lambda content: pytest.fail("read in the process that serves others"))
    assert grid_file.read("表.xlsx", heavy.packed(heavy.parts())) == (("版番号", "2"),)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize("module", ["tests.formats.hungry", "tests.formats.endless", "tests.formats.gone"])
def test_whoever_takes_too_much_is_ended(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "READING", replace(apart.READING, seconds=5))
    with pytest.raises(Refused, match="新しいブックに"):
        apart.run(module, b"x", list[int])


def test_a_file_waits_for_the_one_before_it_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = threading.BoundedSemaphore(1)
    monkeypatch.setattr(apart, "READING", replace(apart.READING, patience=0.01, turn=turn))
    turn.acquire()
    with pytest.raises(Busy, match="ほかのファイル"):
        grid_file.read("表.xlsx", heavy.packed(heavy.parts()))
    turn.release()
    assert grid_file.read("表.xlsx", heavy.packed(heavy.parts())) == (("版番号", "2"),)


def test_csv_is_not_built_beyond_its_limit() -> None:
    assert "表が大きすぎます" in refusal(b"a\n" * 2_400_000)


def test_dates_and_numbers_come_through_as_they_look() -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append([1.5, 2.0, True, "=A1"])
    book.save(target)
    (found,) = workbook.sheets(target.getvalue()).sheets
    assert (found.rows, found.signs) == ([["1.5", "2", "TRUE"]], [(0, 3, workbook.FORMULA)])
