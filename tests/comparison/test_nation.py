"""Many regions added up by one SQL: the product's own cells of each, independent arithmetic for all, and nobody singled out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checklist.comparison.nation import places, sums
from checklist.comparison.nation.cells import TrackCells
from checklist.comparison.nation.sums import BOTH, NationSums, Wish
from checklist.comparison.pool import NO_DATA, Cell
from checklist.errors import Refused
from checklist.model.assessments import Track
from checklist.rules.scoring import Score
from tests.comparison import many_regions
from tests.comparison.many_regions import CODES, LAST, PLAIN, SPANS, Nation, Numbers
from tests.world import World

POINTS = {"A": Decimal(1), "B": Decimal("0.5"), "C": Decimal(0)}
ITEMS = {2024: {"1-01": "1", "2-01": "2"}, 2025: {"1-01": "1", "1-04": "1", "1-05": "1", "2-01": "2", "2-03": "2"}}
"""What both classes are asked alike and every version has, by the first of the years compared: read off the two versions by eye."""


@pytest.fixture(scope="module")
def nation(templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory) -> Nation:
    return many_regions.build(tmp_path_factory.mktemp("nation"), templates["empty"][0])


def added(folder: Path | Sequence[Path], first: int, last: int = LAST, minimum: int = 1) -> NationSums:
    """The sums of some regions, as if each had set this minimum."""
    names = [folder] if isinstance(folder, Path) else folder
    found = places.read([str(one) for one in names])
    told = tuple(replace(one, minimum=minimum) for one in found.told)
    return sums.add_up(replace(found, told=told), "duckdb", Wish(None, first, last))


def shown(found: NationSums, track: Track, running: int = 2026) -> TrackCells:
    return TrackCells(found, track, running)


def together(found: Iterable[Numbers]) -> Numbers:
    """The numbers of many regions added up by place: points are whole, and so is everything else."""
    total: Numbers = {}
    for own in found:
        for place, (score, hospitals, papers) in own.items():
            before = total.get(place, (Score(), 0, 0))
            total[place] = (before[0] + score, before[1] + hospitals, before[2] + papers)
    return total


def numbers(found: Sequence[Cell]) -> Numbers:
    return {
        (one.chapter, one.item, one.fiscal_year, one.group): (one.score, one.hospitals or 0, one.assessments or 0)
        for one in found
        if one.score
    }


@pytest.mark.parametrize("span", SPANS)
def test_forty_seven_regions_together_are_what_the_product_says_of_each_added_up(
    nation: Nation, span: tuple[int, int]
) -> None:
    found, years = added(nation.folder, *span), span[1] - span[0] + 1
    for track in PLAIN:
        one, items = shown(found, track), len(ITEMS[span[0]])
        expected = together(own.all[span[0], track] for own in nation.own.values())
        assert numbers((*one.cells(), *one.item_cells())) == expected, track
        assert len(expected) == years * 2 * (items + 3)
        expected = together(own.both[span[0], track] for own in nation.own.values())
        assert numbers(one.item_cells(BOTH)) == expected, track
        assert len(expected) == years * 2 * items
        # Of nothing that is told apart there was none, or it would be equal by being empty.
        score = one.cells()[2].score
        assert score
        assert min(score.rated, score.not_applicable, score.unverified, score.unanswered) > 0


@pytest.mark.parametrize("span", SPANS)
def test_a_region_alone_has_the_products_own_cells_one_by_one(nation: Nation, span: tuple[int, int]) -> None:
    for code in (CODES[0], CODES[11], CODES[46]):
        found = added(nation.folder / f"region={code}", *span)
        for track in PLAIN:
            one = shown(found, track)
            assert (*one.cells(), *one.item_cells()) == nation.own[code].cells[span[0], track], (code, track)
            # Not a region is left out because it stands alone, and 全体 by region is 全体.
            whole = {(cell.fiscal_year, cell.group): cell.percent for cell in one.cells() if not cell.chapter}
            told = {(cell.fiscal_year, cell.group.split("　")[1]): cell.percent for cell in one.region_cells()}
            assert told == whole


def test_each_region_among_all_has_its_own_percentages_and_nothing_more(nation: Nation) -> None:
    found = added(nation.folder, *SPANS[0])
    for track in PLAIN:
        told = {(cell.fiscal_year, cell.group): cell for cell in shown(found, track).region_cells()}
        assert len(told) == len(CODES) * 4
        for code in CODES:
            for cell in nation.own[code].cells[SPANS[0][0], track]:
                if not cell.chapter:
                    own = told[cell.fiscal_year, f"{code}　{cell.group}"]
                    assert own.percent == cell.percent, (code, cell)
                    assert not own.score or (own.score.rated, own.assessments) == (0, None)


@pytest.mark.parametrize("span", SPANS)
def test_independent_arithmetic_over_the_files_gives_the_same_percentages(
    nation: Nation, span: tuple[int, int]
) -> None:
    counted: Counter[tuple[object, ...]] = Counter()
    points: Counter[tuple[object, ...]] = Counter()
    for code in CODES:
        for row in pq.read_table(nation.folder / f"region={code}" / "ratings.parquet").to_pylist():
            chapter = ITEMS[span[0]].get(row["item"])
            if chapter and span[0] <= row["fiscal_year"] and row["asked"] and row["value"] in POINTS:
                for place in (chapter, ""):
                    key = (row["track"], row["fiscal_year"], f"加算{row['addon_class']}", place)
                    counted[key] += 1
                    points[key] += POINTS[row["value"]]  # type: ignore[assignment]
    found = added(nation.folder, *span)
    for track in PLAIN:
        for cell in shown(found, track).cells():
            key = (track.value, cell.fiscal_year, cell.group, cell.chapter)
            exact = 100 * Decimal(points[key]) / counted[key]
            assert cell.percent == float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP)), key
            assert cell.score
            assert cell.score.rated == counted[key]


def test_a_column_below_the_minimum_has_none_and_neither_has_a_year_that_is_not_over(nation: Nation) -> None:
    found = added(nation.folder / f"region={CODES[0]}", *SPANS[0], minimum=5)
    for track in PLAIN:
        hidden = [
            one for one in (*shown(found, track).cells(), *shown(found, track).item_cells()) if one.reason != NO_DATA
        ]
        assert hidden
        assert {(one.score, one.reason) for one in hidden} == {(None, "病院数が5未満のため表示しません")}
    running = shown(added(nation.folder, *SPANS[0]), Track.VISITOR, LAST)
    for cells in (running.cells(), running.item_cells(), running.item_cells(BOTH), running.region_cells()):
        assert {cell.fiscal_year for cell in cells if cell.score} == {LAST - 1}
        assert {cell.reason for cell in cells if cell.fiscal_year == LAST} <= {"年度の途中のため表示しません", NO_DATA}


def test_only_what_all_regions_word_alike_and_kept_is_compared(nation: Nation, tmp_path: Path) -> None:
    """Regions change their sheets for themselves, and codes of versions are given twice."""
    ours = nation.folder / f"region={CODES[0]}"

    def basis(other: Path, first: int = LAST) -> set[str]:
        return set(added([ours, other], first).basis["visitor"])

    source = nation.folder / f"region={CODES[1]}"
    assert basis(source) == set(ITEMS[2025])
    assert basis(source, 2024) == set(ITEMS[2024])
    reworded = rewritten(
        source, tmp_path / "a", "items", text={"委員会に院長が出席している": "委員会に全員が出席している"}
    )
    assert basis(reworded) == set(ITEMS[2025]) - {"1-05"}
    retired = rewritten(source, tmp_path / "b", "items", item={"2-03": "2-09"})
    assert basis(retired) == set(ITEMS[2025]) - {"2-03"}
    # Another first version under another code: nothing says that its items are the same.
    theirs = {"sheet_version": {"mini-1": "own-1"}}
    other = rewritten(source, tmp_path / "c", "items", **theirs, previous={"mini-1": "own-1"})
    for name in ("assessments", "ratings"):
        rewritten(other, other, name, **theirs)
    assert basis(other, 2024) == set()
    assert basis(other) == set(ITEMS[2025])
    one = shown(added([ours, other], 2024), Track.VISITOR)
    assert {cell.reason for cell in one.cells() if cell.hospitals is None} <= {"比較不可", NO_DATA}
    # A chain that is broken, and a scale that differs.
    broken = rewritten(source, tmp_path / "d", "items", previous={"mini-1": "gone-1"})
    assert basis(broken, 2024) == set()
    scaled = rewritten(source, tmp_path / "e", "items", scale={"abcx": "yes-no"})
    assert basis(scaled) == set()


def rewritten(source: Path, target: Path, file: str, **changes: dict[str, str]) -> Path:
    """A region with other values in some columns of a file."""
    if source != target:
        shutil.copytree(source, target)
    path = target / f"{file}.parquet"
    table = pq.read_table(path)
    for column, values in changes.items():
        field = table.schema.field(column)
        new = [values.get(one, one) for one in table.column(column).to_pylist()]
        table = table.set_column(table.schema.get_field_index(column), field, pa.array(new, field.type))
    pq.write_table(table, path)
    return target


@pytest.mark.parametrize(
    ("wish", "years"),
    [
        (Wish(), (2024, 2025)),
        (Wish(first_year=2025), (2025, 2025)),
        (Wish(last_year=2024), (2024, 2024)),
        (Wish("mini", 2023, 2026), (2023, 2026)),
    ],
)
def test_all_years_that_are_over_are_taken_unless_others_are_named(
    nation: Nation, wish: Wish, years: tuple[int, int]
) -> None:
    found = sums.add_up(places.read([str(nation.folder)]), "duckdb", wish)
    assert (found.first_year, found.last_year) == years
    assert {cell.fiscal_year for cell in shown(found, Track.SELF).cells() if cell.score} == {2024, 2025} & {
        *found.years
    }


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish("none"), "点検表 none の提出済みの評価がありません"),
        (Wish(None, 2030, 2030), "2030年度から2030年度までの"),
        (Wish(None, 2026, 2024), "初めの年度から終わりの年度まで"),
        (Wish(None, 2000, 2025), "20年以内"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_in_words(nation: Nation, wish: Wish, told: str) -> None:
    with pytest.raises(Refused, match=told):
        sums.add_up(places.read([str(nation.folder)]), "duckdb", wish)
