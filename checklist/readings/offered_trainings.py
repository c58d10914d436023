"""What the support centre offers a hospital for its records of 職員研修, beside those records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checklist import words
from checklist.model.center.attendance import AttendanceOffer, OfferState
from checklist.model.permission import Thing, Verb
from checklist.readings.task import Scene, Task
from checklist.rules import access
from checklist.store.act import View
from checklist.store.center import attendance_offers
from checklist.words.center import CENTER

PLACE = "/records?kind=staff_training"


@dataclass(frozen=True)
class Offered:
    """The offers to one hospital: those to answer, those taken back after a record was made of them, and all others."""

    writes: bool
    waiting: tuple[AttendanceOffer, ...]
    recalled: tuple[AttendanceOffer, ...]
    settled: tuple[AttendanceOffer, ...]
    origins: Mapping[int, AttendanceOffer]


def read(view: View, hospital_id: int) -> Offered:
    """The offers to a hospital; raises Forbidden."""
    found = attendance_offers.of_hospital(view, hospital_id)
    waiting = tuple(one for one in found if one.state is OfferState.OPEN)
    recalled = tuple(one for one in found if one.is_recalled)
    settled = tuple(one for one in found if one not in waiting and one not in recalled)
    writes = view.may(Verb.WRITE, Thing.ATTENDANCE_OFFERS, access.of_hospital(hospital_id))
    return Offered(writes, waiting, recalled, settled, {one.record_id: one for one in found if one.record_id})


def tasks(scene: Scene) -> Iterator[Task]:
    """Offers that wait for the manager's word, and records that stand on what was taken back."""
    hospital_id = scene.view.principal.hospital_id
    if hospital_id is None:
        return
    found = read(scene.view, hospital_id)
    for one in found.recalled:
        told = f"{CENTER}が受講の記録を取り下げました：{one.title}"
        yield Task(told, f"理由：{one.withdrawn}。自院の記録を確かめてください。", PLACE, "記録を確かめる", "now")
    for one in found.waiting:
        told = f"{words.day(one.held_on)}「{one.title}」　{people(one)}"
        yield Task(f"{CENTER}の研修会の受講を職員研修に記録する", told, PLACE, "受け入れるかを決める", "now")


def people(one: AttendanceOffer) -> str:
    """How many of the hospital attended, on the day and on demand."""
    return f"当日 {one.attended}名・オンデマンド {one.viewed}名"
