"""Where an outreach took place, so that the year can be seen on a map."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rewrite_trigger


def apply(db: Database) -> None:
    """Another field: kept in its history, too, and left alone by an erasure."""
    db.execute("ALTER TABLE outreach ADD COLUMN \"position\" TEXT NOT NULL DEFAULT ''")
    last = """'withdrawn_at', NEW."withdrawn_at\""""
    for event in ("inserted", "updated"):
        rewrite_trigger(db, f"outreach_{event}", {last: f"""'position', NEW."position", {last}"""})
    same = "h.version = OLD.version AND"
    rewrite_trigger(
        db,
        "outreach_update",
        {same: f"""{same} (NEW."position" IS OLD."position" OR NEW."position" IS h.content ->> '$.position') AND"""},
    )
