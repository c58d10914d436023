"""Self-assessments as their page shows them: the list with what can be begun, or one with its next steps."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.readings import assessment_list, assessment_steps, erasable
from checklist.readings.assessment_list import Line
from checklist.readings.assessment_steps import Steps
from checklist.readings.erasable import Erasable
from checklist.rules import access, fiscal_year
from checklist.rules.sheets import in_force
from checklist.store import region
from checklist.store.act import View
from checklist.store.sheets import sheets
from checklist.store.sheets.sheets import VersionLine


@dataclass(frozen=True)
class AssessmentList:
    """The list; `versions` are the sheets with which the reader may begin another, `year` the one of today."""

    lines: tuple[Line, ...]
    begins: bool
    versions: tuple[VersionLine, ...]
    year: int


@dataclass(frozen=True)
class AssessmentPage:
    """One self-assessment, its next steps, and what may be erased from it."""

    line: Line
    steps: Steps
    erasable: Erasable | None


def listed(view: View) -> AssessmentList:
    """The list for this reader."""
    begins = access.starts_self_assessments(view.principal)
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    versions = tuple(sheets.versions(view)) if begins else ()
    first_month = region.of(view).fiscal_year_start_month
    holding = {one.code for one in in_force.on(versions, view.today, first_month)}
    # What holds today is offered first; a version that was published for later stands below it.
    versions = tuple(sorted(versions, key=lambda one: one.code not in holding))
    return AssessmentList(tuple(assessment_list.self_assessments(view)), begins, versions, year)


def find(view: View, assessment_id: int) -> AssessmentPage | None:
    """The page of one, or None if there is no such self-assessment for this reader."""
    line = assessment_list.self_assessment(view, assessment_id)
    if line is None:
        return None
    steps = assessment_steps.read(view, line.assessment)
    return AssessmentPage(line, steps, erasable.read(view, [line.assessment]))
