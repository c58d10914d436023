"""Calendars as files (iCalendar, RFC 5545): events under numbers that stay, told anew as often as they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from checklist.formats.table import straight
from checklist.words import PRODUCT

REFRESH = timedelta(hours=4)
"""How often a calendar is asked to fetch it again."""


@dataclass(frozen=True)
class Entry:
    """One event; `start` and `end` are moments, or days of which `end` is the last.

    `uid` stays the same whatever becomes of the event, `sequence` grows with every change; `blocks`: who has it is busy.
    """

    uid: str
    sequence: int
    changed_at: datetime
    start: date
    end: date
    summary: str
    description: str
    url: str
    location: str = ""
    cancelled: bool = False
    blocks: bool = True


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The file; moments stand in the time zone that they carry, of which it holds the rules."""
    found = Calendar()
    found.add("prodid", f"-//{PRODUCT}//JA")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    # The library does not escape what stands in properties of no standard.
    found.add("x-wr-calname", " ".join(straight(name).split()))
    found.add("x-wr-timezone", "Asia/Tokyo")
    found.add("refresh-interval", vDuration(REFRESH), {"VALUE": "DURATION"})
    # What Outlook goes by, which does not know the property of RFC 7986.
    found.add("x-published-ttl", vDuration(REFRESH))
    for one in entries:
        found.add_component(_event(one))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _event(one: Entry) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    # Of a published event both are the moment of its last change, so that the same calendar is the same file.
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("dtstart", one.start)
    # The end of an event of whole days is the day after.
    event.add("dtend", one.end if isinstance(one.end, datetime) else one.end + timedelta(days=1))
    for name, text in (("summary", one.summary), ("description", one.description), ("location", one.location)):
        if text:
            event.add(name, straight(text))
    event.add("url", one.url)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if one.blocks and not one.cancelled else "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
