"""What the comparison reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.model import Track
from checklist.store import comparisons, db
from tests.reports import region_of_answers as regions
from tests.reports.region_of_answers import Answers


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, {"A": 1, "B": 2, "N": None})


def test_an_entry_names_its_hospital_year_version_and_class(answers: Answers) -> None:
    with db.reading() as connection:
        found = comparisons.entries(connection, Track.VISITOR)
    assert [(one.hospital_id, one.fiscal_year, one.version_code, one.addon_class) for one in found] == [
        (answers.hospitals[code], year, version, number)
        for year, version in ((2024, "mini-1"), (2025, "mini-2"))
        for code, number in (("A", 1), ("B", 2), ("N", None))
    ]


def test_a_regional_filing_alone_makes_no_class(answers: Answers) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE filing SET addon = 'regional'")
        assert {one.addon_class for one in comparisons.entries(connection, Track.SELF)} == {None}


@pytest.mark.parametrize(
    ("submitted_at", "number"),
    [("2025-09-30T14:59:59.000000+00:00", 1), ("2025-09-30T15:00:00.000000+00:00", None)],
)
def test_the_day_of_a_submission_is_the_day_in_tokyo(answers: Answers, submitted_at: str, number: int | None) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE filing SET valid_to = '2025-09-30'")
        host = answers.hospitals["A"]
        new = regions.add_assessment(connection, host, 2025, "mini-2", {}, edition=2, submitted_at=submitted_at)
        found = {one.assessment_id: one.addon_class for one in comparisons.entries(connection, Track.SELF)}
    assert found[new] == number


def test_counts_cover_every_item_asked_for_even_without_an_answer(answers: Answers) -> None:
    with db.writing() as connection:
        answered: dict[str, str | None] = {"1-01": "A", "1-04": "A", "1-05": "B", "2-01": None}
        new = regions.add_assessment(connection, answers.hospitals["A"], 2025, "mini-2", answered, edition=2)
        chapters = {"1-01": "1", "1-04": "1", "1-05": "1", "2-01": "2", "2-03": "2", "9-99": "9"}
        found = comparisons.counts(connection, [new], chapters)
    assert found == {(new, "1"): {"A": 2, "B": 1}, (new, "2"): {None: 2}}


def test_nothing_asked_for_counts_nothing(answers: Answers) -> None:
    with db.reading() as connection:
        assert comparisons.counts(connection, [], {"1-01": "1"}) == {}
        everybody = [one.assessment_id for one in comparisons.entries(connection, Track.SELF)]
        assert comparisons.counts(connection, everybody, {}) == {}
