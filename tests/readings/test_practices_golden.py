"""The library of 好事例 as a search finds it, worked out a second time from the rows over filters, with hospitals that moved."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from checklist.readings import listing, practices_page
from checklist.store import db, open_file
from checklist.store.accounts import people
from tests.comparison import moved_region
from tests.conftest import TODAY
from tests.world import by, principal

LEAST = 5
"""The region's minimum."""
Entry = dict[str, str]

FILTERS: dict[str, dict[str, str]] = {
    "everything": {},
    **{f"{year}": {"year": str(year)} for year in range(2022, 2027)},
    **{f"chapter {chapter}": {"chapter": chapter} for chapter in ("1", "2", "6", "K1")},
    "加算1": {"class": "1"},
    "加算2": {"class": "2"},
    "加算1 in a chapter": {"class": "1", "chapter": "1"},
    "加算2 in a year": {"class": "2", "year": "2024"},
    "a word": {"q": "手順"},
    "a word in half width, in a year": {"q": "ﾁｪｯｸ", "year": "2025"},
    "two words": {"q": "職員 確認"},
    "a hospital's name": {"q": "病院 架空"},
    "what nobody gave their name to": {"q": "匿名"},
}


@pytest.fixture(scope="module")
def moved(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region with hospitals that changed their class, every second 好事例 of a report offered, each third by name."""
    found = moved_region.make(demo_file, tmp_path_factory.mktemp("moved"))
    connection = sqlite3.connect(found)
    with connection:
        connection.execute(
            """INSERT INTO practice (finding_id, offered, named, text, at, person_id)
               SELECT id, 1, id % 3 = 0, '題名 ' || id || char(10) || text, '2026-11-01T00:00:00.000000+00:00', person_id
               FROM finding f WHERE kind = 'good_practice' AND dropped_at IS NULL AND id % 2 = 0
                   AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = f.visit_id)"""
        )
    connection.close()
    return found


@pytest.fixture(scope="module")
def entries(moved: Path) -> list[Entry]:
    """Every entry with what may be told of it."""
    connection = sqlite3.connect(moved)
    shared: dict[tuple[object, ...], set[int]] = defaultdict(set)
    visited = connection.execute(
        """SELECT DISTINCT visit.host_id, visit.fiscal_year, v.sheet_id, c.code, c.name FROM visit
           JOIN visit_sheet s ON s.visit_id = visit.id JOIN sheet_version v ON v.id = s.version_id
           JOIN chapter c ON c.version_id = v.id WHERE visit.id IN (SELECT visit_id FROM report)"""
    )
    for host, year, sheet, code, name in visited:
        for key in ((sheet, code, name), (sheet, code, name, year), (sheet, year)):
            shared[key].add(host)
    filings = connection.execute("SELECT hospital_id, addon, addon_class, valid_from, valid_to FROM filing").fetchall()
    found = []
    for named, text, year, day, host, hospital, sheet, subject, code, name in connection.execute(
        """SELECT p.named, p.text, visit.fiscal_year, visit.visit_date, visit.host_id, h.name, v.sheet_id, sheet.code, c.code, c.name
           FROM practice p JOIN finding f ON f.id = p.finding_id JOIN visit ON visit.id = f.visit_id
           JOIN hospital h ON h.id = visit.host_id JOIN item i ON i.id = f.item_id JOIN chapter c ON c.id = i.chapter_id
           JOIN sheet_version v ON v.id = i.version_id JOIN sheet ON sheet.id = v.sheet_id
           WHERE p.offered AND f.dropped_at IS NULL AND p.id = (SELECT max(id) FROM practice WHERE finding_id = f.id)"""
    ):
        title, _, rest = text.partition("\n")
        addon = "infection" if subject == "kansen" else "safety"
        number = next(
            (str(n) for h, a, n, a1, a2 in filings if (h, a) == (host, addon) and a1 <= day <= (a2 or "9999")), ""
        )
        if named:
            one = {"chapter": code, "name": name, "year": str(year), "hospital": hospital, "class": number}
        else:
            of_chapter = len(shared[sheet, code, name]) >= LEAST
            both = shared[(sheet, code, name, year) if of_chapter else (sheet, year)]
            one = {
                "chapter": code if of_chapter else "",
                "name": name if of_chapter else "",
                "hospital": "匿名",
                "class": "",
            }
            one["year"] = str(year) if len(both) >= LEAST else ""
        found.append({"title": title, "text": rest, **one})
    connection.close()
    return found


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def fits(one: Entry, wish: dict[str, str]) -> bool:
    chapter = f"{one['chapter']}　{one['name']}" if one["chapter"] else "非表示"
    year = f"{one['year']}年度" if one["year"] else "非表示"
    number = f"加算{one['class']}" if one["class"] else ""
    cells = [folded(cell) for cell in (one["title"], one["text"], chapter, year, one["hospital"], number)]
    words = folded(wish.get("q", "")).split()
    return all(any(word in cell for cell in cells) for word in words) and all(
        one[key] == value for key, value in wish.items() if key != "q"
    )


@pytest.mark.parametrize("login", ["secretariat", "manager.h020", "evaluator1.h009", "center"])
def test_every_filter_finds_what_the_rows_say_and_all_readers_the_same(
    login: str, moved: Path, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_DB", str(moved))
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    open_file.keep(moved)
    with db.reading(moved) as connection:
        library = practices_page.library(by(connection, principal(people.by_login(by(connection), login))))
    found_some = 0
    for name, wish in FILTERS.items():
        asked = listing.asked(library, wish)
        wanted = [one for one in entries if fits(one, wish)]
        assert bool(asked.wrong) is (not wanted and "q" not in wish), name
        if asked.wrong:
            continue
        kept = [
            (
                one.title,
                one.text,
                one.chapter,
                str(one.fiscal_year or ""),
                one.hospital or "匿名",
                str(one.addon_class or ""),
            )
            for one in (line.of for line in listing.kept(library, asked))
        ]
        keys = ("title", "text", "chapter", "year", "hospital", "class")
        assert sorted(kept) == sorted(tuple(one[key] for key in keys) for one in wanted), name
        found_some += bool(wanted)
    assert found_some >= 12


def test_the_class_of_an_entry_is_that_of_the_day_of_its_visit(entries: list[Entry], moved: Path) -> None:
    """Of hospitals that moved there are named entries from before and from after."""
    connection = sqlite3.connect(moved)
    names = [row[0] for row in connection.execute("SELECT name FROM hospital WHERE id IN (5, 6, 20)")]
    connection.close()
    told = {(one["hospital"], one["class"]) for one in entries if one["hospital"] in names}
    assert len(told) > len({hospital for hospital, _ in told})
    assert {one["chapter"] for one in entries} >= {"", "1"}
