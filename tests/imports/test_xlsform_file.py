"""XLSForm files: pyxform turns ours into XForms without a word, and what comes back is the sheet that left."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from checklist import __main__ as program
from checklist import words
from checklist.errors import Refused
from checklist.imports import foreign_sheet, sheet_files, xlsform_file
from checklist.model.sheets import SheetVersion
from checklist.rules.sheets import sheet_draft
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.sheets import sheets
from tests import nasty_strings
from tests.cycle import who
from tests.rules.sheets.test_xlsform import FOREIGN, version
from tests.world import World, by


def shipped(code: str) -> SheetVersion:
    data = (sheet_files.SHIPPED / f"{code}.csv").read_bytes()
    return sheet_draft.version(sheet_draft.read(sheet_files.read(f"{code}.csv", data)))


def edited(data: bytes, sheet: str, cell: str, value: object, number_format: str = "") -> bytes:
    found = openpyxl.load_workbook(io.BytesIO(data))
    found[sheet][cell] = value
    found[sheet][cell].number_format = number_format or "General"
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("code", ["anzen-1", "anzen-2", "anzen-3", "kansen-1"])
def test_pyxform_makes_an_xform_of_every_sheet_without_a_warning(code: str) -> None:
    one = shipped(code)
    data, warnings = xlsform_file.book(one), list[str]()
    made = convert(data, warnings=warnings, file_type=".xlsx", validate=False)
    assert warnings == []
    assert f'<data id="{code}" version="{one.number}"' in made.xform
    for item in one.items:
        assert made.xform.count(f"/q_{item.code}:label") >= 1, item.code
    read = sheet_files.read("様式.xlsx", data)
    assert sheet_draft.version(sheet_draft.read(read)) == one
    assert xlsform_file.left_out(read) == ()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert (book.properties.title, book.properties.creator) == (f"{one.sheet_name} {one.name}", words.PRODUCT)
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (9, 0, "$1:$1")


def test_pyxform_takes_every_nasty_string_in_every_text() -> None:
    base, warnings = version(), list[str]()
    usual = [one.strip() for one in nasty_strings.ALL]
    texts = [one for one in usual if one and not any(letter < " " and letter not in "\n\t" for letter in one)]
    texts = [one for one in texts if not {"\x7f", "\ufffe", "\uffff", "\x9f", "\x85"} & set(one)]
    assert len(texts) > 120
    items = tuple(
        replace(base.items[n % 4], code=f"9-{n}", text=one, purpose=one, place=one)
        for n, one in enumerate(texts)
    )  # fmt: skip
    many = replace(base, items=tuple(sorted(items, key=lambda one: one.chapter_code)), name="${x} <b>&")
    made = convert(xlsform_file.book(many), warnings=warnings, file_type=".xlsx", validate=False)
    assert warnings == []
    assert made.xform.count(":hint") >= len(texts)
    found = sheet_draft.read(sheet_files.read("様式.xlsx", xlsform_file.book(many)))
    assert [one.text("項目") for one in found.rows] == [one.text for one in many.items]


def test_a_form_is_shown_and_taken_in_like_any_other_sheet(world: World) -> None:
    data = xlsform_file.book(version(sheet_code="x", code="x-1"))
    grid = sheet_files.read("様式.xlsx", data)
    assert [row[1] for row in sheet_files.shown(grid).rows] == ["0-01", "1-01", "2-01", "3-01"]
    with acting(who(world, "secretariat")) as act:
        assert sheet_files.import_file(act, grid).code == "x-1"
    with viewing(who(world, "secretariat")) as view:
        assert sheets.get(view, "x-1") == version(sheet_code="x", code="x-1")
        again = sheet_files.check_file(view, grid)
    assert again == (version(sheet_code="x", code="x-1"), [])
    with pytest.raises(Refused) as refused, acting(who(world, "secretariat")) as act:
        sheet_files.import_file(act, grid)
    assert [str(one) for one in refused.value.faults] == [
        "「settings」シート　2行目・form_id：「x-1」はすでに登録されています。"
    ]


def test_faults_of_a_file_are_told_where_they_stand_and_nothing_is_stored(world: World) -> None:
    data = xlsform_file.book(version(sheet_code="x", code="x-1"))
    data = edited(edited(data, "survey", "B5", "q_1月"), "settings", "F2", "いつか")
    with pytest.raises(Refused) as refused, acting(who(world, "secretariat")) as act:
        sheet_files.import_file(act, sheet_files.read("様式.xlsx", data))
    told = [str(one) for one in refused.value.faults]
    assert told[0].startswith("「settings」シート　2行目・"), told
    assert any(one.startswith("「survey」シート　5行目・name：「1月」は使えません。") for one in told)
    with db.reading() as connection:
        assert "x-1" not in {one.code for one in sheets.versions(by(connection))}


def test_a_code_that_a_spreadsheet_made_a_day_of_is_told() -> None:
    data = edited(xlsform_file.book(version()), "survey", "B5", datetime(2026, 1, 2), "yyyy/m/d")
    with pytest.raises(Refused, match="「survey」シート　5行目・B列：日付に変わっています"):
        sheet_files.read("様式.xlsx", data)


def test_rows_that_are_no_items_are_told_and_names_of_sheets_may_be_capitals() -> None:
    found = openpyxl.load_workbook(io.BytesIO(xlsform_file.book(version())))
    found["survey"].append(["geopoint", "place", "位置"])
    for name in ("survey", "choices", "settings"):
        # For Excel a name in capitals is the same name, which is taken.
        found[name].title = f"_{name}"
        found[f"_{name}"].title = name.upper()
    stream = io.BytesIO()
    found.save(stream)
    grid = sheet_files.read("様式.xlsx", stream.getvalue())
    (note,) = sheet_files.shown(grid).notes
    assert note.startswith("点検項目でない次の行は取り込みません：")
    assert "「位置」（geopoint）" in note


def test_a_form_of_others_gives_a_draft_to_complete(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = xlsform_file._book(FOREIGN, "様式")
    proposal = foreign_sheet.read("form.xlsx", data)
    assert foreign_sheet.sentence(proposal) == "3章・3項目を見つけました。取り込まない行は3行です。"
    draft = sheet_draft.read(sheet_files.read("様式.xlsx", foreign_sheet.book(proposal)))
    assert [one.text("項目") for one in draft.rows] == ["指針がある", "施錠されている", "全体の評価"]
    (tmp_path / "form.xlsx").write_bytes(data)
    assert program.main(["sheet", "propose", str(tmp_path / "form.xlsx"), "--out", str(tmp_path / "out.xlsx")]) == 0
    assert "取り込まない行\tsurvey\t3\tはじめに" in capsys.readouterr().err


def test_the_command_line_writes_and_checks_forms(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "form.xlsx"
    out.write_bytes(xlsform_file.book(version(sheet_code="x", code="x-1")))
    assert program.main(["sheet", "import", str(out)]) == 0
    assert program.main(["sheet", "export", "x-1", "--xlsform", "--out", str(out)]) == 0
    assert program.main(["sheet", "check", str(out)]) == 0
    assert "誤りはありません" in capsys.readouterr().out
    assert program.main(["sheet", "export", "x-1", "--xlsform", "--out", str(tmp_path / "form.csv")]) == 1
    assert "書き出すファイルの名前は .xlsx で終わるように" in capsys.readouterr().err
