"""The own hospital and those that it visited beside the classes, and every group's change with its interval, from the raw rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checklist.comparison import change, comparison
from checklist.comparison.comparison import Comparison, Selection
from checklist.comparison.selection import CLASSES, Group
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from tests.comparison import raw_region as raw
from tests.comparison.raw_region import Region
from tests.comparison.test_funnel import moved
from tests.comparison.test_golden import FILTERS, READERS, as_table, selection_of, view
from tests.world import by, principal

RUNNING = 2026
EVERY = (*CLASSES, Group.OWN, Group.VISITS)


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


def rows(found: Comparison) -> list[tuple[object, ...]]:
    return [row for table in found.tables if table.title == "得点率の変化と区間" for row in table.rows]


def expected(chapters: raw.Table, chapter: str) -> list[tuple[object, ...]]:
    """First and last year that is over of every column, its change, and the interval where the ratings are told."""
    shown: list[tuple[object, ...]] = []
    for label in dict.fromkeys(label for _, _, label in chapters):
        known = {
            year: one
            for (code, year, group), one in chapters.items()
            if (code, group) == (chapter, label) and isinstance(one, tuple) and year < RUNNING
        }
        if len(known) < 2:
            continue
        (first, before), (last, after) = min(known.items()), max(known.items())
        head = (label, first, before[0], last, after[0])
        if len(before) > 2 and len(after) > 2:
            value, low, high = moved((before[0], int(before[1])), (after[0], int(after[1])))
            word = "偶然の範囲" if low <= 0 <= high else "偶然の範囲を超える変化"
            shown.append((*head, value, low, high, word))
        else:
            shown.append((*head, round(after[0] - before[0], 1), None, None, "区間なし"))
    return shown


@pytest.mark.parametrize("name", [one for one in READERS if one != "a leader in the region"])
def test_every_column_and_its_change_are_those_of_the_raw_rows(region: Region, name: str, moved_db: Path) -> None:
    """Fifteen filters, three versions, the running year and hospitals that changed their class, for three hospitals.

    Who has no hospital sees the classes alone, of which test_golden has all filters.
    """
    asked, told, certain = READERS[name], 0, set()
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), asked.login))
        reader = view(region, who, asked.scope)
        for what, question in FILTERS.items() if who.hospital_id else list(FILTERS.items())[::5]:
            chosen = replace(selection_of(question, asked.scope), groups=EVERY)
            found = comparison.class_comparison(by(connection, who), chosen)
            chapters, items = raw.by_class(reader, question, own=who.hospital_id is not None)
            assert as_table(found.cells) == chapters, what
            assert as_table(found.items) == items, what
            wanted = expected(chapters, "" if question.chapter is None else question.chapter)
            shown = rows(found)
            assert [(*row[:6], row[8]) for row in shown] == [(*row[:6], row[8]) for row in wanted], what
            assert [row[6:8] for row in shown] == [pytest.approx(row[6:8], abs=0.051) for row in wanted], what
            mine = next((row for row in shown if row[0] == change.OWN and row[6] is not None), None)
            assert bool(found.moved) is bool(mine), what
            if mine:
                assert found.moved == (
                    f"自院の{mine[1]}年度から{mine[3]}年度までの変化は{mine[5]:+.1f}ポイントです。"
                    f"変化の95％区間は{mine[6]:+.1f}～{mine[7]:+.1f}ポイント（{mine[8]}）。"
                )
            told += len(shown)
            certain |= {row[8] for row in shown}
    assert told > (0 if who.hospital_id is None else 5)
    # Of groups without names no denominator is told, and so no interval; of others there is one.
    assert name != "the support centre" or certain == {"区間なし"}
    assert name != "the secretariat" or "偶然の範囲を超える変化" in certain


def test_one_year_and_a_year_that_is_not_over_make_no_change(moved_db: Path) -> None:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), "leader.h001"))
        for first, last in ((2025, 2025), (2025, 2026), (2026, 2026)):
            found = comparison.class_comparison(by(connection, who), Selection(first, last, Track.SELF, groups=EVERY))
            assert (rows(found), found.moved) == ([], "")
