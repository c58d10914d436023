"""What the 施設基準 are measured by where they give no number, a hospital's own interval of rounds, and days on paper."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep
from checklist.store.migrations.rebuilding import rebuild, rewrite_trigger, room_to_rebuild

# Of a visit with its report on paper nobody but its people knows the days. Added to and never changed: the newest row
# counts, and the older ones say what was believed before.
PAPER_DAY = f"""
CREATE TABLE visit_paper_day (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    evaluated_on TEXT CHECK (evaluated_on {DAY}),
    handed_over_on TEXT CHECK (handed_over_on {DAY}),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX visit_paper_day_by_visit ON visit_paper_day (visit_id);
"""
# So far the day on which a visit was entered as reported stood for the day of 手交. What was answered stays answered.
KEEP_DAYS = """
INSERT INTO visit_paper_day (visit_id, evaluated_on, handed_over_on, at, person_id)
    SELECT visit.id, NULL, date(event.at, '+9 hours'), event.at, event.person_id
    FROM visit JOIN visit_event event ON event.id = (SELECT id FROM visit_event
        WHERE visit_id = visit.id AND state = 'reported' ORDER BY at, id LIMIT 1)
    WHERE visit.state IN ('reported', 'acknowledged', 'closed')
        AND NOT EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
    ORDER BY visit.id
"""

NUMBERS = {
    "conference_percent": (90, 100),
    "conference_low_percent": (75, 100),
    "conference_interval_weeks": (2, 52),
    "round_months": (2, 24),
    "plan_months": (12, 60),
    "grace_days": (7, 366),
    "near_days": (90, 366),
}
"""Yardstick -> what a region begins with, and the most it may be."""


def apply(db: Database) -> None:
    """Add the columns and the table."""
    for name, (start, most) in NUMBERS.items():
        db.execute(
            f"ALTER TABLE region ADD COLUMN {name} INTEGER NOT NULL DEFAULT {start} CHECK ({name} BETWEEN 0 AND {most})"
        )
    db.execute(
        "ALTER TABLE region ADD COLUMN conference_holidays TEXT NOT NULL DEFAULT '12/29-1/3' "
        "CHECK (length(conference_holidays) <= 200)"
    )
    _intervals(db)
    for statement in PAPER_DAY.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute(KEEP_DAYS)
    db.executescript(keep(("visit_paper_day",), (), ("visit_paper_day",)))


def _intervals(db: Database) -> None:
    """A field of the kind `guideline`, in its place among the others, and in its history."""
    added = '"round_months" INTEGER NOT NULL DEFAULT 0'
    db.execute(f"ALTER TABLE guideline ADD COLUMN {added}")
    note = '"note" TEXT NOT NULL CHECK (length("note") <= 2000),'
    # Only what was written before has no interval; whoever writes from now on says so.
    moved = {
        f", {added}": "",
        note: f"""{note}
    "round_months" INTEGER NOT NULL CHECK ("round_months" >= 0),""",
    }
    with room_to_rebuild(db):
        rebuild(db, "guideline", moved)
    for trigger in ("guideline_inserted", "guideline_updated"):
        rewrite_trigger(
            db,
            trigger,
            {"""'note', NEW."note",""": """'note', NEW."note", 'round_months', NEW."round_months","""},
        )
