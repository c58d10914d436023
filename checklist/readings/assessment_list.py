"""The assessments that a reader may know of, as lines of a list with their progress."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from checklist.model.assessments import Assessment
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.assessments.expected_items import Filled
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets


@dataclass(frozen=True)
class Line:
    """One assessment with what a list shows of it; `verbs` are what the reader may do now.

    How far it is (`answered`, `items`) is 0 of 0 for those who may not read it.
    """

    assessment: Assessment
    host: str
    sheet: str
    answered: int
    items: int
    verbs: frozenset[Verb]
    writable: bool

    @property
    def readable(self) -> bool:
        """Whether the reader may open it."""
        return Verb.READ in self.verbs

    @property
    def fills_in(self) -> bool:
        """Whether the reader fills it in now."""
        return self.writable and Verb.WRITE in self.verbs

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        return f"{self.items}項目中 {self.answered}項目に回答"


def self_assessments(view: View) -> list[Line]:
    """The self-assessments that the principal may read on their own page: own hospital's, or every submitted one."""
    return lines(view, assessments.visible_self(view))


def self_assessment(view: View, assessment_id: int) -> Line | None:
    """One of these, or None if the principal may not read it there."""
    found = next((one for one in assessments.visible_self(view) if one.id == assessment_id), None)
    return line(view, found) if found else None


def line(view: View, found: Assessment) -> Line:
    """One assessment as a line."""
    return lines(view, [found])[0]


def lines(view: View, found: Collection[Assessment]) -> list[Line]:
    """Assessments as lines, those included that the reader may know of but not read: of them nothing counts."""
    # All lines at once. Each by itself took 14 statements: 19,112 of them and 3.4 s for the list of 300 hospitals.
    facts = assessments.facts_of(view, (one.id for one in found))
    verbs = {key: access.assessment_verbs(view.principal, one) for key, one in facts.items()}
    filled = expected_items.filled(view, [key for key, may in verbs.items() if Verb.READ in may])
    hosts = hospitals.several(view, (one.hospital_id for one in found))
    names = sheets.titles(view, (one.version_code for one in found))
    return [
        _line(
            one,
            hosts[one.hospital_id].name,
            names[one.version_code],
            filled.get(one.id, Filled(0, 0)),
            verbs[one.id],
            access.is_writable(facts[one.id]),
        )
        for one in found
    ]


def _line(
    found: Assessment, host: str, sheet: str, filled: Filled, verbs: frozenset[Verb], takes_answers: bool
) -> Line:
    return Line(found, host, sheet, filled.answered, filled.items, verbs, Verb.WRITE in verbs and takes_answers)
