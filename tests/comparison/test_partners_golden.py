"""Both directions of every year worked out a second time from the rows: which items, their values, and the chapters' numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from checklist.comparison.partners_comparison import PartnersComparison, partners_comparison
from checklist.store import db
from checklist.store.accounts import people
from tests.comparison import raw_region as raw
from tests.comparison.moved_region import BOTH_WAYS
from tests.comparison.raw_region import Region
from tests.world import by, principal

WORDS = {"A": "A", "B": "B", "C": "C", "NA": "該当なし", "UNVERIFIED": "確認不能", None: "未回答"}
DONE = ("reported", "acknowledged", "closed")


@dataclass(frozen=True)
class Way:
    """What visitors rated at a host: value and comment by item, the items asked of the host, and the version."""

    version: str
    given: dict[str, tuple[str | None, str]]
    asked: frozenset[str]


@pytest.fixture(scope="module")
def safety(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


def visits(region: Region, year: int, host: int, evaluator: int) -> list[int]:
    """The visits made by one hospital to the other, the last one last."""
    rows = region.db.execute(
        """SELECT visit.id FROM visit JOIN visit_hospital h ON h.visit_id = visit.id
           WHERE fiscal_year = ? AND host_id = ? AND hospital_id = ? AND state IN (?, ?, ?) ORDER BY visit_date, visit.id""",
        [year, host, evaluator, *DONE],
    )
    return [row[0] for row in rows]


def way(region: Region, visit: int) -> Way | None:
    row = region.db.execute(
        """SELECT a.id, v.code FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
           JOIN sheet_version v ON v.id = s.version_id WHERE s.visit_id = ? AND track = 'visitor' AND v.code LIKE ? || '-%'""",
        [visit, region.sheet],
    ).fetchone()
    if row is None:
        return None
    (paper,) = [one for one in region.papers if one.id == row[0]]
    given = {
        code: (value, comment)
        for code, value, comment in region.db.execute(
            "SELECT item.code, value, comment FROM rating JOIN item ON item.id = item_id WHERE assessment_id = ?",
            [row[0]],
        )
    }
    lines = raw.SHEET[row[1]].items
    asked = {
        code
        for code, line in lines.items()
        if paper.asks(code) and (paper.number not in (1, 2) or paper.number in line.classes)
    }
    return Way(row[1], given, frozenset(asked))


def told(one: Way | None, codes: list[str]) -> list[object]:
    """得点率, ratings, and how many were 確認不能."""
    if one is None:
        return [None, None, None]
    values = [one.given.get(code, (None, ""))[0] for code in codes]
    points = [raw.POINTS[value] for value in values if value in raw.POINTS]
    found = raw.percent(sum(points), len(points)) if points else raw.NOT_COMPARABLE
    return [found, len(points), values.count("UNVERIFIED")]


def expected(there: Way | None, back: Way | None) -> tuple[list[list[object]], list[list[object]]]:
    """The rows of the chapters and of the items."""
    ways = [one for one in (there, back) if one]
    codes = list(raw.common_items({one.version for one in ways}, (), None)) if ways else []
    codes = [code for code in codes if all(code in one.asked for one in ways)]
    sheet = raw.SHEET[max(one.version for one in ways)] if ways else raw.Sheet()
    chapters = list(dict.fromkeys(sheet.items[code].chapter for code in codes))
    rows = [
        [name, *told(there, inside), *told(back, inside)]
        for chapter, name in [*((one, sheet.chapters[one]) for one in chapters), ("", "全体")]
        if (inside := [code for code in codes if chapter in ("", sheet.items[code].chapter)])
    ]
    items: list[list[object]] = []
    for code in codes:
        line = sheet.items[code]
        sides = [one.given.get(code, (None, "")) if one else None for one in (there, back)]
        values = [WORDS[side[0]] if side else "" for side in sides]
        items.append(
            [sheet.chapters[line.chapter], code, line.text, *values, *(side[1] if side else "" for side in sides)]
        )
    return rows, items


def read(path: Path, login: str, visit: int, partner: int, sheet: str = "") -> PartnersComparison:
    with db.reading(path) as connection:
        who = by(connection, principal(people.by_login(by(connection), login)))
        return partners_comparison(who, visit, partner, sheet)


@pytest.mark.parametrize("year", BOTH_WAYS)
def test_both_ways_of_a_year_as_each_side_and_the_secretariat_read_them(
    safety: Region, infection: Region, moved_db: Path, year: int
) -> None:
    """On the safety sheet, and from 2024 on, when both ways have both, on that of infection control."""
    for region in (safety, infection) if year >= 2024 else (safety,):
        host, visitor = BOTH_WAYS[year]
        both = 0
        for one, other in ((host, visitor), (visitor, host)):
            visit = visits(region, year, one, other)[-1]
            there, back = way(region, visit), way(region, visits(region, year, other, one)[-1])
            chapters, items = expected(there, back)
            for login in ("secretariat", f"manager.h{host:03}", f"leader.h{visitor:03}"):
                found = read(moved_db, login, visit, other, region.sheet)
                assert [list(row) for row in found.tables[0].rows] == chapters, (login, visit)
                assert [list(row) for row in found.csv_table.rows] == items, (login, visit)
                assert found.mutual
                assert found.sheet == region.sheet
                assert len(found.sheets) == (2 if year >= 2024 else 1)
            both += len(items)
        assert both > (150 if region is safety else 100)


@pytest.mark.parametrize("sheet", ["anzen", "kansen"])
def test_every_visit_of_every_year_beside_the_way_back_or_alone(
    safety: Region, infection: Region, moved_db: Path, sheet: str
) -> None:
    """Visits of the region with each hospital that took part: three versions, two sheets, a running year, one way and both."""
    mutual: dict[int, int] = {}
    region = safety if sheet == "anzen" else infection
    for visit, year, host, evaluator in region.db.execute(
        """SELECT visit.id, fiscal_year, host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id
           WHERE state IN ('reported', 'acknowledged', 'closed') AND (visit.id % 3 = 0 OR hospital_id IN (7, 11)) AND EXISTS (
               SELECT 1 FROM visit_sheet s JOIN sheet_version v ON v.id = version_id
               WHERE s.visit_id = visit.id AND v.code LIKE ? || '-%')""",
        [sheet],
    ).fetchall():
        there = way(region, visit)
        ways = visits(region, year, evaluator, host)
        back = way(region, ways[-1]) if ways else None
        chapters, items = expected(there, back)
        found = read(moved_db, "secretariat", visit, evaluator, sheet)
        assert [list(row) for row in found.tables[0].rows] == chapters, visit
        assert [list(row) for row in found.csv_table.rows] == items, visit
        mutual[year] = mutual.get(year, 0) + found.mutual
    assert len(mutual) == (5 if sheet == "anzen" else 3)
