"""The council: items tied to their meeting, members, frozen papers, observers with their draw; the survey and report texts."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import KEPT, keep, record_table
from checklist.store.migrations.rebuilding import rewrite_trigger

_DAY = """TEXT CHECK ("{name}" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"""
_ADDED = (
    ("council_item", "meeting_id", "INTEGER REFERENCES council_meeting (id)"),
    ("council_meeting", "apply_until", _DAY),
    ("council_meeting", "access_until", _DAY),
    ("council_meeting", "opinions_until", _DAY),
    ("council_meeting", "next_on", _DAY),
)
_MEMBER = "term_from:day term_until:day name member_group role called:flag"
_REMARK = "held_on:day period part text:long"
_KINDS = (
    ("council_member", "council_member", "record_history", "term_from", "", _MEMBER),
    ("report_remark", "report_remark", "record_history", "held_on", "", _REMARK),
)
_TABLES = """
CREATE INDEX council_item_by_meeting ON council_item (meeting_id);
CREATE TABLE council_paper (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES council_item (id),
    kind TEXT NOT NULL,
    period TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    figures TEXT NOT NULL,
    file TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) <= 200),
    as_of TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX council_paper_by_item ON council_paper (item_id);
CREATE TABLE council_paper_removal (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL UNIQUE REFERENCES council_paper (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0 AND length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE council_observer (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES council_meeting (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    way TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 100),
    contact TEXT NOT NULL CHECK (length(contact) <= 200),
    access TEXT NOT NULL CHECK (length(access) <= 200),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (meeting_id, number)
) STRICT;
CREATE TABLE council_draw (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL UNIQUE REFERENCES council_meeting (id),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    entrants TEXT NOT NULL CHECK (json_valid(entrants)),
    drawn TEXT NOT NULL CHECK (json_valid(drawn)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE survey_edition (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX survey_edition_by_year ON survey_edition (fiscal_year);
"""
_FINAL = ("council_paper", "council_paper_removal", "council_draw", "survey_edition")
# Of who came to listen only the number stays: the one change is that everything personal goes.
_FORGOTTEN = f"""
CREATE TRIGGER council_observer_update BEFORE UPDATE ON council_observer
WHEN NOT (NEW.name = '' AND NEW.contact = '' AND NEW.access = '' AND NEW.id IS OLD.id AND NEW.meeting_id IS OLD.meeting_id
    AND NEW.number IS OLD.number AND NEW.way IS OLD.way AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id)
BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;
"""
# Of several meetings of one day, one that is not public: nothing may become public by being tied to a meeting.
_TIED = """
UPDATE council_item SET meeting_id = (
    SELECT m.id FROM council_meeting m WHERE m.held_on = council_item.held_on
    ORDER BY m.withdrawn_at IS NOT NULL, m.held AND m.published_on IS NOT NULL, m.announced_on IS NOT NULL, m.id LIMIT 1)
"""
_FIXED = ("id", "version", "updated_at", "person_id", "withdrawn_at")
_ERASED = """{fixed}
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = '{table}' AND h.record_id = OLD.id AND h.version = OLD.version AND {texts})"""


def apply(db: Database) -> None:
    """Create the tables, and tie every item to the meeting of its day; what has none stays for one to be chosen."""
    for table, name, rule in _ADDED:
        _add(db, table, name, rule.format(name=name))
    _tie(db)
    for one in _KINDS:
        db.executescript(record_table(*one))
        _let_erasures_through(db, one[1])
    db.executescript(_TABLES + keep(_FINAL, ["council_observer"], [*_FINAL, "council_observer"]) + _FORGOTTEN)


def _add(db: Database, table: str, name: str, rule: str) -> None:
    """Another field of a kind of record: kept in its history, too, and left alone by an erasure."""
    db.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {rule}')
    last = """'withdrawn_at', NEW."withdrawn_at\""""
    for event in ("inserted", "updated"):
        rewrite_trigger(db, f"{table}_{event}", {last: f"""'{name}', NEW."{name}", {last}"""})
    same = "h.version = OLD.version AND"
    rewrite_trigger(db, f"{table}_update", {same: f'{same} NEW."{name}" IS OLD."{name}" AND'})


def _tie(db: Database) -> None:
    """Give the items their meeting without a new version: nobody wrote anything."""
    begins, open_ = "BEFORE UPDATE ON council_item WHEN NOT (", "BEFORE UPDATE ON council_item WHEN 0 AND NOT ("
    rewrite_trigger(db, "council_item_update", {begins: open_})
    db.execute(_TIED)
    rewrite_trigger(db, "council_item_update", {open_: begins})


def _let_erasures_through(db: Database, table: str) -> None:
    names = db.table(table).columns_dict
    fixed = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in _FIXED)
    rest = sorted(name for name in names if name not in _FIXED)
    texts = " AND ".join(
        f"""(NEW."{name}" IS OLD."{name}" OR NEW."{name}" IS h.content ->> '$.{name}')""" for name in rest
    )
    erased = _ERASED.format(table=table, fixed=fixed, texts=texts)
    begins = f"BEFORE UPDATE ON {table} "
    rewrite_trigger(db, f"{table}_update", {f"{begins}BEGIN": f"{begins}WHEN NOT ({erased})\nBEGIN"})
    begins = f"AFTER UPDATE ON {table} "
    rewrite_trigger(db, f"{table}_updated", {f"{begins}BEGIN": f"{begins}WHEN NOT (NEW.version = OLD.version)\nBEGIN"})
