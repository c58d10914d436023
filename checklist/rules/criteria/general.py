"""The 入院料の通則, on which every add-on stands: the committee every month or so, and training twice a year or so."""

from __future__ import annotations

from datetime import date, timedelta

from checklist import words
from checklist.model.records import CommitteeMeeting, StaffTraining
from checklist.rules.criteria.duty import Done, newest, within
from checklist.rules.criteria.facts import Facts, months_before, years_before
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict, met, not_met, unknown

MONTHS = 12
"""That many whole months before the day are looked at."""


def committee_monthly(facts: Facts, asked: Requirement) -> Verdict:
    """About once a month: the months that are over, since the one of today may still have its meeting."""
    found, remedy = facts.of(CommitteeMeeting), "委員会を月1回程度開催し、「記録」に登録してください。"
    if not found:
        return unknown("医療安全管理対策委員会の開催が記録されていません。", remedy)
    last = facts.on.replace(day=1) - timedelta(days=1)
    first = months_before(last.replace(day=1), MONTHS - 1)
    done = within([Done(one.day, one) for one in found], first, last)
    held = {(one.on.year, one.on.month) for one in done}
    percent = 100 * len(held) / MONTHS
    reason = f"直近{MONTHS}か月（{words.day(first)}から{words.day(last)}まで）のうち{len(held)}か月に委員会を開催しています。"
    if percent >= asked.number_of("committee_percent"):
        return met(reason, newest(done))
    # 「月1回程度」 has no width: what lies between the two yardsticks is a question.
    if percent >= asked.number_of("committee_low_percent"):
        return unknown(f"{reason}「月1回程度」の範囲に当たるかは定められていません。", remedy, newest(done))
    return not_met(reason, remedy, newest(done))


def training_twice(facts: Facts, asked: Requirement) -> Verdict:
    """About twice a year: in the window, or in the last twelve months."""
    done = [Done(one.day, one, one.title) for one in facts.of(StaffTraining) if one.held]
    times, remedy = int(asked.number_of("times")), "医療安全の職員研修を年2回程度実施し、「記録」に登録してください。"
    if not done:
        return unknown("実施した職員研修が記録されていません。", remedy)
    found = within(done, min(facts.since, _a_year_ago(facts)), facts.on)
    reason = f"実施した職員研修が直近1年に{len(found)}件あります（必要{times}回程度）。"
    if len(found) >= times:
        return met(reason, newest(found))
    if found:
        return unknown(f"{reason}「年2回程度」の範囲に当たるかは定められていません。", remedy, newest(found))
    return not_met(reason, remedy)


def _a_year_ago(facts: Facts) -> date:
    return years_before(facts.on, 1) + timedelta(days=1)
