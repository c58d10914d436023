"""The kinds of records as frozen dataclasses; what the 施設基準 of 医療安全対策加算 ask a hospital to have on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from checklist.model.fields import column

DEPARTMENTS = {"clinical": "診療部門", "pharmacy": "薬剤部門", "nursing": "看護部門", "office": "事務部門"}
"""The departments that need an assigned member each (管理体制 エ)."""

POSTS = {
    "safety_manager": "医療安全管理者",
    "physician": "専任医師（地域連携加算1）",
    **{code: f"{word}の専任職員" for code, word in DEPARTMENTS.items()},
    "medicine_officer": "医薬品安全管理責任者",
    "device_officer": "医療機器安全管理責任者",
}
DEDICATIONS = {"dedicated": "専従", "assigned": "専任", "concurrent": "兼任"}
PROFESSIONS = {
    "physician": "医師",
    "dentist": "歯科医師",
    "pharmacist": "薬剤師",
    "nurse": "看護師",
    "public_health_nurse": "保健師",
    "midwife": "助産師",
    "radiographer": "診療放射線技師",
    "technologist": "臨床検査技師",
    "engineer": "臨床工学技士",
    "therapist": "理学療法士・作業療法士・言語聴覚士",
    "dietitian": "管理栄養士",
    "office": "事務職員",
    "other": "その他",
}
LICENSED = frozenset(PROFESSIONS) - {"office", "other"}
"""医療有資格者."""
TOPICS = {
    "basics": "医療安全の基本的知識",
    "system": "安全管理体制の構築",
    "training": "職員研修の企画・運営",
    "analysis": "情報収集と分析、対策立案、フィードバック、評価",
    "response": "医療事故発生時の対応",
    "culture": "安全文化の醸成",
}
"""What the training of a 医療安全管理者 has to cover ((ハ) of 管理体制 ア)."""
ORGANISERS = {"national": "国", "association": "医療関係団体等", "other": "その他"}
ACTIVITIES = {
    "planning": "業務の企画立案",
    "evaluation": "業務の評価",
    "support": "各部門の医療事故防止担当者への支援",
    "coordination": "各部門との調整",
    "consultation": "患者相談窓口との連携・支援",
}
GUIDELINES = {
    "policy": "医療安全管理のための指針",
    "department": "医療安全管理部門の業務指針",
    "duties": "医療安全管理者の業務内容",
    "organisation": "組織図・医療安全管理部門の設置要綱",
    "committee": "医療安全管理対策委員会の設置要綱",
}
SUBJECTS = {
    "treatment": "医療行為・医療内容",
    "communication": "コミュニケーション",
    "facility": "医療機関等の施設",
    "information": "医療情報等の取扱い",
    "referral": "紹介・案内",
    "cost": "医療費",
    "knowledge": "医療知識等",
    "other": "その他",
}


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has: `id` 0 and `version` 0 before it is stored."""

    KIND: ClassVar[str]
    WORD: ClassVar[str]
    DAY: ClassVar[str] = "held_on"
    """The field that says from when on the record counts."""

    id: int = 0
    version: int = 0

    @property
    def day(self) -> date:
        """From when on the record counts."""
        found: date = getattr(self, self.DAY)
        return found


@dataclass(frozen=True, kw_only=True)
class Conference(Record):
    """医療安全対策に係る取組の評価等を行うカンファレンス, about once a week."""

    KIND: ClassVar[str] = "conference"
    WORD: ClassVar[str] = "カンファレンス"

    held_on: date = column("開催日")
    participants: int = column("出席者数", low=1, high=500)
    committee_members: int = column("うち委員会の構成員", low=0, high=500)
    remote: bool = column("対面によらない開催", False)
    topic: str = column("議題と検討内容", long=True)


@dataclass(frozen=True, kw_only=True)
class SafetyRound(Record):
    """院内巡回 of one department."""

    KIND: ClassVar[str] = "safety_round"
    WORD: ClassVar[str] = "院内巡回"

    held_on: date = column("巡回日")
    department: str = column("部署")
    visitors: str = column("巡回した職員", "", hint="職員名または職種と人数")
    findings: str = column("把握した内容", "", long=True)
    action: str = column("講じた対策", "", long=True)


@dataclass(frozen=True, kw_only=True)
class StaffTraining(Record):
    """職員研修: planned, or held with its attendance; `audience` are those who should attend."""

    KIND: ClassVar[str] = "staff_training"
    WORD: ClassVar[str] = "職員研修"

    held_on: date = column("実施日（予定日）")
    title: str = column("研修名")
    held: bool = column("実施済み", False)
    audience: int = column("対象者数", 0, high=20000)
    attended: int = column("当日の受講者数", 0, high=20000)
    made_up: int = column("補講の受講者数", 0, high=20000)

    @property
    def attendance_rate(self) -> float | None:
        """Percent of the audience that attended or made it up; None without an audience or before it was held."""
        return 100 * (self.attended + self.made_up) / self.audience if self.held and self.audience else None


@dataclass(frozen=True, kw_only=True)
class CommitteeMeeting(Record):
    """医療安全管理対策委員会."""

    KIND: ClassVar[str] = "committee_meeting"
    WORD: ClassVar[str] = "医療安全管理対策委員会"

    held_on: date = column("開催日")
    participants: int = column("出席者数", low=1, high=500)
    director_present: bool = column("院長の出席", False)
    manager_present: bool = column("医療安全管理者の出席", False)
    decisions: str = column("決定事項", long=True)
    minutes: bool = column("議事録を保管している", False)


@dataclass(frozen=True, kw_only=True)
class PatientConsultation(Record):
    """患者・家族からの相談: how many of one subject, and what became of them."""

    KIND: ClassVar[str] = "patient_consultation"
    WORD: ClassVar[str] = "患者相談"

    held_on: date = column("受付日", hint="月ごとにまとめるときは月の末日")
    subject: str = column("内容の区分", choices=SUBJECTS)
    count: int = column("件数", low=0, high=9999)
    handling: str = column("相談後の取扱い", "", long=True)


@dataclass(frozen=True, kw_only=True)
class BusinessPlan(Record):
    """業務改善計画書 of one department, drawn from an evaluation of its measures, and what came of it."""

    KIND: ClassVar[str] = "business_plan"
    WORD: ClassVar[str] = "業務改善計画書"

    held_on: date = column("作成日")
    department: str = column("部署")
    assessment: str = column("実施状況の評価", long=True)
    plan: str = column("改善計画", long=True)
    evaluated_on: date | None = column("結果の評価日", None)
    outcome: str = column("実施状況と評価結果", "", long=True)


@dataclass(frozen=True, kw_only=True)
class Notice(Record):
    """掲示 that tells patients where to find advice."""

    KIND: ClassVar[str] = "notice"
    WORD: ClassVar[str] = "患者への掲示"

    held_on: date = column("掲示を始めた日")
    place: str = column("掲示の場所")
    text: str = column("掲示の内容", long=True)
    ended_on: date | None = column("掲示を終えた日", None)


@dataclass(frozen=True, kw_only=True)
class Guideline(Record):
    """A written rule: 指針, 業務指針, 設置要綱 and the like."""

    KIND: ClassVar[str] = "guideline"
    WORD: ClassVar[str] = "指針・要綱"

    held_on: date = column("制定・改訂日")
    document: str = column("文書の種類", choices=GUIDELINES)
    title: str = column("文書名")
    note: str = column("改訂の内容", "", long=True)
    ended_on: date | None = column("廃止日", None)


@dataclass(frozen=True, kw_only=True)
class ManagerActivity(Record):
    """What the 医療安全管理者 did: planning and evaluation, support, coordination."""

    KIND: ClassVar[str] = "manager_activity"
    WORD: ClassVar[str] = "医療安全管理者の活動"

    held_on: date = column("実施日")
    activity: str = column("業務の区分", choices=ACTIVITIES)
    department: str = column("相手の部署", "")
    content: str = column("内容", long=True)


@dataclass(frozen=True, kw_only=True)
class Appointment(Record):
    """Somebody in a post that the rules ask for, from one day to another (both included)."""

    KIND: ClassVar[str] = "appointment"
    WORD: ClassVar[str] = "配置職員"
    DAY: ClassVar[str] = "valid_from"

    staff_name: str = column("職員名")
    profession: str = column("職種", choices=PROFESSIONS)
    post: str = column("役割", choices=POSTS)
    dedication: str = column("専従・専任の別", choices=DEDICATIONS)
    valid_from: date = column("配置日")
    valid_to: date | None = column("配置の終了日", None)
    other_hours: float = column("他の業務（1か月あたりの時間）", 0.0, high=400)
    safety_since: date | None = column("医療安全対策の業務を始めた日", None, hint="経験年数の起算日")

    def serves_on(self, day: date) -> bool:
        """Whether the person is in this post on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Course(Record):
    """A training that somebody in a post finished."""

    KIND: ClassVar[str] = "course"
    WORD: ClassVar[str] = "受講した研修"
    DAY: ClassVar[str] = "finished_on"

    staff_name: str = column("職員名")
    finished_on: date = column("修了日")
    title: str = column("研修名")
    organiser: str = column("主催者の区分", choices=ORGANISERS)
    organiser_name: str = column("主催者名")
    hours: float = column("研修時間", low=0.5, high=500)
    topics: tuple[str, ...] = column("内容", choices=TOPICS)
    physician_training: bool = column("専任医師の適切な研修に当たる", False)


@dataclass(frozen=True, kw_only=True)
class Admission(Record):
    """新入院患者数 of one month, told at its last day."""

    KIND: ClassVar[str] = "admission"
    WORD: ClassVar[str] = "新入院患者数"

    held_on: date = column("月の末日")
    count: int = column("新入院患者数", low=0, high=9999, hint="その月に入院した患者数（再入院で通算する人を除く）")


KINDS: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        Conference,
        SafetyRound,
        StaffTraining,
        CommitteeMeeting,
        PatientConsultation,
        BusinessPlan,
        Notice,
        Guideline,
        ManagerActivity,
        Appointment,
        Course,
        Admission,
    )
}
"""Every kind by its code, which is also its table and its name on the command line."""
