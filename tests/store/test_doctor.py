"""Every kind of damage is found and told in words."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from checklist import words
from checklist.errors import Trouble
from checklist.model.assessments import Operation
from checklist.model.visits import VisitState
from checklist.store import db, doctor, health, open_file
from checklist.store.act import acting
from checklist.store.assessments import answers, assessments, photos
from checklist.store.closing import erasures
from checklist.store.files import files, picture
from checklist.store.visits import visit_rows, visit_steps
from tests import cycle
from tests.pictures import jpeg
from tests.world import CODES, World, by, principal


@pytest.fixture
def filled(world: World, world_db: Path) -> Path:
    """The small world with a submitted visitor assessment whose first item was answered twice."""
    member = principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        for version, value in enumerate("AB"):
            send = [Operation(str(uuid.uuid4()), code, version, value, "記載がない") for code in CODES]
            answers.record(by(connection, member), world.visitor_assessment, send if value == "A" else send[:1])
        assessments.submit(by(connection, member), world.visitor_assessment)
        visit_steps.move(by(connection, member), world.visit, VisitState.ON_SITE)
        visit_rows.enter(by(connection, member), world.visit, VisitState.REPORTED)
    return world_db


def break_with(path: Path, *statements: str) -> None:
    """Run statements with every trigger and foreign key out of the way; the triggers are put back afterwards."""
    with closing(sqlite3.connect(path)) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert raw.execute(statement).rowcount != 0
        for _, sql in triggers:
            raw.execute(sql)
        raw.commit()


def messages(path: Path) -> list[str]:
    """The faults in words."""
    return [str(fault) for fault in doctor.examine(path).faults]


def test_a_database_in_use_is_healthy(filled: Path) -> None:
    found = doctor.examine(filled)
    assert (found.faults, found.remarks) == ((), ())
    assert found.checks == len(doctor.CHECKS) + len(doctor.REMARKS)


@pytest.mark.parametrize(
    ("statement", "where", "message"),
    [
        ("UPDATE rating SET value = 'C' WHERE version = 2", "評価1 項目1-01", "履歴の最後の記録と一致しません"),
        ("UPDATE rating SET comment = 'あ' WHERE version = 2", "評価1 項目1-01", "履歴の最後の記録と一致しません"),
        ("UPDATE rating_history SET person_id = 1 WHERE version = 2", "評価1 項目1-01", "履歴の最後の記録"),
        ("UPDATE rating SET saved_at = '2020-01-01' WHERE version = 2", "評価1 項目1-01", "履歴の最後の記録"),
        ("DELETE FROM rating WHERE version = 2", "評価1 項目1-01", "履歴にある評定が失われています"),
        ("UPDATE rating SET version = 1 WHERE version = 2", "評価1 項目1-01", "履歴にある評定が失われています"),
        ("DELETE FROM rating_history WHERE version = 2", "評価1 項目1-01", "履歴の最後の記録と一致しません"),
        (
            "DELETE FROM rating_history WHERE version = 1 AND item_id IN (SELECT item_id FROM rating WHERE version = 2)",
            "評価1 項目1-01",
            "1から順にそろっていません",
        ),
        ("UPDATE rating SET item_id = 1 WHERE version = 2", "評価1 項目1-01", "点検表にない項目"),
        ("UPDATE rating SET value = 'S' WHERE version = 2", "評価1 項目1-01", "評価尺度にない評定"),
        ("UPDATE sheet_version SET frozen_at = NULL WHERE id = 2", "点検表 mini-2", "固定されていません"),
        ("DELETE FROM assessment_event", "評価1", "提出の記録がありません"),
        ("UPDATE visit SET state = 'planned'", "訪問1", "状態が最後の記録と一致しません"),
        ("UPDATE assessment SET fiscal_year = 2020 WHERE track = 'visitor'", "評価1", "年度と一致しません"),
        ("UPDATE rating SET person_id = 999 WHERE version = 2", "rating ", "参照先（person）の行がありません"),
    ],
)
def test_each_damage_is_found_where_it_is(filled: Path, statement: str, where: str, message: str) -> None:
    break_with(filled, statement)
    assert [found for found in messages(filled) if found.startswith(where) and message in found]


@pytest.mark.parametrize(
    "statement",
    ["DROP TRIGGER rating_delete", "DROP INDEX assessment_one_self", "DROP TABLE login_failure"],
)
def test_a_lost_guard_is_found(filled: Path, statement: str) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        raw.execute(statement)
    assert messages(filled) == [
        f"{statement.split()[-1]}：データの決まりを守る仕組みが失われているか、書き換えられています。"
    ]


def test_a_weakened_trigger_is_found(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        raw.execute("DROP TRIGGER hospital_delete_kept")
        raw.execute("CREATE TRIGGER hospital_delete_kept BEFORE DELETE ON hospital BEGIN SELECT 1; END")
    assert [found.partition("：")[0] for found in messages(filled)] == ["hospital_delete_kept"]


def test_steps_that_are_not_applied_are_found(empty_db: Path) -> None:
    break_with(empty_db, "DELETE FROM _sqlite_migrations WHERE name = 'm002_guards'")
    assert messages(empty_db) == ["m002_guards：未適用の更新があります。migrate を実行してください。"]


def test_another_journal_mode_is_found(filled: Path) -> None:
    open_file.let_go(filled)
    with closing(sqlite3.connect(filled)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    assert messages(filled) == ["ファイル：記録方式がWALではありません。migrate を実行してください。"]


def test_a_damaged_page_is_told_once_and_ends_no_check_with_an_exception(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'rating_history'").fetchone()[0]
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(filled.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    filled.write_bytes(content)
    assert messages(filled) == ["ファイル：読み取れないデータがあるため、検査を完了できません。"]


def test_many_faults_of_one_kind_are_counted(filled: Path) -> None:
    break_with(
        filled,
        """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
           INSERT INTO visit (fiscal_year, host_id, mode, state, created_at)
           SELECT 2026, 1, 'on_site', 'planned', '2026-04-01' FROM n""",
    )
    assert len(messages(filled)) == doctor.MOST + 1
    assert messages(filled)[-1] == "同じ種類の問題がほかに10件あります。"


def test_a_member_who_moved_is_only_remarked(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET hospital_id = ? WHERE login = 'second.h02'", [world.hospitals["H04"]])
    found = doctor.examine(world_db)
    assert found.faults == ()
    assert [remark.where for remark in found.remarks] == ["訪問1 second.h02"]


@pytest.fixture
def sealed(world: World, world_db: Path) -> Path:
    """The small world with a sealed report, a photo, and one finding."""
    shrunk = picture.shrink(jpeg())
    sha256 = files.put(files.folder_beside(world_db), shrunk.content)
    with db.writing() as connection:
        member = principal(world.people["evaluator.h02"])
        photos.add(by(connection, member), world.visitor_assessment, "1-01", str(uuid.uuid4()), shrunk, sha256)
    cycle.sealed(world)
    return world_db


def test_a_sealed_report_with_its_photo_is_healthy(sealed: Path) -> None:
    found = doctor.examine(sealed)
    assert (found.faults, found.remarks) == ((), ())


@pytest.mark.parametrize(
    ("statement", "where", "message"),
    [
        (
            "UPDATE report SET snapshot = replace(snapshot, '病院長', '病院氏')",
            "訪問1 評価報告書 第1版",
            "書き換えられて",
        ),
        ("UPDATE report SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')", "訪問1 評価報告書", "書き換えられて"),
        ("UPDATE assessment SET state = 'submitted' WHERE track = 'agreed'", "訪問1", "評価が確定していません"),
        ("DELETE FROM report", "評価1", "評価報告書がありません"),
        ("UPDATE finding SET text = '別の文'", "指摘事項1", "履歴の最後の記録と一致しません"),
        ("DELETE FROM finding_history", "指摘事項1", "履歴の最後の記録と一致しません"),
    ],
)
def test_each_damage_to_a_sealed_report_is_found(sealed: Path, statement: str, where: str, message: str) -> None:
    break_with(sealed, statement)
    assert [found for found in messages(sealed) if found.startswith(where) and message in found]


def test_a_snapshot_changed_by_one_byte_is_found(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(sealed.read_bytes())
    place = content.index('"name":"架空 院長"'.encode())
    content[place + 10] ^= 1
    sealed.write_bytes(content)
    assert "訪問1 評価報告書 第1版：確定後に内容が書き換えられています。" in messages(sealed)


def test_a_photo_that_is_missing_or_changed_is_found(sealed: Path) -> None:
    photo = next(files.stored(files.folder_beside(sealed)))
    content = bytearray(photo.read_bytes())
    content[100] ^= 1
    photo.write_bytes(content)
    assert "壊れて" in messages(sealed)[0]
    photo.unlink()
    assert "見つかりません" in messages(sealed)[0]


def test_an_erased_photo_that_is_still_there_is_found_and_a_left_over_file_only_remarked(
    sealed: Path, world: World
) -> None:
    photo = next(files.stored(files.folder_beside(sealed)))
    content = photo.read_bytes()
    with acting(principal(world.people["evaluator.h02"])) as act:
        erasures.erase_photo(act, 1, "患者の顔")
    assert messages(sealed) == []
    files.put(files.folder_beside(sealed), content)
    assert messages(sealed) == [f"ファイル {photo.name[:12]}：消去した写真のファイルが残っています。"]
    photo.unlink()
    left = files.put(files.folder_beside(sealed), b"left over")
    assert [str(one) for one in doctor.examine(sealed).remarks] == [
        f"ファイル {left[:12]}：どの記録からも使われていません。"
    ]


def test_a_disk_that_is_nearly_full_is_remarked(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=123_456_789))
    found = doctor.examine(filled)
    assert found.faults == ()
    assert "空きが123MBしかありません" in str(found.remarks[-1])


def test_what_keeps_anybody_from_saving_is_told_as_the_server_tells_it(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert messages(filled) == [f"保存：{words.TROUBLES_AT_SERVER[Trouble.LOCK]}。"]
    assert messages(filled) == []
