"""指摘事項 as each reader sees them: with texts at home, numbers and days for the secretariat, sums for the support centre."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.readings import finding_tables, findings_page, listing
from checklist.readings.findings_page import FindingsPage
from checklist.rules.improvements.followed import Followed, Total
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from tests import cycle
from tests.world import World, by, principal


def read(login: str, who: Principal | None = None) -> FindingsPage:
    with db.reading() as connection:
        found = who or _someone(connection, login)
        return findings_page.read(View.now(connection, found))


def _someone(connection: object, login: str) -> Principal:
    row = connection.execute("SELECT id FROM person WHERE login = ?", [login]).fetchone()  # type: ignore[attr-defined]
    return people.principal(by(connection), row["id"])  # type: ignore[arg-type]


def everything(page: FindingsPage) -> str:
    """All that a reader is given, as text."""
    tables = [table.rows for table in (page.years, page.chapters, findings_page.again_by_hospital(page)) if table]
    lines = [line.cells for line in page.listing.lines]
    choices = [dict(one.options) for one in page.listing.choices]
    return json.dumps(
        [tables, lines, choices, page.figures, page.notes, page.sentence], ensure_ascii=False, default=str
    )


def whole(cell: object) -> int:
    """A cell that holds a number."""
    assert isinstance(cell, int)
    return cell


def test_a_hospital_reads_its_own_findings_with_their_texts(world: World) -> None:
    cycle.sealed(world)
    for login in ("manager.h01", "leader.h01"):
        page = read(login, principal(world.people[login]))
        (line,) = page.listing.lines
        assert (line.cells[2], line.cells[3], line.href) == (
            "1-05",
            "院長の出席が記録されていない",
            "/improvements?finding=1",
        )
        assert page.whose == "架空中央病院"
    page = read("leader.h04", principal(world.people["leader.h04"]))
    assert page.listing.lines == ()
    assert "院長の出席" not in everything(page)


def test_the_secretariat_reads_number_state_and_day_and_no_word(demo_db: Path) -> None:
    page = read("secretariat")
    with db.reading() as connection:
        texts = {
            row[0] for row in connection.execute("SELECT text FROM finding UNION SELECT action FROM improvement_plan")
        }
    told = everything(page)
    assert not [text for text in texts if text in told]
    assert [column.name for column in page.listing.columns][:4] == ["病院", "年度", "章", "番号"]
    assert not any(line.href for line in page.listing.lines)


def test_figures_tables_and_list_add_up_to_each_other(demo_db: Path) -> None:
    page = read("secretariat")
    lines = page.listing.lines
    assert page.figures[0].figure == f"{len(lines)}件"
    assert page.years is not None
    assert [("（途中）" in str(row[0])) for row in page.years.rows] == [
        int(str(row[0])[:4]) >= 2026 for row in page.years.rows
    ]
    assert sum(whole(row[-1]) for row in page.years.rows) == len(lines)
    assert all(sum(whole(cell) for cell in row[1:-1]) == row[-1] for row in page.years.rows)
    assert page.chapters is not None
    assert sum(whole(row[-1]) for row in page.chapters.rows) == len(lines)
    again = findings_page.again_by_hospital(page)
    assert again is not None
    assert f"{sum(whole(row[1]) for row in again.rows)}件" == page.figures[3].figure
    assert [row[0] for row in again.rows] == sorted(str(row[0]) for row in again.rows)


def value_of(key: str, one: Followed) -> str:
    """What a choice finds a finding by."""
    state = one.latest.value if one.latest else "none"
    found: dict[str, object] = {
        "year": one.fiscal_year,
        "chapter": one.chapter,
        "hospital": one.hospital_id,
        "state": state,
    }
    return str({**found, "again": "yes" if one.again else "no"}[key])


@pytest.mark.parametrize("key", ["year", "chapter", "state", "again", "hospital"])
def test_every_choice_leaves_exactly_what_it_names(key: str, demo_db: Path) -> None:
    page = read("secretariat")
    (choice,) = [one for one in page.listing.choices if one.key == key]
    for value in choice.options:
        kept = listing.kept(page.listing, listing.asked(page.listing, {key: value}))
        assert kept
        assert len(kept) == sum(value_of(key, line.of) == value for line in page.listing.lines)


def test_the_support_centre_reads_sums_without_a_name_a_number_or_a_text(demo_db: Path) -> None:
    page = read("center")
    told = everything(page)
    with db.reading() as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM hospital")}
        texts = {row[0] for row in connection.execute("SELECT text FROM finding")}
    assert not [one for one in names | texts if one in told]
    assert page.listing.lines
    assert {type(line.of) for line in page.listing.lines} == {Total}
    assert not any(line.href for line in page.listing.lines)
    assert not any("2026年度" in str(line.cells[0]) for line in page.listing.lines)
    assert page.years is not None
    assert sum(whole(row[-1]) for row in page.years.rows) == sum(line.of.findings for line in page.listing.lines)


@pytest.mark.parametrize("login", ["evaluator1.h009", "admin"])
def test_nobody_else_is_given_anything(login: str, demo_db: Path) -> None:
    with pytest.raises(Forbidden):
        read(login)


def test_a_region_without_findings_says_what_comes_first(world: World) -> None:
    page = read("secretariat", principal(world.people["secretariat"]))
    assert (page.figures, page.years, page.chapters, page.listing.lines) == ((), None, None, ())
    assert page.empty[0] == "指摘事項はまだありません"


def test_a_cell_tells_in_brackets_how_many_came_again() -> None:
    table = finding_tables.by_chapter({"2": [(3, 0), (5, 2)]}, [2024, 2025], {"1": "体制", "2": "医薬品"})
    assert table.rows == (("2　医薬品", "3件", "5件（2）", 8),)


def test_a_plan_that_is_done_has_no_day_to_wait_for(demo_db: Path) -> None:
    page = read("secretariat")
    days = {line.cells[-1]: {type(line.cells[-2]) for line in page.listing.lines if line.cells[-1] == state.cells[-1]}
            for line in page.listing.lines for state in (line,)}  # fmt: skip
    assert days["完了"] == days["確認済み"] == {type(None)}
    assert all(isinstance(line.of, Followed) for line in page.listing.lines)
