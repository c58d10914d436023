"""What stands in calendars: a visit for itself, and the visits and deadlines that concern one person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from checklist import words
from checklist.errors import NotFound
from checklist.formats import ics
from checklist.formats.ics import Entry
from checklist.model.visits import DayRevision, Duty, Visit, VisitMode, VisitState, VisitTime
from checklist.readings import overdue
from checklist.readings.overdue import Item
from checklist.rules import access
from checklist.rules.visits import visit_times
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.notices import calendar_feeds
from checklist.store.visits import visit_days, visits
from checklist.words import PRODUCT

BACK = timedelta(days=400)
"""So long a visit stays in the calendar after its day: until the one of the next year has been held."""
LATE = timedelta(days=60)
"""So long a deadline that was missed stays there; the list of 期限 has it as long as it is undone."""
DAY = "訪問日"
NO_DAY = "この訪問の日はまだ決まっていません。"


def of_visit(view: View, visit_id: int, base: str) -> bytes:
    """One visit as a file to take into a calendar; `base` is the address of the server. Raises NotFound or Forbidden."""
    visit = visits.get(view, visit_id)
    found = _visits(view, [visit], base)
    if not found:
        raise NotFound(NO_DAY)
    return ics.calendar(_name(view), found)


def of_person(view: View, base: str) -> bytes:
    """Everything of the reader: the visits that they may know of, and what is due at their hospital.

    Of every hospital at once, for whoever plans visits, deadlines would be hundreds: they stand in the list alone.
    """
    since = view.today - BACK
    known = [one for one in visits.visible_to(view) if one.visit_date is None or one.visit_date >= since]
    due = [] if access.manages_region(view.principal) else list(_deadlines(view, base))
    return ics.calendar(_name(view), [*_visits(view, known, base), *due])


def _name(view: View) -> str:
    settings = region.of(view)
    told = f"（{words.FICTIONAL}）" if settings.fictional else ""
    return f"{PRODUCT}：{settings.name}{told}"


def _visits(view: View, found: list[Visit], base: str) -> list[Entry]:
    revisions, key = visit_days.of_visits(view, found), calendar_feeds.region_key(view)
    hospitals.several(view, {hospital for one in found for hospital in (one.host_id, *one.evaluator_ids)})
    entries = []
    for one in found:
        # A day that was taken back is off for whoever has it in a calendar.
        time = one.time or revisions[one.id].time
        if time and time.on_date >= view.today - BACK:
            entries.append(_visit(view, one, time, revisions[one.id], base, key))
    return entries


def _visit(view: View, visit: Visit, time: VisitTime, revision: DayRevision, base: str, key: str) -> Entry:
    known = hospitals.several(view, (visit.host_id, *visit.evaluator_ids))
    host = known[visit.host_id]
    off = visit.state is VisitState.CANCELLED or visit.visit_date is None
    leading, *joining = (known[one].name for one in visit.evaluator_ids)
    lines = [f"訪問側：{'、'.join([f'{leading}（代表）', *joining])}", f"受審病院：{host.name}"]
    lines.append(f"方法：{words.VISIT_MODES[visit.mode]}")
    in_person = visit.mode is VisitMode.IN_PERSON
    start, end = visit_times.span(time) or (time.on_date, time.on_date)
    return Entry(
        f"visit-{visit.id}@{key}", revision.sequence, revision.changed_at, start, end,
        f"{'【中止】' if off else ''}{host.name}への訪問（{PRODUCT}）", "\n".join(lines),
        f"{base}/visits?visit={visit.id}", f"{host.name} {host.address}".strip() if in_person else "", off,
    )  # fmt: skip


def _deadlines(view: View, base: str) -> Iterator[Entry]:
    key = calendar_feeds.region_key(view)
    for one in overdue.items(view):
        # The visit itself stands there already.
        if one.kind != Duty.VISIT and one.day >= view.today - LATE:
            yield Entry(
                f"{_number(one)}@{key}", 0, view.at, one.day, one.day,
                f"期限：{overdue.KINDS[one.kind]}（{one.what}）", f"期限：{words.day(one.day)}",
                f"{base}{one.href}", blocks=False,
            )  # fmt: skip


def _number(one: Item) -> str:
    # With its day: a deadline that is moved is another one, and the old one is gone from what is fetched next.
    said = f"{one.hospital_ids} {one.kind} {one.href} {one.what} {one.day}"
    return f"due-{hashlib.sha256(said.encode()).hexdigest()[:20]}"
