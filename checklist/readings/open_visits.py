"""The visits whose sheet page a reader may open now: the way round the screens where a network does not carry them."""

from __future__ import annotations

from datetime import date
from typing import Any

from checklist.model.assessments import Track
from checklist.model.permission import Verb
from checklist.readings.agenda import ENDED
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits


def read(view: View) -> list[dict[str, Any]]:
    """`[{"id", "host", "date"}]` as JSON types, by date, those without one last."""
    going_on = [one for one in visits.visible_to(view) if one.state not in ENDED]
    tracks = {
        visit: [one.id for one in found if one.track is Track.VISITOR]
        for visit, found in assessments.of_visits(view, going_on).items()
    }
    facts = assessments.facts_of(view, (one for ids in tracks.values() for one in ids))
    opened = [
        visit
        for visit in going_on
        if any(Verb.READ in access.assessment_verbs(view.principal, facts[one]) for one in tracks[visit.id])
    ]
    names = hospitals.several(view, (one.host_id for one in opened))
    opened.sort(key=lambda one: (one.visit_date or date.max, one.id))
    return [
        {
            "id": one.id,
            "host": names[one.host_id].name,
            "date": one.visit_date.isoformat() if one.visit_date else None,
        }
        for one in opened
    ]
