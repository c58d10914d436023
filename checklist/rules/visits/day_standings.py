"""How the days of a poll stand: who said what, who is missing, and which day is best."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checklist.model.visits import DateAnswer, DateOffer, DatePoll, DayPart, PollState, Visit, Voice
from checklist.rules.visits import visit_states
from checklist.rules.visits.day_conflicts import Conflict


@dataclass(frozen=True)
class Standing:
    """One offer as the sides have answered: names by answer, those who have not, and what stands against the day."""

    offer: DateOffer
    named: Mapping[DateAnswer, tuple[str, ...]]
    missing: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    past: bool

    @property
    def suits_all(self) -> bool:
        """Whether there is anybody to come, everybody has answered, and nobody or nothing stands against it."""
        hard = any(one.hard for one in self.conflicts)
        return any(self.named.values()) and not (self.missing or self.named[DateAnswer.NO] or hard or self.past)


def said(voice: Voice, offer: DateOffer) -> DateAnswer | None:
    """What a side says of an offer: the newest answer of those who speak for it, None as long as nobody has."""
    found = [answer for person, answer in offer.answers.items() if person in voice.person_ids]
    return found[-1] if found else None


def standings(
    offers: Iterable[DateOffer], voices: Collection[Voice], against: Mapping[date, tuple[Conflict, ...]], today: date
) -> list[Standing]:
    """Every offer with its answers, the best one first.

    Fewest who cannot (known clashes count like a ×), then fewest unanswered, then most ○, then the earliest; what is past last.
    """
    found = [_standing(one, voices, against.get(one.time.on_date, ()), today) for one in offers]
    return sorted(found, key=_rank)


def _standing(offer: DateOffer, voices: Collection[Voice], against: tuple[Conflict, ...], today: date) -> Standing:
    told = {one: said(one, offer) for one in voices}
    named = {answer: tuple(one.name for one in voices if told[one] is answer) for answer in DateAnswer}
    missing = tuple(one.name for one in voices if told[one] is None)
    return Standing(offer, named, missing, against, offer.time.on_date < today)


def _rank(one: Standing) -> tuple[object, ...]:
    cannot = len(one.named[DateAnswer.NO]) + sum(each.hard for each in one.conflicts)
    time = one.offer.time
    # Of the parts of one day in the order of the clock; 終日 stands before both.
    place = list(DayPart).index(time.part)
    return one.past, cannot, len(one.missing), -len(one.named[DateAnswer.YES]), time.on_date, place


def unanswered(offers: Iterable[DateOffer], voice: Voice) -> int:
    """To how many offers a side has not answered yet."""
    return sum(said(voice, one) is None for one in offers)


def is_open(visit: Visit, poll: DatePoll | None) -> bool:
    """Whether there is anything to answer: a visit that has begun or was called off needs no day any more."""
    return poll is not None and poll.state is PollState.OPEN and visit.state in visit_states.AHEAD
