"""On how many items a number rests: told at the head of its column, and never fewer for a hospital that looks at itself."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checklist.comparison import comparison
from checklist.comparison.comparison import ALL_CHAPTERS, Comparison, Group, Selection
from checklist.formats import files
from checklist.model.accounts import Principal, Role
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.sheets import sheets
from tests import pdf_text
from tests.comparison import region_of_answers as regions
from tests.world import FIRST, SECOND, by

YEAR = 2025
CODES = [item.code for item in SECOND.items]


@pytest.fixture
def manager(empty_db: Path) -> Principal:
    """Of A, which alone has rated 2-01; the other four of its class were not asked or did not answer."""
    with db.writing() as connection:
        region.save(by(connection), Region("架空地域", 4, 3, blind_mode=False, fictional=True))
        for version in (FIRST, SECOND):
            sheets.add(by(connection), version)
        external = regions.add_hospital(connection, "X", None)
        connection.execute("UPDATE hospital SET external = 1 WHERE id = ?", [external])
        own = 0
        for code in "ABCDE":
            hospital = regions.add_hospital(connection, code, 1)
            own = own or hospital
            regions.add_person(connection, f"person.{code}", hospital, Role.SAFETY_MANAGER)
            given: dict[str, str | None] = {one: "A" for one in CODES if code == "A" or one != "2-01"}
            regions.add_assessment(connection, hospital, YEAR, SECOND.code, given)
            visit = regions.add_visit(connection, hospital, external, YEAR)
            regions.add_assessment(connection, hospital, YEAR, SECOND.code, given, visit=visit)
        regions.release(connection)
        return regions.add_person(connection, "manager.A", own, Role.SAFETY_MANAGER)


def classes(who: Principal, *groups: Group) -> Comparison:
    with db.reading() as connection:
        return comparison.class_comparison(by(connection, who), Selection(YEAR, YEAR, groups=groups))


def items(found: Comparison, group: str) -> tuple[int, int]:
    """How many items the number of all chapters rests on, and how many were left out."""
    one = next(cell for cell in found.cells if (cell.chapter, cell.group) == (ALL_CHAPTERS, group))
    return one.items, one.left_out


def test_the_own_hospital_shown_alone_loses_no_item_for_the_privacy_of_others(manager: Principal) -> None:
    beside = classes(manager, Group.OWN, Group.CLASS_1)
    assert items(beside, "加算1")[1] == 1
    assert items(beside, "自院") == items(beside, "加算1")
    alone = classes(manager, Group.OWN)
    # All that both classes are asked, whoever of them is released by now: the band of home lies over the same items.
    assert items(alone, "自院") == (sum({1, 2} <= set(item.classes) for item in SECOND.items), 0)
    assert items(alone, "自院") > items(beside, "自院")
    chapter = next(cell for cell in alone.cells if (cell.chapter, cell.group) == ("2", "自院"))
    assert chapter.percent == 100.0


def test_by_name_it_loses_none_either(manager: Principal) -> None:
    with db.reading() as connection:
        found = comparison.hospital_comparison(by(connection, manager), Selection(YEAR, YEAR))
    own = next(cell for cell in found.cells if (cell.chapter, cell.group) == (ALL_CHAPTERS, "病院A"))
    assert (own.items, own.left_out) == (len(CODES), 0)


@pytest.mark.parametrize("by_what", ["classes", "hospitals"])
def test_the_number_of_items_stands_at_the_head_of_every_column_of_a_file(manager: Principal, by_what: str) -> None:
    make: Any = comparison.class_comparison if by_what == "classes" else comparison.hospital_comparison
    with db.reading() as connection:
        found = make(by(connection, manager), Selection(YEAR, YEAR, groups=(Group.OWN, Group.CLASS_1)))
    heads = [
        name
        for name in found.tables[0].names[1:]
        if any(isinstance(row[name], float) for row in found.tables[0].records())
    ]
    assert heads
    assert all(re.search(r"（\d+項目）", head) for head in heads)
    assert "項目数" in found.csv_table.names
    book = openpyxl.load_workbook(io.BytesIO(files.render(found, "xlsx")))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows(max_row=3) for cell in row}
    assert set(heads) <= cells
    paper = "".join("".join(pdf_text.pages(files.render(found, "pdf"))).split())
    assert all("".join(head.split()) in paper for head in heads)
    assert "項目数" in files.render(found, "csv").decode("utf-8-sig").splitlines()[0]
