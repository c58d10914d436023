"""Frozen editions of anonymous group numbers, and the consent of each hospital for the support centre."""

from __future__ import annotations

from sqlite_utils import Database

STEPS = (
    """CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    audience TEXT NOT NULL CHECK (audience IN ('region', 'center')),
    kind TEXT NOT NULL CHECK (kind IN ('rated', 'agreed')),
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    fiscal_year INTEGER NOT NULL,
    addon_class INTEGER NOT NULL,
    minimum INTEGER NOT NULL,
    margin INTEGER NOT NULL CHECK (margin >= 0),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX edition_by_year ON edition (audience, fiscal_year)",
    """CREATE TABLE center_consent (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT""",
    "CREATE INDEX center_consent_by_hospital ON center_consent (hospital_id)",
    *(
        f"""CREATE TRIGGER {table}_{event.lower()}_kept BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END"""
        for table in ("edition", "center_consent")
        for event in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER {table}_replace_kept BEFORE INSERT ON {table}
BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END"""
        for table in ("edition", "center_consent")
    ),
)


def apply(db: Database) -> None:
    """Create the tables. No consent is taken over: what the secretariat had ticked was never the hospital's own word."""
    for statement in STEPS:
        db.execute(statement)
