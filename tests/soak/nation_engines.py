"""The sums of 47 regions by DuckDB and by Spark, row by row the same: small ones from the product, then a nation of hospitals.

Run by hand, with Java and PySpark (300 MB) in an environment of its own:
`PYSPARK_SUBMIT_ARGS="--driver-memory 8g pyspark-shell" PYTHONPATH=/path/to/spark/site-packages python -m tests.soak.nation_engines [hospitals] [years]`, 8,000 and 10 without.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from checklist.comparison.nation import columns, places, sums
from checklist.comparison.nation.columns import Told
from checklist.comparison.nation.places import Datasets
from checklist.comparison.nation.sums import NationSums, Wish
from checklist.formats.parquet import TYPES
from checklist.formats.query_engine import ENGINES, EngineName
from checklist.store import db
from checklist.store.db import ROOT
from tests.benchmarks.region import tell
from tests.comparison import many_regions
from tests.comparison.many_regions import CODES

LAST, SHEET = 2025, ROOT / "data" / "sheets" / "anzen-1.csv"
VALUES = ("A", "B", "C", "NA", "UNVERIFIED", None)
SHARES = (0.6, 0.2, 0.1, 0.04, 0.04, 0.02)


def nation(folder: Path, hospitals: int, years: int) -> None:
    """So many hospitals spread over the regions, each visited every year, as files of today's format."""
    with SHEET.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    start = next(place for place, line in enumerate(lines) if line and line[0] == "章コード")
    items = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]
    dice = np.random.default_rng(7)
    for number, code in enumerate(CODES):
        place = folder / f"region={code}"
        place.mkdir(parents=True)
        own = range(number, hospitals, len(CODES))
        told = Told(code, "2026年4月1日（水）09:00", "サーバー管理者", 5, 2026, fictional=True)
        papers = [
            (track, year, index, hospital)
            for track in ("self", "visitor")
            for year in range(LAST - years + 1, LAST + 1)
            for index, hospital in enumerate(own)
        ]
        _assessments(place, told, papers)
        _ratings(place, told, papers, items, dice)
        _items(place, told, items)


def _put(place: Path, name: str, told: Told, found: dict[str, Any]) -> None:
    wanted = columns.FILES[name]
    arrays = [found[one] if isinstance(found[one], pa.Array) else pa.array(found[one]) for one in wanted]
    arrays = [one.cast(TYPES[kind]) for one, (kind, _) in zip(arrays, wanted.values(), strict=True)]
    table = pa.Table.from_arrays(arrays, list(wanted)).replace_schema_metadata(told.written)
    pq.write_table(table, place / f"{name}.parquet", compression="zstd")


def _assessments(place: Path, told: Told, papers: list[tuple[str, int, int, int]]) -> None:
    count = len(papers)
    _put(place, "assessments", told, {
        "region": [told.region] * count, "track": [one[0] for one in papers], "fiscal_year": [one[1] for one in papers],
        "assessment": list(range(count)), "hospital": [f"H{one[3]}" for one in papers],
        "addon_class": [one[3] % 2 + 1 for one in papers], "sheet": ["anzen"] * count, "sheet_version": ["anzen-1"] * count,
        "lacking": [""] * count, "released": [_told(one[3]) for one in papers],
    })  # fmt: skip


def _told(hospital: int) -> int:
    """Two of three hospitals stand in what their region has told itself."""
    return hospital % 2 + 1 if hospital % 3 else 0


def _ratings(place: Path, told: Told, papers: list[tuple[str, int, int, int]], items: list[Any], dice: Any) -> None:
    width, count = len(items), len(papers)

    def each(values: list[Any]) -> pa.Array:
        return pa.array(values).take(pa.array(np.repeat(np.arange(count), width)))

    def items_of(column: str) -> pa.Array:
        return pa.array([one[column] for one in items]).take(pa.array(np.tile(np.arange(width), count)))

    every = count * width
    given = pa.array(VALUES).take(pa.array(dice.choice(len(VALUES), every, p=SHARES)))
    _put(place, "ratings", told, {
        "region": each([told.region] * count), "track": each([one[0] for one in papers]),
        "fiscal_year": each([one[1] for one in papers]), "assessment": each(list(range(count))),
        "hospital": each([f"H{one[3]}" for one in papers]), "addon_class": each([one[3] % 2 + 1 for one in papers]),
        "released": each([_told(one[3]) for one in papers]),
        "sheet_version": each(["anzen-1"] * count), "chapter": items_of("章コード"), "item": items_of("項目コード"),
        "value": given, "asked": pa.array(np.ones(every, np.int32)),
    })  # fmt: skip


def _items(place: Path, told: Told, items: list[Any]) -> None:
    count = len(items)
    _put(place, "items", told, {
        "region": [told.region] * count, "sheet": ["anzen"] * count, "sheet_name": ["点検表"] * count,
        "sheet_version": ["anzen-1"] * count, "version_name": ["第1版"] * count, "number": [1] * count, "previous": [""] * count,
        "scale": ["abcx"] * count, "chapter": [one["章コード"] for one in items], "chapter_name": [one["章名"] for one in items],
        "item": [one["項目コード"] for one in items], "position": list(range(1, count + 1)), "text": [one["項目"] for one in items],
        "kept": [0] * count, "law_part": [""] * count, "classes": [one["対象区分"] for one in items], "module": [""] * count,
    })  # fmt: skip


def timed(found: Datasets, engine: EngineName, wish: Wish) -> NationSums:
    """What an engine says, and how long it took with its start."""
    begin, own = time.perf_counter(), time.process_time()
    made = sums.add_up(found, engine, wish)
    tell(f"  {engine:7} {time.perf_counter() - begin:7.1f} s, {time.process_time() - own:5.1f} s CPU of this process")
    return made


def compare(folder: Path, name: str, *wishes: Wish) -> int:
    """How many numbers two engines agree on; fails on the first that differs."""
    found = places.read([str(folder)])
    count = 0
    for wish in wishes:
        tell(f"{name}, {wish}")
        one, other = (timed(found, engine, wish) for engine in ENGINES)
        assert (one.answers, one.heads, one.basis, one.few) == (other.answers, other.heads, other.basis, other.few)
        assert (one.uses, one.wordings) == (other.uses, other.wordings)
        count += sum(map(len, one.answers.values())) + sum(map(len, one.heads.values()))
    tell(f"{count:,} numbers are the same")
    return count


def main() -> None:
    """Small regions with every oddity, then many answers."""
    hospitals, years = (int(one) for one in (*sys.argv[1:], *("8000", "10")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db.migrate(folder / "empty.db")
        small = many_regions.build(folder, folder / "empty.db").folder
        compare(small, "47 small regions", Wish(), Wish(first_year=LAST))
        nation(folder / "large", hospitals, years)
        size = sum(one.stat().st_size for one in (folder / "large").rglob("*.parquet")) / 1e6
        compare(folder / "large", f"47 regions, {hospitals} hospitals × {years} years, {size:.0f} MB", Wish())


if __name__ == "__main__":
    main()
