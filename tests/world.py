"""A small invented region for tests: four hospitals, every role, two sheet versions, one visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from sqlite_utils import Database

from checklist.model.accounts import Person, Principal, Role
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.region import Region
from checklist.model.sheets import Chapter, Item, Lineage, Module, Relation, SheetVersion
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import Act, Whence
from checklist.store.assessments import assessment_rows, assessments
from checklist.store.clock import now
from checklist.store.db import connect
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits

YEAR = 2026
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""What tests hash with, so that they do not wait for passwords."""
# The same in every process: what one has built, the others copy.
PASSWORD_HASH = CHEAP.hash(PASSWORD, salt=b"for the tests only")

HOST, LEADING, SMALL, STRANGER = "H01", "H02", "H03", "H04"
"""H01 (加算1) is visited by H02 (加算1); H03 is 加算2 and H04 (加算1) takes no part in the visit."""

CHAPTERS = (Chapter("1", "医療安全管理体制"), Chapter("2", "医薬品安全"))


def item(code: str, text: str, classes: tuple[int, ...] = (1, 2), module: Module = Module.WHOLE) -> Item:
    """An item with plausible texts."""
    place = "薬剤部" if code.startswith("2") else "医療安全管理部門"
    part = "イ" if code.startswith("2") else "ア-イ"
    return Item(
        code,
        code[0],
        text,
        part,
        classes,
        module,
        "看護部",
        place,
        ("書類", "現場"),
        "目的",
        "院内規程",
        "手順",
        "資料",
    )


FIRST = SheetVersion(
    "mini", "小さな点検表", "mini-1", 1, "第1版", 2022, "abcx", None, CHAPTERS,
    (
        item("1-01", "指針が最新である"),
        item("1-02", "専従の管理者がいる", (1,)),
        item("1-03", "委員会を毎月開催している"),
        item("2-01", "高濃度カリウム製剤を病棟に置いていない"),
        item("2-02", "持参薬を鑑別している"),
    ),
    (),
)  # fmt: skip
SECOND = SheetVersion(
    "mini", "小さな点検表", "mini-2", 2, "第2版", 2025, "abcx", "mini-1", CHAPTERS,
    (
        item("1-01", "指針が最新である"),
        item("1-02", "専従の医療安全管理者を配置している", (1,)),
        item("1-04", "委員会の議事録に決定事項がある"),
        item("1-05", "委員会に院長が出席している"),
        item("2-01", "高濃度カリウム製剤を病棟に置いていない"),
        item("2-03", "口頭指示を記録している"),
    ),
    (
        Lineage("1-01", Relation.SAME, ("1-01",)),
        Lineage("1-02", Relation.REWORDED, ("1-02",)),
        Lineage("1-04", Relation.SPLIT, ("1-03",)),
        Lineage("1-05", Relation.SPLIT, ("1-03",)),
        Lineage("2-01", Relation.SAME, ("2-01",)),
        Lineage("2-03", Relation.NEW, ()),
    ),
)  # fmt: skip
CODES = tuple(found.code for found in SECOND.items)


@dataclass(frozen=True)
class World:
    """Ids of what `build` put into the database; people by login."""

    hospitals: dict[str, int]
    people: dict[str, Person]
    visit: int
    self_assessment: int
    visitor_assessment: int


def principal(person: Person) -> Principal:
    """The person as somebody who acts, with everything theirs in scope."""
    expiry = now() + timedelta(hours=1)
    return Principal(person.id, person.login, person.name, person.roles, person.hospital_id, person.center, expiry)


def operator() -> Principal:
    """Who sits at the server itself; for what a test sets up or looks at without being about a person."""
    roles = frozenset({Role.SECRETARIAT, Role.ADMIN})
    return Principal(0, "operator", "サーバー管理者", roles, None, False, now() + timedelta(hours=1))


AT_HAND = Whence("192.0.2.7", "tablet", confirmed=True)
"""The address and the device of everybody in tests, who have typed their password; what asks for it has tests of its own."""


def by(db: Database, who: Principal | None = None) -> Act:
    """Somebody who acts now, through a connection that is open."""
    return Act.now(db, who or operator(), AT_HAND)


def settle(path: Path) -> None:
    """Put all that was written into the file itself, so that a copy of it is whole."""
    connection = connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _hospital(db: Database, code: str, name: str, addon_class: int) -> int:
    hospital_id = hospitals.save(
        by(db), Hospital(0, code, name, "医療法人 架空会", "架空県架空市", 200, HospitalKind.GENERAL, False)
    )
    for addon in (Addon.SAFETY, Addon.REGIONAL):
        hospitals.save_filing(by(db), Filing(0, hospital_id, addon, addon_class, date(2022, 4, 1), None, f"第{code}号"))
    return hospital_id


def _person(db: Database, login: str, hospital_id: int | None, *roles: Role, center: bool = False) -> Person:
    person = Person(0, login, f"{login} さん", hospital_id, center, frozenset(roles), True)
    return people.get(by(db), people.add_hashed(by(db), person, PASSWORD_HASH))


def build(db: Database) -> World:
    """Fill an empty, migrated database: self- and visitor assessment of H01 in 2026 are open and empty.

    Logins: secretariat, admin, center, and for each hospital h01 … h04: `manager.h01`, `leader.h01`,
    `evaluator.h01`. `evaluator.h02` and `second.h02` are members of the visit to H01.
    """
    region.save(by(db), Region("架空地域", 4, 5, blind_mode=False, fictional=True))
    sheets.add(by(db), FIRST)
    sheets.add(by(db), SECOND)
    ids = {
        HOST: _hospital(db, HOST, "架空中央病院", 1),
        LEADING: _hospital(db, LEADING, "架空市民病院", 1),
        SMALL: _hospital(db, SMALL, "架空みなと病院", 2),
        STRANGER: _hospital(db, STRANGER, "架空東病院", 1),
    }
    found = [
        _person(db, "secretariat", None, Role.SECRETARIAT),
        _person(db, "admin", None, Role.ADMIN),
        _person(db, "center", None, Role.CENTER_STAFF, center=True),
        _person(db, "second.h02", ids[LEADING], Role.EVALUATOR),
    ]
    for code, hospital_id in ids.items():
        for role, word in (
            (Role.SAFETY_MANAGER, "manager"),
            (Role.LEADER, "leader"),
            (Role.EVALUATOR, "evaluator"),
        ):
            found.append(_person(db, f"{word}.{code.lower()}", hospital_id, role))
    found.append(_person(db, "expert", None, Role.EXPERT))
    persons = {person.login: person for person in found}
    members = (persons["evaluator.h02"].id, persons["second.h02"].id)
    visit = Visit(
        0,
        YEAR,
        ids[HOST],
        (ids[LEADING],),
        members,
        date(YEAR, 11, 25),
        VisitMode.IN_PERSON,
        VisitState.PLANNED,
        False,
        "",
    )
    visit_id = visits.add(by(db, principal(persons["secretariat"])), visit, [SECOND.code])
    self_id = assessments.start_self(by(db, principal(persons["manager.h01"])), YEAR, SECOND.code)
    visitor_id = next(a.id for a in assessment_rows.of_visit(db, visit_id) if a.id != self_id)
    return World(ids, persons, visit_id, self_id, visitor_id)
