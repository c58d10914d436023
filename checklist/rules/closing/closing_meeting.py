"""The closing meeting: which items come up, and what is drafted for it from the comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checklist.model.assessments import Rating
from checklist.model.closing import FindingKind
from checklist.model.scales import Scale

MOST_PHOTOS = 2
"""That many stand beside a finding in the report."""
REASON_MISSING = "双方の評定と異なる合意評価には、理由（合意のコメント）を1文で入力してください。"
FINDING_LIMIT = 2000
REMARKS_LIMIT = 20_000


@dataclass(frozen=True)
class Draft:
    """A finding as it is proposed from the visitors' comment on an item."""

    item: str
    kind: FindingKind
    text: str


def to_discuss(own: str | None, visitor: str | None, scale: Scale) -> bool:
    """Whether an item comes to the closing meeting: the sides differ, or one gave a value that is always discussed."""
    return own != visitor or scale.discusses(own) or scale.discusses(visitor)


def needs_reason(agreed: str | None, own: str | None, visitor: str | None) -> bool:
    """Whether an agreed value owes a sentence why: neither side has given it."""
    return agreed is not None and agreed not in (own, visitor)


def kind_of(value: str | None, scale: Scale) -> FindingKind | None:
    """What a commented value proposes: the best one a good practice, any other grade a finding."""
    grades = [one.code for one in scale.grades]
    if value == grades[0]:
        return FindingKind.GOOD_PRACTICE
    return FindingKind.FINDING if value in grades else None


def drafts(ratings: Iterable[Rating], scale: Scale) -> tuple[Draft, ...]:
    """Findings and good practices proposed from the visitors' commented ratings, in the order given."""
    found = []
    for rating in ratings:
        kind = kind_of(rating.value, scale)
        if kind is not None and rating.comment.strip():
            found.append(Draft(rating.item, kind, rating.comment.strip()))
    return tuple(found)
