"""Which items of an assessment its hospital has to answer: those for its class and departments on the day that counts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from checklist.model.assessments import Assessment
from checklist.model.hospitals import Profile
from checklist.rules.assessments import submission
from checklist.store import clock, rows
from checklist.store.act import View
from checklist.store.assessments import answer_vectors
from checklist.store.hospitals import filed_class, lacking_modules
from checklist.store.sheets import sheets

DAY = f"coalesce(visit.visit_date, {clock.day_in_sql('assessment.submitted_at')})"
"""The day that counts, as an SQL expression: that of the visit, else of the submission in Tokyo; NULL before both."""

OF_VISIT = """LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
    LEFT JOIN visit ON visit.id = visit_sheet.visit_id"""
"""What `DAY` is made of, joined to `assessment`."""

_PROFILES = f"""
SELECT assessment.id, assessment.version_id,
    {filed_class.in_sql("assessment.hospital_id", f"coalesce({DAY}, :today)", "sheet.subject")} AS class,
    {lacking_modules.in_sql("assessment.hospital_id", f"coalesce({DAY}, :today)")} AS lacking
FROM assessment JOIN sheet_version ON sheet_version.id = assessment.version_id
JOIN sheet ON sheet.id = sheet_version.sheet_id {OF_VISIT} WHERE assessment.id IN (SELECT value FROM json_each(:ids))
"""


def is_asked_in_sql(addon_class: str, lacking: str) -> str:
    """`submission.is_asked` of a row of `item` as an SQL condition; what the hospital was are SQL expressions, too."""
    # Beside the rule and not in its place: progress is counted by SQL, item by item of every assessment.
    widest = max(submission.SCOPED)
    of_class = f"({addon_class} IS NULL OR {addon_class} > {widest} OR instr(item.classes, {addon_class}))"
    return f"""({of_class} AND NOT instr({lacking}, '"' || item.module || '"'))"""


@dataclass(frozen=True)
class Filled:
    """How many items the hospital of an assessment has to answer, and how many of these are answered."""

    items: int
    answered: int


def of_assessments(view: View, found: Collection[Assessment]) -> dict[int, tuple[str, ...]]:
    """For each assessment the codes in sheet order; the others may be answered, but nobody waits for them."""
    by_id = {one.id: one for one in found}
    return view.each("items to answer", by_id, lambda missing: _of_assessments(view, [by_id[one] for one in missing]))


def _of_assessments(view: View, found: Collection[Assessment]) -> dict[int, tuple[str, ...]]:
    items = sheets.audiences(view, {one.version_code for one in found})
    of_hospitals = view.db.execute(_PROFILES, _asked(view, (one.id for one in found)))
    profiles = {row["id"]: Profile(row["class"], lacking_modules.read(row["lacking"])) for row in of_hospitals}
    return {one.id: submission.expected(items[one.version_code], profiles[one.id]) for one in found}


def of_assessment(view: View, assessment: Assessment) -> tuple[str, ...]:
    """The codes of one assessment."""
    return of_assessments(view, [assessment])[assessment.id]


def filled(view: View, assessment_ids: Iterable[int]) -> dict[int, Filled]:
    """How far each of these assessments is; for the store and the readings that have asked."""
    ids = list(assessment_ids)
    if not ids:
        return {}
    # Of what is submitted the answers stand as letters; item by item it took 0.8 s for the list of 300 hospitals over
    # five years, and read with its comments, assessment by assessment, 19,112 statements.
    handed_in = view.db.execute(
        f"""SELECT a.id, v.code AS version, a.class, a.lacking, letters FROM ({_PROFILES}) a
            JOIN sheet_version v ON v.id = a.version_id JOIN answer_vector ON assessment_id = a.id""",
        _asked(view, ids),
    ).fetchall()
    found = _counted(view, handed_in)
    open_ones = view.db.execute(
        f"""SELECT a.id, count(*) AS items, count(rating.value) AS answered
            FROM ({_PROFILES}) a
            JOIN item ON item.version_id = a.version_id AND {is_asked_in_sql("a.class", "a.lacking")}
            LEFT JOIN rating ON rating.assessment_id = a.id AND rating.item_id = item.id GROUP BY a.id""",
        _asked(view, (one for one in ids if one not in found)),
    )
    return found | {row["id"]: rows.one(Filled, row) for row in open_ones}


def _counted(view: View, handed_in: Sequence[Any]) -> dict[int, Filled]:
    """The same of assessments with their letters; those that are asked the same items are counted together."""
    alike: dict[tuple[str, int | None, str], dict[int, str]] = {}
    for row in handed_in:
        alike.setdefault((row["version"], row["class"], row["lacking"]), {})[row["id"]] = row["letters"]
    versions = {version for version, *_ in alike}
    orders, audiences = answer_vectors.item_codes(view, versions), sheets.audiences(view, versions)
    found: dict[int, Filled] = {}
    for (version, number, lacking), letters in alike.items():
        asked = submission.expected(audiences[version], Profile(number, lacking_modules.read(lacking)))
        table = answer_vectors.table(list(letters.values()), orders[version], asked)
        given = (table != ord(answer_vectors.UNANSWERED)).sum(axis=1).tolist()
        found |= {one: Filled(len(asked), many) for one, many in zip(letters, given, strict=True)}
    return found


def _asked(view: View, ids: Iterable[int]) -> dict[str, str]:
    return {"today": view.today.isoformat(), "ids": json.dumps(list(ids))}
