"""Scales of check sheets and the values of a rating: what a scale is stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property


class Hue(StrEnum):
    """The colour of a value by name; what it looks like is up to the screen."""

    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GRAY = "gray"
    VIOLET = "violet"


@dataclass(frozen=True)
class ScaleValue:
    """One value of a scale; `letter` stands on a button or in a cell, `word` beside it.

    `points` are hundredths, so that sums stay whole numbers in Python and in SQL; None counts in no score. A value
    that is not `graded` stands in no order and counts in no denominator. Who gives a value that needs a comment owes
    the other side a reason; one that is `discussed` comes to the closing meeting even if both sides gave it.
    """

    code: str
    letter: str
    word: str
    hue: Hue
    points: int | None = None
    graded: bool = True
    needs_comment: bool = False
    discussed: bool = False


@dataclass(frozen=True)
class Scale:
    """The values of a scale in the order in which they are shown, the grades among them from the best to the worst."""

    code: str
    values: tuple[ScaleValue, ...]

    @cached_property
    def by_code(self) -> Mapping[str | None, ScaleValue]:
        """Code -> value; an unanswered item has the code None, which is no value."""
        return {one.code: one for one in self.values}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all values."""
        return tuple(one.code for one in self.values)

    @property
    def grades(self) -> tuple[ScaleValue, ...]:
        """The values that stand in an order."""
        return tuple(one for one in self.values if one.graded)

    @property
    def outside(self) -> tuple[ScaleValue, ...]:
        """The values that stand in no order."""
        return tuple(one for one in self.values if not one.graded)

    @property
    def commented(self) -> tuple[ScaleValue, ...]:
        """The values that need a comment."""
        return tuple(one for one in self.values if one.needs_comment)

    @property
    def discussed(self) -> tuple[ScaleValue, ...]:
        """The values that always come to the closing meeting."""
        return tuple(one for one in self.values if one.discussed)

    @property
    def scored(self) -> bool:
        """Whether a score is defined: every grade has points."""
        return all(one.points is not None for one in self.grades)

    def needs_comment(self, code: str | None) -> bool:
        """Whether an answer needs a comment to be understood by the other side."""
        return code in self.by_code and self.by_code[code].needs_comment

    def discusses(self, code: str | None) -> bool:
        """Whether an answer comes to the closing meeting whatever the other side says."""
        return code in self.by_code and self.by_code[code].discussed


NOT_APPLICABLE = "NA"
UNVERIFIED = "UNVERIFIED"

# The form for infection control has one X for both (実施の必要がない・確認できない); only the second is still open.
OUTSIDE = (
    ScaleValue(NOT_APPLICABLE, "該当なし", "該当なし", Hue.GRAY, graded=False),
    ScaleValue(UNVERIFIED, "確認不能", "判定不能（X）", Hue.VIOLET, graded=False, needs_comment=True, discussed=True),
)
"""What every scale ends with: counts tell these two apart, and both leave as the official X."""

_A = ScaleValue("A", "A", "適切", Hue.BLUE, points=100)
_B = ScaleValue("B", "B", "一部改善が必要", Hue.AMBER, points=50, needs_comment=True)
_C = ScaleValue("C", "C", "不適切・未実施", Hue.RED, points=0, needs_comment=True, discussed=True)

ABCX = Scale("abcx", (_A, _B, _C, *OUTSIDE))
# No points: no source was found that weighs S against A.
SABC = Scale(
    "sabc",
    (ScaleValue("S", "S", "秀でている", Hue.GREEN), *(replace(one, points=None) for one in (_A, _B, _C)), *OUTSIDE),
)
# No middle, on purpose, as in the sheet of the 労災病院: done in part is いいえ.
YES_NO = Scale(
    "yes-no",
    (
        ScaleValue("YES", "はい", "はい", Hue.BLUE, points=100),
        ScaleValue("NO", "いいえ", "いいえ", Hue.RED, points=0, needs_comment=True, discussed=True),
        *OUTSIDE,
    ),
)

SCALES: dict[str, Scale] = {one.code: one for one in (ABCX, SABC, YES_NO)}
"""Every scale by the code that a sheet version names. A value has one letter, word and hue in all of them."""


def known_value(code: str | None) -> ScaleValue | None:
    """A value where its scale is not at hand: enough for its letter, word and hue; None for what no scale has."""
    return next((one.by_code[code] for one in SCALES.values() if code in one.by_code), None)
