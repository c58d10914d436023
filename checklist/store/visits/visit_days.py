"""How each visit stands in calendars: which day and time, and how often that was changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from checklist.model.permission import Thing, Verb
from checklist.model.visits import DayRevision, Visit, VisitTime
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import View
from checklist.store.db import slots


def of_visits(view: View, found: Collection[Visit]) -> Mapping[int, DayRevision]:
    """How each of these visits stands in calendars, by its id; raises Forbidden."""
    for one in found:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    ids = [one.id for one in found]
    kept = view.db.execute(
        f"""SELECT visit.id AS visit_id, count(d.id) AS sequence,
                coalesce(max(d.at), visit.created_at) AS changed_at
            FROM visit LEFT JOIN visit_day d ON d.visit_id = visit.id WHERE visit.id IN ({slots(ids)}) GROUP BY visit.id""",
        ids,
    ).fetchall()
    times = _last_times(view, ids)
    return {row["visit_id"]: rows.one(DayRevision, row, time=times.get(row["visit_id"])) for row in kept}


def _last_times(view: View, ids: list[int]) -> dict[int, VisitTime]:
    """The last time that each visit had, also of one whose day was taken back."""
    found = view.db.execute(
        f"SELECT * FROM visit_day WHERE visit_id IN ({slots(ids)}) AND on_date IS NOT NULL ORDER BY id", ids
    )
    return {row["visit_id"]: rows.one(VisitTime, row) for row in found}
