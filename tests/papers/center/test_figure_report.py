"""年次実績報告 and the council paper: the parts of real reports, each cell that of the screen, and small numbers nowhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import openpyxl
import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.formats.document import Document
from checklist.formats.table import Table
from checklist.model.center.activities import CaseExtract
from checklist.model.center.council import ReportRemark
from checklist.papers.center import activities_document, figure_report
from checklist.readings.center import case_figures, report_tables
from checklist.readings.center.public_tables import HIDDEN
from checklist.rules.center.hiding import SMALL
from checklist.store import db
from checklist.store.center import surveys
from checklist.store.records import records
from tests import pdf_text
from tests.center_council import MEETING, MEMBER, consultations, keep
from tests.center_desk import acting, staff, take_down
from tests.cycle import who
from tests.printed_tables import absent, lost
from tests.world import World, by

ALL = [(kind, public) for kind in figure_report.MAKERS for public in (False, True)]


@pytest.fixture
def year(world: World) -> World:
    """Some consultations of a half-year, one of them of a rare kind, and what else a report tells."""
    consultations(world)
    take_down(
        staff(world),
        received_on=date(2026, 5, 7),
        subject="6",
        detail="6-1",
        wish="夜間も開けてほしい",
        issues=("alone",),
    )
    keep(world, MEMBER, MEETING)
    extract = CaseExtract(
        held_on=date(2026, 5, 1), heading="検査の説明", summary="要旨", response="助言した", checked_by="架空 花子"
    )
    with acting(staff(world)) as act:
        for one in (
            replace(extract, approved_on=date(2026, 5, 9)), replace(extract, heading="承認前の事例"),
            ReportRemark(held_on=act.today, period="h12026", part="analysis", text="説明の不足が多い。"),
            ReportRemark(held_on=act.today, period="h12026", part="work", text="研修を続けた。"),
        ):  # fmt: skip
            records.save(act, None, one)
        surveys.keep(act, 2026, {"staff_nurse": "1.5", "staff_officer": "2"})
    return world


def made(world: World, kind: str, public: bool, period: str = "h12026") -> Document:
    with db.reading() as connection:
        return figure_report.MAKERS[kind](by(connection, staff(world)), period, public, True)


def screen(world: World, public: bool) -> dict[str, Table]:
    with db.reading() as connection:
        page = case_figures.read(by(connection, staff(world)), "h12026", public, any_period=True)
    return {one.title: one for one in page.tables}


def figures_of(document: Document, shown: dict[str, Table]) -> Iterator[tuple[Table, Table]]:
    """Each table of figures of a report with that of the screen."""
    for one in document.tables:
        if (title := one.title.partition(" ")[2]) in shown:
            yield one, shown[title]


@pytest.mark.parametrize(("kind", "public"), ALL)
def test_every_figure_is_that_of_the_screen_cell_by_cell(kind: str, public: bool, year: World) -> None:
    found = list(figures_of(made(year, kind, public), screen(year, public)))
    assert len(found) >= (12 if public else 18)
    for paper, shown in found:
        assert (paper.columns, paper.rows, paper.notes) == (shown.columns, shown.rows, shown.notes), paper.title


@pytest.mark.parametrize(("kind", "public"), ALL)
def test_the_paper_and_the_workbook_have_every_cell_and_native_charts(kind: str, public: bool, year: World) -> None:
    document = made(year, kind, public)
    content = files.render(document, "xlsx")
    assert lost(files.render(document, "pdf"), document.tables[1:]) == []
    assert absent(content, document.tables) == []
    drawn = sum(len(sheet._charts) for sheet in openpyxl.load_workbook(io.BytesIO(content)))
    assert drawn == len([one for one in document.charts if document.tables[one.table].rows])
    assert drawn >= (2 if public else 8)


def test_a_picture_leaves_out_the_sum_and_is_of_the_cells_below_it(year: World) -> None:
    document = made(year, "annual", False)
    for chart in document.charts:
        table = document.tables[chart.table]
        assert table.title.endswith(chart.title)
        assert chart.without_last is (table.rows[-1][0] == "計")


def test_the_annual_report_has_the_parts_of_real_ones_in_their_order(year: World) -> None:
    titles = [one.title for one in made(year, "annual", False).tables[1:]]
    numbers = [re.split(r"[- ]", title)[0] for title in titles]
    assert list(dict.fromkeys(numbers)) == [
        "2", "3（1）", "3（2）", "3（3）", "3（4）", "3（5）", "3（6）", "3（7）", "3（8）", "4", "4（1）", "4（2）", "5（1）", "5（3）",
    ]  # fmt: skip
    assert titles[0] == "2 寄せられた相談を分析して"


def test_the_council_paper_has_the_numbered_parts_of_hiroshima(year: World) -> None:
    titles = [one.title for one in made(year, "council", False).tables[1:]]
    numbers = [re.split(r"[- ]", title)[0] for title in titles]
    assert list(dict.fromkeys(numbers)) == [*(str(one) for one in range(1, 15)), "参考資料"]


@pytest.mark.parametrize("kind", list(figure_report.MAKERS))
def test_the_edition_for_all_has_no_small_number_and_nobody_s_name(kind: str, year: World) -> None:
    document = made(year, kind, True)
    shown = screen(year, True)
    for one, _ in figures_of(document, shown):
        if "全国" not in one.title:
            small = [cell for row in one.rows for cell in row[1:] if isinstance(cell, int) and 1 <= cell <= SMALL]
            assert small == [], one.title
    assert any(HIDDEN in row for one in document.tables for row in one.rows)
    content = files.render(document, "pdf", "架空 職員")
    told = "".join(pdf_text.pages(content)).replace("\n", "")
    assert "架空職員" not in told.replace(" ", "")
    assert "公表用（少ない件数を伏せる）" in told
    assert "何度相談があっても1件" in told
    assert "に集計" in told
    for secret in ("夜間も開けてほしい", "承認前の事例", "架空 太郎"):
        assert secret not in repr(document)


def test_the_work_for_all_says_nothing_about_consultations(world: World) -> None:
    take_down(staff(world), received_on=date(2026, 5, 7))
    with db.reading() as connection:
        view = by(connection, staff(world))
        span = figure_report.span(view, "h12026")
        told, inside = (report_tables.work(view, span, public) for public in (True, False))
        assert [row[2] for row in inside.rows[:2]] == [1, 1]
        assert told.rows == inside.rows[2:]
        assert "公表用の統計のみ" in told.notes[-1]
        assert "上半期" in activities_document.of_period(view, span, True).title


def test_the_indicators_say_what_they_rest_on(year: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(year))
        table = report_tables.indicators(view, figure_report.span(view, "fy2026"))
        empty = report_tables.indicators(view, figure_report.span(view, "fy2020"))
    found = {row[:2]: row[2] for row in table.rows}
    assert {part: found["センターの設置率（全国）", part] for part in ("都道府県", "保健所設置市区", "二次医療圏", "計")} == {
        "都道府県": 47, "保健所設置市区": 80, "二次医療圏": 269, "計": 396,
    }  # fmt: skip
    assert found["相談職員の配置数（常勤換算）", "計"] == 3.5
    assert found["活動状況に関する情報提供の状況", "公開した協議会の会議要旨"] == 1
    assert found["活動状況に関する情報提供の状況", "公表を承認した相談事例"] == 1
    assert found["医療安全推進協議会の設置状況", "委員"] == 1
    none = next(row for row in empty.rows if row[0] == "相談職員の配置数（常勤換算）")
    assert none[2] is None
    assert "未入力" in str(none[4])


def test_of_what_is_not_frozen_everybody_gets_whole_years_alone(year: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(year))
        assert "2026年度（公表用）" in figure_report.annual(view, "h12026", True).title
        assert "2026年度 上半期" in figure_report.annual(view, "h12026", False).title
        with pytest.raises(Refused):
            figure_report.annual(view, "nonsense", False)
        # Or what was published of these numbers before were another paper of them, which is refused.
        digest = figure_report.figures(view, "h12026")
        with patch.object(case_figures, "_told", lambda one, running: one):
            assert figure_report.figures(view, "h12026") == digest


def test_an_empty_period_has_a_report_without_pictures(world: World) -> None:
    for kind, public in ALL:
        document = made(world, kind, public)
        assert files.render(document, "pdf").startswith(b"%PDF")
        assert [one.table for one in document.charts if not document.tables[one.table].rows] == []


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "secretariat", "admin"])
def test_nobody_else_makes_a_report(login: str, world: World) -> None:
    for make in figure_report.MAKERS.values():
        with db.reading() as connection, pytest.raises(Forbidden):
            make(by(connection, who(world, login)), "fy2026")
