"""What the comparison reads of the answers: added up by the database, and what was said to a single item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklist.model.permission import Thing, Verb
from checklist.model.scales import NOT_APPLICABLE, SCALES, UNVERIFIED, Scale
from checklist.rules.scoring import Score
from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import assessments
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


def _tallies(scale: Scale) -> str:
    """The query for answers on one scale, with the points that its definition gives them."""
    # Written into the statement, because they come from the definition of the scale and never from a request.
    points = " + ".join(f"{one.points} * sum(rating.value = '{one.code}')" for one in scale.grades if one.points)
    rated = f"rating.value IN ({', '.join(repr(one.code) for one in scale.grades)})"
    # MATERIALIZED: else SQLite parses both JSON lists again inside the join, 34 ms against 9.5 ms for 97 assessments.
    return f"""
WITH taken AS MATERIALIZED (
    SELECT value ->> 0 AS id, value ->> 1 AS hospital_id, value ->> 2 AS version, value ->> 3 AS bucket,
        value ->> 4 AS lacking
    FROM json_each(:assessments)
), wanted AS MATERIALIZED (
    SELECT value ->> 0 AS item_id, value ->> 1 AS version, value ->> 2 AS part, value ->> 3 AS module
    FROM json_each(:items)
)
SELECT taken.bucket, wanted.part, {points or 0} AS points, sum({rated}) AS rated,
    sum(rating.value = '{NOT_APPLICABLE}') AS not_applicable, sum(rating.value = '{UNVERIFIED}') AS unverified,
    count(DISTINCT CASE WHEN {rated} THEN taken.hospital_id END) AS raters
FROM taken
JOIN wanted ON wanted.version = taken.version AND NOT instr(taken.lacking, '"' || wanted.module || '"')
CROSS JOIN rating ON rating.assessment_id = taken.id AND rating.item_id = wanted.item_id
WHERE rating.value IS NOT NULL
GROUP BY taken.bucket, wanted.part
"""


def _item_parts(
    view: View, codes: Iterable[str], parts: Mapping[str, str]
) -> dict[str, list[tuple[int, str, str, str]]]:
    """Scale -> (item id, version, part, module) for the items of some versions whose code has a part."""
    items = view.db.execute(
        """SELECT item.id, item.code, item.module, v.code AS version, v.scale FROM item
           JOIN sheet_version v ON v.id = item.version_id WHERE v.code IN (SELECT value FROM json_each(?))""",
        [json.dumps(sorted(set(codes)))],
    )
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for row in items:
        if row["code"] in parts:
            item = (row["id"], row["version"], parts[row["code"]], row["module"])
            found.setdefault(row["scale"], []).append(item)
    return found


def tallies(view: View, buckets: Sequence[Sequence[Entry]], parts: Mapping[str, str]) -> Iterator[Tally]:
    """The answers of each bucket added up by part; `parts` maps item codes to parts, others are left out.

    What was answered about a department that the hospital is without counts nowhere. One query for each scale: a comparison has only one. Raises Forbidden.
    """
    view.require(Verb.READ, Thing.COMPARISON)
    taken = [
        (entry.assessment_id, entry.hospital_id, entry.version_code, number, json.dumps(sorted(entry.lacking)))
        for number, bucket in enumerate(buckets)
        for entry in bucket
    ]
    found = _item_parts(view, (e.version_code for bucket in buckets for e in bucket), parts)
    for scale, items in found.items():
        query, values = _tallies(SCALES[scale]), {"assessments": json.dumps(taken), "items": json.dumps(items)}
        for row in view.db.execute(query, values):
            counts = (row["points"], row["rated"], row["not_applicable"], row["unverified"])
            score = Score(*counts, unscored=0 if SCALES[scale].scored else row["rated"])
            yield Tally(row["bucket"], row["part"], score, row["raters"])


@dataclass(frozen=True)
class Remark:
    """One answer to an item with its comment."""

    assessment_id: int
    value: str | None
    comment: str


def remarks(view: View, assessment_ids: Iterable[int], item: str) -> dict[int, Remark]:
    """Assessment -> its answer to an item; assessments without one or that may not be read are absent."""
    readable = assessments.readable(view, assessment_ids)
    answers = view.db.execute(
        """SELECT rating.assessment_id, rating.value, rating.comment FROM json_each(?) taken
           CROSS JOIN assessment ON assessment.id = taken.value
           JOIN item ON item.version_id = assessment.version_id AND item.code = ?
           JOIN rating ON rating.assessment_id = assessment.id AND rating.item_id = item.id""",
        [json.dumps(readable), item],
    )
    return {one.assessment_id: one for one in rows.many(Remark, answers)}
