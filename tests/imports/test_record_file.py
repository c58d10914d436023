"""Records from a file and back: every fault in one pass, nothing stored unless all is well, nothing stored twice."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.imports import record_file
from checklist.imports.record_file import Imported
from checklist.model.records import KINDS, Admission, Appointment, Conference, Course, PatientConsultation, Record
from checklist.store import clock, db, region
from checklist.store.records import records
from tests.world import HOST, STRANGER, World, by, principal

HEADER = "開催日,出席者数,うち委員会の構成員,対面によらない開催,議題と検討内容,氏名でないことを確認"
ROW = "2026-05-11,8名,3,○,転倒事例の検討,"


def imported(world: World, kind: type[Record], data: bytes, login: str = "manager.h01") -> Imported:
    with db.writing() as connection:
        who = principal(world.people[login])
        return record_file.import_file(
            by(connection, who), world.hospitals[HOST], record_file.read(kind, clock.today(), "記録.csv", data)
        )


def csv(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *rows]).encode()


def stored(world: World, kind: type[Record] = Conference) -> list[Record]:
    with db.reading() as connection:
        return list(
            records.of_hospital(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], kind)
        )


def refused(world: World, kind: type[Record], data: bytes) -> list[str]:
    """What is wrong with a file, of which nothing may have been stored."""
    with pytest.raises(Refused) as error:
        imported(world, kind, data)
    assert stored(world, kind) == []
    return [str(fault) for fault in error.value.faults]


def test_a_row_is_read_as_people_write_it(world: World) -> None:
    assert imported(world, Conference, csv(ROW)) == Imported(1, 0)
    assert stored(world) == [
        Conference(
            id=1, version=1, held_on=date(2026, 5, 11), participants=8, committee_members=3, remote=True,
            topic="転倒事例の検討",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("昨日,8,3,,検討,", "2行目・開催日：「昨日」は使えません（例：2026/04/01）。"),
        (",8,3,,検討,", "2行目・開催日：入力してください。"),
        ("1900-01-01,8,3,,検討,", "2行目・開催日：日付を確かめてください。"),
        ("2026-11-23,8,3,,検討,", "2行目・開催日：今日より後の日です。予定は記録できません。"),
        ("R8.5.11,八人,3,,検討,", "2行目・出席者数：「八人」は使えません（1から500までの整数）。"),
        ("R8.5.11,8.5,3,,検討,", "2行目・出席者数：「8.5」は使えません（1から500までの整数）。"),
        ("R8.5.11,0,0,,検討,", "2行目・出席者数：1から500までの数で入力してください。"),
        ("R8.5.11,8,9,,検討,", "2行目・うち委員会の構成員：出席者数より多くはできません。"),
        ("R8.5.11,8,3,たぶん,検討,", "2行目・対面によらない開催：「たぶん」は使えません（はい・いいえ）。"),
        ("R8.5.11,8,3,,,", "2行目・議題と検討内容：入力してください。"),
        (
            "R8.5.11,8,3,,山田太郎様の転倒,いいえ",
            "2行目・議題と検討内容：「山田太郎様」は患者の氏名や番号のように見えます。患者を特定できる記載は除いて"
            "ください。患者の氏名でないときは、列「氏名でないことを確認」に「はい」と記入してください。",
        ),
        ("R8.5.11,8,3,,検討,多分", "2行目・氏名でないことを確認：「多分」は使えません（はい・いいえ）。"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_column_and_nothing_is_stored(world: World, row: str, told: str) -> None:
    assert refused(world, Conference, csv(row, ROW.replace("05-11", "05-18"))) == [told]


def test_every_mistake_of_a_file_is_told_in_one_pass(world: World) -> None:
    found = refused(world, Conference, csv("昨日,0,3,?,,", ROW, ",,,,", "2026-06-01,x,,,検討,"))
    assert [fault.split("：")[0] for fault in found] == [
        "2行目・開催日", "2行目・対面によらない開催", "2行目・出席者数", "2行目・議題と検討内容",
        "5行目・出席者数", "5行目・うち委員会の構成員",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (csv(ROW, header="日,人数"), "1行目：列「開催日」がありません。"),
        (csv(ROW + ",", header=HEADER + ",会議室"), "1行目：列「会議室」は使えません。"),
        (csv(ROW + ",", header=HEADER + ",開催日"), "1行目：列「開催日」が重複しています。"),
        (csv(), "記録の行がありません。何も変更していません。"),
        (b"", "記録.csv：ファイルが空です。"),
        (b"PK\x03\x04broken", "記録.csv：ファイルを開けません。"),
    ],
)
def test_a_file_of_something_else_is_told(world: World, data: bytes, told: str) -> None:
    assert refused(world, Conference, data)[0].startswith(told)


def test_what_looks_like_a_name_is_taken_where_the_row_says_that_it_is_none(world: World) -> None:
    assert imported(world, Conference, csv("R8.5.11,8,3,,山田太郎様式の見直し,はい")).stored == 1


def test_the_same_file_twice_stores_nothing_twice_and_says_so(world: World) -> None:
    later = ROW.replace("05-11", "05-18")
    assert imported(world, Conference, csv(ROW)) == Imported(1, 0)
    assert imported(world, Conference, csv(ROW, later)).sentence == (
        "1件の記録を取り込みました（1件は登録済みの記録と同じため、取り込んでいません）。"
    )
    assert len(stored(world)) == 2


def test_two_equal_rows_are_two_records_and_the_same_file_again_adds_nothing(world: World) -> None:
    header, row = "受付日,内容の区分,件数,氏名でないことを確認", "R8.5.11,医療費,1,"
    for rows, told in ((2, Imported(2, 0)), (2, Imported(0, 2)), (3, Imported(1, 2)), (1, Imported(0, 1))):
        assert imported(world, PatientConsultation, csv(*[row] * rows, header=header)) == told
    assert len(stored(world, PatientConsultation)) == 3


def test_a_row_that_left_its_marks_of_direction_behind_is_the_same_as_the_one_that_is_stored(world: World) -> None:
    for topic, told in (("前\u202e後", Imported(1, 0)), ("前後", Imported(0, 1))):
        assert imported(world, Conference, csv(f"R8.5.11,8,3,,{topic},")) == told


def test_a_row_that_is_stored_is_not_questioned_again_but_one_more_of_it_is(world: World) -> None:
    named = "R8.5.11,8,3,,山田太郎様の書式の見直し,"
    assert imported(world, Conference, csv(f"{named}はい")) == Imported(1, 0)
    assert imported(world, Conference, csv(named)) == Imported(0, 1)
    with pytest.raises(Refused, match="3行目・議題と検討内容"):
        imported(world, Conference, csv(named, named))
    assert len(stored(world)) == 1


def test_choices_are_read_by_their_words_and_several_stand_in_one_cell(world: World) -> None:
    header = "職員名,修了日,研修名,主催者の区分,主催者名,研修時間,内容"
    topics = "安全文化の醸成、情報収集と分析、対策立案、フィードバック、評価、職員研修の企画・運営"
    assert imported(world, Course, csv(f"架空 花子,R8.5.11,養成研修,国,厚労省,39.5時間,{topics}", header=header))
    found = stored(world, Course)[0]
    assert isinstance(found, Course)
    assert (found.hours, found.topics, found.organiser) == (39.5, ("training", "analysis", "culture"), "national")
    wrong = csv("架空 花子,R8.6.1,養成研修,町内会,厚労省,40,安全、文化", header=header)
    with pytest.raises(Refused, match=r"主催者の区分：「町内会」は使えません（国／医療関係団体等／その他）") as error:
        imported(world, Course, wrong)
    assert [fault.where for fault in error.value.faults] == ["2行目・主催者の区分", "2行目・内容"]


def test_days_and_numbers_of_an_excel_file_are_read_whatever_stands_above_the_header(world: World) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["職員の一覧"], [], ["職員名", "職種", "役割", "専従・専任の別", "配置日", "他の業務（1か月あたりの時間）"],
                ["架空 花子", "看護師", "医療安全管理者", "専従", datetime(2025, 4, 1), 8.5]):  # fmt: skip
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    assert imported(world, Appointment, target.getvalue()).stored == 1
    found = stored(world, Appointment)[0]
    assert isinstance(found, Appointment)
    assert (found.valid_from, found.other_hours, found.post) == (date(2025, 4, 1), 8.5, "safety_manager")


EXAMPLES: tuple[Record, ...] = (
    Conference(held_on=date(2026, 5, 11), participants=8, committee_members=3, topic="=1+1\n山田太郎様式の見直し"),
    PatientConsultation(held_on=date(2026, 5, 31), subject="cost", count=4, handling="説明した"),
    Appointment(
        staff_name="架空 花子", profession="therapist", post="physician", dedication="assigned",
        valid_from=date(2025, 4, 1), valid_to=date(2026, 3, 31), other_hours=16.5, safety_since=date(2020, 4, 1),
    ),
    Course(
        staff_name="架空 花子", finished_on=date(2026, 5, 11), title="研修", organiser="other", organiser_name="架空会",
        hours=7.5, topics=("basics", "analysis"), physician_training=True,
    ),
    Admission(held_on=date(2026, 4, 30), count=1234),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "fictional"), [("xlsx", True), ("csv", True), ("csv", False)])
def test_what_the_export_writes_the_import_reads(world: World, kind: str, fictional: bool) -> None:
    who, own = principal(world.people["manager.h04"]), world.hospitals[STRANGER]
    with db.writing() as connection:
        region.save(by(connection), replace(region.load(connection), fictional=fictional))
        for record in EXAMPLES:
            records.save(by(connection, who), own, record, confirmed=True)
    for record in EXAMPLES:
        with db.reading() as connection:
            found = record_file.document(by(connection, who), own, type(record))
        cells = zip(found.csv_table.columns, found.csv_table.rows[0], strict=True)
        # Hours are numbers, that a workbook can add up.
        hours = [
            (column.kind, cell) for column, cell in cells if column.name.partition("（")[0] in ("他の業務", "研修時間")
        ]
        assert hours == {Appointment: [("number", 16.5)], Course: [("number", 7.5)]}.get(type(record), [])
        data = files.render(found, kind)
        assert imported(world, type(record), data) == Imported(1, 0)
        assert imported(world, type(record), data) == Imported(0, 1)
        assert stored(world, type(record)) == [replace(record, id=2, version=1)]


def test_the_empty_table_has_every_column_and_says_how_to_fill_it_in(world: World) -> None:
    for kind in KINDS.values():
        template = record_file.template(kind)
        assert template.tables[0].names == record_file.column_names(kind)
        assert [row[0] for row in template.tables[1].rows] == list(template.tables[0].names)
        nothing = "記録の行がありません。何も変更していません。"
        assert refused(world, kind, files.render(template, "xlsx")) == [nothing]


@pytest.mark.parametrize("login", ["leader.h01", "evaluator.h01", "manager.h02", "secretariat", "center", "admin"])
def test_only_the_safety_manager_of_the_hospital_may_import(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        imported(world, Conference, csv(ROW), login)
