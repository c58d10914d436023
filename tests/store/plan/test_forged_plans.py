"""Plans that nobody's screen would send: forged numbers, other years, other roles, two at once, and a fall in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from checklist.errors import ChecklistError, Forbidden, NotFound, Refused, Stale
from checklist.model.plan import PlanDraft, PlannedChange, PlannedVisit
from checklist.model.visits import VisitState
from checklist.readings import plan_effects, year_plan
from checklist.store import db
from checklist.store.act import Act
from checklist.store.plan import publishing, travel_times, year_plans
from checklist.store.visits import visit_steps, visits
from tests.cycle import who
from tests.store.plan.test_replanning import made, published
from tests.store.plan.test_year_plans import NEXT, current, planned, publish, save
from tests.world import HOST, LEADING, SECOND, SMALL, STRANGER, World, by

FORGED = [
    (999, (1,), 3, "登録されていない病院"), (1, (999,), 3, "登録されていない病院"), (-1, (1,), 3, "登録されていない病院"),
    (1, (), 3, "1つから3つまで"), (1, (2, 3, 4, 999), 3, "登録されていない病院"), (1, (1,), 3, "受審病院自身"),
    (1, (2, 1), 3, "受審病院自身"), (1, (2, 2), 3, "2回選ばれています"), (1, (2,), 13, "1から12まで"),
    (1, (2,), 0, "1から12まで"), (1, (2,), -4, "1から12まで"),
]  # fmt: skip


def test_no_plan_is_kept_of_what_cannot_be(world: World) -> None:
    for host, crew, month, told in FORGED:
        with pytest.raises(Refused, match=told):
            save(world, 0, planned(world, SMALL, HOST), PlannedVisit(host, crew, month))
        assert (current(world).edition, made(world)) == (0, [])


def test_no_plan_names_a_visit_that_is_none_of_its_year(world: World) -> None:
    """One of this year and one of nobody, as a visit that stays, that is given back, and that is moved."""
    for other in (world.visit, 999):
        there = PlannedVisit(world.hospitals[SMALL], (world.hospitals[HOST],), 5, visit_id=other)
        for draft in (
            PlanDraft(visits=(there,)), PlanDraft(released=(other,)), PlanDraft(changes=(PlannedChange(there, ()),)),
        ):  # fmt: skip
            with db.writing() as connection, pytest.raises(Refused, match="（令和9年度）に登録されていない訪問"):
                year_plans.save(by(connection, who(world, "secretariat")), NEXT, 0, draft)
            assert current(world).edition == 0


NOWHERE = [
    ((), 3, None, "1つから3つまで"), ((999,), 3, None, "登録されていない病院"), ((3,), 3, None, "受審病院自身"),
    ((1, 1), 3, None, "2回選ばれています"), ((1,), 13, None, "1から12まで"), ((1,), 3, date(NEXT, 3, 31), "2027年度"),
    ((1,), 4, date(NEXT + 1, 4, 1), "2027年度"), ((1,), 4, date.min, "2027年度"), ((1,), 4, date.max, "2027年度"),
]  # fmt: skip


def test_no_visit_is_moved_to_where_it_cannot_be(world: World) -> None:
    visit = published(world)
    for crew, month, day, told in NOWHERE:
        moved = PlannedVisit(world.hospitals[SMALL], crew, month, visit_id=visit)
        with db.writing() as connection, pytest.raises(Refused, match=told):
            publishing.rearrange(by(connection, who(world, "secretariat")), NEXT, 2, moved, day)
        assert (current(world).edition, current(world).draft.changes) == (2, ())


@pytest.mark.parametrize(
    ("day", "month"), [(date(NEXT, 4, 1), 4), (date(NEXT + 1, 3, 31), 3), (date(NEXT + 1, 2, 29), 2)]
)
def test_the_first_and_the_last_day_of_the_year_and_a_leap_day_are_days_of_it(
    day: date, month: int, world: World
) -> None:
    visit = published(world)
    with db.writing() as connection:
        moved = replace(planned(world, SMALL, HOST, month=7), visit_id=visit)
        publishing.rearrange(by(connection, who(world, "secretariat")), NEXT, 2, moved, day)
    publish(world, 3)
    (kept,) = current(world).draft.visits
    with db.reading() as connection:
        assert (visits.get(by(connection), visit).visit_date, kept.month) == (day, month)


def test_a_visit_that_is_not_there_is_neither_moved_nor_given_back(world: World) -> None:
    published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        for visit in (0, -1, 999_999):
            with pytest.raises(NotFound):
                publishing.rearrange(act, NEXT, 2, replace(planned(world, SMALL, HOST), visit_id=visit), None)
            for back in (True, False):
                with pytest.raises(NotFound):
                    publishing.release(act, NEXT, 2, visit, back)
    assert current(world).edition == 2


def test_the_visit_of_another_year_or_host_is_no_part_of_this_plan(world: World) -> None:
    published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        for host in (HOST, SMALL):
            with pytest.raises(Refused, match="ほかの年度・受審病院"):
                publishing.rearrange(act, NEXT, 2, replace(planned(world, host, STRANGER), visit_id=world.visit), None)
        with pytest.raises(Refused, match="計画し直せません"):
            publishing.release(act, NEXT, 2, world.visit, released=True)
        assert visits.get(act, world.visit).state is VisitState.PLANNED
    assert current(world).edition == 2


Deed = Callable[[Act, World, int], object]
DEEDS: dict[str, Deed] = {
    "save": lambda act, world, seen: year_plans.save(act, NEXT, seen, PlanDraft()),
    "restore": lambda act, world, seen: year_plans.restore(act, NEXT, 1, seen),
    "rearrange": lambda act, world, seen: publishing.rearrange(
        act, NEXT, seen, replace(planned(world, SMALL, STRANGER), visit_id=made(world)[0]), None
    ),
    "release": lambda act, world, seen: publishing.release(act, NEXT, seen, made(world)[0], released=True),
    "publish": lambda act, world, seen: publishing.publish(act, NEXT, seen, [SECOND.code]),
}
NOBODY = ("manager.h01", "leader.h01", "evaluator.h02", "manager.h03", "center", "admin", "expert")


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_the_office_changes_a_plan_and_never_one_they_have_not_seen(deed: str, world: World) -> None:
    published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, NEXT, 2, replace(current(world).draft, visits=(planned(world, STRANGER, LEADING),)))
    before = current(world)
    with db.writing() as connection:
        for login in NOBODY:
            with pytest.raises(Forbidden):
                DEEDS[deed](by(connection, who(world, login)), world, before.edition)
        guest = replace(who(world, "secretariat"), visit_scope=world.visit)
        with pytest.raises(Forbidden):
            DEEDS[deed](by(connection, guest), world, before.edition)
        for seen in (0, 1, 2, 4, -1):
            with pytest.raises(Stale):
                DEEDS[deed](by(connection, who(world, "secretariat")), world, seen)
    assert current(world) == before


class Fell(Exception):
    """The power went."""


def test_a_publication_that_falls_in_the_middle_has_published_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three visits are called off, three changed and three made; the n-th of one kind falls."""
    pairs = ((SMALL, HOST), (SMALL, LEADING), (SMALL, STRANGER), (HOST, LEADING), (HOST, STRANGER), (LEADING, HOST))
    save(world, 0, *(planned(world, host, one) for host, one in pairs))
    publish(world, 1)
    ids = made(world)
    there = {one.visit_id: one for one in current(world).draft.visits}
    changes = [PlannedChange(replace(there[one], month=1), there[one].evaluator_ids, date(NEXT + 1, 1, 9), None)
               for one in ids[3:]]  # fmt: skip
    new = [planned(world, *pair) for pair in ((LEADING, STRANGER), (STRANGER, HOST), (STRANGER, LEADING))]
    with db.writing() as connection:
        draft = replace(current(world).draft, released=tuple(ids[:3]))
        for one in changes:
            draft = draft.changed(one)
        year_plans.save(
            by(connection, who(world, "secretariat")), NEXT, 2, replace(draft, visits=(*draft.visits, *new))
        )
    before, stood = current(world), _standing(world)
    for name, at in product(("_cancel", "_change", "_create"), (1, 2, 3)):
        left = iter(range(1, at))
        kept = getattr(publishing, name)

        def falls(*args: object, left: Iterator[int] = left, kept: Callable[..., object] = kept) -> object:
            if next(left, None) is None:
                raise Fell
            return kept(*args)

        with monkeypatch.context() as patch:
            patch.setattr(publishing, name, falls)
            with pytest.raises(Fell):
                publish(world, 3)
        assert (current(world), _standing(world)) == (before, stood), (name, at)
    assert publish(world, 3) == (
        "2027年度（令和9年度）の計画を公表しました（訪問3件を登録、3件を変更、3件を中止）。双方の病院の画面に表示されます。"
    )
    assert sorted(made(world)) == [*ids[3:], *range(ids[-1] + 1, ids[-1] + 4)]


def _standing(world: World) -> list[tuple[object, ...]]:
    with db.reading() as connection:
        return [(one.id, one.state, one.visit_date, one.evaluator_ids) for one in visits.all_visits(by(connection))]


def test_a_change_that_was_overtaken_takes_the_whole_publication_back(world: World) -> None:
    visit = published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        publishing.rearrange(act, NEXT, 2, replace(planned(world, SMALL, STRANGER), visit_id=visit), None)
        draft = year_plans.current(act, NEXT).draft
        year_plans.save(act, NEXT, 3, replace(draft, visits=(*draft.visits, planned(world, HOST, STRANGER))))
        visit_steps.move(act, visit, VisitState.ON_SITE)
    stood = _standing(world)
    with pytest.raises(Refused, match="架空みなと病院への訪問"):
        publish(world, 4)
    assert (_standing(world), current(world).edition) == (stood, 4)


MOVES = [
    ((HOST,), HOST, LEADING, (LEADING,)), ((HOST, LEADING), HOST, STRANGER, (STRANGER, LEADING)),
    ((HOST, LEADING), HOST, LEADING, (LEADING, HOST)), ((HOST, LEADING), LEADING, HOST, (LEADING, HOST)),
    ((HOST, LEADING, STRANGER), STRANGER, HOST, (STRANGER, LEADING, HOST)),
]  # fmt: skip


@pytest.mark.parametrize(("crew", "leaving", "coming", "becomes"), MOVES)
def test_one_hospital_in_the_place_of_another_loses_nobody(
    crew: tuple[str, ...], leaving: str, coming: str, becomes: tuple[str, ...], world: World
) -> None:
    moved = plan_effects.by_another(planned(world, SMALL, *crew), world.hospitals[leaving], world.hospitals[coming])
    assert moved == planned(world, SMALL, *becomes, pinned=True)


@pytest.mark.parametrize(
    ("moved", "broken", "met", "faulty"),
    [
        (("month", 1), 0, 0, False), (("month", None), 0, 0, False), (("away", None), 2, 0, False),
        (("crew", STRANGER), 1, 1, False), (("crew", SMALL), 0, 0, True), (("beside", STRANGER), 0, 1, False),
    ],
)  # fmt: skip
def test_what_a_move_breaks_and_mends_is_what_the_year_looks_like_afterwards(
    moved: tuple[str, object], broken: int, met: int, faulty: bool, world: World
) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    with db.reading() as connection:
        view = by(connection, who(world, "secretariat"))
        page = year_plan.read(view, NEXT)
        (old,) = page.standing
        new = _moved(world, old, *moved)
        found = plan_effects.read(view, page, old, new)
    assert (len(found.broken), len(found.met), bool(found.faults)) == (broken, met, faulty)
    assert current(world).edition == 1
    assert not set(found.broken) & set(found.met)


def _moved(world: World, old: PlannedVisit, verb: str, what: object) -> PlannedVisit | None:
    ids = world.hospitals
    if verb == "month":
        return plan_effects.in_month(old, what if isinstance(what, int) else None)
    if verb == "crew":
        return plan_effects.by_another(old, ids[HOST], ids[str(what)])
    return replace(old, evaluator_ids=(*old.evaluator_ids, ids[str(what)])) if verb == "beside" else None


def test_both_directions_of_a_pair_in_one_save_are_one_matter(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        travel_times.save(act, {(1, 2): 30})
        with pytest.raises(ChecklistError, match="2回"):
            travel_times.save(act, {(1, 2): 40, (2, 1): 30})
        assert travel_times.current(act) == {(1, 2): 30}
