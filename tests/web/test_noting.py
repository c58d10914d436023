"""What the audit is told of requests: once a minute for each person and place, of nobody who is unknown, and never the secret."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from checklist.model.notices import AuditKind
from checklist.store import db
from checklist.store.notices import calendar_feeds
from checklist.web import noting
from checklist.web.runtime import Runtime
from tests.client import Client
from tests.cycle import who
from tests.world import World, by

SignedIn = Callable[[str], Client]
PACK = "/download/hospitals/{}/evidence-pack.zip"


def noted(kind: AuditKind) -> list[tuple[int | None, str]]:
    with db.reading() as connection:
        found = connection.execute("SELECT person_id, detail FROM audit WHERE kind = ? ORDER BY id", [kind])
        return [(row["person_id"], row["detail"]) for row in found]


def test_each_person_and_each_place_is_written_down_once_a_minute(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr("checklist.web.noting.time.monotonic", lambda: moment[0])
    for login in ("manager.h03", "manager.h04"):
        someone = signed_in(login).http
        for hospital in (1, 2, 1, 2):
            assert someone.get(PACK.format(hospital)).status_code == 403
    both = [world.people[login].id for login in ("manager.h03", "manager.h04")]
    assert noted(AuditKind.REFUSED) == [
        (person, f"GET {PACK.format(hospital)}") for person in both for hospital in (1, 2)
    ]
    for later, count in ((59.9, 4), (60.1, 5), (100.0, 5), (120.2, 6)):
        moment[0] = 1000.0 + later
        assert signed_in("manager.h04").http.get(PACK.format(1)).status_code == 403
        assert len(noted(AuditKind.REFUSED)) == count


def test_what_is_remembered_of_refusals_does_not_grow_for_ever(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, runtime: Runtime
) -> None:
    monkeypatch.setattr(noting, "MOST", 3)
    someone = signed_in("manager.h04").http
    for hospital in (1, 2, 3, 1, 2):
        assert someone.get(PACK.format(hospital)).status_code == 403
        assert someone.get(f"/download/hospitals/{hospital}/criteria.pdf").status_code == 403
        assert len(runtime.refused) <= 3
    assert len(noted(AuditKind.REFUSED)) >= 6


def test_who_is_not_signed_in_fills_no_audit(anyone: TestClient, world: World) -> None:
    paths = (
        PACK.format(1),
        "/download/lists/audit.csv",
        "/calendar/x.ics",
        "/api/assessments/1",
        "/download/visits/1.pdf",
    )
    before = _lines()
    for path in paths:
        assert anyone.get(path).status_code in (303, 401, 404)
        assert anyone.post(path, headers={"X-Checklist": "1"}).status_code >= 300
    assert _lines() == before


def _lines() -> int:
    with db.reading() as connection:
        return int(connection.execute("SELECT count(*) AS n FROM audit").fetchone()["n"])


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "secretariat", "manager.h04"])
def test_numbers_that_no_row_can_have_are_told_as_any_other_that_is_not_there(
    login: str, world: World, signed_in: SignedIn
) -> None:
    someone = signed_in(login).http
    for number in ("0", "999999", str(2**63 - 1), str(2**63), "9" * 40, "-1", "1.5", "１", "%00", "1e3"):
        for path in ("/download/visits/{}/day.ics", "/download/visits/{}.pdf", "/download/hospitals/{}/criteria.pdf"):
            answer = someone.get(path.format(number))
            assert answer.status_code in (303, 403, 404), (path, number)
            assert not str(answer.json()["message"]).isascii(), (path, number)
    assert noted(AuditKind.EXPORTED) == []


def test_a_calendar_that_fetches_leaves_neither_its_address_nor_a_line(anyone: TestClient, world: World) -> None:
    with db.writing() as connection:
        token = calendar_feeds.make(by(connection, who(world, "manager.h01")))
    before = _lines()
    for address in (token, token, f"{token}x"):
        anyone.get(f"/calendar/{address}.ics")
    assert _lines() == before
    with db.reading() as connection:
        assert token not in str([tuple(row) for row in connection.execute("SELECT * FROM audit").fetchall()])


@pytest.mark.parametrize("agent", [b"", "端末".encode(), b"x" * 9000, b"<script>", b"\xff\xfe"])
def test_whatever_a_browser_calls_itself_the_document_goes_out_and_is_written_down(
    agent: bytes, world: World, signed_in: SignedIn
) -> None:
    answer = signed_in("manager.h01").http.get("/download/visits/1/day.ics", headers={b"user-agent": agent})
    assert answer.status_code == 200
    assert [person for person, _ in noted(AuditKind.EXPORTED)] == [world.people["manager.h01"].id]
