"""What a pair of hospitals costs by the weights of a region, each part by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from checklist.model.plan import Partner, PlannedVisit
from checklist.rules.plan.partnership import Question, apart, duties

FAR = 50.0
"""Kilometres that stand for a distance nobody knows: neither near nor far."""


def of_pair(question: Question, evaluator: Partner, host: Partner) -> float:
    """What it costs to have one hospital evaluate another, apart from the days and from how much it travels at all."""
    return sum(parts(question, evaluator, host).values())


def parts(question: Question, evaluator: Partner, host: Partner) -> dict[str, float]:
    """The same by the weight that asks for it."""
    weights, pair = question.settings.weights, (evaluator.id, host.id)
    distance = apart(question, evaluator, host)
    found = {
        "change": weights.change if question.former and pair not in question.former else 0,
        "repeated": weights.repeated / question.recent[pair] if pair in question.recent else 0,
        "travel": weights.travel * (FAR if distance is None else distance) / 10,
        "group": weights.group if evaluator.group and evaluator.group == host.group else 0,
        "infection": weights.infection if evaluator.infection and host.safety == 1 and not host.infection else 0,
        "unbound": weights.unbound if not duties(evaluator) else 0,
    }
    return {name: float(cost) for name, cost in found.items()}


def of_plan(question: Question, visits: Sequence[PlannedVisit]) -> dict[str, float]:
    """What all visits of a year cost together, by the weight that asks for it: what is there and what is proposed."""
    weights = question.settings.weights
    found: dict[str, float] = {}
    known = question.partners
    made = Counter(one for visit in visits for one in visit.evaluator_ids if one in known)
    for visit in visits:
        for one, host in visit.pairs:
            if one in known and host in known:
                for name, cost in parts(question, known[one], known[host]).items():
                    found[name] = found.get(name, 0.0) + cost
    mean = mean_beds(one for one in known.values() if one.safety == 1 and not one.external)
    months = Counter(visit.month for visit in visits if visit.month)
    found["day"] = float(weights.day * len(visits))
    found["load"] = sum(burden(question, known[one], mean, at) for one, count in made.items() for at in range(count))
    found["month"] = float(sum(weights.month * count * (count - 1) // 2 for count in months.values()))
    return found


def mean_beds(partners: Iterable[Partner]) -> float:
    """The beds of an evaluating hospital of average size."""
    beds = [one.beds for one in partners]
    return sum(beds) / len(beds) if beds else 1.0


def burden(question: Question, evaluator: Partner, mean: float, visits: int) -> float:
    """What the next visit of a hospital costs that makes so many already: the larger it is, the less."""
    return question.settings.weights.load * visits * mean / max(evaluator.beds, 1)


def most_steps(question: Question) -> int:
    """Up to so many visits of one hospital are priced one by one; what is beyond costs like the last."""
    evaluators = max(1, sum(1 for one in question.partners.values() if one.safety == 1))
    return 4 + 3 * ceil(len(question.partners) / evaluators)
