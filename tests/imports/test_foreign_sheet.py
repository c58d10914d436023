"""A check sheet in another layout: proposed in our form, completed, and taken in as any other."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from checklist.__main__ import main
from checklist.errors import Refused
from checklist.formats import grid_file
from checklist.imports import foreign_sheet, sheet_files
from checklist.rules.sheets import sheet_check, sheet_draft
from checklist.rules.sheets.sheet_draft import COLUMNS
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.rules.sheets import test_sheet_layout as layouts
from tests.world import World


def book(layout: layouts.Sheets) -> bytes:
    return odd_books.xlsx(dict(layout))


def completed(data: bytes) -> bytes:
    """The workbook as somebody completes it: what stands above the table, and the columns that every item needs."""
    found = openpyxl.load_workbook(io.BytesIO(data))
    sheet = found["点検表"]
    for row, value in enumerate(("own", "架空地域の点検表", "own-1", "1", "第1版", "2026", "abcx"), start=1):
        sheet.cell(row, 2, value)
    for number, row in enumerate(range(11, sheet.max_row + 1)):
        for column, value in (
            ("法令区分", sheet_check.LAW_PARTS[number % 4]),
            ("対象区分", "1・2"),
            ("確認方法", "書類"),
            ("部署", "医療安全管理部門"),
            ("確認場所", "管理室"),
        ):
            sheet.cell(row, COLUMNS.index(column) + 1, value)
    target = io.BytesIO()
    found.save(target)
    return target.getvalue()


@pytest.mark.parametrize("layout", layouts.LAYOUTS, ids=[one.__name__ for one in layouts.LAYOUTS])
def test_every_layout_becomes_a_sheet_once_it_is_completed(layout: object) -> None:
    found = foreign_sheet.read("点検表.xlsx", book(layout()))  # type: ignore[operator]
    assert foreign_sheet.sentence(found).startswith("4章・24項目を見つけました。")
    assert len(foreign_sheet.shown(found).rows) == 24
    draft = sheet_draft.read(sheet_files.read("点検表.xlsx", completed(foreign_sheet.book(found))))
    assert sheet_check.faults(draft, []) == []
    version = sheet_draft.version(draft)
    assert [one.text for one in version.items] == [one.text for one in found.items]
    assert [one.code for one in version.items[5:8]] == ["1-06", "2-01", "2-02"]


def test_before_it_is_completed_the_check_says_what_is_missing_and_nothing_is_taken_in() -> None:
    found = foreign_sheet.read("点検表.xlsx", book(layouts.plain_table()))
    draft = sheet_draft.read(sheet_files.read("点検表.xlsx", foreign_sheet.book(found)))
    assert {"対象区分", "部署", "確認場所"} <= {one.where.partition("・")[2] for one in sheet_check.faults(draft, [])}


@pytest.mark.parametrize(
    "content", [b"", odd_books.xlsx({"表": [["合計"], ["※注"]]}), b"\xd0\xcf\x11\xe0" + bytes(600)]
)
def test_a_file_without_items_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        foreign_sheet.read("点検表.xlsx", content)
    assert refused.value.message.endswith("。")


def test_cells_that_are_no_texts_keep_nobody_and_hidden_sheets_are_left_out() -> None:
    rows = [
        ["番号", "点検項目", "日"],
        [As(46024, 56), "責任者を定めている。", As(1, 31)],
        ["2", "見直している。", As(2, formula="=1+1")],
    ]
    found = foreign_sheet.read("表.xlsx", odd_books.xlsx({"表": rows, "去年": rows}, hidden=["去年"]))
    assert [one.text for one in found.items] == ["責任者を定めている。", "見直している。"]
    assert grid_file.read_sheets("表.csv", b"a,b\n1,2\n") == ({"": (("a", "b"), ("1", "2"))}, [])


def test_the_command_writes_the_form_and_says_what_it_left_out(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "元.xlsx", tmp_path / "様式.xlsx"
    source.write_bytes(book(layouts.numbers_in_the_text()))
    assert main(["sheet", "propose", str(source), "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "4章・24項目を見つけました。取り込まない行は4行です。" in told.out
    assert "注記・集計" in told.err
    assert len(sheet_draft.read(sheet_files.read("様式.xlsx", out.read_bytes())).rows) == 24
    assert main(["sheet", "propose", str(source), "--out", str(tmp_path / "x.csv")]) == 1
