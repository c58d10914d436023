"""Who may take evidence documents away: only the people of their hospital who look after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.testclient import TestClient

from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from tests.attached_files import pdf
from tests.client import Client
from tests.cycle import who
from tests.world import HOST, World, by

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
        return evidence_documents.add(
            by(connection, who(world, "manager.h01")), host, fields, attachment.check("議事録 5月.pdf", pdf())
        )


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


def test_a_pack_goes_to_its_own_hospital_only(signed_in: SignIn, anyone: TestClient, world: World) -> None:
    stored(world)
    path = f"/download/hospitals/{world.hospitals[HOST]}/evidence-pack"
    for login, status in EXPECTED.items():
        answer = signed_in(login).http.get(f"{path}.zip?on=2026-05-31")
        assert (answer.status_code, answer.content[:2] == b"PK") == (status, status == 200), login
    for kind in ("zip", "pdf"):
        assert anyone.get(f"{path}.{kind}").status_code == 401
        assert signed_in("manager.h04").http.get(f"{path}.{kind}").status_code == 403
    assert signed_in("manager.h01").http.get("/download/hospitals/99/evidence-pack.zip").status_code in (403, 404)


def test_a_pack_as_pdf_has_its_name_and_a_day_that_is_none_is_refused(signed_in: SignIn, world: World) -> None:
    client, path = signed_in("leader.h01").http, f"/download/hospitals/{world.hospitals[HOST]}/evidence-pack"
    answer = client.get(f"{path}.pdf?on=2026-05-31")
    assert (answer.content[:5], answer.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert "20260531.pdf" in answer.headers["content-disposition"]
    for query in ("?on=8月1日", "?on=2026-13-01", "?on=2019-04-01", "?on=2030-01-01"):
        assert client.get(f"{path}.zip{query}").status_code == 422, query
    assert client.get(f"{path}.csv").status_code == 404
