"""結果から学ぶ as a file: what the screen shows and nothing else, for each reader what is theirs, however nasty the titles."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from checklist.comparison import learning_page
from checklist.errors import Forbidden
from checklist.formats import files
from checklist.model.center.activities import CouncilItem, Training
from checklist.model.center.learning import Ground, Source
from checklist.papers.center import learning_document
from checklist.store import db
from checklist.store.center import learning, topics
from checklist.store.records import records
from tests.center_desk import acting, staff, take_down
from tests.cycle import who
from tests.printed_tables import absent, lost
from tests.world import World, by

TODAY = date(2026, 11, 22)
GROUND = Ground(Source.ITEM, "drug", "6-01", "6-01 鑑別", 2025, "anzen", 58.3, "％", 18, "病院", date(2026, 4, 1))
NASTY = ("=1+1", "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE person; --", "𠮷野家 ①", "@SUM(A1)")


def draft(world: World, *titles: str) -> None:
    with acting(staff(world)) as act:
        for title in titles:
            learning.draft(act, CouncilItem(held_on=TODAY, kind="other", title=title), GROUND)


@pytest.mark.parametrize("login", ["center", "secretariat"])
def test_the_file_holds_the_table_of_the_screen_cell_by_cell(login: str, world: World) -> None:
    take_down(staff(world))
    for manager, wished in (("manager.h01", ["drug", "cost"]), ("manager.h02", ["drug"])):
        with acting(who(world, manager)) as act:
            topics.wish(act, act.principal.hospital_id, wished)
    with db.reading() as connection:
        view = by(connection, who(world, login))
        page, found = learning_page.read(view, {}), learning_document.document(view)
    assert found.csv_table == page.table
    assert page.table.rows
    content = files.render(found, "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    width = len(page.table.columns)
    told = [["" if cell is None else str(cell) for cell in row] for row in page.table.rows]
    assert [line[:width] for line in lines[1 : len(told) + 1]] == told
    assert page.table in found.tables
    assert lost(files.render(found, "pdf"), found.tables[1:]) == []
    assert absent(files.render(found, "xlsx"), found.tables) == []


def test_what_was_drafted_is_in_the_file_of_the_centre_alone(world: World) -> None:
    draft(world, *NASTY)
    with db.reading() as connection:
        mine = learning_document.document(by(connection, staff(world)))
        theirs = learning_document.document(by(connection, who(world, "secretariat")))
    (table,) = [one for one in mine.tables if one.title == "下書きとその後"]
    assert [row[0] for row in table.rows] == [*NASTY][::-1]
    assert {row[1] for row in table.rows} == {"議題"}
    assert lost(files.render(mine, "pdf"), mine.tables[1:]) == []
    assert absent(files.render(mine, "xlsx"), mine.tables) == []
    assert "下書きとその後" not in [one.title for one in theirs.tables]
    assert not any(title in repr(theirs) for title in NASTY)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "admin"])
def test_nobody_else_has_it(login: str, world: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        learning_document.document(by(connection, who(world, login)))
    with db.reading() as connection, pytest.raises(Forbidden):
        learning_page.read(by(connection, who(world, login)), {"part": "outcomes"})


def test_few_cases_are_for_the_centre_and_in_no_figure_of_the_secretariat(world: World) -> None:
    take_down(staff(world), received_on=date(2026, 8, 3), subject="1", detail="1-3")
    with db.reading() as connection:
        mine = learning_page.read(by(connection, staff(world)), {})
        theirs = learning_page.read(by(connection, who(world, "secretariat")), {})
    place = [one.name for one in mine.table.columns].index("相談（件）")
    assert sum(row[place] or 0 for row in mine.table.rows) >= 1  # type: ignore[misc]
    assert {row[place] for row in theirs.table.rows} == {None}
    assert "相談：件数は、支援センターの職員のみに表示します。" in theirs.table.notes


@pytest.mark.parametrize(
    ("held", "held_on", "told"),
    [
        (False, date(2027, 1, 20), "実施した後、2027年度が終わると"),
        (True, date(2026, 6, 1), "2027年度が終わると"),
        (True, date(2025, 6, 1), "2026年度が終わると"),
        (True, date(2024, 6, 1), "受講した病院が記録されていないか"),
    ],
)
def test_what_is_waited_for_is_told_until_there_is_something(
    held: bool, held_on: date, told: str, world: World
) -> None:
    with acting(staff(world)) as act:
        number = learning.draft(act, Training(held_on=TODAY, theme="薬の安全", topic="awareness"), GROUND)
        plan = records.get(act, Training, number)
        records.save(act, None, Training(**{**vars(plan), "held": held, "held_on": held_on, "decided_on": None}))
        found = learning_document.document(act)
    (table,) = [one for one in found.tables if one.title == "下書きとその後"]
    assert [*table.rows[0][:2]] == ["薬の安全", "実施済み" if held else "予定"]
    assert str(table.rows[0][4]).startswith(told)
