"""結果から学ぶ: the topics on which everything meets, why something was drafted, and what became of the figure behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Topic:
    """テーマ: what chapters of the sheets (`sheet:chapter`), subjects of consultations and parts of training have in common."""

    code: str
    label: str
    chapters: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """研修の内容 of the 運営要領."""


@dataclass(frozen=True)
class TopicEdition:
    """The topics from a day on; number 0 is the shipped edition."""

    number: int
    name: str
    since: date
    topics: tuple[Topic, ...]

    def topic(self, code: str) -> Topic | None:
        """The topic of a code."""
        return next((one for one in self.topics if one.code == code), None)


class Source(StrEnum):
    """What of a topic led to something."""

    CHAPTER = "chapter"
    ITEM = "item"
    REPEATED = "repeated"
    SUBJECT = "subject"
    WISH = "wish"


class Drafted(StrEnum):
    """What can be drafted from a figure, by the kind of its record."""

    TRAINING = "training_session"
    COUNCIL = "council_item"


@dataclass(frozen=True)
class Ground:
    """根拠: a figure as it stood when something was drafted from it. `code` is a chapter, item or subject, else empty.

    `value` is in percent, cases or hospitals as `unit` says; `of` is its denominator in `of_unit`.
    """

    source: Source
    topic: str
    code: str
    label: str
    fiscal_year: int
    sheet: str
    value: float
    unit: str
    of: int
    of_unit: str
    as_of: date


@dataclass(frozen=True)
class Draft:
    """A training or an item of the council with the figure for which it was drafted."""

    id: int
    kind: Drafted
    record_id: int
    ground: Ground
    at: datetime


@dataclass(frozen=True)
class Side:
    """得点率 of some hospitals: in percent, over so many ratings of so many hospitals."""

    percent: float
    rated: int
    hospitals: int


@dataclass(frozen=True)
class Split:
    """The hospitals of one year whose answers were added up: those that attended, and the others. Shown to nobody."""

    fiscal_year: int
    attended: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True)
class Effect:
    """What became of a figure after a training, made once and never again; without sides `reason` says why there are none.

    Each pair of sides is before and after.
    """

    draft_id: int
    before: int
    after: int
    sheet: str
    items: tuple[str, ...]
    attended: tuple[Side, Side] | None
    others: tuple[Side, Side] | None
    splits: tuple[Split, ...]
    listed: tuple[int, ...]
    """Every hospital that attended, whether its answers are in it or not."""
    reason: str
    at: datetime
