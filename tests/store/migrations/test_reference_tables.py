"""The lists that grow: in step with the model, and a new code is a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import combinations
from pathlib import Path

import pytest

from checklist import words
from checklist.errors import Refused
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import FindingKind, VisitText
from checklist.model.hospitals import CLASSES_OF, HospitalKind
from checklist.model.improvements import Sequel
from checklist.model.notices import AuditKind
from checklist.model.scales import SCALES
from checklist.model.sheets import ChangeKind, Module, Relation, RevisionStep, Stance, Subject
from checklist.model.visits import VisitMode, VisitState
from checklist.rules.sheets import sheet_check
from checklist.rules.sheets.sheet_draft import classes
from checklist.store import db
from checklist.store.closing import sealed_reports
from tests.world import World

CLASSES = (1, 2)
SCOPES = ["・".join(map(str, some)) for count in CLASSES for some in combinations(CLASSES, count)]

LISTS: dict[str, Iterable[object]] = {
    "role_kind": Role,
    "criteria_window": words.CRITERIA_WINDOWS,
    "hospital_kind": HospitalKind,
    "addon_class": [(addon, number) for addon, classes in CLASSES_OF.items() for number in classes],
    "filing_event_kind": words.FILING_EVENTS,
    "scale": SCALES,
    "scale_value": ((code, value) for code, scale in SCALES.items() for value in scale.codes),
    "law_part": (*sheet_check.LAW_PARTS, ""),
    "item_classes": SCOPES,
    "module": Module,
    "sheet_subject": Subject,
    # A new item descends from none, so no row says so.
    "lineage_relation": set(Relation) - {Relation.NEW},
    "visit_mode": VisitMode,
    "visit_state": VisitState,
    "assessment_track": Track,
    "assessment_state": AssessmentState,
    "assessment_event_kind": ("submitted", "withdrawn", "approved", "sealed"),
    "finding_kind": FindingKind,
    "report_event_kind": (
        sealed_reports.HANDED_OVER,
        sealed_reports.ACKNOWLEDGED,
        sealed_reports.REOPENED,
        *sealed_reports.TAKEN_BACK.values(),
    ),
    "audit_kind": AuditKind,
    "revision_change_kind": ChangeKind,
    "revision_step": RevisionStep,
    "revision_stance": Stance,
    "follow_up_mark": Sequel,
    "erasure_place": (
        "rating_history",
        "late_answer",
        "finding_history",
        "progress_note",
        "report",
        "record_history",
        "practice",
        "case_history",
        "case_message",
        "case_transfer",
        "transfer_event",
        "questionnaire_answer",
        *VisitText,
    ),
}
"""Each list of codes in the database, and what the program knows of it."""


def stored(path: Path, table: str) -> set[object]:
    with db.reading(path) as connection:
        rows = [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]
    return {row[0] if len(row) == 1 else row for row in rows}


@pytest.mark.parametrize("table", LISTS)
def test_the_database_and_the_program_know_the_same_codes(empty_db: Path, table: str) -> None:
    known = LISTS[table]
    expected = known if isinstance(known, Collection) else list(known)
    assert stored(empty_db, table) == set(expected), "a step that adds the code: INSERT INTO " + table


def test_every_list_of_codes_is_compared(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    lists = {row["name"] for row in tables if re.search(r"\(code TEXT PRIMARY KEY\)", row["sql"])}
    assert lists == set(LISTS) - {"addon_class", "scale_value"}


def test_the_classes_of_items_are_those_of_a_sheet_file() -> None:
    assert all("・".join(map(str, classes(scope))) == scope for scope in SCOPES)


def test_an_unknown_code_is_refused_in_words_and_a_new_one_is_a_row(world: World) -> None:
    person = world.people["admin"].id
    with pytest.raises(Refused, match="保存できません"), db.writing() as connection:
        connection.execute("INSERT INTO role (person_id, role) VALUES (?, 'auditor')", [person])
    with db.writing() as connection:
        connection.execute("INSERT INTO role_kind (code) VALUES ('auditor')")
        connection.execute("INSERT INTO role (person_id, role) VALUES (?, 'auditor')", [person])


@pytest.mark.parametrize("values", ["'safety', 3", "'infection', 5"])
def test_a_filing_names_a_class_that_its_add_on_has(world: World, values: str) -> None:
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute(
            f"""INSERT INTO filing (hospital_id, addon, addon_class, valid_from, receipt_number, created_at)
                VALUES (1, {values}, '2026-04-01', '', '2026-04-01')"""
        )
