"""The invented people that the rules ask for, their courses, and what stands written: one hospital at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from checklist.demo import names
from checklist.demo.story import Story
from checklist.model.records import Appointment, Course, Guideline, Notice, Record
from checklist.rules import fiscal_year
from checklist.words.records import DEPARTMENTS, GUIDELINES, TOPICS

PROFESSION_OF = {"clinical": "physician", "pharmacy": "pharmacist", "nursing": "nurse", "office": "office"}
NOTICE = "医療安全に関するご相談は、1階の患者相談窓口で医療安全管理者がお受けします。"
TITLES = {
    "policy": "医療安全管理のための指針",
    "department": "医療安全管理部門 業務指針",
    "duties": "医療安全管理者 業務内容書",
    "organisation": "病院組織図・医療安全管理室設置要綱",
    "committee": "医療安全管理対策委員会設置要綱",
    "desk": "患者相談窓口設置要綱",
    "reporting": "インシデント・アクシデント報告規程",
}


@dataclass(frozen=True)
class Place:
    """One hospital whose story is told: since when records are kept, and until when."""

    rng: Random
    story: Story
    addon_class: int
    beds: int
    manager_name: str
    since: date
    today: date


def records(place: Place) -> Iterator[Record]:
    """Appointments, courses, written rules and the notice."""
    yield from _manager(place)
    yield from _members(place)
    if place.addon_class == 1:
        yield from _physician(place)
    if place.story is not Story.UNRECORDED:
        yield from _written(place)
        yield from _notice(place)


def _start(place: Place, most_years: int) -> date:
    """A first of April some years before the records begin."""
    return date(place.since.year - place.rng.randint(1, most_years), 4, 1)


def _manager(place: Place) -> Iterator[Record]:
    name, start, story = place.manager_name, _start(place, 4), place.story
    _, last = fiscal_year.bounds(fiscal_year.of_day(place.today))
    yield Appointment(
        staff_name=name,
        profession=place.rng.choice(("nurse", "nurse", "pharmacist")),
        post="safety_manager",
        # 加算1 asks for 専従, 加算2 for 専任.
        dedication="dedicated" if place.addon_class == 1 else "assigned",
        valid_from=start,
        valid_to=last if story is Story.LEAVING else None,
        # Under 令和6 専従 has no other work, under 令和8 up to 16 hours a month of it: 12 tells the two apart.
        other_hours=12.0 if story is Story.OTHER_WORK else 0.0 if place.addon_class == 1 else 60.0,
        safety_since=start,
    )
    topics, finished = tuple(TOPICS), start - timedelta(days=place.rng.randint(40, 200))
    # Six more come below: 39.5 or 42, where the notice asks for 40 in all.
    hours = 33.5 if story is Story.SHORT_TRAINING else 36.0
    organiser = ("association", "架空県看護協会")
    yield Course(
        staff_name=name, finished_on=finished, title="医療安全管理者養成研修", organiser=organiser[0],
        organiser_name=organiser[1], hours=hours, topics=topics[:5],
    )  # fmt: skip
    # Topics that were missing may be made up for by another course of a recognised organiser.
    yield Course(
        staff_name=name, finished_on=finished + timedelta(days=30), title="安全文化の醸成に関する補足研修",
        organiser="association", organiser_name="架空病院団体連合会", hours=6.0, topics=topics[5:],
    )  # fmt: skip


def _members(place: Place) -> Iterator[Record]:
    # The notice names these four: 診療, 薬剤, 看護, 事務.
    for post in DEPARTMENTS:
        weak = post == "pharmacy" and place.story is Story.WITHOUT_PHARMACY
        start = _start(place, 3)
        yield Appointment(
            staff_name=names.person(place.rng), profession=PROFESSION_OF[post], post=post,
            dedication="concurrent" if weak else "assigned", valid_from=start, other_hours=120.0 if weak else 80.0,
        )  # fmt: skip
    for post, profession in (("medicine_officer", "pharmacist"), ("device_officer", "engineer")):
        yield Appointment(
            staff_name=names.person(place.rng), profession=profession, post=post, dedication="concurrent",
            valid_from=_start(place, 5), other_hours=130.0,
        )  # fmt: skip


def _physician(place: Place) -> Iterator[Record]:
    new = place.story is Story.NEW_PHYSICIAN
    name = names.person(place.rng)
    start = date(place.today.year - 1, 4, 1) if new else _start(place, 5)
    former = date(place.today.year - 1, 3, 31)
    if new:
        yield Appointment(
            staff_name=names.person(place.rng), profession="physician", post="physician", dedication="assigned",
            valid_from=date(place.since.year - 5, 4, 1), valid_to=former, other_hours=100.0,
            safety_since=date(place.since.year - 5, 4, 1),
        )  # fmt: skip
    yield Appointment(
        staff_name=name, profession="physician", post="physician", dedication="assigned", valid_from=start,
        other_hours=100.0, safety_since=start,
    )  # fmt: skip
    # Either three years of safety work or a course would do; the new one has neither.
    if not new:
        yield Course(
            staff_name=name, finished_on=start - timedelta(days=60), title="医療安全担当医師研修",
            organiser="association", organiser_name="架空県医師会", hours=40.0, topics=tuple(TOPICS),
            physician_training=True,
        )  # fmt: skip


def _written(place: Place) -> Iterator[Record]:
    for document in GUIDELINES:
        yield Guideline(held_on=_start(place, 3), document=document, title=TITLES[document], note="記載を見直した。")


def _notice(place: Place) -> Iterator[Record]:
    taken = date(place.today.year - 1, 9, 30) if place.story is Story.NEGLECTED else None
    yield Notice(held_on=_start(place, 3), place="正面玄関・外来待合", text=NOTICE, ended_on=taken)
