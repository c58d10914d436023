"""Calendar files: what another program reads in them is what was written, whatever the texts hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.formats import ics
from checklist.formats.ics import Entry
from checklist.words import TOKYO
from tests import calendars

AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
START, END = datetime(2026, 12, 3, 13, 30, tzinfo=TOKYO), datetime(2026, 12, 3, 17, tzinfo=TOKYO)
NASTY = ["A;B,C\\D\nE", "BEGIN:VEVENT", "\r\nSTATUS:CANCELLED", "あ" * 200, "絵文字👩‍⚕️葛󠄀", '"引用"：コロン', ""]


def entry(**changes: object) -> Entry:
    found = {
        "uid": "visit-1@x", "sequence": 3, "changed_at": AT, "start": START, "end": END, "summary": "訪問",
        "description": "方法：訪問", "url": "https://anzen.example.jp/visits?visit=1",
    }  # fmt: skip
    return Entry(**{**found, **changes})  # type: ignore[arg-type]


def test_an_event_is_read_as_it_was_written() -> None:
    content = ics.calendar("日程", [entry(location="架空中央病院")])
    (found,) = calendars.read(content).events
    assert (found.uid, found.sequence, found.summary, found.location) == ("visit-1@x", 3, "訪問", "架空中央病院")
    assert (found.dtstart, found.dtend, found.last_modified, found.dtstamp) == (START, END, AT, AT)
    assert (found.status, found.transparency, found.url) == ("CONFIRMED", "OPAQUE", entry().url)
    text = content.decode()
    for line in ("METHOD:PUBLISH", "BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "DTSTART;TZID=Asia/Tokyo:20261203T133000"):
        assert line in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in text


def test_whole_days_end_on_the_day_after_and_what_is_off_takes_no_time() -> None:
    day = date(2026, 12, 3)
    whole, off = entry(start=day, end=day, blocks=False), entry(uid="b", cancelled=True)
    found = calendars.events(ics.calendar("日程", [whole, off]))
    assert (found["visit-1@x"].dtstart, found["visit-1@x"].dtend) == (day, date(2026, 12, 4))
    assert (found["visit-1@x"].transparency, found["b"].status, found["b"].transparency) == (
        "TRANSPARENT", "CANCELLED", "TRANSPARENT",
    )  # fmt: skip


def test_a_calendar_without_events_is_one_all_the_same() -> None:
    assert calendars.read(ics.calendar("日程", [])).events == []


@given(st.sampled_from(NASTY), st.sampled_from(NASTY), st.sampled_from(NASTY))
@settings(max_examples=25)
def test_no_text_breaks_out_of_its_line(summary: str, description: str, location: str) -> None:
    content = ics.calendar(
        "日程\n；,\r\nBEGIN:VEVENT", [entry(summary=summary, description=description, location=location)]
    )
    (found,) = calendars.read(content).events
    plain = [text.replace("\r\n", "\n") for text in (summary, description, location)]
    assert [found.summary or "", found.description or "", found.location or ""] == plain
    assert found.status == "CONFIRMED"
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
