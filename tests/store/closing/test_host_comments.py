"""What the host says to the findings and the 講評: its own, versioned, and locked by the first signature."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Stale
from checklist.store.act import acting, viewing
from checklist.store.closing import findings, host_comments, sealed_reports
from checklist.store.closing.host_comments import REMARKS
from tests import cycle
from tests.cycle import who
from tests.world import World

HOST = "manager.h01"


def say(world: World, about: int, version: int, text: str, login: str = HOST) -> int:
    with acting(who(world, login)) as act:
        return host_comments.save(act, world.visit, about, version, text)


def told(world: World, login: str = "evaluator.h02") -> dict[int, tuple[str, int]]:
    with viewing(who(world, login)) as view:
        return {about: (one.text, one.version) for about, one in host_comments.of_visit(view, world.visit).items()}


def test_the_host_comments_on_a_finding_and_on_the_remarks(world: World) -> None:
    with pytest.raises(NotOpen):
        say(world, REMARKS, 0, "早すぎる")
    cycle.meeting(world)
    finding = cycle.noted(world)
    assert told(world) == {}
    assert say(world, finding, 0, " 様式を改めました ") == 1
    assert say(world, REMARKS, 0, "お礼") == 1
    assert say(world, finding, 1, "") == 2
    assert told(world) == {finding: ("", 2), REMARKS: ("お礼", 1)}
    with pytest.raises(Stale):
        say(world, finding, 1, "古い画面から")
    with pytest.raises(NotFound):
        say(world, 999, 0, "どこにもない指摘へ")


def test_a_finding_that_was_taken_back_is_not_commented_on(world: World) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    with acting(who(world, "evaluator.h02")) as act:
        findings.drop(act, finding, 1)
    with pytest.raises(NotFound):
        say(world, finding, 0, "取り下げられた指摘へ")


@pytest.mark.parametrize("login", ["evaluator.h02", "leader.h01", "manager.h02", "secretariat", "manager.h04"])
def test_nobody_else_speaks_for_the_host(world: World, login: str) -> None:
    cycle.meeting(world)
    with pytest.raises(Forbidden):
        say(world, REMARKS, 0, "代わりのコメント", login)


def test_a_signature_locks_what_was_said_and_the_report_says_it(world: World, world_db: Path) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    say(world, finding, 0, "様式を改めました")
    say(world, REMARKS, 0, "お礼")
    cycle.sign(world, world.visit)
    with pytest.raises(NotOpen):
        say(world, finding, 1, "署名のあとで")
    for statement in ("UPDATE host_comment SET text = 'x'", "DELETE FROM host_comment"):
        with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    cycle.seal(world, world.visit)
    with viewing(who(world, "leader.h01")) as view:
        report = sealed_reports.snapshot(view, world.visit)
    assert (report.format, [one.host for one in report.findings], report.remarks_host) == (
        4,
        ["様式を改めました"],
        "お礼",
    )
