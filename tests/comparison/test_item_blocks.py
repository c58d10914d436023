"""Whatever years, class and chapter a reader chooses, no few items of an assessment that they may not open stand between two numbers.

The items behind every number are the equations: items that all numbers take or leave together cannot be told apart by any sum
or difference of them. The same attack finds single items where numbers rest on all items of a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from checklist.comparison import basis as bases
from checklist.comparison import comparison, item_blocks
from checklist.comparison.basis import Basis
from checklist.comparison.selection import Group, Scope, Selection
from checklist.model.assessments import Track
from checklist.model.sheets import FOCUS_CHAPTER
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments.submitted import Numbers
from checklist.store.sheets import sheets
from tests.world import by, principal

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
                kept = frozenset[str]().union(*item_blocks.told(view, [version], basis.used)[version])
                for chapter in (*basis.by_chapter, ""):
                    inside = frozenset(basis.by_chapter.get(chapter, ()))
                    used.add(inside)
                    told.add(inside & kept)
            assert least_alike(told) >= item_blocks.FEWEST, version
            # Most of a sheet is still told, or this would hold where nothing is.
            assert max(map(len, told)) > 0.8 * max(map(len, used)), version
            careless.append(least_alike(used))
    assert min(careless) == 1


def places(*blocks: str) -> list[Numbers]:
    return [np.array([*map(int, one)]) for one in blocks]


@pytest.mark.parametrize(
    ("rated", "told"),
    [
        (["1111111111"], ["012", "345", "6789"]),
        # Of one or two ratings the number would be; of none there is none.
        (["1001111000"], ["345"]),
        (["1100001110"], ["345", "6789"]),
        (["0000000000"], ["012", "345", "6789"]),
        # Of two hospitals in one number each has rated enough, or nothing: by itself each may stand in another.
        (["1110001111", "0001110010"], ["012", "345"]),
        (["1110001111", "1111000000"], ["012", "6789"]),
    ],
)
def test_a_block_counts_the_items_that_each_hospital_rated(rated: list[str], told: list[str]) -> None:
    found = np.array([[one == "1" for one in line] for line in rated])
    kept = item_blocks.rated_enough(found, places("012", "345", "6789"))
    assert ["".join(map(str, one)) for one in kept] == told


@pytest.mark.parametrize(
    ("shut", "blocks", "left"),
    [
        ("", ("012", "345"), "0123456789"),
        ("1", ("012", "345"), "3456789"),
        # What one version holds together another parts: shut in one, shut in the next, until nothing is cut.
        ("0", ("345", "237", "012"), "689"),
        ("6", ("345", "237", "012"), "012345789"),
        ("9", (), "012345678"),
    ],
)
def test_a_block_stands_there_whole_or_not_at_all_beside_whatever_columns(
    shut: str, blocks: tuple[str, ...], left: str
) -> None:
    opened = np.array([str(place) not in shut for place in range(10)])
    item_blocks.keep_whole(opened, places(*blocks))
    assert "".join(map(str, np.flatnonzero(opened))) == left


def test_columns_that_share_their_items_share_whole_blocks(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        view = by(connection, principal(people.by_login(by(connection), "leader.h003")))
        chosen = Selection(2025, 2025, Track.SELF, scope=Scope.PARTNERS, groups=tuple(Group))
        found = comparison.class_sums(view, chosen)
    # The hospital that visited: what it says of itself the host may not open.
    ((column, held),) = found.counts.blocks.items()
    # Another column lacks an item: what is shut with it is its block, and no other item.
    other, opened = found.layout.columns.index((2025, "自院")), found.counts.opened.copy()
    opened[other, held[0][0]] = False
    shared = replace(found, counts=replace(found.counts, opened=opened)).used_items[column]
    assert set(np.flatnonzero(found.used_items[column] & ~shared)) == set(held[0].tolist())
