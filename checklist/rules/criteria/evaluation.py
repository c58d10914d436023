"""Every requirement of a set with its answer, and what the answers of a day are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.errors import Refused
from checklist.model.criteria import Result, Settlement
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.registry import RULES
from checklist.rules.criteria.rule_set import Requirement, RuleSet
from checklist.rules.criteria.verdict import Verdict


@dataclass(frozen=True)
class Judgement:
    """A requirement with what the records answer, and what somebody confirmed by hand where they leave it open."""

    requirement: Requirement
    verdict: Verdict
    settled: Settlement | None = None
    lapsed: Settlement | None = None
    """The last confirmation, where it is not valid any more."""

    @property
    def result(self) -> Result:
        """What counts: the answer of the records, or 適 where they leave it open and somebody has confirmed it."""
        return Result.MET if self.settled else self.verdict.result


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
    return tuple(_settled(one, _answer(one, facts, known), facts) for one in rule_set.requirements)


def _settled(one: Requirement, verdict: Verdict, facts: Facts) -> Judgement:
    """The answer with what was confirmed by hand; what the records show as 適 or 否 nobody settles."""
    if verdict.result is not Result.UNKNOWN or not facts.settlements:
        return Judgement(one, verdict)
    found = [each for each in facts.settlements if each.requirement == one.code]
    if not found:
        return Judgement(one, verdict)
    valid = [each for each in found if each.holds(facts.on)]
    return Judgement(one, verdict, valid[-1]) if valid else Judgement(one, verdict, None, found[-1])


def _answer(one: Requirement, facts: Facts, known: dict[tuple[str, frozenset[object]], Verdict]) -> Verdict:
    """What one rule answers; both classes ask for much the same, which is looked at once."""
    # 加算1 and 加算2 ask for much the same: looked at once, 300 hospitals are judged in less than two seconds.
    if one.question not in known:
        known[one.question] = RULES[one.rule](facts, one)
    return known[one.question]


def assess(rule_set: RuleSet, facts: Facts) -> Evaluation:
    """The answers to every requirement of a set."""
    return Evaluation(rule_set, facts, evaluate(rule_set, facts))


def outlined(found: Evaluation) -> Evaluation:
    """The answers alone: no reason, record, visit, document or number of the hospital is left in it."""
    # Taken out where it is read and not where it is shown: page, files and overview cannot tell what they do not have.
    facts = replace(found.facts, records={}, visits=(), documents=(), partners=(), settlements=())
    bare = tuple(
        Judgement(one.requirement, Verdict(one.verdict.result, ""), _bare(one.settled), _bare(one.lapsed))
        for one in found.judgements
    )
    return Evaluation(found.rule_set, facts, bare, True)


def _bare(one: Settlement | None) -> Settlement | None:
    """That something was confirmed and for which days, without who, why and by what."""
    return replace(one, settled_by="", reason="", document="", document_id=None, recorded_by="") if one else None


def choose(rule_sets: Sequence[RuleSet], on: date) -> RuleSet:
    """The set of a day; raises Refused for a day before the first one."""
    begun = [one for one in rule_sets if one.valid_from <= on]
    if not begun:
        first = min(one.valid_from for one in rule_sets)
        raise Refused(f"{words.day(first)}より前の施設基準は登録されていないため、判定できません。")
    return max(begun, key=lambda one: one.valid_from)
