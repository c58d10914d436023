"""Who acts in the invented region, and when: everybody through the same verbs, each at a moment of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from checklist.model.accounts import Principal
from checklist.store import clock
from checklist.store.accounts import people
from checklist.store.act import Act, Whence
from checklist.words import TOKYO


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Tokyo."""
    return datetime.combine(day, time(hour, minute), TOKYO)


AT_HAND = Whence("192.0.2.1", "架空の端末", confirmed=True)
"""Whoever signs in the invented region has typed the password."""


@dataclass
class Diary:
    """The moments of one story, told in order: at an hour of a day, but never before what is told already."""

    today: date
    latest: datetime

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The hour of a day, of today for a day to come, or the moment reached so far if that is later."""
        return self.after(moment(min(day, self.today), hour, minute))

    def after(self, at: datetime) -> datetime:
        """A moment, or the one reached so far if that is later."""
        self.latest = max(self.latest, at)
        return self.latest


@dataclass(frozen=True)
class Step:
    """Something that somebody does at a moment."""

    at: datetime
    person: int
    do: Callable[[Act], object]


class Cast:
    """Everybody of the region in its one transaction; nobody acts later than the present."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._known: dict[int, Principal] = {}
        self.today = act.today
        # `CHECKLIST_TODAY` moves the day, never the clock: a demo of a day gone by ends with that day.
        self.present = min(act.at, datetime.combine(act.today, time.max, TOKYO))

    def principal(self, person_id: int) -> Principal:
        """A person as one who acts, read once."""
        # A region makes some 200,000 acts; looking up each time who acts would be a statement for every one.
        if person_id not in self._known:
            self._known[person_id] = people.principal(self._act, person_id)
        return self._known[person_id]

    def name(self, person_id: int) -> str:
        """The name of a person."""
        return self.principal(person_id).name

    def act(self, person_id: int, at: datetime) -> Act:
        """An act of a person at a moment."""
        return self._by(self.principal(person_id), at)

    def server(self, at: datetime) -> Act:
        """An act at the server itself, before there is anybody else."""
        return self._by(self._act.principal, at)

    def _by(self, who: Principal, at: datetime) -> Act:
        return Act(self._act.db, who, min(at, self.present), min(clock.day_of(at), self.today), AT_HAND)

    def play(self, steps: Iterable[Step], diary: Diary) -> None:
        """Let everybody do their steps in the order of their moments."""
        for step in sorted(steps, key=lambda one: one.at):
            step.do(self.act(step.person, diary.after(step.at)))
