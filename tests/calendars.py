"""Calendar files as another program reads them: with a library that shares nothing with the one that writes them."""

from __future__ import annotations

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event


def read(content: bytes) -> Calendar:
    """The calendar in a file; a line that is no iCalendar fails here."""
    text = content.decode("utf-8")
    # RFC 5545 3.1: lines end with CR LF and hold 75 octets at most.
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return IcsCalendarStream.calendar_from_ics(text)


def events(content: bytes, word: str = "") -> dict[str, Event]:
    """Number -> event, of those whose title holds the word."""
    return {one.uid: one for one in read(content).events if one.uid and word in (one.summary or "")}


def visit(content: bytes) -> Event:
    """The one visit in a file."""
    (found,) = events(content, "への訪問（医療安全").values()
    return found
