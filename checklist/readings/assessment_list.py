"""The assessments that a reader may know of, as lines of a list with their progress."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.assessments import Assessment
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets


@dataclass(frozen=True)
class Line:
    """One assessment with what a list shows of it; `verbs` are what the reader may do now."""

    assessment: Assessment
    host: str
    sheet: str
    answered: int
    items: int
    verbs: frozenset[Verb]
    writable: bool

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        return f"{self.items}項目中 {self.answered}項目に回答"


def self_assessments(view: View) -> list[Line]:
    """The self-assessments that the principal may read on their own page: own hospital's, or every submitted one."""
    return [line(view, one) for one in assessments.visible_self(view)]


def line(view: View, found: Assessment) -> Line:
    """One assessment as a line; nothing of it counts as answered for whoever may not read it."""
    facts = assessments.facts(view, found.id)
    codes = expected_items.of_assessment(view, found)
    version = next(one for one in sheets.versions(view) if one.code == found.version_code)
    verbs = access.assessment_verbs(view.principal, facts)
    unanswered = assessments.gaps(view, found.id).unanswered if Verb.READ in verbs else codes
    return Line(
        found,
        hospitals.get(view, found.hospital_id).name,
        f"{version.sheet_name} {version.name}",
        len(codes) - len(unanswered),
        len(codes),
        verbs,
        Verb.WRITE in verbs and access.is_writable(facts),
    )
