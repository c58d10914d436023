"""The polls for the days of visits: those that concern the reader, and one of them with how its days stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.errors import ChecklistError
from checklist.model.permission import Thing, Verb
from checklist.model.visits import DateOffer, DatePoll, PollState, Visit, Voice
from checklist.readings.task import Task
from checklist.rules import fiscal_year
from checklist.rules.visits import day_standings, visit_states
from checklist.rules.visits.day_conflicts import Conflict
from checklist.rules.visits.day_standings import Standing
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.visits import date_polls, date_voices, visits


@dataclass(frozen=True)
class PollPage:
    """One visit with its newest poll; `voice` is the side for which the reader answers, None for whoever answers nothing."""

    visit: Visit
    title: str
    poll: DatePoll | None
    open: bool
    voices: tuple[Voice, ...]
    voice: Voice | None
    standings: tuple[Standing, ...]
    offers: bool
    fixes: bool
    year: tuple[date, date]
    """The first and the last day of the visit's fiscal year."""
    today: date

    @property
    def seen(self) -> int:
        """The version that a change of what is offered is made over; 0 where there is no open poll."""
        return self.poll.version if self.poll and self.open else 0

    @property
    def to_answer(self) -> tuple[DateOffer, ...]:
        """What is still to come of what is offered, in the order of the days: it never jumps under a thumb."""
        standing = self.poll.offers if self.poll and self.open else ()
        return tuple(one for one in standing if one.time.on_date >= self.today)

    def against(self, day: date) -> tuple[Conflict, ...]:
        """What stands against a day that is offered."""
        return next((one.conflicts for one in self.standings if one.offer.time.on_date == day), ())

    @property
    def unanswered(self) -> int:
        """How many days the reader's side has not answered."""
        return day_standings.unanswered(self.to_answer, self.voice) if self.voice else 0


@dataclass(frozen=True)
class PollLine:
    """One visit whose day is being looked for, or could be."""

    visit: Visit
    title: str
    poll: DatePoll | None
    coming: int
    """How many of its days are still to come; what is past can be neither answered nor fixed."""
    unanswered: int
    missing: int
    """How many sides have not answered every day."""
    complete: bool
    """Somebody was asked, and everybody has answered every day that is still to come."""
    offers: bool
    fixes: bool
    ended: int = 0
    """The number of a poll that was withdrawn, of which those who were asked are told."""


def title_of(view: View, visit: Visit) -> str:
    """Who visits whom, for instance A病院から B病院への訪問."""
    known = hospitals.several(view, (visit.host_id, *visit.evaluator_ids))
    return f"{'・'.join(known[one].name for one in visit.evaluator_ids)}から{known[visit.host_id].name}への訪問"


def find(view: View, visit_id: int) -> PollPage | None:
    """The poll of a visit, or None if there is no such visit for this reader."""
    try:
        visit = visits.get(view, visit_id)
        poll = date_polls.of_visit(view, visit_id)
    except ChecklistError:
        return None
    voices = date_voices.of_visits(view, [visit])[visit_id]
    standing = poll.offers if poll else ()
    against = date_voices.against(view, visit, (one.time.on_date for one in standing))
    ahead = visit.state in visit_states.AHEAD
    return PollPage(
        visit, title_of(view, visit), poll, day_standings.is_open(visit, poll), voices, _own(view, visit, voices),
        tuple(day_standings.standings(standing, voices, against, view.today)),
        ahead and _may(view, visit, Thing.DATE_POLL), ahead and _may(view, visit, Thing.DATE_FIX),
        fiscal_year.bounds(visit.fiscal_year, region.of(view).fiscal_year_start_month), view.today,
    )  # fmt: skip


def _may(view: View, visit: Visit, thing: Thing) -> bool:
    return Verb.WRITE in visits.verbs(view.principal, visit, thing)


def _own(view: View, visit: Visit, voices: tuple[Voice, ...]) -> Voice | None:
    if not _may(view, visit, Thing.DATE_ANSWER):
        return None
    return next((one for one in voices if view.principal.person_id in one.person_ids), None)


def lines(view: View) -> list[PollLine]:
    """The visits whose day is being looked for, those that wait for the reader first, then those that could have a poll."""
    ahead = [one for one in visits.visible_to(view) if one.state in visit_states.AHEAD]
    known = date_polls.readable(view, ahead)
    polls = date_polls.of_visits(view, known)
    asked = [one for one in known if day_standings.is_open(one, polls.get(one.id))]
    voices = date_voices.of_visits(view, asked) if asked else {}
    # The names of all of them in one read.
    hospitals.several(view, {hospital for one in known for hospital in (one.host_id, *one.evaluator_ids)})
    found = [_line(view, one, polls.get(one.id), voices.get(one.id, ())) for one in known]
    wanted = [one for one in found if one.poll or one.ended or (one.offers and one.visit.visit_date is None)]
    return sorted(wanted, key=lambda one: (not one.unanswered, one.poll is None, one.visit.id))


def _line(view: View, visit: Visit, poll: DatePoll | None, voices: tuple[Voice, ...]) -> PollLine:
    found = poll if poll and day_standings.is_open(visit, poll) else None
    coming = [one for one in found.offers if one.time.on_date >= view.today] if found else []
    own = _own(view, visit, voices)
    missing = sum(bool(day_standings.unanswered(coming, one)) for one in voices)
    return PollLine(
        visit, title_of(view, visit), found, len(coming),
        day_standings.unanswered(coming, own) if own else 0,
        missing, bool(coming and voices and not missing),
        _may(view, visit, Thing.DATE_POLL), _may(view, visit, Thing.DATE_FIX),
        poll.id if poll and poll.state is PollState.WITHDRAWN else 0,
    )  # fmt: skip


def tasks(view: View) -> list[Task]:
    """What the reader has to do about the days of visits: answer, or fix one that everybody has answered."""
    found = []
    for one in lines(view):
        href = f"/date_polls?visit={one.visit.id}"
        if one.poll and one.unanswered:
            detail = f"{one.title}（候補{one.coming}件）。○・△・×で答えてください。"
            found.append(Task("訪問日の候補に回答する", detail, href, "回答する", "now"))
        elif one.complete and one.fixes:
            detail = f"{one.title}。全員の回答がそろいました。"
            found.append(Task("訪問日を決める", detail, href, "日程を決める", "now"))
    return found
