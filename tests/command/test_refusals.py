"""What a command is refused for by the system or the database: one Japanese line, and nothing half done."""

from __future__ import annotations

import errno
import io
import sqlite3
from pathlib import Path

import pytest

from checklist import __main__ as program
from checklist.errors import Fault
from checklist.formats import grid_file
from checklist.store import db, doctor
from tests.command.test_command_line import HOSPITALS, Captured, refused, run
from tests.world import World


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (sqlite3.OperationalError("database is locked"), "ほかの処理がデータベースを使用中です。しばらく待ってから"),
        (sqlite3.OperationalError("disk I/O error"), "データベースを読み書きできません。壊れている可能性があります："),
        (sqlite3.DatabaseError("file is not a database"), "データベースを読み書きできません。"),
        (FileNotFoundError(errno.ENOENT, "No such file", "名簿.csv"), "ファイルまたはフォルダーがありません：名簿.csv"),
        (PermissionError(errno.EACCES, "Permission denied", "名簿.csv"), "読み書きする権限がありません：名簿.csv"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "名簿"), "ファイルではなくフォルダーです：名簿"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "名簿/x"), "フォルダーではありません：名簿/x"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "ディスクに空きがありません。空きを増やしてから実行してください：",
        ),
        (OSError(errno.EIO, "Input/output error"), "ファイルを読み書きできません："),
        (UnicodeDecodeError("utf-8", b"\x8e", 0, 1, "bad"), "文字として読み取れない入力があります。UTF-8で"),
    ],
)
def test_what_the_system_refuses_is_one_japanese_line(
    error: Exception, told: str, world: World, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def work(_: object) -> int:
        raise error

    monkeypatch.setitem(program.ON_CURRENT_DATABASE, "sheet list", work)
    line = refused(capsys, "sheet", "list")
    assert line.startswith(told)
    assert not any(word in line for word in ("Errno", "denied", "locked", "space", "codec"))


def test_a_database_that_somebody_else_writes_is_told_as_busy(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "hospitals.csv").write_text(HOSPITALS)
    real = db.connect

    def hurried(path: Path | None = None) -> object:
        connection = real(path)
        connection.execute("PRAGMA busy_timeout = 1")
        return connection

    monkeypatch.setattr(db, "connect", hurried)
    with db.writing():
        assert "使用中です" in refused(capsys, "hospital", "import", tmp_path / "hospitals.csv")
    assert run(capsys, "hospital", "import", tmp_path / "hospitals.csv")[0] == 0


def test_doctor_tells_what_is_odd_without_calling_it_broken(
    world_db: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    found = doctor.Examination((), (Fault("ファイル", "2件は使われていません。"),), 7)
    monkeypatch.setattr(doctor, "examine", lambda path, checks: found)
    code, out, err = run(capsys, "doctor")
    assert (code, err) == (0, "")
    assert out.startswith(
        "注意　ファイル：2件は使われていません。\n7項目を検査しました。異常はありません。\n記録の連鎖："
    )


# Written out: a file that is none, at each command that takes one.
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "ファイルが空です。"),
        (b"x" * (grid_file.FILE_LIMIT + 1), "ファイルが大きすぎます（5MBまで）。"),
        (b"PK\x03\x04", "ファイルを開けません。"),
        (b"\x81\xff,\xa0", "文字コードを判別できません。"),
        (b"\xd0\xcf\x11\xe0" + bytes(9), "ファイルを開けません。"),
    ],
)
@pytest.mark.parametrize(
    "command", ["hospital import F", "record import conference F --hospital H01", "sheet import F", "sheet check F"]
)
def test_a_file_that_is_no_table_is_named_in_one_line(
    command: str, content: bytes, told: str, world: World, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "表.csv"
    file.write_bytes(content)
    line = refused(capsys, *(file if word == "F" else word for word in command.split()))
    assert line.startswith("表.csv：")
    assert told in line


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("export visit 999 --out x.pdf", "登録されていません"),
        ("export comparison --year 2026 --out x.pdf", "2026年度には、比較できる提出済みの評価がありません。"),
        ("criteria H99", "登録されていません"),
        ("criteria H01 --on 1999-04-01", "基準"),
        ("evidence pack H01 --out x.zip --on 1999-04-01", "基準"),
        ("evidence pack H01 --out x", ".zip または .pdf で終わるようにしてください。"),
        ("sheet export mini-2 --out x", ".csv または .xlsx で終わるようにしてください。"),
        ("sheet export mini-9 --out x.csv", "登録されていません"),
        ("export visit 1 --out no/folder/x.pdf", "ファイルまたはフォルダーがありません：no/folder/x.pdf"),
        ("hospital import none.csv", "ファイルまたはフォルダーがありません：none.csv"),
        ("record import conference none.csv --hospital H01", "ファイルまたはフォルダーがありません：none.csv"),
    ],
)
def test_what_is_not_there_leaves_no_file_behind(
    command: str, told: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.chdir(tmp_path)
    assert told in refused(capsys, *command.split())
    left = {path.name for path in tmp_path.iterdir()} - before
    # Of the database itself, whose connections a test keeps.
    assert left - {"checklist.db-wal", "checklist.db-shm"} == set()


@pytest.mark.parametrize("typed", ["", "\n", "short\n", "\na long password\n"])
def test_a_password_that_is_none_changes_nothing(
    typed: str, world: World, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def stored() -> str:
        with db.reading() as connection:
            return str(connection.execute("SELECT password_hash FROM person WHERE login = 'admin'").fetchone()[0])

    before = stored()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert "パスワード" in refused(capsys, "user", "reset", "admin", "--password-stdin")
    assert stored() == before
