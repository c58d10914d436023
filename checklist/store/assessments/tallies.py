"""What the comparison reads: submitted assessments with the class of their hospital, and answers added up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Row

from checklist.model.assessments import Track
from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED
from checklist.rules.scoring import HALF_POINTS, Score
from checklist.store.act import View
from checklist.store.assessments import expected_items
from checklist.store.hospitals import filed_class


@dataclass(frozen=True)
class Entry:
    """One submitted assessment; `addon_class` is None without a valid 医療安全対策加算 filing on its day."""

    assessment_id: int
    hospital_id: int
    fiscal_year: int
    addon_class: int | None
    version_code: str
    sheet_code: str


# A repeated self-assessment counts with its newest edition only.
_ENTRIES = f"""
SELECT assessment.id, assessment.hospital_id, assessment.fiscal_year, v.code AS version_code, s.code AS sheet_code,
    {filed_class.in_sql("assessment.hospital_id", expected_items.DAY)} AS addon_class
FROM assessment
JOIN sheet_version v ON v.id = assessment.version_id
JOIN sheet s ON s.id = v.sheet_id
{expected_items.OF_VISIT}
WHERE assessment.track = :track AND assessment.state IN ('submitted', 'sealed')
    AND coalesce(visit.state, '') <> 'cancelled'
    AND NOT EXISTS (
        SELECT 1 FROM assessment newer WHERE assessment.track = 'self' AND newer.track = 'self'
            AND newer.hospital_id = assessment.hospital_id AND newer.fiscal_year = assessment.fiscal_year
            AND newer.version_id = assessment.version_id AND newer.edition > assessment.edition
            AND newer.state IN ('submitted', 'sealed'))
ORDER BY assessment.fiscal_year, assessment.hospital_id, assessment.id
"""


def _entry(row: Row) -> Entry:
    return Entry(
        row["id"],
        row["hospital_id"],
        row["fiscal_year"],
        row["addon_class"],
        row["version_code"],
        row["sheet_code"],
    )


def entries(view: View, track: Track) -> list[Entry]:
    """Every submitted or sealed assessment of a track, those of cancelled visits left out, oldest year first."""
    return [_entry(row) for row in view.db.execute(_ENTRIES, {"track": track.value})]


@dataclass(frozen=True)
class Tally:
    """What the answers of one bucket of assessments to one part add up to, and how many hospitals rated any of it.

    The unanswered are not in the score: an answer that was never written has no row to count.
    """

    bucket: int
    part: str
    score: Score
    raters: int


def _points() -> str:
    """The half points of a group of answers, as the one definition of the score has them."""
    return " + ".join(f"{points} * sum(rating.value = '{value}')" for value, points in HALF_POINTS.items() if points)


_RATED = f"rating.value IN ({', '.join(repr(value) for value in HALF_POINTS)})"

_TALLIES = f"""
WITH taken AS MATERIALIZED (
    SELECT value ->> 0 AS id, value ->> 1 AS hospital_id, value ->> 2 AS bucket FROM json_each(:assessments)
), wanted AS MATERIALIZED (SELECT value ->> 0 AS item_id, value ->> 1 AS part FROM json_each(:items))
SELECT taken.bucket, wanted.part, {_points()} AS half_points, sum({_RATED}) AS rated,
    sum(rating.value = '{NOT_APPLICABLE}') AS not_applicable, sum(rating.value = '{UNVERIFIED}') AS unverified,
    count(DISTINCT CASE WHEN {_RATED} THEN taken.hospital_id END) AS raters
FROM taken
CROSS JOIN rating ON rating.assessment_id = taken.id
JOIN wanted ON wanted.item_id = rating.item_id
WHERE rating.value IS NOT NULL
GROUP BY taken.bucket, wanted.part
"""


def _item_parts(view: View, codes: Iterable[str], parts: Mapping[str, str]) -> list[tuple[int, str]]:
    """(item id, part) for the items of some versions whose code has a part."""
    rows = view.db.execute(
        """SELECT item.id, item.code FROM item JOIN sheet_version v ON v.id = item.version_id
           WHERE v.code IN (SELECT value FROM json_each(?))""",
        [json.dumps(sorted(set(codes)))],
    )
    return [(row["id"], parts[row["code"]]) for row in rows if row["code"] in parts]


def tallies(view: View, buckets: Sequence[Sequence[Entry]], parts: Mapping[str, str]) -> Iterator[Tally]:
    """The answers of each bucket added up by part, in one query; `parts` maps item codes to parts, others are left out."""
    taken = [(e.assessment_id, e.hospital_id, number) for number, bucket in enumerate(buckets) for e in bucket]
    items = _item_parts(view, (e.version_code for bucket in buckets for e in bucket), parts)
    for row in view.db.execute(_TALLIES, {"assessments": json.dumps(taken), "items": json.dumps(items)}):
        score = Score(row["half_points"], row["rated"], row["not_applicable"], row["unverified"])
        yield Tally(row["bucket"], row["part"], score, row["raters"])


def visited(view: View, hospital_id: int) -> frozenset[tuple[int, int]]:
    """(host, fiscal year) of every visit made by a hospital, cancelled ones left out."""
    rows = view.db.execute(
        """SELECT visit.host_id, visit.fiscal_year FROM visit JOIN visit_hospital ON visit_id = visit.id
           WHERE hospital_id = ? AND state <> 'cancelled'""",
        [hospital_id],
    )
    return frozenset((row["host_id"], row["fiscal_year"]) for row in rows)


@dataclass(frozen=True)
class Remark:
    """One answer to an item with its comment."""

    assessment_id: int
    value: str | None
    comment: str


def remarks(view: View, assessment_ids: Iterable[int], item: str) -> dict[int, Remark]:
    """Assessment -> its answer to an item; assessments without one are absent."""
    rows = view.db.execute(
        """SELECT rating.assessment_id, rating.value, rating.comment FROM json_each(?) taken
           CROSS JOIN assessment ON assessment.id = taken.value
           JOIN item ON item.version_id = assessment.version_id AND item.code = ?
           JOIN rating ON rating.assessment_id = assessment.id AND rating.item_id = item.id""",
        [json.dumps(list(assessment_ids)), item],
    )
    return {row[0]: Remark(row[0], row["value"], row["comment"]) for row in rows}
