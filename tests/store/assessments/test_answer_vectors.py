"""The letters of submitted assessments are what their ratings say, from the submission until it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.model.assessments import Track
from checklist.model.scales import SCALES
from checklist.store import db, doctor
from checklist.store.assessments import answer_vectors, submitted
from checklist.store.assessments.submitted import Filter
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by

GIVEN: dict[str, str | None] = {"1-01": "A", "1-02": "NA", "1-04": "UNVERIFIED", "1-05": None, "2-03": "C"}
LETTERS = "A-?..C"
"""The six items of mini-2 in the order of the sheet; 2-01 was never touched."""


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, {"A": 1, "B": 2, "N": None})


def vector(connection: Database, assessment: int) -> str | None:
    row = connection.execute("SELECT letters FROM answer_vector WHERE assessment_id = ?", [assessment]).fetchone()
    return str(row[0]) if row else None


def test_a_vector_is_there_from_submission_to_withdrawal_and_again_with_what_was_changed(answers: Answers) -> None:
    with db.writing() as connection:
        new = regions.add_assessment(connection, answers.hospitals["A"], 2026, "mini-2", GIVEN, submitted_at=None)
        assert vector(connection, new) is None
        submit = (
            "UPDATE assessment SET state = 'submitted', submitted_at = '2026-11-01T03:00:00.000000+00:00' WHERE id = ?"
        )
        connection.execute(submit, [new])
        assert vector(connection, new) == LETTERS
        connection.execute(
            """INSERT INTO assessment_event (assessment_id, kind, reason, at, person_id)
               VALUES (?, 'withdrawn', '誤り', '2026-11-02T03:00:00.000000+00:00', 1)""",
            [new],
        )
        connection.execute("UPDATE assessment SET state = 'open', submitted_at = NULL WHERE id = ?", [new])
        assert vector(connection, new) is None
        connection.execute(
            """UPDATE rating SET value = 'B', version = 2, operation_id = 'again' WHERE assessment_id = ?
               AND item_id = (SELECT id FROM item WHERE code = '1-01' ORDER BY id DESC LIMIT 1)""",
            [new],
        )
        connection.execute(submit, [new])
        assert vector(connection, new) == "B" + LETTERS[1:]
        connection.execute("UPDATE assessment SET state = 'sealed' WHERE id = ?", [new])
        assert vector(connection, new) == "B" + LETTERS[1:]
        assert list(answer_vectors.as_rated(connection)) == []


def test_what_is_taken_stands_in_columns_with_its_letters(answers: Answers) -> None:
    with db.writing() as connection:
        regions.add_assessment(connection, answers.hospitals["B"], 2026, "mini-2", GIVEN)
        found = submitted.taken(by(connection), Filter(Track.SELF, 2025, 2026))
        one = submitted.entries(by(connection), Filter(Track.SELF, 2025, 2026))
        order = answer_vectors.item_codes(by(connection), found.versions)
    assert [row.hospital_id for row in one] == found.hospital.tolist()
    assert [row.addon_class or 0 for row in one] == found.addon_class.tolist() == [1, 2, 0, 2]
    assert found.fiscal_year.tolist() == [2025, 2025, 2025, 2026]
    assert (found.versions, found.letters[-1]) == (("mini-2",), LETTERS)
    picked = answer_vectors.table(found.letters, order["mini-2"], ["2-03", "1-01"])
    assert picked.tolist()[-1] == [ord("C"), ord("A")]


def test_nothing_taken_is_a_table_without_rows(answers: Answers) -> None:
    with db.reading() as connection:
        found = submitted.taken(by(connection), Filter(Track.SELF, 1999, 1999))
    assert (len(found), found.versions, found.hospital.tolist()) == (0, (), [])
    assert answer_vectors.table((), ("1-01",), ("1-01",)).shape == (0, 1)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE answer_vector SET letters = 'AAAAAA' WHERE assessment_id = (SELECT max(assessment_id) FROM answer_vector)",
        "DELETE FROM answer_vector WHERE assessment_id = (SELECT max(assessment_id) FROM answer_vector)",
        """INSERT INTO answer_vector SELECT id, '......' FROM assessment WHERE state = 'open'""",
    ],
)
def test_the_doctor_finds_a_vector_that_is_not_what_was_rated(damage: str, answers: Answers, empty_db: Path) -> None:
    with db.writing() as connection:
        host = answers.hospitals["A"]
        regions.add_assessment(connection, host, 2026, "mini-2", GIVEN)
        regions.add_assessment(connection, host, 2026, "mini-2", GIVEN, edition=2, submitted_at=None)
        connection.execute(damage)
    found = [fault for fault in doctor.examine(empty_db).faults if "集計用の回答" in fault.message]
    assert len(found) == 1


def test_every_value_of_a_scale_has_a_letter_of_its_own() -> None:
    for scale in SCALES.values():
        letters = answer_vectors.alphabet(scale)
        assert len(set(letters)) == len(letters) == len(scale.values) + 2
