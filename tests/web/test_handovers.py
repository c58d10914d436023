"""What the sheet asks for beside its answers: how a value came to be, handing a chapter over, the codes on the doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.visits import member_chapters
from tests import cycle, pdf_text
from tests.client import MARK, Client
from tests.world import World, by, operator

SignIn = Callable[[str], Client]


def hand_over(client: Client, world: World, login: str, to: str, chapter: str = "1") -> Any:
    return client.http.post(
        f"/api/assessments/{world.visitor_assessment}/handovers",
        json={"person": world.people[login].id, "chapter": chapter, "to": world.people[to].id},
        headers=MARK,
    )


def given(world: World) -> list[tuple[int, str]]:
    with db.reading() as connection:
        found = member_chapters.given(by(connection, operator()), world.visit)
    return [(one.person_id, one.chapter_code) for one in found]


def test_a_member_hands_a_chapter_over_and_the_other_is_told(signed_in: SignIn, world: World) -> None:
    first, second = world.people["evaluator.h02"], world.people["second.h02"]
    with db.writing() as connection:
        member_chapters.assign(by(connection, operator()), world.visit, first.id, "mini-2", ["1", "2"])
    answer = hand_over(signed_in("evaluator.h02"), world, "evaluator.h02", "second.h02")
    assert (answer.status_code, answer.json()) == (200, {"status": "handed_over"})
    assert sorted(given(world)) == sorted([(first.id, "2"), (second.id, "1")])
    told = signed_in("second.h02").http.get(f"/api/assessments/{world.visitor_assessment}?part=ratings").json()
    assert told["own_chapters"] == ["1"]
    assert [(one["chapter"], one["by"]) for one in told["handed_over"]] == [("1", first.name)]
    assert {one["name"]: one["chapters"] for one in told["members"]} == {first.name: ["2"], second.name: ["1"]}
    # Whoever passes it on is told no longer.
    hand_over(signed_in("second.h02"), world, "second.h02", "evaluator.h02")
    told = signed_in("second.h02").http.get(f"/api/assessments/{world.visitor_assessment}?part=ratings").json()
    assert (told["own_chapters"], told["handed_over"]) == ([], [])


@pytest.mark.parametrize(
    ("to", "chapter", "fault"),
    [
        ("manager.h01", "1", "ほかの訪問評価者"),
        ("evaluator.h02", "1", "ほかの訪問評価者"),
        ("second.h02", "9", "この点検表にない章"),
    ],
)
def test_a_chapter_goes_to_nobody_else(to: str, chapter: str, fault: str, signed_in: SignIn, world: World) -> None:
    answer = hand_over(signed_in("evaluator.h02"), world, "evaluator.h02", to, chapter)
    assert (answer.status_code, fault in answer.json()["message"]) == (422, True)
    assert given(world) == []


def test_nothing_is_handed_over_after_submission_nor_by_others(signed_in: SignIn, world: World) -> None:
    assert hand_over(signed_in("manager.h01"), world, "manager.h01", "second.h02").status_code in (403, 404)
    assert hand_over(signed_in("second.h02"), world, "evaluator.h02", "second.h02").status_code == 403
    cycle.submitted(world)
    assert hand_over(signed_in("evaluator.h02"), world, "evaluator.h02", "second.h02").status_code == 409
    address = f"/api/assessments/{world.visitor_assessment}/handovers"
    assert signed_in("evaluator.h02").http.post(address, content=b"[", headers=MARK).status_code == 422
    assert given(world) == []


def test_how_a_value_came_to_be_is_for_those_who_fill_it_in(signed_in: SignIn, world: World) -> None:
    member, address = signed_in("evaluator.h02"), f"/api/assessments/{world.visitor_assessment}/history"
    assert member.http.get(address).json() == {"history": {}}
    with db.writing() as connection:
        cycle.fill(connection, cycle.who(world, "second.h02"), world.visitor_assessment, {"1-01": "A"}, "所見")
        assessments.submit(by(connection, cycle.who(world, "second.h02")), world.visitor_assessment, "試行のため")
    (line,) = member.http.get(address).json()["history"]["1-01"]
    assert (line["value"], line["saved_by"]) == ("A", "second.h02 さん")
    for login in ("manager.h01", "leader.h01", "manager.h02", "secretariat", "evaluator.h03", "admin"):
        assert signed_in(login).http.get(address).status_code in (403, 404), login


def test_the_door_of_each_place_has_a_code(signed_in: SignIn, world: World) -> None:
    address = f"/download/visits/{world.visit}/places.pdf"
    answer = signed_in("manager.h01").http.get(address)
    (page,) = ("".join(page.split()) for page in pdf_text.pages(answer.content))
    assert [page.count(place) for place in ("医療安全管理部門", "薬剤部", "架空中央病院")] == [1, 1, 2]
    assert signed_in("evaluator.h02").http.get(address).status_code == 200
    assert signed_in("manager.h04").http.get(address).status_code in (403, 404)
