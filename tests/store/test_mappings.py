"""What was said of a shape is kept as it was said, the newest counts, and nothing forgets it without being asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from checklist.model.mappings import Subject
from checklist.store import db, mappings
from checklist.store.act import Act
from tests.world import World, by, principal

pytestmark = pytest.mark.usefixtures("read_here")
SHAPE, OTHER = "a" * 64, "b" * 64
FIRST, SECOND = {"columns": {"column:所属": "部署"}}, {"columns": {"column:所属": "-"}}


@pytest.fixture
def act(world: World) -> Iterator[Act]:
    with db.writing() as connection:
        yield by(connection, principal(world.people["secretariat"]))


def known(act: Act, *shapes: str, subject: Subject = Subject.SHEET) -> dict[str, Any]:
    found = mappings.of_shapes(act, subject, None, shapes)
    return {shape: json.loads(one.roles) for shape, one in found.items()}


def rows(act: Act) -> int:
    count: int = act.db.execute("SELECT count(*) FROM mapping_choice").fetchone()[0]
    return count


def test_the_newest_of_a_shape_counts_and_the_same_again_is_no_new_row(act: Act) -> None:
    assert mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    assert not mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    assert mappings.keep(act, Subject.SHEET, None, SHAPE, SECOND)
    assert (known(act, SHAPE, OTHER), rows(act)) == ({SHAPE: SECOND}, 2)
    assert known(act) == {}


def test_whose_it_is_and_since_when_is_told(act: Act) -> None:
    mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    one = mappings.of_shapes(act, Subject.SHEET, None, [SHAPE])[SHAPE]
    assert (one.shape, one.by, one.at) == (SHAPE, act.principal.name, act.at)


def test_nothing_said_forgets_and_can_be_said_anew(act: Act) -> None:
    assert not mappings.keep(act, Subject.SHEET, None, SHAPE, {})
    mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    mappings.keep(act, Subject.SHEET, None, OTHER, FIRST)
    assert mappings.keep(act, Subject.SHEET, None, SHAPE, {})
    assert known(act, SHAPE, OTHER) == {OTHER: FIRST}
    assert mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    assert (known(act, SHAPE), rows(act)) == ({SHAPE: FIRST}, 4)


def test_each_subject_has_its_own(act: Act) -> None:
    mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    mappings.keep(act, Subject.HOSPITALS, None, SHAPE, SECOND)
    assert known(act, SHAPE) == {SHAPE: FIRST}
    assert known(act, SHAPE, subject=Subject.HOSPITALS) == {SHAPE: SECOND}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE mapping_choice SET roles = '{}'", "DELETE FROM mapping_choice",
        "INSERT OR REPLACE INTO mapping_choice SELECT * FROM mapping_choice",
        "INSERT INTO mapping_choice (subject, shape, roles, at, person_id) VALUES ('sheet', 'short', '{}', 'x', 1)",
        f"INSERT INTO mapping_choice (subject, shape, roles, at, person_id) VALUES ('sheet', '{SHAPE}', 'no json', 'x', 1)",
        f"INSERT INTO mapping_choice (subject, shape, roles, at, person_id) VALUES ('', '{SHAPE}', '{{}}', 'x', 1)",
    ],
)  # fmt: skip
def test_what_was_said_is_never_changed_and_nothing_else_is_kept(act: Act, change: str) -> None:
    mappings.keep(act, Subject.SHEET, None, SHAPE, FIRST)
    with pytest.raises(sqlite3.IntegrityError):
        act.db.execute(change)
    assert known(act, SHAPE) == {SHAPE: FIRST}
