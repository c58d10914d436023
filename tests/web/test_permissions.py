"""Who may do what through HTTP: the table of the design, written out, for every route, role and relation."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlite_utils import Database
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from checklist.model.accounts import Person, Role
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.assessments import assessments
from checklist.web.routes import ROUTES
from tests.client import MARK, Client, operation
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD_HASH, World, by, principal

SignIn = Callable[[str], Client]

OWN = ("manager.h01", "leader.h01", "evaluator.h01")
"""People of the hospital that is visited; its evaluator is no member of any visit."""
PARTNERS = ("manager.h02", "leader.h02", "idle.h02")
"""People of the visiting hospital; its evaluator `idle` is no member of this visit."""
MEMBERS = ("evaluator.h02", "second.h02")
STRANGERS = ("manager.h04", "leader.h04", "evaluator.h04")
REGION = ("secretariat", "center", "admin", "expert")
NOBODY = "nobody"
EVERYBODY = (*OWN, *PARTNERS, *MEMBERS, *STRANGERS, *REGION, "moved.h04", NOBODY)
"""`moved.h04` is still listed as a member, but belongs to another hospital by now."""

SELF, VISITOR = "自己評価の所見", "訪問評価の所見"


def names(text: str) -> frozenset[str]:
    found = frozenset(text.split())
    assert found <= set(EVERYBODY)
    return found


READ = {
    "self open": names("manager.h01 leader.h01"),
    "self submitted": names("manager.h01 leader.h01 manager.h02 leader.h02 evaluator.h02 second.h02 secretariat"),
    "visitor open": names("manager.h02 leader.h02 evaluator.h02 second.h02"),
    "visitor submitted": names("manager.h01 leader.h01 manager.h02 leader.h02 evaluator.h02 second.h02 secretariat"),
}
"""Who may read an assessment, on the API and as a document; everybody else is refused with 403."""

WRITE = {
    "self open": {200: names("manager.h01")},
    "self submitted": {409: names("manager.h01")},
    "visitor open": {200: names("evaluator.h02 second.h02")},
    "visitor submitted": {409: names("evaluator.h02 second.h02")},
}
"""What an answer gets: saved, or refused because the assessment is submitted; everybody else 403."""

VISIT_READERS = names("manager.h01 leader.h01 manager.h02 leader.h02 evaluator.h02 second.h02 secretariat")
"""Who may know of the visit at all."""

SEEN_IN_VISIT = {
    ("open", "manager.h01"): {SELF},
    ("open", "leader.h01"): {SELF},
    ("open", "manager.h02"): {VISITOR},
    ("open", "leader.h02"): {VISITOR},
    ("open", "evaluator.h02"): {VISITOR},
    ("open", "second.h02"): {VISITOR},
    ("open", "secretariat"): set[str](),
    ("submitted", "manager.h01"): {SELF, VISITOR},
    ("submitted", "leader.h01"): {SELF, VISITOR},
    ("submitted", "manager.h02"): {SELF, VISITOR},
    ("submitted", "leader.h02"): {SELF, VISITOR},
    ("submitted", "evaluator.h02"): {SELF, VISITOR},
    ("submitted", "second.h02"): {SELF, VISITOR},
    ("submitted", "secretariat"): {SELF, VISITOR},
}
"""Whose comments stand in the document of the visit."""

COMPARISON = names("manager.h01 leader.h01 manager.h02 leader.h02 manager.h04 leader.h04 secretariat center")
SHEETS = names(
    "manager.h01 leader.h01 evaluator.h01 manager.h02 leader.h02 idle.h02 evaluator.h02 second.h02 "
    "manager.h04 leader.h04 evaluator.h04 moved.h04 secretariat"
)
"""Everybody but the support centre and the administrator."""

OPEN_TO_ALL = {
    ("GET", "/healthz"): 200,
    ("GET", "/login"): 200,
    ("POST", "/login"): 401,
    ("GET", "/login/oidc"): 303,
    ("GET", "/oauth2callback"): 403,
    ("GET", "/setup"): 303,
    ("POST", "/setup"): 303,
    ("GET", "/assets/logout.js"): 200,
    ("GET", "/visit/"): 200,
    ("GET", "/meeting/"): 200,
    ("GET", "/sw.js"): 200,
}
"""Routes that answer everybody alike; a wrong password is 401, and with accounts there is no set-up."""

COVERED = {
    "/healthz", "/login", "/login/oidc", "/oauth2callback", "/logout", "/password", "/setup", "/assets", "/api/here",
    "/api/assessments/{id:int}", "/api/assessments/{id:int}/answers",
    "/download/visits/{id:int}.{kind}", "/download/assessments/{id:int}.{kind}",
    "/download/assessments/{id:int}/paper.{kind}", "/download/comparison.{kind}", "/download/sheets/{code}.{kind}", "/download/sheets/{code}/xlsform.{kind}", "/download/forms/{name}.{kind}",
    "/api", "/api/{path:path}", "/download", "/download/{path:path}",
    "/visit/", "/visit/{id:int}", "/meeting/", "/sw.js",
    # "/password" in test_own_password.
    # In test_second_step, test_second_factor, test_invitations.
    "/login/code", "/second-factor", "/invitation", "/invitation/{token}",
    # In test_open_visits.
    "/api/visits",
    # In test_comparison_downloads.
    "/download/visits/{id:int}/partners.{kind}",
    # In test_hospital_permissions.
    "/download/hospitals/{id:int}/records/{record}.{kind}", "/download/hospitals/{id:int}/criteria.{kind}",
    "/download/hospitals/{id:int}/partners.{kind}", "/download/hospitals/{id:int}/filing.{kind}", "/download/hospitals/{id:int}/incidents.{kind}", "/download/hospitals/template.{kind}",
    # In test_report_downloads, test_list_downloads, test_visit_downloads.
    "/download/hospitals/{id:int}/annual.{kind}", "/download/region/annual.{kind}", "/download/region/annual-reports.{kind}",
    "/download/lists/{name}.{kind}", "/download/hospitals/{id:int}/leader.{kind}",
    # In test_calendar.
    "/calendar/{token}.ics", "/download/visits/{id:int}/day.{kind}",
    # In test_public_council.
    "/public/council",
    # In test_questionnaires.
    "/q/{token}",
    # In test_center_downloads.
    "/download/center/trainings/{id:int}/attendances.{kind}", "/download/center/trainings/{id:int}/{paper}.{kind}",
    "/download/center/questionnaires/{id:int}/poster.{kind}", "/download/center/questionnaires/{id:int}/results.{kind}",
    "/download/center/activities.{kind}",
    "/download/center/casebook.{kind}", "/download/center/evaluations.{kind}", "/download/center/guideline.{kind}",
    "/download/center/topics.{kind}", "/download/center/learning.{kind}",
    # In test_closed_items.
    "/public/council/papers/{id:int}.{file}",
    "/download/center/reports/{report}.{kind}", "/download/center/papers/{id:int}.{kind}",
    "/download/center/survey.{kind}",
    "/download/center/figures.{kind}", "/download/center/options.{kind}", "/download/center/cases.{kind}", "/download/center/case_mapping.{kind}",
    # In test_revisions.
    "/api/revisions/{id:int}", "/api/revisions/{id:int}/changes", "/download/revisions/{id:int}.{kind}",
    "/download/revisions/{id:int}/sheet.{kind}",
    # In test_handovers.
    "/api/assessments/{id:int}/history", "/api/assessments/{id:int}/handovers", "/download/visits/{id:int}/places.{kind}",
    # In test_meetings.
    "/meeting/{id:int}", "/api/visits/{id:int}/meeting", "/api/visits/{id:int}/notes",
    # In test_submissions.
    "/api/assessments/{id:int}/submission",
    # In test_visit_permissions.
    "/api/visits/{id:int}", "/api/visits/{id:int}/follow-ups", "/api/assessments/{id:int}/photos",
    "/api/assessments/{id:int}/late-answers",
    "/api/photos/{id:int}", "/api/photos/{id:int}/erase", "/pass/{token}", "/download/visits/{id:int}/report.{kind}",
    "/download/visits/{id:int}/findings.{kind}", "/download/hospitals/{id:int}/plans.{kind}",
    "/download/evidence/{id:int}", "/download/visit-papers/{id:int}",
    # In test_evidence_permissions.
    "/download/evidence-documents/{id:int}", "/download/hospitals/{id:int}/evidence-pack.{kind}",
    "/download/hospitals/{id:int}/submission.{kind}",
}  # fmt: skip
"""Every route for which there is an expectation."""


@dataclass
class Scene:
    """The small world with answers in both tracks, a non-member, and a member who has moved away."""

    world: World
    sign_in: SignIn
    anyone: TestClient

    def client(self, who: str) -> TestClient:
        found = self.anyone if who == NOBODY else self.sign_in(who).http
        assert isinstance(found, TestClient)
        return found

    def assessment(self, track: str) -> int:
        return self.world.self_assessment if track == "self" else self.world.visitor_assessment

    def submit_all(self) -> None:
        with db.writing() as connection:
            for login, track in (("manager.h01", "self"), ("evaluator.h02", "visitor")):
                assessments.submit(by(connection, principal(self.world.people[login])), self.assessment(track), "試験")


def add_evaluator(connection: Database, world: World, login: str, hospital: str) -> None:
    person = Person(0, login, f"{login} さん", world.hospitals[hospital], False, frozenset({Role.EVALUATOR}), True)
    person_id = people.add_hashed(by(connection), person, PASSWORD_HASH)
    world.people[login] = people.get(by(connection), person_id)


@pytest.fixture
def scene(world: World, anyone: TestClient, signed_in: SignIn) -> Iterator[Scene]:
    """Everything open; `submit_all` goes on from here."""
    extra = ("idle.h02", "moved.h04")
    with db.writing() as connection:
        for login in extra:
            add_evaluator(connection, world, login, "H02")
        moved = world.people["moved.h04"].id
        connection.execute("INSERT INTO visit_member (visit_id, person_id) VALUES (?, ?)", [world.visit, moved])
        connection.execute("UPDATE person SET hospital_id = ? WHERE id = ?", [world.hospitals["H04"], moved])
    signed_in("manager.h01").save(world.self_assessment, operation("1-01", "B", comment=SELF))
    signed_in("evaluator.h02").save(world.visitor_assessment, operation("1-01", "C", comment=VISITOR))
    yield Scene(world, signed_in, anyone)
    for login in extra:
        del world.people[login]


SITUATIONS = [f"{track} {state}" for track in ("self", "visitor") for state in ("open", "submitted")]


def prepared(scene: Scene, situation: str) -> int:
    """The assessment of a situation, brought into its state."""
    track, state = situation.split()
    if state == "submitted":
        scene.submit_all()
    return scene.assessment(track)


def denied(who: str) -> int:
    return 401 if who == NOBODY else 403


@pytest.mark.parametrize("situation", SITUATIONS)
def test_reading_an_assessment(scene: Scene, situation: str) -> None:
    assessment = prepared(scene, situation)
    for who in EVERYBODY:
        expected = 200 if who in READ[situation] else denied(who)
        client = scene.client(who)
        for path in (
            f"/api/assessments/{assessment}",
            f"/api/assessments/{assessment}?part=ratings",
            f"/download/assessments/{assessment}.csv",
        ):
            answer = client.get(path)
            assert answer.status_code == expected, (who, path, situation)
            told = SELF in answer.content.decode("utf-8-sig") or VISITOR in answer.content.decode("utf-8-sig")
            assert told == (expected == 200), (who, path, situation)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_taking_an_assessment_away_as_a_document(scene: Scene, situation: str) -> None:
    assessment = prepared(scene, situation)
    for who in EVERYBODY:
        expected = 200 if who in READ[situation] else denied(who)
        client = scene.client(who)
        assert client.get(f"/download/assessments/{assessment}.xlsx").status_code == expected, (who, situation)
    for who in ("manager.h04", "admin", NOBODY):
        for path in (f"/download/assessments/{assessment}.pdf", f"/download/assessments/{assessment}/paper.pdf"):
            assert scene.client(who).get(path).status_code == denied(who), (who, path)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_answering_an_assessment(scene: Scene, situation: str) -> None:
    assessment = prepared(scene, situation)
    for who in EVERYBODY:
        expected = next((status for status, whom in WRITE[situation].items() if who in whom), denied(who))
        body = {"operations": [operation("2-03", "A", base=0)]}
        answer = scene.client(who).post(f"/api/assessments/{assessment}/answers", json=body, headers=MARK)
        assert answer.status_code == expected, (who, situation)
    with db.reading() as connection:
        authors = {
            row[0]
            for row in connection.execute(
                "SELECT login FROM rating_history JOIN person ON person.id = person_id WHERE assessment_id = ?",
                [assessment],
            )
        }
    assert authors <= {"manager.h01", "evaluator.h02", "second.h02"}


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_the_document_of_a_visit_holds_only_the_sides_that_its_reader_may_read(scene: Scene, state: str) -> None:
    prepared(scene, f"visitor {state}")
    for who in EVERYBODY:
        client = scene.client(who)
        answer = client.get(f"/download/visits/{scene.world.visit}.csv")
        sheet = client.get(f"/download/visits/{scene.world.visit}.xlsx")
        expected = 200 if who in VISIT_READERS else denied(who)
        assert (answer.status_code, sheet.status_code) == (expected, expected), (who, state)
        if expected == 200:
            for text in (answer.content.decode("utf-8-sig"), text_of(sheet.content)):
                seen = {comment for comment in (SELF, VISITOR) if comment in text}
                assert seen == SEEN_IN_VISIT[state, who], (who, state)


@pytest.mark.parametrize("situation", ["visitor open", "visitor submitted"])
def test_opening_the_visit_page(scene: Scene, situation: str) -> None:
    prepared(scene, situation)
    for who in EVERYBODY:
        answer = scene.client(who).get(f"/visit/{scene.world.visit}")
        expected = 200 if who in READ[situation] else 303 if who == NOBODY else 403
        assert answer.status_code == expected, (who, situation)


def text_of(workbook: bytes) -> str:
    """All XML of an Excel file."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_member_sees_the_self_assessment_beside_the_own_only_once_it_is_submitted(scene: Scene) -> None:
    path = f"/api/assessments/{scene.world.visitor_assessment}"
    for who in ("evaluator.h02", "second.h02", "manager.h02", "leader.h02"):
        assert SELF not in scene.client(who).get(path).text, who
    scene.submit_all()
    for who in ("evaluator.h02", "second.h02", "manager.h02", "leader.h02", "manager.h01"):
        assert SELF in scene.client(who).get(path).text, who


def test_comparing(scene: Scene) -> None:
    for who in EVERYBODY:
        expected = 200 if who in COMPARISON else denied(who)
        for query in ("first=2025&last=2026", "first=2026&last=2026&by=hospitals&track=self"):
            answer = scene.client(who).get(f"/download/comparison.csv?{query}")
            assert answer.status_code == expected, (who, query)


def test_a_comparison_names_only_own_hospital_and_partners(scene: Scene) -> None:
    scene.submit_all()
    named = {
        "manager.h01": {"架空中央病院"},
        "leader.h02": set[str](),
        "manager.h04": set[str](),
        "center": set[str](),
        "secretariat": {"架空中央病院"},
    }
    assert {who: names_in_comparison(scene, who) for who in named} == named
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [scene.world.visit])
    # From the visit on, the two hospitals know each other by name in its year.
    assert {who: names_in_comparison(scene, who) for who in named} == named | {
        "leader.h02": {"架空中央病院", "架空市民病院"}
    }


def names_in_comparison(scene: Scene, who: str) -> set[str]:
    """The hospitals that a comparison by hospital names."""
    answer = scene.client(who).get("/download/comparison.csv?first=2026&last=2026&by=hospitals&track=visitor")
    text = answer.content.decode("utf-8-sig")
    return {name for name in ("架空中央病院", "架空市民病院", "架空みなと病院") if name in text}


def test_taking_sheets_away(scene: Scene) -> None:
    for who in EVERYBODY:
        expected = 200 if who in SHEETS else denied(who)
        for kind in ("csv", "xlsx"):
            assert scene.client(who).get(f"/download/sheets/mini-2.{kind}").status_code == expected, (who, kind)
        assert scene.client(who).get("/download/sheets/mini-2/xlsform.xlsx").status_code == expected, who
        writes = 200 if who == "secretariat" else denied(who)
        for form in ("sheets.xlsx", "plan.csv", "travel.xlsx"):
            assert scene.client(who).get(f"/download/forms/{form}").status_code == writes, (who, form)
    assert scene.client("secretariat").get("/download/forms/none.xlsx").status_code == 404
    assert scene.client("secretariat").get("/download/sheets/none/xlsform.xlsx").status_code == 404
    assert scene.client("secretariat").get("/download/sheets/mini-2/xlsform.csv").status_code == 404


def test_what_is_open_to_all_answers_everybody_alike(scene: Scene, time: FakeTime) -> None:
    for who in EVERYBODY:
        # One address may be wrong so many times in a row, whoever sits behind it.
        time.pass_by(seconds=10)
        client = scene.client(who)
        for (method, path), expected in OPEN_TO_ALL.items():
            fields = {"login": f"a stranger beside {who}", "password": "?"} if method == "POST" else None
            assert client.request(method, path, data=fields).status_code == expected, (who, method, path)


def test_signing_out_is_for_those_who_are_signed_in(scene: Scene) -> None:
    for who in EVERYBODY:
        client = scene.client(who)
        assert client.get("/logout").status_code == (303 if who == NOBODY else 200), who
        assert client.post("/logout").status_code == 303, who
        assert client.get("/logout").status_code == 303, who


def test_saying_that_one_is_here_is_for_those_who_are_signed_in(scene: Scene) -> None:
    for who in EVERYBODY:
        client = scene.client(who)
        assert client.post("/api/here", headers=MARK).status_code == (401 if who == NOBODY else 204), who
        assert client.post("/api/here").status_code == (401 if who == NOBODY else 403), who


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/x", "/download", "/download/", "/download/x.csv"])
def test_machine_paths_that_do_not_exist(scene: Scene, path: str) -> None:
    for who in EVERYBODY:
        answer = scene.client(who).get(path)
        turned_away = 303 if path in ("/api", "/download") else 401
        assert answer.status_code == (turned_away if who == NOBODY else 404), (who, path)


@pytest.mark.parametrize(
    "path",
    [
        "/api/assessments/99",
        "/download/visits/99.csv",
        "/download/visits/99999999999999999999.csv",
        "/download/assessments/99.xlsx",
        "/download/assessments/99/paper.pdf",
        "/download/sheets/none.csv",
        "/download/sheets/..%2f..%2fx.csv",
        "/download/visits/1.exe",
        "/download/comparison.exe",
    ],
)
def test_what_does_not_exist_is_not_found(scene: Scene, path: str) -> None:
    answer = scene.client("secretariat").get(path)
    assert (answer.status_code, "message" in answer.json()) == (404, True)


@pytest.mark.parametrize(
    "query", ["", "first=x&last=2026", "first=2026", "first=2026&last=2026&track=other", "first=2026&last=2026&by=me",
              "first=2026&last=2025", "first=9" + "9" * 30 + "&last=2026"],
)  # fmt: skip
def test_a_senseless_comparison_is_refused_in_words(scene: Scene, query: str) -> None:
    answer = scene.client("secretariat").get(f"/download/comparison.csv?{query}")
    assert answer.status_code == 422
    assert answer.json()["message"].endswith("。")


def test_every_route_has_an_expectation_here() -> None:
    found = {route.path for route in ROUTES if isinstance(route, Route | Mount)}
    assert found == COVERED


def test_every_role_has_somebody_in_every_table(world: World) -> None:
    roles = {role for login in EVERYBODY if login in world.people for role in world.people[login].roles}
    assert roles == set(Role)


def test_every_reader_of_a_visit_has_an_expectation_for_both_states() -> None:
    assert set(SEEN_IN_VISIT) == {(state, who) for state in ("open", "submitted") for who in VISIT_READERS}
