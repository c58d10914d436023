"""Second factors: the secret of an authenticator, codes for the day on which it is lost, and whose role needs one."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep

KINDS = (
    "second_factor_added", "second_factor_ended", "second_factor_reset", "recovery_codes_renewed", "recovery_code_used",
)  # fmt: skip
# Ended ones stay without their secret: that somebody had one, and who took it away, has to be provable.
FACTOR = """CREATE TABLE second_factor (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    secret TEXT NOT NULL CHECK (length(secret) <= 400),
    at TEXT NOT NULL,
    confirmed_at TEXT,
    last_step INTEGER NOT NULL CHECK (last_step >= 0),
    ended_at TEXT,
    ended_by INTEGER REFERENCES person (id),
    CHECK (ended_at IS NULL OR secret = '')
) STRICT"""
CODE = """CREATE TABLE recovery_code (
    id INTEGER PRIMARY KEY,
    factor_id INTEGER NOT NULL REFERENCES second_factor (id),
    code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
    at TEXT NOT NULL,
    used_at TEXT,
    replaced_at TEXT
) STRICT"""
RULE = f"""CREATE TABLE second_factor_rule (
    id INTEGER PRIMARY KEY,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    since TEXT NOT NULL CHECK (since {DAY}),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT"""


def apply(db: Database) -> None:
    """Add the tables, when a session has passed the second step, and what the audit tells of it."""
    for table in (FACTOR, CODE, RULE):
        db.execute(table)
    db.executescript(
        """
        CREATE UNIQUE INDEX second_factor_in_use ON second_factor (person_id)
            WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;
        CREATE UNIQUE INDEX second_factor_begun ON second_factor (person_id)
            WHERE confirmed_at IS NULL AND ended_at IS NULL;
        CREATE INDEX recovery_code_of_factor ON recovery_code (factor_id, code_hash);
        ALTER TABLE session ADD COLUMN factor_at TEXT;
        """
    )
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    db.executescript(
        keep(
            ("second_factor_rule",),
            ("second_factor", "recovery_code"),
            ("second_factor", "recovery_code", "second_factor_rule"),
        )
    )
