"""How far the training of a 医療安全管理者 has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.records import Course
from checklist.rules.records.training import manager_training
from checklist.words.records import TOPICS

DAY = date(2026, 6, 1)
WHOLE = Course(
    staff_name="架空 花子", finished_on=DAY, title="養成研修", organiser="association", organiser_name="架空会",
    hours=40, topics=tuple(TOPICS),
)  # fmt: skip
SHORT = replace(WHOLE, hours=39.5, topics=tuple(TOPICS)[:5])
LATER = replace(WHOLE, finished_on=date(2026, 7, 1), hours=0.5, topics=("culture",))


@pytest.mark.parametrize(
    ("courses", "name", "day", "expected"),
    [
        ([], "架空 花子", DAY, (0, tuple(TOPICS))),
        ([WHOLE], "架空 花子", DAY, (40, ())),
        ([WHOLE], "架空花子", DAY, (40, ())),
        ([WHOLE], "架空　花子", DAY, (40, ())),
        ([WHOLE], "架空 太郎", DAY, (0, tuple(TOPICS))),
        ([WHOLE], "架空 花子", date(2026, 5, 31), (0, tuple(TOPICS))),
        ([replace(WHOLE, organiser="other")], "架空 花子", DAY, (0, tuple(TOPICS))),
        ([SHORT], "架空 花子", DAY, (39.5, ("culture",))),
        ([SHORT, LATER], "架空 花子", DAY, (39.5, ("culture",))),
        ([SHORT, LATER], "架空 花子", date(2026, 7, 1), (40, ())),
    ],
)
def test_hours_and_missing_topics(
    courses: list[Course], name: str, day: date, expected: tuple[float, tuple[str, ...]]
) -> None:
    assert manager_training(courses, name, day) == expected
