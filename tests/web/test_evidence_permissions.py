"""Who may take evidence documents away: only the people of their hospital who look after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.testclient import TestClient

from checklist.rules.evidence import DocumentFields
from checklist.store import db, evidence_documents
from tests.client import Client
from tests.cycle import who
from tests.papers import pdf
from tests.world import HOST, World

SignIn = Callable[[str], Client]

# Written out: login -> a document of H01.
EXPECTED = {
    "manager.h01": 200,
    "leader.h01": 200,
    "evaluator.h01": 403,
    "manager.h02": 403,
    "leader.h02": 403,
    "evaluator.h02": 403,
    "second.h02": 403,
    "manager.h04": 403,
    "leader.h04": 403,
    "evaluator.h04": 403,
    "secretariat": 403,
    "center": 403,
    "admin": 403,
}


def stored(world: World) -> int:
    fields = DocumentFields("minutes", "議事録", date(2026, 5, 20))
    with db.writing() as connection:
        host = world.hospitals[HOST]
        return evidence_documents.add(connection, who(world, "manager.h01"), host, fields, "議事録 5月.pdf", pdf())


def test_a_document_goes_to_its_own_hospital_only(signed_in: SignIn, anyone: TestClient, world: World) -> None:
    document = stored(world)
    path = f"/download/evidence-documents/{document}"
    for login, status in EXPECTED.items():
        answer = signed_in(login).http.get(path)
        assert (answer.status_code, answer.content == pdf()) == (status, status == 200), login
    assert anyone.get(path).status_code == 401
    assert signed_in("manager.h01").http.get("/download/evidence-documents/99").status_code == 404


def test_a_document_is_handed_over_and_never_shown_in_the_page(signed_in: SignIn, world: World) -> None:
    answer = signed_in("manager.h01").http.get(f"/download/evidence-documents/{stored(world)}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "%E8%AD%B0%E4%BA%8B%E9%8C%B2%205%E6%9C%88.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
