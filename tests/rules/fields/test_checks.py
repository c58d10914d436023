"""What is wrong with a record: with its fields, between them, with its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checklist.model.records import (
    Admission,
    Appointment,
    BusinessPlan,
    CommitteeMeeting,
    Conference,
    Course,
    Guideline,
    ManagerActivity,
    Notice,
    PatientConsultation,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.rules.fields import checks, patient_names

DAY, TODAY = date(2026, 5, 11), date(2026, 11, 22)
CONFERENCE = Conference(held_on=DAY, participants=8, committee_members=3, topic="転倒事例の検討")
TRAINING = StaffTraining(held_on=DAY, title="医薬品安全", held=True, audience=200, attended=150, made_up=30)
PLAN = BusinessPlan(held_on=DAY, department="3階病棟", assessment="照合が徹底されていない", plan="手順を見直す")
APPOINTMENT = Appointment(
    staff_name="架空 花子", profession="nurse", post="safety_manager", dedication="dedicated", valid_from=DAY
)
COURSE = Course(
    staff_name="架空 花子", finished_on=DAY, title="医療安全管理者養成研修", organiser="association",
    organiser_name="架空看護協会", hours=40.0, topics=("basics", "system"),
)  # fmt: skip
NOTICE = Notice(held_on=DAY, place="1階受付", text="相談窓口の案内")


@pytest.mark.parametrize("record", [CONFERENCE, TRAINING, PLAN, APPOINTMENT, COURSE, NOTICE], ids=lambda one: one.KIND)
def test_a_record_that_is_filled_in_has_no_fault_and_no_question(record: Record) -> None:
    assert checks.faults(record, TODAY) == []
    assert patient_names.questions(record) == []


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (replace(CONFERENCE, topic="　"), "議題と検討内容：入力してください。"),
        (replace(CONFERENCE, participants=0), "出席者数：1から500までの数で入力してください。"),
        (replace(CONFERENCE, committee_members=9), "うち委員会の構成員：出席者数より多くはできません。"),
        (replace(CONFERENCE, held_on=date(1900, 1, 1)), "開催日：日付を確かめてください。"),
        (replace(CONFERENCE, topic="あ" * 2001), "議題と検討内容：2000文字以内で入力してください。"),
        (replace(TRAINING, attended=190), "当日の受講者数：受講者数と補講の受講者数の合計は、対象者数より多くできません。"),
        (replace(TRAINING, audience=0), "対象者数：実施した研修には対象者数を入力してください。"),
        (replace(PLAN, outcome="改善した"), "実施状況と評価結果：評価日と評価結果は両方入力してください。"),
        (replace(PLAN, evaluated_on=date(2026, 5, 1), outcome="済"), "結果の評価日：開始日より前の日にはできません。"),
        (replace(APPOINTMENT, post="president"), "役割：選択肢から選んでください。"),
        (replace(APPOINTMENT, valid_to=date(2026, 5, 1)), "配置の終了日：開始日より前の日にはできません。"),
        (replace(COURSE, topics=()), "内容：選んでください。"),
        (replace(COURSE, hours=0.0), "研修時間：0.5から500までの数で入力してください。"),
        (replace(NOTICE, ended_on=date(2026, 4, 1)), "掲示を終えた日：開始日より前の日にはできません。"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_clear_sentence(record: Record, fault: str) -> None:
    assert [str(found) for found in checks.faults(record, TODAY)] == [fault]


ROUND = SafetyRound(held_on=DAY, department="3階病棟")
MEETING = CommitteeMeeting(held_on=DAY, participants=8, decisions="手順を改める")
ACTIVITY = ManagerActivity(held_on=DAY, activity="support", content="担当者を支援した")
CONSULTATION = PatientConsultation(held_on=DAY, subject="cost", count=4)
ADMISSION = Admission(held_on=DAY, count=100)
GUIDELINE = Guideline(held_on=DAY, document="policy", title="指針")
PLANNED = replace(TRAINING, held=False, attended=0, made_up=0)


@pytest.mark.parametrize(
    ("record", "last", "fault"),
    [
        (CONFERENCE, TODAY, "開催日：今日より後の日です。予定は記録できません。"),
        (ROUND, TODAY, "巡回日：今日より後の日です。予定は記録できません。"),
        (MEETING, TODAY, "開催日：今日より後の日です。予定は記録できません。"),
        (ACTIVITY, TODAY, "実施日：今日より後の日です。予定は記録できません。"),
        (COURSE, TODAY, "修了日：今日より後の日です。予定は記録できません。"),
        (TRAINING, TODAY,
         "実施日（予定日）：今日より後の日です。予定している研修は「実施済み」としないで記録してください。"),
        (CONSULTATION, date(2026, 11, 30), "受付日：来月以降の日です。記録できるのは今月の末日までです。"),
        (ADMISSION, date(2026, 11, 30), "月の末日：来月以降の日です。記録できるのは今月の末日までです。"),
    ],
    ids=lambda one: getattr(one, "KIND", ""),
)  # fmt: skip
def test_what_was_done_is_not_of_a_day_to_come(record: Record, last: date, fault: str) -> None:
    assert checks.faults(_of(record, last), TODAY) == []
    assert [str(found) for found in checks.faults(_of(record, last + timedelta(days=1)), TODAY)] == [fault]


@pytest.mark.parametrize("record", [PLANNED, PLAN, APPOINTMENT, NOTICE, GUIDELINE], ids=lambda one: one.KIND)
def test_what_is_planned_or_decided_may_be_of_a_day_to_come(record: Record) -> None:
    assert checks.faults(_of(record, date(2027, 4, 1)), TODAY) == []


def _of(record: Record, day: date) -> Record:
    change: dict[str, Any] = {record.DAY: day}
    return replace(record, **change)
