"""Check sheets from and to files."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist import words
from checklist.errors import Forbidden, Refused
from checklist.formats import csv_file, grid_file
from checklist.imports import sheet_files
from checklist.model.sheets import Chapter, Item, Lineage, Module, Relation, SheetVersion
from checklist.rules.fields import typed_text
from checklist.rules.sheets import sheet_check, sheet_draft
from checklist.store import db
from checklist.store.sheets import sheets
from tests.world import World, by, principal

SHIPPED = ("anzen-1", "anzen-2", "anzen-3", "kansen-1")
# What a cell can hold: no line ends and outer spaces, which reading takes away on purpose, and nothing that is refused.
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.builds(lambda head, text: typed_text.line(head + text) or "項目", st.sampled_from(["", "=", "+", "-", "@", "'="]),
                  st.text(_CHARACTERS, max_size=30)).filter(lambda text: not typed_text.faults({"": text}))  # fmt: skip


@st.composite
def versions(draw: st.DrawFn) -> SheetVersion:
    """A sound first version with any texts."""
    count = draw(st.integers(4, 9))
    texts = draw(st.lists(TEXTS, min_size=count, max_size=count, unique_by=typed_text.same))
    parts = [*sheet_check.LAW_PARTS, *["イ"] * (count - 4)]
    items = tuple(
        Item(
            f"1-{place:02}", str(1 + place // 5), text, parts[place], draw(st.sampled_from([(1,), (2,), (1, 2)])),
            draw(st.sampled_from(Module)),
            draw(TEXTS), draw(TEXTS), draw(st.sampled_from([("書類",), ("現場", "書類")])),
            draw(TEXTS), draw(TEXTS), draw(TEXTS), "",
        )
        for place, text in enumerate(texts)
    )  # fmt: skip
    codes = dict.fromkeys(item.chapter_code for item in items)
    chapters = tuple(Chapter(code, f"章{code}") for code in codes)
    return SheetVersion("s", draw(TEXTS), "s-1", 1, draw(TEXTS), 2026, "abcx", None, chapters, items, ())


def _read(data: bytes) -> SheetVersion:
    draft = sheet_draft.read(grid_file.read("表", data))
    assert sheet_check.faults(draft, []) == []
    return sheet_draft.version(draft)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(versions())
def test_export_and_import_give_an_equal_version(version: SheetVersion) -> None:
    assert _read(sheet_files.export(version, "csv")) == version
    assert _read(sheet_files.export(version, "xlsx")) == version


@pytest.fixture
def shipped_db(empty_db: Path) -> Path:
    with db.writing() as connection:
        assert sheet_files.load_shipped(by(connection)) == list(SHIPPED)
    return empty_db


def test_the_shipped_sheets_are_loaded_once_in_version_order(shipped_db: Path) -> None:
    with db.writing() as connection:
        assert sheet_files.load_shipped(by(connection)) == []
        assert [line.code for line in sheets.versions(by(connection))] == ["anzen-3", "anzen-2", "anzen-1", "kansen-1"]
        assert [one.code for one in sheets.chain(by(connection), "anzen-3")] == ["anzen-3", "anzen-2", "anzen-1"]


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_file_is_what_its_version_is_exported_as(shipped_db: Path, code: str) -> None:
    with db.reading() as connection:
        assert (
            sheet_files.export_csv(sheets.get(by(connection), code))
            == (sheet_files.SHIPPED / f"{code}.csv").read_bytes()
        )


def test_the_infection_sheet_shares_no_code_with_the_safety_sheet_and_names_no_part_of_the_law(
    shipped_db: Path,
) -> None:
    with db.reading() as connection:
        infection, *safety = [sheets.get(by(connection), code) for code in ("kansen-1", *SHIPPED[:3])]
    assert {item.law_part for item in infection.items} == {""}
    assert {item.classes for item in infection.items} == {(1, 2)}
    for version in safety:
        assert not {item.code for item in infection.items} & {item.code for item in version.items}
        assert not {chapter.code for chapter in infection.chapters} & {chapter.code for chapter in version.chapters}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("code", SHIPPED)
def test_a_stored_version_leaves_and_comes_back_with_its_lineage(shipped_db: Path, code: str, kind: str) -> None:
    with db.reading() as connection:
        version = sheets.get(by(connection), code)
        assert sheet_files.check_file(
            by(connection), sheet_files.read(f"表.{kind}", sheet_files.export(version, kind))
        ) == (version, [])


def test_the_excel_export_is_set_up_for_print_and_holds_only_texts(shipped_db: Path, tmp_path: Path) -> None:
    with db.reading() as connection:
        (tmp_path / "x.xlsx").write_bytes(sheet_files.export(sheets.get(by(connection), "anzen-2"), "xlsx"))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book.active
    assert sheet.freeze_panes == "E11"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    # On one page across, its letters would be four points high; on two, each row says on both which item it is.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$10:$10", "$A:$C")
    # Other programs than Excel would cut the items off after one line.
    items = [row for row in sheet.iter_rows(min_row=11) if len(row[3].value) > 23]
    assert items
    assert all(sheet.row_dimensions[row[0].row].height >= 30 for row in items)
    assert (book.properties.title, book.properties.creator) == (sheet.oddHeader.left.text, words.PRODUCT)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def _next(connection: Database) -> SheetVersion:
    last = sheets.get(by(connection), "anzen-3")
    links = tuple(Lineage(item.code, Relation.SAME, (item.code,)) for item in last.items)
    return SheetVersion(
        "anzen", last.sheet_name, "anzen-4", 4, "第4版", 2028, "abcx", "anzen-3", last.chapters, last.items, links
    )


def _counts(connection: Database) -> list[int]:
    tables = ("sheet", "sheet_version", "chapter", "item", "lineage")
    return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_the_secretariat_imports_a_new_version(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
        fourth = _next(connection)
        assert (
            sheet_files.import_file(
                by(connection, secretariat), sheet_files.read("第4版.csv", sheet_files.export_csv(fourth))
            )
            == fourth
        )
    with db.reading() as connection:
        assert sheets.get(by(connection), "anzen-4") == fourth


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center", "admin"])
def test_nobody_else_imports_sheets(world: World, login: str) -> None:
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
        data = sheet_files.export_csv(_next(connection))
        before = _counts(connection)
        with pytest.raises(Forbidden):
            sheet_files.import_file(by(connection, principal(world.people[login])), sheet_files.read("第4版.csv", data))
        assert _counts(connection) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_faulty_file_lists_every_fault_with_row_and_column_and_changes_nothing(world: World, kind: str) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
        rows = [list(row) for row in sheet_draft.grid(_next(connection))]
        rows[3][1] = "5"
        rows[10][4] = "ウ"
        rows[12][9] = ""
        rows[14][3] = rows[13][3]
        rows[20][14] = "継続"
        data = csv_file.encode_rows(rows) if kind == "csv" else _workbook(rows)
        before = _counts(connection)
        with pytest.raises(Refused) as refused:
            sheet_files.import_file(by(connection, secretariat), sheet_files.read(f"第4版.{kind}", data))
        assert _counts(connection) == before
        assert sheet_files.check_file(by(connection), sheet_files.read(f"第4版.{kind}", data)) == (
            None,
            refused.value.faults,
        )
    assert [fault.where for fault in refused.value.faults] == [
        "4行目・版番号",
        "11行目・法令区分",
        "13行目・確認方法",
        "15行目・項目",
        "15行目・項目",
        "21行目・前版との関係",
    ]


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_version_that_is_already_there_is_refused(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
        again = sheet_files.export_csv(sheets.get(by(connection), "anzen-2"))
        with pytest.raises(Refused, match="3行目・版コード"):
            sheet_files.import_file(by(connection, secretariat), sheet_files.read("x.csv", again))
        rows = [list(row) for row in sheet_draft.grid(sheets.get(by(connection), "anzen-2"))]
        rows[2][1] = "anzen-2b"
        with pytest.raises(Refused, match="4行目・版番号"):
            sheet_files.import_file(by(connection, secretariat), sheet_files.read("x.csv", csv_file.encode_rows(rows)))


def test_a_file_that_is_no_table_is_one_fault() -> None:
    with pytest.raises(Refused) as refused:
        sheet_files.read("写真.xlsx", b"PK\x03\x04 not a workbook")
    assert [fault.where for fault in refused.value.faults] == ["写真.xlsx"]


def test_a_shipped_sheet_that_clashes_with_a_regions_own_keeps_nothing_from_starting(
    empty_db: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for path in sheet_files.SHIPPED.glob("anzen-*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    own = (tmp_path / "anzen-1.csv").read_text("utf-8-sig").replace("anzen-1", "ours-1")
    (tmp_path / "anzen-1.csv").unlink()
    (tmp_path / "ours-1.csv").write_text(own, "utf-8-sig")
    with db.writing() as connection:
        assert sheet_files.load_shipped(by(connection), tmp_path) == ["ours-1"]
        assert [line.code for line in sheets.versions(by(connection))] == ["ours-1"]
    assert "anzen-2" in caplog.text
