"""What a leader reads aloud: points are no percent, only 全体 looks like a total, and where papers differ it is said."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Selection
from checklist.comparison.pool import OTHER_PAPERS
from checklist.comparison.track_comparison import TrackComparison
from checklist.formats import files
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from checklist.model.assessments import Track
from checklist.store import db
from checklist.ui import heat, markup
from tests import pdf_text
from tests.comparison import region_of_answers as regions
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.ui.test_pages import submit_both
from tests.world import World, by

POINTS = "差（ポイント）"
SEED = 2
"""Of random answers with differences to both sides, which `differences` asks for."""


@pytest.fixture
def gaps(empty_db: Path) -> TrackComparison:
    """Self against visitor of a region, with differences to both sides."""
    with db.writing() as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 1, "D": 1, "E": 2, "F": 2, "G": 2, "H": 2}, seed=SEED)
        who = by(connection, found.people["secretariat"])
        return track_comparison.track_comparison(who, Selection(2025, 2025, Track.VISITOR))


@pytest.fixture
def classes(empty_db: Path) -> Document:
    with db.writing() as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 2, "D": 2})
        who = by(connection, found.people["secretariat"])
        return comparison.class_comparison(who, Selection(2024, 2025, Track.VISITOR))


def of_items(found: TrackComparison) -> list[Table]:
    """The tables of the items that differ most, without that of the chapters."""
    return [table for table in found.tables if POINTS in table.names]


def differences(found: TrackComparison) -> list[float]:
    shown = [row[POINTS] for table in of_items(found) for row in table.records()]
    assert min(map(float, map(str, shown))) < 0 < max(map(float, map(str, shown)))
    return [float(str(one)) for one in shown]


def signed(value: float) -> str:
    return f"{'+' if value > 0 else '-'}{abs(value):.1f}"


def test_a_difference_in_points_stands_on_the_screen_with_its_sign_and_without_percent(gaps: TrackComparison) -> None:
    shown = "".join(markup.table(table) for table in of_items(gaps))
    cells = re.findall(rf'data-label="{POINTS}">([^<]*)<', shown) or re.findall(r">([+-]\d+\.\d)<", shown)
    assert cells == [signed(one) for one in differences(gaps)]


def test_a_difference_in_points_stands_on_paper_with_its_sign_and_without_percent(gaps: TrackComparison) -> None:
    shown = re.sub(r"\s", "", "".join(pdf_text.pages(files.render(gaps, "pdf")))).replace("−", "-")
    for one in differences(gaps):
        assert signed(one) in shown
        assert f"{signed(one)}%" not in shown
        assert f"{signed(one)}％" not in shown


def test_a_difference_in_points_is_a_number_with_a_sign_and_without_percent_in_a_workbook(
    gaps: TrackComparison,
) -> None:
    book = load_workbook(io.BytesIO(files.render(gaps, "xlsx")))
    found = []
    for sheet in book.worksheets:
        heads = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).replace("\n", "") == POINTS]
        for head in heads:
            below = [sheet.cell(place, head.column) for place in range(head.row + 1, sheet.max_row + 1)]
            found += [cell for cell in below if isinstance(cell.value, int | float)]
    assert sorted(float(str(cell.value)) for cell in found) == pytest.approx(sorted(differences(gaps)))
    assert {cell.number_format for cell in found} == {"+0.0;-0.0;0.0"}


def test_a_difference_in_points_is_a_bare_number_in_a_csv_of_all_groups(gaps: TrackComparison) -> None:
    records = list(csv.DictReader(io.StringIO(files.render(gaps, "csv").decode("utf-8-sig"))))
    assert {row["集団"] for row in records} == {"加算1", "加算2"}
    assert [float(row[POINTS]) for row in records] == pytest.approx(differences(gaps))


@pytest.mark.parametrize("last", ["自院", "加算2", "架空風見病院", "全体の病院"])
def test_only_the_row_of_all_chapters_looks_like_a_total(last: str) -> None:
    def rows(*names: str) -> list[bool]:
        columns = (Column("区分・病院"), Column("2025年度", "percent"))
        shown = heat.grid(Table("得点率の推移", columns, tuple((name, 50.0) for name in names)))
        body = shown.partition("<tbody>")[2]
        return ["whole" in row for row in re.findall(r"<tr[^>]*>", body)]

    assert rows("加算1", last) == [False, False]
    assert rows("輸血", "全体", last) == [False, True, False]


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_file_says_that_report_and_single_visit_are_counted_over_other_items(classes: Document, kind: str) -> None:
    # The years as lines, and every year by chapter, the newest first.
    assert [chart.kind for chart in classes.charts] == ["line", "bar", "bar"]
    content = files.render(classes, kind)
    if kind == "pdf":
        shown = "".join(pdf_text.pages(content))
    else:
        book = load_workbook(io.BytesIO(content))
        shown = "".join(str(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value)
    assert OTHER_PAPERS in re.sub(r"\s", "", shown)


@pytest.mark.parametrize("kind", ["classes", "hospitals", "tracks", "visit"])
def test_the_screen_says_where_papers_differ_unless_it_shows_the_visit_itself(
    kind: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    shown = text(open_page("comparison", by=kind)).replace("\\", "")
    assert ("評価報告書（合意評価）と「1回の訪問」の得点率は" in shown) is (kind != "visit")
