"""The one door to the store: who reads or acts, at which moment, in which transaction; only the edges open it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlite_utils import Database

from checklist.errors import Unconfirmed
from checklist.model.accounts import Principal, Role
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.access import REGION_WIDE, Facts
from checklist.store import clock, db

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True)
class Whence:
    """From where somebody acts, and whether the own password was typed and found right for this very act."""

    address: str = ""
    device: str = ""
    confirmed: bool = False


ADDRESS_HEADER = "x-checklist-address"
"""In which the gate tells a screen from where it was opened; what a browser sends under this name is dropped."""
NOWHERE = Whence()
"""At the server itself."""


@dataclass(frozen=True)
class View:
    """Who reads, at which moment, through a connection whose reads all see one state of the database.

    `today` is the business day in Tokyo; beside `at` because `CHECKLIST_TODAY` moves the day, never the clock.
    """

    db: Database
    principal: Principal
    at: datetime
    today: date
    _known: dict[str, dict[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

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

    def each(self, kind: str, keys: Iterable[K], read: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
        """What `read` finds for these keys of one kind; what is not there is absent.

        Everything is read once: a view sees one moment, and a page asks for the same visit in ten places.
        """
        # Before, the page of one visit read it 13 times and an assessment 15 times: 144 statements where 30 are enough.
        known, wanted = self._known.setdefault(kind, {}), list(dict.fromkeys(keys))
        if missing := [key for key in wanted if key not in known]:
            known.update(read(missing))
        return {key: known[key] for key in wanted if key in known}

    def learn(self, kind: str, found: Mapping[K, T]) -> None:
        """Know these of a kind from something else that was read; an act forgets them at once."""
        self.each(kind, found, lambda _: found)

    def once(self, kind: str, read: Callable[[], T]) -> T:
        """The one thing of a kind; a view reads it once, an act always anew."""
        return self.each(kind, [None], lambda _: {None: read()})[None]


@dataclass(frozen=True)
class Act(View):
    """One change: who makes it, when and from where, in the write transaction that is open."""

    whence: Whence = NOWHERE

    @classmethod
    def now(cls, connection: Database, principal: Principal, whence: Whence = NOWHERE) -> Self:
        """An act at the present moment, in the transaction that is open."""
        return cls(connection, principal, clock.now(), clock.today(), whence)

    def require_confirmed(self) -> None:
        """Raise Unconfirmed unless the password was typed for this act: signing, sealing and receiving ask so."""
        if not self.whence.confirmed:
            raise Unconfirmed

    def each(self, kind: str, keys: Iterable[K], read: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
        """As for a view, but always read anew: an act changes what it reads."""
        wanted = list(dict.fromkeys(keys))
        return dict(read(wanted)) if wanted else {}

    def after(self, follow_up: Callable[[], object]) -> None:
        """Have something done once this act is committed: removing a file, showing a token; never if it fails."""
        db.after_commit(self.db, follow_up)

    def tell(self, sentence: str) -> None:
        """Have whoever acts read this beside what was saved."""
        self._known.setdefault("told", {})[sentence] = None

    @property
    def told(self) -> str:
        """What there is to read beside what was saved, one sentence after the other."""
        return "".join(self._known.get("told", {}))

    @property
    def stamp(self) -> str:
        """The moment of the act as it is stored."""
        return clock.to_text(self.at)


def operator() -> Principal:
    """Who sits at the server itself: the command line, and what the server does at its start."""
    roles = frozenset({Role.SECRETARIAT, Role.ADMIN})
    # No account has the number 0: where a person has to sign, the foreign key refuses the operator.
    return Principal(0, "operator", "サーバー管理者", roles, None, False, clock.now() + timedelta(hours=1))


@contextmanager
def viewing(principal: Principal, path: Path | None = None) -> Iterator[View]:
    """A view of one moment of the database; nothing can be changed through it."""
    with db.reading(path) as connection:
        yield View.now(connection, principal)


class _Tried(Exception):
    """The end of an act that was only tried."""


@contextmanager
def trying(principal: Principal, path: Path | None = None) -> Iterator[Act]:
    """An act of which nothing stays, whatever it does: to show what it would do before somebody agrees to it."""
    with suppress(_Tried), db.writing(path) as connection:
        yield Act.now(connection, principal)
        raise _Tried


@contextmanager
def acting(principal: Principal, path: Path | None = None, whence: Whence = NOWHERE) -> Iterator[Act]:
    """An act in a transaction of its own: committed at the end, or nothing of it stays."""
    with db.writing(path) as connection:
        yield Act.now(connection, principal, whence)
