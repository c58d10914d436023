"""What hangs on a visit for those who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.store.act import View
from checklist.store.visits import visits

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """What hangs on a visit, for those who may read it, and whether they may write it, too."""

    found: tuple[T, ...]
    writes: bool


def read(view: View, visit: Visit, thing: Thing, found: Callable[[View, int], Iterable[T]]) -> Part[T] | None:
    """A part of the page, or None for a reader who may not read it."""
    verbs = visits.verbs(view.principal, visit, thing)
    return Part(tuple(found(view, visit.id)), Verb.WRITE in verbs) if Verb.READ in verbs else None
