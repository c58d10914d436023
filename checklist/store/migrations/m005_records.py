"""Tables and triggers for activity records and the people that the rules ask for; every change stays in a history."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.m003_visit_day import KEPT, keep

_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_DAY = f"TEXT NOT NULL CHECK ({{name}} {_DATE})"
_MAYBE_DAY = f"TEXT CHECK ({{name}} {_DATE})"
_TEXT = "TEXT NOT NULL CHECK (length({name}) <= 200)"
_LONG = "TEXT NOT NULL CHECK (length({name}) <= 2000)"
_FLAG = "INTEGER NOT NULL CHECK ({name} IN (0, 1))"
_COUNT = "INTEGER NOT NULL CHECK ({name} >= 0)"
_AMOUNT = "REAL NOT NULL CHECK ({name} >= 0)"

# Spelled out and not taken from the kinds of record: their fields will change, and a step that has landed must not.
TABLES: dict[str, dict[str, str]] = {
    "conference": {
        "held_on": _DAY,
        "participants": _COUNT,
        "committee_members": _COUNT,
        "remote": _FLAG,
        "topic": _LONG,
    },
    "safety_round": {"held_on": _DAY, "department": _TEXT, "visitors": _TEXT, "findings": _LONG, "action": _LONG},
    "staff_training": {
        "held_on": _DAY,
        "title": _TEXT,
        "held": _FLAG,
        "audience": _COUNT,
        "attended": _COUNT,
        "made_up": _COUNT,
    },
    "committee_meeting": {
        "held_on": _DAY,
        "participants": _COUNT,
        "director_present": _FLAG,
        "manager_present": _FLAG,
        "decisions": _LONG,
        "minutes": _FLAG,
    },
    "patient_consultation": {"held_on": _DAY, "subject": _TEXT, "count": _COUNT, "handling": _LONG},
    "business_plan": {
        "held_on": _DAY,
        "department": _TEXT,
        "assessment": _LONG,
        "plan": _LONG,
        "evaluated_on": _MAYBE_DAY,
        "outcome": _LONG,
    },
    "notice": {"held_on": _DAY, "place": _TEXT, "text": _LONG, "ended_on": _MAYBE_DAY},
    "guideline": {"held_on": _DAY, "document": _TEXT, "title": _TEXT, "note": _LONG, "ended_on": _MAYBE_DAY},
    "manager_activity": {"held_on": _DAY, "activity": _TEXT, "department": _TEXT, "content": _LONG},
    "appointment": {
        "staff_name": _TEXT,
        "profession": _TEXT,
        "post": _TEXT,
        "dedication": _TEXT,
        "valid_from": _DAY,
        "valid_to": _MAYBE_DAY,
        "other_hours": _AMOUNT,
        "safety_since": _MAYBE_DAY,
    },
    "course": {
        "staff_name": _TEXT,
        "finished_on": _DAY,
        "title": _TEXT,
        "organiser": _TEXT,
        "organiser_name": _TEXT,
        "hours": _AMOUNT,
        "topics": _TEXT,
        "physician_training": _FLAG,
    },
    "admission": {"held_on": _DAY, "count": _COUNT},
}
"""The columns of each kind of record as they stand in its table; the day by which it is read is indexed."""

_DAYS = {"appointment": "valid_from", "course": "finished_on"}

# One history for all kinds, written by triggers as JSON: it outlives fields that a kind will get or lose.
HISTORY = """
CREATE TABLE record_history (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, version)
) STRICT;
ALTER TABLE hospital ADD COLUMN shares_entitlement INTEGER NOT NULL DEFAULT 0 CHECK (shares_entitlement IN (0, 1));
ALTER TABLE region ADD COLUMN criteria_window TEXT NOT NULL DEFAULT 'fiscal_year'
    CHECK (criteria_window IN ('fiscal_year', 'twelve_months'));
"""


def _table(kind: str) -> str:
    fields = TABLES[kind]
    lines = ",\n    ".join(f'"{name}" {rule.format(name=f"{chr(34)}{name}{chr(34)}")}' for name, rule in fields.items())
    content = ", ".join(f"'{name}', NEW.\"{name}\"" for name in (*fields, "withdrawn_at", "withdraw_reason"))
    day = _DAYS.get(kind, "held_on")
    note = f"""INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('{kind}', NEW.id, NEW.version, json_object({content}), NEW.updated_at, NEW.person_id);"""
    return f"""
CREATE TABLE {kind} (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    {lines},
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX {kind}_by_day ON {kind} (hospital_id, {day});
CREATE TRIGGER {kind}_insert BEFORE INSERT ON {kind} BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM {kind} WHERE id = NEW.id);
END;
CREATE TRIGGER {kind}_update BEFORE UPDATE ON {kind} BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;
CREATE TRIGGER {kind}_inserted AFTER INSERT ON {kind} BEGIN {note} END;
CREATE TRIGGER {kind}_updated AFTER UPDATE ON {kind} BEGIN {note} END;
"""


def apply(db: Database) -> None:
    """Create the tables and their triggers."""
    db.executescript(HISTORY)
    for kind in TABLES:
        db.executescript(_table(kind))
    db.executescript(keep(("record_history",), tuple(TABLES), ("record_history",)))
