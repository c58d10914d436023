"""Which items of an assessment its hospital has to answer: those for its class on the day that counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from checklist.model.assessments import Assessment
from checklist.rules.assessments import submission
from checklist.store.act import View
from checklist.store.db import slots
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets

DAY = "coalesce(visit.visit_date, date(assessment.submitted_at, '+9 hours'))"
"""The day that counts, as an SQL expression: that of the visit, else of the submission in Tokyo; NULL before both."""

OF_VISIT = """LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
    LEFT JOIN visit ON visit.id = visit_sheet.visit_id"""
"""What `DAY` is made of, joined to `assessment`."""

_CLASSES = f"""
SELECT assessment.id, assessment.version_id, (SELECT addon_class FROM filing
    WHERE filing.hospital_id = assessment.hospital_id AND addon = 'safety'
        AND valid_from <= coalesce({DAY}, ?) AND coalesce(valid_to, '9999-12-31') >= coalesce({DAY}, ?)) AS class
FROM assessment {OF_VISIT}
"""


@dataclass(frozen=True)
class Filled:
    """How many items the hospital of an assessment has to answer, and how many of these are answered."""

    items: int
    answered: int


def of_assessments(view: View, found: Collection[Assessment]) -> dict[int, tuple[str, ...]]:
    """For each assessment the codes in sheet order; the others may be answered, but nobody waits for them."""
    if not found:
        return {}
    items = sheets.item_classes(view, {one.version_code for one in found})
    days, ids = [view.today.isoformat()] * 2, [one.id for one in found]
    rows = view.db.execute(f"{_CLASSES} WHERE assessment.id IN ({slots(ids)})", [*days, *ids])
    classes = {row["id"]: row["class"] for row in rows}
    return {one.id: submission.expected(items[one.version_code], classes[one.id]) for one in found}


def of_assessment(view: View, assessment: Assessment) -> tuple[str, ...]:
    """The codes of one assessment."""
    return of_assessments(view, [assessment])[assessment.id]


def filled(view: View, assessment_ids: Iterable[int]) -> dict[int, Filled]:
    """How far each of these assessments is; the caller has asked who wants to know."""
    days, ids = [view.today.isoformat()] * 2, list(assessment_ids)
    rows = view.db.execute(
        f"""SELECT a.id, count(*) AS items, count(rating.value) AS answered
            FROM ({_CLASSES} WHERE assessment.id IN ({slots(ids)})) a
            JOIN item ON item.version_id = a.version_id AND (a.class IS NULL OR instr(item.classes, a.class))
            LEFT JOIN rating ON rating.assessment_id = a.id AND rating.item_id = item.id GROUP BY a.id""",
        [*days, *ids],
    )
    return {row["id"]: Filled(row["items"], row["answered"]) for row in rows} if ids else {}


def class_on(view: View, hospital_id: int, day: date | None) -> int | None:
    """The class of a hospital on a day, today if none is known; None without a filing."""
    return hospitals.classes_on(view, day or view.today).get(hospital_id)
