"""Check sheets that were unseen once and for which rules were widened since: read by themselves, or right after some taps."""

from __future__ import annotations

import pytest

from checklist.imports import sheet_mapping
from checklist.imports.foreign_sheet import SheetFile
from checklist.imports.sheet_mapping import Reading
from checklist.model.mappings import RowRole
from checklist.rules.sheets import layout_texts, sheet_layout
from checklist.rules.sheets.layout_rows import ReadRow
from tests.rules.sheets import chance_layouts, unseen_layouts
from tests.rules.sheets.drawn_layouts import Drawn
from tests.rules.sheets.test_drawn_layouts import wrong

UNSEEN = unseen_layouts.drawn()
BY_TAP = {"f25": 3, "f27": 1}
"""The layouts in which somebody has to say something, and of how many rows."""
CHANCE = range(120)


def squeezed(text: str) -> str:
    return layout_texts.plain(text).replace(" ", "")


def role_of(row: ReadRow, drawn: Drawn) -> RowRole:
    """What a person would say of a row, who sees the whole sheet."""
    text = squeezed(row.text or row.whole)
    wanted = [squeezed(item) for _, item in drawn.items]
    if any(item.startswith(text) for item in wanted if text):
        return RowRole.ITEM
    if any(text in item for item in wanted):
        return RowRole.MORE
    return RowRole.CHAPTER if any(squeezed(name) in text for name, _ in drawn.items) else RowRole.UNUSED


def right(row: ReadRow, drawn: Drawn) -> bool:
    said = role_of(row, drawn)
    return row.role is said or {row.role, said} <= {RowRole.UNUSED, RowRole.HEAD, RowRole.CHAPTER} - {
        RowRole.CHAPTER if said is RowRole.CHAPTER else None
    }


@pytest.mark.parametrize("name", [one for one in UNSEEN if one not in BY_TAP])
def test_an_unseen_sheet_is_read_without_a_tap(name: str) -> None:
    drawn = UNSEEN[name]
    assert wrong(drawn, sheet_layout.propose(drawn.grids)) == []


@pytest.mark.parametrize(("name", "taps"), BY_TAP.items())
def test_what_the_rules_do_not_see_is_said_by_tap(name: str, taps: int) -> None:
    drawn = UNSEEN[name]
    now = sheet_mapping.begin(SheetFile("点検表.xlsx", drawn.grids, ()))
    found = {one.text for one in now.found.items}
    assert sum(layout_texts.plain(text) in found for _, text in drawn.items) >= 0.9 * len(drawn.items)
    assert wrong(drawn, now.found)
    said = 0
    while (told := next_tap(now, drawn)) and said < 9:
        now, said = sheet_mapping.row(now, *told), said + 1
    assert wrong(drawn, now.found) == []
    assert said == taps


def next_tap(now: Reading, drawn: Drawn) -> tuple[str, ReadRow, RowRole] | None:
    """The first row that is not what it should be, with what it is."""
    rows = ((sheet.name, row) for sheet in now.found.sheets if sheet.used for row in sheet.rows)
    return next(((name, row, role_of(row, drawn)) for name, row in rows if not right(row, drawn)), None)


def test_of_layouts_put_together_by_chance_hardly_an_item_is_missed() -> None:
    missed, at_fault, items = [], [], 0
    for seed in CHANCE:
        drawn = chance_layouts.layout(seed)
        found = wrong(drawn, sheet_layout.propose(drawn.grids))
        items += len(drawn.items)
        missed += [f"{seed} {one}" for one in found if one.startswith("missing")]
        at_fault += [seed] if found else []
    assert items > 900
    assert len(missed) <= 0.005 * items, missed
    assert len(at_fault) <= 0.05 * len(CHANCE), at_fault
