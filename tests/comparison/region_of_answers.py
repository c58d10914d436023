"""Regions with submitted answers for the tests of reports: written straight into the tables, quick and explicit."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from checklist.model.accounts import Person, Principal, Role
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.region import Region
from checklist.model.sheets import Item
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.assessments import editions
from checklist.store.hospitals import hospitals
from checklist.store.rows import insert
from checklist.store.sheets import sheets
from tests.world import FIRST, PASSWORD_HASH, SECOND, by, principal

VALUES = ("A", "A", "A", "B", "C", "NA", "UNVERIFIED", None)


@dataclass(frozen=True)
class Answers:
    """Hospitals by code, and one person for every login."""

    hospitals: dict[str, int]
    people: dict[str, Principal]


def add_hospital(db: Database, code: str, addon_class: int | None) -> int:
    """A hospital 「病院<code>」 with a safety filing of the class since 2022."""
    found = Hospital(0, code, f"病院{code}", "", "", 100, HospitalKind.GENERAL, False)
    hospital_id = hospitals.save(by(db), found)
    if addon_class:
        hospitals.save_filing(by(db), Filing(0, hospital_id, Addon.SAFETY, addon_class, date(2022, 4, 1), None, ""))
    return hospital_id


def add_person(db: Database, login: str, hospital_id: int | None, *roles: Role) -> Principal:
    """A person as somebody who acts."""
    found = Person(0, login, login, hospital_id, Role.CENTER_STAFF in roles, frozenset(roles), True)
    return principal(people.get(by(db), people.add_hashed(by(db), found, PASSWORD_HASH)))


def add_visit(db: Database, host: int, evaluator: int, year: int, state: str = "reported", day: str = "") -> int:
    """A visit without sheets."""
    row = {"fiscal_year": year, "host_id": host, "visit_date": day or f"{year}-10-01", "mode": "on_site"}
    visit_id = insert(by(db), "visit", {**row, "state": state})
    insert_row = "INSERT INTO visit_hospital (visit_id, hospital_id, leading) VALUES (?, ?, 1)"
    db.execute(insert_row, [visit_id, evaluator])
    return visit_id


def add_assessment(
    db: Database,
    hospital_id: int,
    year: int,
    version: str,
    answers: dict[str, str | None],
    *,
    visit: int | None = None,
    edition: int = 1,
    comments: dict[str, str] | None = None,
    submitted_at: str | None = "",
) -> int:
    """A self-assessment, or with a visit its visitor assessment; `submitted_at` None leaves it open."""
    version_id = sheets.version_id(by(db), version)
    row: dict[str, object] = {"version_id": version_id, "hospital_id": hospital_id, "fiscal_year": year}
    if visit is not None:
        own = "SELECT max(id) FROM assessment WHERE track = 'self' AND hospital_id = ? AND fiscal_year = ?"
        self_id = db.execute(own, [hospital_id, year]).fetchone()[0]
        sheet = {"visit_id": visit, "version_id": version_id, "self_assessment_id": self_id}
        row["visit_sheet_id"] = insert(by(db), "visit_sheet", sheet)
    track = "self" if visit is None else "visitor"
    assessment_id = insert(by(db), "assessment", {**row, "track": track, "edition": edition})
    _answer(db, assessment_id, version_id, answers, comments or {})
    if submitted_at is not None:
        moment = submitted_at or f"{year}-11-01T03:00:00.000000+00:00"
        db.execute("UPDATE assessment SET state = 'submitted', submitted_at = ? WHERE id = ?", [moment, assessment_id])
    return assessment_id


def _answer(
    db: Database, assessment_id: int, version_id: int, answers: dict[str, str | None], comments: dict[str, str]
) -> None:
    person = db.execute("SELECT min(id) FROM person").fetchone()[0]
    items = sheets.item_ids(by(db), version_id)
    for code in answers.keys() | comments.keys():
        db.execute(
            """INSERT INTO rating (assessment_id, item_id, value, comment, version, saved_at, person_id, operation_id)
               VALUES (?, ?, ?, ?, 1, '2026-10-01T01:02:03.000000+00:00', ?, ?)""",
            [assessment_id, items[code], answers.get(code), comments.get(code, ""), person, str(uuid.uuid4())],
        )


def build(db: Database, classes: dict[str, int | None], minimum: int = 3, seed: int = 1) -> Answers:
    """Two years (2024 on the first, 2025 on the second version) of random submitted answers on both tracks.

    The first hospital visits the second every year; everybody else is visited by the external partner X, so that
    only the first two are partners of each other. Logins: secretariat, center, and manager.<code> for each hospital.
    """
    dice = random.Random(seed)
    region.save(by(db), Region("架空地域", 4, minimum, blind_mode=False, fictional=True))
    sheets.add(by(db), FIRST)
    sheets.add(by(db), SECOND)
    ids = {code: add_hospital(db, code, number) for code, number in classes.items()}
    external = add_hospital(db, "X", None)
    db.execute("UPDATE hospital SET external = 1 WHERE id = ?", [external])
    persons = {
        "secretariat": add_person(db, "secretariat", None, Role.SECRETARIAT),
        "center": add_person(db, "center", None, Role.CENTER_STAFF),
    }
    first, second = list(ids)[:2]
    for code, hospital_id in ids.items():
        persons[f"manager.{code}"] = add_person(db, f"manager.{code}", hospital_id, Role.SAFETY_MANAGER)
        for year, version in ((2024, FIRST), (2025, SECOND)):
            add_assessment(db, hospital_id, year, version.code, _rolled(dice, version.items))
            visit = add_visit(db, hospital_id, ids[first] if code == second else external, year)
            add_assessment(db, hospital_id, year, version.code, _rolled(dice, version.items), visit=visit)
    release(db)
    return Answers(ids, persons)


def release(db: Database) -> None:
    """Make every edition of anonymous numbers that is due."""
    editions.make_due(by(db))


def agree(db: Database, *hospital_ids: int) -> None:
    """Let hospitals consent to what the support centre sees."""
    for one in hospital_ids:
        db.execute(
            """INSERT INTO center_consent (hospital_id, given, at, person_id)
               SELECT ?, 1, '2024-04-01T03:00:00.000000+00:00', min(id) FROM person""",
            [one],
        )


def _rolled(dice: random.Random, items: tuple[Item, ...]) -> dict[str, str | None]:
    return {item.code: dice.choice(VALUES) for item in items}
