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
