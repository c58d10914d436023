"""Check sheets in thirty-two messy layouts: every item in its chapter, and nothing else taken for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklist.model.mappings import RowRole
from checklist.rules.sheets import sheet_layout
from tests.rules.sheets import drawn_layouts, last_layouts, second_layouts
from tests.rules.sheets.drawn_layouts import Drawn

LAYOUTS = (*drawn_layouts.LAYOUTS, *second_layouts.SECOND, *last_layouts.LAST)


def wrong(drawn: Drawn, found: sheet_layout.Proposal) -> list[str]:
    """What is missing, too much or in another chapter."""
    wanted = [(chapter, sheet_layout.plain(text)) for chapter, text in drawn.items]
    texts = [one.text for one in found.items]
    told = [f"missing: {text}" for _, text in wanted if text not in texts]
    told += [f"too much: {one.text}" for one in found.items if one.text not in {text for _, text in wanted}]
    chapters = {text: chapter for chapter, text in wanted}
    told += [f"{one.text} in {one.chapter}" for one in found.items if chapters.get(one.text, "") not in one.chapter]
    return told + ([] if len(texts) == len(set(texts)) else ["twice"])


@pytest.mark.parametrize("layout", LAYOUTS, ids=[one.__name__ for one in LAYOUTS])
def test_every_item_is_found_in_its_chapter(layout: Callable[[], Drawn]) -> None:
    drawn = layout()
    found = sheet_layout.propose(drawn.grids)
    assert wrong(drawn, found) == []
    assert len(found.chapters) == len({chapter for chapter, _ in drawn.items})


@pytest.mark.parametrize("layout", LAYOUTS, ids=[one.__name__ for one in LAYOUTS])
def test_every_row_has_a_role_with_a_reason_and_what_is_not_taken_in_is_listed(layout: Callable[[], Drawn]) -> None:
    found = sheet_layout.propose(layout().grids)
    for sheet in found.sheets:
        assert all(row.why for row in sheet.rows)
        gone = {row.line for row in sheet.rows if row.role in (RowRole.HEAD, RowRole.UNUSED)}
        assert {one.line for one in found.left_out if one.sheet == sheet.name} >= (gone if sheet.used else {0})
        lines = {(row.block, row.line) for row in sheet.rows}
        assert len(lines) == len(sheet.rows)


LONG = [
    "(" * 30_000,
    "1-" * 10_000,
    "記入" + "お" * 30_000,
    "第" * 20_000 + "章",
    "○:" * 10_000,
    "はい" * 10_000,
    "【" * 9_999,
]


@pytest.mark.parametrize("text", LONG, ids=[text[:3] for text in LONG])
def test_a_cell_that_goes_on_and_on_is_read_as_any_other(text: str) -> None:
    """Patterns that look for an end from every sign on would take hours over it."""
    rows = (("番号", "点検項目"), ("1", text), (text, "責任者を定めている"), (text, text), ("2", "見直している"))
    found = sheet_layout.propose({"表": rows})
    assert {"責任者を定めている", "見直している"} <= {one.text for one in found.items}
    assert len(found.sheets[0].rows) == 5


@pytest.mark.parametrize(
    "rows", [(), ((),), (("",),), (("1",),), (("項目",),), (("項目", "項目"),), (("あ",) * 40,) * 3]
)
def test_hardly_a_table_is_no_crash(rows: tuple[tuple[str, ...], ...]) -> None:
    found = sheet_layout.propose({"表": rows})
    assert len(found.sheets) == 1
    assert len(found.sheets[0].columns) == len(found.sheets[0].heads) == len(found.sheets[0].samples)
