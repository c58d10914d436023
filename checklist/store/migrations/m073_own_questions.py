"""センター独自の質問: what a centre asks itself beside the yearly survey, in editions that hold from a fiscal year on.

And one day less of a training: 再配信の開始日 stood beside 再配信, which has a record of its own since trainings have windows.
"""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep
from checklist.store.migrations.rebuilding import rewrite_trigger

_TABLE = """
CREATE TABLE own_question_edition (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
"""
_FINAL = ("own_question_edition",)
# Until when it could be watched then, and who asked for it, nobody wrote down.
_MOVED = """
INSERT INTO reopening (training_id, held_on, closes_on, asked_by, note, version, updated_at, person_id)
SELECT id, again_from, again_from, '記録なし', '研修会の「再配信の開始日」から移した記録です。終了日は記録されていません。', 1, updated_at, person_id
FROM training_session t WHERE again_from IS NOT NULL AND withdrawn_at IS NULL
AND NOT EXISTS (SELECT 1 FROM reopening r WHERE r.training_id = t.id AND r.withdrawn_at IS NULL)
"""


def apply(db: Database) -> None:
    """Create the table, which is only added to; move what was written in the field, and take it away."""
    db.executescript(_TABLE + keep(_FINAL, [], _FINAL))
    db.execute(_MOVED)
    for event in ("inserted", "updated"):
        rewrite_trigger(db, f"training_session_{event}", {"""'again_from', NEW."again_from",""": ""})
    erased = """(NEW."again_from" IS OLD."again_from" OR NEW."again_from" IS h.content ->> '$.again_from') AND"""
    rewrite_trigger(db, "training_session_update", {erased: ""})
    db.execute("ALTER TABLE training_session DROP COLUMN again_from")
