"""A training of the centre for tests: held, with its questionnaire, attendees and offers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance
from checklist.model.center.questionnaires import Answer, Purpose, Questionnaire
from checklist.store import db
from checklist.store.center import attendances, questionnaire_door, questionnaires
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.world import HOST, World, by

TODAY = date(2026, 11, 22)
DAY = date(2026, 11, 12)
TRAINING = Training(
    held_on=DAY, theme="長時間の相談の終え方", lecturer="架空大学 講師", topic="communication", held=True,
    audience=("staff", "part_time", "hospitals"), demand_from=date(2026, 11, 16), demand_until=date(2026, 12, 31),
)  # fmt: skip
LINE = Attendance(training_id=1, held_on=DAY, hospital_code=HOST, profession="nurse", people=3)


def hold(world: World, **fields: Any) -> int:
    """A training that was held."""
    with acting(staff(world)) as act:
        return records.save(act, None, replace(TRAINING, **fields))


def ask(
    world: World, training_id: int, purpose: Purpose = Purpose.AFTER, first: date = DAY, last: date = date(2026, 12, 31)
) -> Questionnaire:
    """Its questionnaire, open today unless told otherwise."""
    with acting(staff(world)) as act:
        return questionnaires.get(act, questionnaires.start(act, training_id, purpose, first, last))


def operation() -> str:
    """A number of an operation, as a phone draws it."""
    return str(uuid.uuid4())


def answer(
    asked: Questionnaire, given: dict[str, Answer], number: str = "", confirmed: bool = False, on: date = TODAY
) -> bool:
    """Somebody's answer, without anybody being known."""
    with db.writing() as connection:
        return questionnaire_door.take(connection, asked.token, number or operation(), given, confirmed, on)


def count(world: World, training_id: int, lines: Sequence[Attendance] = (LINE,)) -> int:
    """The attendees of a training."""
    with acting(staff(world)) as act:
        return attendances.put(act, training_id, lines)


def answers_of(world: World, asked: Questionnaire) -> list[dict[str, Answer]]:
    """What was answered, as the centre reads it."""
    with db.reading() as connection:
        return [dict(one.answers) for one in questionnaires.answers(by(connection, staff(world)), asked.id)]
