"""The sentence above a picture says what its numbers say, and nothing where there are none."""

from __future__ import annotations

import pytest

from checklist.formats.table import Column, Table, Value
from checklist.ui import sentences


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([("医師", 3), ("看護師", 1200), ("薬剤師", None)], "最も多いのは「看護師」の1,200件です。"),
        ([("医師", 3), ("看護師", 3), ("薬剤師", 1)], "最も多いのは「医師」と「看護師」の各3件です。"),
        ([(name, 2) for name in "甲乙丙丁"], "最も多いものは4つあり、いずれも2件です。"),
        # What is hidden, empty or nought is no number to be told.
        ([("医師", "非表示"), ("看護師", 0), ("薬剤師", None)], ""),
        ([], ""),
    ],
)
def test_the_most_is_told_with_all_that_share_it(found: list[tuple[str, Value]], told: str) -> None:
    assert sentences.most(found, "件") == told
    # What is said ahead of nothing is not said, and hospitals are no things.
    ahead = f"訪問の数が{told.replace('もの', '病院')}" if told else ""
    assert sentences.most(found, "件", "訪問の数が", "病院") == ahead


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((10.0, None, 12.5, None), "9月の割合は12.5％です（7月は10.0％）。"),
        ((None, None, None, 1234.0), "10月の割合は1,234.0％です。"),
        ((None, None, None, None), ""),
    ],
)
def test_the_newest_number_stands_beside_the_one_before(values: tuple[float | None, ...], told: str) -> None:
    columns = (Column("月", "text", 10), Column("割合", "percent", 10))
    rows = tuple((f"{month}月", value) for month, value in zip((7, 8, 9, 10), values, strict=True))
    assert sentences.newest(Table("推移", columns, rows), "割合", "％") == told
