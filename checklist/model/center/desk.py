"""The lists from which the desk chooses, in editions, and what it says over and over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Option:
    """One entry of a list; `parent` is the code above it, `survey` that of the yearly survey ('' until it is known),
    `certainty` where the word is from, `former` the code that an earlier edition had in its place.
    """

    listed: str
    code: str
    label: str
    parent: str = ""
    survey: str = ""
    certainty: str = ""
    former: str = ""


@dataclass(frozen=True)
class Edition:
    """分類の版: every list as it is from a day on; number 0 is the one shipped, which is in use until another one is."""

    number: int
    name: str
    since: date
    options: tuple[Option, ...]

    def choices(self, listed: str, parent: str | None = None) -> dict[str, str]:
        """Code -> word of a list, in its order; those below one code if a `parent` is given."""
        return {one.code: one.label for one in self.options if one.listed == listed and parent in (None, one.parent)}

    def parents(self) -> dict[str, str]:
        """Code -> the code above it, for all that have one."""
        return {one.code: one.parent for one in self.options if one.parent}

    def lists(self) -> dict[str, dict[str, str]]:
        """All lists by name."""
        found: dict[str, dict[str, str]] = {}
        for one in self.options:
            found.setdefault(one.listed, {})[one.code] = one.label
        return found


@dataclass(frozen=True)
class Phrase:
    """文例: what can be said in a situation."""

    situation: str
    text: str


@dataclass(frozen=True)
class NationalFigure:
    """A figure for the whole country, with all that is needed to read it right."""

    what: str
    part: str
    year: int
    value: int
    unit: str
    base: str
    source: str
    note: str


class MessageKind(StrEnum):
    """What people of the centre ask and tell each other about a case."""

    ADVICE = "advice"
    ANSWER = "answer"
    URGENT = "urgent"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Message:
    """One message about a case; `about` is the number of the one that it answers."""

    id: int
    case_id: int
    kind: MessageKind
    about: int | None
    text: str
    at: datetime
    person_id: int


@dataclass(frozen=True)
class OpenMessage:
    """A question or an escalation that nobody has answered."""

    message: Message
    number: str
    """受付番号 of its case."""


Mapped = Mapping[str, str]
"""Old code -> the code of today's edition."""
