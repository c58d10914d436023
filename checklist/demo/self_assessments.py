"""The invented self-assessments: one for each host and year, before its first visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from checklist.demo import answers, schedule
from checklist.demo.answers import Task
from checklist.demo.builder import Part
from checklist.demo.cast import Diary, moment
from checklist.demo.schedule import Plan
from checklist.model.assessments import Track
from checklist.model.visits import VisitState
from checklist.rules import fiscal_year
from checklist.store.assessments import assessments


def tell(part: Part, plans: Sequence[Plan]) -> datetime:
    """A host's own view before these visits: submitted once one is near, in work before, not yet begun for some plans.

    Returns when the host was done with it, or where there is none yet, when its visits were planned.
    """
    builder, plan = part.builder, plans[0]
    cast, rng, host = builder.cast, builder.rng, builder.members[plan.host]
    planned = max(schedule.planned_on(one, cast.today) for one in plans)
    diary = Diary(cast.today, moment(planned, *schedule.PLANNED_AT))
    near = any(one.reaches(VisitState.READY) for one in plans)
    share = 1.0
    if not near:
        begun = any(one.reaches(VisitState.AGREED) for one in plans)
        share = rng.uniform(0.55, 0.95) if begun else rng.choice((0.0, 0.25, 0.4))
    if share == 0.0:
        return diary.latest
    day = max(_day(part, plans), planned)
    begins = diary.at(day, 9)
    assessment = assessments.start_self(cast.act(host.manager, begins), plan.fiscal_year, part.version.code)
    task = Task(Track.SELF, part.asked(host), (host.manager,), begins, cast.present, 400, share)
    given = answers.fill(rng, builder.book, builder.qualities[host.id], task)
    answers.write(cast, assessment, given, diary.after(given[-1].answer.saved_at))
    if near:
        # Of a visit in the first days of the year, everything before it has to be done by its day.
        last = min((one.day for one in plans if one.day), default=cast.today)
        submitted = diary.at(min(day + timedelta(days=1), last), 11, 20)
        assessments.submit(cast.act(host.manager, submitted), assessment)
        if rng.random() < 0.8:
            approved = diary.at(min(day + timedelta(days=2), last), 16, 5)
            assessments.approve(cast.act(host.leader, approved), assessment)
    return diary.latest


def _day(part: Part, plans: Sequence[Plan]) -> date:
    """When the host filled in its sheet: three weeks before its first visit, or lately."""
    today, rng = part.builder.cast.today, part.builder.rng
    begin, _ = fiscal_year.bounds(plans[0].fiscal_year)
    day = min((plan.day for plan in plans if plan.day), default=today)
    latest = min(day - timedelta(days=rng.randint(18, 26)), today - timedelta(days=2))
    return max(begin, schedule.business_day(latest))
