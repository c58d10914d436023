"""Tables and triggers for what stands in a filing beyond its class: the partners named in it, and what became of it."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.m003_visit_day import KEPT, keep

_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

PARTNER = f"""
CREATE TABLE filing_partner (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    partner_id INTEGER NOT NULL REFERENCES hospital (id),
    direction TEXT NOT NULL CHECK (direction IN ('visits', 'visited_by')),
    filed_on TEXT NOT NULL CHECK (filed_on {_DATE}),
    ended_on TEXT CHECK (ended_on IS NULL OR (ended_on {_DATE} AND ended_on >= filed_on)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK (partner_id <> hospital_id),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX filing_partner_by_hospital ON filing_partner (hospital_id, filed_on);
CREATE TRIGGER filing_partner_update BEFORE UPDATE ON filing_partner BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.partner_id <> OLD.partner_id OR NEW.direction <> OLD.direction OR NEW.filed_on <> OLD.filed_on
        OR OLD.withdrawn_at IS NOT NULL OR (OLD.ended_on IS NOT NULL AND NEW.ended_on IS NOT OLD.ended_on);
END;
"""

EVENT = f"""
CREATE TABLE filing_event (
    id INTEGER PRIMARY KEY,
    filing_id INTEGER NOT NULL REFERENCES filing (id),
    kind TEXT NOT NULL CHECK (kind IN ('filed', 'changed', 'withdrawn')),
    on_date TEXT NOT NULL CHECK (on_date {_DATE}),
    receipt_number TEXT NOT NULL CHECK (length(receipt_number) <= 60),
    note TEXT NOT NULL CHECK (length(note) <= 1000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX filing_event_by_filing ON filing_event (filing_id, on_date);
"""


def apply(db: Database) -> None:
    """Create the tables and their triggers."""
    both = ("filing_partner", "filing_event")
    for script in (PARTNER, EVENT, keep(("filing_event",), ("filing_partner",), both)):
        db.executescript(script)
