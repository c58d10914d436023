"""What the closing meeting writes beside the findings, who knows of a reopening, and who will check a plan before it was checked."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rebuild, room_to_rebuild


def _lock(row: str) -> str:
    return f"""SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = {row}.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = {row}.visit_id AND voided_at IS NULL);"""


def _guards(table: str, key: str) -> tuple[str, ...]:
    """Written while the meeting is open and unsigned, one version after the other, and never taken away."""
    return (
        f"""CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} BEGIN
    {_lock("NEW")}
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key});
END""",
        f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN
    {_lock("OLD")}
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.{key} <> OLD.{key} OR NEW.visit_id <> OLD.visit_id OR NEW.version <> OLD.version + 1;
END""",
        f"CREATE TRIGGER {table}_delete_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'refused: kept'); END",
    )


HOST_COMMENTS = (
    """CREATE TABLE host_comment (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    finding_id INTEGER REFERENCES finding (id),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT""",
    # Of the 講評 without a finding: NULLs are all different to an index, so it stands as 0 there.
    "CREATE UNIQUE INDEX host_comment_one ON host_comment (visit_id, coalesce(finding_id, 0))",
    *_guards("host_comment", "id"),
)

_TIME = "GLOB '[0-2][0-9]:[0-5][0-9]'"
HOURS = (
    f"""CREATE TABLE visit_hours (
    visit_id INTEGER PRIMARY KEY REFERENCES visit (id),
    began TEXT NOT NULL CHECK (began {_TIME}),
    ended TEXT NOT NULL CHECK (ended {_TIME} AND ended > began),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT""",
    *_guards("visit_hours", "visit_id"),
)

# A finding written without a network is sent again until it is acknowledged.
OPERATIONS = (
    "ALTER TABLE finding ADD COLUMN operation_id TEXT",
    "CREATE UNIQUE INDEX finding_operation ON finding (operation_id) WHERE operation_id IS NOT NULL",
)

SEEN = (
    """CREATE TABLE reopening_seen (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (report_id, person_id)
) STRICT""",
    """CREATE TRIGGER reopening_seen_insert BEFORE INSERT ON reopening_seen BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM reopening_seen
        WHERE id = NEW.id OR (report_id = NEW.report_id AND person_id = NEW.person_id));
END""",
    "CREATE TRIGGER reopening_seen_update_kept BEFORE UPDATE ON reopening_seen BEGIN SELECT RAISE(ABORT, 'refused: kept'); END",
    "CREATE TRIGGER reopening_seen_delete_kept BEFORE DELETE ON reopening_seen BEGIN SELECT RAISE(ABORT, 'refused: kept'); END",
)


def apply(db: Database) -> None:
    """Add the tables and the column; nothing was written there so far."""
    for statement in (*HOST_COMMENTS, *HOURS, *OPERATIONS, *SEEN):
        db.execute(statement)
    # Who will look whether it was done is known long before it was.
    with room_to_rebuild(db):
        rebuild(
            db,
            "improvement_plan",
            {"(checked_on IS NULL) = (checked_by = '')": "checked_on IS NULL OR checked_by <> ''"},
        )
