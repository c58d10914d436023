"""What is still open in an assessment before it is submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.model.assessments import Rating
from checklist.model.scales import Scale


@dataclass(frozen=True)
class Gaps:
    """Item codes without an answer, and those whose answer lacks the comment it needs."""

    unanswered: tuple[str, ...]
    uncommented: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.uncommented)


def expected(classes: Mapping[str, Sequence[int]], addon_class: int | None) -> tuple[str, ...]:
    """The items that a hospital of this class has to answer; without a class, all of them. `classes` is by item code."""
    # An item for 加算1 had to be tapped 該当なし by hand at every 加算2 hospital, and counted as unanswered until then.
    return tuple(code for code, found in classes.items() if addon_class is None or addon_class in found)


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
