"""The visits of a plan leave as a list and come back changed; every fault of a file is told in one pass."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.formats.csv_file import encode
from checklist.formats.excel import workbook
from checklist.imports import plan_file
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.papers import list_document
from checklist.store import db
from checklist.store.plan import year_plans
from tests.cycle import who
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by

HEAD = "月,受審病院,代表病院,同行病院1,同行病院2,固定"


def take_in(world: World, text: str, seen: int = 0, year: int = YEAR) -> tuple[PlannedVisit, ...]:
    found = plan_file.read("計画.csv", text.encode("utf-8-sig"))
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        plan_file.take_in(act, year, seen, found)
        return year_plans.current(act, year).draft.visits


def test_hospitals_are_named_or_by_code_in_any_width(world: World) -> None:
    found = take_in(world, f"{HEAD}\n１月,架空みなと病院,Ｈ０１,h04のはず,,はい\n".replace("h04のはず", "架空東病院"))
    ids = world.hospitals
    assert found == (PlannedVisit(ids[SMALL], (ids[HOST], ids[STRANGER]), 1, pinned=True),)


def test_a_row_of_a_visit_that_is_there_changes_nothing(world: World) -> None:
    found = take_in(world, f"{HEAD}\n11月,架空中央病院,架空市民病院,,,はい\n未定,H03,H02,,,\n")
    assert found == (PlannedVisit(world.hospitals[SMALL], (world.hospitals[LEADING],), None),)


def test_every_fault_is_told_by_row_and_column_and_nothing_is_kept(world: World) -> None:
    rows = "13月,H03,H01,,,\n1月,,H01,,,\n1月,H03,なし病院,,,\n1月,H03,H03,,,たぶん\n1月,H03,H03,,,\n"
    with pytest.raises(Refused) as refused:
        take_in(world, f"{HEAD}\n{rows}")
    told = [f"{one.where}：{one.message}" for one in refused.value.faults]
    assert told == [
        "2行目・月：1から12までの数で入力してください。", "3行目・受審病院：入力してください。",
        "4行目・代表病院：病院「なし病院」は登録されていません。", "5行目・固定：「たぶん」は使えません（いいえ・0・×・無・なし・はい・1・○・〇・◯・有・あり）。",
        "6行目・受審病院：受審病院自身を訪問側にすることはできません。",
    ]  # fmt: skip
    with db.reading() as connection:
        assert year_plans.current(by(connection, who(world, "secretariat")), YEAR).edition == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_that_is_saved_is_read_again_as_it_stands(world: World, kind: str) -> None:
    ids = world.hospitals
    drafted = (
        PlannedVisit(ids[SMALL], (ids[LEADING], ids[STRANGER]), 1),
        PlannedVisit(ids[SMALL], (ids[HOST],), None, True),
    )
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, YEAR, 0, PlanDraft(visits=drafted))
        document = list_document.document(act, "plan", {"year": str(YEAR)})
        data = (
            encode(document.csv_table, fictional=True) if kind == "csv" else workbook(document.title, document.tables)
        )
        plan_file.take_in(act, YEAR, 1, plan_file.read(f"計画.{kind}", data))
        assert set(year_plans.current(act, YEAR).draft.visits) == set(drafted)


def test_a_row_that_holds_a_visit_in_part_is_told_and_not_found_out_when_it_is_published(world: World) -> None:
    with pytest.raises(Refused, match="一部は、すでに訪問として登録されています"):
        take_in(world, f"{HEAD}\n11月,H01,H02,H04,,\n")


def test_the_saved_list_of_a_year_with_a_released_visit_plans_it_no_second_time(world: World) -> None:
    ids = world.hospitals
    instead = PlannedVisit(ids[HOST], (ids[STRANGER],), 12)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, YEAR, 0, PlanDraft(visits=(instead,), released=(world.visit,)))
        document = list_document.document(act, "plan", {"year": str(YEAR)})
        plan_file.take_in(act, YEAR, 1, plan_file.read("計画.csv", encode(document.csv_table)))
        found = year_plans.current(act, YEAR).draft
    assert (found.visits, found.released) == ((instead,), (world.visit,))


def test_the_pair_of_a_released_visit_may_be_written_into_a_file_anew(world: World) -> None:
    ids = world.hospitals
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, YEAR, 0, PlanDraft(released=(world.visit,)))
    found = take_in(world, f"{HEAD},状態\n1月,H01,H02,,,,計画案\n", seen=1)
    assert found == (PlannedVisit(ids[HOST], (ids[LEADING],), 1),)


@pytest.mark.parametrize(
    ("cell", "month"), [("4", 4), ("4月", 4), ("０４", 4), ("12月", 12), ("", None), ("未定", None), (" 1月 ", 1)]
)
def test_a_month_is_read_as_people_write_it(cell: str, month: int | None) -> None:
    (entry,) = plan_file.read("計画.csv", f"{HEAD}\n{cell},H03,H01,,,\n".encode()).entries
    assert entry.month == month


@pytest.mark.parametrize("cell", ["0", "13", "四月", "4.5", "-1", "2027-04", "111"])
def test_what_is_no_month_is_told(cell: str) -> None:
    found = plan_file.read("計画.csv", f"{HEAD}\n{cell},H03,H01,,,\n".encode())
    assert [(one.where, one.message) for one in found.faults] == [("2行目・月", "1から12までの数で入力してください。")]
    assert found.entries == ()


def test_pins_that_contradict_each_other_are_told_and_nothing_is_kept(world: World) -> None:
    with pytest.raises(Refused, match="組合せが2回あります"):
        take_in(world, f"{HEAD}\n4月,H03,H01,,,はい\n5月,H03,H04,H01,,はい\n", year=YEAR + 1)
    with db.reading() as connection:
        assert year_plans.current(by(connection, who(world, "secretariat")), YEAR + 1).edition == 0


def test_a_file_over_a_plan_that_somebody_has_changed_is_refused(world: World) -> None:
    take_in(world, f"{HEAD}\n4月,H03,H01,,,\n", year=YEAR + 1)
    with pytest.raises(Stale):
        take_in(world, f"{HEAD}\n5月,H03,H04,,,\n", year=YEAR + 1)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "center", "admin"])
def test_only_the_secretariat_takes_a_plan_in(world: World, login: str) -> None:
    found = plan_file.read("計画.csv", f"{HEAD}\n4月,H03,H01,,,\n".encode())
    with db.writing() as connection, pytest.raises(Forbidden):
        plan_file.take_in(by(connection, who(world, login)), YEAR + 1, 0, found)
