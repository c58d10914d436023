"""Any list of a screen as a file: the same rows and columns, with as of when, what was asked, and who took it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checklist import words
from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats.document import Document
from checklist.papers.assessments import leniency_list
from checklist.readings import (
    accounts_page,
    assessment_list,
    audit_page,
    criteria,
    evidence_documents_list,
    filings_page,
    findings_page,
    hospitals_page,
    improvement_list,
    listing,
    lists,
    overdue,
    plan_listing,
    plan_lists,
    practices_page,
    record_lists,
    travel_list,
    visit_list,
    year_plan,
    year_schedule,
)
from checklist.readings.center import consultations_page, desk_book, record_books
from checklist.readings.improvement_list import Repeated
from checklist.readings.listing import Listing
from checklist.rules import access
from checklist.store import region
from checklist.store.act import View


@dataclass(frozen=True)
class Source:
    """The page on which a list stands, and how it is read there for what the address says."""

    page: str
    read: Callable[[View, Mapping[str, str]], Listing[Any]]


def _visits(view: View, _: Mapping[str, str]) -> Listing[Any]:
    return lists.visits(visit_list.read(view))


def _hospitals(view: View, _: Mapping[str, str]) -> Listing[Any]:
    found = hospitals_page.read(view, None)
    return lists.hospitals(found.known, found.classes)


def _plans(view: View, address: Mapping[str, str]) -> Listing[Any]:
    """Of the hospital in the address; without one of the reader's own."""
    asked, own = address.get("hospital", ""), view.principal.hospital_id
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 15):
        raise Refused("病院の指定が正しくありません。")
    hospital_id = int(asked) if asked else own
    if hospital_id is None:
        raise Refused("病院を指定してください。")
    return plan_lists.of_hospital(improvement_list.board(view, hospital_id).plans, view.today)


def _region_plans(view: View, _: Mapping[str, str]) -> Listing[Any]:
    found = improvement_list.overview(view)
    return plan_lists.of_region(found.lines, found.names, view.today)


def _plan_states(view: View, _: Mapping[str, str]) -> Listing[Any]:
    found = improvement_list.overview(view)
    return plan_lists.by_hospital(found.lines, found.names)


def _plans_again(view: View, _: Mapping[str, str]) -> Listing[Any]:
    found = improvement_list.overview(view)
    return plan_lists.again(found.repeated or Repeated({}, {}), found.names)


def _year_plan(view: View, address: Mapping[str, str]) -> year_plan.PlanPage:
    """The plan of the year in the address; without one of this year's."""
    asked = address.get("year", "")
    if asked and not re.fullmatch("[0-9]{4}", asked):
        raise Refused("年度の指定が正しくありません。")
    return year_plan.read(view, int(asked) if asked else None)


def _schedule(view: View, address: Mapping[str, str]) -> Listing[Any]:
    """The schedule of the year in the address, of one hospital where it names one."""
    hospital, year = address.get("hospital", ""), address.get("year", "")
    if any(one and not re.fullmatch("[0-9]{1,14}", one) for one in (hospital, year)):
        raise Refused("年度または病院の指定が正しくありません。")
    found = year_schedule.of_year(view, int(year) if year else None)
    return year_schedule.entries(year_schedule.of_hospital(found, int(hospital) if hospital else None))


def _criteria(view: View, address: Mapping[str, str]) -> Listing[Any]:
    """Judged on the day in the address; without one today."""
    try:
        on = date.fromisoformat(address["on"]) if address.get("on") else view.today
    except ValueError:
        raise Refused("基準日の指定が正しくありません。") from None
    return lists.criteria(criteria.shared(view, on))


SOURCES = {
    "schedule": Source("plan", _schedule),
    "plan": Source("plan", lambda view, address: plan_listing.visits(_year_plan(view, address))),
    "plan-duties": Source("plan", lambda view, address: plan_listing.duties(_year_plan(view, address))),
    "travel-times": Source("plan", lambda view, _: travel_list.read(view)),
    "overdue": Source("overdue", lambda view, _: overdue.read(view)),
    "visits": Source("visits", _visits),
    "assessments": Source("assessments", lambda view, _: lists.assessments(assessment_list.self_assessments(view))),
    "hospitals": Source("hospitals", _hospitals),
    "filings": Source("filings", lambda view, _: lists.filings(filings_page.region(view))),
    "plans": Source("improvements", _plans),
    "region-plans": Source("improvements", _region_plans),
    "plan-states": Source("improvements", _plan_states),
    "plans-again": Source("improvements", _plans_again),
    "findings": Source("follow_ups", lambda view, _: findings_page.read(view).listing),
    "practices": Source("practices", lambda view, _: practices_page.library(view)),
    "criteria": Source("criteria", _criteria),
    "leniency": Source("leniency", lambda view, address: leniency_list.listed(leniency_list.asked(view, address))),
    "cases": Source(
        "consultations", lambda view, address: consultations_page.searched(view, address.get("words", "")).found
    ),
    record_lists.OWN: Source("records", record_lists.own),
    record_books.NAME: Source("desk", record_books.asked),
    "hospital-desks": Source("hospital_desk", desk_book.asked),
    "evidence": Source("evidence", evidence_documents_list.asked),
    "audit": Source("audit", audit_page.read),
    "accounts": Source("accounts", lambda view, _: lists.accounts(accounts_page.read(view, None))),
}
"""The name of a list in the address of its files -> where it stands."""


def document(view: View, name: str, address: Mapping[str, str]) -> Document:
    """The list of this name as the address narrows it; raises NotFound, Forbidden, or Refused for a wrong address."""
    source = SOURCES.get(name)
    if source is None:
        raise NotFound("この一覧はありません。")
    if not access.may_open(source.page, view.principal):
        raise Forbidden
    found = source.read(view, address)
    wish = listing.asked(found, address)
    if wish.wrong:
        raise Refused(f"「{'・'.join(wish.wrong)}」の指定が正しくありません。一覧の画面を開き直してください。")
    lines = listing.kept(found, wish)
    facts = (
        ("時点", words.moment(view.at)),
        ("条件", listing.told(found, wish)),
        ("件数", f"全{len(found.lines):,}件のうち{len(lines):,}件"),
        ("出力した人", view.principal.name),
    )
    notes = tuple(f"{label}：{text}" for label, text in facts)
    table = replace(listing.table(found, lines), notes=(*notes, *found.notes))
    title = f"{found.title} {words.day(view.today)}"
    # When and by whom stands in front of every workbook already.
    return Document(title, facts[1:3], (table,), table, (), (), region.load(view.db).fictional, for_import=True)
