"""改訂案: the draft of a sheet's next version, every step of its editors, and what partner hospitals say to it."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep

_TABLES = f"""
ALTER TABLE sheet_version ADD COLUMN holds_from TEXT CHECK (holds_from {DAY});
CREATE TABLE sheet_revision (
    id INTEGER PRIMARY KEY,
    previous_id INTEGER NOT NULL REFERENCES sheet_version (id),
    name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 100),
    starts_on TEXT NOT NULL CHECK (starts_on {DAY}),
    content TEXT NOT NULL CHECK (json_valid(content)),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX sheet_revision_by_version ON sheet_revision (previous_id);
CREATE TABLE revision_change (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    edition INTEGER NOT NULL CHECK (edition >= 2),
    operation_id TEXT NOT NULL UNIQUE CHECK (length(operation_id) BETWEEN 8 AND 64),
    kind TEXT NOT NULL REFERENCES revision_change_kind (code),
    before TEXT NOT NULL CHECK (json_valid(before)),
    undoes INTEGER UNIQUE REFERENCES revision_change (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (revision_id, edition)
) STRICT;
CREATE TABLE revision_event (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    step TEXT NOT NULL REFERENCES revision_step (code),
    until TEXT CHECK (until {DAY}),
    version_code TEXT,
    reason TEXT NOT NULL CHECK (length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK ((step = 'opened') = (until IS NOT NULL)),
    CHECK ((step = 'published' OR step = 'withdrawn') = (version_code IS NOT NULL)),
    CHECK ((step <> 'withdrawn' AND step <> 'discarded') OR length(trim(reason)) > 0)
) STRICT;
CREATE INDEX revision_event_by_revision ON revision_event (revision_id, id);
CREATE TABLE revision_comment (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    item_key TEXT NOT NULL CHECK (length(item_key) <= 20),
    stance TEXT NOT NULL REFERENCES revision_stance (code),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (stance = 'agrees' OR length(trim(text)) > 0)
) STRICT;
CREATE INDEX revision_comment_by_hospital ON revision_comment (revision_id, hospital_id, item_key);
"""
_ENDED = """(SELECT step FROM revision_event WHERE revision_id = {id} ORDER BY id DESC LIMIT 1)
    IN ('published', 'discarded')"""
_GUARDS = f"""
CREATE TRIGGER sheet_revision_update BEFORE UPDATE ON sheet_revision BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.previous_id <> OLD.previous_id
        OR NEW.version <> OLD.version + 1 OR {_ENDED.format(id="OLD.id")};
END;
CREATE TRIGGER revision_comment_insert BEFORE INSERT ON revision_comment BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE (SELECT step FROM revision_event
        WHERE revision_id = NEW.revision_id ORDER BY id DESC LIMIT 1) IS NOT 'opened';
END;
"""
_KEPT = ("revision_change", "revision_event", "revision_comment")


_CODES = {
    "revision_change_kind": (
        "set", "relate", "add", "split", "merge", "retire", "restore", "move", "add_chapter", "set_chapter",
        "move_chapter", "drop_chapter", "undo",
    ),
    "revision_step": ("started", "opened", "closed", "published", "withdrawn", "discarded"),
    "revision_stance": ("agrees", "remarks"),
}  # fmt: skip


def apply(db: Database) -> None:
    """Create the tables, and let a version say from which day it holds; of those before, the year says it."""
    db.execute("INSERT INTO audit_kind (code) VALUES ('sheet_changed')")
    for table, codes in _CODES.items():
        db.execute(f"CREATE TABLE {table} (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        for code in codes:
            db.execute(f"INSERT INTO {table} (code) VALUES (?)", [code])
    db.executescript(_TABLES + _GUARDS)
    db.executescript(keep(_KEPT, ("sheet_revision",), ("sheet_revision", *_KEPT)))
