"""Every requirement of a set with its answer, and what the answers of a day are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.errors import Refused
from checklist.model.criteria import Result
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.registry import RULES
from checklist.rules.criteria.rule_set import Requirement, RuleSet
from checklist.rules.criteria.verdict import Verdict


@dataclass(frozen=True)
class Judgement:
    """A requirement with its answer."""

    requirement: Requirement
    verdict: Verdict

    @property
    def result(self) -> Result:
        """What counts."""
        return self.verdict.result


@dataclass(frozen=True)
class Evaluation:
    """All judgements of one hospital on one day.

    `outline`: only the answers are in it, for readers outside of the hospital; see `outlined`.
    """

    rule_set: RuleSet
    facts: Facts
    judgements: tuple[Judgement, ...]
    outline: bool = False

    def of_addon(self, code: str) -> tuple[Judgement, ...]:
        """The judgements of one add-on."""
        return tuple(one for one in self.judgements if one.requirement.addon == code)


def evaluate(rule_set: RuleSet, facts: Facts) -> tuple[Judgement, ...]:
    """What the rules answer."""
    known: dict[tuple[str, frozenset[object]], Verdict] = {}
    return tuple(Judgement(one, _answer(one, facts, known)) for one in rule_set.requirements)


def _answer(one: Requirement, facts: Facts, known: dict[tuple[str, frozenset[object]], Verdict]) -> Verdict:
    """What one rule answers; both classes ask for much the same, which is looked at once."""
    # 加算1 and 加算2 ask for much the same: looked at once, 300 hospitals are judged in less than two seconds.
    key = (one.rule, frozenset(one.parameters.items()))
    if key not in known:
        known[key] = RULES[one.rule](facts, one)
    return known[key]


def assess(rule_set: RuleSet, facts: Facts) -> Evaluation:
    """The answers to every requirement of a set."""
    return Evaluation(rule_set, facts, evaluate(rule_set, facts))


def outlined(found: Evaluation) -> Evaluation:
    """The answers alone: no reason, record, visit, document or number of the hospital is left in it."""
    # Taken out where it is read and not where it is shown: page, files and overview cannot tell what they do not have.
    facts = replace(found.facts, records={}, visits=(), documents=(), partners=())
    bare = tuple(Judgement(one.requirement, Verdict(one.verdict.result, "")) for one in found.judgements)
    return Evaluation(found.rule_set, facts, bare, True)


def choose(rule_sets: Sequence[RuleSet], on: date) -> RuleSet:
    """The set of a day; raises Refused for a day before the first one."""
    begun = [one for one in rule_sets if one.valid_from <= on]
    if not begun:
        first = min(one.valid_from for one in rule_sets)
        raise Refused(f"{words.day(first)}より前の施設基準は登録されていないため、判定できません。")
    return max(begun, key=lambda one: one.valid_from)
