"""How far two sides agree: the agreed value of an item, agreement in percent, and weighted kappa."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklist import words
from checklist.model.scales import ABCX, NOT_APPLICABLE, UNVERIFIED, Scale
from checklist.rules import scoring

DEFINITION = (
    f"一致率（％）＝両者の評定が同じ項目数÷両者がともに評定（{words.letters(ABCX.grades)}等）した項目数×100。"
    "重み付きκ係数は、評定の差の大きさに比例する重み（線形の重み）で計算します。"
    "「該当なし」「確認不能」「未回答」を含む項目は計算に含めず、件数を別に示します。"
)

Pair = tuple[str | None, str | None]


@dataclass(frozen=True)
class Concordance:
    """What comparing two sides adds up to; each excluded item is counted once, for the first reason that fits."""

    compared: int
    same: int
    kappa: float | None
    unanswered: int
    unverified: int
    not_applicable: int

    @property
    def percent(self) -> float | None:
        """The share of equal ratings in percent, one decimal, or None without a denominator."""
        return scoring.share(self.same, self.compared)


def agreed_value(recorded: str | None, own: str | None, visitor: str | None) -> str | None:
    """The value recorded at the closing meeting, else the one that both sides share, else None (未合意)."""
    if recorded is not None:
        return recorded
    return own if own == visitor else None


def weighted_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Cohen's kappa with linear weights (1968) of a square table of counts, first rater down, second across.

    None where it is undefined: without ratings, or when chance alone already explains full agreement.
    """
    size, total = len(counts), sum(map(sum, counts))
    if size < 2 or not total:
        return None
    rows = [sum(row) for row in counts]
    columns = [sum(row[place] for row in counts) for place in range(size)]
    observed = expected = 0.0
    for i in range(size):
        for j in range(size):
            distance = abs(i - j) / (size - 1)
            observed += distance * counts[i][j] / total
            expected += distance * rows[i] * columns[j] / total**2
    # Both sides gave one and the same grade throughout: chance alone explains their agreement, and 0/0 has no value.
    return 1 - observed / expected if expected else None


def concordance(pairs: Iterable[Pair], scale: Scale) -> Concordance:
    """Compare the ratings of both sides, item by item, on one scale."""
    grades = [one.code for one in scale.grades]
    counts = [[0] * len(grades) for _ in grades]
    # The order decides: a pair of 未回答 and 該当なし is counted once, as unanswered.
    excluded = {None: 0, UNVERIFIED: 0, NOT_APPLICABLE: 0}
    for pair in pairs:
        reason = next((one for one in excluded if one in pair), "")
        if reason == "":
            own, visitor = pair
            counts[grades.index(str(own))][grades.index(str(visitor))] += 1
        else:
            excluded[reason] += 1
    return Concordance(
        sum(map(sum, counts)),
        sum(counts[place][place] for place in range(len(grades))),
        weighted_kappa(counts),
        excluded[None],
        excluded[UNVERIFIED],
        excluded[NOT_APPLICABLE],
    )
