"""The nouns of the support centre as frozen dataclasses: a case (件) and its contacts (回), and what the desk works with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from checklist.errors import Fault
from checklist.model.center.activities import ACTIVITIES
from checklist.model.center.attendance import BESIDE_TRAININGS
from checklist.model.center.council import COUNCIL
from checklist.model.fields import Owner, Period, Record, column
from checklist.words.center import COUNTINGS

UNKNOWN = "unknown"
"""不明: may always be chosen, and is counted as such."""
LONGEST_CALL = 600
"""Minutes that one contact may take."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _listed(label: str, name: str, default: Any = UNKNOWN) -> Any:
    return column(label, default, listed=name)


@dataclass(frozen=True, kw_only=True)
class Case(Record):
    """案件: what somebody brought to the centre, however often they called about it. The order is that of a call."""

    KIND, WORD, SHORT, TABLE = "case", "相談事例", "相談", "center_case"
    OWNER, PERIOD, DAY = Owner.CENTER, Period.ONCE, "received_on"
    HISTORY, ABOUT_PEOPLE = "case_history", True

    number: str = column("受付番号", "")
    received_on: date = column("受付日", today=True)
    kind: str = column("種別", listed="kind")
    caller: str = _listed("相談者の区分", "caller")
    gender: str = _listed("性別", "gender")
    age: str = _listed("年代", "age")
    residence: str = _listed("居住地", "residence")
    source: str = _listed("センターを知った情報源", "source")
    facility: str = _listed("対象施設の区分", "facility")
    care: str = _listed("入院・外来", "care")
    department: str = _listed("診療科", "department")
    facility_name: str = column("対象施設名", "", hint="施設に連絡する場合に入力")
    subject: str = column("相談内容（大）", listed="subject")
    detail: str = _listed("相談内容（小）", "detail", "")
    others: tuple[str, ...] = _listed("ほかの相談内容", "subject", ())
    summary: str = column("相談の要旨", "", long=True)
    satisfaction: str = _listed("納得度", "satisfaction")
    difficulty: str = _listed("対応困難度", "difficulty")
    reasons: tuple[str, ...] = _listed("困難の理由", "reason", ())
    issues: tuple[str, ...] = _listed("相談者の課題", "issue", ())
    wish: str = column("窓口への要望", "")
    urgency: tuple[str, ...] = _listed("緊急・重大", "urgency", ())
    consent: str = _listed("施設への連絡の同意", "consent", "unasked")
    reference_word: str = column("合言葉", "", hint="名前の代わりに決めた言葉")
    topic: str = column("繰り返しの話題", "")
    closed: bool = column("終了", False)
    edition: int = column("分類の版", 0)


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """対応1回: one call, visit or letter about a case, and what the centre did."""

    KIND, WORD, TABLE = "contact", "対応", "center_contact"
    OWNER, PERIOD = Owner.CENTER, Period.ONCE
    HISTORY, ABOUT_PEOPLE = "case_history", True

    case_id: int = column("相談事例の番号", low=1, high=10**9)
    held_on: date = column("対応日", today=True)
    started: str = column("開始時刻", "", hint="例：10:30")
    channel: str = column("相談方法", listed="channel")
    minutes: int | None = column("所要時間（分）", None, high=LONGEST_CALL)
    responses: tuple[str, ...] = _listed("対応", "response", ())
    referrals: tuple[str, ...] = _listed("紹介先", "referral", ())
    note: str = column("対応の記録", "", long=True)
    next_step: str = column("次の予定", "")

    def own_faults(self) -> Iterator[Fault]:
        """The hour of a day, as a clock shows it."""
        if self.started and not _CLOCK.fullmatch(self.started):
            yield Fault("開始時刻", "10:30のように入力してください。")


@dataclass(frozen=True)
class Known:
    """A case with its contacts, the first one first."""

    case: Case
    contacts: tuple[Contact, ...]

    @property
    def minutes(self) -> int | None:
        """All minutes together; None if nobody wrote any down."""
        found = [one.minutes for one in self.contacts if one.minutes is not None]
        return sum(found) if found else None


@dataclass(frozen=True, kw_only=True)
class Referral(Record):
    """紹介先: where callers are sent to, and when somebody last made sure that this is still so."""

    KIND, WORD = "referral", "紹介先"
    OWNER, PERIOD, DAY = Owner.CENTER, Period.STANDING, "checked_on"
    LASTING, CHECKED = True, "checked_on"

    name: str = column("名称")
    purpose: str = column("用件", "")
    subjects: tuple[str, ...] = _listed("案内する相談内容", "subject", ())
    hours: str = column("受付時間", "", hint="例：平日9:00～17:00")
    phone: str = column("電話番号", "")
    note: str = column("備考", "", long=True)
    checked_on: date = column("最後に確認した日", today=True)
    ended_on: date | None = column("案内を終えた日", None)


@dataclass(frozen=True, kw_only=True)
class ResponseLine(Record):
    """対応方針: how everybody at the desk answers somebody who calls again and again; known by a word, never by a name."""

    KIND, WORD, TABLE = "response_line", "対応方針", "response_line"
    OWNER, PERIOD, DAY = Owner.CENTER, Period.STANDING, "agreed_on"
    LASTING = True
    KEY = ("reference_word",)
    ABOUT_PEOPLE = True

    reference_word: str = column("合言葉")
    topic: str = column("話題", "")
    line: str = column("決めた対応", long=True)
    agreed_on: date = column("決めた日", today=True)


@dataclass(frozen=True, kw_only=True)
class DeskRule(Record):
    """窓口の基本ルール from a day on; centres differ in every one of them."""

    KIND, WORD, TABLE = "desk_rule", "窓口の基本ルール", "desk_rule"
    OWNER, PERIOD, DAY = Owner.CENTER, Period.STANDING, "valid_from"
    AHEAD, LASTING = True, True
    KEY = ("valid_from",)

    valid_from: date = column("適用を始める日", today=True)
    limit: int = column("電話の時間の目安（分）", 30, low=5, high=240)
    visit_limit: int = column("面談の時間の目安（分）", 60, low=5, high=240)
    hint_before: int = column("目安の何分前に知らせるか", 5, high=60)
    counting: str = column("公表する件数の数え方", "cases", choices=COUNTINGS)
    shortest: int = column("数える対応の最短時間（分）", 0, high=120, hint="0はすべて数える")
    tells_facilities: bool = column("必要に応じ医療機関へ連絡する", True)
    answer_days: int = column("医療機関の回答期限（日）", 14, low=1, high=90)
    retention_years: int = column("相談記録の保存年数", 5, low=1, high=30)
    does: str = column("行うこと", "", long=True, hint="1行に1つ")
    does_not: str = column("行わないこと", "", long=True, hint="1行に1つ")


_OF_THE_DESK: tuple[type[Record], ...] = (Case, Contact, Referral, ResponseLine, DeskRule)
KINDS: dict[str, type[Record]] = {kind.KIND: kind for kind in (*_OF_THE_DESK, *ACTIVITIES, *BESIDE_TRAININGS, *COUNCIL)}
"""Every kind of record of the centre by its code."""
BOOKS: tuple[type[Record], ...] = (Referral, ResponseLine, DeskRule)
"""The kinds that are kept as they are typed into a form; a case and its contacts have a screen of their own."""
