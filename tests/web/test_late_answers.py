"""Handing in over HTTP what came too late: stored once before it is acknowledged, and nothing told in return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from checklist.store import db
from checklist.store.visits import late_answers
from tests import cycle
from tests.client import MARK, Client, operation
from tests.cycle import who
from tests.world import World, by

SignIn = Callable[[str], Client]


def hand_in(client: Client, world: World, *operations: dict[str, Any], **extra: Any) -> httpx2.Response:
    return client.http.post(
        f"/api/assessments/{world.visitor_assessment}/late-answers",
        json={"operations": list(operations), **extra},
        headers=MARK,
    )


def statuses(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["status"] for one in answer.json()["results"]]


def kept(world: World) -> list[tuple[str, str]]:
    with db.reading() as connection:
        found = late_answers.of_visit(by(connection, who(world, "evaluator.h02")), world.visit)
    return [(one.item, one.handed_in_by) for one in found]


def test_what_comes_too_late_is_stored_once_and_told_operation_by_operation(signed_in: SignIn, world: World) -> None:
    cycle.submitted(world)
    member, sent = signed_in("second.h02"), operation("1-01", "C", comment="遅れた所見")
    assert statuses(hand_in(member, world, sent, operation("9-99"))) == ["waiting", "refused"]
    answer = hand_in(member, world, sent)
    assert statuses(answer) == ["duplicate"]
    assert set(answer.json()["results"][0]) == {"operation_id", "status", "message"}
    assert "訪問で確認した状況" not in answer.text
    assert kept(world) == [("1-01", "second.h02 さん")]
    assert statuses(hand_in(member, world)) == []


def test_while_the_ordinary_way_is_open_it_is_409_with_a_sentence(signed_in: SignIn, world: World) -> None:
    answer = hand_in(signed_in("evaluator.h02"), world, operation("1-01"))
    assert (answer.status_code, "通常どおり" in answer.json()["message"]) == (409, True)


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 422), (b"[]", 422), (b'{"operations": [{"item": "1-01"}]}', 422), (b"\xff", 422),
     (b" " * (1024 * 1024 + 1), 413)],
)  # fmt: skip
def test_a_body_that_is_none_is_told_as_for_answers(
    signed_in: SignIn, world: World, content: bytes, status: int
) -> None:
    cycle.submitted(world)
    url = f"/api/assessments/{world.visitor_assessment}/late-answers"
    answer = signed_in("evaluator.h02").http.post(url, content=content, headers=MARK)
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)


def test_another_site_a_missing_header_and_somebody_elses_outbox_are_refused(
    signed_in: SignIn, anyone: TestClient, world: World
) -> None:
    cycle.submitted(world)
    member, body = signed_in("evaluator.h02"), {"operations": [operation("1-01")]}
    url = f"/api/assessments/{world.visitor_assessment}/late-answers"
    assert member.http.post(url, json=body).status_code == 403
    assert member.http.post(url, json=body, headers={**MARK, "Origin": "http://evil.example"}).status_code == 403
    assert anyone.post(url, json=body, headers=MARK).status_code == 401
    other = hand_in(member, world, operation("1-01"), person=world.people["second.h02"].id)
    assert (other.status_code, other.json()["error"]) == (403, "OtherPerson")
    assert kept(world) == []
