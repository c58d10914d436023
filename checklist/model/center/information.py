"""What the centre sends to facilities as they read it, and the 運営要領 by which it works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Information:
    """One thing that was sent: its kind and number, the day, its title, and its text below headings (empty where it has none)."""

    kind: str
    record_id: int
    sent_on: date
    title: str
    origin: str
    text: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Article:
    """One point of the 運営要領 in our words: its heading, the task (①–⑪ as a number, or empty), what it says, and where it stands."""

    heading: str
    task: str
    content: str
    source: str


@dataclass(frozen=True)
class Guideline:
    """運営要領 from a day on; number 0 is the shipped edition."""

    number: int
    name: str
    since: date
    articles: tuple[Article, ...]
