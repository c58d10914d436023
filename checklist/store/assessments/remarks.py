"""What was said to a single item."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import assessments


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
