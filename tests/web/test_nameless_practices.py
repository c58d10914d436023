"""Whose an entry of the library without a name is, no path tells: no page, no file, no search, to nobody but its own hospital."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from tests import cycle
from tests.client import Client
from tests.cycle import offered
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World

TITLE = "テジュンを定着させる"
ROLES = ("manager", "leader", "evaluator")
EVERYBODY = [*(f"{role}.h0{number}" for role in ROLES for number in (1, 2, 4)), "secretariat", "center"]


@pytest.fixture
def good(world: World) -> int:
    """A 好事例 of a sealed report of H01."""
    return cycle.sealed_with_practice(world)[1]


def told(world: World, login: str, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that the page, its files and a search give somebody."""
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("practices")
    assert not screen.exception
    client = signed_in(login).http
    files = [
        client.get(f"/download/lists/practices.csv?{query}").content.decode("utf-8-sig")
        for query in ("", "q=定着", "sort=5", "sort=-6")
    ]
    workbook = client.get("/download/lists/practices.xlsx").content
    with io.BytesIO(workbook) as content:
        book = openpyxl.load_workbook(content)
        files += [str(list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    return "\n".join([text(screen), *files])


@pytest.mark.parametrize("login", EVERYBODY)
def test_no_path_tells_whose_an_entry_without_a_name_is(
    login: str, world: World, good: int, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(world, good, named=False, title=TITLE)
    found = told(world, login, signed_in, monkeypatch)
    assert TITLE in found
    if login in ("manager.h01", "leader.h01"):
        # Its own people see beside the library what they offered.
        assert "公開中（匿名）" in found
        return
    # The reader's own name stands in the file, and with it nothing of H01.
    plain = found.replace(world.people[login].name, "")
    for secret in (
        "架空中央病院",
        "H01",
        "manager.h01",
        f"finding={good}",
        f"visit={world.visit}",
        "1-02",
        "2026年度",
        "医療安全管理体制",
    ):
        assert secret not in plain, secret


def test_naming_the_same_entry_shows_that_the_walk_would_have_seen_it(
    world: World, good: int, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(world, good, named=True, title=TITLE)
    found = told(world, "leader.h04", signed_in, monkeypatch)
    assert "架空中央病院" in found
    assert "医療安全管理体制" in found
