"""Erasing progress notes that name a patient."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.store import db, doctor
from checklist.store.act import acting
from checklist.store.improvements import improvement_plans, note_erasures
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.cycle import who
from tests.store.closing.test_erasures import contents
from tests.world import World, by

SECRET = "患者 架空ハナコ氏に説明した"
STONE = "（個人情報のため削除 2026年11月22日 manager.h01 さん）"


@pytest.fixture
def finding(world: World) -> int:
    """A finding whose plan has two notes, the second of which names a patient."""
    found = cycle.sealed(world)
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        improvement_plans.save(act, found, 0, PlanFields("周知する"))
        for text in ("周知した", SECRET):
            improvement_plans.add_note(act, found, text)
    return found


def erase(world: World, finding: int, note: int, login: str = "manager.h01", reason: str = "患者名の記載") -> None:
    with acting(who(world, login)) as act:
        note_erasures.erase(act, finding, note, reason)


def test_only_that_note_goes_from_screen_and_disk_and_the_record_of_it_stays(
    world: World, finding: int, world_db: Path
) -> None:
    erase(world, finding, 2)
    with db.reading() as connection:
        act = by(connection, who(world, "manager.h01"))
        assert [one.text for one in improvement_plans.of_finding(act, finding).notes] == ["周知した", STONE]
        assert [(one.by, one.reason) for one in note_erasures.noted(act, finding)] == [
            ("manager.h01 さん", "患者名の記載")
        ]
    assert "架空ハナコ".encode() not in contents(world_db)
    assert doctor.examine(world_db).faults == ()


def test_only_the_hospital_itself_erases_for_a_reason_and_once(world: World, finding: int) -> None:
    for login in ("leader.h01", "evaluator.h02", "manager.h02", "secretariat", "center", "admin"):
        with pytest.raises(Forbidden):
            erase(world, finding, 2, login)
    with pytest.raises(Refused, match="削除する理由"):
        erase(world, finding, 2, reason=" ")
    erase(world, finding, 2)
    for note in (2, 99):
        with pytest.raises(NotFound):
            erase(world, finding, note)
