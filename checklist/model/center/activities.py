"""What the support centre does beside its desk, as frozen dataclasses; each kind names the task of the 運営要領 that it fulfils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from checklist.errors import Fault
from checklist.model.center import map_position
from checklist.model.fields import Owner, Period, Record, column, label_of
from checklist.words.center import (
    AUDIENCES,
    FACILITIES,
    FORMS,
    ITEMS,
    JUDGEMENTS,
    MATERIALS,
    OUTREACHES,
    SUPPORTS,
    TASKS,
    TOPICS,
)


@dataclass(frozen=True, kw_only=True)
class Activity(Record):
    """One thing that the centre did or will do; `TASK` is its number in the 運営要領, `PEOPLE` the field that counts people."""

    OWNER, PERIOD, AHEAD = Owner.CENTER, Period.ONCE, True
    TASK: ClassVar[str]
    PEOPLE: ClassVar[str] = ""
    LED: ClassVar[bool] = False
    """Whether the screen leads through it step by step."""

    @property
    def task(self) -> str:
        """The task that this one fulfils; of some kinds each has its own."""
        return self.TASK


@dataclass(frozen=True, kw_only=True)
class Training(Activity):
    """研修会 for those who answer callers or work in hospitals, from its theme to its questionnaire (東京都's practice)."""

    KIND, WORD = "training_session", "研修会"
    TASK, PEOPLE, HELD = "5", "attended", "held"
    # Planned for any day, held on none to come: it would count, or be public, by itself once its day is there.
    AHEAD, LED = False, True

    held_on: date = column("実施日（予定日）", today=True)
    theme: str = column("テーマ")
    lecturer: str = column("講師", "")
    topic: str = column("運営要領の研修の内容", choices=TOPICS)
    reason: str = column("テーマを選んだ理由", "", long=True, hint="相談の動向、点検の結果、アンケートの希望など")
    decided_on: date | None = column("テーマと講師を決めた日", None)
    briefed_on: date | None = column("講師に窓口の基本姿勢を説明した日", None)
    questions: str = column("講師に渡した質問", "", long=True)
    announced_on: date | None = column("案内を送った日", None)
    audience: tuple[str, ...] = column("受講の対象", (), choices=AUDIENCES)
    demand_from: date | None = column("オンデマンド配信の開始日", None)
    demand_until: date | None = column("オンデマンド配信の終了日", None, not_before="demand_from")
    held: bool = column("実施済み", False)
    attended: int = column("受講者数", 0, high=20000)
    answers: int = column("アンケートの回答数", 0, high=20000, at_most="attended")
    useful: str = column("アンケート：業務の参考になった内容", "", long=True)
    wishes: str = column("アンケート：希望するテーマ・講師", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """Nobody attended what was not held."""
        if not self.held and (self.attended or self.answers):
            yield Fault("実施済み", "受講者数または回答数が入力されています。実施した研修会にしてください。")


@dataclass(frozen=True, kw_only=True)
class StaffCourse(Activity):
    """相談職員の研修受講: who of the desk attended a course of others, counted as 延べ人数."""

    KIND, WORD, TABLE = "desk_course", "相談職員の研修受講", "desk_course"
    TASK, PEOPLE = "5", "participants"

    held_on: date = column("受講日", today=True)
    course: str = column("研修名")
    organiser: str = column("主催", "")
    participants: int = column("受講者数（延べ）", low=1, high=500)
    on_duty: bool = column("勤務時間中の受講（1名ずつ）", False)
    forwarded_on: date | None = column("案内をほかの窓口へ転送した日", None)
    shared: str = column("共有した資料・内容・感想", "", long=True)


@dataclass(frozen=True, kw_only=True)
class Outreach(Activity):
    """地域住民への啓発: where, for whom, with what (松本市's practice)."""

    KIND, WORD, TABLE = "outreach", "地域住民への啓発", "outreach"
    TASK, PEOPLE = "7", "participants"

    held_on: date = column("実施日", today=True)
    form: str = column("方法", choices=OUTREACHES)
    place: str = column("会場", "", hint="例：第一地区公民館")
    position: str = column("会場の緯度・経度", "", hint="例：35.6812, 139.7671")
    audience: str = column("対象", "")
    participants: int = column("参加者数", 0, high=100000)
    material: str = column("使用した資料", "ten_points", choices=MATERIALS)
    requested: bool = column("住民からの要望による", False)
    note: str = column("内容", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """A place that no map has."""
        try:
            map_position.read(self.position)
        except ValueError:
            yield Fault(label_of(Outreach, "position"), map_position.WRONG)


@dataclass(frozen=True, kw_only=True)
class SafetyInformation(Activity):
    """医療安全に関する情報の提供 to facilities: what was sent to how many, and how many said that they read it."""

    KIND, WORD, TABLE = "safety_information", "医療機関等への情報提供", "safety_information"
    TASK, PEOPLE = "4", "sent"

    held_on: date = column("提供日", today=True)
    title: str = column("題名")
    origin: str = column("情報の出所", "")
    facilities: tuple[str, ...] = column("提供先の区分", (), choices=FACILITIES)
    sent: int = column("提供した施設数", 0, high=100000)
    read: int = column("閲覧を確かめた施設数", 0, high=100000, at_most="sent")


@dataclass(frozen=True, kw_only=True)
class CaseExtract(Activity):
    """事例: a text of its own that may be published, written from a case, checked for names and approved."""

    KIND, WORD, TABLE = "case_extract", "相談事例集の事例", "case_extract"
    TASK, ABOUT_PEOPLE = "6", True

    held_on: date = column("作成日", today=True)
    heading: str = column("見出し")
    summary: str = column("相談の要旨", long=True)
    response: str = column("対応", long=True)
    advice: str = column("協議会の助言", "", long=True)
    checked_by: str = column("個人が特定されないことを確認した職員", "")
    approved_on: date | None = column("公表を承認した日", None, not_before="held_on")
    sent_on: date | None = column("医療機関等へ送付した日", None, not_before="approved_on")

    def own_faults(self) -> Iterator[Fault]:
        """What leaves the house was looked at by somebody, and allowed before it was sent."""
        if self.approved_on and not self.checked_by.strip():
            yield Fault("個人が特定されないことを確認した職員", "公表を承認する前に入力してください。")
        if self.sent_on and not self.approved_on:
            yield Fault("公表を承認した日", "送付する前に、公表の承認が必要です。")


@dataclass(frozen=True, kw_only=True)
class Liaison(Activity):
    """関係機関・団体等との連絡調整."""

    KIND, WORD, TABLE = "liaison", "関係機関との連絡調整", "liaison"
    TASK = "3"

    held_on: date = column("日付", today=True)
    partner: str = column("相手の機関・団体")
    subject: str = column("内容", long=True)


@dataclass(frozen=True, kw_only=True)
class CenterSupport(Activity):
    """What a prefecture does for the centres of its 二次医療圏: ⑧ to ⑪."""

    KIND, WORD, TABLE = "center_support", "二次医療圏センターへの支援", "center_support"
    TASK = "8"

    held_on: date = column("日付", today=True)
    kind: str = column("業務", choices=SUPPORTS)
    centre: str = column("相手のセンター")
    content: str = column("内容", long=True)
    result: str = column("結果・評価", "", long=True)

    @property
    def task(self) -> str:
        """Each says which of the four it is."""
        return self.kind


def _judged(code: str) -> str:
    found: str = column(TASKS[code], "none", choices=JUDGEMENTS)
    return found


@dataclass(frozen=True, kw_only=True)
class CenterEvaluation(Activity):
    """評価票: how a prefecture judges the work of one centre of a 二次医療圏 in a year, task by task."""

    KIND, WORD, TABLE = "center_evaluation", "二次医療圏センターの評価票", "center_evaluation"
    TASK = "10"
    JUDGED: ClassVar[tuple[str, ...]] = ("task1", "task2", "task3", "task4", "task5", "task6", "task7")

    held_on: date = column("評価日", today=True)
    centre: str = column("相手のセンター")
    of_year: int = column("評価の対象の年度（西暦）", low=2000, high=2199)
    cases: int = column("相談件数", 0, high=100000)
    task1: str = _judged("1")
    task2: str = _judged("2")
    task3: str = _judged("3")
    task4: str = _judged("4")
    task5: str = _judged("5")
    task6: str = _judged("6")
    task7: str = _judged("7")
    good: str = column("よい点", "", long=True)
    advice: str = column("助言・改善を求める点", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """What has to become better is said in words."""
        if "poor" in (getattr(self, one) for one in self.JUDGED) and not self.advice.strip():
            yield Fault("助言・改善を求める点", "「改善が必要」とした業務について入力してください。")


@dataclass(frozen=True, kw_only=True)
class CouncilMeeting(Activity):
    """医療安全推進協議会: announced, held or written, and published with what is public of it (横浜市's practice)."""

    KIND, WORD, TABLE = "council_meeting", "医療安全推進協議会", "council_meeting"
    TASK, PEOPLE, HELD = "2", "observers", "held"
    AHEAD = False

    held_on: date = column("開催日", today=True)
    name: str = column("会議名", hint="例：令和8年度第1回")
    form: str = column("開催の方法", "meeting", choices=FORMS)
    hours: str = column("時間", "", hint="例：14:00～15:30")
    place: str = column("会場", "")
    announced_on: date | None = column("開催案内を公開した日", None)
    seats: int = column("傍聴席", 0, high=1000)
    observing: str = column("傍聴の方法", "", long=True, hint="申込みの時期と方法、定員を超えたときの抽選など")
    access: str = column("手話通訳などの申込み", "", hint="例：1週間前までに電話またはFAXで")
    apply_until: date | None = column("傍聴の申込みの締切日", None)
    access_until: date | None = column("手話通訳などの申込みの締切日", None)
    opinions_until: date | None = column("書面開催の意見の締切日", None)
    held: bool = column("開催済み", False)
    present: int = column("出席委員数", 0, high=200)
    absent: int = column("欠席委員数", 0, high=200)
    observers: int = column("傍聴者数", 0, high=1000)
    published_on: date | None = column("会議要旨を公開した日", None, not_before="held_on")
    next_on: date | None = column("次回の予定日", None, not_before="held_on")
    contact: str = column("問い合わせ先", "")

    def own_faults(self) -> Iterator[Fault]:
        """A record is published of what was held."""
        if self.published_on and not self.held:
            yield Fault("会議要旨を公開した日", "開催済みの会議のみ公開できます。")
        if self.form == "written" and (self.seats or self.observers):
            yield Fault("傍聴席", "書面開催には傍聴がありません。0にしてください。")
        for name in ("apply_until", "access_until"):
            day = getattr(self, name)
            if day and day > self.held_on:
                yield Fault(label_of(type(self), name), "開催日までの日にしてください。")


@dataclass(frozen=True, kw_only=True)
class CouncilItem(Record):
    """議題 of a council meeting; of a closed one only its title and the reason ever leave."""

    KIND, WORD, TABLE = "council_item", "協議会の議題", "council_item"
    OWNER, PERIOD, AHEAD = Owner.CENTER, Period.ONCE, True

    held_on: date = column("議題を記載した日", today=True)
    meeting_id: int | None = column("協議会の番号", None, low=1, high=10**9)
    """The meeting on whose agenda it stands; None for a draft that has none yet."""
    place: int = column("順番", 1, low=1, high=50)
    kind: str = column("議題の種類", choices=ITEMS)
    title: str = column("議題名")
    closed: bool = column("非公開", False)
    closed_reason: str = column(
        "非公開の理由", "", hint="例：個人が特定されるおそれがあるため（○○市情報公開条例第○条）"
    )
    papers: str = column("資料の内容", "", long=True)
    opinions: str = column("委員の主な意見", "", long=True, hint="1行に1つ。発言者の氏名は記載しない")

    def own_faults(self) -> Iterator[Fault]:
        """Whoever closes an item says why."""
        if self.closed != bool(self.closed_reason.strip()):
            yield Fault("非公開の理由", "非公開の議題には理由を入力し、公開の議題では空欄にしてください。")


ACTIVITIES: tuple[type[Record], ...] = (
    Training,
    StaffCourse,
    CouncilMeeting,
    CouncilItem,
    Outreach,
    SafetyInformation,
    CaseExtract,
    Liaison,
    CenterSupport,
    CenterEvaluation,
)
"""The kinds in the order in which they stand on the page."""
