"""Who signs: passwords that somebody else chose, signatures by finger, and who did what from where."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep
from checklist.store.migrations.rebuilding import rewrite_trigger

KINDS = ("password_changed", "password_set", "signed", "signature_voided", "sealed", "received", "taken_back")
AUDIT = """
CREATE TABLE audit_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL REFERENCES audit_kind (code),
    person_id INTEGER REFERENCES person (id),
    address TEXT NOT NULL,
    device TEXT NOT NULL CHECK (length(device) <= 300),
    visit_id INTEGER REFERENCES visit (id),
    about_id INTEGER REFERENCES person (id),
    detail TEXT NOT NULL DEFAULT '' CHECK (length(detail) <= 1000)
) STRICT;
CREATE INDEX audit_by_person ON audit (person_id, at);
CREATE INDEX audit_by_visit ON audit (visit_id);
"""


def apply(db: Database) -> None:
    """Add the columns and the table; who has an account by now was given its password by somebody else."""
    db.execute(
        "ALTER TABLE person ADD COLUMN password_by_other INTEGER NOT NULL DEFAULT 0 CHECK (password_by_other IN (0, 1))"
    )
    # An invented region has one password for all, which is told with it and opens nothing else.
    db.execute("UPDATE person SET password_by_other = 1 WHERE NOT EXISTS (SELECT 1 FROM region WHERE fictional = 1)")
    db.execute(
        """ALTER TABLE signature ADD COLUMN strokes TEXT NOT NULL DEFAULT '[]'
               CHECK (json_valid(strokes) AND length(strokes) <= 60000)"""
    )
    rewrite_trigger(
        db, "signature_update", {"OR NEW.at <> OLD.at": "OR NEW.at <> OLD.at OR NEW.strokes <> OLD.strokes"}
    )
    db.executescript(AUDIT)
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    db.executescript(keep(("audit",), (), ("audit",)))
