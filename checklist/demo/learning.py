"""What the invented centre learnt from the results: everybody's wishes, trainings drafted from figures, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from checklist.comparison import learning_page, learning_signals
from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Member
from checklist.jobs import learning as measuring
from checklist.model.center.activities import Training
from checklist.model.center.learning import Source
from checklist.rules import fiscal_year
from checklist.rules.center import drafts
from checklist.store.accounts import people
from checklist.store.center import information, learning, topics
from checklist.store.records import records

LECTURER = "架空大学 医療安全学 教授"
WISHES = ("drug", "communication", "test", "fall", "infection", "identity", "procedure")


def tell(cast: Cast, members: Sequence[Member], first: int, last: int) -> None:
    """Write what was wished and drafted in these fiscal years, who attended, and what was measured."""
    person = _staff(cast)
    for year in range(first + 1, last + 1):
        _wish(cast, members, person, year)
        _draft(cast, members, person, year)
    _read(cast, members)
    # As the server does every day.
    measuring.measure_due(cast.server(cast.present))


def _staff(cast: Cast) -> int:
    every = people.all_people(cast.server(cast.present))
    return next(one.id for one in every if one.login == "center")


def _wish(cast: Cast, members: Sequence[Member], person: int, year: int) -> None:
    """Most hospitals say what they wish; of the others nobody knows."""
    day = moment(min(date(year, 4, 20), cast.today), 10)
    for place, member in enumerate(one for one in members if one.addon_class and not one.external):
        if place % 5:
            turn = (place + year) % len(WISHES)
            wished = [*WISHES[turn:], *WISHES[:turn]][: 1 + place % 3]
            topics.wish(cast.act(member.manager, day), member.id, wished)
    topics.wish(cast.act(person, day), None, ("communication", WISHES[2 + year % 5], "accident"))


def _read(cast: Cast, members: Sequence[Member]) -> None:
    """Two hospitals of three read what the centre sent last."""
    for place, member in enumerate(one for one in members if not one.external and one.addon_class):
        act = cast.act(member.manager, cast.present)
        for one in information.sent(act)[:6] if place % 3 else ():
            information.confirm(act, member.id, one.kind, one.record_id)


def _draft(cast: Cast, members: Sequence[Member], person: int, year: int) -> None:
    """From the first topic that visitors rated, one of another chapter each year; held in summer if that is over."""
    at = moment(min(date(year, 5, 12), cast.today), 14)
    act = cast.act(person, at)
    found = learning_signals.read(act)
    known = {one.ground.code for one in learning.drafts(act)}
    rated = [
        (line.topic, signal.ground)
        for line in learning_page.ordered(found)
        for signal in line.signals
        if signal.ground.source is Source.CHAPTER and signal.ground.code not in known
    ]
    if not rated:
        return
    topic, ground = min(rated, key=lambda one: one[1].value)
    record_id = learning.draft(act, drafts.training(topic, ground, act.today), ground)
    if year == fiscal_year.of_day(cast.today):
        meeting = drafts.council_item(topic, ground, act.today, None)
        learning.draft(act, meeting, ground)
    day = date(year, 7, 16)
    if day < cast.today:
        _hold(cast, members, person, record_id, day)


def _hold(cast: Cast, members: Sequence[Member], person: int, record_id: int, day: date) -> None:
    """Every second pair of hospitals comes, other pairs each year."""
    act = cast.act(person, moment(day, 17))
    planned = records.get(act, Training, record_id)
    came = [one.id for place, one in enumerate(members) if not one.external and (place // 2 + day.year) % 2]
    held = replace(
        planned, held_on=day, held=True, lecturer=LECTURER, attended=2 * len(came), audience=("hospitals",),
        decided_on=day - timedelta(days=62), announced_on=day - timedelta(days=40),
    )  # fmt: skip
    records.save(act, None, held)
    learning.note_attendance(act, record_id, came)
