"""A year that is published and planned again: the same pairs may come back, what has begun stays, classes are those of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.model.hospitals import Addon, Filing
from checklist.model.plan import DutyState, PlanDraft, PlanDuty, PlannedVisit
from checklist.model.visits import VisitState
from checklist.readings import year_plan
from checklist.rules.plan import days_together
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.plan import plan_questions, publishing, year_plans
from checklist.store.visits import visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.store.plan.test_plan_questions import BOUNDS, ONE, filed
from tests.store.plan.test_year_plans import NEXT, current, planned, publish, save
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by


def made(world: World, year: int = NEXT) -> list[int]:
    """The visits of a year that are not cancelled, by id."""
    with db.reading() as connection:
        found = visits.all_visits(by(connection))
    return [one.id for one in found if one.fiscal_year == year and one.state is not VisitState.CANCELLED]


def published(world: World) -> int:
    """One published visit; its id. The edition is then 2."""
    save(world, 0, planned(world, SMALL, HOST))
    publish(world, 1)
    (visit,) = made(world)
    return visit


def again(world: World, *found: PlannedVisit, released: tuple[int, ...] = ()) -> int:
    """Save what stands with these visits beside it; the new edition."""
    now = current(world)
    with db.writing() as connection:
        draft = replace(now.draft, visits=(*now.draft.visits, *found), released=released)
        return year_plans.save(by(connection, who(world, "secretariat")), NEXT, now.edition, draft)


def test_the_pair_of_a_released_visit_may_be_planned_anew_and_is_there_once(world: World) -> None:
    old = published(world)
    edition = again(world, planned(world, SMALL, HOST, month=2), released=(old,))
    publish(world, edition)
    (new,) = made(world)
    assert new != old
    assert [(one.visit_id, one.month) for one in current(world).draft.visits] == [(new, 2)]


def test_the_planner_gives_a_released_visit_back_and_the_plan_can_be_saved(world: World) -> None:
    """It keeps the pairs of before where it can, so most of what is released comes back with another month."""
    old = published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        publishing.release(act, NEXT, 2, old, released=True)
        question, plan = year_plan.question_of(act, NEXT)
        found = year_plan.proposed(question, plan)
        year_plans.save(act, NEXT, 3, found.draft)
    ids = world.hospitals
    assert (ids[HOST], ids[SMALL]) in {pair for one in found.proposal.visits for pair in one.pairs}
    publish(world, 4)
    assert old not in made(world)


def test_the_pair_of_a_visit_called_off_by_hand_may_be_planned_anew(world: World) -> None:
    old = published(world)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), old, VisitState.CANCELLED)
    publish(world, again(world, planned(world, SMALL, HOST)))
    assert len(made(world)) == 1


def test_a_pair_that_stands_is_still_refused_a_second_time(world: World) -> None:
    published(world)
    with pytest.raises(Refused, match="組合せが2回あります"):
        again(world, planned(world, SMALL, STRANGER, HOST))


def test_a_released_visit_called_off_by_hand_does_not_hold_up_the_plan(world: World) -> None:
    old = published(world)
    edition = again(world, planned(world, SMALL, STRANGER), released=(old,))
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), old, VisitState.CANCELLED)
    publish(world, edition)
    assert len(made(world)) == 1
    assert current(world).draft.released == ()


def test_a_released_visit_that_has_begun_is_never_cancelled_by_a_plan(world: World) -> None:
    with db.writing() as connection:
        publishing.release(by(connection, who(world, "secretariat")), YEAR, 0, world.visit, released=True)
    cycle.meeting(world)
    with pytest.raises(Refused, match="すでに始まったもの"):
        publish(world, 1, YEAR)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        assert visits.get(act, world.visit).state is VisitState.ON_SITE
        publishing.release(act, YEAR, 1, world.visit, released=False)
        assert year_plans.current(act, YEAR).draft.released == ()


def test_half_a_plan_is_never_published(world: World) -> None:
    """The second visit is there already: nothing of the first is made either."""
    save(world, 0, planned(world, SMALL, STRANGER), planned(world, HOST, LEADING), year=YEAR)
    before = made(world, YEAR)
    with pytest.raises(Refused):
        publish(world, 1, YEAR)
    assert made(world, YEAR) == before
    assert (current(world, YEAR).edition, current(world, YEAR).published) == (1, False)


def test_restoring_an_edition_makes_nothing_of_what_was_published_a_second_time(world: World) -> None:
    published(world)
    with db.writing() as connection:
        year_plans.restore(by(connection, who(world, "secretariat")), NEXT, 1, 2)
    with pytest.raises(Refused, match="公表する訪問がありません"):
        publish(world, 3)
    assert len(made(world)) == 1


def refile(world: World, code: str, until: date, then: int | None = None) -> None:
    """End what a hospital has filed, and file another class from the next day on."""
    with db.writing() as connection:
        act = by(connection)
        for one in hospitals.filings(act, world.hospitals[code]):
            hospitals.save_filing(act, replace(one, valid_to=until))
            if then:
                since = date.fromordinal(until.toordinal() + 1)
                hospitals.save_filing(act, Filing(0, one.hospital_id, one.addon, then, since, None, "次"))


def duties(world: World, code: str, year: int = NEXT) -> dict[PlanDuty, DutyState]:
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        found = year_plan.read(act, year).duties
    return {one.duty: one.state for one in found if one.hospital_id == world.hospitals[code]}


def test_a_filing_with_an_end_counts_for_a_visit_that_has_no_day_yet(world: World) -> None:
    """Published, the duty was told as missing again, and the next plan sent somebody a second time."""
    for code in (HOST, SMALL):
        refile(world, code, date(2028, 3, 31))
    save(world, 0, planned(world, SMALL, HOST))
    assert duties(world, SMALL) == {PlanDuty.EVALUATED: DutyState.DRAFT}
    publish(world, 1)
    assert duties(world, SMALL) == {PlanDuty.EVALUATED: DutyState.PLANNED}
    assert duties(world, HOST)[PlanDuty.EVALUATES_TWO] is DutyState.PLANNED


def test_the_class_of_a_later_year_does_not_count_for_this_one(world: World) -> None:
    refile(world, HOST, date(2028, 3, 31), then=2)
    save(world, 0, planned(world, SMALL, HOST))
    publish(world, 1)
    assert duties(world, SMALL) == {PlanDuty.EVALUATED: DutyState.PLANNED}
    assert set(duties(world, HOST)) == set(PlanDuty)


def test_nobody_is_sent_after_the_end_of_their_filing(world: World) -> None:
    refile(world, HOST, date(2027, 9, 30))
    with db.reading() as connection:
        asked = plan_questions.of_year(by(connection, who(world, "secretariat")), NEXT, PlanDraft())
    ids = world.hospitals
    assert asked.partners[ids[HOST]].closed == {10, 11, 12, 1, 2, 3}
    assert days_together.open_months(asked, ids[SMALL], [ids[HOST]]) == (4, 5, 6, 7, 8, 9)
    visit = planned(world, SMALL, HOST, month=12)
    save(world, 0, visit)
    with db.reading() as connection:
        page = year_plan.read(by(connection, who(world, "secretariat")), NEXT)
    assert "12月は架空中央病院が訪問できません" in "".join(page.remarks[visit])


@pytest.mark.parametrize(
    ("since", "until", "closed"),
    [
        (date(2022, 4, 1), None, set()), (date(2022, 4, 1), date(2027, 3, 31), set()),
        (date(2026, 7, 15), None, {4, 5, 6}), (date(2022, 4, 1), date(2026, 4, 1), {5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3}),
        (date(2027, 3, 31), None, {4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2}),
    ],
)  # fmt: skip
def test_months_outside_of_a_filing_are_closed(since: date, until: date | None, closed: set[int]) -> None:
    found = plan_questions.partners([ONE], [filed(Addon.SAFETY, 1, since, until)], BOUNDS)[1]
    assert found.safety == 1
    assert found.closed == closed


@pytest.mark.parametrize(
    ("since", "until"), [(date(2020, 4, 1), date(2026, 3, 31)), (date(2027, 4, 1), None)]
)  # fmt: skip
def test_a_filing_of_another_year_is_none_of_this(since: date, until: date | None) -> None:
    found = plan_questions.partners([ONE], [filed(Addon.SAFETY, 1, since, until)], BOUNDS)[1]
    assert (found.safety, found.closed) == (None, frozenset())


def test_two_who_plan_at_once_lose_nothing_of_each_other(world: World) -> None:
    """Each of five pairs of saves over one edition: one is kept, the other is told; every kept one stays readable."""
    for edition in range(5):
        mine, theirs = planned(world, SMALL, HOST, month=edition + 1), planned(world, SMALL, STRANGER)
        assert save(world, edition, mine) == edition + 1
        with pytest.raises(Exception, match=f"第{edition + 1}版"):
            save(world, edition, theirs)
    with db.reading() as connection:
        found = year_plans.versions(by(connection, who(world, "secretariat")), NEXT)
    assert [(one.edition, one.draft.visits[0].month) for one in found] == [(key, key) for key in (5, 4, 3, 2, 1)]
