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
    """A requirement with its answer; `trial` is what the rules say where they are not the law of the day."""

    requirement: Requirement
    verdict: Verdict
    trial: Result | None = None

    @property
    def indicated(self) -> Result:
        """The answer, or what the rules of another time would answer."""
        return self.trial or self.verdict.result


@dataclass(frozen=True)
class Evaluation:
    """All judgements of one hospital on one day; `provisional`: the set is not the confirmed law of that day.

    `outline`: only the answers are in it, for readers outside of the hospital; see `outlined`.
    """

    rule_set: RuleSet
    facts: Facts
    provisional: bool
    judgements: tuple[Judgement, ...]
    outline: bool = False

    @property
    def standing(self) -> str:
        """What the answers are worth, one sentence; empty where the set is the law of the day."""
        if not self.provisional:
            return ""
        if self.rule_set.draft:
            return f"{self.rule_set.name}です。確定した基準ではないため、すべて要確認とし、案による試算を添えます。"
        until = words.day(self.rule_set.valid_to)
        return f"{until}より後の確定した基準が登録されていないため、すべて要確認（{trial_by(self.rule_set)}で試算）とします。"

    def of_addon(self, code: str) -> tuple[Judgement, ...]:
        """The judgements of one add-on."""
        return tuple(one for one in self.judgements if one.requirement.addon == code)


def trial_by(rule_set: RuleSet) -> str:
    """By what is judged on trial, such as 令和6の基準 or 令和8年度改定（案）."""
    if rule_set.draft:
        return rule_set.name.removesuffix("の事前確認")
    return f"{rule_set.name.removesuffix('年度改定')}の基準"


def evaluate(rule_set: RuleSet, facts: Facts) -> tuple[Judgement, ...]:
    """What the rules answer, whether or not the set is the law of the day."""
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
    """The answers as they count on the day: without a confirmed set of that day all are 要確認 with a trial beside."""
    found = evaluate(rule_set, facts)
    if rule_set.counts_on(facts.on):
        return Evaluation(rule_set, facts, False, found)
    return Evaluation(rule_set, facts, True, tuple(_on_trial(one) for one in found))


def _on_trial(one: Judgement) -> Judgement:
    found = one.verdict
    return Judgement(one.requirement, Verdict(Result.UNKNOWN, found.reason, found.shown, found.remedy), found.result)


def outlined(found: Evaluation) -> Evaluation:
    """The answers alone: no reason, record, visit, document or number of the hospital is left in it."""
    # Taken out where it is read and not where it is shown: page, files and overview cannot tell what they do not have.
    facts = replace(found.facts, records={}, visits=(), documents=(), partners=())
    bare = tuple(Judgement(one.requirement, Verdict(one.verdict.result, ""), one.trial) for one in found.judgements)
    return Evaluation(found.rule_set, facts, found.provisional, bare, True)


def choose(rule_sets: Sequence[RuleSet], on: date, code: str | None = None) -> RuleSet:
    """The set of a day, the newest confirmed one for later days, or the one that is asked for; raises Refused."""
    if code is not None:
        asked = next((one for one in rule_sets if one.code == code), None)
        if asked is None:
            raise Refused("指定された施設基準は登録されていません。")
        if on < asked.valid_from and not asked.draft:
            raise Refused(f"{asked.name}は、{words.day(asked.valid_from)}より前の日には使えません。")
        return asked
    begun = [one for one in rule_sets if not one.draft and one.valid_from <= on]
    if not begun:
        first = min(one.valid_from for one in rule_sets if not one.draft)
        raise Refused(f"{words.day(first)}より前の施設基準は登録されていないため、判定できません。")
    # After the last confirmed set has ended it still serves, on trial: no answer at all would help nobody to prepare.
    return max(begun, key=lambda one: one.valid_from)
