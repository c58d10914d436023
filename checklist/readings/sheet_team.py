"""Who fills in a visitors' sheet together: the members, their chapters, and what was handed to the reader."""

from __future__ import annotations

from typing import Any

from checklist import words
from checklist.model.assessments import Assessment, Track
from checklist.model.permission import Verb
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.visits import handovers, member_chapters, visits


def read(view: View, assessment: Assessment) -> dict[str, Any]:
    """As JSON types: `own_chapters` of the reader; `members` and `handed_over` for those who fill it in, else empty."""
    if assessment.visit_id is None or assessment.track is not Track.VISITOR:
        return {"own_chapters": [], "members": [], "handed_over": []}
    chapters: dict[int, list[str]] = {}
    for one in member_chapters.given(view, assessment.visit_id):
        if one.version_code == assessment.version_code:
            chapters.setdefault(one.person_id, []).append(one.chapter_code)
    me = view.principal.person_id
    own = chapters.get(me, [])
    if Verb.WRITE not in assessments.verbs(view, assessment.id):
        return {"own_chapters": own, "members": [], "handed_over": []}
    members = people.several(view, visits.get(view, assessment.visit_id).member_ids)
    return {
        "own_chapters": own,
        "members": [
            {"id": person_id, "name": named.name, "chapters": chapters.get(person_id, [])}
            for person_id, named in members.items()
        ],
        "handed_over": [
            {
                "id": one.id,
                "chapter": one.chapter_code,
                "by": one.by,
                "at": one.at.astimezone(words.TOKYO).isoformat(timespec="milliseconds"),
            }
            for one in handovers.of_assessment(view, assessment.id)
            if one.to_person_id == me and one.chapter_code in own
        ],
    }
