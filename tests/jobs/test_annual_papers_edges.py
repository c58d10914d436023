"""The reports of all hospitals: cancelled at any point nothing stays behind, and nobody else leaves a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.jobs import annual_papers
from checklist.jobs.annual_papers import State, Task
from checklist.store import db
from checklist.store.act import operator, viewing
from tests.cycle import who
from tests.world import World


@pytest.fixture
def folder(world: World) -> Path:
    found = annual_papers._folder(db.default_path())
    found.mkdir()
    return found


def archives(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.name.startswith("reports")]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelled_behind_any_hospital_it_leaves_no_archive(after: int, folder: Path) -> None:
    path = db.default_path()
    with viewing(operator()) as view:
        steps = annual_papers._made(view, path, 2026)
        assert [next(steps).done for _ in range(after + 1)] == list(range(after + 1))
        assert archives(folder) == (["reports.writing"] if after else [])
        annual_papers.cancel(operator(), path)
        (last,) = steps
    assert (last.state, last.done, last.total) == (State.CANCELLED, after + 1, 4)
    assert archives(folder) == []


def test_a_wish_to_stop_where_nothing_is_made_leaves_no_trace(world: World) -> None:
    path = db.default_path()
    annual_papers.cancel(operator(), path)
    assert not annual_papers._folder(path).exists()
    assert annual_papers.progress(operator(), path) is None


def test_a_year_that_cannot_be_ends_as_failed_and_gives_no_archive(folder: Path) -> None:
    path = db.default_path()
    with pytest.raises(Refused):
        annual_papers.work(Task(str(path), operator(), 1999))
    found = annual_papers.progress(operator(), path)
    assert found
    assert found.state is State.FAILED
    assert archives(folder) == []
    with viewing(operator()) as view, pytest.raises(NotFound):
        annual_papers.content(view, path)


@pytest.mark.parametrize("torn", [b"", b"{", b'{"year": 2026}', b'{"year": 2026, "state": "flying"}', b"\xff\xfe"])
def test_a_torn_note_is_no_progress_and_not_an_archive(torn: bytes, folder: Path) -> None:
    path = db.default_path()
    (folder / "progress.json").write_bytes(torn)
    assert annual_papers.progress(operator(), path) is None
    with viewing(operator()) as view, pytest.raises(NotFound):
        annual_papers.content(view, path)


def test_nobody_but_the_secretariat_touches_it_and_a_refusal_leaves_no_folder(world: World) -> None:
    path, served = db.default_path(), set()
    for login in world.people:
        reader = who(world, login)
        try:
            annual_papers.progress(reader, path)
            served.add(login)
            continue
        except Forbidden:
            pass
        with pytest.raises(Forbidden):
            annual_papers.begin(reader, path, 2026)
        with pytest.raises(Forbidden):
            annual_papers.cancel(reader, path)
    assert served == {"secretariat"}
    assert not annual_papers._folder(path).exists()


def test_whoever_may_not_plan_the_region_is_not_worked_for(folder: Path, world: World) -> None:
    path = db.default_path()
    for login in ("manager.h01", "center", "admin"):
        with pytest.raises(Forbidden):
            annual_papers.work(Task(str(path), who(world, login), 2026))
    assert archives(folder) == []
    found = annual_papers.progress(operator(), path)
    assert found
    assert (found.state, found.done) == (State.FAILED, 0)
