"""Which items come to the closing meeting, and what is drafted for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checklist.model.assessments import Rating
from checklist.model.closing import FindingKind
from checklist.rules.closing.closing_meeting import Draft, drafts, kind_of, to_discuss


@pytest.mark.parametrize(
    ("own", "visitor", "comes_up"),
    [
        ("A", "A", False),
        ("B", "B", False),
        ("NA", "NA", False),
        (None, None, False),
        ("A", "B", True),
        ("A", None, True),
        ("C", "C", True),
        ("NO", "NO", True),
        ("UNVERIFIED", "UNVERIFIED", True),
        ("UNVERIFIED", "A", True),
        ("NA", "A", True),
    ],
)
def test_an_item_comes_up_when_the_sides_differ_or_one_says_c_or_unverified(
    own: str | None, visitor: str | None, comes_up: bool
) -> None:
    assert to_discuss(own, visitor) is comes_up
    assert to_discuss(visitor, own) is comes_up


def test_the_best_grade_proposes_a_good_practice_and_any_other_a_finding() -> None:
    assert kind_of("A", "abcx") is FindingKind.GOOD_PRACTICE
    assert kind_of("S", "sabc") is FindingKind.GOOD_PRACTICE
    assert kind_of("A", "sabc") is FindingKind.FINDING
    assert kind_of("NO", "yes-no") is FindingKind.FINDING
    assert kind_of("NA", "abcx") is kind_of("UNVERIFIED", "abcx") is kind_of(None, "abcx") is None


def test_drafts_come_from_commented_ratings_only() -> None:
    def rating(item: str, value: str | None, comment: str) -> Rating:
        return Rating(item, value, comment, 1, datetime(2026, 11, 25, tzinfo=UTC), "評価者")

    found = drafts(
        [
            rating("1-01", "A", " 全部署で掲示 "),
            rating("1-02", "A", ""),
            rating("1-03", "C", "　"),
            rating("2-01", "B", "改訂日がない"),
            rating("2-02", "NA", "病棟なし"),
            rating("2-03", None, "あとで"),
        ],
        "abcx",
    )
    assert found == (
        Draft("1-01", FindingKind.GOOD_PRACTICE, "全部署で掲示"),
        Draft("2-01", FindingKind.FINDING, "改訂日がない"),
    )
