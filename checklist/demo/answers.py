"""The answers of one invented assessment: values, comments and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from checklist.demo import comments, quality
from checklist.demo.cast import Cast
from checklist.demo.comments import Book
from checklist.demo.quality import BEST, CRITICISED, Quality
from checklist.model.assessments import Track
from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED
from checklist.model.sheets import Item
from checklist.store.assessments import mass_ratings
from checklist.store.assessments.mass_ratings import Answer

_LEANING = {Track.SELF: 0.2, Track.VISITOR: -0.12}
"""Hosts are a little milder than visitors."""


@dataclass(frozen=True)
class Task:
    """What is filled in: which items, by whom (chapters are shared out in turn), from when on, and how far.

    No answer is given after it `ends`, though that is less than so many minutes later.
    """

    track: Track
    items: Sequence[Item]
    people: Sequence[int]
    begins: datetime
    ends: datetime
    minutes: float
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and who gave it."""

    person: int
    answer: Answer


def fill(rng: Random, book: Book, host: Quality, task: Task) -> list[Given]:
    """The answers of an assessment in the order in which they were given; what visitors gave is remembered."""
    chapters = list(dict.fromkeys(item.chapter_code for item in task.items))
    places = {chapter: place for place, chapter in enumerate(chapters)}
    done = task.items[: round(len(task.items) * task.share)]
    given: list[Given] = []
    remembered: dict[str, str] = {}
    for place, item in enumerate(done):
        person = task.people[places[item.chapter_code] % len(task.people)]
        at = task.begins + timedelta(minutes=task.minutes * (place + rng.random()) / len(task.items))
        value, comment = _judge(rng, book, host, task, item)
        answer = Answer(item.code, value, comment, min(at, task.ends))
        given += [Given(person, one) for one in _written(rng, answer, task.begins)]
        remembered[item.code] = value
    if task.track is Track.VISITOR and task.share == 1.0:
        host.this_year.update(remembered)
    return given


def write(cast: Cast, assessment: int, given: Sequence[Given], at: datetime) -> None:
    """Write answers, each by the person who gave it."""
    for person in dict.fromkeys(one.person for one in given):
        own = [one.answer for one in given if one.person == person]
        # Half a million in a region of 300 hospitals, and so the one thing that does not go through its verb: the triggers
        # are the same, but they come in bulk.
        mass_ratings.write(cast.act(person, at), assessment, own)


def _judge(rng: Random, book: Book, host: Quality, task: Task, item: Item) -> tuple[str, str]:
    value = quality.value(rng, host, item, _LEANING[task.track])
    if task.track is Track.VISITOR and value != NOT_APPLICABLE and rng.random() < 0.06:
        if text := book.find(item.code, Track.VISITOR, UNVERIFIED):
            return UNVERIFIED, text
    text = comment(rng, book, host.last_year.get(item.code), task.track, item.code, value)
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


def _written(rng: Random, answer: Answer, begins: datetime) -> Iterator[Answer]:
    """The answer, now and then after a first thought that was corrected a little later."""
    if answer.value in CRITICISED and rng.random() < 0.05:
        yield Answer(answer.item, BEST, "", max(answer.saved_at - timedelta(minutes=3), min(begins, answer.saved_at)))
    yield answer
