"""What names a patient can be erased from activity records and their history, too."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rewrite_trigger

_RECORD = """
SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = tbl_name || '_updated'
    AND sql LIKE '%INSERT INTO record_history%' ORDER BY tbl_name
"""
# An erasure makes no new version: it changes what the line of history with this version says differently by then.
_ERASED = """{fixed}
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = '{table}' AND h.record_id = OLD.id AND h.version = OLD.version AND {texts})"""
_FIXED = ("id", "hospital_id", "version", "updated_at", "person_id", "withdrawn_at")
_ONLY_CONTENT = """NEW.content IS NOT OLD.content AND NEW.id IS OLD.id AND NEW.kind IS OLD.kind
    AND NEW.record_id IS OLD.record_id AND NEW.version IS OLD.version AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id
    AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'record_history' AND e.place_id = OLD.id
        AND instr(NEW.content, e.tombstone) > 0)"""


def _erased(db: Database, table: str) -> str:
    names = db.table(table).columns_dict
    fixed = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in _FIXED if name in names)
    rest = sorted(name for name in names if name not in _FIXED)
    texts = " AND ".join(
        f"""(NEW."{name}" IS OLD."{name}" OR NEW."{name}" IS h.content ->> '$.{name}')""" for name in rest
    )
    return _ERASED.format(table=table, fixed=fixed, texts=texts)


def apply(db: Database) -> None:
    """Let exactly these erasures through the triggers that keep everything else; on record first, as before."""
    db.execute("INSERT INTO erasure_place (code) VALUES ('record_history')")
    for table in [row[0] for row in db.execute(_RECORD).fetchall()]:
        begins = f"BEFORE UPDATE ON {table} "
        rewrite_trigger(db, f"{table}_update", {f"{begins}BEGIN": f"{begins}WHEN NOT ({_erased(db, table)})\nBEGIN"})
        begins = f"AFTER UPDATE ON {table} "
        again = "NEW.version = OLD.version"
        rewrite_trigger(db, f"{table}_updated", {f"{begins}BEGIN": f"{begins}WHEN NOT ({again})\nBEGIN"})
    begins = "BEFORE UPDATE ON record_history "
    rewrite_trigger(db, "record_history_update_kept", {f"{begins}BEGIN": f"{begins}WHEN NOT ({_ONLY_CONTENT})\nBEGIN"})
    note = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"
    there = "\n        WHEN 'record_history' THEN EXISTS (SELECT 1 FROM record_history WHERE id = NEW.place_id)"
    rewrite_trigger(
        db,
        "erasure_insert",
        # Of one line several texts may have to go, one after the other.
        {"'follow_up') AND": "'follow_up', 'record_history') AND", note: f"{note}{there}"},
    )
