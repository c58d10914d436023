"""The library of 好事例: offered by its hospital alone, read by everybody, gone at once when it is taken back, and nameless if wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from checklist.errors import ChecklistError, Forbidden, NotFound, Refused, Stale
from checklist.model.closing import ErasedKind
from checklist.store import db, doctor, links, practices
from checklist.store.act import acting, viewing
from checklist.store.closing import erasures
from checklist.store.closing.erasures import Written
from checklist.store.practices import Offer, Practice
from tests import cycle
from tests.cycle import offered, who
from tests.store.test_doctor import break_with
from tests.world import World, by

TITLE, TEXT = "手順を現場に定着させる", "毎月確かめている"
SECRET = "患者 架空ハナコ氏の転倒を契機に手順を改めた"


def library(world: World, login: str = "leader.h04") -> list[Practice]:
    with viewing(who(world, login)) as view:
        return practices.library(view)


def own(world: World, login: str = "manager.h01") -> list[Offer]:
    with viewing(who(world, login)) as view:
        return practices.offers(view, world.hospitals["H01"])


@pytest.fixture
def good(world: World) -> int:
    """A 好事例 of a sealed report of H01 (at 1-02)."""
    return cycle.sealed_with_practice(world)[1]


def test_a_named_entry_says_whose_it_is_and_where_it_was_found(world: World, good: int) -> None:
    offered(world, good, named=True)
    assert library(world) == [Practice(TITLE, TEXT, "1", "医療安全管理体制", 2026, "架空中央病院", 1)]


def test_an_entry_without_a_name_tells_nothing_that_so_few_hospitals_share(world: World, good: int) -> None:
    offered(world, good, named=False)
    # One hospital was visited: year and chapter would say which.
    assert library(world) == [Practice(TITLE, TEXT, "", "", None, "", None)]


def test_once_enough_hospitals_share_them_year_and_chapter_are_told(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        found = practices.library(by(connection))
        by_hand = {
            (year, sheet): hosts
            for year, sheet, hosts in connection.execute(
                """SELECT visit.fiscal_year, v.sheet_id, count(DISTINCT host_id) FROM visit
                   JOIN visit_sheet s ON s.visit_id = visit.id JOIN sheet_version v ON v.id = s.version_id
                   WHERE visit.id IN (SELECT visit_id FROM report) GROUP BY 1, 2"""
            )
        }
    nameless = [one for one in found if not one.hospital]
    assert len(found) >= 10
    assert len(nameless) >= 3
    assert {one.addon_class for one in nameless} == {None}
    told = {one.fiscal_year for one in nameless if one.fiscal_year}
    assert told
    assert all(any(hosts >= 5 for (of, _), hosts in by_hand.items() if of == year) for year in told)


def test_nothing_in_an_entry_leads_to_its_visit_or_finding() -> None:
    assert {one.name for one in fields(Practice)} == {
        "title", "text", "chapter", "chapter_name", "fiscal_year", "hospital", "addon_class",
    }  # fmt: skip


def test_what_is_not_offered_is_known_to_the_hospital_alone(world: World, good: int) -> None:
    assert library(world) == []
    (one,) = own(world)
    assert (one.finding_id, one.version, one.offered, one.title, one.text) == (good, 0, False, "", "")
    assert own(world, "leader.h01") == [one]


def test_an_offer_is_changed_and_taken_back_at_once_and_every_step_stays(
    world: World, good: int, world_db: Path
) -> None:
    offered(world, good, named=True)
    offered(world, good, named=False, title="別の題名")
    assert [one.title for one in library(world)] == ["別の題名"]
    with acting(who(world, "manager.h01")) as act:
        practices.withdraw(act, good, practices.of_finding(act, good).version)
    assert library(world) == []
    (one,) = own(world)
    assert (one.offered, one.text, one.by) == (False, "", "manager.h01 さん")
    with db.reading(world_db) as connection:
        steps = connection.execute("SELECT offered, named, text FROM practice ORDER BY id").fetchall()
        assert links.verify(connection).broken is None
    assert [tuple(step) for step in steps] == [(1, 1, f"{TITLE}\n{TEXT}"), (1, 0, f"別の題名\n{TEXT}"), (0, 0, "")]
    offered(world, good, named=True)
    assert len(library(world)) == 1


def test_what_was_taken_back_cannot_be_taken_back_again(world: World, good: int) -> None:
    with pytest.raises(Refused, match="公開していません"), acting(who(world, "manager.h01")) as act:
        practices.withdraw(act, good, 0)


def test_two_managers_who_change_the_same_are_told(world: World, good: int) -> None:
    offered(world, good, named=True)
    with pytest.raises(Stale), acting(who(world, "manager.h01")) as act:
        practices.offer(act, good, 0, True, TITLE, TEXT, True)
    with pytest.raises(Stale), acting(who(world, "manager.h01")) as act:
        practices.withdraw(act, good, 0)
    assert len(library(world)) == 1


def test_without_consent_nothing_is_offered(world: World, good: int) -> None:
    with pytest.raises(Refused) as refused, acting(who(world, "manager.h01")) as act:
        practices.offer(act, good, 0, True, TITLE, TEXT, consented=False)
    assert [fault.where for fault in refused.value.faults] == ["公開の同意"]
    assert library(world) == []


Ask = Callable[[World, int, str], object]


def _reads(world: World, good: int, login: str) -> object:
    return own(world, login)


def _offers(world: World, good: int, login: str) -> None:
    with acting(who(world, login)) as act:
        practices.offer(act, good, 0, True, TITLE, TEXT, consented=True)


def _looks(world: World, good: int, login: str) -> object:
    with viewing(who(world, login)) as view:
        return practices.of_finding(view, good)


@pytest.mark.parametrize("ask", [_reads, _offers, _looks])
@pytest.mark.parametrize(
    "login",
    ["evaluator.h01", "manager.h02", "leader.h02", "evaluator.h02", "manager.h04", "secretariat", "center", "admin"],
)
def test_nobody_else_offers_or_learns_what_is_offered(world: World, good: int, ask: Ask, login: str) -> None:
    offered(world, good, named=False)
    with pytest.raises(Forbidden):
        ask(world, good, login)


def test_a_leader_reads_the_own_hospitals_offers_and_makes_none(world: World, good: int) -> None:
    with pytest.raises(Forbidden):
        _offers(world, good, "leader.h01")


def test_a_number_of_another_and_one_of_nothing_are_answered_alike(world: World, good: int) -> None:
    told = []
    for number in (good, 999):
        with pytest.raises(ChecklistError) as error:
            _looks(world, number, "manager.h04")
        told.append((type(error.value), error.value.message))
    assert told[0] == told[1]


def test_an_administrator_reads_no_library(world: World) -> None:
    with pytest.raises(Forbidden):
        library(world, "admin")


def test_only_a_good_practice_of_a_sealed_report_is_taken(world: World, world_db: Path) -> None:
    finding, good = cycle.sealed_with_practice(world)
    with pytest.raises(Forbidden):
        _offers(world, finding, "manager.h01")
    # The database itself refuses what is none, whoever asks.
    person = world.people["manager.h01"].id
    with pytest.raises(Refused, match="好事例のみです"), db.writing() as connection:
        connection.conn.execute("INSERT INTO practice VALUES (NULL, ?, 1, 1, 'x', '2026', ?)", [finding, person])
    break_with(world_db, "UPDATE finding SET dropped_at = '2026' WHERE id = 2")
    assert good == 2
    with pytest.raises(Forbidden):
        _offers(world, good, "manager.h01")


def test_what_the_visitors_drop_leaves_the_library(world: World, good: int, world_db: Path) -> None:
    offered(world, good, named=True)
    break_with(world_db, "UPDATE finding SET dropped_at = '2026' WHERE kind = 'good_practice'")
    assert library(world) == []


@pytest.mark.parametrize("statement", ["UPDATE practice SET named = 0", "UPDATE practice SET text = 'x'", "DELETE FROM practice",
                                       "INSERT OR REPLACE INTO practice SELECT * FROM practice"])  # fmt: skip
def test_no_step_is_changed_afterwards(world: World, good: int, statement: str) -> None:
    offered(world, good, named=True)
    with pytest.raises(Refused, match="変更できません"), db.writing() as connection:
        connection.conn.execute(statement)


def contents(path: Path) -> bytes:
    parts = [path, path.with_name(f"{path.name}-wal")]
    return b"".join(part.read_bytes() for part in parts if part.exists())


def test_an_erased_text_is_gone_from_library_history_and_disk(world: World, good: int, world_db: Path) -> None:
    offered(world, good, named=True, text=SECRET)
    offered(world, good, named=True, title="改めた題名", text=SECRET)
    assert "架空ハナコ".encode() in contents(world_db)
    for title in (TITLE, "改めた題名"):
        with acting(who(world, "manager.h01")) as act:
            erasures.erase(act, Written(ErasedKind.PRACTICE, good, "1-02", "", f"{title}\n{SECRET}", True), "患者名")
    assert "架空ハナコ".encode() not in contents(world_db)
    assert library(world) == []
    (one,) = own(world)
    assert one.erased
    with db.reading(world_db) as connection:
        assert links.verify(connection).broken is None
    assert doctor.examine(world_db).faults == ()
    offered(world, good, named=True)
    assert [one.text for one in library(world)] == [TEXT]


def test_whoever_erases_a_finding_erases_what_repeats_it(world: World, world_db: Path) -> None:
    good = cycle.sealed_with_practice(world, SECRET)[1]
    offered(world, good, named=False, text=f"{SECRET}。ほかの部署にも広げた。")
    with acting(who(world, "evaluator.h02")) as act:
        erasures.erase(act, Written(ErasedKind.FINDING, good, "1-02", "", SECRET, True), "患者名")
    assert "架空ハナコ".encode() not in contents(world_db)
    assert library(world) == []


def test_what_was_offered_is_shown_for_erasure_to_its_hospital_alone(world: World, good: int) -> None:
    offered(world, good, named=False)
    with viewing(who(world, "manager.h01")) as view:
        (found,) = erasures.practices_of(view, world.visit)
    assert (found.kind, found.owner, found.item, found.text, found.stands) == (
        ErasedKind.PRACTICE, good, "1-02", f"{TITLE}\n{TEXT}", True,
    )  # fmt: skip
    for login in ("leader.h01", "evaluator.h02", "manager.h02", "secretariat"):
        with pytest.raises(Forbidden), viewing(who(world, login)) as view:
            erasures.practices_of(view, world.visit)
        with pytest.raises(Forbidden), acting(who(world, login)) as act:
            erasures.erase(act, found, "患者名")


def test_a_text_that_was_never_offered_is_not_erased(world: World, good: int) -> None:
    offered(world, good, named=True)
    with pytest.raises(NotFound), acting(who(world, "manager.h01")) as act:
        erasures.erase(act, Written(ErasedKind.PRACTICE, good, "1-02", "", "別の文", True), "患者名")
