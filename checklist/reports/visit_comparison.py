"""Self against visitor of one visit, by chapter and by item; each side asks its own permission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from checklist import words
from checklist.model import Assessment, Principal, Rating, SheetVersion, Track
from checklist.reports.table import Chart, Table
from checklist.rules.scoring import Score

SELF_SIDE, VISITOR_SIDE = words.TRACKS[Track.SELF], words.TRACKS[Track.VISITOR]
DIFFERS, AGREES, ONE_SIDED = "差あり", "一致", "片側のみ"
HIDDEN = "評定後に表示"


@dataclass(frozen=True)
class Side:
    """One side of a visit sheet: its ratings, or the reason why they are not shown."""

    name: str
    assessment: Assessment | None
    ratings: Mapping[str, Rating]
    absence: str = ""
    blind: frozenset[str] = frozenset()

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
        return HIDDEN if code in self.blind else words.value_word(self.value(code))

    def comment(self, code: str) -> str:
        """The comment on an item."""
        rating = self.ratings.get(code)
        return rating.comment if rating else ""


@dataclass(frozen=True)
class ItemPair:
    """One item with both sides as words and comments; `difference` is 差あり, 一致, 片側のみ or empty."""

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
    """A chapter with the score of both sides over all its items; None for a side that is absent."""

    chapter: str
    chapter_name: str
    items: int
    self_score: Score | None
    visitor_score: Score | None
    differences: int


@dataclass(frozen=True)
class SheetComparison:
    """One visit sheet: both sides, chapters and items in sheet order."""

    version: SheetVersion
    self_side: Side
    visitor_side: Side
    chapters: tuple[ChapterPair, ...]
    items: tuple[ItemPair, ...]
    scored: bool

    def item_table(self, differences_first: bool = False) -> Table:
        """Every item with both sides; on demand those that differ come first."""
        raise NotImplementedError


@dataclass(frozen=True)
class VisitComparison:
    """Every sheet of one visit. tables = (chapters, items) for each sheet."""

    title: str
    visit_id: int
    sheets: tuple[SheetComparison, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


def visit_comparison(db: Database, principal: Principal, visit_id: int) -> VisitComparison:
    """Self against visitor of one visit; raises NotFound or Forbidden when the visit itself may not be known."""
    raise NotImplementedError
