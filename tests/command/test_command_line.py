"""The command line: what each command does, refuses, and says when it is used wrongly."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from checklist.__main__ import ON_ANY_FILE, ON_CURRENT_DATABASE, main
from checklist.command import command_line
from checklist.model.accounts import Role
from checklist.model.records import KINDS
from checklist.store import db, doctor
from checklist.store.accounts import people
from checklist.store.db import ROOT
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from tests import cycle, pdf_text
from tests.world import World, by

LEAVES = (
    "serve", "demo", "migrate", "doctor", "backup", "restore", "export visit", "export comparison", "export hospital",
    "export region", "export dataset", "export leader", "sheet list",
    "sheet check", "sheet import", "sheet export", "sheet propose", "hospital import", "person import", "record import", "case import", "plan", "criteria",
    "evidence pack", "notices send", "user add", "user reset", "user reset-second-factor", "user list", "nation",
)  # fmt: skip
ENGLISH = ("usage", "error", "options", "positional", "argument", "invalid", "required", "show this help", "Traceback")
SHEET = ROOT / "data" / "sheets" / "anzen-1.csv"
HOSPITALS = """コード,病院名,開設者,所在地,病床数,種別,院外,加算区分,地域連携区分,算定開始日,受理番号
Ｘ１,架空はるか病院,架空市,架空県架空市1番,１２０床,一般,,加算1,1,2024年6月1日,第1号
X2,架空外病院,,,80,,はい,,,,
"""

Captured = pytest.CaptureFixture[str]

WRITTEN_BY = "SELECT person.name FROM conference r JOIN person ON person.id = r.person_id WHERE r.id = 1"


def run(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    """Exit code, output and complaint of a command."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = int(str(end.code or 0))
    found = capsys.readouterr()
    return code, found.out, found.err


def refused(capsys: Captured, *arguments: object) -> str:
    """The one line with which a command is refused."""
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("leaf", ["", "export", "sheet", "hospital", "user", *LEAVES])
def test_every_command_explains_itself_in_japanese(leaf: str, capsys: Captured) -> None:
    code, out, _ = run(capsys, *leaf.split(), "--help")
    assert code == 0
    assert out.startswith("使い方：python -m checklist")
    assert not [word for word in ENGLISH if word in out]
    assert "--db F" in out


def test_the_commands_of_the_contract_are_all_there_and_each_has_its_work() -> None:
    assert {*ON_ANY_FILE, *ON_CURRENT_DATABASE} == set(LEAVES)
    for leaf in LEAVES:
        assert command_line.grammar().parse_args(_filled(leaf)).verb == leaf


def _filled(leaf: str) -> list[str]:
    """The command with everything that it requires."""
    needs = {
        "backup": "--to f", "restore": "--from f", "export visit": "1 --out f", "export comparison": "--year 2026 --out f",
        "export hospital": "H01 --year 2026 --out f", "export region": "--year 2026 --out f", "export dataset": "--out f",
        "export leader": "H01 --out f",
        "sheet check": "f", "sheet import": "f", "sheet export": "anzen-1 --out f", "sheet propose": "f --out g", "hospital import": "f",
        "person import": "f --out g",
        "record import": "conference f --hospital H01", "case import": "f", "plan": "--year 2026", "criteria": "H01", "evidence pack": "H01 --out f",
        "user add": "--login aa --name aa --role admin", "user reset": "aa", "user reset-second-factor": "aa",
        "nation": "f --out g.csv",
    }  # fmt: skip
    return [*leaf.split(), *needs.get(leaf, "").split()]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "コマンド を指定してください"),
        ("dance", "コマンド に dance は指定できません"),
        ("sheet", "コマンド を指定してください"),
        ("doctor --loud", "不明な指定です：--loud"),
        ("doctor --d x", "不明な指定です：--d x"),
        ("doctor --head 0123", "--head：連鎖の値（16〜64桁の16進数）を指定してください"),
        ("backup", "now/drill --to のいずれかを指定してください"),
        ("backup later", "now/drill に later は指定できません（使えるもの：now, drill）"),
        ("backup drill --to f", "同時に指定できません"),
        ("backup --to", "--to に値を指定してください"),
        ("demo --json=1", "--json に値は指定できません"),
        ("demo --hospitals 2", "--hospitals：整数（3〜300）を指定してください"),
        ("demo --years ３", "--years：整数（1〜10）を指定してください"),
        ("serve --port 70000", "--port：整数（1〜65535）を指定してください"),
        ("export visit first --out f", "ID：整数"),
        ("record import dance f --hospital H01", "KIND に dance は指定できません（使えるもの：conference"),
        ("record import conference f", "--hospital を指定してください"),
        ("export visit 1 --out f --format docx", "--format に docx は指定できません"),
        ("user add --login a --name a --role boss", "--role に boss は指定できません"),
        ("user add --login a --name a --role admin --center --hospital H01", "同時に指定できません"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_in_japanese_what_is_wrong(
    arguments: str, sentence: str, capsys: Captured
) -> None:
    code, out, err = run(capsys, *arguments.split())
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.startswith("使い方：")
    assert not [word for word in ENGLISH if word in err]


@pytest.mark.parametrize(
    "arguments",
    [
        ("sheet", "export", "mini\udc8f", "--out", "out.csv"),
        ("user", "add", "--login", "abc", "--name", "\udc8e\udc52", "--role", "admin", "--password-stdin"),
        ("user", "reset", "\udc8e\udc52", "--password-stdin"),
    ],
)
def test_bytes_of_another_encoding_are_refused_in_one_line(
    world: World, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    assert "UTF-8" in refused(capsys, *arguments)


def test_a_password_in_another_encoding_is_refused_in_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\x8e\x52" * 10), "utf-8"))
    assert "UTF-8" in refused(capsys, "user", "reset", "admin", "--password-stdin")


@pytest.mark.parametrize("host", ["..", "é" * 70])
def test_a_host_that_is_no_name_is_refused_in_one_line(world: World, host: str, capsys: Captured) -> None:
    assert "使用できません" in refused(capsys, "serve", "--host", host, "--port", "8702")


@pytest.mark.parametrize(
    "leaf", [leaf for leaf in LEAVES if leaf not in ("serve", "demo", "migrate", "restore", "nation")]
)
def test_a_missing_or_foreign_database_is_refused_in_one_line_and_left_alone(
    leaf: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("CHECKLIST_DB", "unset")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f").write_text("これはデータベースではありません" * 100)
    assert "データベースがありません" in refused(capsys, *_filled(leaf), "--db", "missing.db")
    assert "このシステムのデータベースではありません" in refused(capsys, *_filled(leaf), "--db", "f")
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_text() == "これはデータベースではありません" * 100


def test_migrate_makes_a_database_once_and_leaves_foreign_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("CHECKLIST_DB", "unset")
    target = tmp_path / "new folder" / "region.db"
    assert run(capsys, "migrate", "--db", target)[1].startswith("データベースを更新しました")
    assert run(capsys, "migrate", "--db", target) == (0, "データベースは最新です。\n", "")
    foreign = tmp_path / "foreign.txt"
    foreign.write_text("手順書")
    refused(capsys, "migrate", "--db", foreign)
    refused(capsys, "serve", "--db", foreign)
    assert foreign.read_text() == "手順書"


def test_doctor_says_that_all_is_well_or_ends_with_1(world_db: Path, capsys: Captured) -> None:
    count = len(doctor.CHECKS) + len(doctor.REMARKS)
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    assert out.startswith(f"{count}項目を検査しました。異常はありません。\n記録の連鎖：")
    with db.connect(world_db).conn as connection:
        connection.execute("DROP TRIGGER rating_delete")
    code, out, err = run(capsys, "doctor", "--db", world_db)
    assert code == 1
    assert "rating_delete" in out
    assert err == f"{count}項目を検査し、1件の異常が見つかりました。\n"


def test_a_head_that_was_written_down_is_looked_for_by_doctor_and_restore(
    world: World, world_db: Path, tmp_path: Path, capsys: Captured
) -> None:
    cycle.submitted(world)
    link = re.search(r"[0-9a-f]{64}", run(capsys, "doctor")[1])
    assert link
    short = " ".join(link[0][place : place + 4] for place in range(0, 16, 4))
    assert run(capsys, "doctor", "--head", short)[0] == 0
    code, out, _ = run(capsys, "doctor", "--head", "0" * 16)
    assert (code, "控えの値（0000000000000000）が連鎖の中にありません。" in out) == (1, True)
    copy = tmp_path / "copy.db"
    run(capsys, "backup", "--to", copy)
    assert "控えの値" in refused(capsys, "restore", "--from", copy, "--head", "0" * 64)
    assert run(capsys, "restore", "--from", copy, "--head", link[0])[0] == 0


def test_a_backup_is_restored_and_what_it_replaces_is_named(world: World, tmp_path: Path, capsys: Captured) -> None:
    copy = tmp_path / "copy.db"
    assert run(capsys, "backup", "--to", copy)[0] == 0
    assert "同じ名前のファイル" in refused(capsys, "backup", "--to", copy)
    assert "フォルダーがありません" in refused(capsys, "backup", "--to", tmp_path / "nowhere" / "copy.db")
    code, out, _ = run(capsys, "restore", "--from", copy)
    assert code == 0
    kept = re.search(r"置き換える前のデータベース：(.+)", out)
    assert kept
    assert Path(kept[1]).exists()
    assert "ファイルがありません" in refused(capsys, "restore", "--from", tmp_path / "none.db")


def test_a_backup_is_made_where_the_settings_say_and_tried(world: World, world_db: Path, capsys: Captured) -> None:
    code, out, _ = run(capsys, "backup", "drill")
    place = world_db.with_name("checklist.db.backups")
    assert code == 0
    assert re.fullmatch(
        rf"バックアップを作成し、読み戻して確かめました：{place}/checklist-[0-9-]+\n"
        rf"別の場所に復元し、すべての行とファイルが一致することを確かめました（[0-9.]+秒）：{place}/checklist-[0-9-]+\n",
        out,
    )
    (copy,) = place.iterdir()
    assert "確かめたバックアップの作成日時：20" in run(capsys, "backup", "drill")[1]
    (copy / "checklist.db").write_bytes(b"x")
    assert "作成した時と異なります" in refused(capsys, "backup", "drill")
    assert run(capsys, "backup", "now")[0] == 0
    assert len(list(place.iterdir())) == 2


def test_a_visit_and_a_comparison_are_written_as_the_screens_show_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-20")
    monkeypatch.setenv("CHECKLIST_DB", str(tmp_path / "demo.db"))
    assert run(capsys, "demo", "--no-serve", "--hospitals", 4, "--years", 2)[0] == 0
    for arguments, kind in (("visit 1", "xlsx"), ("comparison --year 2025", "xlsx")):
        out = tmp_path / f"{arguments[:5]}.{kind}"
        assert run(capsys, "export", *arguments.split(), "--format", kind, "--out", out)[0] == 0
        assert openpyxl.load_workbook(out).sheetnames
    out = tmp_path / "visit.csv"
    assert run(capsys, "export", "visit", 1, "--format", "csv", "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "架空データ" in out.read_text("utf-8")
    out = tmp_path / "leader.pdf"
    assert run(capsys, "export", "leader", "H001", "--format", "pdf", "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "登録されていません" in refused(capsys, "export", "leader", "H999", "--out", tmp_path / "x.pdf")
    assert "登録されていません" in refused(capsys, "export", "visit", 999, "--out", tmp_path / "x.xlsx")
    assert "2015年度" in refused(capsys, "export", "comparison", "--year", 2015, "--out", tmp_path / "x.xlsx")
    assert "フォルダー" in refused(capsys, "export", "visit", 1, "--out", tmp_path)
    assert not (tmp_path / "x.xlsx").exists()


def test_sheets_are_checked_imported_listed_and_exported(empty_db: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(capsys, "sheet", "check", SHEET)[1].startswith("誤りはありません")
    assert run(capsys, "sheet", "list") == (0, "", "")
    assert run(capsys, "sheet", "import", SHEET)[0] == 0
    assert "すでに登録されています" in refused(capsys, "sheet", "import", SHEET)
    assert run(capsys, "sheet", "list")[1].startswith("anzen-1\t")
    for kind in ("csv", "xlsx"):
        out = tmp_path / f"again.{kind}"
        assert run(capsys, "sheet", "export", "anzen-1", "--out", out)[0] == 0
        assert run(capsys, "sheet", "check", out)[0] == 0
    assert "登録されていません" in refused(capsys, "sheet", "export", "none", "--out", tmp_path / "x.csv")
    assert ".csv または .xlsx" in refused(capsys, "sheet", "export", "anzen-1", "--out", tmp_path / "x.doc")


def test_a_faulty_sheet_gets_every_fault_and_changes_nothing(empty_db: Path, tmp_path: Path, capsys: Captured) -> None:
    text = SHEET.read_text("utf-8-sig").replace("abcx", "xyz").replace(",ア-イ,", ",ウ,", 1)
    (tmp_path / "faulty.csv").write_text(text)
    for verb in ("check", "import"):
        code, out, err = run(capsys, "sheet", verb, tmp_path / "faulty.csv")
        assert (code, out) == (1, "")
        assert len(err.splitlines()) >= 2
    with db.reading() as connection:
        assert sheets.versions(by(connection)) == []
    assert "ありません" in refused(capsys, "sheet", "check", tmp_path / "none.csv")
    assert "フォルダー" in refused(capsys, "sheet", "check", tmp_path)


def test_hospitals_are_imported_with_their_filings(empty_db: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "hospitals.csv").write_text(HOSPITALS)
    code, tried, _ = run(capsys, "hospital", "import", tmp_path / "hospitals.csv", "--dry-run")
    assert (code, tried.splitlines()[0]) == (0, "病院\t新規\tX1　架空はるか病院")
    with db.reading() as connection:
        assert hospitals.all_hospitals(by(connection)) == []
    code, out, err = run(capsys, "hospital", "import", tmp_path / "hospitals.csv")
    assert (code, out.splitlines()[-1], err) == (0, "取り込みました（病院：新規 2件、届出：新規 2件）。", "")
    with db.reading() as connection:
        assert [found.code for found in hospitals.all_hospitals(by(connection))] == ["X1", "X2"]
    (tmp_path / "faulty.csv").write_text(HOSPITALS + "X3,,,,0,大学,,9,,昨日,\nX1,別の名前,,,10,,,,,,\n")
    code, _, err = run(capsys, "hospital", "import", tmp_path / "faulty.csv")
    assert code == 1
    assert {line.split("：")[0] for line in err.splitlines()} >= {
        "4行目・病院名", "4行目・病床数", "4行目・種別", "4行目・加算区分", "4行目・算定開始日", "5行目・コード",
    }  # fmt: skip


def test_people_are_imported_with_a_file_of_first_passwords(world: World, tmp_path: Path, capsys: Captured) -> None:
    file, slips = tmp_path / "people.csv", tmp_path / "slips.pdf"
    file.write_text("ログインID,氏名,所属,役割\nnew.h01,架空 花子,H01,evaluator\n")
    code, out, _ = run(capsys, "person", "import", file, "--out", slips)
    assert (code, out.splitlines()[0]) == (0, "利用者\t新規\tnew.h01")
    assert slips.stat().st_mode & 0o077 == 0
    password = re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", "".join(pdf_text.pages(slips.read_bytes())))[0]
    with db.reading() as connection:
        found = people.credentials(connection, "new.h01")
    assert found is not None
    assert people.verify_password(found[1], password)
    slips.unlink()
    code, out, _ = run(capsys, "person", "import", file, "--out", slips)
    assert (code, out) == (0, "取り込みました（利用者：変更なし 1件）。新しいアカウントはありません。\n")
    assert not slips.exists()
    assert "利用者の表がありません" in refused(capsys, "person", "import", _hospital_file(tmp_path), "--out", slips)


def _hospital_file(folder: Path) -> Path:
    file = folder / "hospitals.csv"
    file.write_text(HOSPITALS)
    return file


def test_accounts_are_added_listed_and_reset(world: World, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def with_password(password: str, *arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return run(capsys, *arguments, "--password-stdin")

    add = ("user", "add", "--login", "ＮＥＷ", "--name", "新任 花子", "--role", "evaluator", "--role", "leader")
    assert with_password("a long password", *add, "--hospital", "H02")[0] == 0
    assert "すでに使われています" in with_password("a long password", *add, "--hospital", "H02")[2]
    assert "所属病院が必要" in with_password("a long password", *add)[2]
    assert "登録されていません" in with_password("a long password", *add, "--hospital", "H99")[2]
    assert with_password("short", "user", "reset", "new")[0] == 1
    assert with_password("another password", "user", "reset", "new")[0] == 0
    assert "登録されていません" in with_password("another password", "user", "reset", "nobody")[2]
    with db.reading() as connection:
        person = people.by_login(by(connection), "new")
        assert person.roles == {Role.EVALUATOR, Role.LEADER}
        assert people.logins_with_password(by(connection), "another password") == {"new"}
    assert "new\t新任 花子\t訪問評価者・病院幹部\t架空市民病院\n" in run(capsys, "user", "list")[1]


def test_records_come_from_a_file_in_the_name_of_the_safety_manager(
    world: World, tmp_path: Path, capsys: Captured
) -> None:
    rows = "開催日,出席者数,うち委員会の構成員,議題と検討内容\nR8.5.11,8,3,転倒事例の検討\n"
    (tmp_path / "ok.csv").write_text(rows)
    (tmp_path / "faulty.csv").write_text(rows + "昨日,,9,\n")
    command = ("record", "import", "conference", tmp_path / "ok.csv", "--hospital", "ｈ01".upper())
    assert run(capsys, *command)[1] == "1件の記録を取り込みました。\n"
    assert "（1件は登録済みの記録と同じため、取り込んでいません）" in run(capsys, *command)[1]
    with db.reading() as connection:
        assert connection.execute(WRITTEN_BY).fetchone()[0] == "manager.h01 さん"
    code, _, err = run(capsys, "record", "import", "conference", tmp_path / "faulty.csv", "--hospital", "H01")
    assert (code, len(err.splitlines())) == (1, 3)
    assert "登録されていません" in refused(capsys, *command[:-1], "H99")


def test_cases_come_from_a_file_with_former_words_put_in_their_place(
    world: World, tmp_path: Path, capsys: Captured
) -> None:
    file, table = tmp_path / "cases.csv", tmp_path / "words.csv"
    file.write_text(
        "受付番号,受付日,種別,相談内容（大）,相談方法\nA-1,2025/4/8,クレーム,医療費,電話\n", encoding="utf-8"
    )
    table.write_text("列,以前の区分,今の区分\n種別,クレーム,苦情\n", encoding="utf-8")
    code, out, err = run(capsys, "case", "import", file)
    assert (code, out) == (1, "")
    assert "種別\tクレーム\t1行" in err
    assert "2行目・種別" in err
    for more, told in (("--dry-run", "新規 1件"), (None, "取り込みました（新規 1件"), (None, "登録済み 1件")):
        code, out, err = run(capsys, "case", "import", file, "--map", table, *([more] if more else []))
        assert (code, err) == (0, "")
        assert told in out
    with db.reading() as connection:
        found = connection.execute("SELECT c.kind, p.login FROM center_case c JOIN person p ON p.id = c.person_id")
        assert [tuple(row) for row in found] == [("complaint", "center")]


def test_the_help_of_the_import_lists_every_kind_with_its_columns(capsys: Captured) -> None:
    _, out, _ = run(capsys, "record", "import", "--help")
    for code, kind in KINDS.items():
        assert f"{code}＝{kind.WORD}\n" in out
    assert "列：月の末日、新入院患者数、氏名でないことを確認" in out


def test_a_password_typed_twice_differently_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    typed = iter(["a long password", "a long passwort"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert "一致しません" in refused(capsys, "user", "reset", "admin")


def test_demo_and_serve_become_the_server_on_the_address_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("CHECKLIST_DB", "unset")
    monkeypatch.chdir(tmp_path)
    started: list[list[str]] = []

    def become(_: str, arguments: list[str]) -> None:
        started.append(arguments)
        sys.exit(0)

    monkeypatch.setattr(os, "execv", become)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"ポート{port}は使用できません" in refused(capsys, "serve", "--db", "region.db", "--port", port)
    status, told, _ = run(capsys, "serve", "--db", "region.db", "--port", port)
    assert (status, told) == (0, f"ブラウザーで開く：http://127.0.0.1:{port}\n")
    assert started[0][1:5] == ["-m", "streamlit", "run", "app.py"]
    assert started[0][5:9] == ["--server.address", "127.0.0.1", "--server.port", str(port)]
    assert os.environ["CHECKLIST_DB"] == str(tmp_path / "region.db")
    # Else numpy's threads wait for each other in a busy loop.
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert Path.cwd() == ROOT
    assert "架空の地域のデータベースではない" in refused(capsys, "demo", "--db", tmp_path / "region.db")


def test_demo_json_is_one_object_and_the_same_when_opened_again(tmp_path: Path) -> None:
    """As a program sees it: only the object on stdout, in a process of its own."""
    command = [sys.executable, "-m", "checklist", "demo", "--no-serve", "--json", "--port", "8639", "--db"]
    environment = {**os.environ, "CHECKLIST_TODAY": "2026-11-20"}

    def call(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, str(tmp_path / "demo.db"), *more], cwd=ROOT, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    first, again = call("--hospitals", "4", "--years", "1"), call("--seed", "99", "--hospitals", "20")
    assert (first.returncode, first.stderr, again.returncode) == (0, "", 0)
    assert json.loads(first.stdout) == json.loads(again.stdout)
    assert json.loads(first.stdout)["url"] == "http://127.0.0.1:8639"


def test_an_outdated_database_asks_for_migrate(
    empty_db: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with db.writing() as connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_guards'")
    assert "migrate を実行してください" in refused(capsys, "user", "list")
    with db.writing() as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_future')")
    for leaf in ("user list", "migrate", "serve", "demo --no-serve", "doctor"):
        assert "新しい版のプログラム" in refused(capsys, *leaf.split())


def test_a_damaged_database_is_reported_without_a_traceback(world_db: Path, capsys: Captured) -> None:
    content = bytearray(world_db.read_bytes())
    content[4096 * 3 :] = b"\xa5" * (len(content) - 4096 * 3)
    world_db.write_bytes(content)
    for leaf in ("user list", "sheet list", "doctor", "backup --to copy.db"):
        code, _, err = run(capsys, *leaf.split())
        assert code == 1
        assert err
        assert "Traceback" not in err


def test_an_evidence_pack_is_written_as_its_ending_says(world: World, tmp_path: Path, capsys: Captured) -> None:
    for kind, start in (("zip", b"PK"), ("pdf", b"%PDF-")):
        target = tmp_path / f"pack.{kind}"
        code, out, _ = run(capsys, "evidence", "pack", "H01", "--on", "2026-05-31", "--out", target)
        assert (code, out) == (0, f"書き出しました：{target}\n")
        assert target.read_bytes().startswith(start)
    assert ".zip または .pdf" in refused(capsys, "evidence", "pack", "H01", "--out", tmp_path / "pack.docx")
    assert "登録されていません" in refused(capsys, "evidence", "pack", "H99", "--out", tmp_path / "other.zip")
    assert "今日までの日付" in refused(
        capsys, "evidence", "pack", "H01", "--on", "2030-01-01", "--out", tmp_path / "x.zip"
    )
    assert sorted(path.name for path in tmp_path.glob("*.*") if path.suffix in (".zip", ".pdf")) == [
        "pack.pdf",
        "pack.zip",
    ]


def test_a_plan_is_told_as_json_with_hospitals_by_code_and_changes_nothing(world: World, capsys: Captured) -> None:
    status, out, _ = run(capsys, "plan", "--year", "2027", "--json")
    found = json.loads(out)
    assert (status, found["status"], found["gap"], found["unmet"]) == (0, "optimal", 0, [])
    pairs = {(one["evaluator"], one["host"]) for one in found["visits"]}
    ones, two = {"H01", "H02", "H04"}, "H03"
    assert (
        {evaluator for evaluator, host in pairs if host in ones} == {host for _, host in pairs if host in ones} == ones
    )
    assert {evaluator for evaluator, host in pairs if host == two} == ones
    assert all(one["month"] in range(1, 13) for one in found["visits"])
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM year_plan").fetchone()[0] == 0


def test_a_region_that_cannot_be_planned_says_why_in_json_and_in_words(
    empty_db: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Imported as an office would: two of 加算1 in one group, and one of 加算2."""
    rows = ("Z1,甲病院,200,1,1,甲会", "Z2,乙病院,200,1,1,甲会", "Z3,丙病院,80,2,2,")
    head = "コード,病院名,病床数,加算区分,地域連携区分,グループ,算定開始日"
    (tmp_path / "病院.csv").write_text("\n".join((head, *(f"{row},2024-04-01" for row in rows))), encoding="utf-8-sig")
    assert run(capsys, "hospital", "import", tmp_path / "病院.csv")[0] == 0
    found = json.loads(run(capsys, "plan", "--year", "2027", "--json")[1])
    assert found["status"] == "infeasible"
    assert {(one["hospital"], one["duty"]) for one in found["unmet"]} == {
        (code, duty) for code in ("Z1", "Z2") for duty in ("evaluates_1", "evaluated")
    }
    assert {one["reason"] for one in found["unmet"]} == {"相手となれる加算1は、同じグループ（甲会）の病院のみです。"}
    told = run(capsys, "plan", "--year", "2027")[1]
    assert "同じグループの病院を認めると満たせます" in told
    assert json.loads(run(capsys, "plan", "--year", "2027", "--json", "--same-group")[1])["status"] == "optimal"
