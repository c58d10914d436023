"""Every file of 相談の統計 holds the cells of the screen, read by programs that are not ours."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from checklist.formats import files
from checklist.papers.center import figures_document
from checklist.readings.center import case_figures, public_edition
from checklist.store import db
from tests import pdf_text
from tests.center_desk import acting, staff, take_down
from tests.printed_tables import absent, lost
from tests.world import World, by


@pytest.fixture
def year(world: World) -> World:
    """Some cases of one fiscal year."""
    for place in range(24):
        take_down(staff(world), received_on=date(2026, 4 + place % 7, 7), kind=("complaint", "consultation")[place % 2])
    with acting(staff(world)) as act:
        public_edition.make(act, 2026)
    return world


@pytest.mark.parametrize("public", [False, True])
def test_the_workbook_the_paper_and_the_csv_have_every_cell_of_the_screen(public: bool, year: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(year))
        page = case_figures.read(view, "fy2026", public)
        document = figures_document.document(view, "fy2026", public)
    assert document.tables[1:] == page.tables
    assert lost(files.render(document, "pdf"), page.tables) == []
    assert absent(files.render(document, "xlsx"), page.tables) == []
    lines = list(csv.reader(io.StringIO(files.render(document, "csv").decode("utf-8-sig"))))
    flat = {(row[0], row[1], row[3]): row[4] for row in lines[1:]}
    for one in page.tables:
        for number, row in enumerate(one.rows, 1):
            for name, value in zip(one.names[1:], row[1:], strict=True):
                if isinstance(value, int | str):
                    assert flat[one.title, str(number), name] == str(value)
    assert any("＊" in row for row in lines) == public


def test_the_paper_says_how_it_counts(year: World) -> None:
    with db.reading() as connection:
        document = figures_document.document(by(connection, staff(year)), "fy2026")
    told = "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")
    assert "何度相談があっても1件" in told
    assert "年度別の件数" in told
    assert document.fictional
