"""How the value of an item came to be: who chose what, and when, for those who fill the assessment in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist.model.permission import Verb
from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import assessments


@dataclass(frozen=True)
class Change:
    """A value that was chosen in place of another one; None: taken back."""

    item: str
    value: str | None
    saved_at: datetime
    saved_by: str


# Typing a comment writes versions, too: here stand those that brought another value.
_CHANGES = """
SELECT item, value, saved_at, saved_by FROM (
    SELECT item.code AS item, item.position, h.version, h.value, h.saved_at, person.name AS saved_by,
        lag(h.value) OVER (PARTITION BY h.item_id ORDER BY h.version) AS earlier
    FROM rating_history h JOIN item ON item.id = h.item_id JOIN person ON person.id = h.person_id
    WHERE h.assessment_id = ?)
WHERE value IS NOT earlier ORDER BY position, version
"""


def of_assessment(view: View, assessment_id: int) -> dict[str, list[Change]]:
    """Item -> the changes of its value, the oldest first; raises NotFound, or Forbidden to whoever does not fill it in."""
    assessments.require(view, assessment_id, Verb.WRITE)
    found: dict[str, list[Change]] = {}
    for one in rows.many(Change, view.db.execute(_CHANGES, [assessment_id])):
        found.setdefault(one.item, []).append(one)
    return found
