"""What keeps the server from saving is said before anybody types, and again where a form is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from checklist import words
from checklist.errors import Trouble
from checklist.store import db, health, open_file
from checklist.store.writer import Writer
from tests.ui import screens
from tests.ui.screens import open_page, press, text
from tests.world import World


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small world as it is served, to its administrator."""
    screens.sign_in(monkeypatch, world.people["admin"].id)
    # A look for each page, and no ten seconds for each lock.
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 50)
    writer = Writer()
    open_file.serve(writer.file)
    yield world
    open_file.serve(None)
    writer.stop()


def errors_of(page: str) -> list[str]:
    return [one.value for one in open_page(page).error]


def test_every_page_says_so_while_it_lasts(served: World, world_db: Path) -> None:
    assert errors_of("home") == []
    with closing(sqlite3.connect(world_db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert errors_of("home") == errors_of("settings") == [words.TROUBLES[Trouble.LOCK]]
    assert errors_of("home") == []


def test_a_form_is_refused_with_the_cause_and_keeps_what_was_typed(served: World, world_db: Path) -> None:
    screen = open_page("settings")
    screen.text_input[0].set_value("架空の別の地域")
    with closing(sqlite3.connect(world_db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        press(screen, "設定を保存する")
        assert words.TROUBLES[Trouble.LOCK] in text(screen)
        assert screen.text_input[0].value == "架空の別の地域"


def test_where_the_file_is_gone_a_page_says_no_more_than_that(served: World, world_db: Path) -> None:
    world_db.unlink()
    screen = open_page("home")
    assert words.TROUBLES[Trouble.REPLACED] in text(screen)
    assert not world_db.exists()
