"""The visits of a plan leave as a list and come back changed; every fault of a file is told in one pass."""

from __future__ import annotations

import pytest

from checklist.errors import Refused
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
        data = encode(document.csv_table) if kind == "csv" else workbook(document.title, document.tables)
        plan_file.take_in(act, YEAR, 1, plan_file.read(f"計画.{kind}", data))
        assert set(year_plans.current(act, YEAR).draft.visits) == set(drafted)
