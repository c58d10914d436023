"""What a reader may do with an assessment as a whole: submit, approve or withdraw it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from checklist.model.assessments import Assessment, AssessmentState
from checklist.model.permission import Verb
from checklist.model.sheets import SheetVersion
from checklist.rules import access
from checklist.rules.access import AssessmentFacts
from checklist.rules.assessments.submission import Gaps
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.sheets import sheets


@dataclass(frozen=True)
class Submission:
    """What is still open in an assessment, and the sheet that says what its items are."""

    gaps: Gaps
    version: SheetVersion


@dataclass(frozen=True)
class Steps:
    """The steps that are open to the reader now; `submission` is None where there is nothing to submit."""

    assessment: Assessment
    submission: Submission | None
    approves: bool
    withdraws: bool
    sheet: str = ""
    """The name of the sheet."""
    exempt: int = 0
    """How many items of the sheet its hospital need not answer."""


def read(view: View, assessment: Assessment) -> Steps:
    """The steps of one assessment."""
    return of_several(view, [assessment])[0]


def of_several(view: View, found: Collection[Assessment]) -> tuple[Steps, ...]:
    """The steps of each assessment."""
    facts = assessments.facts_of(view, (one.id for one in found))
    verbs = {key: access.assessment_verbs(view.principal, one) for key, one in facts.items()}
    waiting = [one for one in found if Verb.SUBMIT in verbs[one.id] and access.is_writable(facts[one.id])]
    versions, gaps = sheets.several(view, (one.version_code for one in waiting)), assessments.gaps_of(view, waiting)
    submissions = {one.id: Submission(gaps[one.id], versions[one.version_code]) for one in waiting}
    names = sheets.titles(view, (one.version_code for one in found))
    steps = [_steps(one, facts[one.id], verbs[one.id], submissions.get(one.id)) for one in found]
    exempt = _exempt(view, [one.assessment for one in steps if one.submission or one.approves])
    return tuple(
        replace(one, sheet=names[one.assessment.version_code], exempt=exempt.get(one.assessment.id, 0)) for one in steps
    )


def _exempt(view: View, found: Collection[Assessment]) -> dict[int, int]:
    """How many items of its sheet the hospital of each assessment need not answer."""
    asked = expected_items.of_assessments(view, found)
    every = sheets.audiences(view, {one.version_code for one in found})
    return {one.id: len(every[one.version_code]) - len(asked[one.id]) for one in found}


def _steps(found: Assessment, facts: AssessmentFacts, verbs: frozenset[Verb], submission: Submission | None) -> Steps:
    submitted = facts.state is AssessmentState.SUBMITTED
    approves = Verb.APPROVE in verbs and submitted and found.approved_at is None
    return Steps(found, submission, approves, Verb.WITHDRAW in verbs and submitted)
