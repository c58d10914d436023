"""Incident reports from files: as the table of the product, and as one row for each month, 職種 and 影響度."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Refused
from checklist.formats import files
from checklist.imports import record_file
from checklist.imports.record_file import Imported
from checklist.model.records.incidents import IncidentCount
from checklist.store import db
from checklist.store.records import records
from tests.imports.test_record_file import csv, imported, refused
from tests.world import HOST, World, by, principal

WIDE = "月,職種,レベル0,レベル1,レベル3b,未分類"
LONG = "月,職種,影響度,件数"
LEVELS = "レベル0／レベル1／レベル2／レベル3a／レベル3b／レベル4a／レベル4b／レベル5／その他／未分類"


def take(world: World, header: str, *rows: str) -> Imported:
    return imported(world, IncidentCount, csv(*rows, header=header))


def told(world: World, header: str, *rows: str) -> list[str]:
    return refused(world, IncidentCount, csv(*rows, header=header))


def found(world: World) -> dict[tuple[int, str], dict[str, int]]:
    """What is stored, by month and 職種: the numbers that are there."""
    with db.reading() as connection:
        who = by(connection, principal(world.people["manager.h01"]))
        rows = records.of_hospital(who, world.hospitals[HOST], IncidentCount)
    return {
        (one.held_on.month, one.profession): {
            name: value for name, value in vars(one).items() if name.startswith("level") and value is not None
        }
        for one in rows
    }


@pytest.mark.parametrize("month", ["2026年5月", "2026/05", "令和8年5月", "2026-05-01", "2026/5/31", "２０２６年５月"])
def test_a_month_is_read_as_people_write_it(world: World, month: str) -> None:
    assert take(world, WIDE, f"{month},看護師,12,0,,3件") == Imported(1, 0)
    assert found(world) == {(5, "nurse"): {"level_0": 12, "level_1": 0, "level_unsorted": 3}}


def test_the_same_row_again_changes_nothing_and_another_number_changes_the_row_and_leaves_the_rest(
    world: World,
) -> None:
    assert take(world, WIDE, "2026年5月,看護師,12,0,1,") == Imported(1, 0)
    assert take(world, WIDE, "2026年5月,看護師,12,0,1,", "2026年5月,医師,1,,,") == Imported(1, 1)
    changed = take(world, WIDE, "2026年5月,看護師,,,2,")
    assert changed == Imported(1, 0, 1)
    assert changed.sentence == "1件の記録を取り込みました。うち1件は登録済みの記録の変更です。"
    assert found(world)[5, "nurse"] == {"level_0": 12, "level_1": 0, "level_3b": 2}


def test_every_mistake_of_the_table_is_told_with_row_and_column(world: World) -> None:
    rows = ("5月,看護師,1,,,", "2026年5月,看護士,-1,,,", "2026年5月,医師,1,,,", "2026年05月,医師,2,,,", "2027年1月,薬剤師,1,,,",
            "2026年5月,助産師,,,,")  # fmt: skip
    assert [one.split("。")[0] for one in told(world, WIDE, *rows)] == [
        "2行目・月：「5月」は使えません（例：2026年4月）",
        "3行目・職種：「看護士」は使えません（医師／歯科医師／薬剤師／看護師／保健師／助産師／診療放射線技師／臨床検査技師／臨床工学技士／"
        "理学療法士・作業療法士・言語聴覚士／管理栄養士／事務職員／その他／未分類）",
        "3行目・レベル0：0から99999までの数で入力してください",
        "5行目・月・職種：4行目と重複しています",
        "6行目・月：来月以降の日です",
        "7行目・件数：影響度ごとの件数を1つ以上入力してください",
    ]


def test_a_long_list_becomes_a_row_for_each_month_and_profession(world: World) -> None:
    rows = ("2026年5月,看護師,レベル0,12", "2026年5月,看護師,3b,1", "2026年5月,看護師,Ｌｖ３ａ,0", "2026年5月,医師,その他,2",
            "2026年6月,看護師,未分類,4")  # fmt: skip
    assert take(world, LONG, *rows) == Imported(3, 0)
    assert found(world) == {
        (5, "nurse"): {"level_0": 12, "level_3b": 1, "level_3a": 0},
        (5, "physician"): {"level_other": 2},
        (6, "nurse"): {"level_unsorted": 4},
    }
    assert take(world, LONG, *rows) == Imported(0, 3)


def test_every_mistake_of_a_long_list_is_told_with_its_own_row(world: World) -> None:
    rows = ("2026年5月,看護師,レベル6,1", "2026年5月,看護師,0,", "2026年5月,看護師,1,百", "2026年5月,看護師,2,4",
            "2026年5月,看護師,2,5", "2026年5月,医師,0,100000", "2027年1月,医師,0,1")  # fmt: skip
    assert [one.split("。")[0] for one in told(world, LONG, *rows)] == [
        f"2行目・影響度：「レベル6」は使えません（{LEVELS}）",
        "3行目・件数：入力してください",
        "4行目・件数：「百」は使えません（0から99999までの整数）",
        "6行目・影響度：5行目と重複しています",
        "7行目・件数：0から99999までの数で入力してください",
        "8行目・月：来月以降の日です",
    ]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("月,影響度,件数", "1行目：列「職種」がありません。"),
        (f"{LONG},病棟", "1行目：列「病棟」は使えません。"),
        (LONG, "記録の行がありません。何も変更していません。"),
    ],
)
def test_a_list_that_is_not_ours_is_told(world: World, header: str, fault: str) -> None:
    assert told(world, header)[0] == fault


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_leaves_as_a_file_comes_back_with_its_gaps(world: World, kind: str) -> None:
    take(world, WIDE, "2026年5月,看護師,12,0,,", "2026年6月,未分類,,,,0")
    with db.reading() as connection:
        who = by(connection, principal(world.people["leader.h01"]))
        document = record_file.document(who, world.hospitals[HOST], IncidentCount, date(2026, 4, 1))
    assert [row[:4] for row in document.tables[0].rows] == [
        ("2026年5月", "看護師", 12, 0),
        ("2026年6月", "未分類", None, None),
    ]
    assert imported(world, IncidentCount, files.render(document, kind)) == Imported(0, 2)


def test_nothing_of_a_file_is_stored_while_anything_in_it_is_wrong(world: World) -> None:
    take(world, WIDE, "2026年5月,看護師,12,,,")
    with pytest.raises(Refused):
        take(world, WIDE, "2026年5月,看護師,99,,,", "2026年6月,看護師,x,,,")
    assert found(world) == {(5, "nurse"): {"level_0": 12}}
