"""The number of beds of a hospital by day; what was written down once stays, a correction is a further row."""

from __future__ import annotations

from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.rules.hospitals import beds
from checklist.rules.hospitals.beds import BedCount
from checklist.store import rows
from checklist.store.act import Act, View

EARLIEST = date(1950, 1, 1)


def of_hospital(view: View, hospital_id: int) -> tuple[BedCount, ...]:
    """The numbers of a hospital that count, by day; raises Forbidden."""
    view.require(Verb.READ, Thing.HOSPITALS)
    found = view.db.execute("SELECT since, beds FROM bed_count WHERE hospital_id = ? ORDER BY id", [hospital_id])
    return beds.standing(rows.many(BedCount, found))


def record(act: Act, hospital_id: int, number: int, since: date | None) -> int:
    """Write down a number from a day on, None for today, and return what counts today; raises Forbidden or Refused.

    The first one of a hospital has no day unless one is given. What changes nothing is not written down.
    """
    act.require(Verb.WRITE, Thing.HOSPITALS)
    if since and not EARLIEST <= since <= act.today:
        raise Refused([Fault("病床数の適用日", "1950年から今日までの日を入力してください。")])
    before = of_hospital(act, hospital_id)
    day = since or (act.today if before else None)
    if beds.on(before, day or act.today) != number or (since and since not in {one.since for one in before}):
        person = act.principal.person_id or None
        rows.insert(act, "bed_count", {"hospital_id": hospital_id, "since": day, "beds": number, "person_id": person})
    return beds.on(of_hospital(act, hospital_id), act.today) or number
