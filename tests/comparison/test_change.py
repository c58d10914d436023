"""The own hospital and those that it visited beside the classes, and every group's change with its interval, from the raw rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.comparison import change, comparison
from checklist.comparison.comparison import Comparison, Selection
from checklist.comparison.pool import Cell
from checklist.comparison.selection import CLASSES, Group
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from checklist.words import first_screen as told
from tests.comparison import raw_region as raw
from tests.comparison.hand_made import cell
from tests.comparison.raw_region import Region
from tests.comparison.test_funnel import moved
from tests.comparison.test_golden import FILTERS, OF_INFECTION, READERS, Reader, as_table, selection_of, view
from tests.world import by, principal

RUNNING = 2026
EVERY = (*CLASSES, Group.OWN, Group.VISITS)


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


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
def test_every_column_and_its_change_are_those_of_the_raw_rows(
    region: Region, infection: Region, name: str, moved_db: Path
) -> None:
    """All filters of both sheets, three versions, the running year and hospitals that changed their class, for three hospitals.

    Who has no hospital sees the classes alone, of which test_golden has all filters.
    """
    with db.reading(moved_db) as connection:
        for sheet, filters in ((region, list(FILTERS.values())), (infection, OF_INFECTION)):
            moves, certain = _changes_hold(connection, sheet, READERS[name], filters)
            alone = name in ("the secretariat", "the support centre")
            assert moves > (0 if alone else 5), sheet.sheet
            # Of groups without names no denominator is told, and so no interval; of others there is one.
            assert name != "the support centre" or certain == {"区間なし"}
            assert name != "the secretariat" or sheet is infection or "偶然の範囲を超える変化" in certain


def _changes_hold(
    connection: Database, sheet: Region, asked: Reader, filters: list[raw.Question]
) -> tuple[int, set[object]]:
    """How many changes were told, and what was said of them."""
    moves, certain = 0, set[object]()
    who = principal(people.by_login(by(connection), asked.login))
    reader = view(sheet, who, asked.scope)
    for question in filters if who.hospital_id else filters[::5]:
        chosen = replace(selection_of(question, asked.scope), groups=EVERY, sheet=sheet.sheet)
        found = comparison.class_comparison(by(connection, who), chosen)
        chapters, items = raw.by_class(reader, question, own=who.hospital_id is not None)
        assert as_table(found.cells) == chapters, question
        assert as_table(found.items) == items, question
        wanted = expected(chapters, "" if question.chapter is None else question.chapter)
        shown = rows(found)
        assert [(*row[:6], row[8]) for row in shown] == [(*row[:6], row[8]) for row in wanted], question
        assert [row[6:8] for row in shown] == [pytest.approx(row[6:8], abs=0.051) for row in wanted], question
        mine = next((row for row in shown if row[0] == change.OWN and row[6] is not None), None)
        assert bool(found.moved) is bool(mine), question
        if mine:
            assert found.moved == (
                f"自院の{mine[1]}年度から{mine[3]}年度までの変化は{mine[5]:+.1f}ポイントです。"
                f"変化の95％区間は{mine[6]:+.1f}～{mine[7]:+.1f}ポイント（{mine[8]}）。"
            )
        moves += len(shown)
        certain |= {row[8] for row in shown}
    return moves, certain


def test_one_year_and_a_year_that_is_not_over_make_no_change(moved_db: Path) -> None:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), "leader.h001"))
        for first, last in ((2025, 2025), (2025, 2026), (2026, 2026)):
            found = comparison.class_comparison(by(connection, who), Selection(first, last, Track.SELF, groups=EVERY))
            assert (rows(found), found.moved) == ([], "")


def one(percent: float | None, year: int, rated: int = 100, told: bool = True) -> Cell:
    return cell("", "自院", percent, year, rated=rated, told=told)


@pytest.mark.parametrize(
    ("cells", "years"),
    [
        ([one(80, 2023), one(90, 2025)], (2023, 2025)),
        # In whatever order they come, and over years without a number.
        ([one(90, 2025), one(None, 2024), one(80, 2023)], (2023, 2025)),
        ([one(80, 2023), one(90, 2024), one(70, 2025)], (2023, 2025)),
        # A year that is not over is no end, however many there are before it.
        ([one(80, 2024), one(90, 2025), one(50, 2026)], (2024, 2025)),
        ([one(80, 2025), one(90, 2026)], None),
        ([one(80, 2025)], None),
        ([one(None, 2024), one(80, 2025)], None),
        ([], None),
    ],
)
def test_a_change_goes_from_the_first_to_the_last_year_that_is_over(
    cells: list[Cell], years: tuple[int, int] | None
) -> None:
    found = change.ends(cells, RUNNING)
    assert (found and (found[0].fiscal_year, found[1].fiscal_year)) == years


def test_where_ratings_are_not_told_on_either_side_there_is_no_interval() -> None:
    known, untold = one(80, 2024), one(80, 2025, told=False)
    assert change.interval(known, untold) is None
    assert change.interval(untold, known) is None
    assert change.interval(known, one(None, 2025)) is None
    assert change.rated(untold) is None
    found = change.interval(one(60, 2024, rated=80), one(80, 2025, rated=70))
    # Newcombe 1998, table II (a).
    assert found is not None
    assert (found.value, round(found.low, 1), round(found.high, 1)) == (20.0, 5.2, 33.4)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-1.0, 2.0, "偶然の範囲"), (0.0, 2.0, "偶然の範囲"), (-2.0, 0.0, "偶然の範囲"),
        (0.1, 2.0, "偶然の範囲を超える変化"), (-2.0, -0.1, "偶然の範囲を超える変化"),
    ],
)  # fmt: skip
def test_an_interval_that_holds_zero_may_be_chance(low: float, high: float, word: str) -> None:
    assert told.by_chance(low, high) == word
    assert told.interval(low, high) == f"変化の95％区間は{low:+.1f}～{high:+.1f}ポイント（{word}）。"
