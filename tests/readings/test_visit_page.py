"""The reading of a visit's page holds what this reader may see and no more."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from checklist.model.assessments import Operation
from checklist.model.visits import VisitMode, VisitState
from checklist.readings import visit_list, visit_page
from checklist.readings.visit_page import Chosen, VisitPage
from checklist.readings.visit_paperwork import Paperwork
from checklist.readings.visit_preparation import Preparation
from checklist.rules.visits.next_step import Deed
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.visits import agreements, late_answers, member_chapters
from tests import cycle
from tests.cycle import who
from tests.world import SECOND, World, by

BEFORE = ("late", "earlier", "chapters", "passes", "agreements", "offer")
AFTER = ("report", "papers", "erasable")


def page(world: World, login: str, visit: int = 0, chosen: Chosen = Chosen.PREPARATION) -> VisitPage | None:
    with viewing(who(world, login)) as view:
        return visit_page.find(view, visit or world.visit, chosen)


def preparation(world: World, login: str, visit: int = 0) -> Preparation:
    found = page(world, login, visit)
    assert found is not None
    assert found.preparation is not None
    return found.preparation


def paperwork(world: World, login: str) -> Paperwork:
    found = page(world, login, chosen=Chosen.PAPERWORK)
    assert found is not None
    assert found.paperwork is not None
    return found.paperwork


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
    before, after = preparation(world, login), paperwork(world, login)
    there = {part for part in BEFORE if getattr(before, part) is not None}
    assert there | {part for part in AFTER if getattr(after, part) is not None} == parts


@pytest.mark.parametrize("chosen", Chosen)
def test_only_the_chosen_part_is_read(chosen: Chosen, world: World) -> None:
    found = page(world, "evaluator.h02", chosen=chosen)
    assert found is not None
    read = {Chosen.PREPARATION: found.preparation, Chosen.PAPERWORK: found.paperwork}
    assert {part for part, one in read.items() if one is not None} == {chosen} - {Chosen.RESULT}
    assert len(found.lines) == 2


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
        after = paperwork(world, login)
        assert mine in repr(after)
        assert other not in repr((found, after))
        assert [one.answered > 0 for one in found.lines] == [login != "manager.h01", login == "manager.h01"]
    for login, answered in (("manager.h01", 0), ("evaluator.h02", 2)):
        chapters = preparation(world, login).chapters
        assert chapters is not None
        assert {one.answered for one in chapters.progress if one.chapters} == {answered}
    secretariat = page(world, "secretariat")
    assert secretariat is not None
    seen = repr((secretariat, paperwork(world, "secretariat")))
    assert OWN not in seen
    assert THEIRS not in seen
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
    before, erasable = preparation(world, "evaluator.h02"), paperwork(world, "evaluator.h02").erasable
    assert before.late is not None
    assert (before.late.writes, [one.comment for one in before.late.found]) == (True, ["帰りの車で"])
    assert [(one.submission, one.withdraws) for one in before.steps] == [(None, True)]
    assert erasable is not None
    assert {one.where for one in erasable.choices} == {"訪問評価"}
    leader, theirs = page(world, "leader.h01"), preparation(world, "leader.h01")
    assert leader is not None
    assert (leader.next.moves, leader.next.takes_back, theirs.steps, theirs.late) == ((), False, (), None)
    assert theirs.agreements is not None
    assert (theirs.agreements.writes, len(theirs.agreements.found)) == (False, 1)


def test_once_there_is_a_meeting_its_report_leads_on_and_each_side_notes_its_own(world: World) -> None:
    agreed = cycle.meeting(world)
    met = page(world, "evaluator.h02")
    assert met is not None
    assert (met.next.next.deed, met.next.moves, met.next.takes_back) == (Deed.MEET, (VisitState.CANCELLED,), False)
    told = {}
    for values in ({"1-02": "B"}, {"1-05": "C", "2-03": "A"}):
        with db.writing() as connection:
            cycle.fill(connection, who(world, "evaluator.h02"), agreed, values)
        for login in ("evaluator.h02", "leader.h01", "secretariat"):
            seen = page(world, login)
            assert seen is not None
            told[login, len(values)] = (seen.next.next.deed, "未合意の項目が2件" in seen.next.next.sentence)
    assert told == {
        ("evaluator.h02", 1): (Deed.MEET, True), ("evaluator.h02", 2): (Deed.SIGN, False),
        ("leader.h01", 1): (Deed.WATCH, True), ("leader.h01", 2): (Deed.SIGN, False),
        ("secretariat", 1): (Deed.WATCH, True), ("secretariat", 2): (Deed.WATCH, False),
    }  # fmt: skip
    cycle.noted(world)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    notes = {}
    for login in ("manager.h01", "leader.h02", "evaluator.h02", "secretariat"):
        report = paperwork(world, login).report
        assert report is not None
        assert len(report.editions) == 1
        notes[login] = (report.hands_over, report.acknowledges, report.reopens)
    assert notes == {
        # Nobody receives what was not handed over.
        "manager.h01": (False, False, False),
        "leader.h02": (False, False, False),
        "evaluator.h02": (True, False, True),
        "secretariat": (False, False, True),
    }


def test_what_was_found_before_is_counted_for_the_next_visit(world: World) -> None:
    cycle.sealed(world)
    earlier = preparation(world, "evaluator.h02", cycle.next_year(world)).earlier
    assert earlier is not None
    assert (earlier.findings, earlier.unmarked) == (1, 1)
