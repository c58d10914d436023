"""Sheets in the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.errors import NotFound, Refused
from checklist.store import db
from checklist.store.sheets import sheets
from tests.world import FIRST, SECOND, World, by


def test_a_version_comes_back_exactly_as_it_was_stored(world: World) -> None:
    with db.reading() as connection:
        assert sheets.get(by(connection), "mini-2") == SECOND
        assert sheets.get(by(connection), "mini-1") == replace(
            FIRST, lineage=tuple(sheets.get(by(connection), "mini-1").lineage)
        )


def test_the_list_of_versions_says_what_is_frozen(world: World) -> None:
    with db.reading() as connection:
        lines = sheets.versions(by(connection))
    assert [(line.code, line.items, line.frozen) for line in lines] == [("mini-2", 6, True), ("mini-1", 5, False)]


def test_the_chain_and_what_lies_between(world: World) -> None:
    with db.reading() as connection:
        assert [version.code for version in sheets.chain(by(connection), "mini-2")] == ["mini-2", "mini-1"]
        assert [v.code for v in sheets.between(by(connection), {"mini-1", "mini-2"})] == ["mini-2", "mini-1"]
        assert [v.code for v in sheets.between(by(connection), {"mini-1"})] == ["mini-1"]
        assert sheets.between(by(connection), set()) == ()


def test_a_version_code_is_taken_only_once(world: World) -> None:
    with pytest.raises(Refused, match="mini-2"), db.writing() as connection:
        sheets.add(by(connection), SECOND)


def test_an_unknown_version_is_not_found(world: World) -> None:
    with db.reading() as connection, pytest.raises(NotFound):
        sheets.get(by(connection), "mini-9")
