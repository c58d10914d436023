"""The first screen and 院長報告 where something is missing: no filing, another class, no plans, an empty region."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checklist.formats.tile import Tile
from checklist.model.hospitals import Addon, Filing
from checklist.model.records import Admission
from checklist.papers.hospitals import leader_paper
from checklist.readings import hospital_screen, region_screen
from checklist.store import db
from checklist.store.act import operator, viewing
from checklist.store.hospitals import filing_events, hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.records import records
from tests import cycle, pdf_text
from tests.cycle import who
from tests.world import HOST, World, by

TODAY = date(2026, 11, 22)


def tiles(world: World, login: str = "leader.h01") -> tuple[Tile, Tile, Tile]:
    """Entitlement, improvement plans, steps of visits."""
    someone = who(world, login)
    with viewing(someone) as view:
        first, second, third = hospital_screen.read(view, someone.hospital_id or 0).tiles
    return first, second, third


def paper(world: World, login: str = "leader.h01") -> str:
    someone = who(world, login)
    with viewing(someone) as view:
        _, content = leader_paper.made(view, someone.hospital_id or 0)
    return "".join("".join(pdf_text.pages(content)).split())


def changed_class(world: World, since: date) -> None:
    """H01 is 加算1 up to the day before, and 加算2 from then on."""
    with db.writing() as connection:
        act, host = by(connection, who(world, "secretariat")), world.hospitals[HOST]
        one = Admission(held_on=date(2026, 10, 31), count=100)
        records.save(by(connection, who(world, "manager.h01")), host, one)
        for filing in hospitals.filings(act, host):
            filing_events.add(act, filing.id, "withdrawn", since, "", "", None)
        for addon in (Addon.SAFETY, Addon.REGIONAL):
            hospitals.save_filing(act, Filing(0, host, addon, 2, since, None, "第2号"))


def test_a_hospital_that_changed_class_is_judged_and_paid_as_what_it_is_today(world: World) -> None:
    changed_class(world, date(2026, 4, 1))
    entitlement, *_ = tiles(world)
    # 令和8年度: 医療安全対策加算2 70点 and 地域連携加算2 20点.
    assert entitlement.figure == f"{(70 + 20) * 10 * 1200:,}円/年"
    assert "医療安全対策加算1" not in entitlement.detail
    told = paper(world)
    assert "1,080,000円/年" in told
    assert "医療安全対策加算1" not in told


def test_a_change_of_class_that_is_still_to_come_changes_nothing_today(world: World) -> None:
    changed_class(world, date(2027, 4, 1))
    assert tiles(world)[0].figure == f"{(160 + 50) * 10 * 1200:,}円/年"


def test_without_a_filing_no_money_is_promised_and_nothing_is_at_risk(world: World) -> None:
    with db.writing() as connection:
        connection.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals[HOST]])
    entitlement, *_ = tiles(world)
    assert (entitlement.figure, entitlement.tone) == ("－", "")
    assert entitlement.detail == "医療安全対策加算の届出は登録されていません。"
    told = paper(world)
    assert entitlement.detail in told
    assert "円/年" not in told


def test_findings_without_any_plan_are_told_and_are_not_late(world: World) -> None:
    cycle.sealed(world)
    _, plans, _ = tiles(world)
    assert (plans.figure, plans.tone) == ("0件", "")
    assert plans.detail == "完了して確認を待つ計画0件、計画未作成1件。"
    assert plans.detail in paper(world)


@pytest.mark.parametrize(
    ("due_on", "figure", "detail"),
    [
        (date(2026, 11, 21), "1件", "（1日超過）"),
        (date(2026, 11, 22), "0件", "計画未作成0件。"),
        (date(2027, 11, 22), "0件", "計画未作成0件。"),
    ],
)
def test_a_plan_is_late_from_the_day_after_its_last(due_on: date, figure: str, detail: str, world: World) -> None:
    finding = cycle.sealed(world)
    with db.writing() as connection:
        fields = PlanFields("手順書を改訂する", "架空 担当", due_on)
        improvement_plans.save(by(connection, who(world, "manager.h01")), finding, 0, fields)
    _, plans, _ = tiles(world)
    assert (plans.figure, plans.tone == "late") == (figure, figure == "1件")
    assert detail in plans.detail
    assert plans.detail in paper(world)


def test_the_plans_of_the_host_are_not_counted_for_those_who_visited_it(world: World) -> None:
    cycle.sealed(world)
    assert tiles(world, "leader.h02")[1].detail == "指摘事項のある評価報告書はまだありません。"


def test_a_cancelled_visit_leaves_nothing_to_be_done(world: World) -> None:
    assert tiles(world)[2].tone == "late"
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'cancelled' WHERE id = ?", [world.visit])
    steps = tiles(world)[2]
    assert (steps.figure, steps.detail, steps.tone) == ("0件", "日程の決まった手続きはありません。", "")
    assert steps.href == "/overdue"
    assert "期限のある手続きはありません" in paper(world)


def test_an_empty_region_has_a_first_screen_without_a_share_of_nothing(empty_db: Path) -> None:
    with viewing(operator()) as view:
        found = region_screen.read(view)
    assert (found.late, found.more, found.repeated) == ((), 0, ())
    assert len(found.tiles) == 5
    for one in found.tiles:
        assert one.tone != "late", one
        assert not any(word in f"{one.figure}{one.detail}" for word in ("nan", "None", "％")), one
