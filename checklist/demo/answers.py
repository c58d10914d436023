"""The answers of one invented assessment: values, comments and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from checklist.demo import comments, quality
from checklist.demo.comments import Book
from checklist.demo.quality import BEST, CRITICISED, Quality
from checklist.model.assessments import Track
from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED
from checklist.model.sheets import Item
from checklist.store import clock
from checklist.store.bulk import Answer

_LEANING = {Track.SELF: 0.2, Track.VISITOR: -0.12}
"""Hosts are a little milder than visitors."""


@dataclass(frozen=True)
class Task:
    """What is filled in: which items, by whom (chapters are shared out in turn), from when on, and how far."""

    track: Track
    items: Sequence[Item]
    item_ids: dict[str, int]
    people: Sequence[int]
    begins: datetime
    minutes: float
    share: float = 1.0


def fill(rng: Random, book: Book, host: Quality, task: Task) -> list[Answer]:
    """The answers of an assessment in the order in which they were given; visitors' findings are remembered."""
    chapters = list(dict.fromkeys(item.chapter_code for item in task.items))
    places = {chapter: place for place, chapter in enumerate(chapters)}
    done = task.items[: round(len(task.items) * task.share)]
    answers: list[Answer] = []
    remembered: dict[str, str] = {}
    for place, item in enumerate(done):
        person = task.people[places[item.chapter_code] % len(task.people)]
        at = task.begins + timedelta(minutes=task.minutes * (place + rng.random()) / len(task.items))
        value, comment = _judge(rng, book, host, task, item)
        answers += _written(rng, Answer(task.item_ids[item.code], value, comment, until_now(at), person))
        remembered[item.code] = value
    if task.track is Track.VISITOR and task.share == 1.0:
        host.finding.update(remembered)
    return answers


def until_now(moment: datetime) -> datetime:
    """The moment itself, but never one that is still to come."""
    return min(moment, clock.now())


def _judge(rng: Random, book: Book, host: Quality, task: Task, item: Item) -> tuple[str, str]:
    value = quality.value(rng, host, item, _LEANING[task.track])
    if task.track is Track.VISITOR and value != NOT_APPLICABLE and rng.random() < 0.06:
        if text := book.find(item.code, Track.VISITOR, UNVERIFIED):
            return UNVERIFIED, text
    text = comment(rng, book, host.found.get(item.code), task.track, item.code, value)
    # While a sheet is being filled in, some comments are still to be written.
    return value, "" if task.share < 1.0 and rng.random() < 0.25 else text


def comment(rng: Random, book: Book, last: str | None, track: Track, item: str, value: str) -> str:
    """What somebody writes beside a value, knowing what the visitors found last year."""
    criticised = last in CRITICISED
    text = book.find(item, track, value)
    if value == BEST:
        if criticised and rng.random() < 0.6:
            return comments.IMPROVED[track]
        return text if rng.random() < 0.15 else ""
    if value in CRITICISED:
        text = text or comments.NOT_YET
        return comments.CONTINUED[track] + text if criticised and rng.random() < 0.6 else text
    return text


def _written(rng: Random, answer: Answer) -> Iterator[Answer]:
    """The answer, now and then after a first thought that was corrected a little later."""
    if answer.value in CRITICISED and rng.random() < 0.05:
        before = until_now(answer.saved_at - timedelta(minutes=3))
        yield Answer(answer.item_id, BEST, "", before, answer.person_id)
    yield answer
