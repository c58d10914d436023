"""Whether a training had 演習, and the departments beyond the four that a region asks a member of."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rebuild, rewrite_trigger, room_to_rebuild

# Nobody was asked so far: what was written before says nothing about it.
_ADDED = "\"exercise\" TEXT NOT NULL DEFAULT 'unknown'"
_TOPICS = '"topics" TEXT NOT NULL CHECK (length("topics") <= 200),'


def apply(db: Database) -> None:
    """Add the column of the region, and the field of the kind `course` in its place and in its history."""
    db.execute(
        "ALTER TABLE region ADD COLUMN more_departments TEXT NOT NULL DEFAULT '' CHECK (length(more_departments) <= 200)"
    )
    db.execute(f"ALTER TABLE course ADD COLUMN {_ADDED}")
    moved = {
        f", {_ADDED}": "",
        _TOPICS: f"""{_TOPICS}
    "exercise" TEXT NOT NULL CHECK (length("exercise") <= 200),""",
    }
    with room_to_rebuild(db):
        rebuild(db, "course", moved)
    for trigger in ("course_inserted", "course_updated"):
        rewrite_trigger(
            db, trigger, {"""'topics', NEW."topics",""": """'topics', NEW."topics", 'exercise', NEW."exercise","""}
        )
