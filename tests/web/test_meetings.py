"""The meeting view over HTTP: who reads it, and what is written there, delivered once however often it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from checklist.rules.closing import closing_meeting
from checklist.store import db
from checklist.store.closing import closing_rows, findings
from tests import cycle
from tests.client import MARK, Client, operation
from tests.world import SECOND, World, by

SignIn = Callable[[str], Client]
MEMBER, HOST = "evaluator.h02", "manager.h01"


def shown(client: Client, world: World, part: str = "") -> Any:
    answer = client.http.get(f"/api/visits/{world.visit}/meeting{part}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def note(client: Client, world: World, **values: object) -> tuple[int, Any]:
    sent = {"what": "remarks", "operation": str(uuid.uuid4()), "text": "", **values}
    # Half a surrogate pair leaves a browser as this, and an encoder of Python not at all.
    answer = client.http.post(f"/api/visits/{world.visit}/notes", content=json.dumps(sent), headers=MARK)
    return answer.status_code, answer.json()


def test_the_meeting_tells_both_sides_of_every_item_and_who_may_write(signed_in: SignIn, world: World) -> None:
    agreed = cycle.meeting(world)
    finding = cycle.noted(world)
    found = shown(signed_in(MEMBER), world)
    (sheet,) = found["sheets"]
    assert (found["host"], sheet["assessment"], sheet["code"]) == ("架空中央病院", agreed, SECOND.code)
    items = {one["code"]: one for one in sheet["items"]}
    assert [code for code, one in items.items() if one["discuss"]] == ["1-02", "1-05", "2-03"]
    assert items["1-05"]["own"] == {"value": "A", "comment": "自院の状況"}
    assert items["1-05"]["visitor"] == {"value": "C", "comment": "訪問で確認した状況"}
    assert [(one["id"], one["host"]) for one in found["findings"]] == [(finding, {"text": "", "version": 0})]
    assert [one["label"] for one in sheet["scale"]["values"]] == ["A", "B", "C", "該当なし", "確認不能"]
    written = {login: rights(shown(signed_in(login), world, "?part=notes")) for login in (MEMBER, HOST, "leader.h01")}
    assert written == {MEMBER: (True, True, False), HOST: (True, False, True), "leader.h01": (False, False, False)}
    cycle.sign(world, world.visit)
    signed = shown(signed_in(MEMBER), world, "?part=notes")
    assert (rights(signed), signed["signed"]) == ((False, False, False), ["受審病院", "訪問側"])
    assert "sheets" not in signed


def rights(found: Any) -> tuple[bool, bool, bool]:
    return found["agrees"], found["notes"], found["comments"]


@pytest.mark.parametrize(
    ("login", "status"),
    [("evaluator.h01", 403), ("manager.h04", 403), ("center", 403), ("admin", 403), ("secretariat", 200)],
)
def test_it_is_open_to_those_it_concerns(login: str, status: int, signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    client = signed_in(login).http
    for path in (f"/api/visits/{world.visit}/meeting", f"/meeting/{world.visit}"):
        assert client.get(path).status_code == status, path


def test_before_it_has_begun_the_reason_is_told(signed_in: SignIn, world: World) -> None:
    answer = signed_in(MEMBER).http.get(f"/api/visits/{world.visit}/meeting")
    assert (answer.status_code, answer.json()["message"]) == (422, "講評会をまだ始めていません。")
    assert signed_in(MEMBER).http.get("/api/visits/99/meeting").status_code == 404


def begin(client: Client, world: World, **body: object) -> tuple[int, Any]:
    answer = client.http.post(f"/api/visits/{world.visit}/meeting", json=body, headers=MARK)
    return answer.status_code, answer.json()


def test_a_meeting_that_began_on_a_device_is_begun_once_by_those_who_hold_it(signed_in: SignIn, world: World) -> None:
    member = signed_in(MEMBER)
    assert begin(member, world)[0] == 422
    cycle.submitted(world)
    refused = {
        login: begin(signed_in(login), world)[0] for login in ("leader.h01", "secretariat", "manager.h04", "center")
    }
    assert set(refused.values()) == {403}, refused
    assert begin(member, world, person=999)[0] == 403
    assert [begin(member, world) for _ in range(2)] == [(200, {"status": "begun"})] * 2
    assert begin(signed_in(HOST), world) == (200, {"status": "begun"})
    with db.reading() as connection:
        assert closing_rows.meeting(connection, world.visit) == ("", 1)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    assert begin(member, world)[0] == 422


def test_the_device_is_told_what_a_meeting_needs_if_its_reader_begins_it(signed_in: SignIn, world: World) -> None:
    told = {
        login: signed_in(login).http.get(f"/api/visits/{world.visit}").json()["meeting"]
        for login in (MEMBER, "manager.h02")
    }
    assert told["manager.h02"] is None
    cycle.meeting(world)
    assert told[MEMBER] == {name: shown(signed_in(MEMBER), world)[name] for name in ("kinds", "limits")}


def test_the_empty_page_is_the_same_for_everybody(anyone: TestClient, signed_in: SignIn, world: World) -> None:
    shell = anyone.get("/meeting/")
    assert shell.status_code == 200
    assert signed_in(MEMBER).http.get(f"/meeting/{world.visit}").content == shell.content
    assert "架空中央病院" not in shell.text
    assert anyone.get(f"/meeting/{world.visit}").status_code == 303
    assert anyone.get(f"/api/visits/{world.visit}/meeting").status_code == 401
    assert anyone.post(f"/api/visits/{world.visit}/notes", json={}, headers=MARK).status_code == 401


def test_a_value_of_neither_side_is_refused_in_words_until_it_says_why(signed_in: SignIn, world: World) -> None:
    agreed, client = cycle.meeting(world), signed_in(MEMBER)
    told = [client.save(agreed, operation("1-02", "C", comment=comment))[0] for comment in ("", "手順書が古い")]
    assert [(one["status"], one["message"]) for one in told] == [
        ("refused", closing_meeting.REASON_MISSING), ("saved", "保存しました。"),
    ]  # fmt: skip


def test_a_finding_sent_twice_is_there_once(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    client, number = signed_in(MEMBER), str(uuid.uuid4())
    values = {"what": "finding", "operation": number, "text": "記録がない", "sheet": SECOND.code, "item": "1-05"}
    first, again = note(client, world, **values), note(client, world, **values, kind="finding")
    assert first == again == (200, {"status": "saved", "id": first[1]["id"], "operation": number})
    with db.reading() as connection:
        found = findings.of_visit(by(connection, cycle.who(world, MEMBER)), world.visit)
    assert [(one.item, one.text) for one in found] == [("1-05", "記録がない")]


def test_remarks_on_what_somebody_else_has_changed_come_back_with_both(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    one, other = signed_in(MEMBER), signed_in("second.h02")
    assert note(one, world, version=1, text="最初の講評")[1]["current"] == {"text": "最初の講評", "version": 2}
    # The acknowledgement was lost: the same once more is no conflict.
    assert note(one, world, version=1, text="最初の講評")[1]["status"] == "duplicate"
    told = note(other, world, version=1, text="別の講評")[1]
    assert (told["status"], told["current"]) == ("conflict", {"text": "最初の講評", "version": 2})
    assert note(other, world, version=2, text="別の講評")[1]["status"] == "saved"
    with db.reading() as connection:
        assert closing_rows.meeting(connection, world.visit) == ("別の講評", 3)


def test_the_host_comments_and_does_not_write_the_visitors_words(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    finding, host = cycle.noted(world), signed_in(HOST)
    assert note(host, world, version=1, text="受審病院の講評")[0] == 403
    told = note(host, world, what="host", about=finding, text="様式を改めました")[1]
    assert (told["status"], told["current"]) == ("saved", {"text": "様式を改めました", "version": 1})
    assert note(host, world, what="host", about=finding, text="別の文")[1]["status"] == "conflict"
    assert note(signed_in(MEMBER), world, what="host", text="代わりのコメント")[0] == 403
    assert shown(host, world, "?part=notes")["findings"][0]["host"] == {"text": "様式を改めました", "version": 1}


def test_a_finding_is_worded_anew_on_top_of_what_its_writer_saw(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    finding, one = cycle.noted(world), signed_in(MEMBER)
    sent = {"what": "wording", "about": finding, "version": 1, "text": "出席を記録する", "kind": "good_practice"}
    now = {"text": "出席を記録する", "version": 2, "kind": "good_practice"}
    assert [note(one, world, **sent)[1]["status"] for _ in range(2)] == ["saved", "duplicate"]
    # The same words as another kind are not the same.
    told = note(signed_in("second.h02"), world, **{**sent, "kind": "finding"})[1]
    assert (told["status"], told["current"]) == ("conflict", now)
    assert note(signed_in(HOST), world, **{**sent, "version": 2})[0] == 403
    assert note(one, world, **{**sent, "about": 99})[0] == 404
    (shown_now,) = shown(one, world, "?part=notes")["findings"]
    assert {name: shown_now[name] for name in now} == now


def test_the_hours_of_the_visit_are_taken_with_their_version(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    one = signed_in(MEMBER)
    assert shown(one, world)["hours"]["version"] == 0
    hours = {"what": "hours", "text": "09:30-16:00"}
    assert [note(one, world, **hours)[1]["status"] for _ in range(2)] == ["saved", "duplicate"]
    assert shown(one, world, "?part=notes")["hours"] == {"text": "09:30-16:00", "version": 1}
    assert note(one, world, **{**hours, "text": "10:00-16:00"})[1]["status"] == "conflict"
    for wrong in ("16:00-09:30", "9:30-", "朝から夕方まで"):
        assert note(one, world, **{**hours, "version": 1, "text": wrong})[0] == 422
    assert note(signed_in(HOST), world, **{**hours, "version": 1})[0] == 403


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"what": "poem"}, 422), ({"operation": "x"}, 422), ({"text": None}, 422), ({"text": "\ud800"}, 422),
        ({"what": "finding", "item": "9-99", "sheet": "mini-2", "text": "x"}, 422), ({"what": "finding"}, 422),
        ({"what": "host", "about": 99, "text": "x"}, 403), ({"person": 999}, 403),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_japanese(
    values: dict[str, object], status: int, signed_in: SignIn, world: World
) -> None:
    cycle.meeting(world)
    found, told = note(signed_in(MEMBER), world, **values)
    assert (found, told["message"].endswith("。")) == (status, True)


def test_after_the_first_signature_nothing_is_written(signed_in: SignIn, world: World) -> None:
    cycle.meeting(world)
    cycle.sign(world, world.visit)
    assert note(signed_in(MEMBER), world, version=1, text="署名のあとで")[0] == 409
