"""The region as Parquet where there is nothing, where it cannot be written, and with names that lead elsewhere."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pyarrow import parquet

from checklist.__main__ import main
from checklist.papers.region import dataset
from checklist.store import db
from checklist.store.act import operator
from tests import cycle
from tests.world import World, by

PLANTED = "架空植込太郎"
FILES = {"assessments.parquet", "ratings.parquet", "items.parquet"}


def write(folder: Path, code: str | None = None, **more: bool) -> str:
    with db.reading() as connection:
        return dataset.write(by(connection, operator()), folder, code, **more)


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    return parquet.read_table(next(folder.glob(f"region=*/{name}.parquet"))).to_pylist()  # type: ignore[no-any-return]


def test_an_empty_region_gives_empty_files_with_all_their_columns(empty_db: Path, tmp_path: Path) -> None:
    told = write(tmp_path / "out")
    assert told.count(" 0行") == 3
    place = tmp_path / "out" / "region=region"
    assert {one.name for one in place.iterdir()} == FILES
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "dictionary.csv").read_text(encoding="utf-8-sig"))))
    for one in place.iterdir():
        assert parquet.read_schema(one).names == [line["列"] for line in lines if line["ファイル"] == one.name]
        assert parquet.read_table(one).num_rows == 0


def test_no_file_holds_the_name_of_a_person_comments_or_not(world: World, tmp_path: Path) -> None:
    cycle.sealed(world)
    with db.writing() as connection:
        connection.execute("UPDATE person SET name = ? || login", [PLANTED])
    for comments in (False, True):
        folder = tmp_path / str(comments)
        write(folder, comments=comments)
        with db.reading() as connection:
            logins = [row[0] for row in connection.execute("SELECT login FROM person")]
        # Parquet is packed: the values are looked for as they are read, all other bytes as they are.
        told = [str(rows(folder, name.removesuffix(".parquet"))) for name in FILES]
        told += [one.read_bytes().decode(errors="ignore") for one in folder.rglob("*") if one.is_file()]
        assert rows(folder, "ratings")
        assert not [one for one in told if PLANTED in one or any(login in one for login in logins)]


def test_groups_and_hospitals_are_the_codes_that_the_dictionary_promises(world: World, tmp_path: Path) -> None:
    cycle.sealed(world)
    with db.writing() as connection:
        connection.execute(
            "UPDATE filing SET valid_from = '2027-04-01' WHERE hospital_id = ?", [world.hospitals["H01"]]
        )
    write(tmp_path)
    found = rows(tmp_path, "assessments")
    assert {row["track"] for row in found} == {"self", "visitor", "agreed"}
    assert {row["hospital"] for row in found} == {"H01"}
    # 届出がないときは空.
    assert {row["addon_class"] for row in found} == {None}
    assert {row["value"] for row in rows(tmp_path, "ratings")} <= {"A", "B", "C", "S", "NA", "UNVERIFIED", None}


@pytest.mark.parametrize("code", ["../../evil", "/etc/evil", "a/b", "..", "C:\\evil", "\u202egnp"])
def test_a_code_of_the_region_never_leads_out_of_the_folder(code: str, world: World, tmp_path: Path) -> None:
    write(tmp_path / "out", code)
    (place,) = (one for one in (tmp_path / "out").iterdir() if one.is_dir())
    assert place.name.startswith("region=")
    assert {one.name for one in place.iterdir()} == FILES
    assert {one.name for one in tmp_path.iterdir() if not one.name.startswith("checklist.db")} == {"out"}


@pytest.mark.parametrize("taken", ["file", "file/below", "file/region=13/deep"])
def test_a_wrong_folder_is_told_on_the_command_line_in_one_line(
    taken: str, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("kept")
    assert main(["export", "dataset", "--out", str(tmp_path / taken)]) == 1
    told = capsys.readouterr().err
    assert "書き込めません。別のフォルダーを指定してください。" in told
    assert "Traceback" not in told
    assert (tmp_path / "file").read_text() == "kept"


def test_written_once_more_it_replaces_its_files_and_leaves_no_half_ones(world: World, tmp_path: Path) -> None:
    write(tmp_path)
    assert rows(tmp_path, "ratings") == []
    cycle.submitted(world)
    write(tmp_path)
    assert len(rows(tmp_path, "ratings")) == 12
    assert not list(tmp_path.rglob("*.writing"))
