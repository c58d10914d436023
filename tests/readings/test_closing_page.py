"""The reading of the closing meeting: nothing before it has begun, and what each side may do in it."""

from __future__ import annotations

import pytest

from checklist.model.closing import Signatory
from checklist.readings import closing_page
from checklist.readings.closing_page import ClosingPage
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.closing import closings, host_comments, visit_hours
from tests import cycle
from tests.cycle import who
from tests.world import World, by


def page(world: World, login: str) -> ClosingPage | None:
    with viewing(who(world, login)) as view:
        return closing_page.find(view, world.visit)


def test_before_it_has_begun_it_holds_the_reason_and_who_may_begin_it(world: World) -> None:
    cycle.submitted(world)
    for login, begins in (
        ("manager.h01", True),
        ("evaluator.h02", True),
        ("leader.h01", False),
        ("secretariat", False),
    ):
        found = page(world, login)
        assert found is not None
        assert (found.meeting, found.begins) == (None, begins)
        assert "講評会をまだ始めていません。" in found.reason
        assert "訪問で確認した状況" not in repr(found)
    assert page(world, "manager.h04") is None


# Written out: who changes the record, for which sides who signs, and who seals.
@pytest.mark.parametrize(
    ("login", "writes", "signs", "seals"),
    [
        ("manager.h01", True, {Signatory.HOST}, False),
        ("leader.h01", False, {Signatory.HOST}, False),
        ("evaluator.h02", True, {Signatory.EVALUATOR}, True),
        ("manager.h02", False, set(), False),
        ("secretariat", False, set(), False),
    ],
)
def test_it_says_what_each_side_may_do(
    world: World, login: str, writes: bool, signs: set[Signatory], seals: bool
) -> None:
    cycle.meeting(world)
    found = page(world, login)
    assert found is not None
    assert found.meeting is not None
    assert found.meeting.sealing is not None
    assert (found.meeting.writable, set(found.meeting.signs), found.meeting.sealing.may) == (writes, signs, seals)
    cycle.sign(world, world.visit)
    signed = page(world, login)
    assert signed is not None
    assert signed.meeting is not None
    assert not signed.meeting.writable
    cycle.seal(world, world.visit)
    sealed = page(world, login)
    assert sealed is not None
    assert sealed.meeting is not None
    assert sealed.meeting.sealing is None


def test_the_fingerprint_changes_with_whatever_somebody_changes(world: World) -> None:
    def now() -> object:
        with viewing(who(world, "leader.h01")) as view:
            return closing_page.fingerprint_now(view, world.visit)

    assert now() is None
    cycle.meeting(world)
    seen = [now()]
    first = page(world, "leader.h01")
    assert first is not None
    assert first.meeting is not None
    assert (
        closing_page.fingerprint(
            first.meeting.found, first.meeting.noted, first.visit, first.meeting.host, first.meeting.hours
        )
        == seen[0]
    )
    cycle.noted(world)
    seen.append(now())
    with db.writing() as connection:
        closings.save_remarks(by(connection, who(world, "evaluator.h02")), world.visit, 1, "講評")
    seen.append(now())
    with db.writing() as connection:
        host_comments.save(by(connection, who(world, "manager.h01")), world.visit, host_comments.REMARKS, 0, "お礼")
    seen.append(now())
    with db.writing() as connection:
        visit_hours.save(by(connection, who(world, "evaluator.h02")), world.visit, 0, "09:00", "16:00")
    seen.append(now())
    cycle.sign(world, world.visit)
    seen.append(now())
    cycle.seal(world, world.visit)
    seen.append(now())
    assert len(set(map(repr, seen))) == len(seen)
