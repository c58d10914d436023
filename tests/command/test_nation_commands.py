"""Many regions beside each other on the command line: three kinds of files, and everything that is wrong in one pass."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checklist.comparison.nation import places, sums
from checklist.comparison.nation.columns import FILES, FORMAT
from checklist.errors import Refused
from checklist.formats import query_engine
from checklist.papers.region import dataset
from checklist.store import db
from checklist.store.act import operator
from tests import cycle, object_storage, pdf_text
from tests.command.test_command_line import Captured, refused, run
from tests.world import World, by


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    """Two regions with one sealed visit each."""
    cycle.sealed(world)
    with db.reading() as connection:
        for code in ("13", "14"):
            dataset.write(by(connection, operator()), tmp_path / "data", code)
    return tmp_path / "data"


def test_all_three_kinds_of_files_say_what_they_rest_on(data: Path, tmp_path: Path, capsys: Captured) -> None:
    asked = ("nation", "--data", str(data), "--last", "2026", "--out")
    for kind in ("csv", "xlsx", "pdf"):
        code, told, error = run(capsys, *asked, tmp_path / f"nation.{kind}")
        assert (code, error) == (0, "")
        assert told.endswith(f"nation.{kind}\n")
    lines = list(csv.DictReader(io.StringIO((tmp_path / "nation.csv").read_text(encoding="utf-8-sig"))))
    assert {line["評価の種類"] for line in lines} == {"訪問評価", "自己評価", "合意評価"}
    # One hospital of each region: too few to be shown.
    reasons = {line["備考"] for line in lines if line["区分・病院"] == "加算1"}
    assert reasons == {"病院数が5未満のため表示しません"}
    assert not any(line["得点率"] for line in lines)
    book = openpyxl.load_workbook(tmp_path / "nation.xlsx")
    facts = {row[0]: row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert facts["対象"] == "2地域"
    assert facts["年度"] == "2026年度"
    assert "小さな点検表（第2版）" in str(facts["点検表"])
    assert str(facts["示す集団"]).startswith("5病院以上")
    assert facts["計算"] == "DuckDB"
    assert "年" in str(facts["基準日時"])
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] in ("13", "14")] == ["13", "14"]
    paper = "".join(pdf_text.pages((tmp_path / "nation.pdf").read_bytes()))
    for word in ("複数地域の比較", "対象の地域", "集計に含めません（引き算でも分からないようにするため"):
        assert word in paper


def test_no_hospital_is_named_in_any_of_them(data: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(capsys, "nation", data, "--last", "2026", "--out", tmp_path / "nation.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "nation.xlsx")
    told = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    with db.reading() as connection:
        names = [value for row in connection.execute("SELECT code, name FROM hospital") for value in tuple(row)]
        names += [row[0] for row in connection.execute("SELECT name FROM person")]
    assert not [(name, text) for name in names for text in told if name == text or (len(name) > 3 and name in text)]


def _metadata(path: Path, **changes: str | None) -> None:
    """A file with other things told of it."""
    table = pq.read_table(path)
    told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    told = {key: value for key, value in {**told, **changes}.items() if value is not None}
    pq.write_table(table.replace_schema_metadata(told), path)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _foreign(path: Path) -> None:
    pq.write_table(pa.table({"x": [1, 2]}), path)


def _without_a_column(path: Path) -> None:
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["region"]), path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


FAULTS: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "cut": ("ratings", _cut, places.NOT_PARQUET),
    "empty": ("items", lambda path: path.write_bytes(b""), places.NOT_PARQUET),
    "text": ("assessments", lambda path: path.write_text("病院,評価"), places.NOT_PARQUET),
    "foreign": ("ratings", _foreign, places.NOT_OURS),
    "column": ("items", _without_a_column, places.NOT_OURS),
    "older": ("ratings", lambda path: _metadata(path, format=None), places.OLDER),
    "newer": ("items", lambda path: _metadata(path, format=str(FORMAT + 1)), places.NEWER),
    "odd": ("items", lambda path: _metadata(path, format="x"), places.OLDER),
    "no minimum": ("items", lambda path: _metadata(path, minimum="0x"), places.NOT_OURS),
    "gone": ("assessments", Path.unlink, "ファイルがありません。"),
    "folder": ("ratings", _folder, places.NOT_PARQUET),
    "mixed": (
        "ratings",
        lambda path: _metadata(path, as_of="2020年1月1日（水）09:00"),
        "異なるときに書き出したファイル",
    ),
}


def test_every_fault_of_every_region_is_told_in_one_pass_and_nothing_is_written(
    data: Path, tmp_path: Path, capsys: Captured
) -> None:
    source = data / "region=13"
    for name, (file, spoil, _) in FAULTS.items():
        place = data / f"region=z {name}"
        shutil.copytree(source, place)
        for one in FILES:
            _metadata(place / f"{one}.parquet", region=f"z {name}")
        spoil(place / f"{file}.parquet")
    shutil.copytree(source, data / "region=again")
    (tmp_path / "nothing").mkdir()
    out = tmp_path / "nation.csv"
    out.write_text("kept")
    asked = (str(data), str(tmp_path / "nothing"), str(tmp_path / "missing"), "what://is/this", "--out", str(out))
    code, printed, error = run(capsys, "nation", *asked)
    assert (code, printed) == (1, "")
    told = error.splitlines()
    for name, (file, _, sentence) in FAULTS.items():
        (line,) = (one for one in told if f"region=z {name}" in one)
        assert sentence in line
        assert f"{file}.parquet" in line or name == "mixed"
    assert [one for one in told if one.startswith("地域 13：同じ地域のデータが2つあります") and "region=again" in one]
    assert [one for one in told if "nothing" in one and places.NOTHING in one]
    assert [one for one in told if one.startswith(f"{tmp_path / 'missing'}：開けません（見つかりません）")]
    assert [one for one in told if one.startswith("what://is/this：開けません（読み取れません）")]
    assert len(told) == len(FAULTS) + 4
    assert out.read_text() == "kept"


def test_what_is_spoiled_between_its_ends_is_found_by_its_name(data: Path) -> None:
    path = data / "region=14" / "ratings.parquet"
    content = bytearray(path.read_bytes())
    content[4:400] = bytes(396)
    path.write_bytes(content)
    found = places.read([str(data)])
    with pytest.raises(Refused) as refusal:
        sums.add_up(found, "duckdb", sums.Wish(last_year=2026))
    assert refusal.value.message == f"{path}：{places.NOT_PARQUET}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--out", "x.txt"], "書き出すファイルの名前は .pdf・.xlsx・.csv のいずれかで終わるようにしてください。"),
        (["--out", "x.csv"], "export dataset で書き出したフォルダーを1つ以上指定してください。"),
        (["DATA", "--sheet", "none", "--out", "x.csv"], "点検表 none の提出済みの評価がありません。"),
        (["DATA", "--first", "2026", "--last", "2025", "--out", "x.csv"], "初めの年度から終わりの年度まで"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused_in_one_line(
    arguments: list[str], told: str, data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    line = refused(capsys, "nation", *(str(data) if one == "DATA" else one for one in arguments))
    assert told in line
    assert not list(tmp_path.glob("x.*"))


def test_without_spark_a_sentence_says_what_to_install(
    data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    line = refused(capsys, "nation", str(data), "--engine", "spark", "--out", str(tmp_path / "x.csv"))
    assert line.strip() == query_engine.NO_SPARK
    assert not (tmp_path / "x.csv").exists()


def test_object_storage_gives_the_same_numbers_as_the_folder_and_every_fault_of_it_is_told(
    data: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--last", "2026", "--out")
    assert run(capsys, "nation", data, *asked, tmp_path / "here.csv")[0] == 0
    with object_storage.running() as store:
        for name, value in (("ENDPOINT_URL", store.url), ("ACCESS_KEY_ID", object_storage.KEY),
                            ("SECRET_ACCESS_KEY", "invented"), ("REGION", "ap-northeast-1"), ("EC2_METADATA_DISABLED", "true"),
                            ("REQUEST_CHECKSUM_CALCULATION", "when_required")):  # fmt: skip
            monkeypatch.setenv(f"AWS_{name}", value)
        store.buckets["kakuu"] = {}
        for code in ("13", "架空県"):
            told = run(capsys, "export", "dataset", "--out", "s3://kakuu/全国/", "--region", code)
            assert told[0] == 0, told
            assert told[1].startswith(f"書き出しました：s3://kakuu/全国/region={code}（assessments.parquet ")
        assert set(store.buckets["kakuu"]) == {
            *(f"全国/region={code}/{one}.parquet" for code in ("13", "架空県") for one in FILES),
            "全国/README", "全国/dictionary.csv",
        }  # fmt: skip
        assert run(capsys, "nation", "s3://kakuu/全国", *asked, tmp_path / "there.csv")[::2] == (0, "")
        here, there = (csv_rows(tmp_path / f"{name}.csv") for name in ("here", "there"))
        assert [[cell.replace("14　", "架空県　") for cell in row] for row in here] == there
        store.buckets["kakuu"]["全国/region=架空県/items.parquet"] = b"PAR1"
        line = refused(capsys, "nation", "s3://kakuu/全国", *asked, tmp_path / "there.csv")
        assert line.strip() == f"s3://kakuu/全国/region=架空県/items.parquet：{places.NOT_PARQUET}"
        line = refused(capsys, "nation", "s3://nowhere/全国", *asked, tmp_path / "there.csv")
        assert "s3://nowhere/全国：開けません" in line
        line = refused(capsys, "export", "dataset", "--out", "s3://nowhere/全国")
        assert "s3://nowhere/全国 に書き込めません。アドレス、認証の情報" in line
        store.behind = b"0;x-amz-checksum"
        assert "に書き込めません。" in refused(capsys, "export", "dataset", "--out", "s3://kakuu/全国")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODY")
        assert "に書き込めません。" in refused(capsys, "export", "dataset", "--out", "s3://kakuu/全国")
    assert not Path("s3:").exists(), "an address is no folder"


def csv_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
