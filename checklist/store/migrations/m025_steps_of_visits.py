"""Steps of a visit that are taken back with a reason, and which file is the report of a visit on paper."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rebuild, rewrite_trigger, room_to_rebuild

TAKEN_BACK = {"acknowledged": "receipt_taken_back", "handed_over": "hand_over_taken_back"}
STANDS = """SELECT 1 FROM report_event WHERE id = NEW.id OR (report_id = NEW.report_id AND kind = NEW.kind
        AND kind NOT IN ('receipt_taken_back', 'hand_over_taken_back')
        AND (SELECT count(*) FROM report_event one WHERE one.report_id = NEW.report_id AND one.kind = NEW.kind)
            > (SELECT count(*) FROM report_event one WHERE one.report_id = NEW.report_id AND one.kind
                = CASE NEW.kind WHEN 'acknowledged' THEN 'receipt_taken_back' WHEN 'handed_over' THEN 'hand_over_taken_back' END))"""


def apply(db: Database) -> None:
    """Add the columns; a report on paper keeps its day, and counts where a document of its visit can be the report."""
    db.execute("ALTER TABLE visit_event ADD COLUMN taken_back TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE visit_paper_day ADD COLUMN paper_id INTEGER REFERENCES visit_paper (id)")
    for kind in TAKEN_BACK.values():
        db.execute("INSERT OR IGNORE INTO report_event_kind (code) VALUES (?)", [kind])
    with room_to_rebuild(db):
        # Within the frame no trigger keeps the rows as they are.
        db.execute(
            """UPDATE visit_paper_day SET paper_id = (SELECT max(id) FROM visit_paper
                   WHERE visit_paper.visit_id = visit_paper_day.visit_id) WHERE handed_over_on IS NOT NULL"""
        )
        rebuild(
            db,
            "report_event",
            {
                "CHECK (kind <> 'reopened' OR length(trim(reason)) > 0),": "CHECK (kind = 'handed_over' OR kind = 'acknowledged' OR length(trim(reason)) > 0)",
                "UNIQUE (report_id, kind)": "",
            },
        )
        db.execute("CREATE INDEX report_event_by_report ON report_event (report_id, kind)")
    rewrite_trigger(
        db,
        "report_event_insert",
        {"SELECT 1 FROM report_event WHERE id = NEW.id OR (report_id = NEW.report_id AND kind = NEW.kind)": STANDS},
    )
