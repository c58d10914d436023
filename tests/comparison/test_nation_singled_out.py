"""Whatever regions are laid beside each other, nobody can be worked out of the numbers of a nation.

Some regions are large, some small, and in some the region itself has told of a part of its hospitals already. Every output over
one region, over all of them and over all but one or two is asked for, of every year and item, with and without those that have one
side alone. Which answers a number is made of is found out again here, from the rows of the files and by the written rule, and
must give that number exactly. Then linear algebra tells whether any combination of all of them, with what each region has told
itself, speaks of fewer hospitals than the minimum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checklist import words
from checklist.comparison.nation import places, sums
from checklist.comparison.nation.cells import TrackCells
from checklist.comparison.nation.sums import BOTH, NationSums, Wish
from checklist.comparison.pool import Cell
from checklist.model.assessments import Track
from checklist.papers.region import nation as paper
from checklist.rules.scoring import Percentage, Score
from tests.comparison import many_regions
from tests.comparison.many_regions import CODES, LAST, PLAIN
from tests.comparison.test_single_out import Unknown, exposed
from tests.world import World

POINTS = {"A": 100, "B": 50, "C": 0}
ITEMS = {"1-01": "1", "1-04": "1", "1-05": "1", "2-01": "2", "2-03": "2"}
"""What both classes are asked alike in the newest year, with their chapters."""
MINIMUM = 3
Row = dict[str, Any]
Column = tuple[str, int]
"""Track and class."""


@dataclass(frozen=True, eq=False)
class Regions:
    """The folders of some regions, and every row of their ratings in the year, by region."""

    folders: tuple[Path, ...]
    rows: dict[str, list[Row]]
    papers: dict[str, list[Row]]


@pytest.fixture(scope="module")
def regions(templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory) -> Regions:
    """Of three regions of six hospitals each one large region is made, and a small one stays as it is."""
    folder = tmp_path_factory.mktemp("nation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_regions, "CODES", CODES[:11])
        many_regions.build(folder, templates["empty"][0])
    made = [
        _joined(folder, name, codes, told)
        for name, codes, told in (
            ("a", CODES[0:3], 0), ("b", CODES[3:6], 4), ("c", CODES[6:9], 5), ("d", CODES[9:10], 0), ("e", CODES[10:11], 0),
        )
    ]  # fmt: skip
    return Regions(
        tuple(made),
        {one.name[-1]: _rows(one, "ratings") for one in made},
        {one.name[-1]: _rows(one, "assessments") for one in made},
    )


def _rows(folder: Path, file: str) -> list[Row]:
    return [one for one in pq.read_table(folder / f"{file}.parquet").to_pylist() if one["fiscal_year"] == LAST]


def _joined(folder: Path, name: str, codes: Sequence[str], told: int) -> Path:
    """One region of the hospitals of several, of which so many of each class stand in an edition of their region."""
    target = folder / "joined" / f"region={name}"
    target.mkdir(parents=True)
    tables = {file: [pq.read_table(folder / "data" / f"region={one}" / f"{file}.parquet") for one in codes]
              for file in ("assessments", "ratings", "items")}  # fmt: skip
    tables["items"] = tables["items"][:1]
    meta = dict(tables["items"][0].schema.metadata) | {b"region": name.encode()}
    rows = {file: [_moved(row, name, place) for place, one in enumerate(found) for row in one.to_pylist()]
            for file, found in tables.items()}  # fmt: skip
    released = _released(rows["assessments"], told)
    moved = {min(one for one in released if one[0] == year) for year in {year for year, _ in released}}
    for file, found in rows.items():
        if file != "items":
            for row in found:
                place = (row["fiscal_year"], row["hospital"])
                row["released"] = released.get(place, 0)
                if place in moved and row["track"] == "self":
                    row["addon_class"] = 3 - row["released"]
        schema = tables[file][0].schema.with_metadata(meta)
        pq.write_table(pa.Table.from_pylist(found, schema), target / f"{file}.parquet")
    return target


def _moved(row: Row, name: str, place: int) -> Row:
    if "hospital" not in row:
        return row | {"region": name}
    who = {"hospital": f"{name}{place}{row['hospital']}", "assessment": row["assessment"] + 10_000 * place}
    return row | {"region": name} | who


def _released(papers: Sequence[Row], told: int) -> dict[tuple[int, str], int]:
    """Of each class so many hospitals with both sides, each with the class that it had when it was visited."""
    sides: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in papers:
        sides[row["fiscal_year"], row["hospital"]][row["track"]] = row["addon_class"]
    found: dict[tuple[int, str], int] = {}
    for year in {year for year, _ in sides}:
        for number in (1, 2):
            able = sorted(
                who
                for (when, who), one in sides.items()
                if when == year and one.get("visitor") == number and "self" in one
            )
            found |= {(year, who): number for who in Random(told + number).sample(able, min(told, len(able)))}
    return found


def _group(row: Row) -> int:
    return int(row["released"] or row["addon_class"] or 0)


@cache
def _given(regions: Regions, name: str, column: Column, item: str) -> list[Row]:
    """The answers of a region to an item in a column, and of the papers there without an item."""
    rows = regions.rows[name] if item else regions.papers[name]
    return [
        row
        for row in rows
        if (row["track"], _group(row)) == column and (not item or (row["item"] == item and row["asked"]))
    ]


def _raters(rows: Sequence[Row]) -> set[str]:
    return {row["hospital"] for row in rows if row["value"] in POINTS}


@cache
def _blocks(regions: Regions, name: str, column: Column, item: str, part: str, minimum: int) -> list[list[Row]]:
    """The written rule: which answers of a region to an item are added up together; those the region has told of, and the rest."""
    papers, given = _given(regions, name, column, ""), _given(regions, name, column, item)
    both = set.intersection(
        *({row["hospital"] for row in regions.papers[name] if row["track"] == track} for track in ("self", "visitor"))
    )

    def enough(which: Callable[[Row], bool]) -> bool:
        raters = _raters([row for row in given if which(row)])
        hospitals = {row["hospital"] for row in papers if which(row)}
        return len(raters) >= minimum or (not raters and len(hospitals) >= minimum)

    def two(row: Row) -> bool:
        return not row["released"] and row["hospital"] in both

    new = [row for row in given if not row["released"]]
    found = [[row for row in given if row["released"]]] if enough(lambda row: bool(row["released"])) else []
    if not enough(lambda row: not row["released"]):
        return found
    if part == "all":
        return [*found, new]
    hides = enough(two) and not 0 < len(_raters([row for row in new if not two(row)])) < minimum
    return [*found, [row for row in new if two(row)]] if hides else found


def _answers(
    regions: Regions, names: Sequence[str], column: Column, items: Sequence[str], part: str, minimum: int
) -> list[Row]:
    """The answers in a number: whole blocks; side by side those alone that both tracks have."""
    other = ("visitor" if column[0] == "self" else "self", column[1])
    found = []
    for name, item in product(names, items):
        blocks = [one for one in _blocks(regions, name, column, item, part, minimum) if one]
        if part == "both":
            beside = _blocks(regions, name, other, item, part, minimum)
            kinds = {bool(one[0]["released"]) for one in beside if one}
            blocks = [one for one in blocks if bool(one[0]["released"]) in kinds]
        found += [row for one in blocks for row in one]
    return found


def _numbers(found: NationSums, track: Track) -> Iterator[tuple[str, str | None, Cell]]:
    """Every number of an output with its part and region."""
    one = TrackCells(found, track, LAST + 1)
    yield from (("all", None, cell) for cell in (*one.cells(), *one.item_cells()))
    yield from (("both", None, cell) for cell in one.item_cells(BOTH))
    yield from (("all", cell.group.split("　")[0], cell) for cell in one.region_cells())


def _systems(regions: Regions, minimum: int) -> dict[Column, list[set[Unknown]]]:
    """For every column the answers that each number adds up, over all outputs, and what each region told of its own."""
    systems: dict[Column, list[set[Unknown]]] = defaultdict(list)
    hospitals = {
        who: place
        for place, who in enumerate(sorted({row["hospital"] for one in regions.papers.values() for row in one}))
    }

    def note(column: Column, rows: Sequence[Row]) -> None:
        unknowns = {
            (column[0], LAST, row["item"], hospitals[row["hospital"]]) for row in rows if row["value"] in POINTS
        }
        if unknowns and unknowns not in systems[column]:
            systems[column].append(unknowns)

    every = range(len(regions.folders))
    for chosen in (*((one,) for one in every), *combinations(every, 4), tuple(every)):
        folders = [regions.folders[one] for one in chosen]
        found = _added(folders, minimum)
        for track in PLAIN:
            for part, region, cell in _numbers(found, track):
                if cell.score is not None:
                    column, names = (
                        (track.value, int(cell.group[-1])),
                        [region] if region else [one.name[-1] for one in folders],
                    )
                    items = [
                        one
                        for one, chapter in ITEMS.items()
                        if cell.item in ("", one) and cell.chapter in ("", chapter)
                    ]
                    rows = _answers(regions, names, column, items, part, minimum)
                    _is_the_number(cell, rows)
                    note(column, rows)
    for name, column, item in product(regions.rows, list(systems), ITEMS):
        rows = [row for row in _given(regions, name, column, item) if row["released"]]
        if len(_raters(rows)) >= MINIMUM:
            note(column, rows)
    return systems


def _is_the_number(cell: Cell, rows: Sequence[Row]) -> None:
    counted = Counter(row["value"] for row in rows)
    rated = sum(counted[one] for one in POINTS)
    points = sum(counted[one] * worth for one, worth in POINTS.items())
    assert cell.percent == Score(points, rated).percent, cell
    if isinstance(cell.score, Score) and not isinstance(cell.score, Percentage):
        told = (cell.score.points, cell.score.rated, cell.score.not_applicable, cell.score.unverified)
        assert told == (points, rated, counted["NA"], counted["UNVERIFIED"]), cell


def _added(folders: Sequence[Path], minimum: int) -> NationSums:
    found = places.read([str(one) for one in folders])
    told = tuple(replace(one, minimum=minimum) for one in found.told)
    return sums.add_up(replace(found, told=told), "duckdb", Wish(None, LAST, LAST))


def test_no_combination_of_outputs_with_and_without_regions_speaks_of_fewer_than_the_minimum(regions: Regions) -> None:
    systems = _systems(regions, MINIMUM)
    assert len(systems) == 4
    for column, system in systems.items():
        assert len(system) > 20, column
        assert exposed(system, MINIMUM) == [], column


def test_the_world_holds_everything_that_a_careless_rule_gives_away(regions: Regions) -> None:
    """Small regions, items that few rated, few with one side alone, few beside those released: all of them are there."""
    seen = Counter[str]()
    for name, track, number, item in product(regions.rows, ("self", "visitor"), (1, 2), ITEMS):
        column = (track, number)
        given = _given(regions, name, column, item)
        new, told = (_raters([row for row in given if bool(row["released"]) is side]) for side in (False, True))
        one, both = (sum(map(len, _blocks(regions, name, column, item, part, MINIMUM))) for part in ("all", "both"))
        seen["a small region"] += 0 < len({row["hospital"] for row in _given(regions, name, column, "")}) < MINIMUM
        seen["an item that few rated"] += not told and 0 < len(new) < MINIMUM
        seen["few beside those told of"] += len(told) >= MINIMUM > len(new) > 0
        seen["many beside those told of"] += min(len(told), len(new)) >= MINIMUM
        seen["hospitals with one side"] += both < one
        seen["a hospital that moved"] += any(row["released"] not in (0, row["addon_class"]) for row in given)
    assert len(seen) == 6
    assert all(seen.values()), seen
    assert all(exposed(system, MINIMUM) for system in _systems(regions, 1).values())


def test_what_was_left_out_is_told_by_column(regions: Regions) -> None:
    found = _added(regions.folders, MINIMUM)
    document = paper.document(places.read([str(one) for one in regions.folders]), found, "DuckDB")
    (table,) = [one for one in document.tables if one.title == "集計に含めなかったもの"]
    told = {(row["評価の種類"], row["区分"]): row for row in table.records()}
    for track, number in product(PLAIN, (1, 2)):
        column, group = (track.value, number), f"加算{number}"
        there = [name for name in regions.papers if _given(regions, name, column, "")]
        gone = [one for one in there if not _answers(regions, [one], column, list(ITEMS), "all", MINIMUM)]
        items = {item for item in ITEMS for name in there if name not in gone and any(
            0 < len(_raters([row for row in _given(regions, name, column, item) if bool(row["released"]) is side])) < MINIMUM
            for side in (False, True)
        )}  # fmt: skip
        row = told.get(
            (words.TRACKS[track], group), {"除いた地域": "", "除いた地域の数": 0, "一部の地域の分を除いた項目の数": 0}
        )
        expected = ("、".join(gone), len(gone), len(items))
        assert (row["除いた地域"], row["除いた地域の数"], row["一部の地域の分を除いた項目の数"]) == expected, column
        (shown,) = [one for one in document.tables if one.title == f"{words.TRACKS[track]}：地域別の得点率"]
        numbers = {
            str(one[0]).split("　")[0]
            for one in shown.rows
            if str(one[0]).endswith(group) and isinstance(one[1], float)
        }
        assert numbers == {*there} - {*gone}, column
    assert any(row["除いた地域の数"] for row in told.values())
