"""What the add-ons are worth: entitlement, points, a year's yen, and what would change with which remedies.

One point is ten yen, and an add-on counts once for an admission, on its first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.model.criteria import Result
from checklist.model.records import Admission
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.rule_set import AddonClass

YEN_PER_POINT = 10
ESTIMATE = "試算です。算定の可否は地方厚生（支）局と最新の通知で確認してください。"


@dataclass(frozen=True)
class Standing:
    """One add-on of a hospital: filed or not, and its judgements (those of the add-on that it needs included)."""

    addon: AddonClass
    filed: bool
    judgements: tuple[Judgement, ...]

    def of(self, result: Result) -> tuple[Judgement, ...]:
        """The judgements with an answer."""
        return tuple(one for one in self.judgements if one.result is result)

    @property
    def settled(self) -> int:
        """How many of them are 適 by a confirmation alone."""
        return sum(one.settled is not None for one in self.judgements)

    @property
    def result(self) -> Result:
        """否 with one requirement not met, else 要確認 with one unknown, else 適."""
        return next((one for one in (Result.NOT_MET, Result.UNKNOWN) if self.of(one)), Result.MET)


@dataclass(frozen=True)
class Admissions:
    """新入院患者数 of the last twelve months: `months` were recorded, `yearly` is for twelve."""

    count: int
    months: int

    @property
    def yearly(self) -> int:
        """For twelve months; with fewer recorded, as many more in proportion."""
        # A hospital that has begun to record in autumn would otherwise read half of its money.
        return round(self.count * 12 / self.months) if self.months else 0

    @property
    def basis(self) -> str:
        """What the number is made of, in words."""
        if not self.months:
            return "新入院患者数が記録されていないため、金額は計算できません。"
        if self.months >= 12:
            return f"直近12か月の新入院患者数 {self.count:,}人"
        return f"記録のある{self.months}か月の新入院患者数 {self.count:,}人から12か月分を推計（{self.yearly:,}人）"


@dataclass(frozen=True)
class Option:
    """One of the combinations that can be claimed together, beside what the hospital has filed now."""

    standings: tuple[Standing, ...]
    points: int
    more_points: int
    yearly: int
    filed: bool

    @property
    def name(self) -> str:
        """Its add-ons, such as 医療安全対策加算1＋医療安全対策地域連携加算1."""
        return "＋".join(one.addon.name for one in self.standings)

    @property
    def yen(self) -> int:
        """Yen in a year."""
        return self.points * YEN_PER_POINT * self.yearly

    @property
    def more_yen(self) -> int:
        """Yen in a year more than with what is filed now."""
        return self.more_points * YEN_PER_POINT * self.yearly

    def judgements(self, result: Result) -> tuple[Judgement, ...]:
        """The requirements with an answer, each once."""
        found = (one for standing in self.standings for one in standing.of(result))
        return tuple({one.requirement.code: one for one in found}.values())

    @property
    def sentence(self) -> str:
        """What would change, such as 専従化すると +55点 × 10円 × 新入院 1,234人 = 678,700円/年."""
        if self.filed or self.more_points <= 0:
            return ""
        money = f"+{self.more_points}点 × 10円 × 新入院 {self.yearly:,}人 = {self.more_yen:,}円/年"
        # No money is promised for what is not known.
        doubt = len(self.judgements(Result.UNKNOWN))
        return f"{self._change()} {money}" + (f"（要確認の{doubt}件も満たす場合）" if doubt else "")

    def _change(self) -> str:
        missing = self.judgements(Result.NOT_MET)
        rules = {one.requirement.rule for one in missing}
        if not missing:
            return "届け出ると"
        if rules == {"manager_placed"}:
            return "専従化すると" if self.standings[0].addon.addon_class == 1 else "専任の配置で"
        first = f"「{missing[0].requirement.place}」"
        return f"{first}を満たすと" if len(missing) == 1 else f"{first}など{len(missing)}件を満たすと"


def standings(evaluation: Evaluation) -> tuple[Standing, ...]:
    """Every add-on of the set as the hospital stands to it."""
    return tuple(_standing(evaluation, one) for one in evaluation.rule_set.addons)


def _standing(evaluation: Evaluation, addon: AddonClass) -> Standing:
    filed = evaluation.facts.filed_class(addon.addon) == addon.addon_class
    needed = evaluation.of_addon(addon.needs) if addon.needs else ()
    return Standing(addon, filed, (*needed, *evaluation.of_addon(addon.code)))


def admissions(facts: Facts) -> Admissions:
    """The admissions that were recorded for the last twelve months."""
    after = years_before(facts.on, 1)
    found = [one for one in facts.of(Admission) if one.day > after]
    return Admissions(sum(one.count for one in found), len({(one.day.year, one.day.month) for one in found}))


def options(evaluation: Evaluation) -> tuple[Option, ...]:
    """The four combinations: each 医療安全対策加算 alone, and with its 地域連携加算."""
    known = {one.addon.code: one for one in standings(evaluation)}
    alone = [(one,) for one in known.values() if not one.addon.needs]
    both = [(known[one.addon.needs], one) for one in known.values() if one.addon.needs]
    pairs: Sequence[tuple[Standing, ...]] = (*alone, *both)
    # What is filed now is given up: from 加算2 to 加算1 only the difference is gained.
    now = sum(one.addon.points for one in known.values() if one.filed)
    yearly = admissions(evaluation.facts).yearly
    return tuple(_option(pair, known, now, yearly) for pair in pairs)


def _option(pair: tuple[Standing, ...], known: dict[str, Standing], now: int, yearly: int) -> Option:
    points = sum(one.addon.points for one in pair)
    filed = {code for code, one in known.items() if one.filed} == {one.addon.code for one in pair}
    # The 届出 itself is what a hospital decides on; a combination does not lack it.
    return Option(tuple(_without_filing(one) for one in pair), points, points - now, yearly, filed)


def _without_filing(one: Standing) -> Standing:
    kept = tuple(found for found in one.judgements if found.requirement.rule != "base_filed")
    return Standing(one.addon, one.filed, kept)
