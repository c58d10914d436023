"""One line that says what the records of a year come to, and what its numbers are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from checklist.model.records import (
    Admission,
    CommitteeMeeting,
    Conference,
    ManagerActivity,
    PatientConsultation,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.model.records.incidents import IncidentCount
from checklist.rules.records.calendar import Presence, Span
from checklist.words.records import ACTIVITIES, SUBJECTS

NAMED = 5
"""That many weeks, months or departments are named."""


def sentence(kind: type[Record], found: Sequence[Any], spans: Sequence[Span]) -> str:
    """The line for the records of one kind; `spans` are the weeks (カンファレンス) or months of the year."""
    return _OF_KIND.get(kind, _count)(found, spans)


def _count(found: Sequence[Record], spans: Sequence[Span]) -> str:
    return f"{len(found)}件の記録があります。"


def _over(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The spans that can be judged (over, or with a record), and those of them without one."""
    looked = [one for one in spans if one.presence in (Presence.HELD, Presence.MISSING)]
    return looked, [one for one in looked if one.presence is Presence.MISSING]


def _named(names: Iterable[str]) -> str:
    given = list(names)
    more = f"、ほか{len(given) - NAMED}" if len(given) > NAMED else ""
    return "、".join(given[:NAMED]) + more


def _conferences(found: Sequence[Conference], spans: Sequence[Span]) -> str:
    looked = [one for one in spans if one.counted]
    missing = [one for one in looked if not one.count]
    remote = sum(one.remote for one in found)
    lacking = (
        f"開催のない週：{_named(f'{one.first.month}月{one.first.day}日の週' for one in missing)}。" if missing else ""
    )
    weeks = f"{len(looked)}週のうち{len(looked) - len(missing)}週で開催しています（延べ{len(found)}回、うち対面によらない開催{remote}回）。"
    return f"{weeks}{lacking}週は月曜日から日曜日までで、終わっていない今週、今後の週、休みの期間にかかる週は数えません（週の数え方は施設基準の判定と同じです）。"


def _rounds(found: Sequence[SafetyRound], spans: Sequence[Span]) -> str:
    departments = {one.department.strip() for one in found}
    return f"{len(departments)}部署に延べ{len(found)}回の巡回があります。"


def _committees(found: Sequence[CommitteeMeeting], spans: Sequence[Span]) -> str:
    looked, missing = _over(spans)
    director, minutes = sum(one.director_present for one in found), sum(one.minutes for one in found)
    lacking = f"開催のない月：{_named(f'{one.first.month}月' for one in missing)}。" if missing else ""
    told = f"{len(looked)}か月のうち{len(looked) - len(missing)}か月で開催しています"
    return f"{told}（{len(found)}回のうち、院長の出席{director}回、議事録の保管{minutes}回）。{lacking}記録のない今月と今後の月は数えません。"


def _trainings(found: Sequence[StaffTraining], spans: Sequence[Span]) -> str:
    held = [one for one in found if one.held]
    planned = f"予定{len(found) - len(held)}回" if len(found) > len(held) else "予定なし"
    audience = sum(one.audience for one in held)
    came = sum(one.attended + one.made_up for one in held)
    rate = (
        f"受講率は、対象者延べ{audience:,}人のうち{came:,}人で{100 * came / audience:.1f}％です（補講を含む）。"
        if audience
        else ""
    )
    return f"実施{len(held)}回、{planned}。{rate}"


def _by_choice(words: Mapping[str, str], chosen: Iterable[tuple[str, int]]) -> str:
    counts: Counter[str] = Counter()
    for code, count in chosen:
        counts[code] += count
    return "、".join(f"{words[code]}{number:,}件" for code, number in counts.most_common() if number)


def _consultations(found: Sequence[PatientConsultation], spans: Sequence[Span]) -> str:
    parts = _by_choice(SUBJECTS, ((one.subject, one.count) for one in found))
    return f"相談は合計{sum(one.count for one in found):,}件です" + (f"（{parts}）。" if parts else "。")


def _incidents(found: Sequence[IncidentCount], spans: Sequence[Span]) -> str:
    looked, missing = _over(spans)
    lacking = f"入力のない月：{_named(f'{one.first.month}月' for one in missing)}。" if missing else ""
    empty = sum(count is None for one in found for count in one.counts)
    rest = f"未入力の{empty}欄は含みません。" if empty else ""
    total = sum(one.total for one in found)
    told = f"{len(looked)}か月のうち{len(looked) - len(missing)}か月に入力があり、報告は合計{total:,}件です。"
    return f"{told}{lacking}{rest}入力のない今月と今後の月は数えません。"


def _activities(found: Sequence[ManagerActivity], spans: Sequence[Span]) -> str:
    parts = _by_choice(ACTIVITIES, ((one.activity, 1) for one in found))
    return f"{len(found)}件の活動があります" + (f"（{parts}）。" if parts else "。")


def _admissions(found: Sequence[Admission], spans: Sequence[Span]) -> str:
    months: set[date] = {one.held_on.replace(day=1) for one in found}
    return f"{len(months)}か月分の記録があり、新入院患者数は合計{sum(one.count for one in found):,}人です。"


_OF_KIND: dict[type[Record], Callable[[Sequence[Any], Sequence[Span]], str]] = {
    Conference: _conferences,
    SafetyRound: _rounds,
    StaffTraining: _trainings,
    CommitteeMeeting: _committees,
    PatientConsultation: _consultations,
    IncidentCount: _incidents,
    ManagerActivity: _activities,
    Admission: _admissions,
}
