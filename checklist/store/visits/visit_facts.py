"""Visits as the duties of the 地域連携加算 see them: both sides with their class on the day, agreement and report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from checklist.model.hospitals import Addon, Filing
from checklist.model.permission import Thing, Verb
from checklist.model.visits import VisitMode, VisitState
from checklist.rules import access, fiscal_year
from checklist.rules.criteria.facts import VisitFact
from checklist.rules.hospitals import filed_class
from checklist.store import region
from checklist.store.act import View
from checklist.store.clock import from_text
from checklist.store.hospitals import hospitals
from checklist.words import TOKYO

_SELECT = """
SELECT id, host_id, fiscal_year, visit_date, mode, state, created_at,
    (SELECT group_concat(hospital_id) FROM visit_hospital WHERE visit_id = visit.id) AS evaluators,
    (SELECT min(agreed_on) FROM visit_agreement WHERE visit_id = visit.id) AS agreed_on,
    EXISTS (SELECT 1 FROM report WHERE visit_id = visit.id) AS sealed,
    (SELECT min(on_date) FROM report JOIN report_event e ON e.report_id = report.id
        WHERE visit_id = visit.id AND e.kind = 'handed_over' AND NOT EXISTS (SELECT 1 FROM report_event back
            WHERE back.report_id = e.report_id AND back.kind = 'hand_over_taken_back' AND back.id > e.id))
        AS handed_over_on,
    EXISTS (SELECT 1 FROM report WHERE visit_id = visit.id AND NOT EXISTS (
        SELECT 1 FROM report_event e WHERE e.report_id = report.id AND e.kind = 'reopened')) AS stands,
    (SELECT paper_id FROM visit_paper_day WHERE visit_id = visit.id ORDER BY id DESC LIMIT 1) AS scanned,
    (SELECT coalesce(evaluated_on, '') || '/' || coalesce(iif(paper_id IS NULL, NULL, handed_over_on), '')
        FROM visit_paper_day
        WHERE visit_id = visit.id ORDER BY id DESC LIMIT 1) AS paper_days,
    (SELECT group_concat(version_id) FROM visit_sheet WHERE visit_id = visit.id) AS versions
FROM visit WHERE (visit_date >= :since OR (visit_date IS NULL AND fiscal_year >= :year))
"""


def of_hospital(view: View, hospital_id: int) -> list[VisitFact]:
    """Every visit of a hospital, on whichever side it stands; raises Forbidden."""
    view.require(Verb.READ, Thing.EVIDENCE, access.of_hospital(hospital_id))
    return since(view, date.min, hospital_id)


def since(view: View, day: date, hospital_id: int | None = None, seen_on: date = date.max) -> list[VisitFact]:
    """The visits from a day on, and those of its year on without a date, of all hospitals or of one on either side.

    For the store alone, without asking who wants to know.
    Visits still to come on the day `seen_on` have the classes of that day: a later filing was not known then.
    """
    where = "" if hospital_id is None else """AND (host_id = :hospital OR EXISTS (SELECT 1 FROM visit_hospital v
        WHERE v.visit_id = visit.id AND v.hospital_id = :hospital))"""  # fmt: skip
    start = region.of(view).fiscal_year_start_month
    sought = {"since": day.isoformat(), "year": fiscal_year.of_day(day, start), "hospital": hospital_id}
    rows = view.db.execute(f"{_SELECT} {where} ORDER BY coalesce(visit_date, '9999'), id", sought).fetchall()
    names = hospitals.all_names(view)
    # In memory: both sides of every visit need their class on its day, for all hospitals at once.
    classes, parts = _classes(all_filings(view)), view.once("law parts", lambda: _law_parts(view.db))
    return [
        replace(_fact(row, classes, parts, names, seen_on), year_ends=fiscal_year.bounds(row["fiscal_year"], start)[1])
        for row in rows
    ]


def by_hospital(found: Iterable[VisitFact]) -> dict[int, tuple[VisitFact, ...]]:
    """The visits of each hospital, on whichever side it stands."""
    sides: dict[int, list[VisitFact]] = defaultdict(list)
    for one in found:
        for hospital in {one.host_id, *one.evaluators}:
            sides[hospital].append(one)
    return {hospital: tuple(visits) for hospital, visits in sides.items()}


def all_filings(view: View) -> list[Filing]:
    """The filings of all hospitals, which a view reads once whatever days it looks at; raises Forbidden."""
    return view.once("filings", lambda: hospitals.filings(view))


Classes = Mapping[int, Sequence[Filing]]


def _classes(filings: Iterable[Filing]) -> Classes:
    found: dict[int, list[Filing]] = defaultdict(list)
    for one in filings:
        found[one.hospital_id].append(one)
    return found


def _class_on(classes: Classes, hospital: int, day: date) -> int | None:
    return filed_class.class_on(classes.get(hospital, ()), Addon.SAFETY, day)


def _law_parts(db: Database) -> dict[str, frozenset[str]]:
    """The parts of the law that each sheet version covers, by the version's id as text."""
    rows = db.execute("SELECT version_id, group_concat(DISTINCT law_part) AS parts FROM item GROUP BY version_id")
    return {str(row["version_id"]): frozenset(row["parts"].split(",")) for row in rows}


def _fact(
    row: Row, classes: Classes, parts: Mapping[str, frozenset[str]], names: Mapping[int, str], seen_on: date
) -> VisitFact:
    evaluated, _, handed_over = (row["paper_days"] or "/").partition("/")
    on = _date(evaluated or row["visit_date"])
    # A filing entered today with a later date would otherwise change the answer for earlier days.
    filed = min(on, seen_on) if on else seen_on
    evaluators = [int(one) for one in (row["evaluators"] or "").split(",") if one]
    versions = (row["versions"] or "").split(",") if row["versions"] else []
    return VisitFact(
        row["id"],
        row["host_id"],
        _class_on(classes, row["host_id"], filed),
        {one: _class_on(classes, one, filed) for one in evaluators},
        on,
        VisitMode(row["mode"]),
        VisitState(row["state"]),
        _date(row["agreed_on"]),
        _date(row["handed_over_on"] if row["sealed"] else handed_over),
        names,
        frozenset().union(*(parts.get(version, frozenset()) for version in versions)) if versions else None,
        _day(row["created_at"]),
        recorded=bool(evaluated),
        proven=bool(row["stands"]) or row["scanned"] is not None,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(moment: str) -> date:
    return from_text(moment).astimezone(TOKYO).date()
