"""What analysts get of the region: for the secretariat alone, in a fixed order, and without what is still open."""

from __future__ import annotations

from itertools import chain

import pytest

from checklist.errors import Forbidden
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.assessments import dataset
from tests import cycle
from tests.comparison import region_of_answers as regions
from tests.cycle import who
from tests.world import CODES, World, by


@pytest.mark.parametrize("track", list(Track))
def test_only_the_secretariat_takes_the_assessments_and_their_ratings(track: Track, world: World) -> None:
    cycle.submitted(world)
    served = set()
    with db.reading() as connection:
        for login in world.people:
            view = by(connection, who(world, login))
            try:
                dataset.entries(view, track)
                served.add(login)
            except Forbidden:
                with pytest.raises(Forbidden):
                    list(dataset.ratings(view, [world.self_assessment]))
        assert len(list(dataset.ratings(by(connection, who(world, "secretariat")), [world.self_assessment]))) == 1
    assert served == {"secretariat"}


def test_an_assessment_that_is_still_open_is_not_taken(world: World) -> None:
    with db.writing() as connection:
        cycle.fill(connection, who(world, "manager.h01"), world.self_assessment, cycle.OWN)
    with db.reading() as connection:
        assert [dataset.entries(by(connection), track) for track in Track] == [[], [], []]
    with db.writing() as connection:
        connection.execute(
            "UPDATE assessment SET state = 'submitted', submitted_at = '2026-11-01T03:00:00.000000+00:00'"
        )
        assert [one.assessment_id for one in dataset.entries(by(connection), Track.SELF)] == [world.self_assessment]


def test_ratings_come_in_the_order_of_the_sheet_and_of_the_numbers_asked_for(world: World) -> None:
    cycle.submitted(world)
    asked = [world.visitor_assessment, world.self_assessment]
    with db.reading() as connection:
        (lines,) = dataset.ratings(by(connection), asked)
    assert [(line[0], line[2]) for line in lines] == [(number, code) for number in asked for code in CODES]
    assert [line[3] for line in lines[: len(CODES)]] == list(cycle.THEIRS.values())
    assert {line[1] for line in lines} == {"1", "2"}


def test_of_no_assessment_there_are_no_ratings_and_of_an_unknown_one_neither(world: World) -> None:
    with db.reading() as connection:
        assert list(dataset.ratings(by(connection), [])) == []
        assert list(dataset.ratings(by(connection), [10**9])) == [[]]


def test_a_few_at_a_time_give_the_same_as_all_at_once(empty_db: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        regions.build(connection, dict.fromkeys("ABCD", 1))
    with db.reading() as connection:
        found = dataset.entries(by(connection), Track.SELF)
        assert [one.fiscal_year for one in found] == [2024] * 4 + [2025] * 4
        ids = [one.assessment_id for one in found]
        (whole,) = dataset.ratings(by(connection), ids)
        monkeypatch.setattr(dataset, "TOGETHER", 3)
        parts = list(dataset.ratings(by(connection), ids))
    assert len(parts) == 3
    assert list(chain.from_iterable(parts)) == whole
