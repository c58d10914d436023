"""Files as they came from hospitals, through the import that they were meant for, with the right value of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checklist.__main__ import main
from checklist.errors import Refused
from checklist.formats.file_questions import LEAVE, SHEET, Asked
from checklist.imports import case_file, option_file, plan_file, record_file, region_file, sheet_files
from checklist.model.records import Conference, Course
from checklist.store import clock, db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.imports import bureau_files
from tests.imports.taken import take_in
from tests.world import World, by, principal

APRIL_1 = 46113
HEAD: list[Any] = ["コード", "病院名", "病床数", "加算区分", "算定開始日"]
THREE: list[Any] = [
    HEAD, ["X01", "架空朝病院", 100, "1", As(45444, "yyyy/mm/dd;@")], ["X02", "架空夕病院", 80, "2", As(45444, 31)],
    ["X03", "架空昼病院", 60, "2", As(45444, 57)],
]  # fmt: skip
CONFERENCE = ["開催日", "出席者数", "うち委員会の構成員", "対面によらない開催", "議題と検討内容"]
COURSE = ["職員名", "修了日", "研修名", "主催者の区分", "主催者名", "研修時間", "内容", "専任医師の適切な研修に当たる"]
TEXTS = ["架空 太郎", As(APRIL_1, "yyyy/mm/dd"), "医療安全管理者養成研修", "国", "架空協会"]
AFTER = ["医療安全の基本的知識", "いいえ"]


def hospital_codes() -> dict[str, str]:
    with db.reading() as connection:
        return {one.code: one.name for one in hospitals.all_hospitals(by(connection)) if one.code not in
                ("H01", "H02", "H03", "H04")}  # fmt: skip


def told(read: Any, *args: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(*args)
    return [str(one) for one in refused.value.faults]


def taken_records(world: World, kind: Any, lines: Sequence[Any], content: bytes = b"") -> list[Any]:
    """What a hospital has of a kind once a file is taken in."""
    draft = record_file.read(kind, clock.today(), "記録.xlsx", content or odd_books.xlsx({"記録": lines}))
    with db.writing() as connection:
        act = by(connection, principal(world.people["manager.h01"]))
        record_file.import_file(act, world.hospitals["H01"], draft)
        return list(records.of_hospital(act, world.hospitals["H01"], kind))


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (odd_books.xlsx({"病院一覧": [HEAD, [As(110750, "0000000"), *THREE[1][1:]], [As(9, "000"), *THREE[2][1:]], THREE[3]]}),
         ["009", "0110750", "X03"]),
        (odd_books.xlsx({"記入要領": [["記入要領"], ["水色のセルに記入してください"]], "病院一覧": THREE}), ["X01", "X02", "X03"]),
        (odd_books.xlsx({"list": [[1], [2]], "病院一覧": THREE}, hidden=["list"]), ["X01", "X02", "X03"]),
        (odd_books.strict(odd_books.xlsx({"病院一覧": THREE})), ["X01", "X02", "X03"]),
        (odd_books.xlsx({"病院一覧": THREE}, macros=True), ["X01", "X02", "X03"]),
        (odd_books.xls([HEAD, [As(9, "000"), "架空朝病院", 100, "1", As(45444, "yyyy/m/d")]]), ["009"]),
        (odd_books.xlsx({"病院一覧": [HEAD, ["X01", "架空朝病院", As(100, formula="=SUM(60,40)")]]}), ["X01"]),
        ("コード\t病院名\t病床数\r\nU01\t架空夜病院\t100\r\n".encode("utf-16"), ["U01"]),
        ("コード\t病院名\t病床数\r\nU01\t架空夜病院\t100\r\n".encode("cp932"), ["U01"]),
        ("コード;病院名;病床数\r\nU01;架空夜病院;100\r\n".encode(), ["U01"]),
    ],
)  # fmt: skip
def test_hospitals_are_taken_in_from_every_kind_of_file(content: bytes, codes: list[str], world: World) -> None:
    take_in(world, "病院.xlsx", content)
    assert sorted(hospital_codes()) == codes


def test_a_check_box_says_yes_or_no(world: World) -> None:
    lines = [
        ["コード", "病院名", "病床数", "院外"],
        ["X01", "架空朝病院", 100, True],
        ["X02", "架空夕病院", 100, False],
    ]
    take_in(world, "病院.xlsx", odd_books.xlsx({"病院一覧": lines}))
    with db.reading() as connection:
        assert [hospitals.by_code(by(connection), code).external for code in ("X01", "X02")] == [True, False]


def test_a_later_file_with_the_code_as_a_text_finds_the_hospital_again(world: World) -> None:
    take_in(world, "病院.xlsx", odd_books.xlsx({"病院": [HEAD[:3], [As(110750, "0000000"), "架空朝病院", 100]]}))
    take_in(world, "病院.csv", "コード,病院名,病床数\n0110750,架空朝病院,120\n".encode())
    assert hospital_codes() == {"0110750": "架空朝病院"}


@pytest.mark.parametrize("number", odd_books.DATE_IDS)
def test_a_conference_is_held_on_the_day_that_japanese_excel_shows(number: int, world: World) -> None:
    lines = [CONFERENCE, *([As(APRIL_1 + week * 7, number), 6, 4, "いいえ", "架空の転倒事例の検討"] for week in (0, 1))]
    found = taken_records(world, Conference, lines)
    assert sorted(one.held_on for one in found) == [date(2026, 4, 1), date(2026, 4, 8)]


@pytest.mark.parametrize(
    ("cell", "hours"),
    [(As(40 / 24, "[h]:mm"), 40), (As(1.5 / 24, "h:mm"), 1.5), (40, 40), ("40時間", 40), ("40:00", 40), ("１：３０", 1.5)],
)  # fmt: skip
def test_the_hours_of_a_course_may_be_a_length_of_time(cell: Any, hours: float, world: World) -> None:
    (found,) = taken_records(world, Course, [COURSE, [*TEXTS, cell, *AFTER]])
    assert (found.hours, found.staff_name) == (hours, "架空 太郎")


def test_codes_that_excel_took_for_dates_are_told_wherever_no_date_belongs() -> None:
    shipped = sheet_files.SHIPPED / "anzen-1.csv"
    rows: list[list[Any]] = [list(row) for row in sheet_files.read(shipped.name, shipped.read_bytes())]
    head = next(place for place, row in enumerate(rows) if "項目コード" in row)
    column = rows[head].index("項目コード")
    for number, row in enumerate(rows[head + 1 : head + 4]):
        row[column] = As(46023 + number, 56)
    where = [f"{head + 2 + number}行目・C列：日付に変わっています。" for number in range(3)]
    found = told(sheet_files.read, "点検表.xlsx", odd_books.xlsx({"点検表": rows}))
    assert [one.startswith(begin) for one, begin in zip(found, where, strict=True)] == [True] * 3
    book = odd_books.xlsx({"病院一覧": [HEAD, [As(46024, 56), *THREE[1][1:]], *THREE[2:]], "記入要領": [["x"]]})
    draft = region_file.read("病院.xlsx", book)
    (fault,) = draft.parts["病院"].faults
    assert str(fault).startswith("「病院一覧」シート　2行目・コード：日付に変わっています。")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("令和 8年 4月 1日", date(2026, 4, 1)), ("R8.4.1", date(2026, 4, 1)), ("令和八年四月一日", date(2026, 4, 1)),
        ("8月1日（土）", date(2026, 8, 1)), ("２０２６／４／１", date(2026, 4, 1)), (APRIL_1, date(2026, 4, 1)),
        ("46113", date(2026, 4, 1)), (As(APRIL_1, 31, formula="=TODAY()"), date(2026, 4, 1)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed: Any, meant: date, world: World) -> None:
    (found,) = taken_records(world, Conference, [CONFERENCE, [typed, 6, 4, "いいえ", "架空の検討"]])
    assert found.held_on == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8月1日", "使えません"), ("8.4.1", "使えません"), ("1899/12/31", "日付を確かめてください。"),
        ("2925/4/1", "日付を確かめてください。"), (As(2, 31), "日付を確かめてください。"), ("R80.4.1", ""),
    ],
)  # fmt: skip
def test_a_day_that_nobody_can_mean_is_questioned(typed: Any, sentence: str, world: World) -> None:
    book = odd_books.xlsx({"記録": [CONFERENCE, [typed, 6, 4, "いいえ", "架空の検討"]]})
    draft = record_file.read(Conference, clock.today(), "記録.xlsx", book)
    (fault,) = draft.rows[0].faults
    assert fault.where == "2行目・開催日"
    assert sentence in fault.message


def test_a_csv_that_excel_has_saved_again_with_its_codes_as_dates_is_refused_with_its_reason() -> None:
    draft = region_file.read("病院.csv", "コード,病院名,病床数\n1月2日,架空朝病院,100\n".encode())
    assert [str(one) for one in draft.parts["病院"].faults] == [
        "2行目・コード：「1月2日」は日付に変わったコードのように見えます。元のコードに戻してください。"
    ]


IMPORTS = [
    ("region", region_file.read, HEAD[:3], ["X01", "架空朝病院", 100]),
    ("records", lambda *args: record_file.read(Conference, clock.today(), *args), CONFERENCE, ["2026/4/1", 6, 4, "いいえ", "架空"]),
    ("cases", case_file.read, sorted(case_file.REQUIRED), ["1"] * len(case_file.REQUIRED)),
    ("options", option_file.read, list(option_file.COLUMNS[:3]), ["kind", "c", "苦情"]),
    ("plan", plan_file.read, ["受審病院", "代表病院"], ["H01", "H02"]),
    ("sheet", sheet_files.read, ["章コード", "章名", "項目コード", "項目"], ["1", "架空", "1-01", "架空"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "read", "head", "row"), IMPORTS, ids=[one[0] for one in IMPORTS])
def test_every_import_asks_which_sheet_and_which_rows_and_takes_the_answers(
    name: str, read: Any, head: list[str], row: list[Any]
) -> None:
    lines = [head, row, row]
    book = odd_books.xlsx({"前": lines, "後": lines, "説明": [["読んでください"]]}, rows=[2])
    with pytest.raises(Asked) as first:
        read("表.xlsx", book)
    assert [one.key for one in first.value.questions] == ["sheet"]
    with pytest.raises(Asked) as second:
        read("表.xlsx", book, {SHEET: "後"})
    assert [(one.key, one.sentence) for one in second.value.questions] == [
        ("hidden", "「後」シートに非表示の行があります（3行目）。取り込みますか。")
    ]
    assert read("表.xlsx", book, {SHEET: "後", "hidden": LEAVE})


def test_an_answer_of_the_command_line_is_the_same_as_of_the_screen(
    world: World, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "病院.xlsx"
    path.write_bytes(odd_books.xlsx({"前": THREE, "後": THREE[:2]}, rows=[1]))
    assert main(["hospital", "import", str(path)]) == 1
    told = capsys.readouterr().err
    assert "取り込む表はどのシートですか。（前・後）" in told
    assert "--sheet、--hidden-rows" in told
    assert main(["hospital", "import", str(path), "--sheet", "前", "--hidden-rows", "取り込まない"]) == 0
    assert sorted(hospital_codes()) == ["X02", "X03"]


def test_an_empty_book_is_no_crash() -> None:
    assert told(record_file.read, Conference, clock.today(), "記録.xlsx", odd_books.xlsx({"空": []}))


def test_names_that_look_like_others_are_told_before_they_are_stored(world: World) -> None:
    head = HEAD[:3]
    first = take_in(
        world, "病院.xlsx", odd_books.xlsx({"病院": [head, ["X01", "髙橋ニ病院", 10], ["X02", "高橋二病院", 10]]})
    )
    assert first.notes == ("「髙橋ニ病院」は「高橋二病院」とよく似た名称です。同じ病院でないか確かめてください。",)
    again = take_in(world, "病院.xlsx", odd_books.xlsx({"病院": [head, ["X03", "髙橋二病院", 10]]}))
    assert [note.partition("とよく")[0] for note in again.notes] == [
        "「髙橋二病院」は「髙橋ニ病院」", "「髙橋二病院」は「高橋二病院」"
    ]  # fmt: skip
    known = take_in(world, "病院.xlsx", odd_books.xlsx({"病院": [head, ["X03", "髙橋二病院", 20]]}))
    assert known.notes == ()


def test_what_was_understood_is_a_table_to_look_at(world: World) -> None:
    rows = [
        CONFERENCE,
        [As(APRIL_1, 31), 6, 4, "いいえ", "架空の検討"],
        ["", "", "", "", ""],
        ["R8.4.8", 7, 5, True, "架空の検討2"],
    ]
    found = record_file.shown(record_file.read(Conference, clock.today(), "記録.xlsx", odd_books.xlsx({"記録": rows})))
    assert found.names == tuple(CONFERENCE)
    assert [[str(cell) for cell in row] for row in found.rows] == [
        ["2026/04/01", "6", "4", "いいえ", "架空の検討"], ["2026/04/08", "7", "5", "はい", "架空の検討2"],
    ]  # fmt: skip
    plan = plan_file.shown(
        plan_file.read("計画.csv", "月,受審病院,代表病院,同行病院1\n4,H01,H02,H03\n,H02,H01,\n".encode())
    )
    assert plan.rows == (("4月", "H01", "H02、H03"), ("", "H02", "H01"))
    options = option_file.shown(option_file.read("分類.csv", "一覧,コード,名称\nkind,c,苦情\nx,y,z\n".encode()))
    assert [row[1:] for row in options.rows] == [("c", "苦情"), ("y", "z")]
    shipped = sheet_files.SHIPPED / "anzen-1.csv"
    sheet = sheet_files.shown(sheet_files.read(shipped.name, shipped.read_bytes()))
    assert (sheet.names, len(sheet.rows) > 50) == (("章", "項目コード", "項目"), True)


def test_the_command_says_how_a_list_of_filings_was_understood(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "todokede_meibo.xlsx"
    path.write_bytes(
        bureau_files.book([*bureau_files.hospital(1, "架空第一病院"), *bureau_files.hospital(2, "架空第二病院")])
    )
    assert main(["hospital", "import", str(path), "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "医療安全対策加算の届出がある2病院が対象です。" in told.err
    assert "病院\t新規\t0110001　架空第一病院" in told.out
    assert hospital_codes() == {}
