"""The findings of sealed reports with what became of them; for the support centre sums alone, as they stood when a year closed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from sqlite3 import Row

from checklist.model.improvements import Sequel
from checklist.model.permission import Thing, Verb
from checklist.rules import access, disclosure, fiscal_year
from checklist.rules.improvements.follow_up import Noted
from checklist.rules.improvements.followed import Followed, Said, Total
from checklist.rules.improvements.improvement import plan_state
from checklist.store import clock, region, rows
from checklist.store.act import View
from checklist.store.improvements import follow_ups
from checklist.words import TOKYO


@dataclass(frozen=True)
class Plan:
    """The days of a plan, where there is one."""

    planned: bool
    due_on: date | None
    completed_on: date | None
    checked_on: date | None


# The findings of reports that stand; what a later visit said counts once that visit is reported.
_FOUND = """
SELECT f.id AS finding_id, f.visit_id, visit.host_id AS hospital_id, visit.fiscal_year, v.code AS version_code,
    item.code AS item, c.code AS chapter, f.text,
    (SELECT min(sealed_at) FROM report WHERE report.visit_id = visit.id) AS sealed_at,
    plan.id IS NOT NULL AS planned, plan.due_on, plan.completed_on, plan.checked_on,
    (SELECT json_group_array(json_array(fiscal_year, mark)) FROM (
        SELECT later.fiscal_year, u.mark FROM follow_up u JOIN visit later ON later.id = u.visit_id
        WHERE u.finding_id = f.id AND later.state IN ('reported', 'acknowledged', 'closed')
        ORDER BY later.fiscal_year, later.visit_date, later.id)) AS said
FROM finding f JOIN visit ON visit.id = f.visit_id AND visit.state IN ('reported', 'acknowledged', 'closed')
JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
JOIN sheet_version v ON v.id = item.version_id LEFT JOIN improvement_plan plan ON plan.finding_id = f.id
WHERE f.kind = 'finding' AND f.dropped_at IS NULL AND (:hospital IS NULL OR visit.host_id = :hospital)
    AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
ORDER BY visit.fiscal_year DESC, f.id
"""


def of_hospital(view: View, hospital_id: int) -> list[Followed]:
    """The findings of one's own hospital with their texts, the newest year first; raises Forbidden."""
    view.require(Verb.READ, Thing.IMPROVEMENT_PLANS, access.of_hospital(hospital_id))
    return _followed(view, _read(view, hospital_id), with_texts=True)


def of_region(view: View) -> list[Followed]:
    """The findings of every hospital without a word of them, for whoever plans the region; raises Forbidden."""
    view.require(Verb.READ, Thing.VISITS)
    return _followed(view, _read(view, None), with_texts=False)


def _read(view: View, hospital_id: int | None) -> list[Row]:
    return view.db.execute(_FOUND, {"hospital": hospital_id}).fetchall()


def _followed(view: View, found: list[Row], with_texts: bool) -> list[Followed]:
    again = _again(view, found)
    return [_one(view, row, row["finding_id"] in again, row["text"] if with_texts else "") for row in found]


def _again(view: View, found: Iterable[Row]) -> frozenset[int]:
    noted = [rows.one(Noted, row, marks=()) for row in found]
    return frozenset(one.finding_id for one in follow_ups.again(view, noted)) if noted else frozenset()


def _one(view: View, row: Row, again: bool, text: str) -> Followed:
    plan = rows.one(Plan, row)
    said = tuple(Said(year, Sequel(mark)) for year, mark in json.loads(row["said"]))
    state = plan_state(plan.planned, plan.due_on, plan.completed_on, plan.checked_on, view.today)
    sealed_on = clock.day_of(clock.from_text(row["sealed_at"]))
    return Followed(
        row["finding_id"], row["hospital_id"], row["fiscal_year"], row["chapter"], row["item"], text, sealed_on, said,
        state, plan.due_on, plan.completed_on, again,
    )  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """The sums of closed years, and year -> of how many hospitals, for the years that may be shown."""

    found: tuple[Total, ...]
    hospitals: Mapping[int, int]


# Everything as it stood when its year closed, in tables that only grow: what is read today is what was read then. Numbers
# that moved from day to day gave away the hospital that moved them.
_CLOSED = """
WITH closed AS (SELECT value ->> 0 AS fiscal_year, value ->> 1 AS at FROM json_each(:closes)),
agreed AS (
    SELECT closed.fiscal_year, c.hospital_id FROM closed JOIN center_consent c ON c.id = (
        SELECT max(last.id) FROM center_consent last WHERE last.hospital_id = c.hospital_id AND last.at < closed.at)
    WHERE c.given),
told AS (
    SELECT visit.id AS visit_id, visit.host_id, visit.fiscal_year, closed.at, agreed.hospital_id IS NOT NULL AS agreed
    FROM closed JOIN visit ON visit.fiscal_year = closed.fiscal_year
    LEFT JOIN agreed ON agreed.fiscal_year = visit.fiscal_year AND agreed.hospital_id = visit.host_id
    WHERE EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id AND report.sealed_at < closed.at))
"""
_GROUPS = f"""{_CLOSED}
SELECT DISTINCT told.fiscal_year, v.sheet_id, told.host_id, told.agreed
FROM told JOIN visit_sheet s ON s.visit_id = told.visit_id JOIN sheet_version v ON v.id = s.version_id
"""
_CLOSED_FINDINGS = f"""{_CLOSED}
SELECT f.id AS finding_id, told.visit_id, told.host_id AS hospital_id, told.fiscal_year, v.code AS version_code, v.sheet_id,
    item.code AS item, c.code AS chapter
FROM told JOIN finding f ON f.visit_id = told.visit_id
JOIN finding_history h ON h.id = (
    SELECT max(last.id) FROM finding_history last WHERE last.finding_id = f.id AND last.at < told.at)
JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id JOIN sheet_version v ON v.id = item.version_id
WHERE told.agreed AND h.kind = 'finding' AND h.dropped_at IS NULL ORDER BY f.id
"""


def totals(view: View) -> Totals:
    """The sums over the hospitals that agreed, of closed years, each at least of the region's minimum; raises Forbidden."""
    view.require(Verb.READ, Thing.FINDING_TOTALS)
    closes = {"closes": json.dumps(_closes(view))}
    groups = _groups(view, closes)
    found = [
        row
        for row in view.db.execute(_CLOSED_FINDINGS, closes)
        if row["hospital_id"] in groups.get((row["fiscal_year"], row["sheet_id"]), ())
    ]
    again = _again(view, found)
    every = Counter((row["fiscal_year"], row["chapter"]) for row in found)
    repeated = Counter((row["fiscal_year"], row["chapter"]) for row in found if row["finding_id"] in again)
    sums = tuple(Total(*place, count, repeated[place]) for place, count in sorted(every.items()))
    sizes: dict[int, int] = {}
    for (year, _), hospitals in groups.items():
        sizes[year] = max(sizes.get(year, 0), len(hospitals))
    return Totals(sums, dict(sorted(sizes.items())))


def _groups(view: View, closes: dict[str, str]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Year and sheet -> the hospitals in its sums: those that agreed, or some of them.

    A sheet that few hospitals used would tell whose the findings of its chapters are. And the report of the region counts
    all hospitals: less these sums, it must not tell of the few that did not agree.
    """
    every: dict[tuple[int, int], set[int]] = {}
    agreed: dict[tuple[int, int], set[int]] = {}
    for row in view.db.execute(_GROUPS, closes):
        for sums in (every, agreed) if row["agreed"] else (every,):
            sums.setdefault((row["fiscal_year"], row["sheet_id"]), set()).add(row["host_id"])
    least = region.of(view).minimum_group_size
    chosen = {place: disclosure.standing(every[place], wished, least) for place, wished in agreed.items()}
    return {place: found for place, found in chosen.items() if found}


def _closes(view: View) -> list[tuple[int, str]]:
    """Every year that is over, with the first moment after it."""
    month = region.of(view).fiscal_year_start_month
    running = fiscal_year.of_day(view.today, month)
    years = view.db.execute("SELECT DISTINCT fiscal_year FROM visit WHERE fiscal_year < ?", [running]).fetchall()
    return [(row["fiscal_year"], _close(fiscal_year.bounds(row["fiscal_year"] + 1, month)[0])) for row in years]


def _close(day: date) -> str:
    return clock.to_text(datetime.combine(day, time(), TOKYO).astimezone(UTC))
