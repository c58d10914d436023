"""Reports, findings, plans and attached files over HTTP, with the same permissions as the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklist.store import db
from checklist.store.files import attachment
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import visit_papers
from tests import cycle
from tests.client import Client
from tests.cycle import who
from tests.world import World, by

SignIn = Callable[[str], Client]
PDF = b"%PDF-1.7 <script>alert(1)</script>\n%%EOF"

# login: report and findings, plans of H01 (院長報告 is for its own leader and manager alone), evidence, visit paper
EXPECTED = {
    "manager.h01": (200, 200, 200, 200),
    "leader.h01": (200, 200, 200, 200),
    "evaluator.h01": (403, 403, 403, 403),
    "manager.h02": (200, 200, 200, 200),
    "leader.h02": (200, 403, 403, 200),
    "evaluator.h02": (200, 200, 200, 200),
    "secretariat": (200, 403, 403, 200),
    "manager.h04": (403, 403, 403, 403),
    "evaluator.h04": (403, 403, 403, 403),
    "leader.h04": (403, 403, 403, 403),
    "center": (403, 403, 403, 403),
    "admin": (403, 403, 403, 403),
}


@pytest.mark.parametrize("login", EXPECTED)
def test_every_document_asks_who_wants_it(signed_in: SignIn, world: World, login: str) -> None:
    finding = cycle.sealed(world)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        improvement_plans.save(by(connection, manager), finding, 0, PlanFields("改善する"))
        evidence = improvement_plans.add_proof(by(connection, manager), finding, attachment.check("議事録.pdf", PDF))
        paper = visit_papers.add(by(connection, manager), world.visit, attachment.check("報告書.pdf", PDF))
    client, host = signed_in(login), world.hospitals["H01"]
    report, plans, file, paper_file = EXPECTED[login]
    leads = 200 if login in ("manager.h01", "leader.h01") else 403
    for path, status in (
        (f"/download/hospitals/{host}/leader.pdf", leads),
        (f"/download/visits/{world.visit}/report.xlsx", report),
        (f"/download/visits/{world.visit}/findings.xlsx", report),
        (f"/download/hospitals/{host}/plans.xlsx", plans),
        (f"/download/evidence/{evidence}", file),
        (f"/download/visit-papers/{paper}", paper_file),
    ):
        assert client.http.get(path).status_code == status, path


def test_the_papers_come_as_pdf_with_a_japanese_name(signed_in: SignIn, world: World) -> None:
    cycle.sealed(world)
    client = signed_in("manager.h01")
    for path in (
        f"/download/visits/{world.visit}/report.pdf",
        f"/download/visits/{world.visit}/report.pdf?edition=1",
        f"/download/hospitals/{world.hospitals['H01']}/plans.pdf",
    ):
        answer = client.http.get(path)
        assert answer.content.startswith(b"%PDF-")
        assert "filename*=UTF-8''%E6%9E%B6%E7%A9%BA" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/download/visits/1/report.csv", 404),
        ("/download/visits/1/findings.pdf", 404),
        ("/download/visits/1/report.pdf", 404),
        ("/download/visits/1/report.pdf?edition=9", 404),
        ("/download/visits/1/report.pdf?edition=x", 422),
        ("/download/visits/99/report.pdf", 404),
        ("/download/hospitals/99/plans.pdf", 404),
        ("/download/evidence/99", 404),
        ("/download/visit-papers/99", 404),
        ("/download/evidence/99999999999999999999", 404),
    ],
)
def test_what_is_not_there_is_told_in_japanese(signed_in: SignIn, path: str, status: int) -> None:
    answer = signed_in("secretariat").http.get(path)
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)


def test_an_attached_file_is_only_ever_handed_over_as_a_file(signed_in: SignIn, world: World) -> None:
    with db.writing() as connection:
        paper = visit_papers.add(
            by(connection, who(world, "manager.h01")), world.visit, attachment.check("報告書.pdf", PDF)
        )
    answer = signed_in("manager.h01").http.get(f"/download/visit-papers/{paper}")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("application/pdf", "nosniff")
