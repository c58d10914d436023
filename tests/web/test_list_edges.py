"""Every list as a file: wrong addresses, names that a spreadsheet would carry out, and whose mail address is in it."""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import parse_qsl

import openpyxl
import pytest

from checklist.formats.csv_file import unguard
from checklist.model.center import Referral
from checklist.model.records import Conference
from checklist.papers import list_document
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.accounts import contacts
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.plan import travel_times
from checklist.store.records import records
from tests import cycle
from tests.center_desk import staff, take_down
from tests.cycle import who
from tests.pictures import jpeg
from tests.web.test_list_downloads import ASKS, OPENS, SignedIn, rows
from tests.world import World, by

READER = {"accounts": "admin", "audit": "manager.h01", "cases": "center", "plans": "manager.h01", "records": "manager.h01",
          "evidence": "manager.h01", "center-records": "center"}  # fmt: skip
"""Who takes a list away here; the secretariat takes the others."""
CHOICES = {
    "overdue": ("when", "late", "year", "hospital", "kind"), "visits": ("year", "state", "hospital"),
    "assessments": ("year", "hospital", "state"), "hospitals": ("class",), "filings": ("class", "state"), "criteria": ("state",),
    "plan": ("state",), "plan-duties": ("lacks", "class"), "schedule": ("step", "whose", "kind"),
    "evidence": ("document", "state"), "hospital-desks": ("desk",), "plan-states": ("states-year",),
}  # fmt: skip
WRONG = "1 OR 1=1"
DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def reader(name: str) -> str:
    return READER.get(name, "secretariat")


def asked_of(name: str) -> dict[str, str]:
    return {"hospital": "1", **dict(parse_qsl(ASKS.get(name, "")))}


EMPTY = {"plans-again"}
"""What has no line after one year only."""


def planned(world: World) -> None:
    """A sealed report with a plan whose day is over, and a consultation."""
    take_down(staff(world))
    finding, good = cycle.sealed_with_practice(world)
    cycle.offered(world, good, named=True)
    with db.writing() as connection:
        fields = PlanFields("手順書を改訂する", "架空 担当", date(2026, 11, 12))
        improvement_plans.save(by(connection, who(world, "manager.h01")), finding, 0, fields)
        ids = world.hospitals
        connection.execute("UPDATE hospital SET shares_entitlement = 1 WHERE code = 'H01'")
        travel_times.save(by(connection, who(world, "secretariat")), {(ids["H01"], ids["H02"]): 45})
        manager = by(connection, who(world, "manager.h01"))
        held = Conference(held_on=date(2026, 11, 9), participants=8, committee_members=3, topic="検討")
        records.save(manager, ids["H01"], held)
        paper = DocumentFields("organisation", "組織図", date(2026, 4, 1))
        evidence_documents.add(manager, ids["H01"], paper, attachment.check("組織図.jpg", jpeg()))
        records.save(by(connection, who(world, "center")), None, Referral(name="窓口", checked_on=date(2026, 11, 9)))


@pytest.mark.parametrize("name", list_document.SOURCES)
def test_every_list_refuses_an_order_that_it_does_not_have(name: str, world: World, signed_in: SignedIn) -> None:
    client, asked = signed_in(reader(name)).http, ASKS.get(name, "")
    most = len(rows(client.get(f"/download/lists/{name}.csv?{asked}").content)[0]) - 2
    with db.reading() as connection:
        found = list_document.SOURCES[name].read(by(connection, who(world, reader(name))), asked_of(name))
    assert len(found.columns) == most
    if found.ordered:
        assert client.get(f"/download/lists/{name}.csv?{asked}&{found.sort}=1").status_code == 422
        return
    for sort, status in ((most, 200), (-most, 200), (most + 1, 422), (-most - 1, 422), ("x", 422), ("１", 422)):
        answer = client.get(f"/download/lists/{name}.csv?{asked}&{found.sort}={sort}")
        assert answer.status_code == status, sort


def test_the_list_of_the_criteria_is_of_the_day_asked_for(world: World, signed_in: SignedIn) -> None:
    planned(world)
    client = signed_in("secretariat").http
    for asked, status in (("2026-11-01", 200), ("soon", 422), ("2020-01-01", 422)):
        assert client.get(f"/download/lists/criteria.csv?on={asked}").status_code == status, asked
    (head, line) = rows(client.get("/download/lists/criteria.csv?on=2026-11-01").content)
    assert (head[:3], line[0]) == (["病院", "届出中の加算", "満たしていない要件"], "架空中央病院")


@pytest.mark.parametrize("name", list_document.SOURCES)
def test_every_list_refuses_a_choice_that_it_does_not_offer(name: str, world: World, signed_in: SignedIn) -> None:
    planned(world)
    client = signed_in(reader(name)).http
    with db.reading() as connection:
        found = list_document.SOURCES[name].read(by(connection, who(world, reader(name))), asked_of(name))
    assert set(CHOICES.get(name, ())) <= {one.key for one in found.choices}
    for one in found.choices:
        asked = dict(parse_qsl(ASKS.get(name, "")))
        for value, status in (*((key, 200) for key in one.options), ("all", 200), (WRONG, 422), ("", 422)):
            answer = client.get(f"/download/lists/{name}.csv", params={**asked, one.key: value})
            assert answer.status_code == status, (one.key, value)
            if status == 422:
                assert one.label in answer.json()["message"]


@pytest.mark.parametrize("name", list_document.SOURCES)
def test_a_search_that_finds_nothing_gives_the_head_alone_however_long(
    name: str, world: World, signed_in: SignedIn
) -> None:
    planned(world)
    client = signed_in(reader(name)).http
    with db.reading() as connection:
        found = list_document.SOURCES[name].read(by(connection, who(world, reader(name))), asked_of(name))
    asked = dict(parse_qsl(ASKS.get(name, "")))
    assert len(rows(client.get(f"/download/lists/{name}.csv", params=asked).content)) == len(found.lines) + 1
    assert (not found.lines) == (name in EMPTY)
    for typed in ("%", "' OR ''='", "どこにもない", "長" * 500):
        for kind in ("csv", "xlsx"):
            answer = client.get(f"/download/lists/{name}.{kind}", params={**asked, found.search: typed})
            assert answer.status_code == 200
            if kind == "csv":
                assert len(rows(answer.content)) == 1, typed


@pytest.mark.parametrize("name", ["overdue", "visits", "hospitals", "filings", "accounts"])
@pytest.mark.parametrize("signs", [("=1+", "+81", "@SUM", "＝1+"), ("\u202e=1+", "\u200b-1", "\t=1+", "'@")])
def test_a_name_that_acts_as_a_formula_is_text_in_every_file(
    name: str, signs: tuple[str, ...], world: World, signed_in: SignedIn
) -> None:
    with db.writing() as connection:
        for place, (login, person) in enumerate(world.people.items()):
            connection.execute("UPDATE person SET name = ? WHERE id = ?", [signs[place % 4] + login, person.id])
        for sign, (code, number) in zip(signs, world.hospitals.items(), strict=True):
            connection.execute("UPDATE hospital SET name = ? WHERE id = ?", [sign + code, number])
    client = signed_in(reader(name)).http
    cells = [cell for row in rows(client.get(f"/download/lists/{name}.csv").content) for cell in row]
    assert [cell for cell in cells if cell.startswith(signs)] == []
    assert [cell for cell in cells if cell != unguard(cell)]
    # What turns the direction of writing would hide what a cell says; it is left out of every file.
    assert not any(mark in cell for cell in cells for mark in DIRECTION)
    *_, sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/download/lists/{name}.xlsx").content)).worksheets
    found = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(mark in str(cell.value) for cell in found for mark in DIRECTION)
    assert [cell.coordinate for cell in found if cell.data_type == "f" or cell.hyperlink] == []


MAIL = "planted@h01.example.jp"


def test_a_mail_address_is_in_no_list_but_those_of_whoever_asks_for_it(world: World, signed_in: SignedIn) -> None:
    planned(world)
    with db.writing() as connection:
        connection.execute("UPDATE person SET mail = ? WHERE login = 'manager.h01'", [MAIL])
    seen = set()
    for name, logins in OPENS.items():
        for login in sorted(logins & set(world.people)):
            answer = signed_in(login).http.get(f"/download/lists/{name}.csv?{ASKS.get(name, '')}")
            assert answer.status_code == 200
            if MAIL in answer.text:
                seen.add((name, login))
    assert seen == {
        ("overdue", "manager.h01"), ("overdue", "leader.h01"), ("overdue", "secretariat"), ("accounts", "admin"),
    }  # fmt: skip


def test_whom_to_ask_is_known_of_ones_own_hospital_and_to_the_secretariat_of_all(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET mail = login || '@example.jp', active = login <> 'manager.h04'")
    by_id = {number: code for code, number in world.hospitals.items()}
    known = {}
    with db.reading() as connection:
        for login, person in world.people.items():
            found = contacts.by_hospital(by(connection, who(world, login)))
            known[login] = {by_id[key] for key in found}
            if login != "secretariat":
                own = {person.hospital_id} if person.hospital_id else set()
                assert set(found) <= own, login
            told = {one.mail for people in found.values() for one in people}
            assert told == {f"manager.{by_id[key].lower()}@example.jp" for key in found}
    assert known["secretariat"] == {"H01", "H02", "H03"}
    assert known["manager.h01"] == {"H01"}
    assert known["leader.h04"] == known["center"] == known["admin"] == set()


@pytest.mark.parametrize("mail", ["=1@example.jp", "+a@example.jp", "-a@example.jp"])
def test_a_mail_address_that_begins_like_a_formula_is_text_too(mail: str, world: World, signed_in: SignedIn) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET mail = ? WHERE login = 'manager.h01'", [mail])
    for name, login in (("accounts", "admin"), ("overdue", "manager.h01")):
        content = signed_in(login).http.get(f"/download/lists/{name}.csv").content
        found = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert f"'{mail}" in found
        assert mail not in found
