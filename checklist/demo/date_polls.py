"""The days of the visits to come: one that is being looked for with half of its answers there, others taken from a poll."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from checklist.demo import schedule
from checklist.demo.cast import Cast
from checklist.model.visits import DateAnswer, DayPart, Visit, VisitState, VisitTime
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.visits import date_polls, date_voices, visits

_HOURS = (DayPart.AFTERNOON, "13:30"), (DayPart.MORNING, "09:30"), (DayPart.WHOLE, ""), (DayPart.AFTERNOON, "14:00")
_SAID = (DateAnswer.YES, DateAnswer.MAYBE, DateAnswer.YES, DateAnswer.NO)


def tell(cast: Cast, secretariat: int, last: int) -> None:
    """Open a poll for each visit of the last year that has no day, and settle those of visits that were only planned."""
    found = [one for one in visits.all_visits(cast.act(secretariat, cast.present)) if one.fiscal_year == last]
    for one in found:
        if one.state is VisitState.PLANNED and one.member_ids and not one.record_only:
            days = _days(cast, secretariat, one)
            if one.visit_date is None and days:
                _ask(cast, one, days)
            elif one.visit_date and one.visit_date >= cast.today:
                _settle(cast, one, one.visit_date)


def _days(cast: Cast, secretariat: int, visit: Visit) -> list[date]:
    """Four working days some weeks ahead, as far as the year has them."""
    start = region.load(cast.act(secretariat, cast.present).db).fiscal_year_start_month
    ends = fiscal_year.bounds(visit.fiscal_year, start)[1]
    wanted = (schedule.business_day(cast.today + timedelta(days=28 + 9 * place)) for place in range(4))
    return sorted({one for one in wanted if cast.today < one <= ends})


def _ask(cast: Cast, visit: Visit, days: list[date]) -> None:
    """Offered yesterday by the leading member; everybody but the last one asked has answered."""
    times = [VisitTime(day, *_HOURS[place]) for place, day in enumerate(days)]
    date_polls.offer(cast.act(_leading(cast, visit), cast.present - timedelta(hours=20)), visit.id, 0, times)
    _answer(cast, visit, cast.present - timedelta(hours=3), everybody=False)


def _settle(cast: Cast, visit: Visit, day: date) -> None:
    """The day that the visit has, as both sides came to it."""
    at = cast.present - timedelta(days=2)
    leading = cast.act(_leading(cast, visit), at)
    date_polls.offer(leading, visit.id, 0, [VisitTime(day, *_HOURS[0])])
    _answer(cast, visit, at, everybody=True)
    poll = date_polls.of_visit(leading, visit.id)
    assert poll
    date_polls.fix(leading, poll.offers[0].id, poll.seen)


def _leading(cast: Cast, visit: Visit) -> int:
    return next(one for one in visit.member_ids if cast.principal(one).hospital_id == visit.evaluator_ids[0])


def _answer(cast: Cast, visit: Visit, at: datetime, everybody: bool) -> None:
    """What those who are asked say, one after the other; of a poll that is going on, the last one has not answered."""
    leading = cast.act(_leading(cast, visit), at)
    voices = date_voices.of_visits(leading, [visit])[visit.id]
    poll = date_polls.of_visit(leading, visit.id)
    assert poll
    for turn, voice in enumerate(voices if everybody else voices[:-1]):
        act = cast.act(voice.person_ids[0], at + timedelta(minutes=11 * turn))
        for place, one in enumerate(poll.offers):
            said = DateAnswer.YES if everybody else _SAID[(place + turn) % len(_SAID)]
            date_polls.answer(act, one.id, said)
