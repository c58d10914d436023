"""What the incident reports add to an answer: they stand beside it and never change it, for the law names no number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps

from checklist import words
from checklist.model.records.incidents import IncidentCount
from checklist.rules.criteria.duty import MANY
from checklist.rules.criteria.facts import Facts, months_before
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict
from checklist.rules.records import incidents
from checklist.rules.records.incidents import Month

Rule = Callable[[Facts, Requirement], Verdict]
MONTHS = 12
"""That many months before the one of the day are looked at."""


def with_incidents(rule: Rule) -> Rule:
    """The same rule, which also shows for how many months the hospital has counted its incident reports."""

    @wraps(rule)
    def found(facts: Facts, asked: Requirement) -> Verdict:
        return beside(facts, rule(facts, asked))

    return found


def beside(facts: Facts, verdict: Verdict) -> Verdict:
    """An answer with the months counted; the same answer where none is."""
    told, shown = facts.once("incident months", lambda: _told(facts))
    if not told:
        return verdict
    return replace(verdict, reason=verdict.reason + told, shown=(*verdict.shown, *shown))


def _told(facts: Facts) -> tuple[str, tuple[Shown, ...]]:
    """The sentence that two rules add, with the months that it is about; nothing where none is counted."""
    counted = [one for one in _months(facts) if one.entered]
    if not counted:
        return "", ()
    told = f"インシデント報告の件数は、直近{MONTHS}か月のうち{len(counted)}か月分が記録されています（判定には用いていません）。"
    return told, tuple(_shown(one) for one in counted[::-1][:MANY])


def first_day(on: date) -> date:
    """From when on the reports are looked at, for an answer of the day `on`."""
    return months_before(on.replace(day=1), MONTHS)


def _months(facts: Facts) -> tuple[Month, ...]:
    """The months of the last year that are over on the day."""
    first, this = first_day(facts.on), facts.on.replace(day=1)
    found = [one for one in facts.of(IncidentCount) if first <= one.day < this]
    return incidents.months(found, facts.on)


def _shown(one: Month) -> Shown:
    empty = f"（未入力{one.empty_cells}欄）" if one.empty_cells else ""
    label = f"{IncidentCount.WORD} {words.month(one.first)}　{one.total:,}件{empty}"
    return Shown(IncidentCount.KIND, one.rows[-1].id, label)
