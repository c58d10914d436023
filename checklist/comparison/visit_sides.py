"""The two sides of a visit sheet, and what stands beside each other of an item or a chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist import words
from checklist.model.assessments import Assessment, Rating
from checklist.model.scales import Scale
from checklist.model.sheets import Item
from checklist.rules import scoring
from checklist.rules.scoring import Score


@dataclass(frozen=True)
class Side:
    """One side of a visit sheet: its ratings, or the sentence that says why they are not shown."""

    name: str
    assessment: Assessment | None
    ratings: Mapping[str, Rating]
    absence: str = ""
    exempt: frozenset[str] = frozenset()
    """The items that the host need not answer: shown, but in no number."""

    @property
    def shown(self) -> bool:
        """Whether the reader sees this side at all."""
        return not self.absence

    def value(self, code: str) -> str | None:
        """The rating value of an item, None when unanswered."""
        rating = self.ratings.get(code)
        return rating.value if rating else None

    def word(self, code: str) -> str:
        """What stands in the cell of an item; empty when this side is absent."""
        if not self.shown:
            return ""
        value = self.value(code)
        return words.EXEMPT if value is None and code in self.exempt else words.value_word(value)

    def comment(self, code: str) -> str:
        """The comment on an item."""
        rating = self.ratings.get(code)
        return rating.comment if rating else ""

    def score(self, items: Sequence[Item], scale: Scale) -> Score | None:
        """The score over some items, None when this side is absent."""
        asked = (item.code for item in items if item.code not in self.exempt)
        return scoring.of_values(map(self.value, asked), scale) if self.shown else None


@dataclass(frozen=True)
class ItemPair:
    """One item with both sides as codes, words and comments; `difference` is 差あり, 一致, 片側のみ or empty."""

    chapter: str
    chapter_name: str
    code: str
    text: str
    self_value: str | None
    visitor_value: str | None
    self_word: str
    visitor_word: str
    self_comment: str
    visitor_comment: str
    difference: str


@dataclass(frozen=True)
class ChapterPair:
    """A chapter (code "" = all) with the score of both sides, None for one that is absent, and the items that differ."""

    chapter: str
    chapter_name: str
    self_score: Score | None
    visitor_score: Score | None
    differences: int
