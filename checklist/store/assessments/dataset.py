"""What analysts get of a region: assessments, their ratings and the items, without the name of any person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Entry, Filter
from checklist.store.db import slots

TOGETHER = 500
"""Assessments whose ratings are read at once."""
Place = tuple[Track, str, int, int]
"""Track, sheet, fiscal year and hospital."""
Line = tuple[str | int | None, ...]
_RATINGS = """
SELECT r.assessment_id, c.code AS chapter, item.code AS item, r.value, r.comment
FROM rating r JOIN item ON item.id = r.item_id JOIN chapter c ON c.id = item.chapter_id
"""
_RELEASED = """
SELECT answer.value ->> 0, sheet.code, fiscal_year, answer.value ->> 1, addon_class
FROM edition JOIN sheet ON sheet.id = sheet_id JOIN json_each(edition.answers) answer WHERE audience = 'region' ORDER BY edition.id
"""


def entries(view: View, track: Track) -> list[Entry]:
    """The submitted assessments of a track that a comparison takes, by year and number; raises Forbidden."""
    view.require(Verb.WRITE, Thing.VISITS)
    return sorted(submitted.entries(view, Filter(track)), key=lambda one: (one.fiscal_year, one.assessment_id))


def released(view: View) -> dict[Place, Sequence[int]]:
    """For each paper in an edition without names the class in which it stands there; raises Forbidden."""
    view.require(Verb.WRITE, Thing.VISITS)
    found: dict[Place, list[int]] = {}
    for track, sheet, year, hospital, number in view.db.execute(_RELEASED):
        found.setdefault((Track(track), sheet, year, hospital), []).append(number)
    return dict(found)


def ratings(view: View, assessment_ids: Sequence[int]) -> Iterator[list[Line]]:
    """(assessment, chapter, item, value, comment) in the order of the sheet, some assessments at a time."""
    view.require(Verb.WRITE, Thing.VISITS)
    for start in range(0, len(assessment_ids), TOGETHER):
        ids = assessment_ids[start : start + TOGETHER]
        found: dict[int, list[Line]] = {one: [] for one in ids}
        asked = f"{_RATINGS} WHERE r.assessment_id IN ({slots(ids)}) ORDER BY r.assessment_id, item.position"
        for row in view.db.execute(asked, list(ids)):
            found[row["assessment_id"]].append(tuple(row))
        yield [line for one in ids for line in found[one]]
