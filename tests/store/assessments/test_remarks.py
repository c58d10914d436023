"""What was said to a single item."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.store import db
from checklist.store.assessments import remarks
from checklist.store.assessments.remarks import Remark
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, {"A": 1, "B": 2, "N": None})


def test_remarks_are_the_answers_to_one_item(answers: Answers) -> None:
    with db.writing() as connection:
        host = answers.hospitals["A"]
        given: dict[str, str | None] = {"1-01": "C"}
        new = regions.add_assessment(
            connection, host, 2026, "mini-2", given, comments={"1-01": "未実施です"}
        )  # fmt: skip
        assert remarks.remarks(by(connection), [new], "1-01") == {new: Remark(new, "C", "未実施です")}
        assert remarks.remarks(by(connection), [new], "1-04") == {}
