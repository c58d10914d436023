"""The region as Parquet, read back by pyarrow: the same rows as in the database, sorted, and nobody's name."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from pyarrow import parquet

from checklist.errors import Forbidden, Refused
from checklist.papers.region import dataset
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import operator
from tests.world import World, by, principal

COUNTED = """
SELECT a.track, a.fiscal_year, a.id, count(*), sum(r.value = 'A') FROM rating r JOIN assessment a ON a.id = r.assessment_id
LEFT JOIN visit_sheet s ON s.id = a.visit_sheet_id LEFT JOIN visit v ON v.id = s.visit_id
WHERE a.state <> 'open' AND coalesce(v.state, '') <> 'cancelled' GROUP BY a.id ORDER BY 1, 2, 3
"""


def written(folder: Path, **more: bool) -> dict[str, list[dict[str, object]]]:
    with db.reading() as connection:
        told = dataset.write(by(connection, operator()), folder, "13", **more)
    assert "region=13" in told
    return {one.stem: parquet.read_table(one).to_pylist() for one in (folder / "region=13").glob("*.parquet")}


def test_ratings_are_those_of_the_database_sorted(demo_db: Path, tmp_path: Path) -> None:
    found = written(tmp_path)
    counts: dict[tuple[object, ...], list[int]] = {}
    for row in found["ratings"]:
        count = counts.setdefault((row["track"], row["fiscal_year"], row["assessment"]), [0, 0])
        count[0] += 1
        count[1] += row["value"] == "A"
    with db.reading() as connection:
        expected = {tuple(row[:3]): list(row[3:]) for row in connection.execute(COUNTED)}
    # A repeated self-assessment counts with its newest edition only.
    assert {key: expected[key] for key in counts} == counts
    assert len(expected) - len(counts) < 10
    assert list(counts) == sorted(counts)
    heads = [(row["track"], row["fiscal_year"], row["assessment"]) for row in found["assessments"]]
    assert set(counts) <= set(heads)
    assert {row["item"] for row in found["ratings"]} <= {row["item"] for row in found["items"]}


def test_each_paper_says_in_which_class_the_region_has_told_of_it_already(demo_db: Path, tmp_path: Path) -> None:
    """What is added up over many regions must not, less what a region has told itself, be the few that came later."""
    found = written(tmp_path)
    with db.reading() as connection:
        told = Counter(
            (
                track,
                row["fiscal_year"],
                connection.execute("SELECT code FROM hospital WHERE id = ?", [hospital]).fetchone()[0],
                row["addon_class"],
            )
            for row in connection.execute("SELECT * FROM edition WHERE audience = 'region'")
            for track, hospital, *_ in json.loads(row["answers"])
        )
    for file, rows in (("assessments", found["assessments"]), ("ratings", found["ratings"])):
        papers = {
            (row["track"], row["fiscal_year"], row["hospital"], row["released"], row["assessment"]) for row in rows
        }
        counted = Counter(one[:4] for one in papers if one[3])
        assert counted == told or (file == "ratings" and counted <= told), file
    assert sum(told.values()) > 50
    assert any(not row["released"] for row in found["assessments"])


def test_nobody_is_named_and_comments_come_only_when_asked_for(demo_db: Path, tmp_path: Path) -> None:
    plain, full = written(tmp_path / "a"), written(tmp_path / "b", comments=True)
    assert "comment" not in plain["ratings"][0]
    assert any(row["comment"] for row in full["ratings"])
    with db.reading() as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM person")]
    text = str(plain)
    assert not [name for name in names if name in text]


def test_the_dictionary_tells_every_column_and_the_readme_what_it_rests_on(world: World, tmp_path: Path) -> None:
    written(tmp_path)
    lines = list(csv.DictReader(io.StringIO((tmp_path / "dictionary.csv").read_text(encoding="utf-8-sig"))))
    for file in (tmp_path / "region=13").iterdir():
        assert parquet.read_schema(file).names == [line["列"] for line in lines if line["ファイル"] == file.name]
    told = (tmp_path / "README").read_text(encoding="utf-8")
    for word in ("基準日時", "出力者：サーバー管理者", "対象：提出済み", "自己評価 "):
        assert word in told


def test_others_and_places_that_cannot_be_written_are_refused(world: World, tmp_path: Path) -> None:
    with db.reading() as connection:
        manager = principal(people.by_login(by(connection), "manager.h01"))
        with pytest.raises(Forbidden):
            dataset.write(by(connection, manager), tmp_path)
        (tmp_path / "file").write_text("")
        with pytest.raises(Refused):
            dataset.write(by(connection, operator()), tmp_path / "file")
