"""A year of cases from Excel or CSV: every fault in one pass, former words put in their place, and nothing stored twice."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.imports import case_file
from checklist.imports.case_file import Draft
from checklist.model.center import Known
from checklist.model.center.desk import Option
from checklist.store import db
from checklist.store.center import cases, desk, search, shipped
from tests.center_desk import acting, staff
from tests.world import World, by, principal

HEAD = "受付番号,受付日,種別,相談内容（大）,相談内容（小）,相談方法,開始時刻,所要時間（分）,対応,相談の要旨,納得度,氏名でないことを確認"
GOOD = "令和7-1,令和7年4月8日,苦情,医療費,差額ベッド料,電話,9:05,25,傾聴・問題整理、助言,差額ベッド料の説明がない,納得,"


def judged(world: World, *rows: str, mapped: dict[tuple[str, str], str] | None = None) -> Draft:
    lines = case_file.read("相談.csv", "\n".join((HEAD, *rows)).encode())
    with db.reading() as connection:
        return case_file.judge(by(connection, staff(world)), lines, mapped or {})


def stored(world: World) -> list[Known]:
    with db.reading() as connection:
        return cases.between(by(connection, staff(world)))


def test_a_row_becomes_a_case_with_its_first_contact(world: World) -> None:
    draft = judged(world, GOOD, "令和7-2,2025/4/9,consultation,7,,phone,,,,,,")
    assert draft.sentence == "新規 2件（受付日 2025/04/08～2025/04/09）、登録済み 0件"
    with acting(staff(world)) as act:
        told = case_file.import_file(act, draft)
    assert told == "取り込みました（新規 2件（受付日 2025/04/08～2025/04/09）、登録済み 0件）。"
    first, second = stored(world)
    assert (first.case.number, first.case.received_on, first.case.detail) == ("令和7-1", date(2025, 4, 8), "6-3")
    assert (first.contacts[0].started, first.contacts[0].minutes, first.contacts[0].responses) == (
        "09:05",
        25,
        ("listen", "advice"),
    )
    assert (second.case.kind, second.contacts[0].minutes, second.case.satisfaction) == ("consultation", None, "unknown")
    with db.reading() as connection:
        assert search.found(by(connection, staff(world)), "差額")[1] == 1


def test_the_same_file_again_stores_nothing(world: World) -> None:
    for _ in range(2):
        with acting(staff(world)) as act:
            case_file.import_file(act, judged(world, GOOD))
    assert len(stored(world)) == 1
    assert judged(world, GOOD).sentence == "新規 0件、登録済み 1件"


def test_every_fault_of_a_file_is_told_at_once_and_nothing_is_stored(world: World) -> None:
    draft = judged(
        world,
        GOOD,
        "令和7-1,2025/13/1,苦情,医療費,,電話,,,,,,",
        ",2025/4/1,,医療費,,電話,,-3,,,,",
        "令和7-4,2099/4/1,苦情,医療費,,電話,,,踊った,佐藤花子さんの件,,",
        "令和7-5,2025/4/1,苦情,医療費,,電話,25:00,,,,,",
    )
    told = [(one.where, one.message) for one in draft.faults]
    places = [where for where, _ in told]
    for where in (
        "3行目・受付番号", "3行目・受付日", "4行目・受付番号", "4行目・種別", "6行目・開始時刻", "4行目・所要時間（分）", "5行目・対応",
    ):  # fmt: skip
        assert where in places, (where, told)
    assert any(where.startswith("5行目・") and ("今日より後" in text or "氏名" in text) for where, text in told)
    with pytest.raises(Refused), acting(staff(world)) as act:
        case_file.import_file(act, draft)
    assert stored(world) == []


def test_what_looks_like_a_name_needs_a_yes_in_its_row(world: World) -> None:
    row = GOOD.replace("差額ベッド料の説明がない", "佐藤花子さんの件")
    assert [one.where for one in judged(world, row).faults] == ["2行目・相談の要旨"]
    assert judged(world, f"{row}はい").faults == []


def test_words_of_a_former_list_are_put_in_their_place(world: World) -> None:
    row = GOOD.replace("苦情", "クレーム").replace("傾聴・問題整理、助言", "助言、説明")
    draft = judged(world, row, row.replace("令和7-1", "令和7-2"))
    assert draft.unmapped == {("種別", "クレーム"): 2, ("対応", "説明"): 2}
    assert "「クレーム」は今の区分にありません" in str(draft.faults)
    table = "列,以前の区分,今の区分\n種別,クレーム,苦情\n対応,説明,情報提供・制度説明\n".encode()
    with acting(staff(world)) as act:
        mapped = case_file.mapping(act, case_file.read_mapping("対応表.csv", table))
        with pytest.raises(Refused, match="今の区分"):
            case_file.mapping(
                act, case_file.read_mapping("対応表.csv", "列,以前の区分,今の区分\n種別,クレーム,不満\n".encode())
            )
    draft = judged(world, row, mapped=mapped)
    assert draft.new[0].contact is not None
    assert draft.new[0].contact.responses == ("advice", "inform")


def test_old_cases_come_in_with_the_lists_of_today(world: World) -> None:
    options = [
        one for one in shipped.edition().options if one.parent != "6" and (one.listed, one.code) != ("subject", "6")
    ]
    with acting(staff(world)) as act:
        number = desk.adopt(act, "新しい分類", date(2026, 4, 1), [*options, Option("subject", "M", "費用", former="6")])
    row = "令和7-9,2025/4/8,苦情,費用,,電話,,,,,,"
    with acting(staff(world)) as act:
        case_file.import_file(act, judged(world, row))
    assert (stored(world)[0].case.subject, stored(world)[0].case.edition) == ("M", number)


def test_the_template_is_read_back_by_the_import(world: World) -> None:
    with db.reading() as connection:
        document = case_file.template(by(connection, staff(world)))
    book = openpyxl.load_workbook(io.BytesIO(files.render(replace(document), "xlsx")))
    sheet = book["相談事例"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "受付番号")
    filled = {"受付番号": "A-1", "受付日": "2026/04/01", "種別": "相談", "相談内容（大）": "医療費", "相談方法": "電話"}
    for cell in head:
        sheet.cell(row=cell.row + 1, column=cell.column, value=filled.get(str(cell.value)))
    stream = io.BytesIO()
    book.save(stream)
    lines = case_file.read("相談.xlsx", stream.getvalue())
    with db.reading() as connection:
        draft = case_file.judge(by(connection, staff(world)), lines, {})
    assert (draft.faults, draft.rows[0].number) == ([], "A-1")


def test_a_number_twice_in_a_file_is_told_also_below_a_row_that_is_stored_already(world: World) -> None:
    with acting(staff(world)) as act:
        case_file.import_file(act, judged(world, GOOD))
    new = GOOD.replace("令和7-1", "令和7-2")
    draft = judged(world, GOOD, new, new)
    assert [one.where for one in draft.faults] == ["4行目・受付番号"]
    assert judged(world, GOOD, new).faults == []


def test_a_stored_row_is_passed_over_whatever_else_is_wrong_with_it(world: World) -> None:
    with acting(staff(world)) as act:
        case_file.import_file(act, judged(world, GOOD))
    draft = judged(world, GOOD.replace("苦情", "何か"), GOOD.replace("令和7-1", "令和7-2"))
    assert (draft.faults, [one.number for one in draft.new]) == ([], ["令和7-2"])


def test_a_table_that_puts_two_words_in_one_place_is_refused(world: World) -> None:
    rows = "列,以前の区分,今の区分\n種別,クレーム,苦情\n種別,クレーム,相談\n".encode()
    with pytest.raises(Refused, match="異なる今の区分"), acting(staff(world)) as act:
        case_file.mapping(act, case_file.read_mapping("対応表.csv", rows))
    same = "列,以前の区分,今の区分\n種別,クレーム,苦情\n種別,クレーム,苦情\n".encode()
    with acting(staff(world)) as act:
        found = case_file.mapping(act, case_file.read_mapping("対応表.csv", same))
    assert found == {("種別", "クレーム"): "complaint"}


@pytest.mark.parametrize(
    ("started", "read"),
    [("9:05", "09:05"), ("09:05:59", "09:05"), ("１３：３０", "13:30"), ("0:00", "00:00"), ("", "")],
)
def test_a_clock_is_read_as_people_write_it(started: str, read: str, world: World) -> None:
    draft = judged(world, GOOD.replace("9:05", started))
    assert draft.faults == []
    assert draft.rows[0].contact is not None
    assert draft.rows[0].contact.started == read


@pytest.mark.parametrize("started", ["24:00", "9:60", "9時", "-1:00", "12:30pm"])
def test_what_no_clock_shows_is_told(started: str, world: World) -> None:
    assert [one.where for one in judged(world, GOOD.replace("9:05", started)).faults] == ["2行目・開始時刻"]


@pytest.mark.parametrize("minutes", ["-1", "601", "1.5", "十分", "1e3"])
def test_minutes_that_no_call_takes_are_told(minutes: str, world: World) -> None:
    assert [one.where for one in judged(world, GOOD.replace(",25,", f",{minutes},")).faults] == [
        "2行目・所要時間（分）"
    ]


@pytest.mark.parametrize("day", ["2025/02/29", "1949/12/31", "2026/11/99", "昨日", "9999/12/31", "0000/00/00"])
def test_a_day_that_was_none_is_told(day: str, world: World) -> None:
    assert "2行目・受付日" in [one.where for one in judged(world, GOOD.replace("令和7年4月8日", day)).faults]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "<b>太字</b>", "'; DROP TABLE center_case; --", "👩‍⚕️𠮷"])
def test_odd_texts_of_a_file_are_stored_as_they_stand(text: str, world: World) -> None:
    draft = judged(world, GOOD.replace("差額ベッド料の説明がない", f'"{text}"'))
    with acting(staff(world)) as act:
        case_file.import_file(act, draft)
    assert [one.case.summary for one in stored(world)] == [text]


def test_nobody_at_the_server_stands_in_for_a_person_who_has_left(world: World) -> None:
    with db.reading() as connection:
        assert case_file.by_center(by(connection)).principal.person_id == staff(world).person_id
    with db.writing() as connection:
        connection.execute("UPDATE person SET active = 0 WHERE id = ?", [staff(world).person_id])
    with db.reading() as connection, pytest.raises(Refused, match="支援センター職員"):
        case_file.by_center(by(connection))


def test_the_form_of_the_mapping_offers_the_words_of_today_and_is_taken_in_as_it_was_filled_in(world: World) -> None:
    with db.reading() as connection:
        document = case_file.mapping_template(by(connection, staff(world)))
    book = openpyxl.load_workbook(io.BytesIO(files.render(document, "xlsx")))
    sheet = book.worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=3)]
    head = next(place for place, row in enumerate(found, start=1) if tuple(row[:3]) == case_file.OF_MAPPING)
    offered = {str(one.sqref)[0] for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert offered == {"A", "C"}
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=1)][1:], "which words each list has"
    for place, text in enumerate(("種別", "クレーム", "苦情"), start=1):
        sheet.cell(head + 1, place, text)
    target = io.BytesIO()
    book.save(target)
    with acting(staff(world)) as act:
        lines = case_file.read_mapping("区分の対応.xlsx", target.getvalue())
        assert list(case_file.mapping(act, lines)) == [("種別", "クレーム")]
    with db.reading() as connection, pytest.raises(Forbidden):
        case_file.mapping_template(by(connection, principal(world.people["manager.h01"])))
