"""What a demo prints: accounts, visits and assessments, as one object for programs and as words for people."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TypedDict

from checklist import words
from checklist.demo.hospitals import PASSWORD
from checklist.model.accounts import Person, Role
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits


class AccountLine(TypedDict):
    """One account; the password is null if somebody has changed it."""

    login: str
    password: str | None
    roles: list[str]
    organisation: str | None


class VisitLine(TypedDict):
    """One visit; hospitals by code, members by login."""

    id: int
    host: str
    evaluators: list[str]
    members: list[str]
    fiscal_year: int
    state: str


class AssessmentLine(TypedDict):
    """One assessment with the codes of its items."""

    id: int
    track: str
    hospital: str
    visit: int | None
    fiscal_year: int
    state: str
    items: list[str]


class Description(TypedDict):
    """The object that `demo --json` prints."""

    db: str
    url: str
    accounts: list[AccountLine]
    visits: list[VisitLine]
    assessments: list[AssessmentLine]


def describe(view: View, path: Path, url: str) -> Description:
    """Everything a program needs to use the demo."""
    codes = {hospital.id: hospital.code for hospital in hospitals.all_hospitals(view)}
    accounts = [person for person in people.all_people(view) if person.active]
    return {
        "db": str(path),
        "url": url,
        "accounts": _accounts(view, accounts, codes),
        "visits": _visits(view, codes),
        "assessments": _assessments(view, codes),
    }


def _accounts(view: View, accounts: list[Person], codes: dict[int, str]) -> list[AccountLine]:
    known = people.logins_with_password(view, PASSWORD)
    return [
        {
            "login": person.login,
            "password": PASSWORD if person.login in known else None,
            "roles": sorted(person.roles),
            "organisation": codes[person.hospital_id] if person.hospital_id else "center" if person.center else None,
        }
        for person in accounts
    ]


def _visits(view: View, codes: dict[int, str]) -> list[VisitLine]:
    logins = {person.id: person.login for person in people.all_people(view)}
    return [
        {
            "id": visit.id,
            "host": codes[visit.host_id],
            "evaluators": [codes[key] for key in visit.evaluator_ids],
            "members": [logins[key] for key in visit.member_ids],
            "fiscal_year": visit.fiscal_year,
            "state": visit.state.value,
        }
        for visit in visits.all_visits(view)
    ]


def _assessments(view: View, codes: dict[int, str]) -> list[AssessmentLine]:
    items: dict[str, list[str]] = {}
    found: list[AssessmentLine] = []
    for assessment in assessments.everything(view):
        version = assessment.version_code
        if version not in items:
            items[version] = list(sheets.item_ids(view, sheets.version_id(view, version)))
        found.append(
            {
                "id": assessment.id,
                "track": assessment.track.value,
                "hospital": codes[assessment.hospital_id],
                "visit": assessment.visit_id,
                "fiscal_year": assessment.fiscal_year,
                "state": assessment.state.value,
                "items": items[version],
            }
        )
    return found


def in_words(description: Description) -> str:
    """The list for people: how to sign in, a few accounts for each role, and where."""
    by_role: dict[str, list[AccountLine]] = defaultdict(list)
    for account in description["accounts"]:
        for role in account["roles"]:
            by_role[role].append(account)
    busy = {login for visit in description["visits"] if visit["state"] == "on_site" for login in visit["members"]}
    lines = [
        f"【{words.FICTIONAL}】 病院・人物・評価はすべて架空です。",
        f"データベース：{description['db']}",
        f"パスワード（全員共通）：{PASSWORD}",
        "",
    ]
    for role in Role:
        found = sorted(by_role[role], key=lambda account: account["login"] not in busy)[:3]
        lines += [f"  {words.ROLES[role]}：{'、'.join(account['login'] for account in found)}"] if found else []
    return "\n".join([*lines, "", f"ブラウザーで開く：{description['url']}"])
