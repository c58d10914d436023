"""What the comparison reads of the answers: added up by the database, and what was said to a single item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED
from checklist.rules.scoring import HALF_POINTS, Score
from checklist.store.act import View
from checklist.store.assessments.submitted import Entry


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
    SELECT value ->> 0 AS id, value ->> 1 AS hospital_id, value ->> 2 AS version, value ->> 3 AS bucket
    FROM json_each(:assessments)
), wanted AS MATERIALIZED (
    SELECT value ->> 0 AS item_id, value ->> 1 AS version, value ->> 2 AS part FROM json_each(:items)
)
SELECT taken.bucket, wanted.part, {_points()} AS half_points, sum({_RATED}) AS rated,
    sum(rating.value = '{NOT_APPLICABLE}') AS not_applicable, sum(rating.value = '{UNVERIFIED}') AS unverified,
    count(DISTINCT CASE WHEN {_RATED} THEN taken.hospital_id END) AS raters
FROM taken
JOIN wanted ON wanted.version = taken.version
CROSS JOIN rating ON rating.assessment_id = taken.id AND rating.item_id = wanted.item_id
WHERE rating.value IS NOT NULL
GROUP BY taken.bucket, wanted.part
"""


def _item_parts(view: View, codes: Iterable[str], parts: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """(item id, version, part) for the items of some versions whose code has a part."""
    rows = view.db.execute(
        """SELECT item.id, item.code, v.code AS version FROM item JOIN sheet_version v ON v.id = item.version_id
           WHERE v.code IN (SELECT value FROM json_each(?))""",
        [json.dumps(sorted(set(codes)))],
    )
    return [(row["id"], row["version"], parts[row["code"]]) for row in rows if row["code"] in parts]


def tallies(view: View, buckets: Sequence[Sequence[Entry]], parts: Mapping[str, str]) -> Iterator[Tally]:
    """The answers of each bucket added up by part, in one query; `parts` maps item codes to parts, others are left out."""
    taken = [
        (entry.assessment_id, entry.hospital_id, entry.version_code, number)
        for number, bucket in enumerate(buckets)
        for entry in bucket
    ]
    items = _item_parts(view, (e.version_code for bucket in buckets for e in bucket), parts)
    for row in view.db.execute(_TALLIES, {"assessments": json.dumps(taken), "items": json.dumps(items)}):
        score = Score(row["half_points"], row["rated"], row["not_applicable"], row["unverified"])
        yield Tally(row["bucket"], row["part"], score, row["raters"])


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
