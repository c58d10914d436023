"""A year as its page, its lists and the command line show it: in the order of the year, with everything that is missing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist import __main__ as program
from checklist.errors import Forbidden
from checklist.model.hospitals import Addon
from checklist.model.plan import DutyState, PlanDraft, PlanDuty, PlanSettings, PlanStatus
from checklist.readings import plan_in_words, plan_listing, year_plan
from checklist.readings.year_plan import PlanPage, Proposed
from checklist.store import db, region
from checklist.store.hospitals import hospitals
from checklist.store.plan import plan_questions, publishing, year_plans
from tests.cycle import who
from tests.rules.plan.regions import owed
from tests.store.plan.test_year_plans import NEXT, planned, publish, save
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by


def page(world: World, year: int = NEXT) -> PlanPage:
    with db.reading() as connection:
        return year_plan.read(by(connection, who(world, "secretariat")), year)


def proposed(world: World, **settings: object) -> Proposed:
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        question, plan = year_plan.question_of(act, NEXT, PlanSettings(**settings))  # type: ignore[arg-type]
    return year_plan.proposed(question, plan)


@pytest.mark.parametrize(
    ("today", "start", "now"),
    [
        ("2026-03-31", 4, 2025), ("2026-04-01", 4, 2026), ("2026-12-31", 4, 2026), ("2027-01-01", 4, 2026),
        ("2026-06-30", 7, 2025), ("2026-07-01", 7, 2026), ("2026-01-01", 1, 2026),
    ],
)  # fmt: skip
def test_the_year_that_is_shown_first_is_the_running_one(
    world: World, monkeypatch: pytest.MonkeyPatch, today: str, start: int, now: int
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    with db.writing() as connection:
        act = by(connection)
        region.save(act, replace(region.of(act), fiscal_year_start_month=start))
        act = by(connection)
        assert year_plan.years_of(act, None) == (now, (now + 1, now, now - 1))
        assert year_plan.years_of(act, now + 1)[0] == now + 1
        assert year_plan.years_of(act, now + 2)[0] == year_plan.years_of(act, 0)[0] == now


@pytest.mark.parametrize(
    ("today", "open_in"),
    [
        ("2026-04-01", (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)), ("2026-04-30", (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)),
        ("2026-12-31", (12, 1, 2, 3)), ("2027-01-01", (1, 2, 3)), ("2027-03-31", (3,)),
        ("2027-04-01", (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)), ("2026-03-31", (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)),
    ],
)  # fmt: skip
def test_only_months_to_come_are_open_at_every_edge_of_the_year(
    world: World, monkeypatch: pytest.MonkeyPatch, today: str, open_in: tuple[int, ...]
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    with db.reading() as connection:
        assert plan_questions.of_year(by(connection), YEAR, PlanDraft()).months == open_in


def test_visits_stand_by_the_months_of_the_year_and_those_without_one_first(world: World) -> None:
    save(
        world, 0, planned(world, SMALL, HOST, month=1), planned(world, SMALL, STRANGER, month=4),
        planned(world, LEADING, HOST, month=12), planned(world, HOST, STRANGER, month=None),
    )  # fmt: skip
    assert [one.month for one in page(world).visits] == [None, 4, 12, 1]
    found = plan_listing.visits(page(world))
    assert [line.cells[0] for line in found.lines] == ["未定", "4月", "12月", "1月"]


def test_a_list_of_visits_names_everybody_and_says_what_is_pinned_and_there(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, STRANGER, month=5))
    publish(world, 1)
    now = page(world).plan
    with db.writing() as connection:
        drafts = (*now.draft.visits, planned(world, SMALL, LEADING, month=6, pinned=True))
        year_plans.save(by(connection, who(world, "secretariat")), NEXT, now.edition, PlanDraft(visits=drafts))
    assert [line.cells[:7] for line in plan_listing.visits(page(world)).lines] == [
        ("5月", "架空みなと病院", "架空中央病院", "架空東病院", "", "はい", "登録済み"),
        ("6月", "架空みなと病院", "架空市民病院", "", "", "はい", "計画案"),
    ]
    (there, _) = page(world).visits
    with db.writing() as connection:
        number = there.visit_id or 0
        publishing.release(by(connection, who(world, "secretariat")), NEXT, 3, number, released=True)
    assert [line.cells[6] for line in plan_listing.visits(page(world)).lines] == ["計画し直す", "計画案"]
    assert len({plan_listing.key(one) for one in page(world).visits}) == 2


def test_the_duties_are_counted_from_what_stands_and_what_is_drafted(world: World) -> None:
    assert (len(page(world).duties), page(world).missing) == (10, 10)
    save(world, 0, planned(world, SMALL, HOST))
    now = page(world)
    assert (len(now.duties), now.missing, len(now.drafted)) == (10, 8, 1)
    listed = [line.of for line in plan_listing.duties(now).lines]
    # Who lacks something first, whatever its code.
    assert [row.standing for row in listed] == ["missing"] * (len(listed) - 1) + ["open"]
    assert listed[-1].partner.code == SMALL < listed[-2].partner.code
    rows = {row.partner.code: row for row in listed}
    assert plan_listing.in_words(rows[SMALL], PlanDuty.EVALUATED) == "計画案：架空中央病院"
    assert plan_listing.in_words(rows[HOST], PlanDuty.EVALUATES_TWO) == "計画案：架空みなと病院"
    assert plan_listing.in_words(rows[SMALL], PlanDuty.EVALUATES_ONE) == "対象外"
    assert plan_listing.missing(rows[HOST], PlanDuty.EVALUATED)
    assert not plan_listing.missing(rows[SMALL], PlanDuty.EVALUATES_ONE)


def test_cancelling_the_only_visit_of_a_duty_is_told_before_it_happens(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    publish(world, 1)
    (there,) = page(world).visits
    broken = plan_listing.named(year_plan.without(page(world), there), page(world))
    assert broken == ["架空中央病院の「加算2を評価」", "架空みなと病院の「加算1による評価」"]


def test_a_proposal_meets_what_the_page_then_shows_as_met(world: World) -> None:
    found = proposed(world)
    assert found.proposal.status is PlanStatus.OPTIMAL
    assert found.sentence.startswith(
        f"訪問{len(found.proposal.visits)}件の計画案を作成しました（これより良い計画はありません）"
    )
    with db.writing() as connection:
        year_plans.save(by(connection, who(world, "secretariat")), NEXT, found.seen, found.draft)
    now = page(world)
    assert (now.missing, now.unmet, now.plan.draft.gap) == (0, (), 0)
    assert {one.state for one in now.duties} == {DutyState.DRAFT}


def test_without_anybody_of_a_class_the_duty_is_named_with_what_would_help(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        for one in hospitals.filings(act, world.hospitals[SMALL]):
            hospitals.save_filing(act, replace(one, valid_to=date(2027, 3, 31)))
    found = proposed(world)
    assert found.proposal.status is PlanStatus.INFEASIBLE
    assert {(one.hospital_id, one.duty) for one in found.proposal.unmet} == {
        (world.hospitals[code], PlanDuty.EVALUATES_TWO) for code in (HOST, LEADING, STRANGER)
    }
    assert "満たせない義務が3件あります" in found.sentence
    said = plan_in_words.in_words(found)
    assert said.count("：加算2を評価：") == 3
    described = plan_in_words.described(found)
    assert {one["hospital"] for one in described["unmet"]} == {HOST, LEADING, STRANGER}
    assert all(one["reason"] and one["remedy"] for one in described["unmet"])


def test_one_of_each_day_leads_and_every_pair_stands_once(world: World) -> None:
    lines = plan_in_words.described(proposed(world))["visits"]
    pairs = [(one["evaluator"], one["host"]) for one in lines]
    assert len(pairs) == len(set(pairs))
    days = {(one["host"], one["month"]) for one in lines}
    assert {(one["host"], one["month"]) for one in lines if one["leading"]} == days
    assert {one["visit"] for one in lines} == {None}


def test_the_command_proposes_and_changes_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["plan", "--year", str(NEXT), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "optimal"
    assert {one["host"] for one in found["visits"]} == {HOST, LEADING, SMALL, STRANGER}
    assert page(world).plan.edition == 0


def test_a_hospital_sees_its_own_year_and_not_the_draft(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, month=1))
    with db.reading() as connection:
        before = year_plan.own(by(connection, who(world, "manager.h03")), NEXT)
    assert (before.visits, before.months) == ((), {})
    assert [(one.duty, one.state) for one in before.duties] == [(PlanDuty.EVALUATED, DutyState.MISSING)]
    publish(world, 1)
    with db.reading() as connection:
        after = year_plan.own(by(connection, who(world, "manager.h03")), NEXT)
        with pytest.raises(Forbidden):
            year_plan.read(by(connection, who(world, "manager.h03")), NEXT)
    assert [one.partner_ids for one in after.duties] == [(world.hospitals[HOST],)]
    assert set(after.months.values()) == {1}


def test_a_hospital_without_the_regional_addon_owes_nothing(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        for one in hospitals.filings(act, world.hospitals[STRANGER]):
            if one.addon is Addon.REGIONAL:
                hospitals.save_filing(act, replace(one, valid_to=date(2027, 3, 31)))
    assert world.hospitals[STRANGER] not in {one.hospital_id for one in page(world).duties}
    assert world.hospitals[STRANGER] in page(world).partners


def test_the_demo_region_has_the_plans_of_two_years_and_a_next_one_in_which_one_hospital_finds_nobody(
    demo_db: Path,
) -> None:
    with db.reading(demo_db) as connection:
        view = by(connection)
        last, this, following = (year_plan.read(view, year) for year in (YEAR - 1, YEAR, NEXT))
    assert [one.plan.published for one in (last, this, following)] == [True, True, False]
    assert {one.state for one in last.duties} == {DutyState.DONE}
    assert (this.missing, following.missing, len(following.drafted) <= following.by_hand) == (0, 1, True)
    (lonely,) = following.unmet
    assert following.partners[lonely.hospital_id].area == "離島"
    assert lonely.duty is PlanDuty.EVALUATED
    assert lonely.reason == "70km以内に加算1がありません。"
    assert re.fullmatch(r"距離の上限を\d+km以上にすると満たせます（.+、約\d+km）。", lonely.remedy)
    # What stands in the draft is what the law asks, by a reading of it that shares nothing with the planner.
    pairs = {pair for one in (*following.question.fixed, *following.drafted) for pair in one.pairs}
    open_to = {(one.hospital, one.what) for one in owed(following.question) if not one.ways & pairs}
    assert open_to == {(lonely.hospital_id, "evaluated")}
