"""What a region confirmed or corrected of a set, laid over it for a day; the set itself stays as it is shipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.model.criteria import Certainty, Correction
from checklist.rules.criteria.rule_set import AddonClass, Requirement, RuleSet

POINTS, TEXT = "points", "text"
"""What can be corrected besides the numbers that a rule goes by."""
MOST = 100_000


def fields(rule_set: RuleSet, code: str) -> dict[str, str]:
    """What can be corrected of a requirement or an add-on, with its present value; empty for a code there is not."""
    for addon in rule_set.addons:
        if addon.code == code:
            return {POINTS: str(addon.points)}
    for one in rule_set.requirements:
        if one.code == code:
            numbers = {name: f"{value:g}" for name, value in one.parameters.items() if _is_number(name, value)}
            return {**numbers, TEXT: one.text}
    return {}


def _is_number(name: str, value: object) -> bool:
    # Which class a line is about is what the line is, and no number of the law.
    return isinstance(value, int | float) and name in words.PARAMETERS


def number(text: str) -> float | None:
    """A corrected number; None for what is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found <= MOST else None


def laid_over(rule_set: RuleSet, corrections: Iterable[Correction], on: date) -> RuleSet:
    """The set as the region has it on a day; of several corrections of one field the one from the latest day counts."""
    begun = [one for one in corrections if one.rule_set == rule_set.code and one.valid_from <= on]
    if not begun:
        return rule_set
    # In their order: what is laid over last stands.
    ordered = sorted(begun, key=lambda one: (one.valid_from, one.id))
    addons = {one.code: one for one in rule_set.addons}
    requirements = {one.code: one for one in rule_set.requirements}
    for one in ordered:
        if one.requirement in addons:
            addons[one.requirement] = _addon(addons[one.requirement], one)
        elif one.requirement in requirements:
            requirements[one.requirement] = _requirement(requirements[one.requirement], one)
    return replace(rule_set, addons=tuple(addons.values()), requirements=tuple(requirements.values()))


def _addon(old: AddonClass, one: Correction) -> AddonClass:
    points = int(float(one.value)) if one.field == POINTS else old.points
    return replace(old, points=points, certainty=Certainty.REGION, source=_source(one))


def _requirement(old: Requirement, one: Correction) -> Requirement:
    found = replace(old, certainty=Certainty.REGION, source=_source(one))
    if one.field == TEXT:
        return replace(found, text=one.value)
    changed = number(one.value)
    if one.field in old.parameters and changed is not None:
        value = int(changed) if changed.is_integer() else changed
        return replace(found, parameters={**old.parameters, one.field: value})
    return found


def _source(one: Correction) -> str:
    return f"{one.source}（{words.day(one.confirmed_on)} {one.confirmed_by} 確認）"
