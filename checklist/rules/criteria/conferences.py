"""The weekly conference: about once a week since a month before the filing, with members of the committee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from checklist import words
from checklist.model.hospitals import Addon
from checklist.model.records import Conference
from checklist.rules.criteria.duty import MANY
from checklist.rules.criteria.facts import Facts, months_before
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown
from checklist.rules.fields import day_spans

REMEDY = "開催した週は記録を追加し、今後は毎週開催してください（対面によらない開催も可）。"
NAMED = 5
"""That many weeks are named in a reason."""
LEAST_WEEKS = 4
"""Early in a year that many weeks before it are looked at as well."""


def weeks(first: date, last: date) -> Iterator[date]:
    """The Mondays of the calendar weeks that lie wholly between two days."""
    # Whole weeks only: the conference of the first may lie before the window, and the last one may still have it.
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + timedelta(days=6) <= last:
        yield monday
        monday += timedelta(days=7)


# Each of 300 hospitals asks it of the same Mondays, and most of them from the same day on.
@cache
def _is_free(monday: date, holidays: str) -> bool:
    """Whether a week touches a span of days in which nobody meets."""
    return day_spans.touches_week(day_spans.parse(holidays), monday)


def weeks_looked_at(facts: Facts, asked: Requirement) -> tuple[date, ...]:
    """The Mondays of the weeks that should have a conference."""
    return _working(_first(facts), facts.on, str(asked.parameters.get("conference_holidays", "")))


@lru_cache(1_000)
def _working(first: date, last: date, holidays: str) -> tuple[date, ...]:
    """The Mondays of the weeks between two days in which people meet."""
    return tuple(monday for monday in weeks(first, last) if not _is_free(monday, holidays))


def weeks_without(facts: Facts, asked: Requirement) -> tuple[list[date], int]:
    """The Mondays of the weeks without a conference, and how many weeks were looked at."""
    looked = weeks_looked_at(facts, asked)
    # What lies before the first week is passed over before its Monday is looked for.
    begun = [one.day for one in facts.of(Conference) if looked and one.day >= looked[0]]
    held = {day - timedelta(days=day.weekday()) for day in begun}
    return [monday for monday in looked if monday not in held], len(looked)


def _first(facts: Facts) -> date:
    """The first day that is looked at: that of the window, and never before the month that precedes the filing."""
    # Early in April the fiscal year has no whole week yet, and none missing of none would read as 適.
    early = min(facts.since, facts.on - timedelta(weeks=LEAST_WEEKS + 1) + timedelta(days=1))
    # A filing asks for the month before it (届出前1か月の実績), and nobody owes conferences for the time before that. A
    # hospital that has filed nothing yet is looked at as if it filed on the day.
    return max(early, months_before(facts.filed_since(Addon.SAFETY) or facts.on, 1))


def _interval(missing: Sequence[date], looked: Sequence[date]) -> int:
    """The most weeks from one conference to the next; weeks in which nobody meets do not count."""
    longest = run = 0
    without = frozenset(missing)
    for monday in looked:
        run = run + 1 if monday in without else 0
        longest = max(longest, run)
    return longest + 1


def _newest(found: tuple[Conference, ...]) -> tuple[Shown, ...]:
    lines = (of(one, f"{one.participants}人{'・対面以外' if one.remote else ''}") for one in found[::-1][:MANY])
    return tuple(lines)


def conference_weekly(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ウ）: about once a week."""
    found = facts.of(Conference)
    if not found:
        return unknown("カンファレンスが記録されていません。", "「記録」でカンファレンスを登録してください。")
    looked, (missing, count) = weeks_looked_at(facts, asked), weeks_without(facts, asked)
    shown, held = _newest(found), count - len(missing)
    if not looked:
        return unknown("届出前1か月からの期間に、まだ1週間がありません。", REMEDY, shown)
    enough, low = asked.number_of("conference_percent"), asked.number_of("conference_low_percent")
    interval, longest = _interval(missing, looked), int(asked.number_of("conference_interval_weeks"))
    percent = 100 * held / count
    if percent >= enough and interval <= longest:
        rest = f"（開催のない週{len(missing)}）" if missing else ""
        return met(f"{count}週のうち{held}週で開催しています{rest}。", shown)
    reason = f"{count}週のうち{len(missing)}週に開催がありません（{_named(missing)}）。"
    # The notice says 「週1回程度」 and no number: what lies between the two yardsticks is a question and not a verdict.
    if percent >= low:
        gap = f"開催の間隔が{interval}週空いています。" if interval > longest else ""
        return unknown(f"{reason}{gap}「週1回程度」の範囲に当たるかは定められていません。", REMEDY, shown)
    return not_met(reason, REMEDY, shown)


def _named(missing: list[date]) -> str:
    named = "、".join(f"{words.day(monday)}の週" for monday in missing[-NAMED:])
    return named + (f"ほか{len(missing) - NAMED}週" if len(missing) > NAMED else "")


def conference_attended(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ウ）: members of the committee take part."""
    if not facts.of(Conference):
        return unknown("カンファレンスが記録されていません。", "「記録」でカンファレンスを登録してください。")
    first = _first(facts)
    recent = tuple(one for one in facts.of(Conference) if one.day >= first)
    if not recent:
        return unknown("期間内にカンファレンスの記録がありません。", "「記録」でカンファレンスを登録してください。")
    without = [one for one in recent if not one.committee_members]
    if without:
        reason = f"期間内の{len(recent)}回のうち{len(without)}回に委員会の構成員が参加していません（最近は{words.day(without[-1].day)}）。"
        remedy = "委員会の構成員が参加するようにし、人数を記録してください。"
        return not_met(reason, remedy, tuple(of(one, "委員会の構成員0人") for one in without[::-1][:MANY]))
    return met(f"期間内の{len(recent)}回すべてに委員会の構成員が参加しています。", _newest(recent))
