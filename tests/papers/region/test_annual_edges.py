"""Yearly reports where there is little or nothing, for each person, and before and after one more submission."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.formats.document import Document
from checklist.formats.table import Table
from checklist.papers.hospitals import annual as hospital_annual
from checklist.papers.region import annual as region_annual
from checklist.store import db
from checklist.store.act import operator
from tests.comparison import region_of_answers as regions
from tests.cycle import who
from tests.world import SECOND, World, by

KINDS = ("pdf", "xlsx", "pptx", "csv")


def of_region(year: int = 2025) -> Document:
    with db.reading() as connection:
        return region_annual.document(by(connection, operator()), year)


def of_hospital(world: World, code: str, login: str, year: int = 2026) -> Document:
    with db.reading() as connection:
        return hospital_annual.document(by(connection, who(world, login)), world.hospitals[code], year)


def table(document: Document, title: str) -> Table:
    return next(one for one in document.tables if one.title.startswith(title))


def numbers(document: Document) -> list[object]:
    """Everything that tells of a group."""
    shown = [table(document, title) for title in ("得点率の推移", "章別の得点率")]
    return [*(one.rows for one in shown), document.csv_table.rows]


def test_an_empty_region_has_a_report_that_can_be_opened(empty_db: Path) -> None:
    document = of_region()
    assert dict(document.facts)["地域の病院"] == "0病院（院外の病院を除く）"
    assert dict(document.facts)["訪問"] == "0件（中止を除く）"
    assert table(document, "実施の状況").rows == ((2025, 0, 0, 0, 0, 0),)
    assert document.charts == ()
    assert all(files.render(document, kind, "架空") for kind in KINDS)


def test_a_hospital_without_any_visit_has_a_report_that_says_so(world: World) -> None:
    document = of_hospital(world, "H04", "leader.h04")
    assert dict(document.facts)["訪問"] == "0件（中止を除く）"
    assert dict(document.facts)["集計の対象"] == "提出済みの評価なし"
    for title in ("訪問", "受けた訪問での指摘事項と好事例", "改善計画の状況"):
        assert table(document, title).rows == ()
    assert not any("None" in str(value) for value in dict(document.facts).values())
    assert all(files.render(document, kind, "架空") for kind in KINDS)


@pytest.mark.parametrize("year", [1999, 0, -1, 2201])
def test_a_year_that_cannot_be_is_refused(year: int, world: World) -> None:
    with pytest.raises(Refused):
        of_region(year)
    with pytest.raises(Refused):
        of_hospital(world, "H01", "leader.h01", year)


@pytest.mark.parametrize(
    ("today", "running"), [("2026-03-31", True), ("2026-04-01", False), ("2025-04-01", True), ("2027-01-01", False)]
)
def test_a_year_is_under_way_to_its_last_day(
    today: str, running: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    for document in (of_region(2025), of_hospital(world, "H01", "manager.h01", 2025)):
        assert ("（途中）" in dict(document.facts)["対象の年度"]) == running


def test_each_person_reads_the_report_that_is_theirs(world: World) -> None:
    own: dict[str, set[str]] = {}
    whole = set()
    for login in world.people:
        for code in world.hospitals:
            try:
                of_hospital(world, code, login)
                own.setdefault(login, set()).add(code)
            except Forbidden:
                continue
    with db.reading() as connection:
        for login in world.people:
            try:
                region_annual.document(by(connection, who(world, login)), 2026)
                whole.add(login)
            except Forbidden:
                continue
    assert own == {"secretariat": set(world.hospitals)} | {
        f"{role}.{code.lower()}": {code} for role in ("manager", "leader") for code in world.hospitals
    }
    assert whole == {"secretariat"}


def one_more(connection: Database, code: str) -> None:
    """A hospital of 加算1 whose every item is C, on both sides in 2025."""
    external = connection.execute("SELECT id FROM hospital WHERE code = 'X'").fetchone()[0]
    answers: dict[str, str | None] = {one.code: "C" for one in SECOND.items}
    hospital = regions.add_hospital(connection, code, 1)
    regions.add_assessment(connection, hospital, 2025, SECOND.code, answers)
    visit = regions.add_visit(connection, hospital, external, 2025)
    regions.add_assessment(connection, hospital, 2025, SECOND.code, answers, visit=visit)


def test_one_more_submission_changes_no_number_of_a_group_on_paper(empty_db: Path) -> None:
    with db.writing() as connection:
        regions.build(connection, {**dict.fromkeys("ABCDEFGH", 1), **dict.fromkeys("IJKLMNO", 2)})
    before = of_region()
    assert any(isinstance(value, float) for row in table(before, "章別の得点率").rows for value in row)
    with db.writing() as connection:
        one_more(connection, "P")
        assert numbers(of_region()) == numbers(before)
        regions.release(connection)
    assert numbers(of_region()) == numbers(before)
    assert table(of_region(), "実施の状況").rows != table(before, "実施の状況").rows
    with db.writing() as connection:
        for code in ("Q", "R", "S", "T"):
            one_more(connection, code)
        regions.release(connection)
    # Enough of them together do change it: what stood still before was no accident.
    assert numbers(of_region()) != numbers(before)
