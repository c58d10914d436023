"""How far a council meeting is on each day, and minutes that name nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.rules.center import council
from checklist.rules.center.council import Stage
from tests.center_council import CLOSED, COMING, DAY, MEETING, MEMBER, OPEN

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "today", "stage"),
    [
        ({"announced_on": None}, date(2026, 12, 1), Stage.DRAFT),
        ({"announced_on": date(2026, 12, 2)}, date(2026, 12, 1), Stage.DRAFT),
        ({}, date(2026, 11, 20), Stage.ANNOUNCED),
        ({}, date(2027, 3, 10), Stage.ANNOUNCED),
        ({}, date(2027, 3, 11), Stage.PAST),
        ({"announced_on": None}, date(2027, 3, 11), Stage.PAST),
    ],
)
def test_a_coming_meeting_is_public_from_its_announcement_to_its_day(
    change: dict[str, date | None], today: date, stage: Stage
) -> None:
    assert council.stage(replace(COMING, **change), today) is stage  # type: ignore[arg-type]
    assert not council.published(COMING, today)


@pytest.mark.parametrize(
    ("published_on", "stage"),
    [(None, Stage.HELD), (DAY + ONE_DAY, Stage.PUBLISHED), (DAY, Stage.PUBLISHED), (DAY + 2 * ONE_DAY, Stage.HELD)],
)
def test_a_record_is_public_from_its_day_on(published_on: date | None, stage: Stage) -> None:
    one = replace(MEETING, published_on=published_on)
    assert council.stage(one, DAY + ONE_DAY) is stage
    assert council.published(one, DAY + ONE_DAY) is (stage is Stage.PUBLISHED)


@pytest.mark.parametrize(
    ("held", "today", "kept"), [(False, DAY, True), (False, DAY + ONE_DAY, False), (True, DAY, False), (False, DAY - ONE_DAY, True)]
)  # fmt: skip
def test_names_of_listeners_are_needed_until_the_meeting_is_over(held: bool, today: date, kept: bool) -> None:
    assert council.names_kept(replace(MEETING, held=held), today) is kept


@pytest.mark.parametrize(("count", "told"), [(0, "0回です"), (1, ""), (3, ""), (4, "4回です（目安：年1～3回）")])
def test_a_year_has_one_to_three_meetings(count: int, told: str) -> None:
    year = date(2026, 4, 1), date(2027, 3, 31)
    others = [replace(MEETING, held_on=year[0] - ONE_DAY), replace(MEETING, held_on=year[1] + ONE_DAY)]
    found = [*others, *(replace(COMING, held_on=year[place % 2]) for place in range(count))]
    remark = council.yearly_remark(found, *year)
    assert (told in remark) if told else remark == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("架空 太郎から意見があった", True), ("架空　太郎", True), ("架空太郎", True), ("架空委員：件数が多い", True),
        ("架空 委員の発言", True), ("架空会長", True), ("架空副委員長", True), ("架空弁護士の意見", True), ("架空先生", True), ("架空市の事例", False), ("太郎という薬", False),
        ("委員の主な意見", False), ("", False),
    ],
)  # fmt: skip
def test_minutes_tell_opinions_and_never_whose(text: str, named: bool) -> None:
    for change in ({"opinions": text}, {"papers": text}, {"title": f"議題 {text}"}):
        found = list(council.named_members(replace(OPEN, **change), [MEMBER]))  # type: ignore[arg-type]
        assert bool(found) is named, change
        assert not named or "発言者を記載しないでください" in str(found[0])


def test_a_closed_item_names_nobody_either_and_a_member_of_one_name_is_found_in_full_alone() -> None:
    assert list(council.named_members(replace(CLOSED, opinions="架空委員"), [MEMBER]))
    alone = replace(MEMBER, name="ミドリ")
    assert not list(council.named_members(replace(OPEN, opinions="みどり委員"), [alone]))
    assert list(council.named_members(replace(OPEN, opinions="ミドリの意見"), [alone]))
