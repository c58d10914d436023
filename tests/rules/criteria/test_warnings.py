"""Warnings of the 施設基準: each is told when it should be, and only then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon
from checklist.readings import criteria_sets
from checklist.rules.criteria.evaluation import Evaluation, assess, choose
from checklist.rules.criteria.warnings import Alert, Scene, warnings
from tests.rules.criteria.documents import (
    DAY,
    FIRST,
    SECOND,
    comes,
    filing,
    goes,
    manager,
    of,
    partner,
    person,
)

SAFETY, REGIONAL = filing(Addon.SAFETY, 1), filing(Addon.REGIONAL, 1)


def judged(has: Sequence[object], on: date) -> Evaluation:
    return assess(choose(criteria_sets.shipped(), on), of(has, on))


def told(has: Sequence[object], on: date = DAY) -> tuple[Alert, ...]:
    return warnings(Scene(judged(has, on), judged(has, on - timedelta(days=30))))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 6, 16), False),
        (date(2025, 6, 17), True),
        (date(2025, 8, 1), True),
        (date(2025, 8, 29), True),
        (date(2025, 8, 30), False),
        (date(2024, 8, 30), True),
        (date(2024, 8, 31), False),
        (date(2026, 8, 31), True),
    ],
)
def test_the_yearly_report_is_told_before_its_day(on: date, expected: bool) -> None:
    found = told([SAFETY], on)
    assert any("定例報告" in one.title for one in found) is expected
    assert not any("定例報告" in one.title for one in told([], on))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 1, 24), True),
        (date(2026, 1, 25), False),
        (DAY, True),
        (DAY - timedelta(days=1), False),
        (None, False),
    ],
)
def test_a_person_who_leaves_within_sixty_days_is_told(last: date | None, expected: bool) -> None:
    found = [one.title for one in told([SAFETY, manager(valid_to=last)]) if "配置が終わります" in one.title]
    assert found == (["医療安全管理者（架空 花子）の配置が終わります"] if expected else [])


def test_nobody_is_missed_where_somebody_else_is_in_the_post_afterwards() -> None:
    leaving = manager(valid_to=date(2025, 12, 31))
    second = person("safety_manager", "架空 次郎", "pharmacist", "dedicated")
    assert not any("配置が終わります" in one.title for one in told([SAFETY, leaving, second]))
    other = person("nursing", "架空 三郎", "nurse", "assigned")
    assert any("配置が終わります" in one.title for one in told([SAFETY, leaving, other]))


def test_a_requirement_that_stopped_being_met_is_told_first_for_what_is_filed() -> None:
    has = [
        SAFETY,
        manager(valid_to=date(2025, 11, 20)),
        person("office", "事務 太郎", "office", "assigned", valid_to=date(2025, 12, 1)),
    ]
    found = told(has)
    assert found[0].urgent
    assert found[0].title == "医療安全対策加算1 医療安全管理体制（ア）医療安全管理者の配置を満たさなくなりました"
    assert "2025年11月20日（木）に終了" in found[0].detail
    assert "翌月に、変更または辞退の届出が必要な場合があります" in found[0].detail
    assert not any(one.urgent for one in told([manager(valid_to=date(2025, 11, 20))]))
    assert not any(one.urgent for one in told([SAFETY, manager(valid_to=date(2025, 9, 20))]))


def test_partners_that_differ_from_the_filing_are_told() -> None:
    filed = [partner(SECOND, Direction.VISITS), partner(FIRST, Direction.VISITED_BY)]
    real = [goes(date(2025, 9, 10)), comes(date(2025, 10, 10))]
    (found,) = (one for one in told([SAFETY, REGIONAL, *filed, *real]) if "連携先" in one.title)
    assert "自院が評価する医療機関「架空市民病院」が届出にありません" in found.detail
    assert "届出の変更が必要です" in found.detail
    same = [partner(FIRST, Direction.VISITS), filed[1]]
    assert not any("連携先" in one.title for one in told([SAFETY, REGIONAL, *same, *real]))
    assert not any("連携先" in one.title for one in told([SAFETY, *filed, *real]))


def test_without_a_day_to_compare_with_nothing_is_lost() -> None:
    assert warnings(Scene(judged([SAFETY], DAY))) == ()
