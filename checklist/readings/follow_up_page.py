"""The earlier findings that one visit looks at again, with what was done about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.errors import ChecklistError
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import EarlierFinding
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class FollowUpPage:
    """The findings, the texts of the items where they stand today, and whether the reader may mark them."""

    visit: Visit
    host: str
    found: tuple[EarlierFinding, ...]
    texts: Mapping[str, str]
    may_mark: bool


def find(view: View, visit_id: int) -> FollowUpPage | None:
    """The page of a visit, or None if there is no such visit for this reader."""
    try:
        visit = visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.READ)
        host = hospitals.get(view, visit.host_id).name
    except ChecklistError:
        return None
    codes = [one.version_code for one in assessments.of_visit(view, visit_id) if one.track is Track.VISITOR]
    earlier = follow_ups.for_visit(view, visit_id, *codes)
    texts = {item.code: item.text for version in sheets.several(view, codes).values() for item in version.items}
    may_mark = Verb.WRITE in visits.verbs(view.principal, visit, Thing.FOLLOW_UPS)
    return FollowUpPage(
        visit,
        host,
        tuple(one for one in earlier if one.finding.kind is FindingKind.FINDING),
        texts,
        may_mark and visit.state in access.WRITABLE_VISITS,
    )
