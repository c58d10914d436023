"""The kinds of records as frozen dataclasses; what the 施設基準 of 医療安全対策加算 ask a hospital to have on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault
from checklist.model.fields import Counts, Owner, Period, column
from checklist.model.fields import Record as Record
from checklist.model.records.incidents import IncidentCount
from checklist.words.records import (
    ACTIVITIES,
    DEDICATIONS,
    EXERCISES,
    GUIDELINES,
    ORGANISERS,
    POSTS,
    PROFESSIONS,
    SUBJECTS,
    TOPICS,
)

# The notice says 「看護師、薬剤師その他の医療有資格者」: everybody of the list but these two.
LICENSED = frozenset(PROFESSIONS) - {"office", "other"}
"""医療有資格者."""


@dataclass(frozen=True, kw_only=True)
class Conference(Record):
    """医療安全対策に係る取組の評価等を行うカンファレンス, about once a week."""

    KIND, WORD = "conference", "カンファレンス"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.WEEKLY, Counts.WINDOW
    EVIDENCE = "conference_record"

    held_on: date = column("開催日", today=True)
    participants: int = column("出席者数", low=1, high=500)
    committee_members: int = column("うち委員会の構成員", low=0, high=500, at_most="participants")
    remote: bool = column("対面によらない開催", False)
    topic: str = column("議題と検討内容", long=True)


@dataclass(frozen=True, kw_only=True)
class SafetyRound(Record):
    """院内巡回 of one department."""

    KIND, WORD = "safety_round", "院内巡回"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.ONCE, Counts.WINDOW
    EVIDENCE = "round_record"
    DEPARTMENT = "department"

    held_on: date = column("巡回日", today=True)
    department: str = column("部署")
    visitors: str = column("巡回した職員", "", hint="職員名または職種と人数")
    findings: str = column("把握した内容", "", long=True)
    action: str = column("講じた対策", "", long=True)


@dataclass(frozen=True, kw_only=True)
class StaffTraining(Record):
    """職員研修: planned, or held with its attendance; `audience` are those who should attend."""

    KIND, WORD = "staff_training", "職員研修"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.ONCE, Counts.WINDOW
    EVIDENCE = "training_proof"
    HELD, SHORT = "held", "研修"
    RATES = (("受講率", "attendance_rate"),)

    held_on: date = column("実施日（予定日）", today=True)
    title: str = column("研修名")
    held: bool = column("実施済み", False)
    audience: int = column("対象者数", 0, high=20000)
    attended: int = column("当日の受講者数", 0, high=20000)
    made_up: int = column("補講の受講者数", 0, high=20000)

    @property
    def attendance_rate(self) -> float | None:
        """Percent of the audience that attended or made it up; None without an audience or before it was held."""
        return 100 * (self.attended + self.made_up) / self.audience if self.held and self.audience else None

    def own_faults(self) -> Iterator[Fault]:
        """A training that was held had an audience, and nobody attends who is not of it."""
        if self.held and self.audience < 1:
            yield Fault("対象者数", "実施した研修には対象者数を入力してください。")
        elif self.attended + self.made_up > self.audience:
            yield Fault("当日の受講者数", "受講者数と補講の受講者数の合計は、対象者数より多くできません。")


@dataclass(frozen=True, kw_only=True)
class CommitteeMeeting(Record):
    """医療安全管理対策委員会."""

    KIND, WORD = "committee_meeting", "医療安全管理対策委員会"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.ONCE, Counts.WINDOW

    held_on: date = column("開催日", today=True)
    participants: int = column("出席者数", low=1, high=500)
    director_present: bool = column("院長の出席", False)
    manager_present: bool = column("医療安全管理者の出席", False)
    decisions: str = column("決定事項", long=True)
    minutes: bool = column("議事録を保管している", False)


@dataclass(frozen=True, kw_only=True)
class PatientConsultation(Record):
    """患者・家族からの相談: how many of one subject, and what became of them."""

    KIND, WORD = "patient_consultation", "患者相談"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.MONTHLY, Counts.WINDOW
    EVIDENCE = "consultation_record"

    held_on: date = column("受付日", today=True, hint="月ごとにまとめるときは月の末日")
    subject: str = column("内容の区分", choices=SUBJECTS)
    count: int = column("件数", low=0, high=9999)
    handling: str = column("相談後の取扱い", "", long=True)


@dataclass(frozen=True, kw_only=True)
class BusinessPlan(Record):
    """業務改善計画書 of one department, drawn from an evaluation of its measures, and what came of it."""

    KIND, WORD = "business_plan", "業務改善計画書"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.STANDING, Counts.ALWAYS
    EVIDENCE = "business_plan"
    AHEAD, DEPARTMENT = True, "department"

    held_on: date = column("作成日", today=True)
    department: str = column("部署")
    assessment: str = column("実施状況の評価", long=True)
    plan: str = column("改善計画", long=True)
    evaluated_on: date | None = column("結果の評価日", None, not_before="held_on")
    outcome: str = column("実施状況と評価結果", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """An evaluation has its day and its result."""
        if bool(self.evaluated_on) != bool(self.outcome.strip()):
            yield Fault("実施状況と評価結果", "評価日と評価結果は両方入力してください。")


@dataclass(frozen=True, kw_only=True)
class Notice(Record):
    """掲示 that tells patients where to find advice."""

    KIND, WORD = "notice", "患者への掲示"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.STANDING, Counts.ALWAYS
    AHEAD, LASTING = True, True

    held_on: date = column("掲示を始めた日", today=True)
    place: str = column("掲示の場所")
    text: str = column("掲示の内容", long=True)
    ended_on: date | None = column("掲示を終えた日", None, not_before="held_on")


@dataclass(frozen=True, kw_only=True)
class Guideline(Record):
    """A written rule: 指針, 業務指針, 設置要綱 and the like."""

    KIND, WORD = "guideline", "指針・要綱"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.STANDING, Counts.ALWAYS
    AHEAD, LASTING = True, True

    held_on: date = column("制定・改訂日", today=True)
    document: str = column("文書の種類", choices=GUIDELINES)
    title: str = column("文書名")
    note: str = column("改訂の内容", "", long=True)
    round_months: int = column("院内巡回の間隔（か月）", 0, high=24, hint="定めているときに入力（0は定めなし）")
    ended_on: date | None = column("廃止日", None, not_before="held_on")


@dataclass(frozen=True, kw_only=True)
class ManagerActivity(Record):
    """What the 医療安全管理者 did: planning and evaluation, support, coordination."""

    KIND, WORD = "manager_activity", "医療安全管理者の活動"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.ONCE, Counts.WINDOW

    held_on: date = column("実施日", today=True)
    activity: str = column("業務の区分", choices=ACTIVITIES)
    department: str = column("相手の部署", "")
    content: str = column("内容", long=True)


@dataclass(frozen=True, kw_only=True)
class Appointment(Record):
    """Somebody in a post that the rules ask for, from one day to another (both included)."""

    KIND, WORD = "appointment", "配置職員"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.STANDING, Counts.ALWAYS
    AHEAD, LASTING = True, True
    DAY, PERSON = "valid_from", "staff_name"

    staff_name: str = column("職員名")
    profession: str = column("職種", choices=PROFESSIONS)
    post: str = column("役割", choices=POSTS)
    dedication: str = column("専従・専任の別", choices=DEDICATIONS)
    valid_from: date = column("配置日")
    valid_to: date | None = column("配置の終了日", None, not_before="valid_from")
    other_hours: float = column("他の業務（1か月あたりの時間）", 0.0, high=400)
    safety_since: date | None = column("医療安全対策の業務を始めた日", None, hint="経験年数の起算日")

    def serves_on(self, day: date) -> bool:
        """Whether the person is in this post on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Course(Record):
    """A training that somebody in a post finished."""

    KIND, WORD = "course", "受講した研修"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.STANDING, Counts.ALWAYS
    LASTING = True
    DAY, PERSON = "finished_on", "staff_name"

    staff_name: str = column("職員名")
    finished_on: date = column("修了日")
    title: str = column("研修名")
    organiser: str = column("主催者の区分", choices=ORGANISERS)
    organiser_name: str = column("主催者名")
    # Half hours, since 39.5 of 40 hours are too few.
    hours: float = column("研修時間", low=0.5, high=500)
    topics: tuple[str, ...] = column("内容", choices=TOPICS)
    exercise: str = column("演習", "unknown", choices=EXERCISES)
    # A note of the hospital's own: what makes the training of a physician 適切な研修 is its hours, topics and organiser.
    physician_training: bool = column("専任医師の適切な研修に当たる", False)


@dataclass(frozen=True, kw_only=True)
class Admission(Record):
    """新入院患者数 of one month, told at its last day."""

    KIND, WORD = "admission", "新入院患者数"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.MONTHLY, Counts.WINDOW

    held_on: date = column("月の末日")
    # The add-on counts once for an admission, on its first day, and not for one that counts as the same stay (A234).
    count: int = column("新入院患者数", low=0, high=9999, hint="その月に入院した患者数（再入院で通算する人を除く）")


KINDS: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        Conference,
        SafetyRound,
        StaffTraining,
        CommitteeMeeting,
        PatientConsultation,
        IncidentCount,
        BusinessPlan,
        Notice,
        Guideline,
        ManagerActivity,
        Appointment,
        Course,
        Admission,
    )
}
"""Every kind by its code, in the order of the screens; the one place that lists them."""
