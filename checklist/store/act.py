"""The one door to the store: who reads or acts, at which moment, in which transaction; only the edges open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from checklist.model.accounts import Principal, Role
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.access import REGION_WIDE, Facts
from checklist.store import clock, db


@dataclass(frozen=True)
class View:
    """Who reads, at which moment, through a connection whose reads all see one state of the database.

    `today` is the business day in Tokyo; beside `at` because `CHECKLIST_TODAY` moves the day, never the clock.
    """

    db: Database
    principal: Principal
    at: datetime
    today: date

    def may(self, verb: Verb, thing: Thing, facts: Facts = REGION_WIDE) -> bool:
        """Whether the principal may do this to a thing as it stands now."""
        return access.may(self.principal, verb, thing, facts)

    def require(self, verb: Verb, thing: Thing, facts: Facts = REGION_WIDE) -> None:
        """Raise Forbidden unless the principal may do this to a thing: every public function of the store asks so."""
        access.require(self.principal, verb, thing, facts)

    @classmethod
    def now(cls, connection: Database, principal: Principal) -> Self:
        """The same at the present moment, through a connection that is open already."""
        return cls(connection, principal, clock.now(), clock.today())

    @classmethod
    def of(cls, connection: Database, principal: Principal, at: datetime) -> Self:
        """The same at a moment of its own, as an invented region needs it."""
        return cls(connection, principal, at, clock.day_of(at))


@dataclass(frozen=True)
class Act(View):
    """One change: who makes it and when, in the write transaction that is open."""

    @property
    def stamp(self) -> str:
        """The moment of the act as it is stored."""
        return clock.to_text(self.at)


def operator() -> Principal:
    """Who sits at the server itself: the command line, and what the server does at its start."""
    roles = frozenset({Role.SECRETARIAT, Role.ADMIN})
    return Principal(0, "operator", "サーバー管理者", roles, None, False, clock.now() + timedelta(hours=1))


@contextmanager
def viewing(principal: Principal, path: Path | None = None) -> Iterator[View]:
    """A view of one moment of the database; nothing can be changed through it."""
    with db.reading(path) as connection:
        yield View.now(connection, principal)


@contextmanager
def acting(principal: Principal, path: Path | None = None) -> Iterator[Act]:
    """An act in a transaction of its own: committed at the end, or nothing of it stays."""
    with db.writing(path) as connection:
        yield Act.now(connection, principal)
