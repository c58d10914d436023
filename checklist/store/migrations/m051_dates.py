"""Polls for the day of a visit, what became of that day, and the addresses under which calendars fetch a person's."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep

_TIME = "CHECK (begins = '' OR begins GLOB '[0-2][0-9]:[0-5][0-9]')"
_BY = """at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)"""
_CHANGED = """version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)"""
POLL = f"""CREATE TABLE date_poll (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    state TEXT NOT NULL CHECK (state <> ''),
    fixed_id INTEGER REFERENCES date_offer (id),
    {_CHANGED}
) STRICT"""
OFFER = f"""CREATE TABLE date_offer (
    id INTEGER PRIMARY KEY,
    poll_id INTEGER NOT NULL REFERENCES date_poll (id),
    on_date TEXT NOT NULL CHECK (on_date {DAY}),
    part TEXT NOT NULL CHECK (part <> ''),
    begins TEXT NOT NULL {_TIME},
    dropped_at TEXT,
    {_BY}
) STRICT"""
ANSWER = f"""CREATE TABLE date_answer (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL REFERENCES date_offer (id),
    value TEXT NOT NULL CHECK (value <> ''),
    {_CHANGED},
    UNIQUE (offer_id, person_id)
) STRICT"""
# Each time the day of a visit is another, or the visit is called off: a calendar asks how often that was, and when.
VISIT_DAY = f"""CREATE TABLE visit_day (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    on_date TEXT CHECK (on_date {DAY}),
    part TEXT NOT NULL CHECK (part <> ''),
    begins TEXT NOT NULL {_TIME},
    at TEXT NOT NULL
) STRICT"""
# Of the token only its hash: whoever reads the file reads nobody's calendar.
FEED = f"""CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    ended_at TEXT,
    {_BY}
) STRICT"""
KINDS = ("feed_made", "feed_ended")
INDEXES = (
    "CREATE UNIQUE INDEX date_poll_open ON date_poll (visit_id) WHERE state = 'open'",
    "CREATE INDEX date_poll_by_visit ON date_poll (visit_id)",
    "CREATE INDEX date_poll_by_fixed ON date_poll (fixed_id)",
    "CREATE UNIQUE INDEX date_offer_standing ON date_offer (poll_id, on_date, part) WHERE dropped_at IS NULL",
    "CREATE INDEX date_answer_by_person ON date_answer (person_id)",
    "CREATE INDEX visit_day_by_visit ON visit_day (visit_id)",
    "CREATE UNIQUE INDEX calendar_feed_living ON calendar_feed (person_id) WHERE ended_at IS NULL",
)


def apply(db: Database) -> None:
    """Create the tables: no poll is held, no day was moved, and no calendar fetches anything yet."""
    for statement in (POLL, OFFER, ANSWER, VISIT_DAY, FEED, *INDEXES):
        db.execute(statement)
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    kept = keep(("visit_day",), ("date_poll", "date_offer", "date_answer", "calendar_feed"), ("visit_day",))
    db.executescript(kept)
