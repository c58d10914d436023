"""What an entry without a name may tell, beside a plain count over invented visits: its chapter, its year, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist.model.accounts import Role
from checklist.model.region import Region
from checklist.model.sheets import Chapter
from checklist.store import db, practices, region
from checklist.store.practices import Practice
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.world import FIRST, SECOND, by

MINIMUM = 3
RENAMED = replace(SECOND, chapters=(Chapter("1", "医療安全管理体制"), Chapter("2", "薬の安全")))
"""The second version calls chapter 2 otherwise than the first; chapter 1 is the same in both."""
Visited = tuple[str, int, str]
"""Host, year, and the code of the version."""
Show = Callable[[Iterable[Visited], Visited, str], Practice]


@pytest.fixture
def connection(empty_db: Path) -> Iterable[Database]:
    with db.writing() as found:
        region.save(by(found), Region("架空地域", 4, MINIMUM, blind_mode=False, fictional=True))
        sheets.add(by(found), FIRST)
        sheets.add(by(found), RENAMED)
        regions.add_person(found, "secretariat", None, Role.SECRETARIAT)
        for code in "ABCDEX":
            regions.add_hospital(found, code, 1)
        yield found


def visit(connection: Database, visited: Visited) -> int:
    """A visit with a sealed report."""
    host, year, version = visited
    ids = {row["code"]: row["id"] for row in connection.query("SELECT id, code FROM hospital")}
    number = regions.add_visit(connection, ids[host], ids["X"], year)
    regions.add_assessment(connection, ids[host], year, version, {}, edition=number)
    regions.add_assessment(connection, ids[host], year, version, {}, visit=number)
    return number


def reported(connection: Database, visits: Iterable[int]) -> None:
    """Reports as bare rows: only that there is one counts here."""
    for number in visits:
        _bare(connection, "report", {"visit_id": number, "edition": 1})


def _bare(connection: Database, table: str, row: dict[str, object]) -> int:
    """A row with whatever stands for the columns that do not matter; its number."""
    for (trigger,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
    ).fetchall():
        connection.conn.execute(f'DROP TRIGGER "{trigger}"')
    filled = dict(row)
    for column in connection.execute(f"PRAGMA table_info({table})").fetchall():
        name, kind, needed, default = column[1], column[2], column[3], column[4]
        if needed and default is None and name not in filled and name != "id":
            filled[name] = 1 if kind == "INTEGER" else "2026-10-01T01:02:03.000000+00:00"
    connection.conn.execute("PRAGMA ignore_check_constraints = ON")
    names = ", ".join(f'"{name}"' for name in filled)
    marks = ", ".join("?" for _ in filled)
    found = connection.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(filled.values()))
    connection.conn.execute("PRAGMA ignore_check_constraints = OFF")
    return int(found.lastrowid or 0)


def entry(connection: Database, visited: Iterable[Visited], of: Visited, item: str, named: bool = False) -> Practice:
    """The entry of a 好事例 at an item, found at `of`, beside all other visits that were reported."""
    numbers = {one: visit(connection, one) for one in dict.fromkeys([*visited, of])}
    reported(connection, numbers.values())
    item_id = sheets.item_ids(by(connection), sheets.version_id(by(connection), of[2]))[item]
    finding = {"visit_id": numbers[of], "item_id": item_id, "kind": "good_practice", "text": "よい", "dropped_at": None}
    number = _bare(connection, "finding", finding)
    _bare(connection, "practice", {"finding_id": number, "offered": 1, "named": int(named), "text": "題名\n内容"})
    (found,) = practices.library(by(connection))
    return found


def told(found: Practice) -> tuple[str, int | None]:
    return (found.chapter_name, found.fiscal_year)


OF_2024 = [(host, 2024, "mini-1") for host in "ABC"]
OF_2025 = [(host, 2025, "mini-2") for host in "ABC"]


def test_where_enough_share_chapter_and_year_both_are_told(connection: Database) -> None:
    assert told(entry(connection, OF_2025, OF_2025[0], "2-01")) == ("薬の安全", 2025)


def test_a_chapter_that_only_the_version_of_two_hospitals_has_is_not_told(connection: Database) -> None:
    # Its name alone would say that it was found in 2025, of which the year is kept back.
    assert told(entry(connection, [*OF_2024, *OF_2025[:2]], OF_2025[0], "2-01")) == ("", None)


def test_a_chapter_of_the_same_name_in_both_versions_is_shared_by_all_of_them(connection: Database) -> None:
    assert told(entry(connection, [*OF_2024, OF_2025[0]], OF_2025[0], "1-01")) == ("医療安全管理体制", None)


def test_the_year_is_kept_back_where_it_and_the_chapter_together_fit_too_few(connection: Database) -> None:
    # In 2025 three hospitals were visited, two of them still with the first version; the second has three over the years.
    visited = [
        ("A", 2025, "mini-2"),
        ("B", 2025, "mini-1"),
        ("C", 2025, "mini-1"),
        *[(h, 2026, "mini-2") for h in "BC"],
    ]
    assert told(entry(connection, visited, visited[0], "2-01")) == ("薬の安全", None)


def test_without_the_chapter_the_year_is_told_where_enough_share_it(connection: Database) -> None:
    visited = [("A", 2025, "mini-2"), ("B", 2025, "mini-1"), ("C", 2025, "mini-1")]
    assert told(entry(connection, visited, visited[0], "2-01")) == ("", 2025)


@pytest.mark.parametrize("of", [OF_2025[0], ("D", 2026, "mini-2")])
def test_the_first_report_of_a_new_year_does_not_tell_whose_the_entry_without_a_year_is(
    connection: Database, of: Visited
) -> None:
    # All others told their year: the one without would be of 2026, and there only D has a report.
    assert told(entry(connection, [*OF_2025, ("D", 2026, "mini-2")], of, "2-01")) == ("薬の安全", None)


def test_where_enough_are_without_their_year_the_others_tell_theirs(connection: Database) -> None:
    later = [("D", 2026, "mini-2"), ("E", 2027, "mini-2"), ("A", 2028, "mini-2")]
    assert told(entry(connection, [*OF_2025, *later], OF_2025[0], "2-01")) == ("薬の安全", 2025)


def test_a_hospital_that_is_visited_twice_is_one(connection: Database) -> None:
    visited = [("A", year, "mini-2") for year in (2025, 2026, 2027)]
    assert told(entry(connection, [*visited, ("B", 2025, "mini-2")], visited[0], "1-01")) == ("", None)


def test_a_visit_without_a_report_hides_nobody(connection: Database) -> None:
    for one in OF_2025[1:]:
        visit(connection, one)
    assert told(entry(connection, [], OF_2025[0], "1-01")) == ("", None)


def test_a_named_entry_tells_everything_whoever_shares_it(connection: Database) -> None:
    found = entry(connection, [], OF_2025[0], "2-01", named=True)
    assert (told(found), found.hospital, found.addon_class) == (("薬の安全", 2025), "病院A", 1)


VISITS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from((2024, 2025)), st.sampled_from(("mini-1", "mini-2"))),
    min_size=1, max_size=9, unique=True,
)  # fmt: skip


@given(VISITS, st.sampled_from(("1-01", "2-01")))
@settings(max_examples=25, deadline=None)
def test_whatever_is_told_fits_at_least_the_minimum_of_hospitals(visited: list[Visited], item: str) -> None:
    rows = [
        {"fiscal_year": year, "sheet_id": 1, "code": chapter.code, "name": chapter.name, "host": host}
        for host, year, version in visited
        for chapter in (FIRST if version == "mini-1" else RENAMED).chapters
    ]
    host, year, version = visited[0]
    chapters = (FIRST if version == "mini-1" else RENAMED).chapters
    name = next(one.name for one in chapters if one.code == item[0])
    fit = {one["host"] for one in rows if (one["code"], one["name"]) == (item[0], name)}
    both = {one["host"] for one in rows if (one["code"], one["name"], one["fiscal_year"]) == (item[0], name, year)}
    of_year = {one["host"] for one in rows if one["fiscal_year"] == year}
    counted = _counted(rows)
    row = {
        "kept": "題名\n内容", "named": 0, "chapter": item[0], "chapter_name": name, "fiscal_year": year, "sheet_id": 1,
        "hospital": f"病院{host}", "addon_class": 1,
    }  # fmt: skip
    found = practices._entry(row, counted, MINIMUM)  # type: ignore[arg-type]
    assert (found.hospital, found.addon_class) == ("", None)
    assert bool(found.chapter) == bool(found.chapter_name) == (len(fit) >= MINIMUM)
    assert (found.fiscal_year == year) == (len(both if found.chapter else of_year) >= MINIMUM)


def _counted(rows: list[dict[str, object]]) -> dict[tuple[int | str, ...], int]:
    """The same count as in the store, by sets of hosts written out one by one."""
    keys: dict[tuple[int | str, ...], set[object]] = {}
    for one in rows:
        year, code, name = int(str(one["fiscal_year"])), str(one["code"]), str(one["name"])
        for key in ((0, 1), (year, 1), (0, 1, code, name), (year, 1, code, name)):
            keys.setdefault(key, set()).add(one["host"])
    return {key: len(hosts) for key, hosts in keys.items()}
