"""Chapters in the order of the sheet, of their differences or of their changes: in every table, picture and file alike."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from checklist.comparison import comparison
from checklist.comparison.comparison import Cell, Comparison, Group, Scope, Selection
from checklist.comparison.selection import CLASSES, Order
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from tests.world import by, principal

CASES = [
    *product(("classes", "hospitals"), ("secretariat", "leader.h001"), (Scope.REGION,)),
    ("hospitals", "leader.h001", Scope.PARTNERS),
    ("classes", "center", Scope.REGION),
]


def made(demo_db: Path, kind: str, login: str, scope: Scope, order: Order, first: int = 2022) -> Comparison:
    make = comparison.class_comparison if kind == "classes" else comparison.hospital_comparison
    chosen = Selection(first, 2025, Track.VISITOR, scope=scope, groups=(*CLASSES, Group.OWN), order=order)
    with db.reading(demo_db) as connection:
        return make(by(connection, principal(people.by_login(by(connection), login))), chosen)


def key(cell: Cell) -> tuple[str, int, str]:
    return (cell.chapter, cell.fiscal_year, cell.group)


@pytest.mark.parametrize(("kind", "login", "scope"), CASES)
def test_the_order_moves_the_chapters_and_changes_no_number(demo_db: Path, kind: str, login: str, scope: Scope) -> None:
    plain, gap, change = (made(demo_db, kind, login, scope, order) for order in Order)
    numbers = {key(cell): cell.percent for cell in plain.cells}
    for found in (gap, change):
        assert {key(cell): cell.percent for cell in found.cells} == numbers
        assert sorted(map(str, found.tables[0].rows)) == sorted(map(str, plain.tables[0].rows))
        assert found.tables[0].names == plain.tables[0].names
        assert found.headline == plain.headline
        assert found.tables[0].rows[-1][0] == "全体"
        assert [row[0] for row in found.tables[0].rows] == list(
            dict.fromkeys(cell.chapter_name for cell in found.cells)
        )
    order = [name for name, *_ in gap.tables[0].rows[:-1]]
    apart = {}
    for name in order:
        code = next(cell.chapter for cell in plain.cells if cell.chapter_name == name)
        last = [
            one for (chapter, year, _), one in numbers.items() if (chapter, year) == (code, 2025) and one is not None
        ]
        apart[name] = round(max(last) - min(last), 1) if last else -1.0
    assert [apart[name] for name in order] == sorted(apart.values(), reverse=True)


@pytest.mark.parametrize("first", [2022, 2024])
def test_what_changed_most_comes_first(demo_db: Path, first: int) -> None:
    found = made(demo_db, "hospitals", "secretariat", Scope.REGION, Order.CHANGE, first)
    numbers = {key(cell): cell.percent for cell in found.cells}
    moved = []
    for chapter in dict.fromkeys(cell.chapter for cell in found.cells if cell.chapter):
        groups = {group for code, _, group in numbers if code == chapter}
        pairs = [(numbers[chapter, first, group], numbers[chapter, 2025, group]) for group in sorted(groups)]
        steps = [after - before for before, after in pairs if before is not None and after is not None]
        moved.append(abs(sum(steps) / len(steps)))
    assert moved == pytest.approx(sorted(moved, reverse=True))
    assert len(set(moved)) > 5
