"""Yearly reports and the pack for the inspectors over HTTP: who may take them, and addresses that make no sense."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.client import Client
from tests.world import HOST, World

SignIn = Callable[[str], Client]
BEGINNINGS = {"pdf": b"%PDF", "xlsx": b"PK", "pptx": b"PK", "csv": b"\xef\xbb\xbf"}

# Written out: login -> the report of H01, that of the region, what is handed in of H01.
EXPECTED = {
    "manager.h01": (200, 403, 200),
    "leader.h01": (200, 403, 200),
    "secretariat": (200, 200, 403),
    "evaluator.h01": (403, 403, 403),
    "manager.h02": (403, 403, 403),
    "leader.h02": (403, 403, 403),
    "evaluator.h02": (403, 403, 403),
    "manager.h04": (403, 403, 403),
    "leader.h04": (403, 403, 403),
    "center": (403, 403, 403),
    "admin": (403, 403, 403),
}


def test_reports_and_packs_go_to_whom_they_are_for(signed_in: SignIn, anyone: TestClient, world: World) -> None:
    host = world.hospitals[HOST]
    paths = (
        f"/download/hospitals/{host}/annual.csv?year=2026",
        "/download/region/annual.csv?year=2026",
        f"/download/hospitals/{host}/submission.pdf?on=2026-05-31&parts=no-such-kind",
    )
    for login, expected in EXPECTED.items():
        client = signed_in(login).http
        # Nothing chosen is refused in words to those who may, after the question whether they may.
        got = tuple(200 if (code := client.get(path).status_code) == 422 else code for path in paths)
        assert got == expected, login
    assert {anyone.get(path).status_code for path in paths} == {401}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_every_kind_of_file_is_handed_over(signed_in: SignIn, world: World, kind: str) -> None:
    client = signed_in("secretariat").http
    for path in (f"hospitals/{world.hospitals[HOST]}/annual", "region/annual"):
        answer = client.get(f"/download/{path}.{kind}?year=2026")
        assert answer.status_code == 200
        assert answer.content.startswith(BEGINNINGS[kind])


@pytest.mark.parametrize("query", ["", "?year=", "?year=x", "?year=1999", "?year=99999"])
def test_a_year_that_is_none_is_answered_in_words(signed_in: SignIn, query: str) -> None:
    answer = signed_in("secretariat").http.get(f"/download/region/annual.csv{query}")
    assert answer.status_code == 422
    assert "年度" in answer.json()["message"]


def test_the_reports_of_all_hospitals_are_there_once_they_are_made(signed_in: SignIn, anyone: TestClient) -> None:
    path = "/download/region/annual-reports.zip"
    assert signed_in("secretariat").http.get(path).status_code == 404
    assert signed_in("manager.h01").http.get(path).status_code == 403
    assert anyone.get(path).status_code == 401
