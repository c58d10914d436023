"""One line about the records of a year, with what its numbers are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from checklist.model.records import (
    Admission,
    BusinessPlan,
    CommitteeMeeting,
    Conference,
    ManagerActivity,
    PatientConsultation,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.model.records.incidents import IncidentCount
from checklist.rules.records import calendar, summary

FIRST, LAST, TODAY = date(2026, 4, 1), date(2027, 3, 31), date(2026, 7, 1)
DAY = date(2026, 5, 13)
TRAINING = StaffTraining(held_on=DAY, title="医薬品", held=True, audience=200, attended=150, made_up=31)
PLANNED = StaffTraining(held_on=date(2027, 1, 20), title="事故対応")
EXAMPLES: list[tuple[type[Record], list[Record], str]] = [
    (
        Conference,
        [Conference(held_on=DAY, participants=8, committee_members=3, remote=True, topic="検討")],
        "12週のうち1週で開催しています（延べ1回、うち対面によらない開催1回）。開催のない週：4月6日の週、4月13日の週、"
        "4月20日の週、4月27日の週、5月4日の週、ほか6。週は月曜日から日曜日までで、終わっていない今週、今後の週、"
        "休みの期間にかかる週は数えません（週の数え方は施設基準の判定と同じです）。",
    ),
    (SafetyRound, [SafetyRound(held_on=DAY, department=one) for one in ("外来", " 外来", "手術室")],
     "2部署に延べ3回の巡回があります。"),
    (StaffTraining, [TRAINING, PLANNED],
     "実施1回、予定1回。受講率は、対象者延べ200人のうち181人で90.5％です（補講を含む）。"),
    (StaffTraining, [], "実施0回、予定なし。"),
    (
        CommitteeMeeting,
        [CommitteeMeeting(held_on=DAY, participants=9, director_present=True, decisions="承認")],
        "3か月のうち1か月で開催しています（1回のうち、院長の出席1回、議事録の保管0回）。開催のない月：4月、6月。"
        "記録のない今月と今後の月は数えません。",
    ),
    (
        PatientConsultation,
        [PatientConsultation(held_on=DAY, subject="cost", count=2), PatientConsultation(held_on=DAY, subject="other", count=5)],
        "相談は合計7件です（その他5件、医療費2件）。",
    ),
    (ManagerActivity, [], "0件の活動があります。"),
    (Admission, [Admission(held_on=date(2026, 4, 30), count=900), Admission(held_on=date(2026, 5, 31), count=850)],
     "2か月分の記録があり、新入院患者数は合計1,750人です。"),
    (
        IncidentCount,
        [IncidentCount(held_on=date(2026, 5, 31), profession=one, level_0=600, level_1=0) for one in ("nurse", "other")],
        "3か月のうち1か月に入力があり、報告は合計1,200件です。入力のない月：4月、6月。未入力の16欄は含みません。"
        "入力のない今月と今後の月は数えません。",
    ),
    (BusinessPlan, [], "0件の記録があります。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "found", "told"), EXAMPLES)
def test_the_line_of_each_kind(kind: type[Record], found: Sequence[Record], told: str) -> None:
    days = [one.day for one in found]
    weekly = kind is Conference
    spans = calendar.weeks(FIRST, LAST, days, TODAY) if weekly else calendar.months(FIRST, days, TODAY)
    assert summary.sentence(kind, found, spans) == told
