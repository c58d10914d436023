"""Invented consultations for tests: a case with its first contact, and who takes it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from checklist.model.accounts import Person, Principal, Role
from checklist.model.center import Case, Contact
from checklist.model.fields import columns
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import cases
from tests.world import PASSWORD_HASH, World, by, principal

DAY = date(2026, 11, 16)
CASE = Case(
    received_on=DAY, kind="complaint", subject="2", detail="2-1", summary="説明が短く、納得できないという申し出。"
)
CONTACT = Contact(case_id=1, held_on=DAY, started="10:30", channel="phone", minutes=18, responses=("listen", "advice"))
_OF_CONTACT = {one.name for one in columns(Contact)}


def staff(world: World) -> Principal:
    """The person of the centre in the small world."""
    return principal(world.people["center"])


def colleague() -> Principal:
    """A second person of the centre."""
    with db.writing() as connection:
        person = Person(0, "center.two", "架空 花子", None, True, frozenset({Role.CENTER_STAFF}), True)
        return principal(people.get(by(connection), people.add_hashed(by(connection), person, PASSWORD_HASH)))


@contextmanager
def acting(who: Principal) -> Iterator[Act]:
    """An act of somebody in a transaction of its own."""
    with db.writing() as connection:
        yield by(connection, who)


def take_down(who: Principal, confirmed: bool = False, **fields: Any) -> int:
    """A case with its first contact, each field in the one that has it; the day is that of both."""
    case = replace(CASE, **{name: value for name, value in fields.items() if name not in _OF_CONTACT})
    contact = {name: value for name, value in fields.items() if name in _OF_CONTACT}
    with acting(who) as act:
        return cases.take_down(act, case, replace(CONTACT, held_on=case.received_on, **contact), confirmed)
