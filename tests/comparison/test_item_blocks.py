"""Whatever years, class and chapter a reader chooses, no few items of an assessment that they may not open stand between two numbers.

The items behind every number are the equations: items that all numbers take or leave together cannot be told apart by any sum
or difference of them. The same attack finds single items where numbers rest on all items of a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from checklist.comparison import basis as bases
from checklist.comparison import item_blocks
from checklist.comparison.basis import Basis
from checklist.model.sheets import FOCUS_CHAPTER
from checklist.store import db
from checklist.store.act import View
from checklist.store.sheets import sheets
from tests.world import by

Items = frozenset[str]


def choices(view: View, version: str, beside: tuple[str, ...]) -> Iterator[Basis]:
    """The basis of every choice in which an assessment on this version has a part; later versions are yet to come, or there."""
    for other, classes in product(beside, ({1}, {2}, {1, 2})):
        yield bases.read(view, {version, other}, classes, None, 2026)
        # 重点項目 are chosen for a year.
        for year in range(2022, 2027):
            yield bases.read(view, {version, other}, classes, FOCUS_CHAPTER, year)


def least_alike(numbers: set[Items]) -> int:
    """How few items all these numbers take or leave together."""
    signs = ((item, frozenset(one for one in numbers if item in one)) for item in frozenset[str]().union(*numbers))
    return min(Counter(sign for _, sign in signs).values())


def test_no_sums_and_differences_of_the_numbers_of_a_closed_assessment_tell_of_few_items(demo_db: Path) -> None:
    careless = []
    with db.reading(demo_db) as connection:
        view = by(connection)
        versions = tuple(one.code for one in sheets.versions(view) if one.sheet_code == "anzen")
        assert len(versions) >= 3
        for version in versions:
            told, used = set[Items](), set[Items]()
            for basis in choices(view, version, versions):
                kept = frozenset[str]().union(*item_blocks.told(view, version, basis.used))
                for chapter in (*basis.by_chapter, ""):
                    inside = frozenset(basis.by_chapter.get(chapter, ()))
                    used.add(inside)
                    told.add(inside & kept)
            assert least_alike(told) >= item_blocks.FEWEST, version
            # Most of a sheet is still told, or this would hold where nothing is.
            assert max(map(len, told)) > 0.8 * max(map(len, used)), version
            careless.append(least_alike(used))
    assert min(careless) == 1
