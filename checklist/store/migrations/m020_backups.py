"""How a region wants to be copied, and what became of every copy and of every trial of one."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

BACKUPS = """
CREATE TABLE backup_plan (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    daily INTEGER NOT NULL CHECK (daily BETWEEN 1 AND 90),
    weekly INTEGER NOT NULL CHECK (weekly BETWEEN 0 AND 104),
    folder TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    place TEXT NOT NULL,
    fault TEXT NOT NULL
) STRICT;
"""
# Both are only added to: the newest plan counts, and who chose an earlier one stays known.
TABLES = ("backup_plan", "backup_run")


def apply(db: Database) -> None:
    """Create the tables; without a plan nothing is copied, and the administrator is told so."""
    for statement in BACKUPS.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for trigger in keep(TABLES, (), TABLES).split("\n"):
        db.execute(trigger)
