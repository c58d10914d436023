"""Check sheets drawn blind are read from real files: every item in its chapter; what rules cannot know is said by tap."""

from __future__ import annotations

import re

import pytest

from checklist.imports import foreign_sheet, sheet_mapping
from checklist.rules.sheets import sheet_layout
from tests.imports import blind_layouts
from tests.imports.blind_layouts import Blind
from tests.rules.sheets.drawn_layouts import Drawn, Rows
from tests.rules.sheets.test_drawn_layouts import wrong
from tests.rules.sheets.test_unseen_layouts import next_tap

pytestmark = pytest.mark.usefixtures("read_here")
LAYOUTS = blind_layouts.layouts()
FIRST_SEEN = {"d": (348, 348), "e": (151, 166), "f": (147, 169)}
"""Items found of how many when each set was read for the first time, before rules were mended for it."""


def wanted(one: Blind) -> Drawn:
    """Chapters and items as the file says them."""
    return Drawn(one.drawn.sheets, tuple((sheet_layout.plain(name), text) for name, text in one.drawn.items))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sheet_drawn_blind_is_read_from_its_file_without_a_tap(name: str) -> None:
    one = LAYOUTS[name]
    found = foreign_sheet.read(one.file, blind_layouts.content(one))
    assert wrong(wanted(one), found) == []
    assert [text.text for text in found.items] == [sheet_layout.plain(text) for _, text in one.drawn.items]
    chapters = {text.chapter: chapter for (chapter, _), text in zip(one.drawn.items, found.items, strict=True)}
    assert len(set(chapters.values())) == len({chapter for chapter, _ in one.drawn.items})


def test_the_sets_are_those_that_were_measured() -> None:
    for begin, (seen, items) in FIRST_SEEN.items():
        ours = [one for name, one in LAYOUTS.items() if name.startswith(begin)]
        assert sum(len(one.drawn.items) for one in ours) == items >= seen
    assert {one.kind for one in LAYOUTS.values()} == {"xlsx", "xls", "ods", "csv"}


def without_numbers(rows: Rows) -> Rows:
    return [["" if re.fullmatch("[(]?[0-9]+(?:[-.][0-9]+)*[)]?", cell) else cell for cell in row] for row in rows]


def without_heads(rows: Rows) -> Rows:
    heads = {"番号", "項番", "No", "No."}
    return [row for row in rows if not heads & set(row)]


def without_signs(rows: Rows) -> Rows:
    return [[re.sub("^[０-９]+．", "", cell) for cell in row] for row in rows]


def with_empty_rows(rows: Rows) -> Rows:
    return [each for row in rows for each in (row, [""])]


CHANGES = [("d05", without_numbers), ("d09", without_heads), ("e02", without_heads), ("e05", without_signs), ("d05", with_empty_rows)]


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[f"{name} {one.__name__}" for name, one in CHANGES])
def test_what_is_taken_away_from_a_sheet_is_said_by_tap(name: str, change: object) -> None:
    one = LAYOUTS[name]
    now = sheet_mapping.begin(foreign_sheet.open_file(one.file, blind_layouts.content(one, change)))  # type: ignore[arg-type]
    before = wrong(wanted(one), now.found)
    said = 0
    while (told := next_tap(now, wanted(one))) and said < 99:
        now, said = sheet_mapping.row(now, *told), said + 1
    print(name, len(before), said, wrong(wanted(one), now.found)[:4])
