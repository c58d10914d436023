"""What became of findings worked out a second time from the rows and the sheet files, over what a list can be narrowed to."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from checklist.readings import findings_page, listing
from checklist.readings.findings_page import FindingsPage
from checklist.store import db
from checklist.store.accounts import people
from tests.world import by, principal

SHEETS = Path(__file__).resolve().parents[2] / "data" / "sheets"
VERSIONS = ("anzen-1", "anzen-2", "anzen-3", "kansen-1")
NEWEST = {"anzen-1": 2, "anzen-2": 1, "anzen-3": 0, "kansen-1": 0}
"""How many versions of its sheet came after one."""


@dataclass(frozen=True)
class Found:
    """A finding of a sealed report: where and when, the last word on it, that of the next year, and the open dates."""

    id: int
    host: int
    year: int
    chapter: str
    version: str
    item: str
    latest: str
    next_year: str
    days: float | None


FILTERS: dict[str, dict[str, str]] = {
    "everything": {},
    "the first year": {"year": "2022"},
    "the last whole year, on the second version": {"year": "2025"},
    "the running year, on the third version": {"year": "2026"},
    "one chapter": {"chapter": "6"},
    "a chapter of the other sheet": {"chapter": "K1"},
    "resolved": {"state": "resolved"},
    "continued in one year": {"state": "continued", "year": "2024"},
    "recurred": {"state": "recurred"},
    "not looked at again": {"state": "none"},
    "found again": {"again": "yes"},
    "found again in the year after the new version": {"again": "yes", "year": "2025"},
    "found again in the running year": {"again": "yes", "year": "2026"},
    "found again in one chapter and resolved": {"again": "yes", "chapter": "1", "state": "resolved"},
    "one hospital": {"hospital": "20"},
    "one hospital, found again": {"hospital": "6", "again": "yes"},
}


def lines(version: str) -> list[dict[str, str]]:
    """The items of a sheet file."""
    with open(SHEETS / f"{version}.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    start = next(place for place, row in enumerate(rows) if row and row[0] == "章コード")
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


SHEET = {version: lines(version) for version in VERSIONS}


def after(version: str, items: set[str]) -> set[str]:
    """The items of the next version that these became: kept, reworded, split or merged."""
    return {
        row["項目コード"]
        for row in SHEET[version]
        if set(filter(None, row["前版の項目"].replace("、", "・").split("・"))) & items
    }


def today(one: Found) -> set[str]:
    """Where a finding stands in the newest version of its sheet."""
    items, later = {one.item}, VERSIONS[VERSIONS.index(one.version) + 1 :][: NEWEST[one.version]]
    for version in later:
        items = after(version, items)
    return items


@pytest.fixture(scope="module")
def found(demo_file: Path) -> list[Found]:
    connection = sqlite3.connect(demo_file)
    rows = connection.execute(
        """WITH done AS (SELECT * FROM visit WHERE state IN ('reported', 'acknowledged', 'closed')),
        said AS (SELECT u.finding_id, u.mark, done.fiscal_year,
                row_number() OVER (PARTITION BY u.finding_id ORDER BY fiscal_year DESC, visit_date DESC, id DESC) AS place
            FROM follow_up u JOIN done ON done.id = u.visit_id)
        SELECT f.id, done.host_id, done.fiscal_year, c.code, v.code, i.code,
            coalesce((SELECT mark FROM said WHERE finding_id = f.id AND place = 1), 'none'),
            coalesce((SELECT mark FROM said WHERE finding_id = f.id AND fiscal_year = done.fiscal_year + 1 ORDER BY place), ''),
            (SELECT julianday(p.completed_on) - julianday(date(min(r.sealed_at), '+9 hours'))
             FROM improvement_plan p JOIN report r ON r.visit_id = f.visit_id WHERE p.finding_id = f.id)
        FROM finding f JOIN done ON done.id = f.visit_id JOIN item i ON i.id = f.item_id JOIN chapter c ON c.id = i.chapter_id
        JOIN sheet_version v ON v.id = i.version_id
        WHERE f.kind = 'finding' AND f.dropped_at IS NULL AND EXISTS (SELECT 1 FROM report WHERE visit_id = f.visit_id)"""
    ).fetchall()
    connection.close()
    return [Found(*row) for row in rows]


def again(found: list[Found]) -> set[int]:
    """Those at a place where the same hospital had one in an earlier year."""
    places = {one.id: {(one.host, one.version.split("-")[0], item) for item in today(one)} for one in found}
    return {
        one.id
        for one in found
        if any(o.year < one.year and places[o.id] & places[one.id] for o in found if o.host == one.host)
    }


def read(path: Path, login: str) -> FindingsPage:
    with db.reading(path) as connection:
        return findings_page.read(by(connection, principal(people.by_login(by(connection), login))))


def fits(one: Found, wish: dict[str, str], repeated: set[int]) -> bool:
    said = {
        "year": str(one.year), "chapter": one.chapter, "state": one.latest, "hospital": str(one.host),
        "again": "yes" if one.id in repeated else "no",
    }  # fmt: skip
    return all(said[key] == value for key, value in wish.items())


WORDS = {"resolved": "解決", "continued": "継続", "recurred": "再発", "none": "未確認"}


def test_the_list_of_every_filter_holds_what_the_rows_say(found: list[Found], demo_db: Path) -> None:
    """Sixteen filters of the secretariat and those of two hospitals: three versions, two sheets, the running year."""
    repeated, kept_any = again(found), set()
    for login, host in (("secretariat", None), ("manager.h020", 20), ("leader.h005", 5)):
        page = read(demo_db, login)
        for name, wish in FILTERS.items():
            asked = listing.asked(page.listing, wish)
            if asked.wrong or (host and "hospital" in wish):
                # Offered is only what would find something.
                assert host is not None, name
                continue
            wanted = {one.id: one for one in found if host in (None, one.host) and fits(one, wish, repeated)}
            kept = listing.kept(page.listing, asked)
            assert {line.of.finding_id for line in kept} == set(wanted), (login, name)
            assert len(kept) == len(wanted)
            for line in kept:
                one = wanted[line.of.finding_id]
                states = [cell for cell in line.cells if cell in WORDS.values()]
                assert states == [WORDS[one.latest]], (login, name)
                assert ("繰り返し" in line.cells) is (one.id in repeated), (login, name)
            kept_any |= {name} if kept else set()
    assert kept_any == set(FILTERS)


@pytest.mark.parametrize(
    ("login", "host"), [("secretariat", None), ("manager.h020", 20), ("leader.h005", 5), ("manager.h006", 6)]
)
def test_figures_years_and_chapters_are_those_of_the_rows(
    login: str, host: int | None, found: list[Found], demo_db: Path
) -> None:
    page, repeated = read(demo_db, login), again(found)
    mine = [one for one in found if host in (None, one.host)]
    years = sorted({one.year for one in mine})
    assert page.years is not None
    states = [[sum(o.year == year and o.latest == state for o in mine) for state in WORDS] for year in years]
    assert [list(row) for row in page.years.rows] == [
        [f"{year}年度{'（途中）' if year == 2026 else ''}", *row, sum(row)]
        for year, row in zip(years, states, strict=True)
    ]
    counts = Counter((one.chapter, one.year) for one in mine)
    came_again = Counter((one.chapter, one.year) for one in mine if one.id in repeated)
    assert page.chapters is not None
    told = {str(row[0]).split("　")[0]: row[1:] for row in page.chapters.rows}
    assert set(told) == {one.chapter for one in mine}
    for chapter, row in told.items():
        cells = [(counts[chapter, year], came_again[chapter, year]) for year in years[-5:]]
        assert list(row) == [*(f"{n}件（{a}）" if a else f"{n}件" for n, a in cells), sum(n for n, _ in cells)], chapter
    looked = [one for one in mine if one.next_year]
    resolved = sum(one.next_year == "resolved" for one in looked)
    assert f"{len(looked)}件のうち{resolved}件" in page.figures[1].detail
    days = sorted(one.days for one in mine if one.days is not None)
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
    assert page.figures[2].figure == f"{middle:g}日"
    assert page.figures[3].figure == f"{sum(one.id in repeated for one in mine)}件"
