"""The reading of a visit's page holds what this reader may see and no more."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from checklist.model.assessments import Operation
from checklist.model.visits import VisitMode, VisitState
from checklist.readings import visit_list, visit_page
from checklist.readings.visit_page import VisitPage
from checklist.rules.visits.next_step import Deed
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.visits import agreements, late_answers, member_chapters
from tests import cycle
from tests.cycle import who
from tests.world import SECOND, World, by

PARTS = ("late", "earlier", "chapters", "passes", "report", "agreements", "papers", "erasable", "offer")


def page(world: World, login: str, visit: int = 0) -> VisitPage | None:
    with viewing(who(world, login)) as view:
        return visit_page.find(view, visit or world.visit)


def there(found: VisitPage) -> set[str]:
    return {part for part in PARTS if getattr(found, part) is not None}


READERS = {"chapters", "report", "agreements", "papers"}


# Written out: which parts of the page of one open visit there are for whom.
@pytest.mark.parametrize(
    ("login", "parts"),
    [
        ("manager.h01", READERS | {"erasable"}),
        ("leader.h01", READERS),
        ("manager.h02", READERS | {"passes"}),
        ("leader.h02", READERS),
        ("evaluator.h02", READERS | {"late", "passes", "erasable"}),
        ("second.h02", READERS | {"late", "passes", "erasable"}),
        ("secretariat", READERS | {"passes", "offer"}),
    ],
)
def test_a_part_is_there_for_those_who_may_read_it(world: World, login: str, parts: set[str]) -> None:
    found = page(world, login)
    assert found is not None
    assert there(found) == parts


@pytest.mark.parametrize("login", ["evaluator.h01", "manager.h04", "evaluator.h04", "center", "admin"])
def test_for_those_whom_it_does_not_concern_there_is_no_such_visit(world: World, login: str) -> None:
    assert page(world, login) is None
    assert page(world, "secretariat", visit=999) is None
    with viewing(who(world, login)) as view:
        listed = visit_list.read(view)
    assert (listed.visits, listed.names, listed.offer) == ((), {}, None)


OWN, THEIRS = "自院のみの文", "訪問側のみの文"


def test_nothing_of_the_other_side_is_in_the_reading_before_it_is_submitted(world: World) -> None:
    with db.writing() as connection:
        cycle.fill(connection, who(world, "manager.h01"), world.self_assessment, {"1-01": "A"}, OWN)
        cycle.fill(
            connection, who(world, "evaluator.h02"), world.visitor_assessment, {"1-01": "B", "1-02": "B"}, THEIRS
        )
        member = by(connection, who(world, "evaluator.h02"))
        member_chapters.assign(member, world.visit, member.principal.person_id, SECOND.code, ["1"])
    for login, mine, other in (("manager.h01", OWN, THEIRS), ("evaluator.h02", THEIRS, OWN)):
        found = page(world, login)
        assert found is not None
        assert mine in repr(found)
        assert other not in repr(found)
        assert [one.answered > 0 for one in found.lines] == [login != "manager.h01", login == "manager.h01"]
    for login, answered in (("manager.h01", 0), ("evaluator.h02", 2)):
        found = page(world, login)
        assert found is not None
        assert found.chapters is not None
        assert {one.answered for one in found.chapters.progress if one.chapters} == {answered}
    secretariat = page(world, "secretariat")
    assert secretariat is not None
    assert OWN not in repr(secretariat)
    assert THEIRS not in repr(secretariat)
    assert [one.readable for one in secretariat.lines] == [False, False]


def test_the_parts_say_what_may_be_done(world: World) -> None:
    cycle.submitted(world)
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-01", 1, "C", "帰りの車で", None)
        late_answers.hand_in(by(connection, who(world, "second.h02")), world.visitor_assessment, [sent])
        host = by(connection, who(world, "manager.h01"))
        agreements.record(host, world.visit, date(2026, 11, 1), "双方", VisitMode.ONLINE)
    found = page(world, "evaluator.h02")
    assert found is not None
    assert (found.next.next.deed, found.next.moves, found.next.takes_back) == (Deed.MEET, (VisitState.CANCELLED,), True)
    assert found.late is not None
    assert (found.late.writes, [one.comment for one in found.late.found]) == (True, ["帰りの車で"])
    assert [(one.submission, one.withdraws) for one in found.steps] == [(None, True)]
    assert found.erasable is not None
    assert {one.where for one in found.erasable.choices} == {"訪問評価"}
    leader = page(world, "leader.h01")
    assert leader is not None
    assert (leader.next.moves, leader.next.takes_back, leader.steps, leader.late) == ((), False, (), None)
    assert leader.agreements is not None
    assert (leader.agreements.writes, len(leader.agreements.found)) == (False, 1)


def test_once_there_is_a_meeting_its_report_leads_on_and_each_side_notes_its_own(world: World) -> None:
    cycle.meeting(world)
    met = page(world, "evaluator.h02")
    assert met is not None
    assert (met.next.next.deed, met.next.moves, met.next.takes_back) == (Deed.SIGN, (VisitState.CANCELLED,), False)
    cycle.noted(world)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    notes = {}
    for login in ("manager.h01", "leader.h02", "evaluator.h02", "secretariat"):
        found = page(world, login)
        assert found is not None
        assert found.report is not None
        assert len(found.report.editions) == 1
        notes[login] = (found.report.hands_over, found.report.acknowledges, found.report.reopens)
    assert notes == {
        # Nobody receives what was not handed over.
        "manager.h01": (False, False, False),
        "leader.h02": (False, False, False),
        "evaluator.h02": (True, False, True),
        "secretariat": (False, False, True),
    }


def test_what_was_found_before_is_counted_for_the_next_visit(world: World) -> None:
    cycle.sealed(world)
    found = page(world, "evaluator.h02", cycle.next_year(world))
    assert found is not None
    assert found.earlier is not None
    assert (found.earlier.findings, found.earlier.unmarked) == (1, 1)
