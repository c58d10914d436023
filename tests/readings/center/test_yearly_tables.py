"""What a year comes to: outreach by way, material and place, and the sheets of a prefecture's centres."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.formats import files
from checklist.model.center.activities import CenterEvaluation, CenterSupport, Outreach
from checklist.model.fields import Record
from checklist.papers.center import evaluation_document
from checklist.readings.center import activities_page, outreach_map, yearly_tables
from checklist.readings.center.outreach_map import Spot
from checklist.rules.fields import checks
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests import pdf_text
from tests.center_desk import acting, staff
from tests.cycle import who
from tests.world import World, by

TODAY, DAY = date(2026, 11, 22), date(2026, 6, 10)
SHEET = CenterEvaluation(
    held_on=DAY, centre="東部", of_year=2025, cases=310, task1="good", task2="poor", advice="協議会を開催する"
)
DONE = (
    Outreach(held_on=DAY, form="community", place="第一地区公民館", participants=20, requested=True),
    Outreach(held_on=DAY, form="community", place="第一地区公民館", participants=5, material="own"),
    Outreach(held_on=DAY, form="visit", participants=30),
    Outreach(held_on=date(2027, 1, 1), form="visit", participants=99),
)


def test_outreach_is_summed_up_by_way_material_and_place_without_what_is_planned() -> None:
    found = {one.title: one.rows for one in yearly_tables.tables(Outreach, DONE, TODAY)}
    assert found == {
        "方法別の実績": (("公民館の講座", 2, 25), ("出前講座", 1, 30), ("計", 3, 55)),
        "資料別の実績": (("医者にかかる10箇条", 2, 50), ("センターの資料", 1, 5), ("計", 3, 55)),
        "会場別の実績": (("第一地区公民館", 2, 25), ("会場の記載なし", 1, 30), ("計", 3, 55)),
    }
    assert "住民からの要望によるもの：1回" in yearly_tables.tables(Outreach, DONE, TODAY)[0].notes[0]


def test_what_has_a_place_stands_on_the_map_with_the_hospitals_around_and_the_rest_is_counted(world: World) -> None:
    """Two at one place are one spot, whatever the width of its digits; a hospital far off is left out."""
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        for code, north in (("H01", 36.01), ("H02", 36.2)):
            one = hospitals.by_code(act, code)
            hospitals.save(act, replace(one, latitude=north, longitude=138.6))
    first, second, third, planned = DONE
    found = [
        replace(first, position="36.0, 138.6"), replace(second, position="３６．０、138.60"), third,
        replace(planned, position="36.0, 138.6"),
    ]  # fmt: skip
    with db.reading() as connection:
        seen = outreach_map.read(by(connection, staff(world)), found, TODAY)
        assert outreach_map.read(by(connection, staff(world)), [third, planned], TODAY) is None
    assert seen is not None
    assert seen.spots == (Spot("第一地区公民館", (36.0, 138.6), 2, 25),)
    assert [place for _, place in seen.hospitals] == [(36.01, 138.6)]
    assert seen.without == 1


@pytest.mark.parametrize(
    "text", ["36.0", "36,138,1", "北緯36度, 東経138度", "91, 138", "36, 181", "nan, 138", "inf, 1"]
)
def test_a_place_that_no_map_has_is_told(text: str) -> None:
    assert [fault.where for fault in checks.faults(replace(DONE[0], position=text), TODAY)] == ["会場の緯度・経度"]


@pytest.mark.parametrize(("kind", "found"), [(Outreach, ()), (CenterEvaluation, ()), (CenterSupport, DONE[:1])])
def test_where_there_is_nothing_to_sum_up_there_is_no_table(kind: type[Record], found: tuple[Record, ...]) -> None:
    assert yearly_tables.tables(kind, found, TODAY) == ()


@pytest.fixture
def year(world: World) -> World:
    with acting(staff(world)) as act:
        records.save(act, None, SHEET)
        records.save(act, None, CenterSupport(held_on=date(2025, 5, 1), kind="8", centre="西部", content="助言"))
    return world


def test_each_centre_has_its_sheet_task_by_task_and_who_has_none_is_told(year: World) -> None:
    with db.reading() as connection:
        page = activities_page.read(by(connection, staff(year)), CenterEvaluation.KIND, 2026, None)
    (table,) = page.tables
    assert table.rows[0][:6] == ("東部", DAY, 2025, 310, "十分", "改善が必要")
    assert table.rows[0][-1] == "協議会を開催する"
    assert page.notes == ("この年度の評価票がまだないセンター：西部",)


def test_the_sheets_are_handed_over_as_they_stand_on_the_screen(year: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(year))
        document = evaluation_document.document(view, 2026)
        with pytest.raises(Refused, match="2024年度の評価票はありません"):
            evaluation_document.document(view, 2024)
    lines = list(csv.reader(io.StringIO(files.render(document, "csv").decode("utf-8-sig"))))
    assert len(lines) == 2
    assert "改善が必要" in lines[1]
    assert "評価票 東部" in "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")
