"""A visit on the sheet that hospitals really use, whole, at a hospital that need not answer all of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from checklist.imports import sheet_files
from checklist.model.assessments import Operation
from checklist.model.sheets import Module
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import db
from checklist.store.act import acting
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.hospitals import lacking_modules
from checklist.store.sheets import focus_items, sheets
from checklist.store.visits import visits
from tests.server import TODAY
from tests.world import LEADING, SMALL, YEAR, World, by, principal

SHEET = "anzen-3"
LACKING, FOCUS = {Module.DIALYSIS}, ("1-20", "16-01", "16-02")
MANAGER, MEMBER = "manager.h03", "evaluator.h02"

Answers = dict[str, tuple[str, str]]
"""Item -> value and comment."""


@dataclass(frozen=True)
class Task:
    """A visit of 加算2 by 加算1 whose day has come and that nobody has begun, and the codes of its items."""

    visit: int
    self_assessment: int
    visitor_assessment: int
    codes: tuple[str, ...]
    exempt: tuple[str, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The items that the host has to answer."""
        return tuple(code for code in self.codes if code not in self.exempt)


def begin(world: World) -> Task:
    """Plan it, and open both assessments."""
    members = (world.people[MEMBER].id,)
    plan = Visit(
        0, YEAR, world.hospitals[SMALL], (world.hospitals[LEADING],), members, date.fromisoformat(TODAY),
        VisitMode.IN_PERSON, VisitState.PLANNED, False, "",
    )  # fmt: skip
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
        lacking_modules.declare(by(connection), world.hospitals[SMALL], LACKING)
        focus_items.choose(by(connection), YEAR, SHEET, FOCUS)
        visit = visits.add(by(connection, principal(world.people["secretariat"])), plan, [SHEET])
        own = assessments.start_self(by(connection, principal(world.people[MANAGER])), YEAR, SHEET)
        (visitor,) = (a.id for a in assessment_rows.of_visit(connection, visit) if a.id != own)
        items = sheets.get(by(connection), SHEET).items
    exempt = tuple(item.code for item in items if item.classes == (1,) or item.module in LACKING)
    return Task(visit, own, visitor, tuple(item.code for item in items), exempt)


def submit(world: World, login: str, assessment: int, answered: Answers) -> None:
    """Give answers without a screen, and submit them."""
    sent = [Operation(str(uuid.uuid4()), code, 0, value, comment) for code, (value, comment) in answered.items()]
    with acting(principal(world.people[login])) as act:
        assert {one.status for one in answers.record(act, assessment, sent)} == {answers.SAVED}
        assessments.submit(act, assessment)
