"""What the secretariat confirmed or corrected of the 施設基準: an overlay on the sets that are shipped, with its history."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep

# `rule_set` and `requirement` are codes of the files in data/criteria/, which no table holds. An empty `field` confirms
# that the requirement stands as it is.
TABLE = f"""
CREATE TABLE rule_correction (
    id INTEGER PRIMARY KEY,
    rule_set TEXT NOT NULL CHECK (length(rule_set) BETWEEN 1 AND 40),
    requirement TEXT NOT NULL CHECK (length(requirement) BETWEEN 1 AND 80),
    field TEXT NOT NULL CHECK (length(field) <= 40),
    value TEXT NOT NULL CHECK (length(value) <= 1000),
    valid_from TEXT NOT NULL CHECK (valid_from {DAY}),
    confirmed_by TEXT NOT NULL CHECK (length(trim(confirmed_by)) BETWEEN 1 AND 100),
    confirmed_on TEXT NOT NULL CHECK (confirmed_on {DAY}),
    source TEXT NOT NULL CHECK (length(trim(source)) BETWEEN 1 AND 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((field = '') = (value = '')),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE TRIGGER rule_correction_update BEFORE UPDATE ON rule_correction BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.rule_set <> OLD.rule_set
        OR NEW.requirement <> OLD.requirement OR NEW.field <> OLD.field OR NEW.value <> OLD.value
        OR NEW.valid_from <> OLD.valid_from OR NEW.confirmed_by <> OLD.confirmed_by
        OR NEW.confirmed_on <> OLD.confirmed_on OR NEW.source <> OLD.source OR NEW.at <> OLD.at
        OR NEW.person_id <> OLD.person_id OR OLD.withdrawn_at IS NOT NULL;
END;
"""


def apply(db: Database) -> None:
    """Create the table and its triggers."""
    db.executescript(TABLE)
    db.executescript(keep((), ("rule_correction",), ("rule_correction",)))
