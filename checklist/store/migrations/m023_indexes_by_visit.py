"""What a visit asks for is found by it: its signatures, voided ones too, and its marks on earlier findings."""

from __future__ import annotations

from sqlite_utils import Database

INDEXES = (
    "CREATE INDEX signature_by_visit ON signature (visit_id)",
    "CREATE INDEX follow_up_by_visit ON follow_up (visit_id)",
)


def apply(db: Database) -> None:
    """Create the indexes; without them every page of a visit read both tables of the whole region."""
    for statement in INDEXES:
        db.execute(statement)
