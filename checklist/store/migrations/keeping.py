"""What the tables of records share: how a day is written, and triggers that keep rows as they are."""

from __future__ import annotations

from collections.abc import Sequence

DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
KEPT = "refused: kept"


def keep(append_only: Sequence[str], never_deleted: Sequence[str], never_replaced: Sequence[str]) -> str:
    """Triggers for tables whose rows are never deleted, and for those that are never changed or replaced either."""
    pairs = [(table, verb) for table in append_only for verb in ("UPDATE", "DELETE")]
    pairs += [(table, "DELETE") for table in never_deleted]
    kept = [
        f"CREATE TRIGGER {table}_{verb.lower()}_kept BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;"
        for table, verb in pairs
    ]
    # INSERT OR REPLACE deletes without firing DELETE triggers, so a second row with a known id is refused here.
    kept += [
        f"CREATE TRIGGER {table}_replace_kept BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}') "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END;"
        for table in never_replaced
    ]
    return "\n".join(kept)


_RULES = {
    "day": f"TEXT NOT NULL CHECK ({{name}} {DAY})",
    "maybe_day": f"TEXT CHECK ({{name}} {DAY})",
    "flag": "INTEGER NOT NULL CHECK ({name} IN (0, 1))",
    "count": "INTEGER NOT NULL CHECK ({name} >= 0)",
    "maybe_count": "INTEGER CHECK ({name} >= 0)",
    "long": "TEXT NOT NULL CHECK (length({name}) <= 2000)",
    "text": "TEXT NOT NULL CHECK (length({name}) <= 200)",
}
"""How a field of a record is kept, by the word behind its name; a text without one."""


def record_table(kind: str, table: str, history: str, day: str, key: str, fields: str) -> str:
    """The SQL of a table of records with its index and triggers; `fields` are names with the rule that each follows."""
    pairs = [one.partition(":")[::2] for one in fields.split()]
    rules = ",\n    ".join(
        f'"{name}" {_RULES[rule or "text"].format(name=chr(34) + name + chr(34))}' for name, rule in pairs
    )
    names = [*(name for name, _ in pairs), "withdrawn_at", "withdraw_reason"]
    content = ", ".join(f"'{name}', NEW.\"{name}\"" for name in names)
    note = f"""INSERT INTO {history} (kind, record_id, version, content, at, person_id)
        VALUES ('{kind}', NEW.id, NEW.version, json_object({content}), NEW.updated_at, NEW.person_id);"""
    unique = f'CREATE UNIQUE INDEX {table}_by_key ON {table} ("{key}") WHERE withdrawn_at IS NULL;\n' if key else ""
    return f"""
CREATE TABLE {table} (
    id INTEGER PRIMARY KEY,
    {rules},
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX {table}_by_day ON {table} ({day});
{unique}
CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id);
END;
CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;
CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN {note} END;
CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} BEGIN {note} END;
CREATE TRIGGER {table}_delete_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;
"""
