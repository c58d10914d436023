"""The weekly conference: every week of the window has one, with members of the committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from checklist import words
from checklist.model.records import Conference
from checklist.rules.criteria.duty import MANY
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown

REMEDY = "開催した週は記録を追加し、今後は毎週開催してください（対面によらない開催も可）。"
NAMED = 5
"""That many weeks are named in a reason."""


def weeks(first: date, last: date) -> Iterator[date]:
    """The Mondays of the calendar weeks that lie wholly between two days."""
    # Whole weeks only: the conference of the first may lie before the window, and the last one may still have it.
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + timedelta(days=6) <= last:
        yield monday
        monday += timedelta(days=7)


# Each of 300 hospitals asks it of the same Mondays.
@cache
def _is_free(monday: date, free: tuple[str, ...]) -> bool:
    """Whether a week touches the days off around the new year, given as month-day of their first and last."""
    if len(free) != 2:
        return False
    touched = [f"{monday + timedelta(days=day):%m-%d}" for day in range(7)]
    return any(day >= free[0] or day <= free[1] for day in touched)


def weeks_without(facts: Facts, asked: Requirement) -> tuple[list[date], int]:
    """The Mondays of the weeks without a conference, and how many weeks were looked at."""
    looked = [
        monday for monday in weeks(_first(facts, asked), facts.on) if not _is_free(monday, asked.texts_of("free"))
    ]
    held = {one.day - timedelta(days=one.day.weekday()) for one in facts.of(Conference)}
    return [monday for monday in looked if monday not in held], len(looked)


def _first(facts: Facts, asked: Requirement) -> date:
    """The first day that is looked at: that of the window, early in a year some weeks before it."""
    # Early in April the fiscal year has no whole week yet, and none missing of none would read as 適.
    return min(facts.since, facts.on - timedelta(weeks=asked.number_of("least_weeks") + 1) + timedelta(days=1))


def _newest(found: tuple[Conference, ...]) -> tuple[Shown, ...]:
    lines = (of(one, f"{one.participants}人{'・対面以外' if one.remote else ''}") for one in found[::-1][:MANY])
    return tuple(lines)


def conference_weekly(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ウ）: about once a week."""
    found = facts.of(Conference)
    if not found:
        return unknown("カンファレンスが記録されていません。", "「記録」でカンファレンスを登録してください。")
    missing, looked = weeks_without(facts, asked)
    shown, allowed, doubtful = _newest(found), asked.number_of("allowed_weeks"), asked.number_of("doubtful_weeks")
    if len(missing) <= allowed:
        rest = f"（開催のない週{len(missing)}）" if missing else ""
        return met(f"{looked}週のうち{looked - len(missing)}週で開催しています{rest}。", shown)
    named = "、".join(f"{words.day(monday)}の週" for monday in missing[-NAMED:])
    more = f"ほか{len(missing) - NAMED}週" if len(missing) > NAMED else ""
    reason = f"{looked}週のうち{len(missing)}週に開催がありません（{named}{more}）。"
    # The notice says 「週1回程度」 and no number: three missing weeks are a question and not a verdict.
    if len(missing) <= doubtful:
        return unknown(f"{reason}「週1回程度」の範囲に当たるかは定められていません。", REMEDY, shown)
    return not_met(reason, REMEDY, shown)


def conference_attended(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ウ）: members of the committee take part."""
    if not facts.of(Conference):
        return unknown("カンファレンスが記録されていません。", "「記録」でカンファレンスを登録してください。")
    first = _first(facts, asked)
    recent = tuple(one for one in facts.of(Conference) if one.day >= first)
    if not recent:
        return unknown("期間内にカンファレンスの記録がありません。", "「記録」でカンファレンスを登録してください。")
    without = [one for one in recent if not one.committee_members]
    if without:
        reason = f"期間内の{len(recent)}回のうち{len(without)}回に委員会の構成員が参加していません（最近は{words.day(without[-1].day)}）。"
        remedy = "委員会の構成員が参加するようにし、人数を記録してください。"
        return not_met(reason, remedy, tuple(of(one, "委員会の構成員0人") for one in without[::-1][:MANY]))
    return met(f"期間内の{len(recent)}回すべてに委員会の構成員が参加しています。", _newest(recent))
