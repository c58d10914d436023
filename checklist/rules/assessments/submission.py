"""What is still open in an assessment before it is submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.model.assessments import Rating
from checklist.model.hospitals import Profile
from checklist.model.scales import Scale
from checklist.model.sheets import Audience


@dataclass(frozen=True)
class Gaps:
    """Item codes without an answer, and those whose answer lacks the comment it needs."""

    unanswered: tuple[str, ...]
    uncommented: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.uncommented)


SCOPED = (1, 2)
"""The classes that the scope of an item can name: of 感染対策向上加算3 and 外来 it says nothing, so these get every item."""


def is_asked(item: Audience, hospital: Profile) -> bool:
    """Whether an item is for a hospital: for its class, if it has one, and not for a department that it is without."""
    outside = hospital.addon_class not in SCOPED
    return (outside or hospital.addon_class in item.classes) and item.module not in hospital.lacking


def expected(items: Mapping[str, Audience], hospital: Profile) -> tuple[str, ...]:
    """The items that a hospital has to answer; `items` is by code."""
    # An item for 加算1 had to be tapped 該当なし by hand at every 加算2 hospital, and counted as unanswered until then.
    return tuple(code for code, item in items.items() if is_asked(item, hospital))


def gaps(item_codes: Sequence[str], ratings: Mapping[str, Rating], scale: Scale) -> Gaps:
    """The gaps among the items that have to be answered, both lists in sheet order."""
    rated = {code: rating for code, rating in ratings.items() if rating.value is not None}
    return Gaps(
        tuple(code for code in item_codes if code not in rated),
        tuple(
            code
            for code in item_codes
            if code in rated and scale.needs_comment(rated[code].value) and not rated[code].comment.strip()
        ),
    )
