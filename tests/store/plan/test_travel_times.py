"""Travel times: the newest of a pair counts, in either direction; from a form, from a file, and back into one."""

from __future__ import annotations

import sqlite3

import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats.csv_file import encode
from checklist.formats.excel import workbook
from checklist.imports import travel_file
from checklist.model.plan import Pair, PlanSettings
from checklist.papers import list_document
from checklist.readings import travel_list, year_plan
from checklist.store import db
from checklist.store.plan import travel_times
from tests.cycle import who
from tests.store.plan.test_year_plans import NEXT
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by

HEAD = "病院1,病院2,移動時間（分）"


def times(world: World, login: str = "secretariat") -> dict[Pair, int]:
    with db.reading() as connection:
        return travel_times.current(by(connection, who(world, login)))


def save(world: World, wanted: dict[Pair, int | None], login: str = "secretariat") -> int:
    with db.writing() as connection:
        return travel_times.save(by(connection, who(world, login)), wanted)


def take_in(world: World, rows: str, name: str = "移動時間.csv", login: str = "secretariat") -> str:
    found = travel_file.read(name, f"{HEAD}\n{rows}".encode("utf-8-sig"))
    with db.writing() as connection:
        return travel_file.take_in(by(connection, who(world, login)), found)


def rows(world: World) -> list[tuple[int, int, int | None, int]]:
    with db.reading() as connection:
        found = connection.execute("SELECT * FROM travel_time ORDER BY id")
        return [(row["hospital_id"], row["other_id"], row["minutes"], row["person_id"]) for row in found]


def test_the_newest_counts_in_either_direction_and_what_stood_before_stays(world: World) -> None:
    ids, me = world.hospitals, world.people["secretariat"].id
    one, other = ids[HOST], ids[SMALL]
    assert save(world, {(other, one): 45}) == 1
    assert save(world, {(one, other): 45}) == 0
    assert save(world, {(one, other): 50, (one, ids[LEADING]): 20}) == 2
    assert times(world) == {(one, other): 50, (one, ids[LEADING]): 20}
    assert save(world, {(other, one): None}) == 1
    assert save(world, {(one, ids[STRANGER]): None}) == 0
    assert times(world) == {(one, ids[LEADING]): 20}
    assert rows(world) == [
        (one, other, 45, me),
        (one, other, 50, me),
        (one, ids[LEADING], 20, me),
        (one, other, None, me),
    ]
    for statement in ("UPDATE travel_time SET minutes = 1", "DELETE FROM travel_time"):
        with db.writing() as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("pair", "minutes", "told"),
    [
        ((1, 1), 30, "異なる2つの病院"), ((1, 999), 30, "登録されていない病院"), ((1, 2), 0, "1から1440まで"),
        ((1, 2), -5, "1から1440まで"), ((1, 2), 1441, "1から1440まで"),
    ],
)  # fmt: skip
def test_what_is_no_travel_time_is_refused_and_nothing_of_the_rest_is_kept(
    pair: Pair, minutes: int, told: str, world: World
) -> None:
    with pytest.raises(Refused, match=told):
        save(world, {(2, 3): 30, pair: minutes})
    assert times(world) == {}


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center", "admin"])
def test_they_are_for_those_who_plan_the_year(login: str, world: World) -> None:
    for do in (
        lambda: save(world, {(1, 2): 30}, login), lambda: times(world, login), lambda: take_in(world, "H01,H02,30", login=login)
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            do()
    with db.reading() as connection, pytest.raises(Forbidden):
        list_document.document(by(connection, who(world, login)), "travel-times", {})
    assert rows(world) == []


def test_a_file_is_read_by_name_or_code_in_any_width_and_an_empty_cell_forgets(world: World) -> None:
    ids = world.hospitals
    assert (
        take_in(world, "架空中央病院,Ｈ０３,４５分\nH02,架空東病院,20\n")
        == "移動時間を取り込みました（2件のうち2件を変更）。"
    )
    assert times(world) == {(ids[HOST], ids[SMALL]): 45, (ids[LEADING], ids[STRANGER]): 20}
    assert take_in(world, "H04,H02,\nH01,H03,45\n") == "移動時間を取り込みました（2件のうち1件を変更）。"
    assert times(world) == {(ids[HOST], ids[SMALL]): 45}


def test_every_fault_of_a_file_is_told_in_one_pass_and_nothing_is_kept(world: World) -> None:
    bad = "H01,H02,30\nH01,なし病院,30\n,H02,30\nH01,H03,たくさん\nH01,H04,0\nH01,H04,1441\nH03,H03,9\nH02,H01,31\nH01,,5\n"
    with pytest.raises(Refused) as refused:
        take_in(world, bad)
    assert [f"{one.where}：{one.message}" for one in refused.value.faults] == [
        "3行目・病院2：病院「なし病院」は登録されていません。", "4行目・病院1：入力してください。",
        "5行目・移動時間（分）：1から1440までの数で入力してください。", "6行目・移動時間（分）：1から1440までの数で入力してください。",
        "7行目・移動時間（分）：1から1440までの数で入力してください。", "8行目・病院2：異なる2つの病院を入力してください。",
        "9行目・病院1：同じ組合せの行がほかにもあります。", "10行目・病院2：入力してください。",
    ]  # fmt: skip
    assert times(world) == {}


@pytest.mark.parametrize("content", ["", "病院1,病院2\nH01,H02\n", "病院1,病院2,分\nH01,H02,3\n", HEAD])
def test_a_file_that_is_not_ours_is_refused(content: str, world: World) -> None:
    with db.writing() as connection, pytest.raises(Refused):
        travel_file.take_in(by(connection, who(world, "secretariat")), travel_file.read("x.csv", content.encode()))
    assert times(world) == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_that_is_saved_is_taken_in_again_as_it_stands(kind: str, world: World) -> None:
    ids = world.hospitals
    save(world, {(ids[HOST], ids[SMALL]): 45, (ids[LEADING], ids[STRANGER]): 20})
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        found = list_document.document(act, "travel-times", {})
        data = encode(found.csv_table) if kind == "csv" else workbook(found.title, found.tables)
        told = travel_file.take_in(act, travel_file.read(f"移動時間.{kind}", data))
    assert told == "移動時間を取り込みました（2件のうち0件を変更）。"
    assert len(rows(world)) == 2


def test_the_list_names_both_hospitals_and_what_the_map_says(world: World) -> None:
    ids = world.hospitals
    save(world, {(ids[STRANGER], ids[HOST]): 95})
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET latitude = 35, longitude = 135 WHERE id = ?", [ids[HOST]])
        connection.execute("UPDATE hospital SET latitude = 35.5, longitude = 135 WHERE id = ?", [ids[STRANGER]])
        found = travel_list.read(by(connection, who(world, "secretariat")))
    assert [line.cells for line in found.lines] == [("架空中央病院", "架空東病院", 95, 56)]


def test_the_planner_asks_the_clock_before_the_map(world: World) -> None:
    ids = world.hospitals
    save(world, {(ids[SMALL], ids[one]): 180 for one in (HOST, LEADING, STRANGER)})
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        question, plan = year_plan.question_of(act, NEXT, PlanSettings(kilometres=70))
        assert question.minutes == times(world)
        found = year_plan.proposed(question, plan)
    told = {one.hospital_id: one.remedy for one in found.proposal.unmet if one.hospital_id == ids[SMALL]}
    assert "移動時間180分" in told[ids[SMALL]]
