"""The table of a kind of record as SQL, made from its fields; every change stays in the history."""

from __future__ import annotations

from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, Owner, Record, columns
from checklist.store.migrations.keeping import DAY, KEPT


def script(kind: type[Record]) -> str:
    """The table of a kind with its index and triggers.

    It is for tests, and to write a migration with: the step keeps this text and does not call this function,
    because a landed step has to stay as it is, and the fields of a kind will change.
    """
    names = [column.name for column in columns(kind)]
    content = ", ".join(f"'{name}', NEW.\"{name}\"" for name in (*names, "withdrawn_at", "withdraw_reason"))
    note = f"""INSERT INTO {kind.HISTORY} (kind, record_id, version, content, at, person_id)
        VALUES ('{kind.KIND}', NEW.id, NEW.version, json_object({content}), NEW.updated_at, NEW.person_id);"""
    return _table(kind) + _guards(kind, "hospital_id" if kind.OWNER is Owner.HOSPITAL else "", note)


def _table(kind: type[Record]) -> str:
    lines = [f'"{column.name}" {_rule(column)}' for column in columns(kind)]
    day = kind.DAY
    if kind.OWNER is Owner.HOSPITAL:
        lines.insert(0, "hospital_id INTEGER NOT NULL REFERENCES hospital (id)")
        day = f"hospital_id, {day}"
    fields = ",\n    ".join(lines)
    return f"""
CREATE TABLE {kind.TABLE} (
    id INTEGER PRIMARY KEY,
    {fields},
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX {kind.TABLE}_by_day ON {kind.TABLE} ({day});
{_key(kind)}"""


def _key(kind: type[Record]) -> str:
    """What keeps two records of one key apart; a withdrawn one counts no more."""
    if not kind.KEY:
        return ""
    own = "hospital_id, " if kind.OWNER is Owner.HOSPITAL else ""
    fields = own + ", ".join(f'"{name}"' for name in kind.KEY)
    return f"CREATE UNIQUE INDEX {kind.TABLE}_by_key ON {kind.TABLE} ({fields}) WHERE withdrawn_at IS NULL;\n"


def _erased(kind: type[Record], owner: str) -> str:
    """The update that is an erasure, on record before it happens: no new version, and what the history says by then."""
    fixed = ("id", *((owner,) if owner else ()), "version", "updated_at", "person_id", "withdrawn_at")
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in fixed)
    names = sorted((*(column.name for column in columns(kind)), "withdraw_reason"))
    texts = " AND ".join(
        f"""(NEW."{name}" IS OLD."{name}" OR NEW."{name}" IS h.content ->> '$.{name}')""" for name in names
    )
    return f"""{same}
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = '{kind.KIND}' AND h.record_id = OLD.id AND h.version = OLD.version AND {texts})"""


def _guards(kind: type[Record], owner: str, note: str) -> str:
    """Nothing is deleted or replaced, a version follows the one before, and each is noted; but for an erasure."""
    table = kind.TABLE
    moved = f" OR NEW.{owner} <> OLD.{owner}" if owner else ""
    return f"""
CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id);
END;
CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({_erased(kind, owner)})
BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id{moved}
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;
CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN {note} END;
CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} WHEN NOT (NEW.version = OLD.version)
BEGIN {note} END;
CREATE TRIGGER {table}_delete_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;
"""


def _rule(column: Column) -> str:
    """What a field may hold in its table; bounds that people may still change stay out of it."""
    name, kept = f'"{column.name}"', "" if column.empty is None and not column.required else " NOT NULL"
    if column.shape == "day":
        return f"TEXT{kept} CHECK ({name} {DAY})"
    if column.shape == "flag":
        return f"INTEGER{kept} CHECK ({name} IN (0, 1))"
    if column.shape in ("count", "amount"):
        least = f" CHECK ({name} >= 0)" if column.low >= 0 else ""
        return f"{'INTEGER' if column.shape == 'count' else 'REAL'}{kept}{least}"
    return f"TEXT{kept} CHECK (length({name}) <= {LONG_LIMIT if column.long else TEXT_LIMIT})"
