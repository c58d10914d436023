"""Every number of the comparison, worked out a second time from the raw rows by code of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Cell, Comparison, Scope, Selection
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.rules.scoring import Percentage
from checklist.store import db
from checklist.store.accounts import people
from tests.comparison import raw_region as raw
from tests.comparison.moved_region import MOVED, MOVED_OF_INFECTION
from tests.comparison.raw_region import Question, Region, Table
from tests.world import by, principal

FILTERS = {
    "all years as visitors saw them": Question(2022, 2026, "visitor"),
    "all years as hosts saw themselves": Question(2022, 2026, "self"),
    "the first year, on the first version": Question(2022, 2022, "visitor"),
    "the last whole year, on the second version": Question(2025, 2025, "visitor"),
    "the year in progress, on the third version": Question(2026, 2026, "self"),
    "three years over two versions": Question(2023, 2025, "self"),
    "two years over the newest two versions": Question(2025, 2026, "self"),
    "years without any data": Question(2019, 2021, "visitor"),
    "one chapter": Question(2022, 2025, "visitor", "1"),
    "another chapter of two years": Question(2025, 2026, "self", "10"),
    "加算1 only": Question(2022, 2026, "visitor", None, 1),
    "加算2 only": Question(2024, 2025, "self", None, 2),
    "all years as they were agreed": Question(2022, 2026, "agreed"),
    "one chapter as it was agreed, 加算1 only": Question(2024, 2025, "agreed", "1", 1),
    "加算2 in one chapter": Question(2025, 2025, "visitor", "2", 2),
}


OF_INFECTION = [
    *(Question(2024, 2025, track) for track in ("self", "visitor", "agreed")),
    *(Question(2025, 2025, track) for track in ("self", "visitor", "agreed")),
    *(Question(2024, 2026, track) for track in ("self", "visitor", "agreed")),
    *(Question(2026, 2026, track) for track in ("self", "visitor")),
    Question(2024, 2025, "visitor", "K1"), Question(2024, 2025, "self", "K13"), Question(2025, 2025, "agreed", "K7"),
    Question(2024, 2024, "self"), Question(2024, 2024, "visitor", None, 1), Question(2024, 2025, "visitor", None, 2), Question(2025, 2025, "self", None, 1),
    Question(2025, 2026, "visitor", "K7"), Question(2022, 2023, "visitor"),
]  # fmt: skip
"""The second sheet: it has one version, so the other points alone, with the running year and hospitals that changed their class."""


@dataclass(frozen=True)
class Reader:
    """Who looks: the login, among whom, and what the second computation needs to know of them."""

    login: str
    scope: Scope = Scope.REGION


READERS = {
    "the secretariat": Reader("secretariat"),
    "a manager of 加算1 in the region": Reader("manager.h001"),
    "a manager of 加算2 in the region": Reader("manager.h020"),
    "a manager among the partners": Reader("manager.h002", Scope.PARTNERS),
    "a leader in the region": Reader("leader.h005"),
    "the support centre": Reader("center"),
}


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


def view(region: Region, who: Principal, scope: Scope) -> raw.Reader:
    """The papers that may enter the reader's numbers, and the hospitals known by name."""
    if who.login == "secretariat":
        return raw.Reader(region.papers, [], True, None, {}, region.names)
    if who.login == "center":
        return raw.Reader([], region.released["center"], False, None, {}, region.names)
    assert who.hospital_id is not None
    released = [] if scope is Scope.PARTNERS else region.released["region"]
    papers, circle = region.named(who.hospital_id), region.circle(who.hospital_id)
    return raw.Reader(papers, released, False, who.hospital_id, circle, region.names)


def selection_of(question: Question, scope: Scope) -> Selection:
    return Selection(
        question.first, question.last, Track(question.track), question.chapter, None, scope, question.number
    )  # fmt: skip


def as_numbers(cell: Cell) -> raw.Numbers | str:
    """A cell of the program as the second computation writes it."""
    score = cell.score
    if score is None or cell.percent is None:
        return cell.reason
    if isinstance(score, Percentage):
        assert (cell.hospitals, cell.assessments, score.rated, score.points) == (None, None, 0, 0)
        return (cell.percent, cell.items)
    assert cell.hospitals is not None
    assert cell.assessments is not None
    rest = (score.not_applicable, score.unverified, score.unanswered)
    return (cell.percent, score.rated, *rest, cell.items, cell.hospitals, cell.assessments)


def as_table(cells: tuple[Cell, ...]) -> Table:
    return {(cell.item or cell.chapter, cell.fiscal_year, cell.group): as_numbers(cell) for cell in cells}


@pytest.fixture(params=READERS, ids=str)
def reader(request: pytest.FixtureRequest, moved_db: Path) -> Iterator[tuple[Database, Principal, Scope]]:
    found = READERS[request.param]
    with db.reading(moved_db) as connection:
        yield connection, principal(people.by_login(by(connection), found.login)), found.scope


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_classes_beside_each_other(
    region: Region, reader: tuple[Database, Principal, Scope], question: Question
) -> None:
    connection, who, scope = reader
    found = comparison.class_comparison(by(connection, who), selection_of(question, scope))
    chapters, items = raw.by_class(view(region, who, scope), question)
    assert as_table(found.cells) == chapters
    assert as_table(found.items) == items
    _tables_hold(found)


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_hospitals_and_groups(region: Region, reader: tuple[Database, Principal, Scope], question: Question) -> None:
    connection, who, scope = reader
    found = comparison.hospital_comparison(by(connection, who), selection_of(question, scope))
    chapters, items = raw.by_hospital(view(region, who, scope), question)
    assert as_table(found.cells) == chapters
    last = {key: one for key, one in items.items() if key[1] == question.last}
    assert as_table(found.items) == (last if question.chapter else {})
    _tables_hold(found)


def test_the_other_sheet_is_compared_by_the_same_arithmetic(
    infection: Region, reader: tuple[Database, Principal, Scope]
) -> None:
    """The sheet of infection control: classes, hospitals, items, and both kinds of gaps.

    Twenty filters of the secretariat, and every third of all other readers.
    """
    connection, who, scope = reader
    reader_, numbers, gaps = view(infection, who, scope), 0, 0
    for question in OF_INFECTION if reader_.everybody else OF_INFECTION[::3]:
        chosen = replace(selection_of(question, scope), sheet="kansen")
        told = comparison.class_comparison(by(connection, who), chosen)
        chapters, items = raw.by_class(reader_, question)
        assert (as_table(told.cells), as_table(told.items)) == (chapters, items), question
        assert _gaps_of(told) == _gaps(_newest_pairs(items, items, "加算1", "加算2")), question
        named = comparison.hospital_comparison(by(connection, who), chosen)
        chapters, items = raw.by_hospital(reader_, question)
        last = {key: one for key, one in items.items() if key[1] == question.last}
        assert (as_table(named.cells), as_table(named.items)) == (chapters, last if question.chapter else {}), question
        _tables_hold(named)
        gaps += _gaps_hold(reader_, connection, who, chosen, question)
        numbers += sum(cell.percent is not None for cell in (*told.cells, *named.cells))
    assert numbers > 50
    assert gaps > 5


def _tables_hold(found: Comparison) -> None:
    """Grid and list of parts show the cells that were checked, and nothing else."""
    shown = {(cell.chapter_name, f"{cell.fiscal_year}年度 {cell.group}"): cell.shown for cell in found.cells}
    for record in found.tables[0].records():
        values = {re.sub("年度（.*?）", "年度", name): value for name, value in record.items() if name != "章"}
        assert all(value == shown[str(record["章"]), name] for name, value in values.items())
    rows = [(row[0], row[1], row[2], row[4] if row[4] is not None else row[-1]) for row in found.csv_table.rows]
    assert rows == [(cell.fiscal_year, cell.group, cell.chapter, cell.shown) for cell in found.cells]


def _gaps(pairs: dict[str, tuple[raw.Numbers, raw.Numbers]]) -> list[tuple[str, float, float]]:
    """Item, first and second 得点率, the largest ten differences first, then in sheet order.

    Those of several hospitals with fewer than five ratings on a side come after all others.
    """
    # Kept items stand in the same order in every edition, so any edition that has them all tells it.
    sheet = next(list(raw.SHEET[code].items) for code in raw.SHEET if pairs.keys() <= raw.SHEET[code].items.keys())
    order = {code: place for place, code in enumerate(sheet)}
    found = [(code, one[0], two[0]) for code, (one, two) in pairs.items() if round(one[0] - two[0], 1)]
    found.sort(key=lambda gap: (-abs(round(gap[1] - gap[2], 1)), order[gap[0]]))
    few = {
        code for code, sides in pairs.items() if any(len(side) > 2 and side[1] < 5 and side[6] != 1 for side in sides)
    }
    return [*[gap for gap in found if gap[0] not in few][:10], *[gap for gap in found if gap[0] in few][:10]]


def paired(papers: list[raw.Paper], of_class: bool = False) -> list[raw.Paper]:
    """Only what has the other track beside it in the same year; within a class, as one of the same."""

    def key(one: raw.Paper) -> tuple[int, int, int | None]:
        return one.hospital, one.year, one.number if of_class else None

    both = {key(p) for p in papers if p.track == "self"} & {key(p) for p in papers if p.track == "visitor"}
    return [p for p in papers if key(p) in both]


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_largest_gaps_between_the_classes(
    region: Region, reader: tuple[Database, Principal, Scope], question: Question
) -> None:
    connection, who, scope = reader
    _, items = raw.by_class(view(region, who, scope), question)
    found = comparison.class_comparison(by(connection, who), selection_of(question, scope))
    assert _gaps_of(found) == _gaps(_newest_pairs(items, items, "加算1", "加算2"))


def _gaps_of(found: Comparison) -> list[tuple[object, object, object]]:
    tables = [table for table in found.tables if "差が大きい項目" in table.title]
    return [(row[1], row[3], row[5]) for table in tables for row in table.rows]


def _newest_pairs(one: Table, two: Table, first: str, second: str) -> dict[str, tuple[raw.Numbers, raw.Numbers]]:
    """Items with numbers on both sides in the newest year that has any."""
    both = {
        (year, code): (found, other)
        for (code, year, group), found in one.items()
        if group == first and isinstance(found, tuple) and isinstance(other := two.get((code, year, second)), tuple)
    }
    newest = max((year for year, _ in both), default=0)
    return {code: pair for (year, code), pair in both.items() if year == newest}


@pytest.mark.parametrize("question", FILTERS.values(), ids=list(FILTERS))
def test_largest_gaps_between_self_and_visitor(
    region: Region, reader: tuple[Database, Principal, Scope], question: Question
) -> None:
    connection, who, scope = reader
    _gaps_hold(view(region, who, scope), connection, who, selection_of(question, scope), question)


def _gaps_hold(reader: raw.Reader, connection: Database, who: Principal, chosen: Selection, question: Question) -> int:
    """Self against visitor as the rows have it; how many items differ."""
    found = track_comparison.track_comparison(by(connection, who), chosen)
    counted = paired(reader.papers, of_class=True)
    sides = [raw.by_class(reader, replace(question, track=track), counted)[1] for track in ("self", "visitor")]
    for group, gaps in found.gaps.items():
        pairs = _newest_pairs(sides[0], sides[1], group, group)
        assert [(gap.item, gap.first.percent, gap.second.percent) for gap in gaps] == _gaps(pairs), question
    if reader.everybody and question.number is None:
        either, alike = (
            {p.hospital for p in one if p.year == question.last} for one in (paired(reader.papers), counted)
        )
        moved = len(either - alike)
        told = f"{question.last}年度の自己評価と訪問の間に区分が変わった{moved}病院は、区分の集計に含めません。"
        assert [note for note in found.notes if "区分が変わった" in note] == ([told] if moved else []), question
    groups = {f"加算{n}" for n in (1, 2) if question.number in (None, n)}
    assert set(found.gaps) == (groups if sides[0] else set()), question
    return sum(len(gaps) for gaps in found.gaps.values())


def _visits(path: Path) -> list[int]:
    """Every fourth visit with ratings of its visitors, and all of the running year; from 2024 on these have both sheets."""
    connection = sqlite3.connect(path)
    found = connection.execute(
        """SELECT s.visit_id, max(fiscal_year = 2026) FROM visit_sheet s
           JOIN sheet_version v ON v.id = s.version_id JOIN visit ON visit.id = s.visit_id
           WHERE state IN ('reported', 'acknowledged', 'closed') GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    return [visit for place, (visit, always) in enumerate(found) if always or place % 4 == 0]


def test_self_beside_visitor_of_finished_visits_with_every_version(region: Region, moved_db: Path) -> None:
    """By chapter and by item, with comments, straight from the rows: two sheets, three versions, the running year."""
    checked, versions = 0, set()
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), "secretariat"))
        for visit in _visits(moved_db):
            found = comparison.visit_comparison(by(connection, who), visit)
            for sheet in found.sheets:
                sides = [_side(region, side.assessment.id) for side in sheet.sides if side.assessment]
                versions.add(sheet.version.code)
                asked = set(sheet.version.codes)
                assert len(sides) == 2
                items = raw.SHEET[sheet.version.code].items
                for pair in sheet.items:
                    mine, theirs = (side.get(pair.code, (None, "")) for side in sides)
                    assert (pair.self_value, pair.self_comment) == mine
                    assert (pair.visitor_value, pair.visitor_comment) == theirs
                for chapter in sheet.chapters:
                    codes = [code for code in asked if chapter.chapter in ("", items[code].chapter)]
                    for score, side in ((chapter.self_score, sides[0]), (chapter.visitor_score, sides[1])):
                        assert score is not None
                        assert (score.percent, score.rated) == _percent(side, codes)
                    checked += 1
    assert checked > 300
    assert versions >= set(raw.SAFETY)
    assert any(code.startswith("kansen") for code in versions)


Answers = dict[str, tuple[str | None, str]]


def _side(region: Region, assessment: int) -> Answers:
    rows = region.db.execute(
        """SELECT item.code, value, comment FROM rating JOIN item ON item.id = item_id
           WHERE assessment_id = ?""",
        [assessment],
    )
    return {code: (value, comment) for code, value, comment in rows}


def _percent(side: Answers, codes: list[str]) -> tuple[float | None, int]:
    values = [raw.POINTS[value] for code in codes if (value := side.get(code, (None, ""))[0]) in raw.POINTS]
    return (raw.percent(sum(values), len(values)) if values else None, len(values))


def test_the_region_has_what_makes_these_tests_worth_something(region: Region, infection: Region) -> None:
    """All three versions, both classes, every value, unanswered items, both sheets, and enough of everything."""
    assert len(region.papers) > 150
    assert sum(paper.track == "agreed" for paper in region.papers) > 50
    assert {paper.version for paper in region.papers} == set(raw.SAFETY)
    assert {1, 2} <= {paper.number for paper in region.papers}
    values = {value for paper in region.papers for value in paper.answers.values()}
    assert {"A", "B", "C", "NA", "UNVERIFIED"} <= values
    assert len(FILTERS) >= 12
    # Hospitals changed their class between two years; one between its self-assessment and its visit of a year.
    for sheet, moved, between in ((region, MOVED, 6), (infection, MOVED_OF_INFECTION, 12)):
        classes = {
            hospital: {(p.year, p.track, p.number) for p in sheet.papers if p.hospital == hospital}
            for hospital in moved
        }
        assert all({number for _, _, number in found} == {1, 2} for found in classes.values())
        assert classes[between] >= {(2024, "self", 2), (2024, "visitor", 1)}
    assert {paper.number for paper in infection.papers} == {1, 2, 3, None}
    assert {(p.track, p.year) for p in infection.papers} >= {("self", 2026), ("visitor", 2026), ("agreed", 2025)}
    # Editions for the region and for the centre, both kinds, of both years that are over.
    for audience in ("region", "center"):
        editions = {(p.track, p.year, p.number) for p in infection.released[audience]}
        assert editions >= {(track, 2025, number) for track in ("visitor", "agreed") for number in (1, 2)}, audience
    assert len(OF_INFECTION) >= 12
    asked = [(paper, code) for paper in region.papers for code in raw.SHEET[paper.version].items]
    assert sum(not paper.asks(code) for paper, code in asked) > 100


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (2026, 2026, "186項目中186項目で比較できます。"),
        (2025, 2026, "186項目中122項目で比較できます。"),
        (2022, 2026, "186項目中111項目で比較できます。"),
        (2022, 2025, "122項目中111項目で比較できます。"),
    ],
)
def test_how_many_items_can_be_compared_is_counted_by_descent_over_every_edition(
    region: Region, moved_db: Path, first: int, last: int, sentence: str
) -> None:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), "secretariat"))
        found = comparison.class_comparison(by(connection, who), Selection(first, last, Track.SELF))
    versions = {paper.version for paper in region.papers if first <= paper.year <= last and paper.track == "self"}
    newest = raw.SHEET[max(versions)].items
    assert sentence == f"{len(newest)}項目中{len(raw.common_items(versions, set(), None))}項目で比較できます。"
    assert any(sentence in note for note in found.notes)
