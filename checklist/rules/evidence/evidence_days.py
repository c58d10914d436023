"""What inspectors ask to see on paper: kinds of documents, the days that they have to cover, and what is missing."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist.errors import Fault
from checklist.rules import fiscal_year
from checklist.rules.criteria.facts import DocumentFact
from checklist.rules.criteria.rule_set import EvidenceKind
from checklist.rules.fields.day_text import EARLIEST

# 出勤簿 of the last month, minutes and training of this and the last fiscal year (適時調査 調査書, 当日準備書類);
# windows marked uncertain in the set are drawn by analogy.
KINDS = {
    "certificate": "研修修了証",
    "attendance": "出勤簿",
    "organisation": "組織図・設置要綱",
    "members": "部門職員名簿・辞令",
    "policy": "業務指針・業務内容",
    "committee_terms": "委員会設置要綱",
    "minutes": "委員会議事録",
    "training_plan": "職員研修の計画",
    "training_proof": "職員研修の実施記録",
    "round_record": "院内巡回記録",
    "conference_record": "カンファレンス記録",
    "business_plan": "業務改善計画書",
    "consultation_record": "患者相談の記録",
    "notice_photo": "掲示物の写真",
    "physician_proof": "専任医師の経験・研修を示す書類",
    "partner_list": "連携先一覧",
    "visit_report": "評価報告書（行った訪問の控え・受けた評価）",
    "agreement_record": "評価項目の協議記録",
    "other": "その他",
}
"""The kinds of documents by their code, in the order of the inspection list."""

TITLE_LIMIT, NOTE_LIMIT = 100, 500


@dataclass(frozen=True)
class DocumentFields:
    """What a hospital says of a document: what it is, its own day, and the days that it covers (both or none)."""

    kind: str
    title: str
    dated_on: date
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""


def faults(fields: DocumentFields, today: date) -> list[Fault]:
    """Everything wrong with what was typed, one fault for each field."""
    found = []
    if fields.kind not in KINDS:
        found.append(Fault("書類の種類", "選択肢から選んでください。"))
    if not 1 <= len(fields.title.strip()) <= TITLE_LIMIT:
        found.append(Fault("書類の名称", f"{TITLE_LIMIT}文字以内で入力してください。"))
    if not EARLIEST <= fields.dated_on <= today:
        found.append(Fault("書類の日付", "今日までの日付を入力してください。"))
    if (fields.period_from is None) != (fields.period_to is None):
        found.append(Fault("対象の期間", "開始日と終了日を両方入力してください。"))
    elif fields.period_from and fields.period_to and fields.period_to < fields.period_from:
        found.append(Fault("対象の期間", "終了日を開始日より前にはできません。"))
    if len(fields.note) > NOTE_LIMIT:
        found.append(Fault("補足", f"{NOTE_LIMIT}文字以内で入力してください。"))
    return found


@dataclass(frozen=True)
class Period:
    """Some days that have to be shown (both included), with their name."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Presence:
    """What is there of one kind on a day: documents, how many records of the product, and periods without either."""

    documents: tuple[DocumentFact, ...]
    missing: tuple[Period, ...] = ()
    recorded: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class EvidenceLine:
    """One line of the inspection list; `asked` says that a requirement of the hospital's add-ons names the kind."""

    kind: EvidenceKind
    presence: Presence
    asked: bool = True


def periods(window: str, day: date, start_month: int = 4) -> tuple[Period, ...]:
    """The days that a window means: `months:N` up to the day, `years:N` fiscal years up to its own, else the day."""
    unit, _, count = window.partition(":")
    if unit == "months":
        return (Period(f"直近{count}か月", _months_before(day, int(count)), day),)
    if unit == "years":
        return tuple(_fiscal_years(day, int(count), start_month))
    return (Period("現在", day, day),)


def _months_before(day: date, count: int) -> date:
    """The day after the same day so many months earlier."""
    month = day.year * 12 + day.month - 1 - count
    year, place = divmod(month, 12)
    last = calendar.monthrange(year, place + 1)[1]
    # 31 March minus one month: February has no such day.
    return date(year, place + 1, min(day.day, last)) + timedelta(days=1)


def _fiscal_years(day: date, count: int, start_month: int) -> Iterable[Period]:
    own = fiscal_year.of_day(day, start_month)
    for back in range(count):
        first, last = fiscal_year.bounds(own - back, start_month)
        name = ("本年度", "前年度")[back] if back < 2 else f"{own - back}年度"
        yield Period(name, first, min(last, day))


def presence(
    window: str, kind: str, documents: Sequence[DocumentFact], day: date, start_month: int = 4,
    recorded: Sequence[date] = (),
) -> Presence:  # fmt: skip
    """Which documents and recorded days show what the window asks for on a day, and for which periods there is none.

    For `current` the newest document is in force; else a document counts for every period that it touches.
    """
    own = sorted((one for one in documents if one.kind == kind and one.dated_on <= day), key=_newest_first)
    wanted = periods(window, day, start_month)
    known = [one for one in recorded if one <= day]
    if window.partition(":")[0] not in ("months", "years"):
        return Presence(tuple(own), () if own or known else wanted, len(known))
    shown = tuple(one for one in own if any(_touches(one, period) for period in wanted))
    days = [one for one in known if any(period.first <= one <= period.last for period in wanted)]
    return Presence(shown, tuple(one for one in wanted if not _shown(one, shown, days)), len(days))


def _shown(period: Period, documents: Iterable[DocumentFact], days: Iterable[date]) -> bool:
    touched = any(_touches(one, period) for one in documents)
    return touched or any(period.first <= day <= period.last for day in days)


def lines(
    kinds: Iterable[EvidenceKind], asked: Collection[str], documents: Sequence[DocumentFact],
    recorded: Mapping[str, Sequence[date]], day: date, start_month: int = 4,
) -> tuple[EvidenceLine, ...]:  # fmt: skip
    """The inspection list of a hospital on a day, in its order; what nobody asks for is never missing."""
    found = []
    for kind in kinds:
        one = presence(kind.window, kind.code, documents, day, start_month, recorded.get(kind.code, ()))
        wanted = kind.code in asked
        if wanted or one.documents:
            found.append(EvidenceLine(kind, one if wanted else replace(one, missing=()), wanted))
    return tuple(found)


def _newest_first(one: DocumentFact) -> tuple[int, int]:
    return -one.dated_on.toordinal(), -one.id


def _touches(one: DocumentFact, period: Period) -> bool:
    # Touching is enough: 出勤簿 and minutes are filed by month or year and never end on the day of an inspection.
    first, last = one.period_from or one.dated_on, one.period_to or one.dated_on
    return first <= period.last and period.first <= last
