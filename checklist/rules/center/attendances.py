"""Who attended a training, added up: by facility, by profession, by way, and what a hospital is offered of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening, ViewingTurn
from checklist.words.center import WAYS

SHORTEST, LONGEST = timedelta(days=27), timedelta(days=62)
"""一か月 to two months, both days included."""


@dataclass(frozen=True)
class Window:
    """配信期間: from when to when a training may be watched, for whom it was opened again, and how many watched it."""

    first: date
    last: date
    asked_by: str
    people: int

    def is_open(self, day: date) -> bool:
        """Whether it can be watched on a day."""
        return self.first <= day <= self.last

    @property
    def remark(self) -> str:
        """What is unlike the practice of one to two months, '' if nothing; one that was opened again may be shorter."""
        length = self.last - self.first
        if not self.asked_by and length < SHORTEST:
            return "配信期間が1か月より短く、勤務日数が少ない職員が受講できないことがあります。"
        return "配信期間が2か月より長くなっています。" if length > LONGEST else ""


def windows(training: Training, reopened: Iterable[Reopening], found: Sequence[Attendance]) -> tuple[Window, ...]:
    """Every window of a training, the first one first; who watched counts where their day lies, else in the last begun."""
    known = [
        *(
            [("", training.demand_from, training.demand_until)]
            if training.demand_from and training.demand_until
            else []
        ),
        *sorted(((one.asked_by, one.held_on, one.closes_on) for one in reopened), key=lambda one: one[1]),
    ]
    counts = Counter[int]()
    for one in found:
        if one.way != "day" and known:
            counts[_place(one, [(first, last) for _, first, last in known])] += one.people
    return tuple(Window(first, last, by, counts[place]) for place, (by, first, last) in enumerate(known))


def _place(one: Attendance, spans: Sequence[tuple[date, date]]) -> int:
    within = [place for place, (first, last) in enumerate(spans) if first <= one.held_on <= last]
    begun = [place for place, (first, _) in enumerate(spans) if first <= one.held_on]
    return (within or begun or [0])[-1]


def total(found: Iterable[Attendance]) -> int:
    """Everybody together."""
    return sum(one.people for one in found)


@dataclass(frozen=True)
class OfFacility:
    """One facility with its people by way; the code is '' for one that is no hospital of the region."""

    code: str
    name: str
    by_way: dict[str, int]
    by_profession: dict[str, int]

    @property
    def people(self) -> int:
        """Everybody together."""
        return sum(self.by_way.values())

    @property
    def attended(self) -> int:
        """On the day itself."""
        return self.by_way["day"]

    @property
    def viewed(self) -> int:
        """On demand, opened again or not."""
        return self.people - self.attended


def by_facility(found: Iterable[Attendance], names: dict[str, str]) -> tuple[OfFacility, ...]:
    """The facilities, those of the region first by code, then the others by name; `names` by code."""
    kept: dict[tuple[str, str], list[Attendance]] = {}
    for one in found:
        kept.setdefault((one.hospital_code, one.facility), []).append(one)
    order = sorted(kept, key=lambda key: (not key[0], key))
    return tuple(
        _of_facility(code, names.get(code, facility or code), kept[code, facility]) for code, facility in order
    )


def _of_facility(code: str, name: str, found: Sequence[Attendance]) -> OfFacility:
    by_way, by_profession = Counter[str](), Counter[str]()
    for one in found:
        by_way[one.way] += one.people
        by_profession[one.profession] += one.people
    return OfFacility(code, name, {way: by_way[way] for way in WAYS}, dict(by_profession))


def overlapping(turn: ViewingTurn, others: Iterable[ViewingTurn]) -> ViewingTurn | None:
    """Somebody else who is away from the telephone at the same time: one at a time may watch."""
    return next(
        (
            one
            for one in others
            if one.id != turn.id
            and one.held_on == turn.held_on
            and one.started < turn.ended
            and turn.started < one.ended
        ),
        None,
    )
