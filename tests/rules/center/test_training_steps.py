"""The steps of a training and what is unlike the practice that the seed describes for 東京都."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.center.activities import StaffCourse, Training
from checklist.rules.center import training_steps
from checklist.rules.center.training_steps import Around

DAY = date(2026, 12, 10)
BARE = Training(id=1, held_on=DAY, theme="接遇の基本", lecturer="架空 講師", topic="communication")
WHOLE = replace(
    BARE, decided_on=date(2026, 10, 1), briefed_on=date(2026, 10, 20), questions="長時間の相談の終え方",
    announced_on=date(2026, 11, 1), audience=("staff", "part_time", "contracted"), demand_from=date(2026, 12, 20),
    demand_until=date(2027, 1, 31), held=True, attended=40, answers=33, useful="電話の終え方の例",
)  # fmt: skip


def test_what_is_not_done_yet_has_its_day() -> None:
    found = training_steps.steps(BARE)
    assert [one.done for one in found] == [False] * 8
    assert found[0].due == date(2026, 10, 11)
    known = {one.word for one in training_steps.steps(WHOLE) if not one.done}
    assert known == set(), "what the record itself says needs nothing beside it"


def test_a_training_as_it_should_be_has_no_remark() -> None:
    assert list(training_steps.remarks(WHOLE, [WHOLE], [])) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"decided_on": date(2026, 10, 12)}, "実施日の2か月前より後"),
        ({"demand_until": date(2026, 12, 27)}, "1か月より短く"),
        ({"audience": ("staff", "hospitals")}, "含まれていません"),
    ],
)
def test_each_thing_that_is_unlike_the_practice_is_told(changes: dict[str, object], told: str) -> None:
    (found,) = training_steps.remarks(replace(WHOLE, **changes), [WHOLE], [])  # type: ignore[arg-type]
    assert told in found


def test_a_repeated_theme_or_lecturer_is_told_whatever_its_width_and_for_two_years() -> None:
    other = replace(BARE, id=2, held_on=date(2025, 6, 1), theme="接遇 の基本", lecturer="別の講師")
    (theme,) = training_steps.remarks(WHOLE, [WHOLE, other], [])
    assert "テーマが重複" in theme
    (lecturer,) = training_steps.remarks(WHOLE, [WHOLE, replace(other, theme="別", lecturer="架空　講師")], [])
    assert lecturer.startswith("講師「架空 講師」")
    assert not list(training_steps.remarks(WHOLE, [WHOLE, replace(other, held_on=date(2024, 11, 1))], []))


def test_topics_of_the_guideline_without_a_training_for_two_years_are_named() -> None:
    today = date(2026, 12, 31)
    assert len(training_steps.missing_topics([], today)) == 7
    missing = training_steps.missing_topics([WHOLE, replace(WHOLE, topic="system", held_on=date(2024, 1, 1))], today)
    assert "コミュニケーション能力の向上" not in missing
    assert "医療安全に関する制度" in missing
    assert len(missing) == 6
    assert len(training_steps.missing_topics([BARE], today)) == 7


@pytest.mark.parametrize(
    ("course", "held_on", "told"),
    [
        ("接遇の基本", date(2026, 6, 1), True),
        ("接遇 の 基本", date(2027, 6, 1), True),
        ("接遇の応用", date(2026, 6, 1), False),
        ("接遇の基本", date(2024, 6, 1), False),
    ],
)
def test_a_theme_that_a_listed_course_of_others_has_is_told(course: str, held_on: date, told: bool) -> None:
    other = StaffCourse(held_on=held_on, course=course, organiser="総合支援事業", participants=1)
    found = list(training_steps.remarks(WHOLE, [], [other, other]))
    assert [f"総合支援事業の研修「{course}」とテーマが重複" in one for one in found] == [True] * told


@pytest.mark.parametrize(
    ("around", "done"),
    [
        (Around(), []),
        (Around(asked_before=True), ["事前の質問を募る"]),
        (Around(asked_after=True, answers=9), ["アンケートを用意する"]),
        (Around(attendees=3), ["受講者数を登録する"]),
        (Around(attendees=3, hospitals=2, offered=1), ["受講者数を登録する"]),
        (Around(attendees=3, hospitals=2, offered=2), ["受講者数を登録する", "病院に受講の記録を申し出る"]),
    ],
)
def test_what_stands_beside_a_training_does_its_steps(around: Around, done: list[str]) -> None:
    assert [one.word for one in training_steps.steps(BARE, around) if one.done] == done


def test_a_training_as_it_should_be_has_every_step_done() -> None:
    found = training_steps.steps(WHOLE, Around(True, True, 33, 40, 3, 3))
    assert [one.word for one in found if not one.done] == []
    assert [one.due is None for one in found] == [False] * 6 + [True] * 3
