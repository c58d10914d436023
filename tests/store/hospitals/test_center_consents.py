"""When a hospital gave its consent is the moment of the act, whatever the clock says while it is stored or read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from checklist.store import db
from checklist.store.hospitals import center_consents
from tests.world import HOST, World, by, principal


def test_the_day_of_a_consent_is_that_of_the_act(world: World) -> None:
    moments = [datetime(2025, 4, 1, 2, 30, tzinfo=UTC), datetime(2025, 6, 30, 15, 30, tzinfo=UTC)]
    host, manager = world.hospitals[HOST], principal(world.people["manager.h01"])
    told = []
    for at, given in zip(moments, (True, False), strict=True):
        with db.writing() as connection:
            center_consents.say(replace(by(connection, manager), at=at), host, given)
        with db.reading() as connection:
            told.append(center_consents.current(by(connection, manager), host))
    assert [(one.at, one.given) for one in told if one] == [(moments[0], True), (moments[1], False)]
