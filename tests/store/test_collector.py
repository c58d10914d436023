"""The collector rests while a region is read, and for no longer: also when two read at once, or one of them fails."""

from __future__ import annotations

import gc
from datetime import date
from typing import Any

import pytest

from checklist.store import collector, db
from checklist.store.criteria import criteria_facts
from checklist.store.records import records
from tests.world import World, by


def test_it_rests_until_the_last_of_those_inside_has_left() -> None:
    assert gc.isenabled()
    with collector.held_off():
        with collector.held_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), collector.held_off():
        _ = 1 / 0
    assert gc.isenabled()


def test_where_it_was_off_before_it_stays_off() -> None:
    gc.disable()
    try:
        with collector.held_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_rests_while_the_facts_of_a_region_are_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    real = records.until

    def until(*given: Any) -> Any:
        ran.append(gc.isenabled())
        return real(*given)

    monkeypatch.setattr(records, "until", until)
    with db.reading() as connection:
        criteria_facts.of_day(by(connection), date(2026, 11, 22))
    assert ran
    assert not any(ran)
    assert gc.isenabled()
