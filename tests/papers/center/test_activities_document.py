"""業務の実績 as a file: the same rows as on the screen, and a year that has not begun says so."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.formats import files
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from checklist.model.center.activities import Liaison, Outreach
from checklist.papers.center import activities_document, figure_report, figures_document
from checklist.readings.center import activities_page
from checklist.store import db
from checklist.store.records import records
from checklist.words.center import TASKS
from tests.center_desk import acting, staff, take_down
from tests.printed_tables import absent, lost
from tests.world import World, by, principal


@pytest.fixture
def year(world: World) -> World:
    """Two outreaches, one liaison and a case of one year."""
    with acting(staff(world)) as act:
        for number, place in ((20, "公民館"), (15, "=会場")):
            records.save(act, None, Outreach(held_on=date(2026, 6, 1), form="visit", place=place, participants=number))
        records.save(act, None, Liaison(held_on=date(2026, 6, 2), partner="医師会", subject="窓口の案内"))
    take_down(staff(world), received_on=date(2026, 6, 3))
    return world


def document(world: World, shown: int | None = 2026) -> Document:
    with db.reading() as connection:
        return activities_document.document(by(connection, staff(world)), shown)


def test_every_file_has_every_row_of_the_screen(year: World) -> None:
    with db.reading() as connection:
        table = activities_page.read(by(connection, staff(year)), None, 2026, None).summary
    made = document(year)
    assert made.csv_table == table
    lines = list(csv.reader(io.StringIO(files.render(made, "csv").decode("utf-8-sig"))))
    expected = [["" if one is None else str(one) for one in row] for row in table.rows]
    assert [line[: len(table.columns)] for line in lines[1:]] == expected
    with db.reading() as connection:
        view = by(connection, staff(year))
        paper = activities_document.of_period(view, figure_report.span(view, "h12026"), public=True)
    for one in (made, paper):
        assert lost(files.render(one, "pdf"), one.tables[1:]) == []
        assert absent(files.render(one, "xlsx"), one.tables) == []


def test_every_task_has_a_row_also_with_nothing_done(year: World) -> None:
    rows = document(year).csv_table.rows
    assert [row[0] for row in rows] == [TASKS["1"], *TASKS.values()]
    found = {row[:2]: row[2:] for row in rows}
    assert found[TASKS["7"], "地域住民への啓発"] == (2, 35)
    assert found[TASKS["3"], "関係機関との連絡調整"] == (1, None)
    assert found[TASKS["2"], ""] == (0, None)
    assert (found[TASKS["1"], "相談事例（件）"], found[TASKS["1"], "対応（回）"]) == ((1, None), (1, None))


def test_a_year_that_has_not_begun_is_not_told_until_a_day_before_it(year: World) -> None:
    assert document(year).csv_table.notes[0].startswith("2026年4月1日（水）から2026年11月")
    assert "実施したもの。予定は含みません。" in document(year).csv_table.notes[0]
    coming = document(year, 2027).csv_table
    assert coming.notes[0] == "2027年4月1日（木）に始まる期間です。まだ実施したものはありません。"
    assert {row[2] for row in coming.rows} == {0}


@pytest.mark.parametrize("shown", [None, 0, -1, 1800, 9999, 10**20])
def test_a_year_that_cannot_be_chosen_is_this_one(shown: int | None, year: World) -> None:
    assert document(year, shown).title == document(year).title


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "admin"])
def test_nobody_else_gets_the_file(login: str, world: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        activities_document.document(by(connection, principal(world.people[login])), None)


def test_every_cell_of_every_table_is_a_row_with_its_place() -> None:
    columns = (Column("区分", "text", 8), Column("件", "number", 8), Column("回", "number", 8))
    found = figures_document.flat(
        [
            Table("甲", columns, (("a", 1, None), ("a", 3, 4))),
            Table("空", columns, ()),
            Table("乙", columns[:2], (("b", "＊"),)),
        ]
    )
    assert found.names == ("表", "行番号", "行", "列", "値")
    assert found.rows == (
        ("甲", 1, "a", "件", 1), ("甲", 1, "a", "回", None), ("甲", 2, "a", "件", 3), ("甲", 2, "a", "回", 4), ("乙", 1, "b", "件", "＊"),
    )  # fmt: skip


def test_a_hidden_number_is_drawn_by_no_chart() -> None:
    columns = (Column("年度", "text", 8), Column("件", "number", 8), Column("回", "number", 8))
    shown = Table("年度別の件数", columns, (("2026年度", 30, 40),))
    hidden = Table("年度別の件数", columns, (("2025年度", "＊", "＊"), ("2026年度", 30, 40)))
    other = Table("種別ごとの件数", columns, (("苦情", 30, 40),))
    (chart,) = figures_document._charts([other, shown, Table("月別の件数", columns, ())])
    assert (chart.title, chart.table) == ("年度別の件数", 1)
    assert list(figures_document._charts([hidden, other])) == []
