"""The first screens beside the raw rows: plans, money, days, and for the secretariat how far the year is."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.model.criteria import Result
from checklist.papers import list_document
from checklist.readings import criteria, criteria_words, home_page, hospital_screen, region_screen
from checklist.readings.first_screen import HospitalScreen, RegionScreen
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import viewing
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.world import World, by, principal

TODAY = date(2026, 11, 22)
_OF_REPORTS = """FROM finding f JOIN visit v ON v.id = f.visit_id LEFT JOIN improvement_plan p ON p.finding_id = f.id
    WHERE f.dropped_at IS NULL AND f.kind = 'finding' AND v.state IN ('reported', 'acknowledged', 'closed')
        AND EXISTS (SELECT 1 FROM report WHERE visit_id = v.id)"""
LATE_PLAN = f"p.due_on < '{TODAY}' AND p.completed_on IS NULL AND p.checked_on IS NULL"


def login(name: str) -> Principal:
    with db.reading() as connection:
        return principal(people.by_login(by(connection), name))


def hospital(who: Principal) -> HospitalScreen:
    with viewing(who) as view:
        return hospital_screen.read(view, who.hospital_id or 0)


def region(who: Principal) -> RegionScreen:
    with viewing(who) as view:
        return region_screen.read(view)


def rows(sql: str, *given: object) -> list[tuple[Any, ...]]:
    with db.reading() as connection:
        return [tuple(row) for row in connection.execute(sql, given).fetchall()]


def behind(href: str) -> int:
    """How many lines the list has that an address leads to, for the secretariat."""
    path, _, query = href.partition("?")
    name = {"/follow_ups": "findings", "/visits": "visits"}[path]
    with viewing(login("secretariat")) as view:
        (table,) = list_document.document(view, name, dict(parse_qsl(query))).tables
    return len(table.rows)


@pytest.mark.parametrize("name", ["leader.h001", "manager.h002", "leader.h012"])
def test_plans_are_counted_as_the_rows_have_them(name: str, demo_db: Path) -> None:
    who = login(name)
    plans = next(one for one in hospital(who).tiles if "改善計画" in one.title)
    counts = "coalesce(sum({late}), 0), coalesce(sum({done}), 0), sum(p.id IS NULL), min(iif({late}, p.due_on, NULL))"
    counts = counts.format(late=LATE_PLAN, done="p.completed_on IS NOT NULL AND p.checked_on IS NULL")
    ((late, waiting, none, oldest),) = rows(f"SELECT {counts} {_OF_REPORTS} AND v.host_id = ?", who.hospital_id)
    assert plans.figure == f"{late}件"
    assert f"完了して確認を待つ計画{waiting}件、計画未作成{none}件。" in plans.detail
    assert (plans.tone == "late") == bool(late)
    if late:
        assert f"（{(TODAY - date.fromisoformat(str(oldest))).days:,}日超過）" in plans.detail


def test_money_is_points_times_ten_yen_times_admissions(demo_db: Path) -> None:
    who = login("leader.h001")
    tile = next(one for one in hospital(who).tiles if one.href == "/criteria")
    ((count, months),) = rows(
        """SELECT sum(count), count(DISTINCT substr(held_on, 1, 7)) FROM admission
           WHERE hospital_id = ? AND withdrawn_at IS NULL AND held_on > '2025-11-22' AND held_on <= '2026-11-22'""",
        who.hospital_id,
    )
    assert months == 12
    # 令和8年度: 医療安全対策加算1 160点 and 地域連携加算1 50点.
    assert tile.figure == f"{(160 + 50) * 10 * int(str(count)):,}円/年"


def test_what_is_not_met_puts_the_money_at_risk(demo_db: Path) -> None:
    seen = set()
    for (name,) in rows("SELECT login FROM person WHERE login LIKE 'leader.%'"):
        who = login(name)
        tile = next(one for one in hospital(who).tiles if one.href == "/criteria")
        with viewing(who) as view:
            judged = criteria.evaluation(view, who.hospital_id or 0, TODAY)
        found = [one.requirement.place for line in criteria_words.claimed(judged) for one in line.of(Result.NOT_MET)]
        if found:
            assert tile.tone == "late"
            assert tile.detail.startswith(f"算定できないおそれがあります。満たしていない要件：{found[0]}")
        assert ("算定できないおそれ" in tile.detail) == (tile.tone == "late")
        seen.add(tile.tone)
    assert "late" in seen
    assert len(seen) > 1


def test_the_side_that_visits_is_not_asked_for_what_the_host_has_to_do(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET visit_date = NULL")
    found = hospital(principal(world.people["leader.h02"]))
    assert [(one.day, one.what) for one in found.dates] == [
        ("日程未定", "協議の記録（架空中央病院）"),
        ("日程未定", "訪問の実施（架空中央病院）"),
    ]


def test_the_next_days_of_a_planned_visit_stand_in_their_order(world: World) -> None:
    found = hospital(principal(world.people["leader.h01"]))
    assert [(one.day, one.what, one.late) for one in found.dates] == [
        ("2026/9/26", "協議の記録（自院）", True),
        ("2026/11/11", "自己評価の提出（自院）", True),
        ("2026/11/25", "訪問の実施（自院）", False),
    ]
    assert {one.href for one in found.dates} == {f"/visits?visit={world.visit}"}
    steps = found.tiles[-1]
    assert (steps.figure, steps.tone) == ("2件", "late")
    assert "次は2026年11月25日（水）、訪問の実施（自院）" in steps.detail


def test_a_hospital_without_anything_yet_is_told_the_truth(world: World) -> None:
    found = hospital(principal(world.people["manager.h03"]))
    entitlement, plans, steps = found.tiles
    assert (plans.figure, plans.detail) == ("0件", "指摘事項のある評価報告書はまだありません。")
    assert (steps.figure, steps.detail, steps.tone) == ("0件", "日程の決まった手続きはありません。", "")
    assert found.dates == ()
    # 70 and 20 points as 加算2; for money there have to be admissions.
    assert (entitlement.figure, entitlement.tone) == (f"{70 + 20}点", "late")
    assert entitlement.detail.endswith("新入院患者数が記録されていないため、金額は計算できません。")


@pytest.mark.parametrize("name", ["evaluator.h01", "secretariat", "center", "admin", "leader.h02", "manager.h04"])
def test_nobody_reads_the_screen_of_a_hospital_that_is_not_theirs(name: str, world: World) -> None:
    with viewing(principal(world.people[name])) as view, pytest.raises(Forbidden):
        hospital_screen.read(view, world.hospitals["H01"])


def _percent_of(figure: str) -> tuple[int, int]:
    done, _, total = figure.partition("／")
    return int(done), int("".join(one for one in total if one.isdigit()))


def test_the_secretariat_sees_how_far_the_year_is(demo_db: Path) -> None:
    found = region(login("secretariat"))
    covered, visiting, made, reports, repeated = found.tiles
    ((done, planned),) = rows(
        """SELECT sum(state IN ('on_site', 'reported', 'acknowledged', 'closed')), count(*) FROM visit
           WHERE fiscal_year = 2026 AND state <> 'cancelled'"""
    )
    assert _percent_of(made.figure) == (done, planned)
    valid = f"valid_from <= '{TODAY}' AND coalesce(valid_to, '9999') >= '{TODAY}'"
    first = f"SELECT hospital_id FROM filing WHERE addon = 'safety' AND addon_class = 1 AND {valid}"
    second = f"SELECT hospital_id FROM filing WHERE addon = 'safety' AND addon_class = 2 AND {valid}"
    visits = """SELECT host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id
        WHERE fiscal_year = 2026 AND state <> 'cancelled'"""
    duty = f"SELECT hospital_id FROM filing WHERE addon = 'regional' AND {valid}"
    ((asked, served),) = rows(
        f"""SELECT count(*), sum(hospital_id IN (SELECT host_id FROM ({visits}) WHERE hospital_id IN ({first})))
            FROM ({duty})"""
    )
    assert _percent_of(covered.figure) == (served, asked)
    # To the duties of the plan, which name who lacks whom.
    assert {covered.href, visiting.href} == {"/plan?year=2026&part=duties"}
    ((asked, served),) = rows(
        f"""SELECT count(*), sum(hospital_id IN (SELECT hospital_id FROM ({visits}) WHERE host_id IN ({second})))
            FROM ({duty} AND addon_class = 1)"""
    )
    assert _percent_of(visiting.figure) == (served, asked)
    ((good, bad),) = rows(
        """SELECT sum(sealed_on <= until), sum(coalesce(sealed_on, '9999') > until AND until < '2026-11-22')
           FROM (SELECT date(visit_date, '+28 days') AS until, state,
                (SELECT max(date(sealed_at, '+9 hours')) FROM report WHERE visit_id = visit.id) AS sealed_on
               FROM visit WHERE fiscal_year = 2026 AND state IN ('on_site', 'reported', 'acknowledged', 'closed')
                   AND visit_date IS NOT NULL)
           WHERE sealed_on IS NOT NULL OR state = 'on_site'"""
    )
    assert _percent_of(reports.figure) == (good, good + bad)
    total = int(repeated.figure.rstrip("件").replace(",", ""))
    assert total >= sum(count for _, count, _ in found.repeated) > 0
    # One tap from every figure stands the list of what it counts.
    assert {href: behind(href) for _, _, href in found.repeated} == {href: count for _, count, href in found.repeated}
    assert (behind(repeated.href), behind(made.href), behind(reports.href)) == (total, planned, good + bad)
    assert behind(reports.href.replace("report=due", "report=in-time")) == good


def test_late_plans_are_counted_by_hospital_and_their_texts_told_to_nobody_else(demo_db: Path) -> None:
    found = region(login("secretariat"))
    counted: Counter[str] = Counter(dict(rows(f"SELECT h.name, count(*) {_with_names()} GROUP BY h.name")))
    assert {one.name: one.plans for one in found.late} == {one.name: counted[one.name] for one in found.late}
    assert len(found.late) + found.more >= len(counted)
    assert [one.days for one in found.late] == sorted((one.days for one in found.late), reverse=True)
    told = str(dataclasses.asdict(found))
    for text, action in rows(f"SELECT f.text, p.action {_OF_REPORTS} AND {LATE_PLAN} LIMIT 200"):
        assert str(text) not in told
        assert str(action) not in told


def _with_names() -> str:
    return f"{_OF_REPORTS} AND {LATE_PLAN}".replace("WHERE", "JOIN hospital h ON h.id = v.host_id WHERE", 1)


def test_what_is_overdue_in_a_visit_is_named_with_its_days(world: World) -> None:
    found = region(principal(world.people["secretariat"]))
    by_name = {one.name: one for one in found.late}
    # 協議 is for both sides, the self-assessment for the host alone.
    assert (by_name["架空中央病院"].what, by_name["架空中央病院"].days) == ("協議の記録 ほか1件", 57)
    assert (by_name["架空市民病院"].what, by_name["架空市民病院"].days) == ("協議の記録", 57)
    assert by_name["架空中央病院"].href == f"/overdue?late=late&hospital={world.hospitals['H01']}&when=all"


def test_an_overdue_plan_of_the_small_world_is_a_number_for_the_secretariat(world: World) -> None:
    finding = cycle.sealed(world)
    with db.writing() as connection:
        manager = by(connection, principal(world.people["manager.h01"]))
        improvement_plans.save(manager, finding, 0, PlanFields("秘密の改善策", "担当", date(2026, 11, 1)))
    found = region(principal(world.people["secretariat"]))
    assert [(one.name, one.plans) for one in found.late if one.plans] == [("架空中央病院", 1)]
    assert "秘密" not in str(dataclasses.asdict(found))
    own = hospital(principal(world.people["leader.h01"]))
    assert [one.figure for one in own.tiles if "改善計画" in one.title] == ["1件"]


@pytest.mark.parametrize("name", ["leader.h01", "manager.h01", "evaluator.h02", "center", "admin"])
def test_only_whoever_plans_the_region_reads_its_screen(name: str, world: World) -> None:
    with viewing(principal(world.people[name])) as view, pytest.raises(Forbidden):
        region_screen.read(view)


def test_a_region_without_filings_is_told_so(world: World) -> None:
    with db.writing() as connection:
        _without_regional(connection)
    covered, visiting, *_ = region(principal(world.people["secretariat"])).tiles
    assert covered.figure == visiting.figure == "－"


def _without_regional(connection: Database) -> None:
    connection.execute("DELETE FROM filing WHERE addon = 'regional'")


def test_nothing_to_do_is_not_said_beside_a_figure_in_red(demo_db: Path) -> None:
    """A director read it under twelve overdue plans, which are for the safety manager to do."""
    with viewing(login("leader.h001")) as view:
        page = home_page.read(view)
    assert page.hospital
    assert any(one.tone for one in page.hospital.tiles)
    assert page.no_tasks == "ご自身の手続きで、現在対応が必要なものはありません"
    calm = dataclasses.replace(
        page.hospital, tiles=tuple(dataclasses.replace(one, tone="") for one in page.hospital.tiles)
    )
    for screen in (calm, None):
        assert dataclasses.replace(page, hospital=screen).no_tasks == "現在、対応が必要なことはありません"


def test_numbers_beyond_a_thousand_have_their_comma(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_ups, "repeated", lambda view, hospitals: {(0, "1"): 2999})
    assert region(login("secretariat")).tiles[-1].figure == "2,999件"
