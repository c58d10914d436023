"""At sealing, the value that both sides share becomes the agreed one where none was recorded; undone when reopened."""

from __future__ import annotations

from checklist.model.permission import Thing, Verb
from checklist.store.act import Act
from checklist.store.visits import visits

# Operation numbers of answers go by UUID; these name what wrote them and can never be taken for one.
_COMMON = "common"

# Somebody may have written a comment without a value there; the version then goes on from theirs.
_SHARED = """
SELECT agreed.id AS assessment_id, theirs.item_id, theirs.value, coalesce(mine.version, 0) AS version,
    coalesce(mine.comment, '') AS comment
FROM visit_sheet s
CROSS JOIN assessment agreed ON agreed.visit_sheet_id = s.id AND agreed.track = 'agreed'
CROSS JOIN assessment visitor ON visitor.visit_sheet_id = s.id AND visitor.track = 'visitor'
CROSS JOIN rating theirs ON theirs.assessment_id = visitor.id AND theirs.value IS NOT NULL
CROSS JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = theirs.item_id
    AND own.value = theirs.value
LEFT JOIN rating mine ON mine.assessment_id = agreed.id AND mine.item_id = theirs.item_id
WHERE s.visit_id = ? AND mine.value IS NULL
"""
# What was tapped at the meeting bears a number of its own and stays when a report is reopened.
_SETTLED = """
SELECT agreed.id AS assessment_id, rating.item_id, NULL AS value, rating.version, rating.comment FROM rating
JOIN assessment agreed ON agreed.id = rating.assessment_id AND agreed.track = 'agreed'
JOIN visit_sheet s ON s.id = agreed.visit_sheet_id
WHERE s.visit_id = ? AND rating.operation_id LIKE 'common-%' AND rating.value IS NOT NULL
"""


_SETTLE = f"""
INSERT INTO rating (assessment_id, item_id, value, comment, version, saved_at, person_id, operation_id)
SELECT assessment_id, item_id, value, comment, 1, ?, ?, '{_COMMON}-' || assessment_id || '-' || item_id || '-1'
FROM ({_SHARED}) WHERE version = 0
"""
_UPDATE = """
UPDATE rating SET value = :value, comment = :comment, version = :version, saved_at = :saved_at,
    person_id = :person_id, operation_id = :operation_id, tapped_at = NULL
WHERE assessment_id = :assessment_id AND item_id = :item_id
"""


def settle(act: Act, visit_id: int) -> None:
    """Write the shared values into the agreed track, so that it stands for itself in every report."""
    visits.require(act, visit_id, Thing.SEAL, Verb.WRITE)
    # Nearly all of them were never agreed on one by one: a hundred rows that need not come here and go back.
    act.db.execute(_SETTLE, [act.stamp, act.principal.person_id, visit_id])
    _change(act, _SHARED, visit_id)


def unsettle(act: Act, visit_id: int) -> None:
    """Take those values out again, so that they follow what both sides say by then."""
    visits.require(act, visit_id, Thing.REOPEN, Verb.WRITE)
    _change(act, _SETTLED, visit_id)


def _change(act: Act, query: str, visit_id: int) -> None:
    """Write what a query finds as the next version of answers that have one already."""
    moment = act.stamp
    rows = [
        {
            "assessment_id": row["assessment_id"],
            "item_id": row["item_id"],
            "value": row["value"],
            "comment": row["comment"],
            "version": row["version"] + 1,
            "saved_at": moment,
            "person_id": act.principal.person_id,
            "operation_id": f"{_COMMON}-{row['assessment_id']}-{row['item_id']}-{row['version'] + 1}",
        }
        for row in act.db.execute(query, [visit_id])
    ]
    act.db.conn.executemany(_UPDATE, rows)
