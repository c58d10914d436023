"""Photos over HTTP: taken in once, refused in words, and handed out to whoever may read."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from starlette.testclient import TestClient

from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.files import files
from tests.client import MARK, Client
from tests.cycle import who
from tests.pictures import bomb, jpeg
from tests.world import World, by

SignIn = Callable[[str], Client]


@pytest.fixture
def member(signed_in: SignIn) -> Client:
    """A member of the visit."""
    return signed_in("evaluator.h02")


def send(
    client: Client,
    assessment: int,
    content: bytes = b"",
    item: str = "1-01",
    key: str = "",
    caption: str = "",
    **more: str,
) -> httpx2.Response:
    query = {"item": item, "operation": key or str(uuid.uuid4()), **more}
    return client.http.post(
        f"/api/assessments/{assessment}/photos",
        params=query,
        content=content or jpeg(),
        headers={**MARK, "X-Photo-Caption": quote(caption)},
    )


def rows(path: Path) -> int:
    with sqlite3.connect(path) as raw:
        found = int(raw.execute("SELECT count(*) FROM photo").fetchone()[0])
    raw.close()
    return found


def test_a_photo_is_kept_listed_at_its_item_and_read_back(member: Client, world: World) -> None:
    sent = send(member, world.visitor_assessment, taken_at="2026-11-25T10:00:00+09:00").json()
    assert (sent["status"], sent["item"], sent["saved_by"]) == ("saved", "1-01", "evaluator.h02 さん")
    listed = member.read(world.visitor_assessment).json()["photos"]
    told = {"id": sent["id"], "saved_at": sent["saved_at"], "saved_by": sent["saved_by"], "caption": "", "mine": True}
    assert listed == {"1-01": [told]}
    got = member.http.get(f"/api/photos/{sent['id']}")
    assert (got.headers["content-type"], got.headers["cache-control"]) == ("image/jpeg", "private, no-store")
    assert got.content.startswith(b"\xff\xd8")
    assert b"SECRET" not in got.content


def test_a_caption_comes_beside_the_photo_and_only_its_taker_is_told_that_it_is_theirs(
    member: Client, signed_in: SignIn, world: World
) -> None:
    said = "救急カートの最上段　100％"
    sent = send(member, world.visitor_assessment, caption=f" {said} ").json()
    assert (sent["caption"], sent["mine"]) == (said, True)
    (heard,) = signed_in("second.h02").read(world.visitor_assessment).json()["photos"]["1-01"]
    assert (heard["caption"], heard["mine"]) == (said, False)


@pytest.mark.parametrize("header", ["%E5%86%99" * 101, "%FF%FE"], ids=["too long", "no text"])
def test_a_caption_that_cannot_be_kept_is_refused_before_the_photo(
    member: Client, world: World, world_db: Path, header: str
) -> None:
    url = f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation={uuid.uuid4()}"
    answer = member.http.post(url, content=jpeg(), headers={**MARK, "X-Photo-Caption": header})
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert rows(world_db) == 0


def test_a_photo_sent_twice_is_kept_once(member: Client, world: World, world_db: Path) -> None:
    key = str(uuid.uuid4())
    answers = [send(member, world.visitor_assessment, key=key).json() for _ in range(3)]
    assert [one["status"] for one in answers] == ["saved", "duplicate", "duplicate"]
    assert len({one["id"] for one in answers}) == 1
    assert rows(world_db) == 1


@pytest.mark.parametrize("content", [b"no image", b"%PDF-1.7", b"<svg/>", bomb()], ids=["text", "pdf", "svg", "bomb"])
def test_what_is_no_photo_is_refused_and_leaves_nothing(
    member: Client, world: World, world_db: Path, content: bytes
) -> None:
    answer = send(member, world.visitor_assessment, content)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert rows(world_db) == 0
    assert not list(files.stored(files.folder_beside(world_db)))


def test_200_megabytes_are_refused_before_they_are_read(member: Client, world: World) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield bytes(1024 * 1024)

    url = f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation={uuid.uuid4()}"
    declared = member.http.post(url, content=b"x", headers={**MARK, "content-length": "209715200"})
    streamed = member.http.post(url, content=endless(), headers=MARK)
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert "大きすぎ" in streamed.json()["message"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"item": "9-99", "operation": str(uuid.uuid4())}, 422),
        ({"item": "", "operation": str(uuid.uuid4())}, 422),
        ({"item": "1-01"}, 422),
        ({"item": "1-01", "operation": "1"}, 422),
        ({"operation": str(uuid.uuid4())}, 422),
        ({"item": "1-01", "operation": str(uuid.uuid4()), "person": "999"}, 403),
        ({"item": "1-01", "operation": str(uuid.uuid4()), "taken_at": "x" * 50}, 422),
    ],
)
def test_a_faulty_request_gets_its_status_and_a_sentence(
    member: Client, world: World, world_db: Path, query: dict[str, str], status: int
) -> None:
    url = f"/api/assessments/{world.visitor_assessment}/photos"
    answer = member.http.post(url, params=query, content=jpeg(), headers=MARK)
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)
    assert rows(world_db) == 0


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("evaluator.h02", 200), ("second.h02", 200), ("manager.h02", 403), ("manager.h01", 403),
        ("secretariat", 403), ("evaluator.h04", 403), ("center", 403), ("admin", 403),
    ],
)  # fmt: skip
def test_only_members_add_photos_to_a_visit(signed_in: SignIn, world: World, login: str, status: int) -> None:
    assert send(signed_in(login), world.visitor_assessment).status_code == status


def test_without_the_header_or_a_session_nothing_is_taken(
    member: Client, anyone: TestClient, world: World, world_db: Path
) -> None:
    url = f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation={uuid.uuid4()}"
    assert member.http.post(url, content=jpeg()).status_code == 403
    assert member.http.post(url, content=jpeg(), headers={**MARK, "Origin": "http://evil.example"}).status_code == 403
    assert anyone.post(url, content=jpeg(), headers=MARK).status_code == 401
    assert rows(world_db) == 0


def test_a_closed_or_unknown_assessment_is_told_apart(member: Client, world: World) -> None:
    assert send(member, 999).status_code == 404
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "終了")
    assert send(member, world.visitor_assessment).status_code == 409


def test_a_photo_is_handed_out_only_to_who_may_read_the_assessment(
    member: Client, signed_in: SignIn, anyone: TestClient, world: World
) -> None:
    photo = send(member, world.visitor_assessment).json()["id"]
    for login, status in (
        ("second.h02", 200), ("manager.h02", 200), ("manager.h01", 403), ("secretariat", 403), ("evaluator.h04", 403),
        ("center", 403), ("admin", 403),
    ):  # fmt: skip
        assert signed_in(login).http.get(f"/api/photos/{photo}").status_code == status, login
    assert anyone.get(f"/api/photos/{photo}").status_code == 401
    assert member.http.get("/api/photos/999").status_code == 404
    assert member.http.get("/api/photos/99999999999999999999").status_code == 404


def test_an_erased_photo_is_gone_for_everybody(member: Client, world: World) -> None:
    photo = send(member, world.visitor_assessment).json()["id"]
    url = f"/api/photos/{photo}/erase"
    assert member.http.post(url, json={"reason": "患者の顔"}).status_code == 403
    bads: list[object] = [{}, {"reason": " "}, {"reason": 1}, {"reason": "x" * 501}, []]
    for bad in bads:
        assert member.http.post(url, json=bad, headers=MARK).status_code == 422
    assert member.http.post(url, json={"reason": "患者の顔が写っていた"}, headers=MARK).json() == {"status": "erased"}
    gone = member.http.get(f"/api/photos/{photo}")
    assert (gone.status_code, "消去" in gone.json()["message"]) == (404, True)
    assert member.read(world.visitor_assessment).json()["photos"] == {}
