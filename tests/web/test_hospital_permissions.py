"""Who may take away what hangs on a hospital: every route and login, written out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from checklist.model.records import KINDS, Conference
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.client import Client
from tests.web.test_permissions import NOBODY, denied
from tests.world import HOST, World, by, principal

LOGINS = (
    "manager.h01", "leader.h01", "evaluator.h01", "manager.h02", "leader.h02", "evaluator.h02", "manager.h04",
    "leader.h04", "evaluator.h04", "secretariat", "center", "admin", NOBODY,
)  # fmt: skip
READERS = {
    "records/conference.xlsx": {"manager.h01", "leader.h01"},
    "records/conference.csv?year=2026": {"manager.h01", "leader.h01"},
    "records/conference.csv?empty": {"manager.h01", "leader.h01"},
    "records/appointment.csv": {"manager.h01", "leader.h01"},
    "incidents.pdf": {"manager.h01", "leader.h01"},
    "incidents.xlsx": {"manager.h01", "leader.h01"},
    "incidents.csv": {"manager.h01", "leader.h01"},
    "partners.xlsx": {"manager.h01", "leader.h01", "secretariat"},
    "filing.xlsx": {"manager.h01", "leader.h01", "secretariat"},
    "filing.pdf?on=2026-03-02": {"manager.h01", "leader.h01", "secretariat"},
    "criteria.csv?on=2026-03-02": {"manager.h01", "leader.h01"},
    "criteria.xlsx": {"manager.h01", "leader.h01"},
    "criteria.pdf?on=2026-06-01": {"manager.h01", "leader.h01"},
}
"""What hangs on H01, and who may take it away; everybody else is refused."""


@pytest.fixture
def client(anyone: TestClient, signed_in: Callable[[str], Client]) -> Callable[[str], TestClient]:
    """The browser of a login, or of nobody."""

    def find(who: str) -> TestClient:
        found = anyone if who == NOBODY else signed_in(who).http
        assert isinstance(found, TestClient)
        return found

    return find


@pytest.fixture
def conference(world: World) -> None:
    """One record of H01."""
    one = Conference(held_on=date(2026, 5, 11), participants=8, committee_members=3, topic="転倒事例の検討")
    with db.writing() as connection:
        records.save(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], one)


def test_what_hangs_on_a_hospital_is_for_its_readers_alone(
    world: World, conference: None, client: Callable[[str], TestClient]
) -> None:
    for who in LOGINS:
        for path, readers in READERS.items():
            answer = client(who).get(f"/download/hospitals/{world.hospitals[HOST]}/{path}")
            assert answer.status_code == (200 if who in readers else denied(who)), (who, path)


def test_the_table_of_hospitals_to_fill_in_is_for_those_who_may_take_it_in(client: Callable[[str], TestClient]) -> None:
    for who in LOGINS:
        for kind in ("xlsx", "csv"):
            answer = client(who).get(f"/download/hospitals/template.{kind}")
            assert answer.status_code == (200 if who in ("secretariat", "admin") else denied(who)), (who, kind)
    assert client("secretariat").get("/download/hospitals/template.pdf").status_code == 404


def test_records_are_taken_away_by_year_or_as_an_empty_table(
    world: World, conference: None, client: Callable[[str], TestClient]
) -> None:
    manager, base = client("manager.h01"), f"/download/hospitals/{world.hospitals[HOST]}/records"
    told = {
        query: "転倒事例の検討" in manager.get(f"{base}/conference.csv{query}").content.decode("utf-8-sig")
        for query in ("", "?year=2026", "?year=2025", "?empty")
    }
    assert told == {"": True, "?year=2026": True, "?year=2025": False, "?empty": False}
    for kind in KINDS:
        assert manager.get(f"{base}/{kind}.xlsx?empty").status_code == 200, kind


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("1/partners.csv", 404),
        ("2/partners.pdf", 403),
        ("2/filing.pdf", 403),
        ("1/filing.csv", 404),
        ("1/filing.pdf?on=soon", 422),
        ("1/records/none.csv", 404),
        ("1/records/conference.pdf", 404),
        ("99/records/conference.csv", 403),
        ("1/records/conference.csv?year=next", 422),
        ("1/records/conference.csv?year=0000", 422),
        ("1/records/conference.csv?year=9999", 422),
        ("1/criteria.csv?on=9999-12-31", 422),
        ("1/criteria.csv?on=0001-01-01", 422),
        ("1/criteria.csv?on=2024-05-31", 422),
        ("1/evidence-pack.zip?on=0001-01-01", 422),
    ],
)
def test_what_makes_no_sense_is_refused(client: Callable[[str], TestClient], path: str, status: int) -> None:
    answer = client("manager.h01").get(f"/download/hospitals/{path}")
    assert (answer.status_code, "message" in answer.json()) == (status, True)


def test_the_secretariat_takes_the_judgement_away_once_the_hospital_shares_it(
    world: World, client: Callable[[str], TestClient]
) -> None:
    host = world.hospitals[HOST]
    with db.writing() as connection:
        hospitals.share_entitlement(by(connection, principal(world.people["manager.h01"])), host, True)
    readers = {"manager.h01", "leader.h01", "secretariat"}
    for who in LOGINS:
        answer = client(who).get(f"/download/hospitals/{host}/criteria.csv?on=2026-03-02")
        assert answer.status_code == (200 if who in readers else denied(who)), who
    assert "要件" in client("secretariat").get(f"/download/hospitals/{host}/criteria.csv").text


def test_a_day_that_has_no_set_is_refused(world: World, client: Callable[[str], TestClient]) -> None:
    place = f"/download/hospitals/{world.hospitals[HOST]}/criteria.csv"
    for query, told in (
        ("?on=soon", "基準日の指定が正しくありません。"),
        ("?on=2024-05-31", "2024年6月1日（土）より前の施設基準は登録されていないため、判定できません。"),
    ):
        answer = client("manager.h01").get(place + query)
        assert (answer.status_code, answer.json()["message"]) == (422, told)
    assert client("manager.h01").get("/download/hospitals/999/criteria.csv").status_code == 404
