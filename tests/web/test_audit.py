"""操作の記録 from sign-in to the page: written with the deed, never changed, read by whom the table names, and no more."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from checklist.errors import Forbidden
from checklist.model.accounts import Role
from checklist.model.hospitals import Addon, Filing
from checklist.model.notices import AuditEntry, AuditKind
from checklist.readings import audit_page
from checklist.store import clock, db, doctor, region
from checklist.store.accounts import people
from checklist.store.act import Act, View, Whence, acting, viewing
from checklist.store.hospitals import hospitals
from checklist.store.notices import audit
from checklist.store.visits import passes, visits
from tests.client import Client
from tests.world import PASSWORD, World, by, principal

SignedIn = Callable[[str], Client]
ADDRESS = "testclient"


def entries(world: World, login: str = "admin", hospital: int | None = None) -> list[AuditEntry]:
    """What this person reads of today, the newest first."""
    with viewing(principal(world.people[login])) as view:
        today = clock.day_of(view.at)
        return audit.entries(view, today - timedelta(days=3), today, hospital)


def newest(world: World, kind: AuditKind, login: str = "admin", hospital: int | None = None) -> AuditEntry:
    return next(one for one in entries(world, login, hospital) if one.kind is kind)


def test_a_sign_in_and_a_wrong_password_are_written_down_with_where_from(anyone: TestClient, world: World) -> None:
    head = {"user-agent": "Tablet/1.0"}
    for password in ("wrong password", PASSWORD):
        anyone.post("/login", data={"login": "manager.h01", "password": password}, headers=head)
    right, wrong = entries(world)[:2]
    assert (right.kind, right.person, right.address) == (AuditKind.SIGNED_IN, "manager.h01 さん", ADDRESS)
    # Who typed it is not known; under whose name it was typed, is.
    assert (wrong.kind, wrong.person, wrong.about) == (AuditKind.SIGN_IN_FAILED, None, "manager.h01 さん")
    assert right.device == head["user-agent"]


def test_made_up_names_fill_no_disk(anyone: TestClient, world: World) -> None:
    before = len(entries(world))
    for number in range(5):
        anyone.post("/login", data={"login": f"nobody.{number}", "password": "wrong password"})
    assert len(entries(world)) == before


def test_the_next_sign_in_tells_of_the_one_before_and_of_what_was_tried_since(anyone: TestClient, world: World) -> None:
    me = principal(world.people["manager.h01"])
    told = []
    for passwords in ((PASSWORD,), ("wrong one here", "wrong again too", PASSWORD), (PASSWORD,)):
        for password in passwords:
            anyone.post("/login", data={"login": "manager.h01", "password": password})
        with viewing(me) as view:
            told.append(audit.last_sign_in(view))
    assert told[0] is None
    assert [one and (one.failures, one.address) for one in told[1:]] == [(2, ADDRESS), (0, ADDRESS)]


@pytest.mark.parametrize(
    ("login", "path", "whose"),
    [
        ("manager.h01", "/download/hospitals/1/evidence-pack.zip", ("H01", None)),
        ("manager.h01", "/download/hospitals/1/records/conference.csv", ("H01", None)),
        ("secretariat", "/download/visits/1.pdf", (None, 1)),
        ("manager.h01", "/download/assessments/2.xlsx", ("H01", None)),
        ("secretariat", "/download/lists/visits.csv", (None, None)),
    ],
)
def test_whatever_is_taken_away_is_written_down_with_whose_it_is(
    login: str, path: str, whose: tuple[str | None, int | None], world: World, signed_in: SignedIn
) -> None:
    answer = signed_in(login).http.get(path)
    assert answer.status_code == 200
    found = newest(world, AuditKind.EXPORTED)
    hospital = world.hospitals[whose[0]] if whose[0] else None
    assert (found.person_id, found.hospital_id, found.visit_id) == (world.people[login].id, hospital, whose[1])
    assert found.detail.endswith(path[path.rindex(".") :])


def test_a_refusal_is_written_down_once_a_minute(world: World, signed_in: SignedIn) -> None:
    stranger = signed_in("manager.h04").http
    for _ in range(3):
        assert stranger.get("/download/hospitals/1/evidence-pack.zip").status_code == 403
    found = [one for one in entries(world) if one.kind is AuditKind.REFUSED]
    assert [(one.person, one.detail) for one in found] == [
        ("manager.h04 さん", "GET /download/hospitals/1/evidence-pack.zip")
    ]


def test_nothing_is_taken_away_where_it_is_refused(world: World, signed_in: SignedIn) -> None:
    before = [one for one in entries(world) if one.kind is AuditKind.EXPORTED]
    assert signed_in("manager.h04").http.get("/download/hospitals/1/criteria.pdf").status_code == 403
    assert [one for one in entries(world) if one.kind is AuditKind.EXPORTED] == before


Change = Callable[[Act, World], object]


def _changes_roles(act: Act, world: World) -> None:
    person = world.people["manager.h04"]
    people.change(act, replace(person, roles=person.roles | {Role.LEADER}, name="改名 さん"))


def _adds(act: Act, world: World) -> None:
    person = replace(world.people["leader.h01"], id=0, login="new.leader", name="新しい 院長")
    people.add(act, person, "correct horse battery staple")


def _changes_group(act: Act, world: World) -> None:
    region.save(act, replace(region.load(act.db), minimum_group_size=3))


def _changes_hospital(act: Act, world: World) -> None:
    hospital = hospitals.get(act, world.hospitals["H01"])
    hospitals.save(act, replace(hospital, beds=hospital.beds + 20))


def _shares(act: Act, world: World) -> None:
    hospitals.share_entitlement(act, world.hospitals["H01"], True)


def _files(act: Act, world: World) -> None:
    day = act.today + timedelta(days=4000)
    hospitals.save_filing(act, Filing(0, world.hospitals["H01"], Addon.INFECTION, 2, day, None, "第99号"))


def _removes_a_member(act: Act, world: World) -> None:
    visit = visits.get(act, world.visit)
    visits.change(act, replace(visit, member_ids=visit.member_ids[:-1]))


def _issues(act: Act, world: World) -> None:
    passes.issue(act, world.visit, world.people["evaluator.h02"].id)


CHANGES: list[tuple[str, Change, AuditKind, str]] = [
    ("admin", _changes_roles, AuditKind.ACCOUNT_CHANGED,
     "氏名：manager.h04 さん → 改名 さん；役割：医療安全管理者 → 病院幹部・医療安全管理者"),
    ("admin", _adds, AuditKind.ACCOUNT_ADDED, "氏名：なし → 新しい 院長；"),
    ("admin", _changes_group, AuditKind.SETTINGS_CHANGED, "匿名比較の最小病院数："),
    ("secretariat", _changes_hospital, AuditKind.HOSPITAL_CHANGED, "病床数："),
    ("manager.h01", _shares, AuditKind.CONSENT_CHANGED, "施設基準の判定を事務局に開示する：いいえ → はい"),
    ("secretariat", _files, AuditKind.FILING_CHANGED, "区分：なし → 加算2；"),
    ("secretariat", _removes_a_member, AuditKind.MEMBERS_CHANGED, "追加：なし；除外："),
    ("secretariat", _issues, AuditKind.PASS_ISSUED, ""),
]  # fmt: skip


def _of_kind(world_db: Path, kind: AuditKind) -> list[tuple[str, int | None, str]]:
    with sqlite3.connect(world_db) as connection:
        rows = connection.execute(
            "SELECT detail, person_id, address FROM audit WHERE kind = ? ORDER BY id DESC", [kind]
        )
        return list(rows)


@pytest.mark.parametrize(("login", "change", "kind", "told"), CHANGES, ids=[kind for _, _, kind, _ in CHANGES])
def test_what_changes_who_may_do_what_is_written_down_with_before_and_after(
    login: str, change: Change, kind: AuditKind, told: str, world: World, world_db: Path
) -> None:
    with acting(principal(world.people[login]), whence=Whence("192.0.2.9", "端末")) as act:
        change(act, world)
    detail, person, address = _of_kind(world_db, kind)[0]
    assert (person, address) == (world.people[login].id, "192.0.2.9")
    assert told in detail


@pytest.mark.parametrize(("login", "change", "kind", "told"), CHANGES, ids=[kind for _, _, kind, _ in CHANGES])
def test_a_change_that_is_taken_back_leaves_no_line(
    login: str, change: Change, kind: AuditKind, told: str, world: World, world_db: Path
) -> None:
    before = _of_kind(world_db, kind)

    def fails_afterwards() -> None:
        with acting(principal(world.people[login])) as act:
            change(act, world)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_afterwards()
    assert _of_kind(world_db, kind) == before


def test_what_is_saved_as_it_was_is_no_change(world: World, world_db: Path) -> None:
    kinds = (AuditKind.ACCOUNT_CHANGED, AuditKind.SETTINGS_CHANGED, AuditKind.HOSPITAL_CHANGED)
    before = [_of_kind(world_db, kind) for kind in kinds]
    with acting(principal(world.people["admin"])) as act:
        people.change(act, world.people["manager.h04"])
        region.save(act, region.load(act.db))
    with acting(principal(world.people["secretariat"])) as act:
        hospitals.save(act, hospitals.get(act, world.hospitals["H01"]))
    assert [_of_kind(world_db, kind) for kind in kinds] == before


@pytest.mark.parametrize(
    ("kind", "detail", "told"),
    [
        (AuditKind.SIGNED, "host: 夕月 誠", "受審側：夕月 誠"),
        (AuditKind.SIGNATURE_VOIDED, "evaluator", "訪問側"),
        (AuditKind.TAKEN_BACK, "on_site", "訪問中"),
        (AuditKind.TAKEN_BACK, "handed_over", "評価報告書の手交"),
        (AuditKind.EXPORTED, "host: 一覧.csv", "host: 一覧.csv"),
    ],
)
def test_what_is_written_down_as_a_code_is_told_in_words(kind: AuditKind, detail: str, told: str, world: World) -> None:
    with acting(principal(world.people["manager.h01"])) as act:
        audit.note(act, kind, detail=detail)
    with viewing(principal(world.people["manager.h01"])) as view:
        assert audit_page.read(view, {}).lines[0].cells[4] == told


# Written out: who reads what of the audit; everybody else is refused.
REGION_READERS = {"admin", "secretariat"}
OWN_READERS = {"manager.h01", "leader.h01"}


def test_only_whom_the_table_names_reads_it(world: World) -> None:
    own = world.hospitals["H01"]
    for login in world.people:
        for hospital, readers in ((None, REGION_READERS), (own, OWN_READERS)):
            if login in readers:
                entries(world, login, hospital)
            else:
                with pytest.raises(Forbidden):
                    entries(world, login, hospital)


def test_the_regions_office_reads_who_and_when_and_not_what(world: World, signed_in: SignedIn) -> None:
    assert signed_in("manager.h01").http.get("/download/hospitals/1/evidence-pack.zip").status_code == 200
    full, short = newest(world, AuditKind.EXPORTED), newest(world, AuditKind.EXPORTED, "secretariat")
    assert full.detail
    assert (short.id, short.person, short.at) == (full.id, full.person, full.at)
    assert (short.detail, short.address, short.device, short.about) == ("", "", "", None)


def test_a_hospital_reads_what_concerns_it_and_what_its_people_did_and_nothing_else(
    world: World, signed_in: SignedIn
) -> None:
    for login, path in (
        ("manager.h01", "/download/hospitals/1/criteria.pdf"), ("manager.h02", "/download/hospitals/2/criteria.pdf"),
        ("secretariat", "/download/visits/1.pdf"), ("manager.h04", "/download/lists/hospitals.csv"),
    ):  # fmt: skip
        assert signed_in(login).http.get(path).status_code == 200
    found = [one for one in entries(world, "manager.h01", world.hospitals["H01"]) if one.kind is AuditKind.EXPORTED]
    assert {one.person for one in found} == {"manager.h01 さん", "secretariat さん"}
    # From where people of other houses act is not for this one to know.
    assert {one.person: one.address for one in found} == {"manager.h01 さん": ADDRESS, "secretariat さん": ""}
    assert {
        one.person for one in entries(world, "manager.h04", world.hospitals["H04"]) if one.kind is AuditKind.EXPORTED
    } == {"manager.h04 さん"}


def test_a_pass_reads_none_of_it(world: World) -> None:
    guest = replace(principal(world.people["manager.h01"]), visit_scope=world.visit)
    with viewing(guest) as view, pytest.raises(Forbidden):
        audit.entries(view, view.today, view.today, world.hospitals["H01"])


@pytest.mark.parametrize("statement", ["UPDATE audit SET detail = ''", "DELETE FROM audit", "DELETE FROM audit_hospital",
                                       "UPDATE audit_hospital SET hospital_id = 2"])  # fmt: skip
def test_no_line_is_changed_or_removed(statement: str, world: World, world_db: Path) -> None:
    with acting(principal(world.people["secretariat"])) as act:
        _changes_hospital(act, world)
    with sqlite3.connect(world_db) as connection, pytest.raises(sqlite3.IntegrityError, match="refused: kept"):
        connection.execute(statement)


@pytest.mark.parametrize("table", ["audit", "audit_hospital"])
def test_a_line_that_was_changed_behind_the_triggers_is_found(table: str, world: World, world_db: Path) -> None:
    with acting(principal(world.people["secretariat"])) as act:
        _changes_hospital(act, world)
    column, value = ("detail", "何もしていない") if table == "audit" else ("hospital_id", world.hospitals["H02"])
    with sqlite3.connect(world_db) as connection:
        for (name,) in connection.execute(
            f"SELECT name FROM sqlite_schema WHERE type='trigger' AND tbl_name='{table}'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = (SELECT max(id) FROM {table})", [value])
    found = doctor.examine(world_db, doctor.checks_through(None)).faults
    assert any("操作の" in str(fault) for fault in found), found


@pytest.mark.parametrize("login", ["admin", "secretariat", "manager.h01"])
def test_the_list_taken_away_is_the_one_read_and_is_itself_written_down(
    login: str, world: World, signed_in: SignedIn
) -> None:
    reader = signed_in(login).http
    assert reader.get("/download/lists/hospitals.csv").status_code in (200, 403)
    before = reader.get("/download/lists/audit.csv")
    lines = list(csv.reader(io.StringIO(before.content.decode("utf-8-sig"))))
    hospital = world.people[login].hospital_id
    assert len(lines) - 1 == len(entries(world, login, hospital)) - 1
    assert newest(world, AuditKind.EXPORTED, login, hospital).person_id == world.people[login].id
    for asked in ("days=7", "days=0", "days=abc", "kind=exported&person=1", "kind=nothing"):
        answer = reader.get(f"/download/lists/audit.csv?{asked}")
        assert answer.status_code in (200, 422), asked


def test_the_days_asked_for_are_days_in_tokyo(world: World, world_db: Path) -> None:
    with db.writing(world_db) as connection:
        act = by(connection, principal(world.people["admin"]))
        for hour, mark in ((14, "前日"), (15, "当日"), (38, "当日の終わり"), (39, "翌日")):
            moment = (act.at - timedelta(days=20)).replace(hour=0, minute=0, second=0, microsecond=0)
            then = Act.of(connection, act.principal, moment + timedelta(hours=hour))
            audit.note_refusal(then, mark)
    day = clock.day_of((clock.now() - timedelta(days=20)).replace(hour=0)) + timedelta(days=1)
    with viewing(principal(world.people["admin"])) as view:
        assert isinstance(view, View)
        found = {one.detail for one in audit.entries(view, day, day)}
    assert re.fullmatch("当日の終わり", next(one for one in found if one != "当日"))
    assert found == {"当日", "当日の終わり"}
