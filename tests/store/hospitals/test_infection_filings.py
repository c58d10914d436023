"""Filings of 感染対策向上加算: their classes, their partners, and the class that a sheet of 感染対策 goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.comparison import pool
from checklist.comparison.basis import OF_INFECTION
from checklist.comparison.selection import Selection
from checklist.errors import Forbidden, Refused
from checklist.model.assessments import Track
from checklist.model.criteria import Direction
from checklist.model.hospitals import OUTPATIENT, Addon, Filing
from checklist.model.sheets import Subject
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings import evidence_list, filings_page, visit_page
from checklist.rules.hospitals.infection import JOINT
from checklist.store import db
from checklist.store.assessments import assessment_rows, assessments, expected_items, submitted
from checklist.store.assessments.submitted import Filter
from checklist.store.criteria import criteria_facts
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import member_chapters, visits
from tests.cycle import fill, who
from tests.world import CODES, HOST, LEADING, SECOND, SMALL, YEAR, World, by

SINCE, DAY = date(2022, 4, 1), date(2026, 11, 24)
NEEDED = tuple(code for code in CODES if code != "1-02")
INFECTION = replace(
    SECOND, code="infection-1", sheet_code="infection", sheet_name="感染の点検表", number=1, previous_code=None, lineage=(),
    subject=Subject.INFECTION,
)  # fmt: skip


def file(world: World, code: str, number: int, login: str = "secretariat", addon: Addon = Addon.INFECTION) -> int:
    with db.writing() as connection:
        filing = Filing(0, world.hospitals[code], addon, number, SINCE, None, "第9号")
        return hospitals.save_filing(by(connection, who(world, login)), filing)


def planned(world: World, codes: list[str], evaluator: str = LEADING) -> int:
    """A visit of H01 by another hospital with these sheets."""
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        members = (world.people["evaluator.h02"].id,) if evaluator == LEADING else ()
        visit = Visit(0, YEAR, world.hospitals[HOST], (world.hospitals[evaluator],), members, DAY,
                      VisitMode.IN_PERSON, VisitState.PLANNED, False, "")  # fmt: skip
        return visits.add(act, visit, codes)


def add_sheet(world: World) -> None:
    with db.writing() as connection:
        sheets.add(by(connection, who(world, "secretariat")), INFECTION)


@pytest.mark.parametrize(
    ("addon", "number", "taken"),
    [
        *((Addon.INFECTION, number, True) for number in (1, 2, 3, OUTPATIENT)),
        (Addon.INFECTION, 5, False),
        (Addon.INFECTION, 0, False),
        (Addon.SAFETY, 3, False),
        (Addon.REGIONAL, OUTPATIENT, False),
    ],
)
def test_each_add_on_has_classes_of_its_own(world: World, addon: Addon, number: int, taken: bool) -> None:
    with db.writing() as connection:
        connection.execute("DELETE FROM filing")
    if taken:
        file(world, HOST, number, addon=addon)
    else:
        with pytest.raises(Refused, match="から選んでください"):
            file(world, HOST, number, addon=addon)
    with db.reading() as connection:
        expected = {world.hospitals[HOST]: number} if taken else {}
        assert hospitals.classes_on(by(connection), DAY, addon) == expected


@pytest.mark.parametrize("login", ["leader.h01", "manager.h02", "evaluator.h01", "center", "admin"])
def test_only_the_hospital_and_the_secretariat_file(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        file(world, HOST, 1, login=login)
    assert file(world, HOST, 1, login="manager.h01")


def test_a_second_filing_of_another_class_may_not_overlap(world: World) -> None:
    file(world, HOST, 1)
    with pytest.raises(Refused, match="期間が重なります"):
        file(world, HOST, OUTPATIENT)


def test_it_leaves_the_class_of_safety_and_what_is_asked_for_as_they_are(world: World) -> None:
    with db.reading() as connection:
        manager, own = by(connection, who(world, "manager.h01")), world.hospitals[HOST]
        before = evidence_list.evidence_list(manager, own, DAY).lines
    file(world, HOST, 2)
    with db.reading() as connection:
        manager = by(connection, who(world, "manager.h01"))
        assert hospitals.class_on(manager, own, DAY) == 1
        assert evidence_list.evidence_list(manager, own, DAY).lines == before
    with db.writing() as connection:
        connection.execute("DELETE FROM filing WHERE addon <> 'infection'")
    with db.reading() as connection:
        # With 感染対策向上加算 alone as without any filing: everything is shown.
        assert evidence_list.evidence_list(by(connection, who(world, "manager.h01")), own, DAY).lines != ()


# The class for the sheet of 医療安全 stays 加算1; 1-02 is an item for 加算1 only.
@pytest.mark.parametrize(
    ("number", "expected"), [(None, CODES), (1, CODES), (2, NEEDED), (3, CODES), (OUTPATIENT, CODES)]
)
def test_a_sheet_of_infection_goes_by_the_class_of_its_own_add_on(
    world: World, number: int | None, expected: tuple[str, ...]
) -> None:
    add_sheet(world)
    if number:
        file(world, HOST, number)
    visit = planned(world, [SECOND.code, INFECTION.code])
    with db.writing() as connection:
        member = who(world, "evaluator.h02")
        found = {one.version_code: one for one in assessments.of_visit(by(connection, member), visit)}
        asked = expected_items.of_assessments(by(connection, member), list(found.values()))
        assert [asked[found[code].id] for code in (SECOND.code, INFECTION.code)] == [CODES, expected]
        counted = expected_items.filled(by(connection, member), [one.id for one in found.values()])
        assert counted[found[INFECTION.code].id].items == len(expected)
        member_chapters.assign(by(connection, member), visit, member.person_id, INFECTION.code, ["1", "2"])
        mine = next(one for one in member_chapters.progress(by(connection, member), visit) if one.chapters)
        assert mine.items == len(expected)
        assert assessment_rows.get(connection, found[SECOND.code].id).version_code == SECOND.code


def told(world: World, visit: int, login: str = "secretariat") -> tuple[str, ...]:
    with db.reading() as connection:
        page = visit_page.find(by(connection, who(world, login)), visit)
    assert page is not None
    assert page.preparation is not None
    return page.preparation.infection


def test_the_page_of_a_visit_says_whose_filing_is_missing_until_both_have_filed(world: World) -> None:
    add_sheet(world)
    visit = planned(world, [SECOND.code, INFECTION.code])
    assert (
        "架空中央病院・架空市民病院には、2026年11月24日（火）に有効な感染対策向上加算の届出が登録されていません"
        in told(world, visit)[0]
    )
    file(world, HOST, 1)
    assert told(world, visit)[0].startswith("感染対策の点検表を使いますが、架空市民病院には、")
    file(world, LEADING, 1)
    assert told(world, visit) == told(world, visit, "manager.h01") == (JOINT,)
    assert told(world, planned(world, [SECOND.code])) == ()
    assert told(world, planned(world, [INFECTION.code], SMALL))[0].startswith("感染対策の点検表を使いますが、")


def test_partners_of_infection_are_listed_and_no_duty_of_safety_sees_them(world: World) -> None:
    file(world, HOST, 1)
    own, partner = world.hospitals[HOST], world.hospitals[SMALL]
    file(world, SMALL, 3)
    with db.writing() as connection:
        manager = by(connection, who(world, "manager.h01"))
        line = filing_partners.add(manager, own, partner, Direction.INFECTION, date(2026, 4, 1))
        with pytest.raises(Refused, match="同じ区分ですでに届け出ています"):
            filing_partners.add(manager, own, partner, Direction.INFECTION, date(2026, 5, 1))
    with db.reading() as connection:
        manager = by(connection, who(world, "manager.h01"))
        assert criteria_facts.of_hospital(manager, own, DAY).partners == ()
        page = filings_page.read(manager, own)
        assert page.partnership.named == ()
        assert page.partnership.infection == 1
        assert page.infection
        assert [(row[0], row[3]) for row in page.infection.rows] == [("架空みなと病院", "加算3")]
    with db.writing() as connection:
        filing_partners.end(by(connection, who(world, "manager.h01")), line, date(2026, 6, 30))
    with db.reading() as connection:
        page = filings_page.read(by(connection, who(world, "leader.h01")), own)
        assert page.infection
        assert page.infection.rows == ()
        assert filings_page.read(by(connection, who(world, "secretariat")), world.hospitals[LEADING]).infection is None


# With 加算1 of 医療安全 throughout; 1-02 is not for the second class, so a submission may lack it.
@pytest.mark.parametrize("number", [None, 1, 2, 3])
def test_a_comparison_counts_a_sheet_of_infection_in_the_class_of_its_own_add_on(
    world: World, number: int | None
) -> None:
    add_sheet(world)
    if number:
        file(world, HOST, number)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        for code in (SECOND.code, INFECTION.code):
            own = (
                world.self_assessment
                if code == SECOND.code
                else assessments.start_self(by(connection, manager), YEAR, code)
            )
            fill(connection, manager, own, dict.fromkeys(CODES, "A"))
            assessments.submit(by(connection, manager), own)
    with db.reading() as connection:
        view = by(connection, who(world, "secretariat"))
        chosen = Selection(first_year=YEAR, last_year=YEAR, track=Track.SELF)
        found = submitted.entries(view, Filter(Track.SELF))
        assert {one.sheet_code: one.addon_class for one in found} == {"mini": 1, "infection": number}
        pools = {
            sheet: pool.read(view, replace(chosen, sheet=sheet), pool.reader(view), common=False)
            for sheet in ("mini", "infection")
        }
    assert [OF_INFECTION in one.notes for one in pools.values()] == [False, True]
    # A class that no item names is held to what both share.
    assert ("1-02" in pools["infection"].basis.used) is (number == 1)
