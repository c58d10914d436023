"""Items may be about a department, and a hospital says from a year on which departments it is without."""

from __future__ import annotations

from sqlite_utils import Database

MODULES = (
    "",
    "dialysis",
    "obstetrics",
    "paediatrics",
    "emergency",
    "surgery",
    "endoscopy",
    "radiotherapy",
    "psychiatry",
    "rehabilitation",
)

DECLARATION = """CREATE TABLE module_declaration (
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    lacking TEXT NOT NULL CHECK (json_valid(lacking)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (hospital_id, since)
) STRICT"""


def apply(db: Database) -> None:
    """Every item that is there already is asked of everybody, and every hospital has everything."""
    db.execute("CREATE TABLE module (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    for code in MODULES:
        db.execute("INSERT INTO module (code) VALUES (?)", [code])
    db.execute("ALTER TABLE item ADD COLUMN module TEXT NOT NULL DEFAULT '' REFERENCES module (code)")
    db.execute(DECLARATION)
