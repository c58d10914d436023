"""Attendees from a file: every fault in one pass, nothing changed by any, and the file of the screen comes back unchanged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats import files
from checklist.imports import attendance_file
from checklist.store import db
from checklist.store.center import attendances
from tests.center_desk import acting, staff
from tests.center_trainings import DAY, LINE, count, hold
from tests.cycle import who
from tests.world import World, by

HEAD = "病院コード,施設名,職種,雇用の形態,受講の方法,受講日,人数"
GOOD = f"{HEAD}\nH01,,看護師,,,,3\nＨ０２,,薬剤師,委託業者の職員,オンデマンド,2026/11/18,２\n,東部保健所,保健師,会計年度任用職員,当日,,4名\n"


def take(world: World, training: int, text: str, name: str = "受講者.csv") -> str:
    with acting(staff(world)) as act:
        return attendance_file.import_file(act, training, attendance_file.read(name, text.encode("utf-8-sig")))


def stored(world: World, training: int) -> list[tuple[object, ...]]:
    with db.reading() as connection:
        found = attendances.of_training(by(connection, staff(world)), training)
    return [
        (one.hospital_code or one.facility, one.profession, one.employment, one.way, one.held_on.day, one.people)
        for one in found
    ]


def test_a_file_is_taken_in_and_the_same_again_changes_nothing(world: World) -> None:
    training = hold(world)
    assert take(world, training, GOOD) == "3行（9名）を読み込み、3行を登録しました。"
    assert stored(world, training) == [
        ("H01", "nurse", "staff", "day", DAY.day, 3),
        ("H02", "pharmacist", "contracted", "demand", 18, 2),
        ("東部保健所", "public_health_nurse", "part_time", "day", DAY.day, 4),
    ]
    assert take(world, training, GOOD) == "3行（9名）を読み込み、0行を登録しました。"


def test_every_fault_of_a_file_is_told_at_once_and_nothing_is_changed(world: World) -> None:
    training = hold(world)
    count(world, training)
    bad = f"{HEAD}\nH99,,看護師,,,,3\nH01,東部保健所,看護師,,,,3\n,,看護師,,,,1\nH01,,魔術師,,,,1\nH01,,薬剤師,,,2027/01/01,1\nH01,,看護師,,,,0\nH02,,医師,,,,1\nH02,,医師,,,,2\n,山田太郎様,医師,,,,1\n"
    with pytest.raises(Refused) as error:
        take(world, training, bad)
    assert [one.where for one in error.value.faults] == [
        "2行目・病院コード", "3行目・施設名", "4行目・施設名", "5行目・職種", "6行目・受講日", "7行目・人数", "9行目・施設名", "10行目・施設名",
    ]  # fmt: skip
    assert len(stored(world, training)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}\n", "行がありません"),
        ("病院コード,人数\nH01,3\n", "列「職種」がありません"),
        (f"{HEAD},氏名\nH01,,看護師,,,,3,花子\n", "列「氏名」は使えません"),
    ],
)
def test_a_file_that_is_none_is_told(text: str, told: str, world: World) -> None:
    with pytest.raises(Refused, match=told):
        take(world, hold(world), text)


def test_the_file_of_the_screen_comes_back_as_it_left(world: World) -> None:
    training = hold(world)
    count(world, training, [LINE, replace(LINE, hospital_code="", facility="東部保健所", way="again")])
    before = stored(world, training)
    with db.reading() as connection:
        document = attendance_file.document(by(connection, staff(world)), training)
    for kind in ("csv", "xlsx"):
        with acting(staff(world)) as act:
            draft = attendance_file.read(f"x.{kind}", files.render(document, kind))
            assert attendance_file.import_file(act, training, draft).endswith("0行を登録しました。")
    assert stored(world, training) == before


def test_an_empty_training_gives_the_head_to_fill_in(world: World) -> None:
    with db.reading() as connection:
        found = attendance_file.document(by(connection, staff(world)), hold(world))
    assert found.csv_table.names == attendance_file.COLUMNS
    assert [one for one in found.csv_table.rows[0] if one] == ["例：施設名を記入する", "例：医師", "例：6"]
    assert len(found.csv_table.rows) == 1


def test_nobody_else_takes_in_or_away(world: World) -> None:
    training = hold(world)
    draft = attendance_file.read("x.csv", GOOD.encode())
    with acting(who(world, "manager.h01")) as act:
        with pytest.raises(Forbidden):
            attendance_file.import_file(act, training, draft)
        with pytest.raises(Forbidden):
            attendance_file.document(act, training)
    with acting(staff(world)) as act, pytest.raises(NotFound):
        attendance_file.import_file(act, 99, draft)


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("東部　保健所", "東部 保健所", True), ("東部保健所", " 東部保健所　", True), ("東部保健所", "東部 保健所", False),
    ],
)  # fmt: skip
def test_a_facility_with_other_blanks_is_the_same_row(first: str, second: str, twice: bool, world: World) -> None:
    training = hold(world)
    text = f"{HEAD}\n,{first},保健師,,,,4\n,{second},保健師,,,,2\n"
    if twice:
        with pytest.raises(Refused, match="2行目と重複"):
            take(world, training, text)
        assert stored(world, training) == []
    else:
        assert take(world, training, text).startswith("2行（6名）")
    again = f"{HEAD}\n,{first},保健師,,,,4\n"
    take(world, training, again)
    assert take(world, training, again) == "1行（4名）を読み込み、0行を登録しました。"
