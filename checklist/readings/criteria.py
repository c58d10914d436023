"""The 施設基準 of a hospital judged for whoever may know: one hospital on a day, or all that share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from checklist import words
from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.readings import criteria_sets, criteria_words
from checklist.rules import access
from checklist.rules.criteria import corrections
from checklist.rules.criteria.evaluation import Evaluation, Judgement, assess, choose, outlined
from checklist.rules.criteria.points import ESTIMATE
from checklist.rules.criteria.rule_set import RuleSet
from checklist.rules.criteria.warnings import COMPARED_WITH, Alert, Scene, warnings
from checklist.store import region
from checklist.store.act import View
from checklist.store.criteria import criteria_facts, rule_corrections
from checklist.store.hospitals import hospitals


def require(view: View, hospital_id: int, verb: Verb = Verb.READ) -> None:
    """Raise Forbidden unless the principal may do this to the judgement of a hospital."""
    shared = hospitals.get(view, hospital_id).shares_entitlement
    if verb not in access.verbs(view.principal, Thing.CRITERIA, access.of_hospital(hospital_id, shared)):
        raise Forbidden


def evaluation(view: View, hospital_id: int, on: date) -> Evaluation:
    """One hospital on a day, with the set of that day; raises Forbidden or Refused.

    Whoever reads it only because the hospital shares it gets the answers alone.
    """
    facts = criteria_facts.of_hospital(view, hospital_id, on)
    return _as_read_by(view.principal, assess(set_on(view, on), facts))


def set_on(view: View, on: date) -> RuleSet:
    """The set of a day as the region measures, confirms and corrects it; raises Refused for a day before the first."""
    measured = choose(criteria_sets.shipped(), on).measured_by(asdict(region.of(view).yardsticks))
    return corrections.laid_over(measured, rule_corrections.of_region(view), on)


def _as_read_by(principal: Principal, found: Evaluation) -> Evaluation:
    """The judgement in full for those of the hospital, else its answers alone."""
    own = access.verbs(principal, Thing.CRITERIA, access.of_hospital(found.facts.hospital.id))
    return found if Verb.READ in own else outlined(found)


def alerts(view: View, now: Evaluation) -> tuple[Alert, ...]:
    """What to look after, compared with 30 days before; none for those who may see the answers of `now` alone."""
    if now.outline:
        return ()
    earlier = now.facts.on - COMPARED_WITH
    own, known = now.facts.hospital.id, now.rule_set.valid_from <= earlier
    before = assess(now.rule_set, criteria_facts.of_hospital(view, own, earlier)) if known else None
    return warnings(Scene(now, before))


def shared(view: View, on: date) -> list[Evaluation]:
    """The hospitals that share their entitlement with the secretariat; raises Forbidden or Refused."""
    rule_set = set_on(view, on)
    # Who does not share is not judged at all: judging all 300 hospitals, to show a few, took 2 s.
    return [_as_read_by(view.principal, assess(rule_set, facts)) for facts in criteria_facts.shared(view, on)]


def lines(found: Evaluation) -> Sequence[dict[str, Any]]:
    """The judgements as they leave the command line as JSON."""
    return [
        {
            "requirement": one.requirement.code,
            "addon": one.requirement.addon,
            "source": one.requirement.source,
            "result": one.result.value,
            "reason": one.verdict.reason,
            "records": [{"kind": shown.kind, "id": shown.id, "label": shown.label} for shown in one.verdict.shown],
            "section": one.requirement.section,
            "number": one.requirement.number,
            "text": one.requirement.text,
            "measure": one.requirement.measure,
            "remedy": one.verdict.remedy,
            "certainty": one.requirement.certainty.value if one.requirement.certainty else None,
            "settled": criteria_words.settlement(one.settled) if one.settled else None,
            "rule_set": found.rule_set.code,
        }
        for one in found.judgements
    ]


def in_words(found: Evaluation) -> str:
    """The judgements as lines for a terminal."""
    told = [
        f"{found.facts.hospital.name}　{words.day(found.facts.on)}　{found.rule_set.name}",
        found.rule_set.statement,
    ]
    for addon in found.rule_set.addons:
        told += [f"\n{addon.name}（{addon.points}点）", *(_line(one) for one in found.of_addon(addon.code))]
    return "\n".join(one for one in (*told, f"\n{ESTIMATE}") if one)


def _line(one: Judgement) -> str:
    return f"{criteria_words.result_word(one)}\t{one.requirement.place}\t{criteria_words.reason(one)}"
