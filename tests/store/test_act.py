"""What a view has read it does not read again; an act always does, because it changes what it reads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from checklist.errors import Refused
from checklist.store import db
from checklist.store.act import View, acting, viewing
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from tests.cycle import who
from tests.world import SECOND, World


def test_a_view_reads_each_thing_once_and_together(world: World) -> None:
    asked: list[list[int]] = []

    def read(keys: Sequence[int]) -> dict[int, str]:
        asked.append(list(keys))
        return {key: str(key) for key in keys if key < 9}

    with viewing(who(world, "secretariat")) as view:
        assert view.each("number", [2, 1, 2], read) == {2: "2", 1: "1"}
        assert view.each("number", [1, 3, 9], read) == {1: "1", 3: "3"}
        assert view.each("number", [], read) == {}
        assert view.each("other", [1], read) == {1: "1"}
    assert asked == [[2, 1], [3, 9], [1]]
    with acting(who(world, "secretariat")) as act:
        assert act.each("number", [1], read) == act.each("number", [1], read) == {1: "1"}
        assert act.each("number", [], read) == {}
    assert asked[3:] == [[1], [1]]


def test_two_views_of_one_connection_know_nothing_of_each_other(world: World) -> None:
    with db.writing() as connection:
        first = View.now(connection, who(world, "secretariat"))
        assert visits.get(first, world.visit).note == ""
        connection.execute("UPDATE visit SET note = '延期'")
        assert visits.get(first, world.visit).note == ""
        second = View.now(connection, who(world, "secretariat"))
        assert visits.get(second, world.visit).note == "延期"


def test_versions_of_a_sheet_are_read_together(world: World) -> None:
    with viewing(who(world, "secretariat")) as view:
        statements: list[str] = []
        view.db.conn.set_trace_callback(statements.append)
        assert [one.code for one in sheets.chain(view, SECOND.code)] == ["mini-2", "mini-1"]
        assert sheets.get(view, "mini-1").items
        assert sheets.get(view, SECOND.code) == SECOND
        view.db.conn.set_trace_callback(None)
    assert len(statements) == 5


def note_of(world: World) -> str:
    with viewing(who(world, "secretariat")) as view:
        return visits.get(view, world.visit).note


def test_what_follows_an_act_is_done_once_it_is_committed(world: World) -> None:
    told: list[str] = []
    with acting(who(world, "secretariat")) as act:
        act.db.execute("UPDATE visit SET note = '延期'")
        act.after(lambda: told.append(note_of(world)))
        act.after(lambda: told.append("second"))
        assert told == []
    assert told == ["延期", "second"]
    with acting(who(world, "secretariat")):
        pass
    assert len(told) == 2


def test_nothing_follows_an_act_that_failed(world: World) -> None:
    told: list[str] = []

    def fail() -> None:
        with acting(who(world, "secretariat")) as act:
            act.after(lambda: told.append("shown"))
            act.db.execute("INSERT INTO sheet (code, name) VALUES ('mini', 'again')")

    with pytest.raises(Refused, match="何も変更していません"):
        fail()
    assert told == []


def test_what_follows_may_open_a_transaction_of_its_own(world: World) -> None:
    def again() -> None:
        with acting(who(world, "secretariat")) as act:
            act.db.execute("UPDATE visit SET note = note || 'する'")

    with acting(who(world, "secretariat")) as act:
        act.db.execute("UPDATE visit SET note = '延期'")
        act.after(again)
    assert note_of(world) == "延期する"
