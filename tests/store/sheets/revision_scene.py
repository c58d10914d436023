"""A 改訂案 of the small sheet in the world of tests, and steps of its editors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

from checklist.model.sheets import ChangeKind, RevisionChange
from checklist.store import db
from checklist.store.act import Act
from checklist.store.sheets import revision_steps, revisions
from checklist.store.sheets.revisions import Changed
from tests.cycle import who
from tests.world import SECOND, World, by

STARTS = date(2027, 4, 1)
NAME = "第3版"
_numbers = count(1)


@contextmanager
def acting(world: World, login: str = "secretariat") -> Iterator[Act]:
    """Somebody who acts, in a transaction of their own."""
    with db.writing() as connection:
        yield by(connection, who(world, login))


def started(world: World) -> int:
    """A draft that says the same as the second version."""
    with acting(world) as act:
        return revisions.start(act, SECOND.code, NAME, STARTS)


def step(
    world: World, draft: int, kind: str, key: str = "", base: int | None = None, login: str = "secretariat",
    operation: str = "", **more: object,
) -> Changed:  # fmt: skip
    """One step of an editor, who has seen the newest edition unless another one is said."""
    with acting(world, login) as act:
        seen = revisions.get(act, draft).edition if base is None else base
        number = operation or f"operation-{next(_numbers)}"
        change = RevisionChange(number, ChangeKind(kind), key, seen, **more)  # type: ignore[arg-type]
        return revisions.change(act, draft, change)


def ready(world: World) -> int:
    """A draft without faults: all parts of the law, and one item reworded."""
    draft = started(world)
    for key, texts in (
        ("i4", {"law_part": "ア-ロ"}),
        ("i3", {"law_part": "ア-ハ"}),
        ("i0", {"text": "指針が最新で公開されている"}),
    ):
        assert step(world, draft, "set", key, texts=texts).saved
    return draft


def opened(world: World, until: date = date(2027, 3, 1)) -> int:
    """The same, which partner hospitals may read and comment on."""
    draft = ready(world)
    with acting(world) as act:
        revision_steps.open_for_comment(act, draft, until)
    return draft


def published(world: World) -> int:
    """The same as a version."""
    draft = ready(world)
    with acting(world) as act:
        revision_steps.publish(act, draft, revisions.get(act, draft).edition)
    return draft
