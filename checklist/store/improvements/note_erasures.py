"""Erasing progress notes of an improvement plan that name a patient; the plan itself has no history and is reworded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist.errors import NotFound
from checklist.model.permission import Verb
from checklist.rules.closing import erasure
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.closing import erasing
from checklist.store.improvements import improvement_plans


@dataclass(frozen=True)
class ErasedNote:
    """When, by whom and why a note was erased."""

    at: datetime
    by: str
    reason: str


_ERASED = """
SELECT e.at, e.reason, person.name AS "by" FROM erasure e JOIN person ON person.id = e.person_id
JOIN progress_note n ON e.place = 'progress_note' AND n.id = e.place_id
JOIN improvement_plan p ON p.id = n.plan_id WHERE p.finding_id = ? ORDER BY e.id DESC
"""


def noted(view: View, finding_id: int) -> list[ErasedNote]:
    """What was erased from the notes of a finding's plan, the newest first; raises NotFound or Forbidden."""
    improvement_plans.of_finding(view, finding_id)
    return rows.many(ErasedNote, view.db.execute(_ERASED, [finding_id]))


def erase(act: Act, finding_id: int, note_id: int, reason: str) -> None:
    """Erase a note for a written reason: a tombstone and the hash stay; raises Forbidden, NotFound or Refused."""
    plan = improvement_plans.require(act, finding_id, Verb.WRITE)
    note = next((one for one in plan.notes if one.id == note_id), None)
    if note is None or erasure.is_tombstone(note.text):
        raise NotFound(erasing.GONE)
    erasing.begin(act, reason).put("progress_note", "text", note_id, note.text)
    erasing.leave_nothing(act)
