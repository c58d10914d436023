"""Fixtures that every test may use; each test has a database of its own."""

from __future__ import annotations

import gc
import pickle
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import db as sqlite_utils_db
from streamlit.components.v2 import manifest_scanner

from checklist.demo.region import Wish
from checklist.errors import Refused
from checklist.formats import workbook
from checklist.imports import sheet_files
from checklist.store import db, open_file, start
from checklist.store.accounts import people
from checklist.store.act import acting, operator
from tests import built_once
from tests import world as worlds
from tests.world import World

TODAY = "2026-11-22"
# As every command and server does.
start.keep_to_owner()

MISSING = [name for name in ("hypothesis", "playwright", "axe_playwright_python", "pyxform") if find_spec(name) is None]
"""What only developers have: whoever installed requirements.txt alone runs all the tests that do without."""
LEFT_OUT: set[Path] = set()

if "hypothesis" not in MISSING:
    from hypothesis import settings

    settings.register_profile("house", deadline=None)
    settings.load_profile("house")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what cannot even be imported here; a folder goes with its conftest."""
    source = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if MISSING and source.suffix == ".py" and source.exists() and source != Path(__file__):
        if re.search(rf"^(from|import) ({'|'.join(MISSING)})\b", source.read_text(encoding="utf-8"), re.M):
            LEFT_OUT.add(collection_path)
            return True
    return None


# While 13,000 tests are collected nothing becomes garbage, and what is there then stays to the end: no later pass of the
# collector has to look at it.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on there is garbage again, looked for seldom: by its usual count every twentieth second was the collector's."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


LONGEST = ("test_planted_answers", "test_exports", "test_kill", "test_troubles", "test_start")
"""Files of single tests that take up to minutes: begun last, they would keep one worker while others idle."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; all others in their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out of what was asked for, and how to run it."""
    root, asked = (
        Path(__file__).parents[1],
        [Path(one.split("::")[0]).resolve() for one in terminalreporter.config.args],
    )
    names = sorted(str(path.relative_to(root)) for path in LEFT_OUT if any(path.is_relative_to(one) for one in asked))
    if names:
        told = f"Not run: {', '.join(names)}. For these, pip install -r tests/requirements.txt."
        terminalreporter.write_line(told, yellow=True)


@pytest.fixture(scope="session", autouse=True)
def known_libraries() -> Iterator[None]:
    """What is installed stays the same: Streamlit looks through all of it for components whenever a screen is made.

    Of the 0.13 s of a processor that the test of one screen took, these were 0.05. And the statements of a migration are the
    same for each of dozens of new files: to find where each ends, sqlite-utils looks at it once for every sign, 0.4 s a file.
    """
    split = sqlite_utils_db._iter_complete_sql_statements
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(sqlite_utils_db, "_iter_complete_sql_statements", cache(lambda sql: tuple(split(sql))))
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes of today's kind that cost nothing; servers of their own use the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_HASHER", worlds.CHEAP)
        patch.setattr(people, "_NOBODY", worlds.CHEAP.hash("an account that does not exist"))
        yield


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, World | None]]:
    """An empty migrated database, one with the small world, and that with the shipped sheets as at a server's start.

    Built once and copied for each test.
    """

    def make(folder: Path) -> None:
        empty, full, started = (folder / f"{name}.db" for name in ("empty", "world", "started"))
        shutil.copy(built_once.empty(tmp_path_factory), empty)
        shutil.copy(empty, full)
        with db.writing(full) as connection:
            world = worlds.build(connection)
        worlds.settle(full)
        shutil.copy(full, started)
        with acting(operator(), started) as act:
            sheet_files.load_shipped(act)
        worlds.settle(started)
        (folder / "world.pickle").write_bytes(pickle.dumps(world))

    folder = built_once.folder(tmp_path_factory, "templates", make)
    world = pickle.loads((folder / "world.pickle").read_bytes())
    return {
        name: (folder / f"{name}.db", known) for name, known in (("empty", None), ("world", world), ("started", world))
    }


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """No connection stays open from one test to the next."""
    yield
    open_file.let_go()


def copied(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy whose connections stay open, as those of a server do: what a new one costs is half of many a test."""
    target = folder / "checklist.db"
    open_file.let_go(target)
    shutil.copy(source, target)
    monkeypatch.setenv("CHECKLIST_DB", str(target))
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    open_file.keep(target)
    return target


@pytest.fixture
def empty_db(templates: dict[str, tuple[Path, World | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a migrated database with nothing in it; it is also `CHECKLIST_DB`."""
    return copied(templates["empty"][0], tmp_path, monkeypatch)


@pytest.fixture
def world_db(templates: dict[str, tuple[Path, World | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a database that holds the small world; it is also `CHECKLIST_DB`."""
    return copied(templates["world"][0], tmp_path, monkeypatch)


@pytest.fixture
def world(templates: dict[str, tuple[Path, World | None]], world_db: Path) -> World:
    """The ids of the small world in `world_db`."""
    found = templates["world"][1]
    assert found is not None
    # A test may add somebody; the next one knows nothing of them.
    return replace(found, people=dict(found.people), hospitals=dict(found.hospitals))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of the region; whatever changes it works on a copy."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
            built_once.invented(tmp_path_factory, place / "demo.db", Wish(hospitals=24, years=5, seed=7))

    return built_once.folder(tmp_path_factory, "demo", make) / "demo.db"


@pytest.fixture
def demo_db(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The region as the database of the program."""
    monkeypatch.setenv("CHECKLIST_DB", str(demo_file))
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    open_file.keep(demo_file)
    return demo_file


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are read in this process: one of its own for each of dozens of them takes a quarter of a second."""

    def read(content: bytes) -> list[workbook.Found]:
        # As it comes back from there.
        found = msgspec.msgpack.decode(msgspec.msgpack.encode(workbook.sheets(content)), type=workbook.Sheets)
        if found.refused:
            raise Refused(found.refused)
        return found.sheets

    monkeypatch.setattr(workbook, "read", read)
