"""One table for screen, CSV and Excel."""

from __future__ import annotations

import pytest

from checklist.formats.table import Column, Table, clean

COLUMNS = (Column("章"), Column("得点率", "percent"))


def test_rows_are_also_given_by_column_name() -> None:
    table = Table("表", COLUMNS, (("体制", 66.7), ("全体", None)))
    assert table.records() == [{"章": "体制", "得点率": 66.7}, {"章": "全体", "得点率": None}]


def test_a_row_with_a_missing_cell_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="every row"):
        Table("表", COLUMNS, (("体制",),))


def test_control_characters_leave_every_cell_but_line_ends_and_tabs_stay() -> None:
    table = Table("表", COLUMNS, (("a\x00b\x0bc\r\nd\re\tf\ufffe👩🏽‍⚕️", None),))
    assert table.rows == (("abc\nd\ne\tf👩🏽‍⚕️", None),)
    assert clean("そのまま=1+1") == "そのまま=1+1"
