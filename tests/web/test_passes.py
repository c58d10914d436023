"""Visit passes in the browser: the page, the exchange, and what the session of a pass opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.assessments import assessments
from checklist.store.visits import passes
from tests import cycle
from tests.client import Client, operation
from tests.cycle import who
from tests.pictures import jpeg
from tests.world import PASSWORD, World, by

SignIn = Callable[[str], Client]
MARK = {"X-Checklist": "1"}
KEY = "0b0e7f4e-5f0c-4b0e-9d0e-0123456789ab"


@pytest.fixture
def token(anyone: TestClient, world: World) -> str:
    """A pass for evaluator.h02."""
    with db.writing() as connection:
        return passes.issue(by(connection, who(world, "secretariat")), world.visit, world.people["evaluator.h02"].id)


@pytest.fixture
def tablet(anyone: TestClient, app: Starlette, token: str) -> Client:
    """A borrowed tablet on which the pass was opened."""
    http = TestClient(app, base_url="http://sogo.example", follow_redirects=False)
    http.portal = anyone.portal
    answer = http.post(f"/pass/{token}")
    assert answer.status_code == 303, answer.text
    return Client(http)


def expire(days: float = 0.01) -> None:
    with db.writing() as connection:
        past = clock.to_text(clock.from_text("2020-01-01T00:00:00+00:00") if days > 7 else clock.now())
        connection.execute("UPDATE session SET expires_at = ?", [past])


def test_the_page_names_person_visit_and_end_and_changes_nothing(anyone: TestClient, token: str) -> None:
    for _ in range(3):
        page = anyone.get(f"/pass/{token}")
        assert page.status_code == 200
        assert "evaluator.h02 さん" in page.text
        assert "架空中央病院への訪問（2026年11月25日（水））" in page.text
        assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"


def test_opening_leads_to_the_visits_sheet_with_a_cookie_that_scripts_cannot_read(
    anyone: TestClient, token: str, world: World
) -> None:
    answer = anyone.post(f"/pass/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/visit/{world.visit}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("way", ["password", "everywhere", "closed"])
def test_a_pass_that_nobody_has_opened_ends_with_everything_else(
    anyone: TestClient, signed_in: SignIn, token: str, world: World, way: str
) -> None:
    person = world.people["evaluator.h02"]
    if way == "everywhere":
        assert signed_in("evaluator.h02").http.post("/logout", data={"everywhere": "1"}).status_code == 303
    else:
        with db.writing() as connection:
            if way == "password":
                people.set_password(by(connection), person.id, "a new password")
            else:
                people.change(by(connection), replace(person, active=False))
                people.change(by(connection), person)
    answer = anyone.post(f"/pass/{token}")
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert "取り消されています" in answer.text


def test_the_same_device_goes_on_with_the_code_that_it_has_used_and_no_other_one(
    anyone: TestClient, tablet: Client, token: str, world: World
) -> None:
    for again in (tablet.http.get(f"/pass/{token}"), tablet.http.post(f"/pass/{token}")):
        assert again.status_code == 200
        assert f'<a class="button" href="/visit/{world.visit}">続きを開く</a>' in again.text
        assert "set-cookie" not in again.headers
    other = anyone.get(f"/pass/{token}")
    assert (other.status_code, "続きを開く" in other.text) == (403, False)
    expire()
    assert "続きを開く" not in tablet.http.get(f"/pass/{token}").text


def test_opening_a_pass_ends_the_session_that_the_tablet_had(anyone: TestClient, app: Starlette, token: str) -> None:
    http = TestClient(app, base_url="http://sogo.example", follow_redirects=False)
    http.portal = anyone.portal
    http.post("/login", data={"login": "manager.h01", "password": PASSWORD})
    former = {"Cookie": f"sid={http.cookies['sid']}"}
    assert http.post(f"/pass/{token}").status_code == 303
    assert anyone.get("/logout", headers=former).status_code == 303


def test_a_second_tablet_is_told_that_the_pass_was_used(tablet: Client, anyone: TestClient, token: str) -> None:
    for answer in (anyone.get(f"/pass/{token}"), anyone.post(f"/pass/{token}")):
        assert answer.status_code == 403
        assert "すでに使用されています" in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/pass/x", "/pass/%00", "/pass/' OR 1=1", "/pass/" + "A" * 900, "/pass/あ"])
def test_a_made_up_pass_is_refused_in_japanese(anyone: TestClient, path: str) -> None:
    for answer in (anyone.get(path), anyone.post(path)):
        assert answer.status_code == 403
        assert "この訪問パスは使えません" in answer.text


def test_a_pass_is_not_opened_from_another_site(anyone: TestClient, token: str) -> None:
    assert anyone.post(f"/pass/{token}", headers={"Origin": "http://evil.example"}).status_code == 403
    assert anyone.get(f"/pass/{token}").status_code == 200


def test_the_tablet_reads_and_answers_this_visits_sheet(tablet: Client, world: World) -> None:
    card = tablet.http.get(f"/api/visits/{world.visit}").json()
    assert [one["id"] for one in card["assessments"]] == [world.visitor_assessment]
    assert (card["pass"], card["host"], card["person"]["name"]) == (True, "架空中央病院", "evaluator.h02 さん")
    assert tablet.read(world.visitor_assessment).json()["writable"] is True
    assert tablet.save(world.visitor_assessment, operation("1-01"))[0]["status"] == "saved"
    sent = tablet.http.post(
        f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation={KEY}", content=jpeg(), headers=MARK
    )
    assert sent.status_code == 200
    assert tablet.http.get(f"/api/photos/{sent.json()['id']}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 303), ("/home", 303), ("/visits", 303), ("/answer?assessment=2", 303), ("/comparison", 303),
        ("/accounts", 303), ("/_stcore/health", 303), ("/_stcore/stream", 303), ("/visit/x", 303),
        ("/download/visits/1.xlsx", 403), ("/download/visits/1/report.pdf", 403), ("/download/comparison.csv", 403),
        ("/api/nothing", 403), ("/api/visits/99", 404), ("/api/assessments/99", 404), ("/api/photos/99", 404),
    ],
)  # fmt: skip
def test_the_tablet_opens_nothing_else(tablet: Client, world: World, path: str, status: int) -> None:
    answer = tablet.http.get(path)
    assert answer.status_code == status, path
    if status == 303:
        assert answer.headers["location"] == f"/visit/{world.visit}"


def test_the_tablet_cannot_read_another_visit_or_the_agreed_track(tablet: Client, world: World) -> None:
    cycle.meeting(world)
    agreed, other = cycle.agreed_of(world, world.visit), cycle.next_year(world)
    with db.reading() as connection:
        elsewhere = connection.execute(
            "SELECT a.id FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id WHERE s.visit_id = ?", [other]
        ).fetchone()[0]
    for assessment in (agreed, elsewhere):
        assert tablet.read(assessment).status_code == 403
        assert tablet.post(assessment, operation("1-01")).status_code == 403
    assert tablet.http.get(f"/api/visits/{other}").status_code == 403


def test_an_expired_tablet_delivers_answers_and_photos_and_reads_nothing(
    tablet: Client, signed_in: SignIn, world: World
) -> None:
    signed_in("second.h02").save(world.visitor_assessment, operation("1-02", "C", comment="他の人の記入"))
    expire()
    saved, conflict = tablet.save(world.visitor_assessment, operation("1-01"), operation("1-02"))
    assert (saved["status"], saved["current"]["value"]) == ("saved", "A")
    assert (conflict["status"], conflict["current"]) == ("conflict", None)
    url = f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation={KEY}"
    assert tablet.http.post(url, content=jpeg(), headers=MARK).status_code == 200
    for path in (f"/api/assessments/{world.visitor_assessment}", f"/api/visits/{world.visit}", "/api/photos/1"):
        assert tablet.http.get(path).status_code == 401
    assert tablet.http.get(f"/visit/{world.visit}").status_code == 303
    assert tablet.http.post("/api/photos/1/erase", json={"reason": "x"}, headers=MARK).status_code == 401
    expire(days=8)
    assert tablet.post(world.visitor_assessment, operation("1-04")).status_code == 401


def test_an_expired_tablet_hands_in_what_came_too_late(tablet: Client, world: World) -> None:
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, "second.h02")), world.visitor_assessment, "終了")
    url = f"/api/assessments/{world.visitor_assessment}/late-answers"
    expire()
    answer = tablet.http.post(url, json={"operations": [operation("1-01")]}, headers=MARK)
    assert [one["status"] for one in answer.json()["results"]] == ["waiting"]
    assert tablet.read(world.visitor_assessment).status_code == 401
    expire(days=8)
    assert tablet.http.post(url, json={"operations": [operation("1-02")]}, headers=MARK).status_code == 401


def test_a_revoked_tablet_does_nothing_not_even_deliver(tablet: Client, world: World) -> None:
    with db.writing() as connection:
        passes.revoke(by(connection, who(world, "secretariat")), 1)
    assert tablet.post(world.visitor_assessment, operation("1-01")).status_code == 401
    assert tablet.read(world.visitor_assessment).status_code == 401


def test_what_arrives_after_the_closing_is_refused_with_a_sentence(tablet: Client, world: World) -> None:
    cycle.sealed(world)
    answer = tablet.post(world.visitor_assessment, operation("1-01", base=1))
    assert (answer.status_code, "提出済み" in answer.json()["message"]) == (409, True)


def test_the_tablet_signs_out_and_the_pass_stays_used(tablet: Client, anyone: TestClient, token: str) -> None:
    assert tablet.http.post("/logout").status_code == 303
    assert anyone.get(f"/pass/{token}").status_code == 403


def test_a_member_marks_an_earlier_finding_from_the_tablet(
    anyone: TestClient, app: Starlette, signed_in: SignIn, world: World
) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    with db.writing() as connection:
        token = passes.issue(by(connection, who(world, "secretariat")), later, world.people["evaluator.h02"].id)
    http = TestClient(app, base_url="http://sogo.example", follow_redirects=False)
    http.portal = anyone.portal
    http.post(f"/pass/{token}")
    url, sent = f"/api/visits/{later}/follow-ups", {"finding": finding, "mark": "resolved", "comment": "確認した"}
    assert http.post(url, json=sent).status_code == 403
    assert http.post(url, json=sent, headers=MARK).json() == {"status": "saved", "finding": finding, "mark": "resolved"}
    assert http.post(f"/api/visits/{world.visit}/follow-ups", json=sent, headers=MARK).status_code == 403
    bads: tuple[object, ...] = (
        {},
        {"finding": "x", "mark": "resolved"},
        {"finding": finding, "mark": "done"},
        {**sent, "seen": "now"},
        [],
    )
    for bad in bads:
        assert http.post(url, json=bad, headers=MARK).status_code == 422
    assert http.post(url, json={**sent, "finding": 99}, headers=MARK).status_code == 404
    assert http.post(url, json={**sent, "person": 1}, headers=MARK).status_code == 403
    assert signed_in("evaluator.h04").http.post(url, json=sent, headers=MARK).status_code == 403


def test_a_mark_names_what_its_sender_saw_and_is_told_what_stands(signed_in: SignIn, world: World) -> None:
    finding = cycle.sealed(world)
    url = f"/api/visits/{cycle.next_year(world)}/follow-ups"

    def post(login: str, mark: str, seen: str | None) -> tuple[str, dict[str, str]]:
        sent = {"finding": finding, "mark": mark, "comment": "", "seen": seen}
        told = signed_in(login).http.post(url, json=sent, headers=MARK).json()
        return told["status"], told["current"]

    status, first = post("evaluator.h02", "resolved", None)
    assert (status, first["mark"], first["marked_by"]) == ("saved", "resolved", "evaluator.h02 さん")
    assert first["marked_at"].endswith("+09:00")
    assert post("evaluator.h02", "resolved", None) == ("duplicate", first)
    assert post("second.h02", "recurred", None) == ("conflict", first)
    assert post("second.h02", "recurred", first["marked_at"])[0] == "saved"
