"""The consultations of the support centre, what its desk works with, and an index in which every two characters are found."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep, record_table
from checklist.store.migrations.rebuilding import rewrite_trigger

_CASE = """number received_on:day kind caller gender age residence source facility care department facility_name
    subject detail others summary:long satisfaction difficulty reasons issues wish urgency consent reference_word topic
    closed:flag edition:count"""
_CONTACT = """case_id:count held_on:day started channel minutes:maybe_count responses referrals note:long next_step"""
_REFERRAL = """name purpose subjects hours phone note:long checked_on:day ended_on:maybe_day"""
_LINE = """reference_word topic line:long agreed_on:day"""
_RULE = """valid_from:day limit:count visit_limit:count hint_before:count counting shortest:count tells_facilities:flag
    answer_days:count retention_years:count does:long does_not:long"""
# Kind, table, history, day, key, fields: spelled out, because the fields of a kind will change, and a step must not.
_KINDS = (
    ("case", "center_case", "case_history", "received_on", "", _CASE),
    ("contact", "center_contact", "case_history", "held_on", "", _CONTACT),
    ("referral", "referral", "record_history", "checked_on", "", _REFERRAL),
    ("response_line", "response_line", "record_history", "agreed_on", "reference_word", _LINE),
    ("desk_rule", "desk_rule", "record_history", "valid_from", "valid_from", _RULE),
)


_HISTORY = f"""
CREATE TABLE case_history (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, version)
) STRICT;
CREATE TABLE case_message (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES center_case (id),
    kind TEXT NOT NULL,
    about INTEGER REFERENCES case_message (id),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX case_message_by_case ON case_message (case_id);
CREATE TABLE option_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since {DAY}),
    options TEXT NOT NULL CHECK (json_valid(options)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX center_contact_by_case ON center_contact (case_id);
CREATE UNIQUE INDEX center_case_by_number ON center_case ("number");
CREATE INDEX center_case_by_word ON center_case (reference_word) WHERE reference_word <> '';
"""

_MARKS = "EXISTS (SELECT 1 FROM erasure e WHERE e.place = '{table}' AND e.place_id = OLD.id)"
_ERASABLE = {
    "case_history": ("content", ("id", "kind", "record_id", "version", "at", "person_id")),
    "case_message": ("text", ("id", "case_id", "kind", "about", "at", "person_id")),
}


def _erasable(table: str) -> str:
    """Only what was put on record as erased may change, and of it only the text."""
    column, others = _ERASABLE[table]
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in others)
    return f"""CREATE TRIGGER {table}_update_kept BEFORE UPDATE ON {table}
WHEN NOT (NEW.{column} IS NOT OLD.{column} AND {same} AND {_MARKS.format(table=table)})
BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;"""


_NOTE = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"
_PLACES = """
        WHEN 'case_history' THEN EXISTS (SELECT 1 FROM case_history WHERE id = NEW.place_id)
        WHEN 'case_message' THEN EXISTS (SELECT 1 FROM case_message WHERE id = NEW.place_id)"""

# What is being typed during a call, so that a browser that dies takes nothing with it; gone once it is saved.
_DRAFT = """
CREATE TABLE case_draft (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    content TEXT NOT NULL CHECK (json_valid(content)),
    updated_at TEXT NOT NULL
) STRICT;
"""

# The index holds no text of its own; it follows this table, and so does what is erased.
_SEARCH = """
CREATE TABLE case_search (case_id INTEGER PRIMARY KEY REFERENCES center_case (id), folded TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE case_index USING fts5 (
    folded, content = 'case_search', content_rowid = 'case_id', tokenize = 'trigram');
CREATE VIRTUAL TABLE case_terms USING fts5vocab (case_index, 'row');
CREATE TRIGGER case_search_added AFTER INSERT ON case_search BEGIN
    INSERT INTO case_index (rowid, folded) VALUES (NEW.case_id, NEW.folded);
END;
CREATE TRIGGER case_search_changed AFTER UPDATE ON case_search BEGIN
    INSERT INTO case_index (case_index, rowid, folded) VALUES ('delete', OLD.case_id, OLD.folded);
    INSERT INTO case_index (rowid, folded) VALUES (NEW.case_id, NEW.folded);
END;
CREATE TRIGGER case_search_gone AFTER DELETE ON case_search BEGIN
    INSERT INTO case_index (case_index, rowid, folded) VALUES ('delete', OLD.case_id, OLD.folded);
END;
"""


def apply(db: Database) -> None:
    """Create the tables, their histories and the index."""
    for one in _KINDS:
        db.executescript(record_table(*one))
    db.executescript(_HISTORY)
    kept = keep(
        ["option_edition"], ["case_history", "case_message"], ["option_edition", "case_history", "case_message"]
    )
    db.executescript(kept + "\n".join(map(_erasable, _ERASABLE)))
    db.execute("INSERT INTO erasure_place (code) VALUES ('case_history'), ('case_message')")
    rewrite_trigger(db, "erasure_insert", {_NOTE: f"{_NOTE}{_PLACES}"})
    db.executescript(_DRAFT + _SEARCH)
