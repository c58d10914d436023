"""A draft remembers its figure; attendance is noted of what was held; nothing of it is ever changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from sqlite3 import IntegrityError
from typing import Any

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.center.activities import CouncilItem, Training
from checklist.model.center.learning import Draft, Drafted, Ground, Source
from checklist.store import db
from checklist.store.center import attendances, learning
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.center_desk import acting, staff, take_down
from tests.center_trainings import LINE, count, hold
from tests.cycle import who
from tests.world import World, by

TODAY = date(2026, 11, 22)
GROUND = Ground(Source.ITEM, "drug", "6-01", "6-01 鑑別", 2025, "anzen", 58.3, "％", 18, "病院", date(2026, 4, 1))
PLANNED = Training(held_on=TODAY + timedelta(days=60), theme="薬の安全", topic="awareness")


def drafts(world: World) -> tuple[Draft, ...]:
    with db.reading() as connection:
        return learning.drafts(by(connection, staff(world)))


def test_a_draft_is_a_record_like_any_other_and_remembers_why(world: World) -> None:
    item = CouncilItem(held_on=TODAY, kind="other", title="薬の安全")
    with acting(staff(world)) as act:
        first, second = learning.draft(act, PLANNED, GROUND), learning.draft(act, item, replace(GROUND, value=60.0))
        assert records.get(act, Training, first).theme == "薬の安全"
    found = drafts(world)
    assert [(one.kind, one.record_id) for one in found] == [(Drafted.COUNCIL, second), (Drafted.TRAINING, first)]
    assert found[1].ground == GROUND


def test_what_was_taken_back_is_no_draft_any_more(world: World) -> None:
    with acting(staff(world)) as act:
        number = learning.draft(act, PLANNED, GROUND)
        records.withdraw(act, Training, number, 1, "取りやめた")
    assert drafts(world) == ()


def test_a_record_with_faults_leaves_no_draft(world: World) -> None:
    with pytest.raises(Refused), acting(staff(world)) as act:
        learning.draft(act, replace(PLANNED, theme=""), GROUND)
    assert drafts(world) == ()


@pytest.mark.parametrize(
    ("lines", "came"),
    [
        ([], {}),
        ([{}], {"H01"}),
        # On whichever way, of whichever profession and however often: a hospital came or it did not.
        ([{}, {"way": "demand"}, {"profession": "office"}], {"H01"}),
        ([{}, {"hospital_code": "H02"}], {"H01", "H02"}),
        ([{"hospital_code": " Ｈ０２ "}], {"H02"}),
        # An office of the prefecture is none of the hospitals, whatever it is called.
        ([{"hospital_code": "", "facility": "H03"}], {}),
        # A hospital of elsewhere is in no number.
        ([{"hospital_code": "X99"}, {}], {"H01"}),
    ],
)
def test_who_attended_is_who_was_counted(world: World, lines: list[dict[str, Any]], came: set[str]) -> None:
    with db.writing() as connection:
        kept = replace(hospitals.by_code(by(connection), "H03"), id=0, code="X99", name="県外病院", external=True)
        hospitals.save(by(connection), kept)
    training = hold(world)
    count(world, training, [replace(LINE, **one) for one in lines])
    with db.reading() as connection:
        found = learning.attendance(by(connection, staff(world)), [training, 99])
    assert found == ({training: frozenset(world.hospitals[one] for one in came)} if came else {})


def test_a_number_that_was_taken_back_is_nobody_that_came(world: World) -> None:
    training, other = hold(world), hold(world, theme="別の研修会")
    for each, code in ((training, "H01"), (training, "H02"), (other, "H03")):
        count(world, each, [replace(LINE, hospital_code=code)])
    with acting(staff(world)) as act:
        attendances.remove(act, attendances.of_training(act, training)[0].id, 1)
        found = learning.attendance(act, [training, other])
    assert found == {
        training: frozenset({world.hospitals["H02"]}), other: frozenset({world.hospitals["H03"]}),
    }  # fmt: skip


@pytest.mark.parametrize("table", ["topic_edition", "topic_wish", "learning_draft", "learning_effect"])
def test_no_row_is_changed_or_deleted(table: str, world: World) -> None:
    rows = {
        "topic_edition": "(name, since, topics, at, person_id) VALUES ('版', '2026-04-01', '[]', 'x', 1)",
        "topic_wish": "(fiscal_year, topics, at, person_id) VALUES (2026, '[]', 'x', 1)",
        "learning_draft": "(kind, record_id, ground, at, person_id) VALUES ('x', 1, '{}', 'x', 1)",
        "learning_effect": "(draft_id, content, at) VALUES (1, '{}', 'x')",
    }
    with db.writing() as connection:
        if table == "learning_effect":
            connection.execute(f"INSERT INTO learning_draft {rows['learning_draft']}")
        connection.execute(f"INSERT INTO {table} {rows[table]}")
    for verb in (f"UPDATE {table} SET at = 'y'", f"DELETE FROM {table}"):
        with pytest.raises((IntegrityError, Refused)), db.writing() as connection:
            connection.execute(verb)


def test_cases_are_counted_by_edition_subject_and_detail(world: World) -> None:
    take_down(staff(world), received_on=TODAY)
    take_down(staff(world), received_on=TODAY, subject="1", detail="1-3")
    take_down(staff(world), received_on=TODAY - timedelta(days=1))
    with db.reading() as connection:
        found = learning.count_by_subject(by(connection, staff(world)), TODAY, TODAY)
    assert found == {(0, "2", "2-1"): 1, (0, "1", "1-3"): 1}


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_nobody_else_reads_what_was_drafted_or_measured(login: str, world: World) -> None:
    with db.reading() as connection:
        view = by(connection, who(world, login))
        for read in (
            lambda: learning.drafts(view), lambda: learning.effects(view), lambda: learning.attendance(view, [1]),
            lambda: learning.count_by_subject(view, TODAY, TODAY),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                read()
