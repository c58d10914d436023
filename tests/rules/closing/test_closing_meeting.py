"""Which items come to the closing meeting, and what is drafted for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checklist.model.assessments import Rating
from checklist.model.closing import FindingKind
from checklist.model.scales import ABCX, SABC, YES_NO, Scale
from checklist.rules.closing.closing_meeting import Draft, drafts, kind_of, to_discuss


@pytest.mark.parametrize(
    ("scale", "own", "visitor", "comes_up"),
    [
        (ABCX, "A", "A", False),
        (ABCX, "B", "B", False),
        (ABCX, "NA", "NA", False),
        (ABCX, None, None, False),
        (ABCX, "A", "B", True),
        (ABCX, "A", None, True),
        (ABCX, "C", "C", True),
        (YES_NO, "NO", "NO", True),
        (ABCX, "UNVERIFIED", "UNVERIFIED", True),
        (ABCX, "UNVERIFIED", "A", True),
        (ABCX, "NA", "A", True),
    ],
)
def test_an_item_comes_up_when_the_sides_differ_or_one_says_c_or_unverified(
    scale: Scale, own: str | None, visitor: str | None, comes_up: bool
) -> None:
    assert to_discuss(own, visitor, scale) is comes_up
    assert to_discuss(visitor, own, scale) is comes_up


def test_the_best_grade_proposes_a_good_practice_and_any_other_a_finding() -> None:
    assert kind_of("A", ABCX) is FindingKind.GOOD_PRACTICE
    assert kind_of("S", SABC) is FindingKind.GOOD_PRACTICE
    assert kind_of("A", SABC) is FindingKind.FINDING
    assert kind_of("NO", YES_NO) is FindingKind.FINDING
    assert kind_of("NA", ABCX) is kind_of("UNVERIFIED", ABCX) is kind_of(None, ABCX) is None


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
        ABCX,
    )
    assert found == (
        Draft("1-01", FindingKind.GOOD_PRACTICE, "全部署で掲示"),
        Draft("2-01", FindingKind.FINDING, "改訂日がない"),
    )
