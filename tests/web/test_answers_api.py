"""The answers API keeps its contract: status, a Japanese sentence, and nothing stored when it is refused."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.assessments import assessments
from tests.client import MARK, Client, operation
from tests.world import CODES, World, by, principal

SignIn = Callable[[str], Client]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]+.*。$", re.S)


def rows(path: Path, table: str = "rating_history") -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def refused(answer: Any, status: int) -> str:
    """The sentence of an answer that must have this status and be JSON."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    message = answer.json()["message"]
    assert JAPANESE.search(message), message
    return str(message)


def submit(world: World, login: str, assessment: int) -> None:
    with db.writing() as connection:
        acting: Principal = principal(world.people[login])
        assessments.submit(by(connection, acting), assessment, "試験のため")


@pytest.fixture
def member(signed_in: SignIn) -> Client:
    """A member of the visit."""
    return signed_in("evaluator.h02")


@pytest.fixture
def url(world: World) -> str:
    """Where answers of the visit go."""
    return f"/api/assessments/{world.visitor_assessment}/answers"


def test_a_saved_answer_is_told_with_version_moment_and_author(member: Client, world: World) -> None:
    sent = operation("1-01", "B", comment="改訂日の記載がない")
    (result,) = member.save(world.visitor_assessment, sent)
    assert result["operation_id"] == sent["operation_id"]
    assert (result["status"], result["version"]) == ("saved", 1)
    assert result["current"]["value"] == "B"
    assert result["current"]["comment"] == "改訂日の記載がない"
    assert result["current"]["saved_by"] == "evaluator.h02 さん"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00", result["saved_at"])
    assert member.read(world.visitor_assessment).json()["ratings"] == {"1-01": result["current"]}


def test_an_assessment_is_read_with_its_sheet_and_without_items_never_written(member: Client, world: World) -> None:
    found = member.read(world.visitor_assessment).json()
    assert (found["id"], found["track"], found["state"]) == (world.visitor_assessment, "visitor", "open")
    assert [item["code"] for item in found["sheet"]["items"]] == list(CODES)
    assert [value["value"] for value in found["sheet"]["scale"]["values"]] == ["A", "B", "C", "NA", "UNVERIFIED"]
    assert [chapter["code"] for chapter in found["sheet"]["chapters"]] == ["1", "2"]
    assert found["ratings"] == {}


def test_the_same_operation_again_is_a_duplicate_and_changes_nothing(
    member: Client, world: World, world_db: Path
) -> None:
    sent = operation("1-01", "A")
    first, again = (member.save(world.visitor_assessment, sent)[0] for _ in range(2))
    assert [first["status"], again["status"]] == ["saved", "duplicate"]
    assert again["current"] == first["current"]
    assert rows(world_db) == 1


def test_a_duplicate_tells_the_present_version_not_the_one_it_made(member: Client, world: World) -> None:
    first = operation("1-01", "A")
    member.save(world.visitor_assessment, first, operation("1-01", "C", base=1))
    (again,) = member.save(world.visitor_assessment, first)
    assert (again["status"], again["version"], again["current"]["value"]) == ("duplicate", 2, "C")


def test_a_stale_answer_is_a_conflict_that_shows_the_other_side(
    member: Client, signed_in: SignIn, world: World, world_db: Path
) -> None:
    member.save(world.visitor_assessment, operation("2-01", "A", comment="鍵を確認"))
    (late,) = signed_in("second.h02").save(world.visitor_assessment, operation("2-01", "C"))
    assert (late["status"], late["version"]) == ("conflict", 1)
    assert (late["current"]["value"], late["current"]["comment"]) == ("A", "鍵を確認")
    assert late["current"]["saved_by"] == "evaluator.h02 さん"
    assert JAPANESE.search(late["message"])
    assert rows(world_db) == 1


@pytest.mark.parametrize("base", [7, 10**30])
def test_a_base_version_of_the_future_is_a_conflict_too(
    member: Client, world: World, world_db: Path, base: int
) -> None:
    (result,) = member.save(world.visitor_assessment, operation("1-01", "A", base=base))
    assert (result["status"], result["version"], result["current"]) == ("conflict", 0, None)
    assert rows(world_db) == 0


def test_results_come_in_the_order_of_the_operations_each_on_its_own(
    member: Client, world: World, world_db: Path
) -> None:
    sent = [
        operation("1-01", "A"),
        operation("nowhere", "A"),
        operation("1-01", "B", base=1),
        operation("1-02", "Z"),
        operation("1-01", "C", base=1),
        operation("1-04", "C", comment="あ" * 2001),
        operation("1-05", "A", key="not-a-uuid"),
        operation("1-05", "A", base=-1),
        operation("2-03", None, comment="値はまだ"),
    ]
    results = member.save(world.visitor_assessment, *sent)
    assert [r["operation_id"] for r in results] == [o["operation_id"] for o in sent]
    assert [r["status"] for r in results] == [
        "saved", "refused", "saved", "refused", "conflict", "refused", "refused", "refused", "saved",
    ]  # fmt: skip
    assert [r["version"] for r in results] == [1, 0, 2, 0, 2, 0, 0, 0, 1]
    assert all(JAPANESE.search(r["message"]) for r in results)
    assert rows(world_db) == 3


@pytest.mark.parametrize(
    "comment",
    [
        "あ" * 2000,
        "👩🏽‍⚕️ 𠮷野家 \u200b\u202e 混在",
        "<script>alert(1)</script>",
        "=SUM(A1:A9)",
        "一行目\r\n二行目\tタブ",
        "' OR 1=1; --",
        "\x00\x07",
        "  前後の空白  ",
    ],
)
def test_a_comment_comes_back_as_it_was_typed(member: Client, world: World, comment: str) -> None:
    member.save(world.visitor_assessment, operation("1-01", "B", comment=comment))
    assert member.read(world.visitor_assessment).json()["ratings"]["1-01"]["comment"] == comment


def test_an_answer_can_be_taken_back_to_no_value(member: Client, world: World) -> None:
    member.save(world.visitor_assessment, operation("1-01", "A"), operation("1-01", None, base=1))
    found = member.read(world.visitor_assessment).json()["ratings"]["1-01"]
    assert (found["value"], found["version"]) == (None, 2)


def test_no_operations_are_answered_after_the_permission_check(
    member: Client, signed_in: SignIn, world: World, world_db: Path
) -> None:
    assert member.save(world.visitor_assessment) == []
    refused(signed_in("evaluator.h04").post(world.visitor_assessment), 403)
    submit(world, "evaluator.h02", world.visitor_assessment)
    assert member.save(world.visitor_assessment) == []
    assert rows(world_db) == 0


def test_without_a_session_nothing_is_told_or_taken(anyone: TestClient, url: str, world: World, world_db: Path) -> None:
    refused(anyone.get(f"/api/assessments/{world.visitor_assessment}"), 401)
    refused(anyone.post(url, json={"operations": [operation("1-01")]}, headers=MARK), 401)
    refused(anyone.post(url, json={"operations": [operation("1-01")]}, headers=MARK | {"Cookie": "sid=guess"}), 401)
    assert rows(world_db) == 0


def test_a_session_that_ended_meanwhile_is_told_so_by_the_next_answer(
    member: Client, world: World, world_db: Path
) -> None:
    member.save(world.visitor_assessment, operation("1-01"))
    with db.writing() as connection:
        connection.execute("DELETE FROM session")
    refused(member.post(world.visitor_assessment, operation("1-02")), 401)
    assert rows(world_db) == 1


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("DELETE FROM session", 401),
        ("UPDATE session SET expires_at = '2020-01-01T00:00:00.000000+00:00'", 401),
        ("UPDATE person SET active = 0", 401),
        ("UPDATE person SET password_by_other = 1", 401),
        ("DELETE FROM role", 403),
        ("DELETE FROM visit_member", 403),
    ],
)
def test_whoever_may_no_longer_answer_is_refused_by_the_very_next_answer(
    member: Client, world: World, world_db: Path, statement: str, status: int
) -> None:
    """The gate has found the session a moment ago, and leaves it to the transaction that would take the answer."""
    member.save(world.visitor_assessment, operation("1-01"))
    with db.writing() as connection:
        connection.execute(statement)
    for _ in range(2):
        refused(member.post(world.visitor_assessment, operation("1-02")), status)
    assert rows(world_db) == 1


def test_what_the_gate_remembers_opens_nothing_but_answers(member: Client, world: World) -> None:
    member.save(world.visitor_assessment, operation("1-01"))
    with db.writing() as connection:
        connection.execute("DELETE FROM session")
    refused(member.read(world.visitor_assessment), 401)
    path = f"/api/assessments/{world.visitor_assessment}"
    for what in ("late-answers", "submission", "photos"):
        refused(member.http.post(f"{path}/{what}", json={}, headers=MARK), 401)


def test_strangers_are_refused(signed_in: SignIn, world: World, world_db: Path) -> None:
    stranger = signed_in("evaluator.h04")
    refused(stranger.read(world.visitor_assessment), 403)
    refused(stranger.post(world.visitor_assessment, operation("1-01")), 403)
    assert rows(world_db) == 0


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://sogo.example.evil",
        "http://sogo.example:81",
        "http://[",
        "sogo.example",
        "http://sogo.example@evil.example",
        "http://evil.example/http://sogo.example",
        "",
    ],
)
def test_a_foreign_origin_is_refused(member: Client, url: str, world_db: Path, origin: str) -> None:
    body = {"operations": [operation("1-01")]}
    refused(member.http.post(url, json=body, headers=MARK | {"Origin": origin}), 403)
    assert rows(world_db) == 0


@pytest.mark.parametrize("origin", ["http://sogo.example", "https://sogo.example", "http://SOGO.example"])
def test_the_own_origin_is_taken(member: Client, url: str, world_db: Path, origin: str) -> None:
    answer = member.http.post(url, json={"operations": [operation("1-01")]}, headers=MARK | {"Origin": origin})
    assert answer.status_code == 200
    assert rows(world_db) == 1


@pytest.mark.parametrize("headers", [{}, {"X-Checklist": "0"}, {"X-Checklist": ""}])
def test_a_request_without_our_header_is_refused(
    member: Client, url: str, world_db: Path, headers: dict[str, str]
) -> None:
    refused(member.http.post(url, json={"operations": [operation("1-01")]}, headers=headers), 403)
    assert rows(world_db) == 0


def test_an_outbox_of_somebody_else_is_not_delivered(member: Client, world: World, world_db: Path) -> None:
    mine, other = (world.people[login].id for login in ("evaluator.h02", "second.h02"))
    message = refused(member.post(world.visitor_assessment, operation("1-01"), person=other), 403)
    assert "別の人" in message
    assert rows(world_db) == 0
    assert member.post(world.visitor_assessment, operation("1-01"), person=mine).status_code == 200
    assert rows(world_db) == 1


@pytest.mark.parametrize(
    "number", ["99999", "0", "9223372036854775807", "9223372036854775808", "1" + "0" * 400, "9" * 5000]
)
def test_an_unknown_assessment_is_not_found_however_large_its_number(member: Client, number: str) -> None:
    refused(member.http.get(f"/api/assessments/{number}"), 404)
    body = {"operations": [operation("1-01")]}
    refused(member.http.post(f"/api/assessments/{number}/answers", json=body, headers=MARK), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/nothing",
        "/api/assessments",
        "/api/assessments/",
        "/api/assessments/-1",
        "/api/assessments/one",
        "/api/assessments/1.0",
        "/api/assessments/1/answers/2",
        "/api/../api/x",
        "/api/%2e%2e/healthz",
        "/download/",
        "/download/nothing.xlsx",
        "/download/visits/one.xlsx",
    ],
)
def test_a_machine_path_that_does_not_exist_is_not_found(member: Client, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        refused(member.http.request(method, path), 404)


@pytest.mark.parametrize(
    ("method", "suffix"),
    [(m, "") for m in ("POST", "PUT", "PATCH", "DELETE")]
    + [(m, "/answers") for m in ("GET", "PUT", "PATCH", "DELETE")],
)
def test_a_known_path_with_another_method_is_refused_in_japanese(
    member: Client, world: World, method: str, suffix: str
) -> None:
    answer = member.http.request(method, f"/api/assessments/{world.visitor_assessment}{suffix}", headers=MARK)
    assert answer.status_code in (404, 405)
    assert JAPANESE.search(answer.json()["message"])


def test_a_submitted_assessment_takes_nothing_more(member: Client, world: World, world_db: Path) -> None:
    member.save(world.visitor_assessment, operation("1-01", "A"))
    submit(world, "evaluator.h02", world.visitor_assessment)
    refused(member.post(world.visitor_assessment, operation("1-01", "C", base=1)), 409)
    refused(member.post(world.visitor_assessment, operation("1-02", "C")), 409)
    assert rows(world_db) == 1
    assert member.read(world.visitor_assessment).json()["writable"] is False


def test_what_was_saved_before_the_submission_is_still_acknowledged_after_it(member: Client, world: World) -> None:
    """The network may swallow the acknowledgement of the last answer before the submission."""
    sent = operation("1-01", "A")
    member.save(world.visitor_assessment, sent)
    submit(world, "evaluator.h02", world.visitor_assessment)
    late = operation("1-02", "B")
    results = member.post(world.visitor_assessment, sent, late).json()["results"]
    assert [result["status"] for result in results] == ["duplicate", "refused"]
    assert "提出済み" in results[1]["message"]
    refused(member.post(world.visitor_assessment, late), 409)
    assert set(member.read(world.visitor_assessment).json()["ratings"]) == {"1-01"}


def large_body() -> bytes:
    return json.dumps({"operations": [operation("1-01", comment="x" * (2 * 1024 * 1024))]}).encode()


def test_a_body_of_two_megabytes_is_too_large(member: Client, url: str, world_db: Path) -> None:
    refused(member.http.post(url, content=large_body(), headers=MARK), 413)
    assert rows(world_db) == 0


def test_a_body_that_does_not_tell_its_size_is_too_large_all_the_same(member: Client, url: str, world_db: Path) -> None:
    def parts() -> Iterator[bytes]:
        body = large_body()
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    refused(member.http.post(url, content=parts(), headers=MARK), 413)
    assert rows(world_db) == 0


def test_a_body_within_the_limit_may_hold_many_operations(member: Client, world: World) -> None:
    sent = [operation("1-01", "A", base=n, comment="あ" * 400) for n in range(300)]
    results = member.save(world.visitor_assessment, *sent)
    assert {r["status"] for r in results} == {"saved"}
    assert results[-1]["version"] == 300


def changed(**fields: Any) -> dict[str, Any]:
    return {"operations": [operation("1-01") | fields]}


def without(field: str) -> dict[str, Any]:
    return {"operations": [{key: value for key, value in operation("1-01").items() if key != field}]}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"operations": None},
        {"operations": {}},
        {"operations": "x"},
        {"operations": [1]},
        {"operations": [None]},
        {"operations": [[]]},
        [],
        None,
        "text",
        7,
        changed(operation_id=7),
        changed(operation_id=None),
        changed(item=1),
        changed(item=None),
        changed(base_version="0"),
        changed(base_version=0.5),
        changed(base_version=None),
        changed(base_version=True),
        changed(value=1),
        changed(value=["A"]),
        changed(comment=None),
        changed(comment=1),
        changed(tapped_at=5),
        *(without(field) for field in ("operation_id", "item", "base_version", "value", "comment")),
        {"operations": [], "person": "1"},
        {"operations": [operation("1-01"), operation("1-02") | {"comment": 1}]},
    ],
)
def test_a_body_of_the_wrong_shape_is_malformed_and_stores_nothing(
    member: Client, url: str, world_db: Path, body: Any
) -> None:
    refused(member.http.post(url, json=body, headers=MARK), 422)
    assert rows(world_db) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"operations=1",
        b'{"operations": [}',
        b"\xff\xfe\x00",
        '{"operations": []}'.encode("utf-16"),
        b'{"operations": [' + b"[" * 5000,
        b'{"operations": []} trailing',
        b'{"operations": [], "person": NaN}',
    ],
)
def test_what_is_not_json_is_malformed(member: Client, url: str, world_db: Path, raw: bytes) -> None:
    refused(member.http.post(url, content=raw, headers=MARK), 422)
    assert rows(world_db) == 0


def test_fields_that_the_contract_does_not_know_are_ignored(member: Client, world: World) -> None:
    later = operation("1-01") | {"device": "tablet 3", "tapped_at": "2026-11-22T10:00:00+09:00"}
    assert member.save(world.visitor_assessment, later)[0]["status"] == "saved"


def test_text_that_no_database_can_hold_is_refused_alone(member: Client, url: str, world_db: Path) -> None:
    body = (
        '{"operations": ['
        f'{{"operation_id": "{uuid.uuid4()}", "item": "1-01", "base_version": 0, "value": "A", "comment": "\\ud800"}},'
        f'{{"operation_id": "{uuid.uuid4()}", "item": "1-02", "base_version": 0, "value": "A", "comment": ""}}]}}'
    )
    answer = member.http.post(url, content=body.encode(), headers=MARK)
    assert answer.status_code in (200, 422)
    statuses = [result["status"] for result in answer.json().get("results", [])]
    assert statuses in ([], ["refused", "saved"])
    assert rows(world_db) == statuses.count("saved")


@pytest.mark.parametrize("tapped_at", ["", "yesterday", "x" * 100_000, "\x00"])
def test_a_strange_moment_of_the_tap_never_breaks_the_answer(
    member: Client, world: World, world_db: Path, tapped_at: str
) -> None:
    answer = member.post(world.visitor_assessment, operation("1-01") | {"tapped_at": tapped_at})
    assert answer.status_code in (200, 422)
    assert rows(world_db) == (
        1 if answer.status_code == 200 and answer.json()["results"][0]["status"] == "saved" else 0
    )


def test_the_answers_are_never_kept_by_a_cache(member: Client, world: World) -> None:
    assert member.read(world.visitor_assessment).headers["cache-control"] == "no-store"
    assert member.post(world.visitor_assessment).headers["cache-control"] == "no-store"
