"""What the support centre does beside its desk: training, council, outreach, information, extracts, liaison, support."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import record_table

_TRAINING = """held_on:day theme lecturer topic reason:long decided_on:maybe_day briefed_on:maybe_day questions:long
    announced_on:maybe_day audience demand_from:maybe_day demand_until:maybe_day again_from:maybe_day held:flag
    attended:count answers:count useful:long wishes:long"""
_COUNCIL = """held_on:day name form hours place announced_on:maybe_day seats:count observing:long access held:flag
    present:count absent:count observers:count published_on:maybe_day contact"""
_ITEM = "held_on:day place:count kind title closed:flag closed_reason papers:long opinions:long"
_EXTRACT = """held_on:day heading summary:long response:long advice:long checked_by approved_on:maybe_day
    sent_on:maybe_day"""
_KINDS = (
    ("training_session", "training_session", _TRAINING),
    (
        "desk_course",
        "desk_course",
        "held_on:day course organiser participants:count on_duty:flag forwarded_on:maybe_day shared:long",
    ),
    ("council_meeting", "council_meeting", _COUNCIL),
    ("council_item", "council_item", _ITEM),
    (
        "outreach",
        "outreach",
        "held_on:day form place audience participants:count material requested:flag note:long",
    ),
    ("safety_information", "safety_information", "held_on:day title origin facilities sent:count read:count"),
    ("case_extract", "case_extract", _EXTRACT),
    ("liaison", "liaison", "held_on:day partner subject:long"),
    ("center_support", "center_support", "held_on:day kind centre content:long result:long"),
)


def apply(db: Database) -> None:
    """Create the tables; every version of a record stays in the history of records."""
    for kind, table, fields in _KINDS:
        db.executescript(record_table(kind, table, "record_history", "held_on", "", fields))
