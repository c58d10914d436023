"""Which items of an assessment its hospital has to answer: those for its class on the day that counts."""

from __future__ import annotations

from datetime import date

from checklist.model.assessments import Assessment
from checklist.rules.assessments import submission
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.words import TOKYO


def of_assessment(view: View, assessment: Assessment) -> tuple[str, ...]:
    """The codes in sheet order; the others may be answered, but nobody waits for them."""
    classes = sheets.item_classes(view, sheets.version_id(view, assessment.version_code))
    return submission.expected(classes, class_on(view, assessment.hospital_id, _day(view, assessment)))


def class_on(view: View, hospital_id: int, day: date | None) -> int | None:
    """The class of a hospital on a day, today if none is known; None without a filing."""
    return hospitals.classes_on(view, day or view.today).get(hospital_id)


def _day(view: View, assessment: Assessment) -> date | None:
    """The day of the visit, else that of the submission in Tokyo."""
    row = view.db.execute("SELECT visit_date FROM visit WHERE id = ?", [assessment.visit_id]).fetchone()
    if row and row["visit_date"]:
        return date.fromisoformat(row["visit_date"])
    return assessment.submitted_at.astimezone(TOKYO).date() if assessment.submitted_at else None
