"""A running server tells what there is to tell by itself, in a process of its own, and ends it when it stops."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from checklist.jobs import notices as job
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.notices import notices
from checklist.store.visits import visits
from checklist.web.scheduled_notices import ScheduledNotices
from tests.cycle import who
from tests.world import World


def test_what_is_due_is_told_and_nothing_is_begun_after_the_stop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = db.default_path()
    with acting(who(world, "secretariat")) as act:
        visits.change(act, replace(visits.get(act, world.visit), visit_date=date(2026, 12, 20)))
        for person in world.people.values():
            act.db.execute(
                "INSERT INTO notification_choice (mail, hour, kinds, at, person_id) VALUES (1, 0, '[]', ?, ?)",
                [act.stamp, person.id],
            )
    assert job.is_due(path)
    scheduled = ScheduledNotices(path, tick=0.05)
    until = time.monotonic() + 60
    while job.is_due(path) and time.monotonic() < until:
        time.sleep(0.1)
    scheduled.stop()
    with viewing(who(world, "evaluator.h02")) as view:
        assert notices.unseen(view) > 0
    assert not scheduled._thread.is_alive()


def test_a_server_that_stops_ends_the_round_that_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.monotonic()
    monkeypatch.setattr(job, "is_due", lambda _: True)
    scheduled = ScheduledNotices(db.default_path(), tick=0.01)
    while not scheduled._thread.is_alive():
        assert time.monotonic() < begun + 10
    scheduled.stop()
    assert not scheduled._thread.is_alive()
