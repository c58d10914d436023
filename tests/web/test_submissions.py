"""Submitting over HTTP: once, for whoever may, and with a reason where something is left open."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest

from checklist.model.assessments import AssessmentState
from checklist.store import db
from checklist.store.assessments import assessment_rows
from tests.client import MARK, Client
from tests.world import World

SignIn = Callable[[str], Client]
REASON = "病棟を閉鎖中"


def submit(client: Client, world: World, login: str, reason: str = REASON, **headers: str) -> httpx2.Response:
    return client.http.post(
        f"/api/assessments/{world.visitor_assessment}/submission",
        json={"person": world.people[login].id, "reason": reason},
        headers=headers or MARK,
    )


def state(world: World) -> AssessmentState:
    with db.reading() as connection:
        return assessment_rows.get(connection, world.visitor_assessment).state


def test_a_member_submits_once(signed_in: SignIn, world: World) -> None:
    member = signed_in("evaluator.h02")
    answer = submit(member, world, "evaluator.h02")
    assert (answer.status_code, answer.json()) == (200, {"status": "submitted"})
    assert state(world) is AssessmentState.SUBMITTED
    again = submit(member, world, "evaluator.h02")
    assert (again.status_code, again.json()["message"].endswith("。")) == (409, True)


def test_what_is_open_needs_a_reason(signed_in: SignIn, world: World) -> None:
    answer = submit(signed_in("evaluator.h02"), world, "evaluator.h02", "　")
    assert (answer.status_code, "理由を入力してください" in answer.json()["message"]) == (422, True)
    assert state(world) is AssessmentState.OPEN


def test_the_outbox_of_another_person_submits_nothing(signed_in: SignIn, world: World) -> None:
    answer = submit(signed_in("second.h02"), world, "evaluator.h02")
    assert (answer.status_code, answer.json()["error"]) == (403, "OtherPerson")
    assert state(world) is AssessmentState.OPEN


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "manager.h02", "leader.h01", "admin"])
def test_nobody_else_submits(login: str, signed_in: SignIn, world: World) -> None:
    assert submit(signed_in(login), world, login).status_code in (403, 404)
    assert state(world) is AssessmentState.OPEN


def test_a_form_of_another_site_submits_nothing(signed_in: SignIn, world: World) -> None:
    assert submit(signed_in("evaluator.h02"), world, "evaluator.h02", **{"X-Other": "1"}).status_code == 403
    assert state(world) is AssessmentState.OPEN


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"reason": ""}', b"\xff", b"[" * 5000])
def test_what_cannot_be_read_is_told_and_changes_nothing(content: bytes, signed_in: SignIn, world: World) -> None:
    address = f"/api/assessments/{world.visitor_assessment}/submission"
    answer = signed_in("evaluator.h02").http.post(address, content=content, headers=MARK)
    assert (answer.status_code, answer.json()["message"].endswith("。")) == (422, True)
    assert state(world) is AssessmentState.OPEN
