"""Cells of the files of a plan and of travel times as people, Excel and ill will write them."""

from __future__ import annotations

import pytest

from checklist.errors import Refused
from checklist.imports import plan_file, travel_file
from checklist.model.plan import Pair
from checklist.store import db
from checklist.store.plan import travel_times, year_plans
from tests.cycle import who
from tests.store.plan.test_year_plans import NEXT, current
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by

HEAD = "月,受審病院,代表病院,同行病院1,同行病院2,固定"
TRAVEL = "病院1,病院2,移動時間（分）"
NO_MINUTES = "1から1440までの数で入力してください。"


def faults(world: World, rows: str) -> list[str]:
    """What is told of the rows of a plan; nothing of them is kept."""
    found = plan_file.read("計画.csv", f"{HEAD}\n{rows}\n".encode())
    with db.writing() as connection, pytest.raises(Refused) as refused:
        plan_file.take_in(by(connection, who(world, "secretariat")), NEXT, 0, found)
    assert current(world).edition == 0
    return [f"{one.where}：{one.message}" for one in refused.value.faults]


WRONG = [
    ("4月,H03,H01,H01,,", ["2行目・受審病院：同じ病院が2回選ばれています。",
                          "2行目・受審病院：架空中央病院との組合せが2回あります。"]),
    ("4月,H03,H02,H01,H02,", ["2行目・受審病院：同じ病院が2回選ばれています。",
                             "2行目・受審病院：架空市民病院との組合せが2回あります。"]),
    ("4月,H03,H01,架空みなと病院,,", ["2行目・受審病院：受審病院自身を訪問側にすることはできません。"]),
    (",H03,H01,,,\n5月,Ｈ０３,架空中央病院,,,", ["架空みなと病院への訪問：架空中央病院との組合せが2回あります。"]),
    ("=1+1,H03,H01,,,", ["2行目・月：1から12までの数で入力してください。"]),
    ("4月,H03,' OR 1=1 --,,,", ["2行目・代表病院：病院「' OR 1=1 --」は登録されていません。"]),
    ("4月,H03,,H01,,", ["2行目・代表病院：入力してください。"]),
    ("4月,999,H01,H02,H09,", ["2行目・受審病院：病院「999」は登録されていません。", "2行目・同行病院2：病院「H09」は登録されていません。"]),
    ("4月,<b>,H01,,,", ["2行目・受審病院：病院「<b>」は登録されていません。"]),
    ("4月,H03,H01,,,はいはい\n13,H01,,,,", [
        "2行目・固定：「はいはい」は使えません（いいえ・0・×・無・なし・はい・1・○・〇・◯・有・あり）。",
        "3行目・月：1から12までの数で入力してください。", "3行目・代表病院：入力してください。",
    ]),
]  # fmt: skip


def test_what_no_plan_can_hold_is_told_by_name_where_it_stands_and_nothing_is_kept(world: World) -> None:
    for rows, told in WRONG:
        assert faults(world, rows) == told


@pytest.mark.parametrize("name", ["計画.csv", "計画.CSV", "計画"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"\x00" * 400, b"PK\x03\x04broken", b"%PDF-1.7", "計画案\n".encode()]
)
def test_what_is_no_such_file_is_refused_in_words(name: str, data: bytes) -> None:
    for read in (plan_file.read, travel_file.read):
        try:
            found = read(name, data)
        except Refused as refused:
            told = str(refused)
        else:
            assert found.entries == ()
            told = "".join(one.message for one in found.faults)
        assert not told.isascii()


def test_a_file_of_many_rows_is_taken_in_whole_or_not_at_all(world: World) -> None:
    hosts = (HOST, LEADING, SMALL, STRANGER)
    pairs = [(host, one) for host in hosts for one in hosts if one != host]
    rows = "\n".join(
        f"{place % 12 + 1}月,{host},{one},,,{'はい' * (place % 2)}" for place, (host, one) in enumerate(pairs)
    )
    assert faults(world, f"{rows}\n1月,H01,なし病院,,,") == ["14行目・代表病院：病院「なし病院」は登録されていません。"]
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        told = plan_file.take_in(act, NEXT, 0, plan_file.read("計画.csv", f"{HEAD}\n{rows}".encode()))
        found = year_plans.current(act, NEXT).draft.visits
    assert told == "訪問12件を計画案に取り込みました。"
    assert [one.month for one in found] == list(range(1, 13))
    assert [one.pinned for one in found] == [False, True] * 6


MINUTES = [
    ("45", 45), ("４５", 45), ("45分", 45), ("４５ 分", 45), ("0045", 45), ("1", 1), ("1440", 1440), ("", None), (" ", None),
    *((text, NO_MINUTES) for text in ("0", "1441", "99999", "45.0", "+45", "-45", "1e3", "٤٥", "1時間", "四十五", "½", "45分30秒",
                                      "=45", "分分", "∞", "NaN", "0x2d", "4 5")),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "means"), MINUTES)
def test_minutes_are_read_as_people_write_them_and_as_nothing_else(cell: str, means: int | str | None) -> None:
    found = travel_file.read("時間.csv", f"{TRAVEL}\nH01,H02,{cell}\n".encode())
    if isinstance(means, str):
        assert [(one.where, one.message) for one in found.faults] == [("2行目・移動時間（分）", means)]
        assert found.entries == ()
    else:
        assert [one.minutes for one in found.entries] == [means]
        assert [row[2] for row in travel_file.shown(found).rows] == [means]


def test_a_file_read_once_and_taken_in_twice_changes_nothing_the_second_time(world: World) -> None:
    ids = world.hospitals
    found = travel_file.read("時間.csv", f"{TRAVEL}\nH01,H02,30\nH03,H01,\n架空東病院,H03,1440\n".encode())
    told, times = [], []
    for _ in range(2):
        with db.writing() as connection:
            act = by(connection, who(world, "secretariat"))
            told.append(travel_file.take_in(act, found))
            times.append(travel_times.current(act))
    wanted: dict[Pair, int] = {(ids[HOST], ids[LEADING]): 30, (ids[SMALL], ids[STRANGER]): 1440}
    assert times == [wanted, wanted]
    assert told == [f"移動時間を取り込みました（3件のうち{count}件を変更）。" for count in (2, 0)]
