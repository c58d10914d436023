"""All hospitals as one ZIP: begun, followed, cancelled, taken away, and by nobody but the secretariat."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.jobs import annual_papers
from checklist.jobs.annual_papers import Progress, State, Task
from checklist.store import db
from checklist.store.act import operator, viewing
from tests.cycle import who
from tests.world import World


def test_a_process_makes_every_report_and_ends(world: World) -> None:
    path, secretariat = db.default_path(), operator()
    assert annual_papers.progress(secretariat, path) is None
    annual_papers.begin(secretariat, path, 2026)
    with pytest.raises(Refused):
        annual_papers.begin(secretariat, path, 2025)
    while (found := annual_papers.progress(secretariat, path)) and found.state is State.RUNNING:
        time.sleep(0.05)
    assert found
    assert (found.state, found.done, found.faults) == (State.DONE, found.total, 0)
    with viewing(secretariat) as view:
        title, content = annual_papers.content(view, path)
    assert "2026年度" in title
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        papers = [name for name in pack.namelist() if name.endswith(".pdf")]
        assert all(pack.read(name).startswith(b"%PDF") for name in papers)
        assert len(papers) == found.total + 1
        listed = pack.read("目次.csv").decode("utf-8-sig")
    assert listed.count("作成済み") == found.total


def test_a_wish_to_stop_ends_it_behind_the_hospital_it_is_at(world: World) -> None:
    path = db.default_path()
    folder = Path(f"{path}.reports")
    folder.mkdir()
    annual_papers.cancel(operator(), path)
    last = annual_papers.work(Task(str(path), operator(), 2026))
    assert (last.state, last.done) == (State.CANCELLED, 1)
    assert not [one for one in folder.iterdir() if one.name.startswith("reports")]
    with viewing(operator()) as view, pytest.raises(NotFound):
        annual_papers.content(view, path)


def test_a_process_that_is_gone_has_failed(world: World) -> None:
    path = db.default_path()
    Path(f"{path}.reports").mkdir()
    annual_papers._note(path, Progress(2026, State.RUNNING, 1, 5, pid=2**22 + 1))
    found = annual_papers.progress(operator(), path)
    assert found
    assert found.state is State.FAILED


def test_others_neither_begin_nor_follow_nor_stop_nor_take_it(world: World) -> None:
    path = db.default_path()
    for login in ("manager.h01", "leader.h01", "evaluator.h02", "center", "admin"):
        reader = who(world, login)
        for act in (annual_papers.progress, annual_papers.cancel):
            with pytest.raises(Forbidden):
                act(reader, path)
        with pytest.raises(Forbidden):
            annual_papers.begin(reader, path, 2026)
        with viewing(reader) as view, pytest.raises(Forbidden):
            annual_papers.content(view, path)
