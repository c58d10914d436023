"""得点率: the one definition of a score, in words and in code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED

HALF_POINTS: dict[str, int] = {"A": 2, "B": 1, "C": 0, "YES": 2, "NO": 0}
"""Points of a value, doubled so that sums stay whole numbers: A = 1, B = 0.5, C = 0."""

SCORED_SCALES = frozenset({"abcx", "yes-no"})
"""Scales for which a score is defined."""

DEFINITION = (
    "得点率（％）＝（A×1点＋B×0.5点＋C×0点）÷（A・B・Cの評定数）×100。"
    "「該当なし」は分母に含めません。「確認不能」は分母に含めず、件数を別に示します。"
    "未回答の項目も分母に含めず、件数を別に示します。「S」を用いる4段階の点検表では得点率を計算しません。"
    "小数第2位を四捨五入して示します。"
)


@dataclass(frozen=True)
class Score:
    """What a set of answers adds up to; `percent` is None when nothing was rated."""

    half_points: int = 0
    rated: int = 0
    not_applicable: int = 0
    unverified: int = 0
    unanswered: int = 0

    @property
    def percent(self) -> float | None:
        """The score in percent, rounded half up to one decimal, or None without a denominator."""
        # In whole numbers, because binary fractions would round some of 四捨五入's halves down.
        return (1000 * self.half_points + self.rated) // (2 * self.rated) / 10 if self.rated else None

    def __add__(self, other: Score) -> Score:
        return Score(
            self.half_points + other.half_points,
            self.rated + other.rated,
            self.not_applicable + other.not_applicable,
            self.unverified + other.unverified,
            self.unanswered + other.unanswered,
        )


def of_value(value: str | None) -> Score:
    """The score of one answer."""
    if value is None:
        return Score(unanswered=1)
    if value == NOT_APPLICABLE:
        return Score(not_applicable=1)
    if value == UNVERIFIED:
        return Score(unverified=1)
    if value in HALF_POINTS:
        return Score(HALF_POINTS[value], rated=1)
    return Score()


def of_values(values: Iterable[str | None]) -> Score:
    """The score of many answers; None stands for an unanswered item."""
    return sum(map(of_value, values), Score())


def of_counts(counts: Mapping[str | None, int]) -> Score:
    """The score of answers that were counted by value."""
    found = Score()
    for value, count in counts.items():
        one = of_value(value)
        found += Score(
            count * one.half_points,
            count * one.rated,
            count * one.not_applicable,
            count * one.unverified,
            count * one.unanswered,
        )
    return found
