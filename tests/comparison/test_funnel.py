"""Every hospital beside the limits of its class, worked out a second time from the raw rows and with whole fractions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import comb, sqrt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from sqlite_utils import Database

from checklist.comparison import comparison, funnel
from checklist.comparison.comparison import Comparison, Scope, Selection
from checklist.comparison.funnel import Funnel, Spot
from checklist.formats import files, slides
from checklist.formats.table import Value
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.rules.uncertainty import Limits
from checklist.store import db
from checklist.store.accounts import people
from tests import pdf_text
from tests.comparison import raw_region as raw
from tests.comparison import region_of_answers as regions
from tests.comparison.raw_region import Paper, Question, Region
from tests.comparison.test_golden import FILTERS, OF_INFECTION, READERS, selection_of, view
from tests.world import by, principal

Row = dict[str, Value]


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


@pytest.fixture(
    params=["the secretariat", "a manager of 加算1 in the region", "a manager among the partners", "the support centre"]
)
def reader(request: pytest.FixtureRequest, moved_db: Path) -> Iterator[tuple[Database, Principal, Scope]]:
    found = READERS[request.param]
    with db.reading(moved_db) as connection:
        yield connection, principal(people.by_login(by(connection), found.login)), found.scope


def rows(found: Comparison) -> list[Row]:
    return [row for table in found.tables if table.title.startswith(funnel.TITLE) for row in table.records()]


def tail(percent: float, rated: int, least: Fraction) -> Fraction:
    """The number of points of which at most `least` is below, between the whole numbers, in fractions."""
    share = Fraction(str(percent)) / 100
    before = total = Fraction(0)
    for ones in range(rated + 1):
        before, total = total, total + comb(rated, ones) * share**ones * (1 - share) ** (rated - ones)
        if total > least:
            return max(Fraction(0), ones - (total - least) / (total - before)) if before else Fraction(ones)
    return Fraction(rated)


def limits(percent: float, rated: int) -> list[float]:
    low = [tail(percent, rated, least) for least in (Fraction(1, 1000), Fraction(1, 40))]
    high = [rated - tail(round(100 - percent, 1), rated, least) for least in (Fraction(1, 40), Fraction(1, 1000))]
    return [round(float(100 * one / rated), 1) for one in (*low, *high)]


def wilson(share: float, rated: int) -> tuple[float, float]:
    z = 1.959963984540054
    half = z * sqrt(share * (1 - share) / rated + z**2 / (4 * rated**2))
    return tuple((share + z**2 / (2 * rated) + side * half) / (1 + z**2 / rated) for side in (-1, 1))  # type: ignore[return-value]


def moved(before: tuple[float, int], after: tuple[float, int]) -> list[float]:
    one, two = before[0] / 100, after[0] / 100
    (l1, u1), (l2, u2) = wilson(one, before[1]), wilson(two, after[1])
    ends = (two - one - sqrt((two - l2) ** 2 + (u1 - one) ** 2), two - one + sqrt((u2 - two) ** 2 + (one - l1) ** 2))
    return [round(after[0] - before[0], 1), *(round(100 * end, 1) for end in ends)]


def expected(found: raw.Reader, question: Question) -> list[list[object]]:
    """Class, name, 得点率, number of ratings and value of the class of every hospital known by name, and its change."""
    chapters, _ = raw.by_hospital(found, question)
    whole = "" if question.chapter is None else question.chapter
    papers = [p for p in found.papers if p.track == question.track and p.year == question.last]
    papers = [p for p in papers if question.number in (None, p.number)]
    named: dict[str, int | None] = {found.names[p.hospital]: p.number for p in sorted(papers, key=_last)}
    shown: list[list[object]] = []
    for number in sorted(set(named.values()), key=lambda one: one or 9):
        numbers = {name: chapters.get((whole, question.last, name)) for name, one in named.items() if one == number}
        cells = {name: one for name, one in numbers.items() if isinstance(one, tuple)}
        center = _center(found, question, cells, chapters, number)
        own = found.names.get(found.own or 0)
        for name in sorted(cells, key=lambda one: (one != own, one)):
            rated = cells[name][1] if len(cells[name]) > 2 else None
            ends = limits(center, int(rated)) if center is not None and rated else [None] * 4
            row = [f"加算{number}" if number else "届出なし", name, cells[name][0], rated, center, *ends]
            # A year that is not over is no end of a change.
            if question.first < question.last < 2026:
                before = chapters.get((whole, question.first, name))
                row += _change(before, cells[name])
            shown.append(row)
    return shown


def _last(paper: Paper) -> int:
    return paper.id


def _center(
    found: raw.Reader, question: Question, cells: dict[str, raw.Numbers], chapters: raw.Table, number: int | None
) -> float | None:
    if not found.everybody:
        group = chapters.get(("" if question.chapter is None else question.chapter, question.last, f"加算{number}"))
        return group[0] if isinstance(group, tuple) else None
    if len(cells) < funnel.FEWEST:
        return None
    items = _items(found, question)
    inside = [p for p in found.papers if (p.track, p.year, p.number) == (question.track, question.last, number)]
    values = [raw.POINTS[v] for p in inside for code in items if p.asks(code) and (v := p.value(code)) in raw.POINTS]
    return raw.percent(sum(values), len(values))


def _items(found: raw.Reader, question: Question) -> list[str]:
    taken = [p for p in [*found.papers, *found.released] if p.track == question.track]
    taken = [p for p in taken if question.first <= p.year <= question.last and question.number in (None, p.number)]
    classes = raw.classes_of({p.number for p in taken}, question)
    return list(raw.common_items({p.version for p in taken}, classes, question.chapter))


def _change(before: object, after: raw.Numbers) -> list[object]:
    if not isinstance(before, tuple):
        return [None, None, None]
    if len(before) < 3 or len(after) < 3:
        return [round(after[0] - before[0], 1), None, None]
    return [*moved((before[0], int(before[1])), (after[0], int(after[1])))]


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_every_hospital_stands_beside_the_limits_of_its_class(
    region: Region, reader: tuple[Database, Principal, Scope], question: Question
) -> None:
    _limits_hold(region, reader, question)


def test_every_hospital_of_the_other_sheet_stands_beside_the_limits_of_its_class(
    infection: Region, reader: tuple[Database, Principal, Scope]
) -> None:
    """All filters of infection control, with a class that no item names and hospitals of none."""
    shown = [row for question in OF_INFECTION for row in _limits_hold(infection, reader, question)]
    _, who, scope = reader
    if who.login == "secretariat":
        assert {row["区分"] for row in shown} == {"加算1", "加算2", "加算3", "届出なし"}
    limited = [row for row in shown if row["範囲との関係"] != "範囲なし"]
    # Who sees partners alone has no value of a class, and the support centre no hospital.
    assert bool(limited) is (who.login == "secretariat" or (who.hospital_id is not None and scope is Scope.REGION))


def _limits_hold(region: Region, reader: tuple[Database, Principal, Scope], question: Question) -> list[Row]:
    connection, who, scope = reader
    chosen = replace(selection_of(question, scope), sheet=region.sheet)
    shown = rows(comparison.hospital_comparison(by(connection, who), chosen))
    wanted = expected(view(region, who, scope), question)
    told = [[value for name, value in row.items() if name != "範囲との関係"] for row in shown]
    assert [row[:9] for row in told] == [row[:9] for row in wanted], question
    for row, other in zip(told, wanted, strict=True):
        assert row[9:] == pytest.approx(other[9:], abs=0.051), question
    for record in shown:
        assert record["範囲との関係"] == _place(record), question
    return shown


def _place(row: Row) -> str:
    ends = [row[name] for name in ("99.8％下限", "95％下限", "95％上限", "99.8％上限")]
    if ends[0] is None:
        return "範囲なし"
    wide_low, low, high, wide_high = (float(str(one)) for one in ends)
    percent = float(str(row["得点率"]))
    if percent < low:
        return "99.8％の下限より低い" if percent < wide_low else "95％の下限より低い"
    if percent > high:
        return "99.8％の上限より高い" if percent > wide_high else "95％の上限より高い"
    return "範囲内"


def made(moved_db: Path, login: str, first: int = 2022, last: int = 2025, scope: Scope = Scope.REGION) -> Comparison:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), login))
        return comparison.hospital_comparison(by(connection, who), Selection(first, last, Track.VISITOR, scope=scope))


def test_no_table_is_ordered_by_its_values(moved_db: Path) -> None:
    by_class: dict[object, list[str]] = {}
    for row in rows(made(moved_db, "secretariat")):
        by_class.setdefault(row["区分"], []).append(str(row["病院"]))
    assert len(by_class) == 2
    assert all(names == sorted(names) and len(names) > 5 for names in by_class.values())


def spot(name: str, percent: float, own: bool = False) -> Spot:
    return Spot(name, percent, 100, own, Limits(80, 85, 95, 99))


def test_the_sentence_names_who_lies_outside_of_which_limit() -> None:
    found = Funnel(
        "加算1", 90.0, False, (spot("甲", 84), spot("乙", 70), spot("丙", 90), spot("丁", 97), spot("戊", 83))
    )
    assert funnel.sentence([found], 2025, False) == (
        "2025年度は、5病院中1病院が偶然のばらつきの範囲内です。範囲外は、乙が99.8％の範囲より低い位置、甲、戊が95％の範囲より低い位置、"
        "丁が95％の範囲より高い位置です。"
    )
    inside = Funnel("加算1", 90.0, False, (spot("甲", 90), spot("乙", 91)))
    assert funnel.sentence([inside], 2026, True) == (
        "2026年度（途中）は、2病院のすべてが区分の値の偶然のばらつきの範囲内です。"
    )
    own = Funnel("加算2", 90.0, True, (spot("甲", 79, own=True), spot("乙", 70)))
    assert (
        funnel.sentence([own], 2025, False)
        == "2025年度の自院は、加算2の値（90.0％）に対して99.8％の範囲より低い位置です。"
    )
    assert funnel.sentence([Funnel("加算1", None, True, (Spot("甲", 80, None, True, None),))], 2025, False) == ""


def test_a_leader_sees_the_own_hospital_and_partners_of_the_year_beside_the_released_value_alone(
    moved_db: Path,
) -> None:
    region, found = Region(moved_db), made(moved_db, "leader.h001")
    with db.reading(moved_db) as connection:
        own = people.by_login(by(connection), "leader.h001").hospital_id or 0
    known = {region.names[own]} | {region.names[one] for one, year in region.circle(own) if year == 2025}
    assert {str(row["病院"]) for row in rows(found)} <= known
    released = {cell.percent for cell in found.cells if cell.group in ("加算1", "加算2") and cell.chapter == ""}
    assert {row["区分の値"] for row in rows(found)} <= released
    # Nothing else than what the list of all numbers tells.
    told = {
        (row["区分・病院"], row["得点率"], row["評定数"]) for row in found.csv_table.records() if row["章コード"] == ""
    }
    assert {(row["病院"], row["得点率"], row["評定数"]) for row in rows(found)} <= told
    assert found.headline.startswith("2025年度の自院は、加算1の値（")


def test_who_knows_nobody_has_no_funnel(moved_db: Path) -> None:
    found = made(moved_db, "center")
    assert (rows(found), found.funnels) == ([], ())


def test_a_class_of_few_hospitals_has_no_limits(empty_db: Path) -> None:
    with db.writing() as connection:
        answers = regions.build(
            connection, {**{f"A{one}": 1 for one in range(4)}, **{f"B{one}": 2 for one in range(5)}}
        )
        who = by(connection, answers.people["secretariat"])
        found = comparison.hospital_comparison(who, Selection(2024, 2025, Track.VISITOR))
    assert {row["範囲との関係"] for row in rows(found) if row["区分"] == "加算1"} == {"範囲なし"}
    assert "範囲なし" not in {row["範囲との関係"] for row in rows(found) if row["区分"] == "加算2"}


def test_the_files_hold_the_table_and_a_picture_that_can_be_edited(moved_db: Path) -> None:
    found = made(moved_db, "secretariat")
    wanted = [(row["病院"], row["評定数"], row["得点率"]) for row in rows(found)]
    book = load_workbook(io.BytesIO(files.render(found, "xlsx")))
    sheet = next(one for one in book.worksheets if one.title.startswith(funnel.TITLE))
    heads = [cell.value for cell in sheet[3]]
    places = [heads.index(name) for name in ("病院", "評定数", "得点率")]
    told = [tuple(row[place] for place in places) for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    assert told[: len(wanted)] == wanted
    (drawn,) = [one for page in book.worksheets if funnel.TITLE in page.title for one in page._charts]
    assert type(drawn).__name__ == "ScatterChart"
    assert len(drawn.series) == 6
    lowest = min(float(str(row["99.8％下限"])) for row in rows(found))
    # What shows places and no lengths begins at the ten below everything, also where it is edited.
    assert drawn.y_axis.scaling.min == 10 * (lowest // 10)
    deck = Presentation(io.BytesIO(slides.presentation(found, "")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    (scatter,) = [one for one in charts if one.chart_type == XL_CHART_TYPE.XY_SCATTER]
    points = next(iter(scatter.plots[0].series))
    assert scatter.value_axis.minimum_scale == drawn.y_axis.scaling.min
    assert list(points.values) == [percent for _, _, percent in wanted]
    paper = re.sub(r"\s", "", "".join(pdf_text.pages(files.render(found, "pdf"))))
    assert "順位ではありません" in paper
    assert all(f"{percent:.1f}" in paper and re.sub(r"\s", "", str(name)) in paper for name, _, percent in wanted)
