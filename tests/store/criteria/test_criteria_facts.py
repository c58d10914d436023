"""What the rules look at: in bulk the same as for one hospital, and nothing later than the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.criteria import Direction
from checklist.model.fields import Counts
from checklist.model.hospitals import Addon, Filing
from checklist.model.records import KINDS, Admission, Conference, Notice, Record, SafetyRound
from checklist.model.records.incidents import IncidentCount
from checklist.model.region import Region
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import db, region
from checklist.store.act import View
from checklist.store.closing import sealed_reports
from checklist.store.criteria import criteria_facts
from checklist.store.files import attachment
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.records import records
from checklist.store.visits import agreements, paper_days, visit_papers, visit_steps, visits
from checklist.store.visits.paper_days import PaperDays
from tests.attached_files import pdf
from tests.cycle import sealed, who
from tests.world import HOST, LEADING, SMALL, YEAR, World, by, operator

DAY = date(2026, 12, 20)


def keep(world: World, *found: Record, login: str = "manager.h01", hospital: str = HOST) -> None:
    with db.writing() as connection:
        for one in found:
            records.save(by(connection, who(world, login)), world.hospitals[hospital], one)


def conference(on: date) -> Conference:
    return Conference(held_on=on, participants=5, committee_members=2, topic="検討")


def test_records_count_up_to_the_day_and_from_the_window_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-12-21")
    days = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1), date(2026, 5, 1), date(2026, 12, 21)]
    keep(world, *map(conference, days), Notice(held_on=date(2020, 4, 1), place="外来", text="相談窓口"))
    with db.reading() as connection:
        found = criteria_facts.of_day(by(connection), DAY, world.hospitals[HOST])[world.hospitals[HOST]]
    assert [one.day for one in found.of(Conference)] == days[2:4]
    assert [one.day for one in found.recent(Conference)] == [days[3]]
    assert len(found.of(Notice)) == 1
    assert (found.since, found.ends) == (date(2026, 4, 1), date(2027, 3, 31))


def test_of_the_incident_reports_only_the_year_that_is_told_is_read(world: World) -> None:
    days = [date(2025, 6, 30), date(2025, 11, 30), date(2025, 12, 31), date(2026, 10, 31)]
    keep(world, *(IncidentCount(held_on=day, profession="nurse", level_1=3) for day in days))
    with db.reading() as connection:
        found = criteria_facts.of_day(by(connection), DAY, world.hospitals[HOST])[world.hospitals[HOST]]
    assert [one.day for one in found.of(IncidentCount)] == days[2:]


def test_something_recorded_long_ago_stays_apart_from_never(world: World) -> None:
    days = [date(2022, 5, 1), date(2022, 6, 1)]
    keep(world, *(SafetyRound(held_on=day, department="薬剤部") for day in days))
    with db.reading() as connection:
        found = criteria_facts.of_day(by(connection), DAY)
    assert [one.day for one in found[world.hospitals[HOST]].of(SafetyRound)] == [days[1]]
    assert found[world.hospitals[SMALL]].of(SafetyRound) == ()


def test_all_hospitals_at_once_give_the_same_as_each_alone(world: World) -> None:
    sealed(world)
    keep(world, conference(date(2026, 5, 1)), Admission(held_on=date(2026, 5, 31), count=90))
    keep(world, conference(date(2026, 6, 1)), login="manager.h03", hospital=SMALL)
    with db.reading() as connection:
        together = criteria_facts.of_day(by(connection), DAY)
        assert set(together) == set(world.hospitals.values())
        for hospital in world.hospitals.values():
            assert criteria_facts.of_day(by(connection), DAY, hospital)[hospital] == together[hospital]


def test_a_day_looked_at_after_a_later_one_is_as_if_it_stood_alone(demo_db: Path) -> None:
    """What a view has read for one day must not tell an earlier one what came after it."""
    days = [date(2026, 11, 22), date(2026, 10, 23), date(2024, 4, 1), date(2026, 11, 22)]
    with db.reading(demo_db) as connection:
        view = View.now(connection, operator())
        for day in days:
            found, kept = criteria_facts.of_day(view, day), records.until(connection, day, KINDS.values())
            assert found == criteria_facts.of_day(by(connection), day)
            for kind in (one for one in KINDS.values() if one.COUNTS is Counts.ALWAYS):
                assert {one.hospital.id: one.of(kind) for one in found.values() if one.of(kind)} == {
                    hospital: by_kind[kind.KIND] for hospital, by_kind in kept.items() if kind.KIND in by_kind
                }


def test_a_visit_has_its_classes_agreement_parts_and_the_day_its_report_was_handed_over(world: World) -> None:
    sealed(world)
    with db.writing() as connection:
        agreements.record(
            by(connection, who(world, "manager.h01")), world.visit, date(2026, 9, 1), "双方", VisitMode.IN_PERSON
        )
    for expected in (None, date(2026, 11, 22)):
        with db.reading() as connection:
            (visit,) = criteria_facts.of_day(by(connection), DAY, world.hospitals[HOST])[world.hospitals[HOST]].visits
        assert (visit.host_class, visit.evaluators) == (1, {world.hospitals[LEADING]: 1})
        assert (visit.agreed_on, visit.handed_over_on) == (date(2026, 9, 1), expected)
        assert visit.law_parts == frozenset({"ア-イ", "イ"})
        if expected is None:
            with db.writing() as connection:
                sealed_reports.hand_over(by(connection, who(world, "evaluator.h02")), world.visit, date(2026, 11, 22))


def test_the_class_of_a_partner_is_the_one_on_the_day_of_the_visit(world: World) -> None:
    small, host = world.hospitals[SMALL], world.hospitals[HOST]
    with db.writing() as connection:
        old = next(one for one in hospitals.filings(by(connection), small) if one.addon is Addon.SAFETY)
        ended = Filing(old.id, small, Addon.SAFETY, 2, old.valid_from, date(2026, 6, 30), "")
        hospitals.save_filing(by(connection), ended)
        hospitals.save_filing(by(connection), Filing(0, small, Addon.SAFETY, 1, date(2026, 7, 1), None, ""))
        for day in (date(2026, 6, 30), date(2026, 7, 1)):
            plan = Visit(0, YEAR, small, (host,), (), day, VisitMode.IN_PERSON, VisitState.PLANNED, True, "")
            visits.add(by(connection, who(world, "secretariat")), plan, [])
    with db.reading() as connection:
        found = criteria_facts.of_day(by(connection), DAY, small)[small].visits
    assert [one.host_class for one in found] == [2, 1]
    assert [one.law_parts for one in found] == [None, None]


def test_a_filing_from_a_later_day_changes_no_earlier_answer_about_a_visit_to_come(world: World) -> None:
    small, host, on = world.hospitals[SMALL], world.hospitals[HOST], date(2026, 6, 1)
    plan = Visit(0, YEAR, small, (host,), (), date(2026, 8, 1), VisitMode.IN_PERSON, VisitState.PLANNED, True, "")
    with db.writing() as connection:
        visits.add(by(connection, who(world, "secretariat")), plan, [])
        before = criteria_facts.of_day(by(connection), on, host)[host].visits
        old = next(one for one in hospitals.filings(by(connection), small) if one.addon is Addon.SAFETY)
        ended = Filing(old.id, small, Addon.SAFETY, 2, old.valid_from, date(2026, 6, 30), "")
        hospitals.save_filing(by(connection), ended)
        hospitals.save_filing(by(connection), Filing(0, small, Addon.SAFETY, 1, date(2026, 7, 1), None, ""))
        assert criteria_facts.of_day(by(connection), on, host)[host].visits == before
        later = criteria_facts.of_day(by(connection), date(2026, 7, 1), host)[host].visits
    assert [one.host_class for one in (*before, *later) if one.host_id == small] == [2, 1]


def test_a_visit_on_paper_counts_by_the_days_that_are_recorded_and_not_by_those_of_the_entry(world: World) -> None:
    host = world.hospitals[HOST]
    plan = Visit(
        0,
        YEAR,
        world.hospitals[SMALL],
        (host,),
        (),
        date(2026, 7, 1),
        VisitMode.IN_PERSON,
        VisitState.PLANNED,
        True,
        "",
    )
    with db.writing() as connection:
        secretariat = who(world, "secretariat")
        paper = visits.add(by(connection, secretariat), plan, [])
        before = next(one for one in criteria_facts.of_day(by(connection), DAY, host)[host].visits if one.id == paper)
        visit_steps.move(by(connection, secretariat), paper, VisitState.ON_SITE)
        after = next(one for one in criteria_facts.of_day(by(connection), DAY, host)[host].visits if one.id == paper)
        scan = visit_papers.add(by(connection, secretariat), paper, attachment.check("評価報告書.pdf", pdf()))
        paper_days.record(by(connection, secretariat), paper, PaperDays(date(2026, 7, 2), date(2026, 8, 3), scan))
        told = next(one for one in criteria_facts.of_day(by(connection), DAY, host)[host].visits if one.id == paper)
    assert (before.held, before.handed_over_on) == (False, None)
    assert (after.held, after.handed_over_on, after.on) == (True, None, date(2026, 7, 1))
    assert (told.held, told.handed_over_on, told.on) == (True, date(2026, 8, 3), date(2026, 7, 2))


def test_a_partner_has_the_class_of_its_filing_and_the_one_of_the_day(world: World) -> None:
    small, host = world.hospitals[SMALL], world.hospitals[HOST]
    with db.writing() as connection:
        filing_partners.add(by(connection, who(world, "secretariat")), host, small, Direction.VISITS, date(2026, 4, 1))
        old = next(one for one in hospitals.filings(by(connection), small) if one.addon is Addon.SAFETY)
        hospitals.save_filing(by(connection), replace(old, valid_to=date(2026, 6, 30)))
        hospitals.save_filing(
            by(connection), Filing(0, small, Addon.SAFETY, 1, date(2026, 7, 1), date(2026, 9, 30), "")
        )
        found = [
            criteria_facts.of_day(by(connection), day, host)[host].partners[0]
            for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 1))
        ]
    assert [(one.filed_class, one.class_now) for one in found] == [(2, 2), (2, 1), (2, None)]


def test_the_window_follows_the_regions_setting(world: World) -> None:
    with db.writing() as connection:
        settings = region.load(connection)
        region.save(by(connection), Region(settings.name, 4, 5, False, True, criteria_window="twelve_months"))
        found = criteria_facts.of_day(by(connection), DAY, world.hospitals[HOST])[world.hospitals[HOST]]
        assert (found.since, found.ends) == (date(2025, 12, 21), None)
        with pytest.raises(Refused, match="施設基準の「年1回程度」の数え方"):
            region.save(by(connection), Region(settings.name, 4, 5, False, True, criteria_window="never"))


def test_only_the_safety_manager_shares_the_entitlement_of_the_own_hospital(world: World) -> None:
    host = world.hospitals[HOST]
    with db.writing() as connection:
        assert not hospitals.get(by(connection), host).shares_entitlement
        hospitals.share_entitlement(by(connection, who(world, "manager.h01")), host, True)
        assert hospitals.get(by(connection), host).shares_entitlement
        for login in ("leader.h01", "manager.h02", "secretariat", "evaluator.h01", "admin", "center"):
            with pytest.raises(Forbidden):
                hospitals.share_entitlement(by(connection, who(world, login)), host, False)
        hospitals.save(by(connection), hospitals.get(by(connection), host))
        assert hospitals.get(by(connection), host).shares_entitlement
