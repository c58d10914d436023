"""CPU of the comparison's tables beside DuckDB on the same answers as one sorted Parquet file, a nation of hospitals.

Run by hand: `python -m tests.benchmarks.nation [hospitals] [years]`, 8,000 and 10 without. All run in turns in one process, each
number of the classes is compared with DuckDB's, and the gate is 1.0 for every table. "Whole" is the document with every cell as
a text, for which DuckDB has no like. Answers stand in the database as letters alone: no comparison reads a rating.
"""

from __future__ import annotations

import gc
import math
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from checklist.comparison import comparison, pool, sums, track_comparison
from checklist.comparison.pool import Reader
from checklist.comparison.selection import Selection
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.act import View
from checklist.store.assessments.answer_vectors import letter
from checklist.store.migrations.rebuilding import triggers
from tests.benchmarks import vectors
from tests.benchmarks.region import tell
from tests.benchmarks.vectors import LAST, SHEET, cpu
from tests.world import by

GATE, RUNS, FIRST_ID = 1.0, 3, 1_000_000
VALUES = ("A", "B", "C", "NA", "UNVERIFIED", None)
SHARES = (0.6, 0.2, 0.1, 0.04, 0.04, 0.02)
_SCORED = """sum(CASE value WHEN 'A' THEN 2 WHEN 'B' THEN 1 ELSE 0 END) AS points,
count(*) FILTER (value IN ('A', 'B', 'C')) AS rated, count(*) FILTER (value = 'NA') AS not_applicable,
count(*) FILTER (value = 'UNVERIFIED') AS unverified"""
QUERIES = {
    "classes": f"SELECT year, class, chapter, {_SCORED} FROM answers WHERE track = 'visitor' GROUP BY ALL",
    "hospitals": f"SELECT hospital, chapter, {_SCORED} FROM answers WHERE track = 'visitor' AND year = {LAST} GROUP BY ALL",
    "tracks": f"SELECT track, year, class, chapter, {_SCORED} FROM answers GROUP BY ALL",
}
"""The tables as DuckDB is asked for them."""


def build(folder: Path, hospitals: int, years: int) -> Path:
    """Copies of one small hospital and its visit, with letters of their own, and the same answers as Parquet."""
    path = folder / "nation.db"
    vectors.build(path, 1, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        with db.reading(path) as found:
            guards = triggers(found)
        for name in guards:
            connection.execute(f"DROP TRIGGER {name}")
        items = connection.execute(
            """SELECT c.code AS chapter, item.code AS item FROM item JOIN chapter c ON c.id = item.chapter_id
               JOIN sheet_version v ON v.id = item.version_id WHERE v.code = ? ORDER BY item.id""",
            [SHEET],
        ).fetchall()
        values = _answers(hospitals * years * 2, len(items))
        _copies(connection, hospitals, years, values)
        for statement in guards.values():
            connection.execute(statement)
        connection.commit()
        connection.execute("ANALYZE")
    # What both classes are asked alike, which is what a comparison of the two rests on.
    with db.reading(path) as connection:
        used = comparison.class_sums(by(connection), Selection(LAST, LAST)).pool.basis.used
    kept = [place for place, one in enumerate(items) if one["item"] in used]
    _parquet(folder, hospitals, years, values[:, kept], [items[place] for place in kept])
    return path


def _answers(rows: int, items: int) -> Any:
    return np.random.default_rng(7).choice(len(VALUES), (rows, items), p=SHARES).astype(np.int8)


def _copies(connection: sqlite3.Connection, hospitals: int, years: int, values: Any) -> None:
    """The hospital, its filing, and for every year a visit with both assessments."""
    for table in ("answer_vector", "assessment", "visit_sheet", "visit_hospital", "visit", "filing"):
        _keep_one(connection, table)
    letters = np.frombuffer("".join(map(letter, VALUES)).encode(), np.uint8)
    visits = [(number, year) for number in range(hospitals) for year in range(years)]
    places = [FIRST_ID + number * years + year for number, year in visits]
    _copy(connection, "hospital", [
        {"id": FIRST_ID + number, "code": f"N{number}", "name": f"病院{number}"} for number in range(hospitals)
    ])  # fmt: skip
    _copy(connection, "filing", [
        {"id": FIRST_ID + number, "hospital_id": FIRST_ID + number, "addon_class": number % 2 + 1, "valid_from": "2010-04-01"}
        for number in range(hospitals)
    ])  # fmt: skip
    dated = [
        (place, FIRST_ID + number, LAST - years + 1 + year)
        for place, (number, year) in zip(places, visits, strict=True)
    ]
    _copy(connection, "visit", [
        {"id": place, "host_id": host, "fiscal_year": year, "visit_date": f"{year}-10-01"} for place, host, year in dated
    ])  # fmt: skip
    _copy(connection, "visit_hospital", [{"visit_id": place} for place in places])
    _copy(connection, "visit_sheet", [
        {"id": place, "visit_id": place, "self_assessment_id": FIRST_ID + 2 * (place - FIRST_ID)} for place in places
    ])  # fmt: skip
    assessments, texts = [], []
    for place, host, year in dated:
        row = 2 * (place - FIRST_ID)
        for track, sheet in (("self", None), ("visitor", place)):
            number = row + (track == "visitor")
            assessments.append(
                {"id": FIRST_ID + number, "track": track, "visit_sheet_id": sheet, "hospital_id": host, "fiscal_year": year,
                 "submitted_at": f"{year}-11-01T03:00:00.000000+00:00"}
            )  # fmt: skip
            texts.append((FIRST_ID + number, letters[values[number]].tobytes().decode()))
    _copy(connection, "assessment", assessments)
    connection.executemany("INSERT INTO answer_vector (assessment_id, letters) VALUES (?, ?)", texts)


def _keep_one(connection: sqlite3.Connection, table: str) -> None:
    """Nothing of the small region but a row to copy from; a visitor's assessment, where there are two."""
    order = "ORDER BY track DESC" if table == "assessment" else ""
    connection.execute(f"CREATE TEMP TABLE of_{table} AS SELECT * FROM {table} {order} LIMIT 1")
    connection.execute(f"DELETE FROM {table}")


def _copy(connection: sqlite3.Connection, table: str, changes: Sequence[dict[str, Any]]) -> None:
    """Rows like the one that is there, each with its own values."""
    source = "hospital" if table == "hospital" else f"of_{table}"
    like = dict(connection.execute(f"SELECT * FROM {source} LIMIT 1").fetchone())
    names = ", ".join(like)
    slots = ", ".join(f":{name}" for name in like)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({slots})", [{**like, **one} for one in changes])


def _parquet(folder: Path, hospitals: int, years: int, values: Any, items: Sequence[Any]) -> None:
    """One file sorted by track, year and hospital, with the class already in it."""
    chapters = sorted({one["chapter"] for one in items})
    of_item = np.array([chapters.index(one["chapter"]) for one in items], np.int32)
    writer = None
    for track in (0, 1):
        for year in range(years):
            rows = np.arange(hospitals) * years * 2 + 2 * year + track
            taken = values[rows]
            every = np.repeat(np.arange(hospitals, dtype=np.int32), len(items))
            table = pa.table({
                "track": pa.DictionaryArray.from_arrays(np.full(every.size, track, np.int8), ["self", "visitor"]),
                "year": pa.array(np.full(every.size, LAST - years + 1 + year, np.int16)),
                "class": pa.array((every % 2 + 1).astype(np.int8)),
                "hospital": pa.array(every),
                "chapter": pa.DictionaryArray.from_arrays(np.tile(of_item, hospitals), chapters),
                "value": pa.DictionaryArray.from_arrays(
                    pa.array(taken.reshape(-1), mask=taken.reshape(-1) == VALUES.index(None)), list(VALUES[:-1])
                ),
            })  # fmt: skip
            writer = writer or pq.ParquetWriter(folder / "answers.parquet", table.schema, compression="zstd")
            writer.write_table(table)
    if writer:
        writer.close()


def _hospitals(view: View, who: Reader) -> object:
    found = pool.read(view, Selection(LAST, LAST), who, common=False)
    return sums.add_up(view, found, comparison._by_hospital(found)).counts.answers.sum()


def tables(view: View, years: int) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Each table as numbers, and the whole document of it."""
    every, who = Selection(LAST - years + 1, LAST), pool.reader(view)
    return {
        "classes": (
            lambda: comparison.class_sums(view, every).cells(), lambda: comparison.class_comparison(view, every)
        ),
        "hospitals": (
            lambda: _hospitals(view, who), lambda: comparison.hospital_comparison(view, Selection(LAST, LAST))
        ),
        "tracks": (
            lambda: [one.cells() for one in comparison.both_tracks(view, every)],
            lambda: track_comparison.track_comparison(view, every),
        ),
    }  # fmt: skip


def middle(numbers: Sequence[float]) -> float:
    """The middle one."""
    return sorted(numbers)[len(numbers) // 2]


def measure(path: Path, years: int) -> float:
    """One line for each table; the largest ratio."""
    worst = 0.0
    engine = duckdb.connect()
    engine.execute("SET threads = 2")
    engine.execute(f"CREATE VIEW answers AS SELECT * FROM '{path.with_name('answers.parquet')}'")
    _require_equal(path, years, engine)
    # As the server does at its start: without it a third of the time went into looking for rubbish among its libraries.
    gc.collect()
    gc.freeze()
    for name, query in QUERIES.items():
        own, whole, other = [], [], []
        for _ in range(RUNS):
            # A view of its own each time: what it has read once it would not read again.
            with db.reading(path) as connection:
                own.append(cpu(tables(by(connection), years)[name][0]))
            with db.reading(path) as connection:
                whole.append(cpu(tables(by(connection), years)[name][1]))
            other.append(cpu(lambda query=query: engine.execute(query).fetchall()))  # type: ignore[misc]
        ratio = middle(own) / middle(other)
        worst = max(worst, ratio)
        tell(
            f"{name:10} letters {middle(own):8.0f} ms   DuckDB {middle(other):8.0f} ms   ratio {ratio:5.2f}   "
            f"whole {middle(whole):8.0f} ms"
        )
    return worst


def _require_equal(path: Path, years: int, engine: Any) -> None:
    """Every number of the classes is the one that DuckDB finds."""
    rows = engine.execute(QUERIES["classes"]).fetchall()
    found = {
        (row[0], f"加算{row[1]}", row[2]): (row[4], row[5], row[6], round(50 * row[3] / row[4], 6)) for row in rows
    }
    with db.reading(path) as connection:
        every = Selection(LAST - years + 1, LAST, track=Track.VISITOR)
        cells = comparison.class_sums(by(connection), every).cells()
    shown = {(one.fiscal_year, one.group, one.chapter): one.score for one in cells if one.chapter}
    assert shown.keys() == found.keys()
    for place, (rated, not_applicable, unverified, percent) in found.items():
        own = shown[place]
        assert own
        assert own.percent is not None
        assert (own.rated, own.not_applicable, own.unverified) == (rated, not_applicable, unverified), place
        # The product tells one decimal.
        assert math.isclose(own.percent, percent, abs_tol=0.050001), (place, own.percent, percent)
    tell(f"{len(found)} numbers are the same")


def main() -> None:
    """Build, measure, and fail above the gate."""
    hospitals, years = (int(one) for one in (*sys.argv[1:], *("8000", "10")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        path = build(Path(name), hospitals, years)
        tell(f"{hospitals} hospitals × {years} years, {path.stat().st_size // 1_000_000} MB")
        if measure(path, years) > GATE:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
