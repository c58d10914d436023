"""The hospitals of both classes with their quartiles and the size of the difference, by pandas from the raw rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import floor, sqrt
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import pytest

from checklist.comparison import spread
from checklist.comparison.comparison import Group, Scope, Selection
from checklist.comparison.spread import Box, ClassComparison
from checklist.formats.table import Table
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from tests.comparison import raw_region as raw
from tests.comparison.raw_region import Question, Region
from tests.comparison.test_golden import FILTERS, OF_INFECTION, selection_of
from tests.world import by, principal


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


def made(moved_db: Path, login: str, selection: Selection) -> ClassComparison:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), login))
        return spread.class_document(by(connection, who), selection)


def table(found: ClassComparison, title: str) -> Table | None:
    return next((one for one in found.tables if one.title.startswith(title)), None)


def frame(region: Region, question: Question, chapter: str | None = None) -> pd.DataFrame:
    """One row for each hospital, year and class with its 得点率."""
    papers = [p for p in region.papers if p.track == question.track and question.first <= p.year <= question.last]
    papers = [p for p in papers if question.number in (None, p.number)]
    versions = {p.version for p in papers}
    items = raw.common_items(versions, {question.number} if question.number else {1, 2}, question.chapter)
    codes = [code for code, line in items.items() if chapter in (None, line.chapter)]
    rows = [
        (p.year, p.number, p.hospital, raw.POINTS[value])
        for p in papers if p.number in (1, 2)
        for code in codes if p.asks(code) and (value := p.value(code)) in raw.POINTS
    ]  # fmt: skip
    answers = pd.DataFrame(rows, columns=["year", "number", "hospital", "half"])
    found = answers.groupby(["year", "number", "hospital"])["half"].agg(["sum", "count"]).reset_index()
    found["percent"] = [raw.percent(half, count) for half, count in zip(found["sum"], found["count"], strict=True)]
    return found


def values(found: pd.DataFrame, year: int, number: int) -> list[float]:
    return [float(one) for one in found[(found["year"] == year) & (found["number"] == number)]["percent"]]


def _quartiles_hold(region: Region, question: Question, shown: Table | None) -> None:
    wanted = []
    found = frame(region, question)
    for (year, number), group in found.groupby(["year", "number"]):
        ends = np.percentile(group["percent"], [0, 25, 50, 75, 100])
        wanted.append((year, f"加算{number}", len(group), *ends))
    assert len(wanted) == len(shown.rows if shown else ())
    for row, other in zip(shown.rows if shown else (), wanted, strict=True):
        assert row[:3] == other[:3]
        assert row[3:] == pytest.approx(other[3:], abs=0.051)


def expected(first: list[float], second: list[float]) -> list[object]:
    apart = sorted(one - other for one, other in product(first, second))
    half = 1.959963984540054 * sqrt(len(apart) * (len(first) + len(second) + 1) / 12)
    place = max(0, floor(len(apart) / 2 - half))
    above = sum(one > 0 for one in apart) + sum(one == 0 for one in apart) / 2
    return [median(apart), apart[place], apart[-1 - place], 100 * above / len(apart)]


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_the_secretariat_sees_the_quartiles_and_sizes_of_every_year_and_class(
    region: Region, moved_db: Path, question: Question
) -> None:
    """The size of the difference counts every pair of hospitals."""
    found = made(moved_db, "secretariat", selection_of(question, Scope.REGION))
    _quartiles_hold(region, question, table(found, spread.QUARTILES))
    _sizes_hold(region, question, table(found, spread.EFFECTS))


def test_the_quartiles_and_sizes_of_the_other_sheet_are_counted_alike(infection: Region, moved_db: Path) -> None:
    sizes = set()
    for question in OF_INFECTION:
        found = made(moved_db, "secretariat", replace(selection_of(question, Scope.REGION), sheet="kansen"))
        _quartiles_hold(infection, question, table(found, spread.QUARTILES))
        effects = table(found, spread.EFFECTS)
        _sizes_hold(infection, question, effects)
        sizes |= {row["差の大きさ"] for row in effects.records()} if effects else set()
        # What was released is of the first screen's sheet alone: of another there are no quartiles without names.
        for login in ("leader.h001", "center") if question.first == 2025 and question.track == "visitor" else ():
            other = made(moved_db, login, replace(selection_of(question, Scope.REGION), sheet="kansen"))
            assert (other.spread, table(other, spread.QUARTILES), table(other, spread.EFFECTS)) == (None, None, None)
    assert spread.FEW in sizes
    assert len(sizes) > 3


def _sizes_hold(region: Region, question: Question, shown: Table | None) -> None:
    if question.number or frame(region, question).empty:
        assert shown is None
        return
    assert shown is not None
    papers = [p for p in region.papers if p.track == question.track and question.first <= p.year <= question.last]
    names = {name: code for code, name in raw.SHEET[max(p.version for p in papers)].chapters.items()}
    for row in shown.records():
        chapter = None if row["章"] == "全体" or question.chapter else names[str(row["章"])]
        found = frame(region, question, chapter)
        year = int(str(row["年度"]))
        first, second = values(found, year, 1), values(found, year, 2)
        told = [row[name] for name in ("差（ポイント）", "差の95％下限", "差の95％上限", "加算1が上回る割合")]
        assert [row["加算1の中央値"], row["加算2の中央値"]] == [
            pytest.approx(median(one), abs=0.051) if one else None for one in (first, second)
        ]
        if min(len(first), len(second)) < 5:
            assert (told, row["差の大きさ"]) == ([None] * 4, "病院数が5未満")
        else:
            assert told == pytest.approx(expected(first, second), abs=0.051)
    years = {int(str(row["年度"])) for row in shown.records()}
    assert years == set(frame(region, question)["year"])


def test_the_classes_are_drawn_as_the_table_has_them_and_nobody_is_named(moved_db: Path) -> None:
    found = made(moved_db, "secretariat", Selection(2022, 2025, Track.VISITOR))
    shown = table(found, spread.QUARTILES)
    assert found.spread is not None
    assert shown is not None
    rows = [row for row in shown.rows if row[0] == 2025]
    assert [(box.group, len(box.dots), box.low, box.middle, box.high) for box in found.spread.boxes] == [
        (row[1], row[2], row[4], row[5], row[6]) for row in rows
    ]
    assert all(list(box.dots) == sorted(box.dots) for box in found.spread.boxes)


def released(region: Region, audience: str, number: int, year: int, items: list[str]) -> list[float]:
    papers = [p for p in region.released[audience] if (p.track, p.year, p.number) == ("visitor", year, number)]
    shown = []
    for hospital in {p.hospital for p in papers}:
        mine = [p for p in papers if p.hospital == hospital]
        given = [raw.POINTS[v] for p in mine for code in items if p.asks(code) and (v := p.value(code)) in raw.POINTS]
        shown.append(raw.percent(sum(given), len(given)))
    return shown


@pytest.mark.parametrize(
    ("login", "audience"), [("leader.h001", "region"), ("manager.h020", "region"), ("center", "center")]
)
def test_who_knows_no_names_sees_the_released_quartiles_in_whole_points_alone(
    region: Region, moved_db: Path, login: str, audience: str
) -> None:
    found = made(moved_db, login, Selection(2022, 2025, Track.VISITOR))
    shown = table(found, spread.QUARTILES)
    effect = table(found, spread.EFFECTS)
    boxes = found.spread.boxes if found.spread else ()
    # The same as on the first screen: the items common to the last five years and the running one.
    versions = {p.version for p in region.papers if p.track == "visitor" and 2021 <= p.year <= 2026}
    items = list(raw.common_items(versions, {1, 2}, None))
    for box in boxes:
        percents = released(region, audience, int(box.group[-1]), 2025, items)
        assert [box.low, box.middle, box.high] == pytest.approx(
            [round(float(one)) for one in np.percentile(percents, [25, 50, 75])]
        )
        assert box.dots == ()
        assert len(percents) >= 5
    assert (shown.names if shown else ()) in ((), ("年度", "区分", "下位4分の1", "中央値", "上位4分の1"))
    assert audience == "center" or len(boxes) == 2
    # How far apart they are beside how wide, by nothing but what stands in the boxes.
    if len(boxes) == 2:
        (low1, mid1, high1), (low2, mid2, high2) = [(one.low, one.middle, one.high) for one in boxes]
        d = (mid1 - mid2) / (((high1 - low1) + (high2 - low2)) / 2 / 1.349)
        word = ["ほとんど差なし", "小さい差", "中程度の差", "大きい差"][sum(abs(d) >= one for one in (0.2, 0.5, 0.8))]
        assert effect is not None
        assert effect.rows == ((2025, mid1, mid2, mid1 - mid2, round(d, 1), word),)
        assert spread.ROUGH in effect.notes
    else:
        assert effect is None
    assert all(isinstance(value, int) for row in (shown.rows if shown else ()) for value in (row[0], *row[2:]))


def test_boxes_without_any_width_have_no_effect_size_and_equal_ones_none_worth_telling() -> None:
    flat, wide = Box("加算1", 90, 90, 90), Box("加算2", 88, 90, 92)
    assert spread._rough(2025, flat, replace(flat, group="加算2")) == (2025, 90, 90, 0, None, "比較不可")
    assert spread._rough(2025, flat, wide)[-2:] == (0.0, "ほとんど差なし")


def test_neither_years_nor_chapters_nor_groups_change_what_was_released(moved_db: Path) -> None:
    asked = [
        Selection(2022, 2025, Track.VISITOR), Selection(2025, 2025, Track.VISITOR, "1"), Selection(2023, 2026, Track.VISITOR),
        Selection(2025, 2025, Track.VISITOR, "6", None, Scope.REGION, 1), Selection(2024, 2025, groups=(Group.CLASS_1, Group.OWN)),
    ]  # fmt: skip
    for login in ("leader.h001", "center"):
        seen = {found.spread.boxes for one in asked if (found := made(moved_db, login, one)).spread}
        assert len(seen) <= 1
    both = [made(moved_db, login, asked[0]).spread for login in ("leader.h001", "manager.h020")]
    assert both[0] is not None
    assert both[1] is not None
    assert both[0].boxes == both[1].boxes


def test_partners_by_name_and_other_tracks_have_no_released_quartiles(moved_db: Path) -> None:
    for one in (
        Selection(2022, 2025, Track.VISITOR, scope=Scope.PARTNERS), Selection(2022, 2025, Track.SELF),
        Selection(2022, 2025, groups=(Group.OWN,)),
    ):  # fmt: skip
        assert made(moved_db, "leader.h001", one).spread is None
