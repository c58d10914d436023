"""改善計画書（相互評価） as PDF and Excel."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.formats import files
from checklist.formats.document import Document
from checklist.papers.improvements import plan_document
from checklist.store import db
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.cycle import who
from tests.world import World, by


def document(world: World, login: str = "manager.h01") -> Document:
    with db.reading() as connection:
        return plan_document.plan_document(by(connection, who(world, login)), world.hospitals["H01"])


def test_every_finding_stands_with_what_is_done_about_it(world: World) -> None:
    finding = cycle.sealed(world)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        fields = PlanFields("院長の予定に組み込む", "事務長", date(2026, 11, 20))
        improvement_plans.save(by(connection, manager), finding, 0, fields)
        improvement_plans.add_note(by(connection, manager), finding, "予定を調整中")
    found = document(world)
    assert dict(found.facts)["状態"] == "期限超過 1件"
    row = found.tables[1].records()[0]
    assert (row["年度"], row["項目コード"], row["改善策"]) == (2026, "1-05", "院長の予定に組み込む")
    assert (row["期限"], row["状態"], row["直近の進捗"]) == ("2026/11/20", "期限超過", "予定を調整中")
    assert found.tables[2].records()[0]["進捗"] == "予定を調整中"


def test_a_finding_without_a_plan_is_listed_as_such(world: World) -> None:
    cycle.sealed(world)
    assert document(world).tables[1].records()[0]["状態"] == "計画未作成"


def test_without_findings_the_paper_says_so_and_still_prints(world: World) -> None:
    found = document(world)
    assert dict(found.facts) | {"状態": "なし"} == dict(found.facts)
    assert files.render(found, "pdf").startswith(b"%PDF-")
    assert files.render(found, "xlsx").startswith(b"PK")


@pytest.mark.parametrize("login", ["secretariat", "leader.h02", "manager.h04", "evaluator.h04", "admin", "center"])
def test_others_do_not_read_it(world: World, login: str) -> None:
    cycle.sealed(world)
    with pytest.raises(Forbidden):
        document(world, login)
