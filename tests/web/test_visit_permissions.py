"""Who may do what with everything that hangs on a visit: every route, role and relation, written out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from starlette.testclient import TestClient

from checklist.store import db
from checklist.store.assessments import photos
from checklist.store.files import attachment, files, picture
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import passes, visit_papers
from tests import cycle
from tests.client import MARK, operation
from tests.cycle import who as somebody
from tests.pictures import jpeg
from tests.web.test_permissions import EVERYBODY, NOBODY, SignIn, add_evaluator, denied, names, text_of
from tests.world import World, by

BOTH_SIDES = "manager.h01 leader.h01 manager.h02 leader.h02 evaluator.h02 second.h02"
READERS = names(f"{BOTH_SIDES} secretariat")
PLAN_READERS = names("manager.h01 leader.h01 manager.h02 evaluator.h02 second.h02")
ERASERS = {"self": names("manager.h01 secretariat"), "visitor": names("evaluator.h02 second.h02 secretariat")}
"""Who may erase a photo of the host's self-assessment, and of the visitors' assessment, once both are submitted."""
MARKERS = names("evaluator.h02 second.h02")
PDF = b"%PDF-1.7\n%%EOF"
PLAN = PlanFields("ひみつの改善策", "ひみつの担当者", date(2031, 3, 9), date(2031, 2, 9))


@dataclass
class Scene:
    """A sealed visit with a photo, a plan with evidence, a paper, and a visit of the next year."""

    world: World
    sign_in: SignIn
    anyone: TestClient
    finding: int
    photos: dict[tuple[str, str], int]
    """(track, somebody) -> a photo of that assessment for them to try their hand at: erasing is final."""
    evidence: int
    paper: int
    later: int
    later_assessment: int

    def client(self, who: str) -> TestClient:
        found = self.anyone if who == NOBODY else self.sign_in(who).http
        assert isinstance(found, TestClient)
        return found


@pytest.fixture
def scene(world: World, anyone: TestClient, signed_in: SignIn) -> Iterator[Scene]:
    """Everything in its place; the members of the next visit are those of the first."""
    member, manager = somebody(world, "evaluator.h02"), somebody(world, "manager.h01")
    shrunk, taken = picture.shrink(jpeg()), {}
    with db.writing() as connection:
        sha256 = files.put(files.folder(connection), shrunk.content)
        for track, someone, assessment in (
            ("self", manager, world.self_assessment),
            ("visitor", member, world.visitor_assessment),
        ):
            for who in EVERYBODY:
                key = str(uuid.uuid4())
                photo, _ = photos.add(by(connection, someone), assessment, "1-01", key, shrunk, sha256)
                taken[track, who] = photo.id
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    with db.writing() as connection:
        improvement_plans.save(by(connection, manager), finding, 0, PLAN)
        improvement_plans.add_note(by(connection, manager), finding, "ひみつの進捗")
        evidence = improvement_plans.add_proof(by(connection, manager), finding, attachment.check("議事録.pdf", PDF))
        paper = visit_papers.add(by(connection, manager), world.visit, attachment.check("報告書.pdf", PDF))
        for login in ("idle.h02", "moved.h04"):
            add_evaluator(connection, world, login, "H02")
        moved = world.people["moved.h04"].id
        for visit in (world.visit, later):
            connection.execute("INSERT INTO visit_member (visit_id, person_id) VALUES (?, ?)", [visit, moved])
        connection.execute("UPDATE person SET hospital_id = ? WHERE id = ?", [world.hospitals["H04"], moved])
        row = connection.execute(
            "SELECT a.id FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id WHERE s.visit_id = ?", [later]
        ).fetchone()
    yield Scene(world, signed_in, anyone, finding, taken, evidence, paper, later, row["id"])
    for login in ("idle.h02", "moved.h04"):
        del world.people[login]


def test_reading_what_hangs_on_a_visit(scene: Scene) -> None:
    visit, host = scene.world.visit, scene.world.hospitals["H01"]
    expected = {
        f"/api/visits/{visit}": READERS,
        f"/api/photos/{scene.photos['visitor', NOBODY]}": READERS,
        f"/api/photos/{scene.photos['self', NOBODY]}": READERS,
        f"/download/visits/{visit}/report.xlsx": READERS,
        f"/download/visits/{visit}/findings.xlsx": READERS,
        f"/download/visit-papers/{scene.paper}": READERS,
        f"/download/hospitals/{host}/plans.xlsx": PLAN_READERS,
        f"/download/evidence/{scene.evidence}": PLAN_READERS,
    }
    for who in EVERYBODY:
        client = scene.client(who)
        for path, whom in expected.items():
            status = client.get(path).status_code
            assert status == (200 if who in whom else denied(who)), (who, path)


def test_marking_an_earlier_finding(scene: Scene) -> None:
    sent = {"finding": scene.finding, "mark": "continued", "comment": ""}
    for who in EVERYBODY:
        answer = scene.client(who).post(f"/api/visits/{scene.later}/follow-ups", json=sent, headers=MARK)
        assert answer.status_code == (200 if who in MARKERS else denied(who)), who


def test_adding_a_photo(scene: Scene) -> None:
    for who in EVERYBODY:
        url = f"/api/assessments/{scene.later_assessment}/photos?item=1-01&operation={uuid.uuid4()}"
        answer = scene.client(who).post(url, content=jpeg(), headers=MARK)
        assert answer.status_code == (200 if who in MARKERS else denied(who)), who


def test_handing_in_what_came_too_late(scene: Scene) -> None:
    for who in EVERYBODY:
        sent = {"operations": [operation("1-01")]}
        for assessment, expected in (
            (scene.world.visitor_assessment, 200 if who in MARKERS else denied(who)),
            (scene.later_assessment, 409 if who in MARKERS else denied(who)),
            (scene.world.self_assessment, 422 if who == "manager.h01" else denied(who)),
        ):
            answer = scene.client(who).post(f"/api/assessments/{assessment}/late-answers", json=sent, headers=MARK)
            assert answer.status_code == expected, (who, assessment)


@pytest.mark.parametrize("track", ["self", "visitor"])
def test_erasing_a_photo(scene: Scene, track: str) -> None:
    for who in EVERYBODY:
        photo, may = scene.photos[track, who], who in ERASERS[track]
        answer = scene.client(who).post(f"/api/photos/{photo}/erase", json={"reason": "患者の顔"}, headers=MARK)
        assert answer.status_code == (200 if may else denied(who)), who
        status = scene.client("leader.h01").get(f"/api/photos/{photo}").status_code
        assert status == (404 if may else 200), who


def test_what_a_hospital_does_about_a_finding_is_told_on_the_sheet_to_those_who_fill_it_in(scene: Scene) -> None:
    told = {f"/api/visits/{scene.later}": frozenset[str](), f"/api/assessments/{scene.later_assessment}": MARKERS}
    for who in EVERYBODY:
        for path, whom in told.items():
            answer = scene.client(who).get(path).json()
            found = "ひみつ" in str(answer) or "2031" in str(answer)
            assert found == (who in whom), (who, path)


# Written out: the former visitors of 2026, the visitors of 2027, and whoever reads no plans at all.
FORMER, LATER = names("manager.h02 evaluator.h02 second.h02"), names("manager.h01 leader.h01 manager.h04 evaluator.h04")


def test_who_visited_before_takes_nothing_away_of_the_years_after(world: World, signed_in: SignIn) -> None:
    first, second = cycle.sealed(world), cycle.sealed_by_others(world)
    kept, manager = {}, somebody(world, "manager.h01")
    with db.writing() as connection:
        for finding in (first, second):
            act = by(connection, manager)
            improvement_plans.save(act, finding, 0, PlanFields(f"ひみつ{finding}の改善策"))
            improvement_plans.add_note(act, finding, f"ひみつ{finding}の進捗")
            kept[finding] = improvement_plans.add_proof(act, finding, attachment.check("議事録.pdf", PDF))
    for who in world.people:
        client = signed_in(who).http
        for finding, whom in ((first, FORMER | LATER), (second, LATER)):
            expected = 200 if who in whom else 403
            assert client.get(f"/download/evidence/{kept[finding]}").status_code == expected, (who, finding)
        answer = client.get(f"/download/hospitals/{world.hospitals['H01']}/plans.xlsx")
        assert answer.status_code == (200 if who in FORMER | LATER else 403), who
        told = text_of(answer.content) if answer.status_code == 200 else ""
        assert (f"ひみつ{first}の" in told, f"ひみつ{second}の" in told) == (who in FORMER | LATER, who in LATER), who
        assert ("翌年の指摘" in told) == (who in LATER), who


def test_a_pass_is_opened_by_whoever_holds_it_and_by_nobody_without(scene: Scene) -> None:
    for who in EVERYBODY:
        with db.writing() as connection:
            member = scene.world.people["evaluator.h02"].id
            token = passes.issue(by(connection, somebody(scene.world, "secretariat")), scene.later, member)
        client = scene.client(who)
        assert client.get("/pass/guess").status_code == client.post("/pass/guess").status_code == 403, who
        assert client.get(f"/pass/{token}").status_code == 200, who
        assert client.post(f"/pass/{token}").status_code == 303, who
        assert client.get("/download/comparison.csv?first=2026&last=2026").status_code == 403, who
