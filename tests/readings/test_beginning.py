"""The checklist of a new region: what its first visit still needs, whose turn it is, and when it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from checklist.model.accounts import Person, Principal, Role
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.readings import beginning
from checklist.readings.beginning import Step
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.hospitals import hospitals
from tests import cycle
from tests.world import PASSWORD_HASH, World, by, principal


def steps(world: World, login: str) -> dict[str, Step]:
    with db.reading() as connection:
        return {one.title: one for one in beginning.steps(by(connection, principal(world.people[login])))}


def of_nobody(*roles: Role) -> list[Step]:
    """What somebody in an empty region reads."""
    who = Principal(1, "a", "管理者", frozenset(roles), None, False, clock.now())
    with db.reading() as connection:
        return list(beginning.steps(by(connection, who)))


def test_an_empty_region_lacks_everything_and_each_line_leads_to_where_it_is_done(empty_db: Path) -> None:
    found = of_nobody(Role.ADMIN, Role.SECRETARIAT)
    assert [one.href for one in found] == [
        "/settings", "/accounts", "/hospitals", "/hospitals", "/accounts", "/accounts", "/accounts", "/sheets", "/visits",
    ]  # fmt: skip
    assert not any(one.done for one in found)


def test_whoever_cannot_do_it_reads_who_does(empty_db: Path) -> None:
    by_title = {one.title: one for one in of_nobody(Role.ADMIN)}
    visit = by_title["訪問を計画する"]
    assert (visit.href, visit.detail.endswith("地域事務局が行います。")) == ("", True)
    assert of_nobody(Role.CENTER_STAFF, Role.LEADER) == []


def test_a_region_that_has_everything_has_no_checklist(world: World) -> None:
    assert steps(world, "admin") == steps(world, "secretariat") == {}


def test_hospitals_without_filing_manager_evaluator_and_leader_are_named(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        for number in range(5, 10):
            new = Hospital(0, f"H0{number}", f"架空第{number}病院", "", "", 100, HospitalKind.GENERAL, False)
            new_id = hospitals.save(act, new)
            if number > 5:
                hospitals.save_filing(act, Filing(0, new_id, Addon.SAFETY, number % 2 + 1, date(2026, 4, 1), None, ""))
        # A partner from outside does not use the product.
        hospitals.save(act, replace(new, code="X1", name="院外病院", external=True))
    found = steps(world, "secretariat")
    assert "未登録：架空第5病院。" in found["病院ごとに届出を登録する"].detail
    manager = found["病院ごとに医療安全管理者のアカウントを作成する"]
    assert manager.detail.startswith("架空第5病院、架空第6病院、架空第7病院 ほか2病院。")
    # Of 加算1 are the sixth and the eighth.
    assert found["病院ごとに訪問評価者のアカウントを作成する"].detail.startswith("架空第6病院、架空第8病院。")
    assert [one.done for one in found.values()] == [True, True, True, False, False, False, False, True, True]


def test_an_account_that_is_closed_counts_for_nothing_and_after_a_first_visit_the_list_is_gone(world: World) -> None:
    with db.writing() as connection:
        people.change(by(connection), replace(world.people["leader.h03"], active=False))
    assert not steps(world, "admin")["病院ごとに病院幹部のアカウントを作成する"].done
    cycle.sealed(world)
    assert steps(world, "admin") == {}
    with db.reading() as connection:
        (lack,) = beginning.lacks(by(connection, principal(world.people["admin"])))
    assert (lack.role, lack.count) == (Role.LEADER, 1)


def test_the_account_of_a_secretariat_is_a_line_of_its_own(empty_db: Path) -> None:
    with db.writing() as connection:
        jimu = Person(0, "jimu", "事務 花子", None, False, frozenset({Role.SECRETARIAT}), True)
        people.add_hashed(by(connection), jimu, PASSWORD_HASH)
    assert [one.done for one in of_nobody(Role.ADMIN)[:2]] == [False, True]
