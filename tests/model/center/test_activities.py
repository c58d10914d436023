"""What the centre did beside its desk: what contradicts itself or cannot be is refused, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checklist.model.center import KINDS, Case, Contact, Known
from checklist.model.center.activities import (
    ACTIVITIES,
    Activity,
    CaseExtract,
    CenterEvaluation,
    CenterSupport,
    CouncilItem,
    CouncilMeeting,
    Outreach,
    SafetyInformation,
    StaffCourse,
    Training,
)
from checklist.model.fields import Record, columns
from checklist.rules.fields import checks
from checklist.words.center import TASKS

TODAY, DAY = date(2026, 11, 22), date(2026, 6, 10)
TRAINING = Training(held_on=DAY, theme="接遇", topic="communication", held=True, attended=40, answers=30)
MEETING = CouncilMeeting(held_on=DAY, name="第1回", held=True, present=9, published_on=date(2026, 7, 1))
ITEM = CouncilItem(held_on=DAY, kind="figures", title="相談の状況")
EXTRACT = CaseExtract(held_on=DAY, heading="説明", summary="要旨", response="対応")
OUTREACH = Outreach(held_on=DAY, form="visit", participants=20)
INFORMATION = SafetyInformation(held_on=DAY, title="題名", sent=24, read=20)
COURSE = StaffCourse(held_on=DAY, course="研修", participants=1)
SUPPORT = CenterSupport(held_on=DAY, kind="9", centre="東部", content="研修")
EVALUATION = CenterEvaluation(
    held_on=DAY, centre="東部", of_year=2025, cases=310, task1="good", task2="poor", advice="協議会を開催する"
)
GOOD = (EVALUATION, TRAINING, MEETING, ITEM, EXTRACT, OUTREACH, INFORMATION, COURSE, SUPPORT)


def told(one: Record) -> list[str]:
    return [fault.where for fault in checks.faults(one, TODAY)]


@pytest.mark.parametrize("one", GOOD, ids=lambda one: one.KIND)
def test_what_is_right_has_no_fault(one: Record) -> None:
    assert told(one) == []


@pytest.mark.parametrize(
    ("one", "where"),
    [
        (replace(EVALUATION, advice=" "), "助言・改善を求める点"),
        (replace(EVALUATION, of_year=1999), "評価の対象の年度（西暦）"),
        (replace(EVALUATION, centre=""), "相手のセンター"),
        (replace(TRAINING, held=False), "実施済み"),
        (replace(TRAINING, held=False, answers=0), "実施済み"),
        (replace(TRAINING, answers=41), "アンケートの回答数"),
        (replace(TRAINING, attended=20001), "受講者数"),
        (replace(TRAINING, attended=-1), "受講者数"),
        (replace(TRAINING, theme=" "), "テーマ"),
        (replace(TRAINING, theme="あ" * 201), "テーマ"),
        (replace(TRAINING, topic="x"), "運営要領の研修の内容"),
        (replace(TRAINING, audience=("staff", "x")), "受講の対象"),
        (replace(TRAINING, held_on=date(2026, 11, 23)), "実施日（予定日）"),
        (replace(TRAINING, held_on=date(1, 1, 1)), "実施日（予定日）"),
        (replace(TRAINING, demand_from=DAY, demand_until=date(2026, 6, 9)), "オンデマンド配信の終了日"),
        (replace(MEETING, held_on=date(2026, 11, 23), published_on=date(2026, 12, 1)), "開催日"),
        (replace(MEETING, held=False), "会議要旨を公開した日"),
        (replace(MEETING, published_on=date(2026, 6, 9)), "会議要旨を公開した日"),
        (replace(MEETING, present=201), "出席委員数"),
        (replace(MEETING, form="telepathy"), "開催の方法"),
        (replace(ITEM, closed=True), "非公開の理由"),
        (replace(ITEM, closed=True, closed_reason="　"), "非公開の理由"),
        (replace(ITEM, closed_reason="理由"), "非公開の理由"),
        (replace(ITEM, place=0), "順番"),
        (replace(ITEM, place=51), "順番"),
        (replace(EXTRACT, approved_on=DAY), "個人が特定されないことを確認した職員"),
        (replace(EXTRACT, approved_on=DAY, checked_by=" "), "個人が特定されないことを確認した職員"),
        (replace(EXTRACT, sent_on=DAY), "公表を承認した日"),
        (replace(EXTRACT, checked_by="架空", approved_on=date(2026, 6, 9)), "公表を承認した日"),
        (replace(EXTRACT, checked_by="架空", approved_on=DAY, sent_on=date(2026, 6, 9)), "医療機関等へ送付した日"),
        (replace(OUTREACH, participants=100001), "参加者数"),
        (replace(OUTREACH, material="x"), "使用した資料"),
        (replace(INFORMATION, read=25), "閲覧を確かめた施設数"),
        (replace(COURSE, participants=0), "受講者数（延べ）"),
        (replace(SUPPORT, kind="1"), "業務"),
    ],
)
def test_each_contradiction_is_told_at_its_field(one: Record, where: str) -> None:
    assert told(one) == [where]


def test_what_is_planned_may_be_of_any_day_to_come() -> None:
    day = date(2027, 6, 1)
    assert told(replace(TRAINING, held_on=day, held=False, attended=0, answers=0)) == []
    assert told(replace(MEETING, held_on=day, held=False, published_on=None)) == []
    assert told(replace(ITEM, held_on=day)) == told(replace(OUTREACH, held_on=day)) == []


@pytest.mark.parametrize("kind", ACTIVITIES, ids=lambda one: one.KIND)
def test_an_empty_one_names_all_that_it_needs(kind: type[Record]) -> None:
    needed = [one for one in columns(kind) if one.required]
    empty: dict[str, Any] = {one.name: DAY if one.shape == "day" else "" for one in needed}
    assert told(kind(**empty)) == [one.label for one in needed if one.shape != "day"]


@pytest.mark.parametrize("kind", [one for one in ACTIVITIES if issubclass(one, Activity)], ids=lambda one: one.KIND)
def test_each_is_of_a_task_of_the_guideline_and_counts_a_number(kind: type[Activity]) -> None:
    assert kind.TASK in TASKS
    shapes = {one.name: one.shape for one in columns(kind)}
    assert not kind.PEOPLE or shapes[kind.PEOPLE] == "count"
    assert not kind.HELD or shapes[kind.HELD] == "flag"


def test_support_says_itself_which_task_it_is() -> None:
    assert [replace(SUPPORT, kind=code).task for code in ("8", "11")] == ["8", "11"]
    assert (TRAINING.task, KINDS["training_session"]) == ("5", Training)


@pytest.mark.parametrize("started", ["24:00", "9:30", "09:60", "0930", "09:3", "09:30 ", "０９:30", "09:30\n"])
def test_an_hour_is_one_of_a_clock(started: str) -> None:
    one = Contact(case_id=1, held_on=DAY, channel="phone", started=started)
    assert told(one) == ["開始時刻"]
    assert told(replace(one, started="23:59")) == told(replace(one, started="00:00")) == []


@pytest.mark.parametrize(("minutes", "good"), [(0, True), (600, True), (601, False), (-1, False), (None, True)])
def test_a_contact_takes_no_longer_than_ten_hours(minutes: int | None, good: bool) -> None:
    one = Contact(case_id=1, held_on=DAY, channel="phone", minutes=minutes)
    assert told(one) == ([] if good else ["所要時間（分）"])


@pytest.mark.parametrize(
    ("minutes", "whole"), [((), None), ((None,), None), ((0,), 0), ((None, 5), 5), ((5, 7), 12), ((None, 0), 0)]
)
def test_the_minutes_of_a_case_are_those_that_were_written_down(
    minutes: tuple[int | None, ...], whole: int | None
) -> None:
    contacts = tuple(Contact(case_id=1, held_on=DAY, channel="phone", minutes=one) for one in minutes)
    assert Known(Case(received_on=DAY, kind="x", subject="1"), contacts).minutes == whole
