"""Assessments as they are stored: rows become nouns, for as many assessments or visits at once as a screen shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Row

from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.model.visits import VisitState
from checklist.rules.access import AssessmentFacts
from checklist.store.act import View
from checklist.store.clock import from_text
from checklist.store.db import slots

SELECT = """
SELECT assessment.*, sheet_version.code AS version_code, visit_sheet.visit_id FROM assessment
JOIN sheet_version ON sheet_version.id = assessment.version_id
LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
"""
_OF_VISITS = """
SELECT used.visit_id AS used_by, assessment.*, sheet_version.code AS version_code, visit_sheet.visit_id
FROM visit_sheet used
JOIN assessment ON assessment.visit_sheet_id = used.id OR assessment.id = used.self_assessment_id
JOIN sheet_version ON sheet_version.id = assessment.version_id
LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
"""
_FACTS = """
SELECT a.id, a.track, a.state, a.hospital_id, group_concat(DISTINCT v.id) AS visits, max(v.state) AS visit_state,
    group_concat(DISTINCT vh.hospital_id) AS evaluators, group_concat(DISTINCT vm.person_id) AS members,
    a.track = 'self' AND (SELECT blind_mode FROM region) AND EXISTS (SELECT 1 FROM visit_sheet waiting
        JOIN assessment visitor ON visitor.visit_sheet_id = waiting.id AND visitor.track = 'visitor'
        WHERE waiting.self_assessment_id = a.id AND visitor.state = 'open') AS blind,
    a.track = 'agreed' AND EXISTS (SELECT 1 FROM visit_sheet mine JOIN signature USING (visit_id)
        WHERE mine.id = a.visit_sheet_id AND signature.voided_at IS NULL) AS signed
FROM assessment a
LEFT JOIN visit_sheet vs ON vs.id = a.visit_sheet_id OR vs.self_assessment_id = a.id
LEFT JOIN visit v ON v.id = vs.visit_id AND (v.state <> 'cancelled' OR vs.id = a.visit_sheet_id)
LEFT JOIN visit_hospital vh ON vh.visit_id = v.id
LEFT JOIN visit_member vm ON vm.visit_id = v.id
"""
_RATINGS = """
SELECT rating.assessment_id, item.code, rating.value, rating.comment, rating.version, rating.saved_at, person.name
FROM rating JOIN item ON item.id = rating.item_id JOIN person ON person.id = rating.person_id
"""


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",")) if text else frozenset()


def assessment(row: Row) -> Assessment:
    """A row of `SELECT` as an assessment."""
    return Assessment(
        row["id"],
        Track(row["track"]),
        row["version_code"],
        row["hospital_id"],
        row["fiscal_year"],
        row["edition"],
        row["visit_id"],
        AssessmentState(row["state"]),
        _moment(row["submitted_at"]),
        _moment(row["approved_at"]),
    )


def by_id(view: View, ids: Iterable[int]) -> dict[int, Assessment]:
    """Several assessments, without asking who wants to know."""

    def read(missing: list[int]) -> dict[int, Assessment]:
        rows = view.db.execute(f"{SELECT} WHERE assessment.id IN ({slots(missing)})", missing)
        return {row["id"]: assessment(row) for row in rows}

    return view.each("assessment", ids, read)


def of_visits(view: View, visit_ids: Iterable[int]) -> dict[int, list[Assessment]]:
    """For each visit its visitor (and agreed) assessments and the self-assessments that belong to it."""

    def read(missing: list[int]) -> dict[int, list[Assessment]]:
        found: dict[int, list[Assessment]] = {visit_id: [] for visit_id in missing}
        where = f"WHERE used.visit_id IN ({slots(missing)}) ORDER BY assessment.id"
        for row in view.db.execute(f"{_OF_VISITS} {where}", missing):
            found[row["used_by"]].append(assessment(row))
        every = {one.id: one for tracks in found.values() for one in tracks}
        view.each("assessment", every, lambda _: every)
        return found

    return view.each("assessments of visit", visit_ids, read)


def _facts(row: Row) -> AssessmentFacts:
    track = Track(row["track"])
    return AssessmentFacts(
        track,
        AssessmentState(row["state"]),
        row["hospital_id"],
        _ids(row["evaluators"]),
        _ids(row["members"]),
        _ids(row["visits"]),
        VisitState(row["visit_state"]) if track is not Track.SELF else None,
        bool(row["blind"]),
        bool(row["signed"]),
    )


def facts(view: View, ids: Iterable[int]) -> dict[int, AssessmentFacts]:
    """What the permission table needs to know of several assessments."""

    def read(missing: list[int]) -> dict[int, AssessmentFacts]:
        rows = view.db.execute(f"{_FACTS} WHERE a.id IN ({slots(missing)}) GROUP BY a.id", missing)
        return {row["id"]: _facts(row) for row in rows}

    return view.each("facts of assessment", ids, read)


def ratings(view: View, ids: Iterable[int]) -> dict[int, dict[str, Rating]]:
    """For each assessment item code -> current rating, in sheet order; the caller has asked who wants to know."""

    def read(missing: list[int]) -> dict[int, dict[str, Rating]]:
        found: dict[int, dict[str, Rating]] = {assessment_id: {} for assessment_id in missing}
        where = f"WHERE assessment_id IN ({slots(missing)}) ORDER BY assessment_id, item.position"
        for row in view.db.execute(f"{_RATINGS} {where}", missing):
            moment = from_text(row["saved_at"])
            rating = Rating(row["code"], row["value"], row["comment"], row["version"], moment, row["name"])
            found[row["assessment_id"]][row["code"]] = rating
        return found

    return view.each("ratings", ids, read)
