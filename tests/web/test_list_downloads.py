"""A list taken away holds the rows and columns of its screen, for those who may open the page, and says where it is from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from checklist.papers import list_document
from checklist.readings import listing
from checklist.store import db
from tests.client import Client
from tests.web.test_hospital_permissions import LOGINS
from tests.web.test_permissions import NOBODY
from tests.world import World, by, principal

MANAGERS, LEADERS = {f"manager.h0{n}" for n in (1, 2, 4)}, {f"leader.h0{n}" for n in (1, 2, 4)}
EVALUATORS = {f"evaluator.h0{n}" for n in (1, 2, 4)}
# Written out: who takes away which list; everybody else is refused.
OPENS = {
    "overdue": MANAGERS | LEADERS | {"secretariat", "center"},
    "visits": MANAGERS | LEADERS | EVALUATORS | {"secretariat"},
    "assessments": MANAGERS | LEADERS | {"secretariat"},
    "hospitals": MANAGERS | LEADERS | EVALUATORS | {"secretariat", "center"},
    "filings": {"secretariat"},
    # Of H01: its own people, and those of the leading hospital who visit it.
    "plans": {"manager.h01", "leader.h01", "manager.h02", "evaluator.h02"},
    "region-plans": {"secretariat"},
    "plan-states": {"secretariat"},
    "plans-again": {"secretariat"},
    "findings": MANAGERS | LEADERS | {"secretariat", "center"},
    "practices": MANAGERS | LEADERS | EVALUATORS | {"secretariat", "center"},
    "leniency": {"secretariat"},
    "criteria": {"secretariat"},
    "accounts": {"admin"},
    "audit": MANAGERS | LEADERS | {"admin", "secretariat"},
    "cases": {"center"},
    "center-records": {"center"},
    "hospital-desks": {"secretariat", "center"},
    "records": MANAGERS | LEADERS,
    "evidence": MANAGERS | LEADERS,
    "plan": {"secretariat"},
    "plan-duties": {"secretariat"},
    "travel-times": {"secretariat"},
    # Of whoever has a hospital with visits: its own; H03 has nobody who signs in here.
    "schedule": MANAGERS | LEADERS | {"secretariat"},
}
ASKS = {
    "plans": "hospital=1",
    "overdue": "when=all",
    "schedule": "step=all",
    "records": "kind=conference",
    "center-records": "kind=referral",
}
SignedIn = Callable[[str], Client]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("login", [login for login in LOGINS if login != NOBODY])
def test_a_list_is_for_those_who_may_open_its_page(login: str, world: World, signed_in: SignedIn) -> None:
    reader = signed_in(login).http
    addresses = {
        (name, kind): f"/download/lists/{name}.{kind}?{ASKS.get(name, '')}"
        for name in list_document.SOURCES
        for kind in ("csv", "xlsx")
    }
    found = {key: reader.get(address).status_code for key, address in addresses.items()}
    assert found == {(name, kind): 200 if login in OPENS[name] else 403 for name, kind in addresses}


def test_a_list_of_plans_needs_a_hospital_that_is_one(world: World, signed_in: SignedIn) -> None:
    for asked in ("", "hospital=x", "hospital=²"):
        assert signed_in("secretariat").http.get(f"/download/lists/plans.csv?{asked}").status_code == 422
    assert signed_in("manager.h01").http.get("/download/lists/plans.csv").status_code == 200


def test_a_file_holds_what_its_reader_may_know_and_no_more(world: World, signed_in: SignedIn) -> None:
    _, *body = rows(signed_in("manager.h04").http.get("/download/lists/hospitals.csv").content)
    assert [row[1] for row in body] == ["架空東病院"]
    assert len(rows(signed_in("manager.h04").http.get("/download/lists/visits.csv").content)) == 1
    assert len(rows(signed_in("secretariat").http.get("/download/lists/visits.csv").content)) == 2
    assert len(rows(signed_in("secretariat").http.get("/download/lists/visits.csv?year=all&q=どこにも").content)) == 1


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h02"])
def test_the_file_of_what_is_overdue_holds_what_its_screen_shows(login: str, world: World, signed_in: SignedIn) -> None:
    with db.reading() as connection:
        found = list_document.SOURCES["overdue"].read(by(connection, principal(world.people[login])), {})
    head, *body = rows(signed_in(login).http.get("/download/lists/overdue.csv?sort=4").content)
    lines = listing.kept(found, listing.asked(found, {"sort": "4"}))
    assert tuple(head[:-2]) == tuple(column.name for column in found.columns)
    assert [row[:-2] for row in body] == [["" if cell is None else str(cell) for cell in line.cells] for line in lines]
    assert body
    assert all(world.people[login].name in row[-2] for row in body)
    assert all("並び順「期限（昇順）」" in row[-2] for row in body)


def test_excel_holds_real_days_and_says_as_of_when_for_what_and_by_whom(world: World, signed_in: SignedIn) -> None:
    content = signed_in("secretariat").http.get("/download/lists/overdue.xlsx?kind=visit").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    front, sheet = book.worksheets
    # It opens on the lines of the list: only their tab is chosen, what it rests on stands one tab before.
    assert (front.title, book.active) == ("概要", sheet)
    assert [one.sheet_view.tabSelected for one in book.worksheets] == [None, True]
    assert str(book.properties.title).startswith("期限の一覧 2026年"), book.properties.title
    cells = [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    (line,) = [row for row in cells if row[1] == "訪問の実施"]
    assert isinstance(line[3], datetime)
    told = " ".join(str(row[0]) for row in cells)
    assert "条件：範囲「対応が必要なもの」、内容「訪問の実施」" in told
    assert f"出力した人：{world.people['secretariat'].name}" in told
    assert "件数：全3件のうち1件" in told


@pytest.mark.parametrize(
    ("path", "status"),
    [("overdue.csv?year=1999", 422), ("overdue.csv?sort=99", 422), ("nothing.csv", 404), ("overdue.pdf", 404)],
)
def test_a_wrong_address_is_refused(path: str, status: int, world: World, signed_in: SignedIn) -> None:
    answer = signed_in("secretariat").http.get(f"/download/lists/{path}")
    assert answer.status_code == status
