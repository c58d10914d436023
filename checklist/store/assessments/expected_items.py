"""Which items of an assessment its hospital has to answer: those for its class on the day that counts."""

from __future__ import annotations

from datetime import date

from checklist.model.assessments import Assessment
from checklist.rules.assessments import submission
from checklist.store import clock
from checklist.store.act import View
from checklist.store.hospitals import filed_class, hospitals
from checklist.store.sheets import sheets

DAY = f"coalesce(visit.visit_date, {clock.day_in_sql('assessment.submitted_at')})"
"""The day that counts, as an SQL expression: that of the visit, else of the submission in Tokyo; NULL before both."""

OF_VISIT = """LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
    LEFT JOIN visit ON visit.id = visit_sheet.visit_id"""
"""What `DAY` is made of, joined to `assessment`."""

_CLASS = f"""SELECT {filed_class.in_sql("assessment.hospital_id", f"coalesce({DAY}, :today)")}
    FROM assessment {OF_VISIT} WHERE assessment.id = :id"""


def of_assessment(view: View, assessment: Assessment) -> tuple[str, ...]:
    """The codes in sheet order; the others may be answered, but nobody waits for them."""
    classes = sheets.item_classes(view, sheets.version_id(view, assessment.version_code))
    asked = {"id": assessment.id, "today": view.today.isoformat()}
    return submission.expected(classes, view.db.execute(_CLASS, asked).fetchone()[0])


def class_on(view: View, hospital_id: int, day: date | None) -> int | None:
    """The class of a hospital on a day, today if none is known; None without a filing."""
    return hospitals.class_on(view, hospital_id, day or view.today)
