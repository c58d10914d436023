"""Who reads which lines of the audit: people who move, deeds without a doer, more than fits, and whatever was typed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden
from checklist.formats import files
from checklist.model.accounts import Role
from checklist.model.notices import AuditEntry, AuditKind
from checklist.papers import list_document
from checklist.readings import audit_page
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.act import Whence
from checklist.store.notices import audit
from tests.cycle import who
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by

WHENCE = Whence("192.0.2.9", "端末")
MANAGERS = {HOST: "manager.h01", LEADING: "manager.h02", SMALL: "manager.h03", STRANGER: "manager.h04"}


def read(world: World, code: str) -> list[AuditEntry]:
    """What a hospital reads of the last days, by a manager who was there all along."""
    login = MANAGERS[code] if code != HOST else "leader.h01"
    with db.reading() as connection:
        act = by(connection, who(world, login))
        today = clock.day_of(act.at)
        return audit.entries(act, today - timedelta(9), today, world.hospitals[code])


def refused(world: World, login: str, what: str) -> None:
    with db.writing() as connection:
        audit.note_refusal(by(connection, who(world, login)), what)


def change(world: World, login: str, **changes: object) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "admin"))
        people.change(act, replace(people.get(act, world.people[login].id), **changes))  # type: ignore[arg-type]


def said(found: list[AuditEntry]) -> dict[str, str]:
    """Detail -> address of what was refused."""
    return {one.detail: one.address for one in found if one.kind is AuditKind.REFUSED}


def test_what_somebody_did_before_they_came_is_not_for_their_new_hospital(world: World) -> None:
    refused(world, "manager.h01", "以前")
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        audit.note_export(act, "自院の記録.csv", "hospitals", world.hospitals[HOST])
        audit.note_export(act, "訪問の表.pdf", "visits", world.visit)
    assert said(read(world, HOST)) == {"以前": "192.0.2.7"}
    change(world, "manager.h01", hospital_id=world.hospitals[STRANGER])
    assert [one.detail for one in read(world, STRANGER) if one.person == "manager.h01 さん"] == []
    # What concerned the old one it goes on reading; from where somebody of another hospital acts it does not.
    kept = {one.detail: one.address for one in read(world, HOST) if one.person == "manager.h01 さん"}
    assert kept == {"自院の記録.csv": "", "訪問の表.pdf": ""}
    refused(world, "manager.h01", "以後")
    assert said(read(world, STRANGER)) == {"以後": "192.0.2.7"}
    assert said(read(world, HOST)) == {}
    change(world, "manager.h01", hospital_id=world.hospitals[HOST])
    refused(world, "manager.h01", "戻ってから")
    assert (said(read(world, HOST)), said(read(world, STRANGER))) == ({"戻ってから": "192.0.2.7"}, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "改名 さん"}, {"mail": "a@example.jp"}, {"active": False},
        {"roles": frozenset({Role.LEADER, Role.EVALUATOR})}, {"name": "所属 変更"},
    ],
)  # fmt: skip
def test_who_stays_where_they_are_keeps_their_lines_whatever_else_is_changed(
    changes: dict[str, object], world: World
) -> None:
    refused(world, "evaluator.h01", "以前")
    change(world, "evaluator.h01", **changes)
    assert said(read(world, HOST)) == {"以前": "192.0.2.7"}
    assert said(read(world, STRANGER)) == {}


@pytest.mark.parametrize(
    ("login", "after", "roles", "told"),
    [
        ("manager.h01", STRANGER, None, {HOST, STRANGER}), ("manager.h01", HOST, {Role.LEADER}, {HOST}),
        ("manager.h02", None, {Role.ADMIN}, {LEADING}), ("expert", SMALL, {Role.EVALUATOR}, {SMALL}),
        ("expert", None, {Role.ADMIN}, set()),
    ],
)  # fmt: skip
def test_a_move_is_told_to_the_hospital_that_is_left_and_to_the_one_that_is_joined(
    login: str, after: str | None, roles: set[Role] | None, told: set[str], world: World
) -> None:
    kept = frozenset(roles) if roles else world.people[login].roles
    change(world, login, hospital_id=world.hospitals[after] if after else None, roles=kept)
    mine = world.people[login].name
    found = {
        code: [one for one in read(world, code) if one.kind is AuditKind.ACCOUNT_CHANGED and one.about == mine]
        for code in MANAGERS
    }
    assert {code for code, lines in found.items() if lines} == told
    assert {len(lines) for lines in found.values()} <= {0, 1}
    with db.reading() as connection:
        noted = connection.execute("SELECT count(*) AS n FROM audit WHERE kind = 'account_changed'").fetchone()["n"]
    assert noted == max(1, len(told))


def test_each_hospital_is_read_by_its_own_manager_and_leader_and_the_region_by_two_offices(world: World) -> None:
    allowed = set()
    with db.reading() as connection:
        for login in world.people:
            act = by(connection, who(world, login))
            for code, hospital in ({"region": None} | world.hospitals).items():
                try:
                    audit.entries(act, act.today, act.today, hospital)
                except Forbidden:
                    continue
                allowed.add((login, code))
    own = {(f"{word}.{code.lower()}", code) for word in ("manager", "leader") for code in world.hospitals}
    assert allowed == own | {("admin", "region"), ("secretariat", "region")}


@pytest.mark.parametrize("login", ["admin", "secretariat"])
def test_a_wrong_password_is_nobodys_and_what_is_done_at_the_server_is_told_so(login: str, world: World) -> None:
    me = world.people["manager.h01"]
    with db.writing() as connection:
        audit.note_sign_in(connection, clock.now(), me.id, WHENCE, succeeded=False)
        audit.note_sign_in(connection, clock.now(), me.id, WHENCE, succeeded=True)
        people.set_password(by(connection), me.id, "a long sentence of my own 2026")
    with db.reading() as connection:
        found = audit_page.read(by(connection, who(world, login)), {"days": "7"})
    told = {str(line.cells[1]): line.cells[2] for line in reversed(found.lines)}
    assert told["ログインの失敗"] == "（不明）"
    assert told["ログイン"] == "manager.h01 さん"
    assert told["パスワードの設定（管理者）"] == "（サーバー上での操作）"
    about = {str(line.cells[1]): line.cells[3] for line in found.lines}
    assert about["ログインの失敗"] == ("manager.h01 さん" if login == "admin" else "")


def test_of_more_than_fits_the_newest_are_read_and_the_list_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(7):
        refused(world, "leader.h04", f"第{place}回")
    with db.reading() as connection:
        assert audit_page.read(by(connection, who(world, "leader.h04")), {}).notes == ()
    monkeypatch.setattr(audit, "MOST", 4)
    with db.reading() as connection:
        found = audit_page.read(by(connection, who(world, "leader.h04")), {})
    assert [line.cells[4] for line in found.lines] == ["第6回", "第5回", "第4回", "第3回"]
    assert found.notes == ("新しい4件までを表示します。",)


NASTY = [
    "=cmd|' /C calc'!A0", "GET /x\x00\x1b\x07", "あ" * 3000, "<script>alert(1)</script>", "\u202e逆", '改\r\n行,"引用"',
    "#include \"x\" *太字* $x$ @y", "\ufffe\uffff", "👩\u200d⚕️", "-1", "",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_whatever_was_asked_for_the_list_of_it_can_be_taken_away(kind: str, world: World) -> None:
    for text in NASTY:
        refused(world, "manager.h01", text)
    with db.reading() as connection:
        act = by(connection, who(world, "manager.h01"))
        document = list_document.document(act, "audit", {"kind": "refused"})
    assert len(document.csv_table.rows) == len(NASTY)
    data = files.render(document, kind, "=名前")
    assert data[:4] in (b"PK\x03\x04", b"%PDF") or kind == "csv"
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]
        assert max(len(cell) for line in lines for cell in line) <= 1001


@pytest.mark.parametrize(
    ("kind", "place", "row", "whose"),
    [
        ("own", "hospitals", "H01", "H01"), ("visit", "visits", 1, None), ("none", "visits", 999_999, None),
        ("none", "hospitals", 999_999, None), ("none", "lists", None, None), ("none", "'; DROP TABLE audit", 1, None),
        ("own", "assessments", 1, "H01"), ("none", "evidence", 0, None), ("none", "visit-papers", -1, None),
    ],
)  # fmt: skip
def test_what_is_taken_away_from_a_place_that_is_not_there_is_nobodys(
    kind: str, place: str, row: str | int | None, whose: str | None, world: World
) -> None:
    number = world.hospitals[row] if isinstance(row, str) else row
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        audit.note_export(act, "一覧.csv", place, number)
        last = connection.execute(
            "SELECT visit_id, hospital_id FROM audit LEFT JOIN audit_hospital USING (id) ORDER BY audit.id DESC LIMIT 1"
        ).fetchone()
    hospital = world.hospitals[whose] if whose else None
    assert tuple(last) == (world.visit if kind == "visit" else None, hospital)


def test_days_the_wrong_way_round_hold_nothing(world: World) -> None:
    refused(world, "manager.h01", "x")
    with db.reading() as connection:
        act = by(connection, who(world, "manager.h01"))
        today, own = clock.day_of(act.at), world.hospitals[HOST]
        assert audit.entries(act, today + timedelta(1), today - timedelta(1), own) == []
        assert audit.entries(act, date(1, 1, 2), date(9998, 12, 31), own)
        assert audit.entries(act, today + timedelta(1), date(9998, 12, 31), own) == []
