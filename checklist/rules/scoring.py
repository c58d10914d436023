"""得点率: the one definition of a score, in words and in code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklist import words
from checklist.model.scales import ABCX, NOT_APPLICABLE, SCALES, UNVERIFIED, Scale


def formula(scale: Scale) -> str:
    """How the score of a scale is calculated, or that it has none."""
    letters = words.letters(scale.grades)
    if not scale.scored:
        return f"評定が{letters}の点検表では得点率を計算しません。"
    points = "＋".join(f"{one.letter}×{(one.points or 0) / 100:g}点" for one in scale.grades)
    return f"得点率（％）＝（{points}）÷（{letters}の評定数）×100。"


def definition(scale: Scale) -> str:
    """What a score says of answers on this scale, as people read it."""
    if not scale.scored:
        return f"{formula(scale)}{words.OFFICIAL}"
    without = "".join(
        f"「{one.grades[0].letter}」を用いる{len(one.grades)}段階の点検表では得点率を計算しません。"
        for one in SCALES.values()
        if not one.scored
    )
    return (
        f"{formula(scale)}「該当なし」は分母に含めません。「確認不能」は分母に含めず、件数を別に示します。"
        f"未回答の項目も分母に含めず、件数を別に示します。{without}小数第2位を四捨五入して示します。{words.OFFICIAL}"
    )


DEFINITION = definition(ABCX)
"""The definition where no sheet is at hand: for the scale of the sheets that come with the product."""


@dataclass(frozen=True)
class Score:
    """What a set of answers adds up to, the points in hundredths; `unscored` of the rated stand on a scale without points.

    `percent` is None when nothing was rated, or something without points.
    """

    points: int = 0
    rated: int = 0
    not_applicable: int = 0
    unverified: int = 0
    unanswered: int = 0
    unscored: int = 0

    @property
    def percent(self) -> float | None:
        """The score in percent, rounded half up to one decimal, or None without a denominator."""
        return share(self.points, 100 * self.rated) if self.rated and not self.unscored else None

    def __add__(self, other: Score) -> Score:
        return Score(
            self.points + other.points,
            self.rated + other.rated,
            self.not_applicable + other.not_applicable,
            self.unverified + other.unverified,
            self.unanswered + other.unanswered,
            self.unscored + other.unscored,
        )


@dataclass(frozen=True)
class Percentage(Score):
    """A score of which nothing is told but the percentage: with its denominator it could be taken apart."""

    known: float = 0.0

    @property
    def percent(self) -> float | None:
        """The percentage, rounded as that of any score."""
        return self.known


def share(part: int, whole: int) -> float | None:
    """A part in percent, rounded half up to one decimal as every percentage is told; None of nothing."""
    # In whole numbers, because binary fractions would round some of 四捨五入's halves down.
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def of_value(value: str | None, scale: Scale) -> Score:
    """The score of one answer; what is no value of the scale counts nowhere."""
    if value is None:
        return Score(unanswered=1)
    if value == NOT_APPLICABLE:
        return Score(not_applicable=1)
    if value == UNVERIFIED:
        return Score(unverified=1)
    if value not in scale.by_code:
        return Score()
    return Score(scale.by_code[value].points or 0, rated=1, unscored=0 if scale.scored else 1)


def of_values(values: Iterable[str | None], scale: Scale) -> Score:
    """The score of many answers; None stands for an unanswered item."""
    return of_counts(Counter(values), scale)


def of_counts(counts: Mapping[str | None, int], scale: Scale) -> Score:
    """The score of answers that were counted by value."""
    found = Score()
    for value, count in counts.items():
        one = of_value(value, scale)
        found += Score(
            count * one.points,
            count * one.rated,
            count * one.not_applicable,
            count * one.unverified,
            count * one.unanswered,
            count * one.unscored,
        )
    return found
