"""One guard, one read: a page asks once who is there, and once for everything that stands on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.store import db
from tests.ui import screens
from tests.ui.screens import text
from tests.ui.test_pages import submit_both
from tests.world import World

GUARD = 1
SCREENS: list[tuple[str, str, dict[str, str]]] = [
    ("accounts", "admin", {}),
    ("accounts", "admin", {"account": "1"}),
    ("settings", "admin", {}),
    ("hospitals", "secretariat", {}),
    ("hospitals", "secretariat", {"hospital": "1"}),
    ("filings", "secretariat", {}),
    ("filings", "manager.h01", {}),
    ("sheets", "secretariat", {}),
    ("sheets", "manager.h01", {"sheet": "mini-2"}),
    ("records", "manager.h01", {}),
    ("records", "manager.h01", {"kind": "safety_round", "year": "2025", "record": "1"}),
    ("records", "leader.h01", {"kind": "appointment"}),
    ("criteria", "secretariat", {}),
    ("criteria", "manager.h01", {"on": "2026-04-01", "set": "r08-draft"}),
    ("evidence", "manager.h01", {}),
    ("comparison", "secretariat", {}),
    ("comparison", "center", {"by": "hospitals"}),
    ("comparison", "secretariat", {"by": "tracks", "item": "1-01"}),
    ("comparison", "manager.h01", {"by": "visit"}),
    ("comparison", "manager.h01", {"by": "partners"}),
]


def opened(page: str, address: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, int]:
    """A page by itself, and how often it opened the database."""
    count = 0
    connect = db.connect

    def counted(path: Path | None = None) -> Any:
        nonlocal count
        count += 1
        return connect(path)

    screen = AppTest.from_file(str(db.ROOT / "pages" / f"{page}.py"), default_timeout=60)
    for key, value in address.items():
        screen.query_params[key] = value
    monkeypatch.setattr(db, "connect", counted)
    screen.run()
    monkeypatch.setattr(db, "connect", connect)
    return screen, count


@pytest.mark.parametrize(("page", "login", "address"), SCREENS)
def test_a_page_reads_everything_in_one_connection(
    page: str, login: str, address: dict[str, str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people[login].id)
    screen, count = opened(page, address, monkeypatch)
    assert not screen.exception
    assert not screen.error
    assert count == GUARD + 1


@pytest.mark.parametrize("page", ["records", "evidence", "criteria", "filings"])
def test_whoever_has_no_hospital_costs_no_read(page: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET hospital_id = NULL WHERE login = 'leader.h01'")
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen, count = opened(page, {}, monkeypatch)
    assert not screen.exception
    assert count == GUARD
    assert 'class="blank"' in text(screen)


def test_what_is_chosen_is_read_in_the_same_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input lies below what it changes: the address has to be right before the page is read."""
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen, _ = opened("comparison", {"by": "classes"}, monkeypatch)
    assert "医薬品安全" in text(screen)
    chapter = next(box for box in screen.selectbox if box.label == "章")
    chapter.set_value("1").run()
    assert screen.query_params["chapter"] == "1"
    assert 'scope="row">医薬品安全' not in text(screen)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen, _ = opened("records", {}, monkeypatch)
    assert "2026年度のカンファレンスの記録はまだありません" in text(screen)
    screen.selectbox(key="choice-year").set_value(2024).run()
    assert "2024年度のカンファレンスの記録はまだありません" in text(screen)
