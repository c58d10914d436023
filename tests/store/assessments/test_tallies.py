"""What the comparison reads of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.model.assessments import Track
from checklist.model.scales import ABCX
from checklist.rules import scoring
from checklist.rules.scoring import Score
from checklist.store import db
from checklist.store.assessments import submitted, tallies
from checklist.store.assessments.submitted import Filter
from checklist.store.assessments.tallies import Remark, Tally
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, {"A": 1, "B": 2, "N": None})


def test_tallies_add_up_each_bucket_by_part_and_count_the_hospitals_that_rated(answers: Answers) -> None:
    with db.writing() as connection:
        for code, values in (("A", "ABC"), ("A", "AAA"), ("B", ("NA", "UNVERIFIED", None))):
            visit = regions.add_visit(connection, answers.hospitals[code], answers.hospitals["N"], 2026)
            given = dict(zip(("1-01", "1-04", "2-01"), values, strict=True))
            regions.add_assessment(connection, answers.hospitals[code], 2026, "mini-2", given, visit=visit)
        taken = submitted.entries(by(connection), Filter(Track.VISITOR, 2026, 2026))
        parts = {"1-01": "1", "1-04": "1", "2-01": "2-01", "9-99": "9"}
        found = {one.part: one for one in tallies.tallies(by(connection), [[], taken], parts)}
    assert found == {
        "1": Tally(1, "1", Score(350, rated=4, not_applicable=1, unverified=1), raters=1),
        "2-01": Tally(1, "2-01", Score(100, rated=2), raters=1),
    }


def test_nothing_asked_for_adds_up_nothing(answers: Answers) -> None:
    with db.reading() as connection:
        assert list(tallies.tallies(by(connection), [], {"1-01": "1"})) == []
        everybody = submitted.entries(by(connection), Filter(Track.SELF))
        assert list(tallies.tallies(by(connection), [everybody], {})) == []


def test_the_points_in_sql_are_those_of_the_one_definition(answers: Answers) -> None:
    with db.writing() as connection:
        values = ("A", "B", "C", "NA", "UNVERIFIED")
        codes = ("1-01", "1-02", "1-04", "1-05", "2-01")
        visit = regions.add_visit(connection, answers.hospitals["A"], answers.hospitals["N"], 2026)
        given: dict[str, str | None] = dict(zip(codes, values, strict=True))
        regions.add_assessment(connection, answers.hospitals["A"], 2026, "mini-2", given, visit=visit)
        taken = submitted.entries(by(connection), Filter(Track.VISITOR, 2026, 2026))
        found = {one.part: one.score for one in tallies.tallies(by(connection), [taken], {c: c for c in codes})}
    assert found == {code: scoring.of_value(value, ABCX) for code, value in given.items()}


def test_remarks_are_the_answers_to_one_item(answers: Answers) -> None:
    with db.writing() as connection:
        host = answers.hospitals["A"]
        given: dict[str, str | None] = {"1-01": "C"}
        new = regions.add_assessment(
            connection, host, 2026, "mini-2", given, comments={"1-01": "未実施です"}
        )  # fmt: skip
        assert tallies.remarks(by(connection), [new], "1-01") == {new: Remark(new, "C", "未実施です")}
        assert tallies.remarks(by(connection), [new], "1-04") == {}
