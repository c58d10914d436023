"""Points and money: what each combination of add-ons would bring, and what stands between it and the hospital."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklist.model import Addon
from checklist.rules.criteria.evaluation import Evaluation, Finding
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.rule_set import AddonClass, Requirement
from checklist.rules.criteria.verdict import Result
from checklist.rules.records.nouns import Admission

YEN_PER_POINT = 10
"""1点=10円 (診療報酬の点数表)."""
MONTHS = 12
ESTIMATE = "試算です。算定の可否は地方厚生局と最新の通知で確認してください。"


@dataclass(frozen=True)
class Admissions:
    """新入院患者数 of the twelve calendar months that ended last, as far as they are recorded."""

    count: int
    months: int
    first: date
    last: date

    @property
    def yearly(self) -> int | None:
        """Admissions of a year: as recorded, or extrapolated from fewer months; None without any record."""
        return round(self.count * MONTHS / self.months) if self.months else None

    @property
    def extrapolated(self) -> bool:
        """Whether some of the twelve months are missing."""
        return 0 < self.months < MONTHS


@dataclass(frozen=True)
class Combination:
    """One way to claim: the add-ons in it, points for an admission, and yen for a year (None if not known).

    `missing` are the requirements that are not met, `open` those that nobody can tell yet; after the time of a set
    both come from its trial.
    """

    addons: tuple[AddonClass, ...]
    points: int
    yen: int | None
    missing: tuple[Requirement, ...]
    open: tuple[Requirement, ...]
    filed: bool

    @property
    def name(self) -> str:
        """The add-ons by name, joined."""
        return "＋".join(one.name for one in self.addons)

    @property
    def result(self) -> Result:
        """Met if every requirement is, unknown if none fails but some are open."""
        if self.missing:
            return Result.NOT_MET
        return Result.UNKNOWN if self.open else Result.MET


def admissions(facts: Facts) -> Admissions:
    """The admissions of the last twelve complete months; two records of one month are added up."""
    last = facts.on.replace(day=1) - timedelta(days=1)
    first = years_before(last + timedelta(days=1), 1)
    found = [one for one in facts.of(Admission) if first <= one.held_on <= last]
    months = {(one.held_on.year, one.held_on.month) for one in found}
    return Admissions(sum(one.count for one in found), len(months), first, last)


def yen(points: int, yearly: int | None) -> int | None:
    """Yen in a year for points that are claimed once at every admission."""
    return None if yearly is None else points * YEN_PER_POINT * yearly


def combinations(evaluation: Evaluation) -> tuple[Combination, ...]:
    """Every way to claim, an add-on alone or on top of the one that it needs, the most points first."""
    addons = evaluation.rule_set.addons
    by_code = {one.code: one for one in addons}
    yearly = admissions(evaluation.facts).yearly
    chains = [(by_code[one.needs], one) if one.needs else (one,) for one in addons]
    found = [_combination(chain, evaluation, yearly) for chain in chains]
    return tuple(sorted(found, key=lambda one: -one.points))


def _combination(chain: tuple[AddonClass, ...], evaluation: Evaluation, yearly: int | None) -> Combination:
    wanted = [finding for one in chain for finding in evaluation.of_addon(one.code)]
    points = sum(one.points for one in chain)
    missing, unsettled = (_answered(wanted, result) for result in (Result.NOT_MET, Result.UNKNOWN))
    return Combination(chain, points, yen(points, yearly), missing, unsettled, _is_filed(chain, evaluation.facts))


def _answered(findings: Sequence[Finding], result: Result) -> tuple[Requirement, ...]:
    return tuple(one.requirement for one in findings if one.indicated is result)


def _is_filed(chain: tuple[AddonClass, ...], facts: Facts) -> bool:
    """Whether exactly these add-ons are what the hospital has filed on the day."""
    filed = {(addon, number) for addon in Addon if (number := facts.filed_class(addon)) is not None}
    return filed == {(one.addon, one.addon_class) for one in chain}


def what_if(found: Combination, now: Combination | None, yearly: int | None) -> str:
    """What changes in points and yen if this combination were claimed, as one sentence with its sum written out."""
    more = found.points - (now.points if now else 0)
    if yearly is None:
        return f"1入院あたり{more:+d}点。新入院患者数が記録されていないため、金額は試算できません。"
    amount = more * YEN_PER_POINT * yearly
    return f"1入院あたり{more:+d}点×10円×新入院{yearly:,}人＝年{amount:+,}円。"


def claimed(found: Iterable[Combination]) -> Combination | None:
    """The combination that the hospital has filed, None if it has filed none of them."""
    return next((one for one in found if one.filed), None)
