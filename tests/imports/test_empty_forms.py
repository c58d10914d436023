"""Every empty form: it offers what may stand there, its example is nobody's data, and what it shows is taken in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from checklist.errors import Forbidden, Refused
from checklist.formats import csv_file, excel, excel_filling, files, grid_file
from checklist.formats.document import Document
from checklist.formats.table import Column, Filling, Table
from checklist.imports import (
    attendance_file,
    case_file,
    guideline_file,
    option_file,
    plan_file,
    record_file,
    region_file,
    sheet_files,
    topic_file,
    travel_file,
)
from checklist.model.fields import columns
from checklist.model.records import KINDS, Record
from checklist.rules.fields import example_rows
from checklist.rules.fields.example_rows import PREFIX
from checklist.store import clock, db
from checklist.store.act import View, viewing
from checklist.store.center import cases
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.center_desk import staff
from tests.center_trainings import hold
from tests.imports.taken import effects, take_in
from tests.world import HOST, YEAR, World, by, principal

HEAD = excel.HEADER_ROW + 1


def book(document: Document) -> bytes:
    return files.render(document, "xlsx")


def as_typed(text: str) -> Any:
    """What Excel makes of a text that somebody types into a cell."""
    if re.fullmatch(r"\d{4}/\d{2}/\d{2}", text):
        return datetime.strptime(text, "%Y/%m/%d")
    return float(text) if re.fullmatch(r"\d+\.\d+|[1-9]\d*", text) else text


def filled(data: bytes, changed: dict[str, str] | None = None) -> bytes:
    """A form with the row that it shows as an example filled in below it, as somebody would by hand."""
    found = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in found.worksheets:
        for row in sheet.iter_rows():
            texts = {cell.column: str(cell.value) for cell in row if cell.value is not None}
            if len(texts) > 1 and all(one.startswith(PREFIX) for one in texts.values()):
                below = row[0].row + 1
                for column, text in texts.items():
                    name = sheet.cell(below - 2, column).value
                    value = (changed or {}).get(str(name), text.removeprefix(PREFIX))
                    cell = sheet.cell(below, column, as_typed(value))
                    if isinstance(cell.value, datetime):
                        cell.number_format = "yyyy/m/d"
                break
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def rules(sheet: Worksheet) -> dict[str, Any]:
    """The rule of each column, by the name in its head."""
    head = next(row[0].row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) > 1)
    found = {}
    for rule in sheet.data_validations.dataValidation:
        area = next(iter(rule.sqref.ranges))
        if area.min_row == head + 1:
            found[str(sheet.cell(head, area.min_col).value)] = rule
    return found


def offers(found: openpyxl.Workbook, rule: Any) -> list[str]:
    """What a list offers, on the hidden sheet or beside it."""
    if rule.formula1.startswith('"'):
        return str(rule.formula1).strip('"').split(",")
    sheet, _, area = rule.formula1.removeprefix("=").partition("!")
    return [str(row[0].value) for row in found[sheet.strip("'")][area.replace("$", "")]]


def test_the_form_of_every_kind_of_record(world: World) -> None:
    for kind in KINDS.values():
        _of_kind(kind, world)


def _of_kind(kind: type[Record], world: World) -> None:
    data = book(record_file.template(kind))
    found = openpyxl.load_workbook(io.BytesIO(data))
    rule_of = rules(found.worksheets[0])
    for one in columns(kind):
        rule = rule_of[one.label]
        told = (kind.KIND, one.label)
        assert rule.prompt.startswith("必須" if one.required else ""), told
        assert rule.promptTitle == one.label[:32], told
        if one.choices:
            assert offers(found, rule) == list(one.choices.values()), told
            assert rule.showErrorMessage is (one.shape == "choice"), told
        elif one.shape == "flag":
            assert offers(found, rule) == ["はい", "いいえ"], told
        elif one.shape == "day" and not one.month:
            assert (rule.type, rule.operator or "between") == ("date", "between"), told
        elif one.shape in ("count", "amount"):
            assert (rule.type, float(rule.formula1), float(rule.formula2)) == (
                "whole" if one.shape == "count" else "decimal", one.low, one.high,
            ), told  # fmt: skip
    assert rule_of[record_file.CONFIRMED].formula1 == '"はい"'
    assert [one.sheet_state for one in found.worksheets[2:]] in ([], ["hidden"])
    manager, own = principal(world.people["manager.h01"]), world.hospitals[HOST]
    for empty in (data, files.render(record_file.template(kind), "csv")):
        with pytest.raises(Refused, match=r"^記録の行がありません。何も変更していません。$"):
            record_file.read(kind, clock.today(), "様式", empty)
    draft = record_file.read(kind, clock.today(), "様式.xlsx", filled(data))
    with db.writing() as connection:
        act = by(connection, manager)
        assert record_file.import_file(act, own, draft).stored == 1
        assert len(records.of_hospital(act, own, kind)) == 1
        again = record_file.document(act, own, kind).tables[0].rows[0]
    shown = record_file.template(kind).tables[0].rows[0]
    for column, text, value in zip(columns(kind), shown, again, strict=False):
        if text is not None:
            assert str(value) == str(text).removeprefix(PREFIX), (kind.KIND, column.label)


def test_the_workbook_of_hospitals_filings_and_accounts(world: World) -> None:
    with _view("secretariat", world) as view:
        document = region_file.empty_file(view)
    data = book(document)
    found = openpyxl.load_workbook(io.BytesIO(data))
    hospital, filing, person = (rules(found[name]) for name in region_file.SHEETS)
    assert (hospital["病床数適用日"].type, filing["算定開始日"].type) == ("date", "date")
    assert hospital["コード"].prompt.startswith("必須。")
    assert person["役割"].showErrorMessage is False
    with pytest.raises(Refused, match=r"^病院・届出・利用者の行がありません。何も変更していません。$"):
        region_file.read("様式", data)
    for told in (r"^病院の行がありません。何も変更していません。$",):
        with pytest.raises(Refused, match=told):
            take_in(world, "様式.csv", files.render(document, "csv"))
    outcome = take_in(world, "様式.xlsx", filled(data, {"病院名": "架空記入病院"}))
    assert (effects(outcome, "病院"), effects(outcome, "届出")) == ((1, 0, 0), (1, 0, 0))
    assert outcome.left_out
    outcome = take_in(world, "様式.xlsx", filled(data, {"病院名": "架空記入病院"}), "admin")
    assert effects(outcome, "利用者") == (1, 0, 0)
    with db.reading() as connection:
        assert hospitals.by_code(by(connection), "H001").name == "架空記入病院"


@contextmanager
def _view(login: str, world: World) -> Iterator[View]:
    with viewing(principal(world.people[login])) as view:
        yield view


def test_a_year_plan_and_travel_times_offer_the_hospitals_of_the_region(world: World) -> None:
    with _view("secretariat", world) as view:
        names = [one.name for one in hospitals.all_hospitals(view)]
        plan, travel = (book(module.empty_file(view)) for module in (plan_file, travel_file))
    for data, module, column in ((plan, plan_file, "受審病院"), (travel, travel_file, "病院1")):
        found = openpyxl.load_workbook(io.BytesIO(data))
        assert offers(found, rules(found.worksheets[0])[column]) == names
        assert module.read("様式.xlsx", data).empty
    # The example names hospitals of this region, too.
    with db.writing() as connection:
        act = by(connection, principal(world.people["secretariat"]))
        visits = plan_file.read("様式.xlsx", filled(plan))
        assert plan_file.take_in(act, YEAR + 1, 0, visits) == "訪問1件を計画案に取り込みました。"
        times = travel_file.read("様式.xlsx", filled(travel))
        assert travel_file.take_in(act, times) == "移動時間を取り込みました（1件のうち1件を変更）。"
    makers: list[Callable[[View], object]] = [
        plan_file.empty_file, travel_file.empty_file, lambda one: sheet_files.empty_form(one, "xlsx"),
    ]  # fmt: skip
    for login in ("manager.h01", "evaluator.h02", "center", "admin"):
        for make in makers:
            with _view(login, world) as view, pytest.raises(Forbidden):
                make(view)


def test_cases_and_attendances_of_a_centre(world: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(world))
        data = book(case_file.template(view))
        found = openpyxl.load_workbook(io.BytesIO(data))
        rule_of, lists = rules(found["相談事例"]), case_file.shown(cases.lists_on(view, view.today))
        for one in lists:
            if one.choices:
                assert offers(found, rule_of[one.label]) == list(one.choices.values()), one.label
        assert found[excel_filling.LISTS].sheet_state == "hidden"
        with pytest.raises(Refused, match=f"^{case_file.NOTHING}$"):
            case_file.read("様式.xlsx", data)
        draft = case_file.judge(view, case_file.read("様式.xlsx", filled(data)), {})
        assert (draft.faults, len(draft.new), draft.unmapped) == ([], 1, {})
    training = hold(world)
    with db.writing() as connection:
        act = by(connection, staff(world))
        data = book(attendance_file.document(act, training))
        with pytest.raises(Refused, match=f"^{attendance_file.NOTHING}$"):
            attendance_file.read("様式.xlsx", data)
        told = attendance_file.import_file(act, training, attendance_file.read("様式.xlsx", filled(data)))
        assert told == "1行（6名）を読み込み、1行を登録しました。"
        # Once there are numbers, they are in the file, and no example beside them.
        assert PREFIX not in csv_file.encode(attendance_file.document(act, training).csv_table, False).decode()


def test_lists_topics_and_guideline_offer_the_codes_of_their_columns(world: World) -> None:
    reads: list[tuple[Callable[[Any], Document], Callable[[str, bytes], Any], str, str]] = [
        (option_file.document, option_file.read, "一覧", "subject"),
        (topic_file.document, topic_file.read, "研修の内容", ""),
        (guideline_file.document, guideline_file.read, "業務", ""),
    ]
    with db.reading() as connection:
        view = by(connection, staff(world))
        for make, read, column, wanted in reads:
            data = book(make(view))
            found = openpyxl.load_workbook(io.BytesIO(data))
            offered = offers(found, rules(found.worksheets[0])[column])
            assert wanted in offered or (not wanted and len(offered) > 3), column
            assert len(read("一覧.xlsx", data)) == len(make(view).csv_table.rows)


ABOUT = ("x", "架空", "x-1", "1", "初版", "2026", "abcx", "")


def test_a_check_sheet(world: World) -> None:
    with _view("secretariat", world) as view:
        for kind in ("csv", "xlsx"):
            data = sheet_files.empty_form(view, kind)
            version, faults = sheet_files.check_file(view, sheet_files.read(f"様式.{kind}", data))
            assert version is None
            assert "12行目・項目：項目が1つもありません。" in [str(one) for one in faults]
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rule_of = rules_of_sheet(sheet)
        assert rule_of["法令区分"] == ["ア-イ", "ア-ロ", "ア-ハ", "イ"]
        assert rule_of["評価尺度"] == ["abcx", "sabc", "yes-no"]
        assert rule_of["対象区分"] == ["1・2", "1", "2"]
        for line, text in enumerate(ABOUT, start=1):
            sheet.cell(line, 2, text)
        for line, part in enumerate(rule_of["法令区分"], start=13):
            own = {"項目コード": f"1-{line}", "項目": f"架空の項目{line}", "法令区分": part}
            for cell in sheet[12]:
                text = str(cell.value or "").removeprefix(PREFIX)
                sheet.cell(line, cell.column, own.get(str(sheet.cell(11, cell.column).value), text))
        stream = io.BytesIO()
        sheet.parent.save(stream)
        version, faults = sheet_files.check_file(view, sheet_files.read("様式.xlsx", stream.getvalue()))
        assert faults == []
        assert version is not None
        assert [one.code for one in version.items] == ["1-13", "1-14", "1-15", "1-16"]


def rules_of_sheet(sheet: Worksheet) -> dict[str, list[str]]:
    """What a check sheet offers: beside the names above the table, and below its head."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        area = next(iter(rule.sqref.ranges))
        name = sheet.cell(area.min_row, 1).value if area.max_row < 11 else sheet.cell(11, area.min_col).value
        found[str(name)] = str(rule.formula1).strip('"').split(",")
    return found


def test_long_lists_and_lists_with_commas_stand_on_a_hidden_sheet_each_once() -> None:
    long, comma = tuple(f"架空第{n}病院" for n in range(300)), ("a,b", "c")
    made = (
        Column("短", choices=("甲", "乙"), filling=Filling()),
        Column("長", choices=long),
        Column("長2", choices=long),
        Column("読点", choices=comma),
        Column("長い説明", filling=Filling("説明" * 200, True)),
        Column("説明なし" * 10, filling=Filling()),
    )
    main = Table("表", made, ((None,) * len(made),))
    data = book(Document("様式", (), (main,), main, (), (), False))
    found = openpyxl.load_workbook(io.BytesIO(data))
    rule_of = rules(found["表"])
    assert offers(found, rule_of["長"]) == offers(found, rule_of["長2"]) == list(long)
    assert offers(found, rule_of["読点"]) == list(comma)
    assert rule_of["短"].formula1 == '"甲,乙"'
    assert len(rule_of["長い説明"].prompt) == 255
    assert [sheet.sheet_state for sheet in found] == ["visible", "hidden"]
    assert found[excel_filling.LISTS].max_column == 2
    # Nobody is asked about the hidden sheet.
    assert grid_file.read("様式.xlsx", data, ("短", "長"))[2][0] == "短"


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (("例：2026/04/01", "", "例：6"), True),
        (("例:H001", "例： 架空"), True),
        (("　例：1", "例：2"), True),
        (("例：1", "2"), False),
        (("例：転倒", ""), False),
        (("", ""), False),
        (("例示：1", "例示：2"), False),
        (("2026/04/01", "例：会議"), False),
    ],
)
def test_a_row_is_an_example_only_if_every_cell_says_so(cells: tuple[str, ...], example: bool) -> None:
    assert example_rows.is_example(cells) is example


def test_a_day_of_the_form_is_a_day_for_the_reader_however_it_is_typed(world: World) -> None:
    kind = KINDS["conference"]
    for typed in ("2026/04/06", "2026-04-06", "令和8年4月6日", "R8.4.6"):
        data = filled(book(record_file.template(kind)), {"開催日": typed})
        row = record_file.read(kind, date(2026, 6, 1), "様式.xlsx", data).rows[0]
        assert row.record is not None, typed
        assert row.record.day == date(2026, 4, 6)
    assert replace(row, faults=()) == row
