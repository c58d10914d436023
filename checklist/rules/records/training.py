"""How far the training of a 医療安全管理者 has come: hours and topics, over several courses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from checklist.model.records import Course
from checklist.words.records import TOPICS

HOURS = 40
RECOGNISED = frozenset({"national", "association"})
"""Only trainings by the state or a medical association count."""


class ManagerTraining(NamedTuple):
    """The hours that count so far, and the codes of the topics that are still missing."""

    hours: float
    missing: tuple[str, ...]


def manager_training(courses: Iterable[Course], name: str, day: date) -> ManagerTraining:
    """What somebody has finished up to a day; a later course makes up for missing topics."""
    counting = [
        one
        for one in courses
        if same_person(one.staff_name, name) and one.finished_on <= day and one.organiser in RECOGNISED
    ]
    heard = {topic for one in counting for topic in one.topics}
    return ManagerTraining(sum(one.hours for one in counting), tuple(topic for topic in TOPICS if topic not in heard))


def same_person(name: str, other: str) -> bool:
    """Whether two names are the same, however the parts are set apart."""
    # 「山田　花子」, 「山田 花子」 and 「山田花子」 stand in one hospital's files side by side.
    return _plain(name) == _plain(other)


def _plain(name: str) -> str:
    return "".join(name.split())
