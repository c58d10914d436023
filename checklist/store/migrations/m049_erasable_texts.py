"""What names a patient can be erased from 講評, comments of the host, follow-ups, agreements and reasons, too."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rewrite_trigger

# Texts that are written anew while the visit is open: each wording may have to go.
_REWRITTEN = (
    ("closing", "remarks", "visit_id"),
    ("host_comment", "text", "id"),
    ("follow_up", "comment", "finding_id"),
)
# Texts that nobody changes once they are written.
_KEPT = (
    ("visit_agreement", "note"),
    ("report_event", "reason"),
    ("visit_event", "taken_back"),
    ("assessment_event", "reason"),
)


def _only(db: Database, table: str, *columns: str) -> str:
    """The condition that an update changes the first of these columns and none that is not among them."""
    rest = [column.name for column in db.table(table).columns if column.name not in columns]
    return " AND ".join([f"NEW.{columns[0]} IS NOT OLD.{columns[0]}", *(f"NEW.{one} IS OLD.{one}" for one in rest)])


def _erased(table: str, column: str, key: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM erasure e WHERE e.place = '{table}' AND e.place_id = OLD.{key} "
        f"AND e.tombstone = NEW.{column})"
    )


def _let_through(db: Database, trigger: str, table: str, exception: str) -> None:
    begins = f"BEFORE UPDATE ON {table} "
    rewrite_trigger(db, trigger, {f"{begins}BEGIN": f"{begins}WHEN NOT ({exception})\nBEGIN"})


def apply(db: Database) -> None:
    """Let exactly these erasures through the triggers that keep everything else; on record first, as before."""
    for table, *_ in (*_REWRITTEN, *_KEPT):
        db.execute("INSERT INTO erasure_place (code) VALUES (?)", [table])
    for table, column, key in _REWRITTEN:
        # A new version where there is one, so that a screen on which the text still stands does not write it back.
        has_version = "version" in db.table(table).columns_dict
        newer = " AND NEW.version = OLD.version + 1" if has_version else ""
        rest = (column, "version") if has_version else (column,)
        exception = f"{_only(db, table, *rest)}{newer} AND {_erased(table, column, key)}"
        _let_through(db, f"{table}_update", table, exception)
    for table, column in _KEPT:
        exception = f"{_only(db, table, column)} AND {_erased(table, column, 'id')}"
        _let_through(db, f"{table}_update_kept", table, exception)
    several = ", ".join(f"'{table}'" for table, *_ in _REWRITTEN)
    there = "".join(
        f"\n        WHEN '{table}' THEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.place_id)"
        for table, key in (*((one[0], one[2]) for one in _REWRITTEN), *((one[0], "id") for one in _KEPT))
    )
    note = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"
    rewrite_trigger(
        db,
        "erasure_insert",
        {"NEW.place <> 'report' AND": f"NEW.place NOT IN ('report', {several}) AND", note: f"{note}{there}"},
    )
