"""One person may bring whole outboxes at once, but not more than anybody can enter."""

from __future__ import annotations

from collections.abc import Callable

from checklist.web import runtime as runtimes
from tests.client import MARK, Client, operation
from tests.web.fake_time import FakeTime
from tests.world import World

SignIn = Callable[[str], Client]


def test_an_outbox_of_two_long_sheets_goes_through_and_an_endless_one_is_slowed(
    time: FakeTime, signed_in: SignIn, world: World
) -> None:
    member = signed_in("evaluator.h02")
    whole = [operation("1-01", comment=f"{number}", base=0) for number in range(40)]
    for _ in range(runtimes.ENTRIES_AT_ONCE // 40):
        assert member.post(world.visitor_assessment, *whole).status_code == 200
    refused = member.post(world.visitor_assessment, *whole)
    assert (refused.status_code, refused.json()["error"]) == (429, "TooFast")
    assert "しばらくすると自動で送信されます" in refused.json()["message"]
    assert int(refused.headers["retry-after"]) > 0
    assert member.post(world.visitor_assessment).status_code == 200
    time.pass_by(seconds=8)
    assert member.post(world.visitor_assessment, *whole).status_code == 200
    assert member.post(world.visitor_assessment, *whole).status_code == 429


def test_one_person_slows_down_nobody_else(time: FakeTime, signed_in: SignIn, world: World) -> None:
    fast, other = signed_in("evaluator.h02"), signed_in("manager.h01")
    many = [operation("1-01", comment=f"{number}") for number in range(1000)]
    for _ in range(3):
        last = fast.post(world.visitor_assessment, *many)
    assert last.status_code == 429
    assert other.post(world.self_assessment, operation("1-01")).status_code != 429


def test_late_answers_are_counted_with_the_answers(time: FakeTime, signed_in: SignIn, world: World) -> None:
    member = signed_in("evaluator.h02")
    many = [operation("1-01", comment=f"{number}") for number in range(runtimes.ENTRIES_AT_ONCE)]
    assert member.post(world.visitor_assessment, *many).status_code == 200
    late = {"operations": [operation("1-01")]}
    assert (
        member.http.post(
            f"/api/assessments/{world.visitor_assessment}/late-answers", json=late, headers=MARK
        ).status_code
        == 429
    )
