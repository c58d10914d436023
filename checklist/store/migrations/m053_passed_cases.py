"""Cases that go to a hospital's desk or to an expert, the book of those desks, and the end of what is kept of a case."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep
from checklist.store.migrations.rebuilding import rewrite_trigger

_MADE = """at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;"""
_TABLES = f"""
CREATE TABLE hospital_desk (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    contact TEXT NOT NULL CHECK (length(contact) <= 100),
    hours TEXT NOT NULL CHECK (length(hours) <= 100),
    phone TEXT NOT NULL CHECK (length(phone) <= 50),
    way TEXT NOT NULL CHECK (length(way) <= 200),
    checked_on TEXT NOT NULL CHECK (checked_on {DAY}),
    {_MADE}
CREATE INDEX hospital_desk_by_hospital ON hospital_desk (hospital_id);
CREATE TABLE case_transfer (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES center_case (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    consent_by TEXT NOT NULL CHECK (consent_by <> ''),
    consent_way TEXT NOT NULL CHECK (consent_way <> ''),
    consent_on TEXT NOT NULL CHECK (consent_on {DAY}),
    answer_by TEXT NOT NULL CHECK (answer_by {DAY}),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    {_MADE}
CREATE INDEX case_transfer_by_case ON case_transfer (case_id);
CREATE INDEX case_transfer_by_hospital ON case_transfer (hospital_id);
CREATE TABLE transfer_event (
    id INTEGER PRIMARY KEY,
    transfer_id INTEGER NOT NULL REFERENCES case_transfer (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    {_MADE}
CREATE INDEX transfer_event_by_transfer ON transfer_event (transfer_id);
CREATE TRIGGER transfer_event_insert BEFORE INSERT ON transfer_event BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM transfer_event WHERE transfer_id = NEW.transfer_id AND kind = 'withdrawn');
END;
CREATE TABLE case_opening (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES case_message (id),
    expert_id INTEGER NOT NULL REFERENCES person (id),
    until TEXT NOT NULL CHECK (until {DAY}),
    {_MADE}
CREATE INDEX case_opening_by_expert ON case_opening (expert_id);
CREATE INDEX case_opening_by_message ON case_opening (message_id);
CREATE TABLE retention_end (
    id INTEGER PRIMARY KEY,
    case_ids TEXT NOT NULL CHECK (json_valid(case_ids)),
    {_MADE}
"""
_APPEND_ONLY = ("hospital_desk", "case_opening", "retention_end")
_ERASABLE = {
    "case_transfer": "id case_id hospital_id consent_by consent_way consent_on answer_by at person_id",
    "transfer_event": "id transfer_id kind at person_id",
}
_RECORDS = {"center_case": "case", "center_contact": "contact"}
_FIXED = ("id", "version", "updated_at", "person_id", "withdrawn_at")
_NOTE = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"


def _only_the_text(table: str) -> str:
    """Only what was put on record as erased may change, and of it only the text."""
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _ERASABLE[table].split())
    return f"""CREATE TRIGGER {table}_update_kept BEFORE UPDATE ON {table} WHEN NOT (NEW.text IS NOT OLD.text AND {same}
    AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = '{table}' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;"""


def _erased(db: Database, table: str) -> str:
    """What was taken back changes only into what its history says since an erasure."""
    rest = [name for name in db.table(table).columns_dict if name not in _FIXED]
    texts = " AND ".join(f'(NEW."{name}" IS OLD."{name}" OR NEW."{name}" = e.tombstone)' for name in rest)
    return f"""(OLD.withdrawn_at IS NOT NULL AND NOT (NEW.withdrawn_at IS OLD.withdrawn_at AND EXISTS (
            SELECT 1 FROM case_history h JOIN erasure e ON e.place = 'case_history' AND e.place_id = h.id
            WHERE h.kind = '{_RECORDS[table]}' AND h.record_id = OLD.id AND {texts})))"""


def apply(db: Database) -> None:
    """Create the tables, let their texts be erased and those of what was taken back, and know the role of an expert."""
    db.execute("INSERT INTO role_kind (code) VALUES ('expert')")
    db.executescript(_TABLES)
    every = (*_APPEND_ONLY, *_ERASABLE)
    db.executescript(keep(_APPEND_ONLY, tuple(_ERASABLE), every) + "\n" + "\n".join(map(_only_the_text, _ERASABLE)))
    for table in _ERASABLE:
        db.execute("INSERT INTO erasure_place (code) VALUES (?)", [table])
    there = "".join(
        f"\n        WHEN '{table}' THEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.place_id)" for table in _ERASABLE
    )
    rewrite_trigger(db, "erasure_insert", {_NOTE: f"{_NOTE}{there}"})
    for table in _RECORDS:
        rewrite_trigger(db, f"{table}_update", {"OLD.withdrawn_at IS NOT NULL": _erased(db, table)})
