"""What was asked in a group of answers that share a transaction: asked once, until anything changes that it rests on.

The transaction is `BEGIN IMMEDIATE`: nobody else can change anything before its commit, so within the group only its own
work can. Whatever does not say that it leaves this alone makes everything be asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlite_utils import Database

T = TypeVar("T")
_known: WeakKeyDictionary[Database, dict[Hashable, Any]] = WeakKeyDictionary()


def begin(db: Database) -> None:
    """From now on what is asked through this connection is asked once; its transaction has begun."""
    _known[db] = {}


def end(db: Database) -> None:
    """The transaction is over: what others change from now on has to be seen."""
    _known.pop(db, None)


def forget(db: Database) -> None:
    """Have everything asked anew: something was changed, or a change was taken back."""
    if db in _known:
        _known[db].clear()


def once(db: Database, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` finds; read by the first of a group, and by everybody where there is no group."""
    known = _known.get(db)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found
