"""Connections, transactions and migrations."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.model.region import Deadlines, Region
from checklist.store import db, region
from checklist.store.migrations import migrations
from tests.world import World

STEPS = [
    "m001_foundation",
    "m002_guards",
    "m003_visit_day",
    "m004_closing",
    "m005_records",
    "m006_late_answers",
    "m007_evidence",
    "m008_filing",
    "m009_reference_tables",
    "m010_trigger_codes",
    "m011_time_of_act",
    "m012_yardsticks",
    "m013_rule_corrections",
    "m014_settlements",
    "m015_general_rules",
    "m016_training_and_departments",
    "m017_modules",
    "m018_focus_items",
    "m020_backups",
    "m021_incident_counts",
    "m022_infection_filings",
    "m023_indexes_by_visit",
    "m024_signing",
    "m025_steps_of_visits",
    "m026_photo_captions",
    "m027_photos_of_findings",
    "m028_chain",
    "m029_sheet_on_the_day",
    "m030_meeting",
    "m031_chained_photos",
    "m032_bed_counts",
    "m033_answer_vector",
    "m034_group_numbers",
    "m037_mail",
    "m038_good_practices",
    "m040_year_plan",
    "m042_center_cases",
    "m046_report_papers",
    "m047_notices",
    "m048_center_activities",
    "m049_erasable_texts",
    "m050_erasable_records",
    "m051_dates",
    "m052_travel_times",
    "m053_passed_cases",
    "m054_public_editions",
    "m055_trainings",
    "m056_council",
    "m057_learning",
    "m060_audit",
    "m061_sign_in_provider",
    "m062_second_factor",
    "m063_invitations",
    "m064_mappings",
    "m065_sheet_revisions",
    "m066_name_signs",
    "m067_no_second_consent",
    "m068_outreach_position",
    "m073_own_questions",
    "m074_asked_anew",
]


def tables_of(path: Path) -> dict[str, str]:
    with db.reading(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {row["name"]: row["sql"] for row in rows}


def test_a_new_file_gets_every_step_and_a_second_time_nothing_happens(tmp_path: Path) -> None:
    path = tmp_path / "new" / "region.db"
    assert db.migrate(path) == STEPS
    assert db.migrate(path) == []


def test_every_table_of_ours_is_strict(world_db: Path) -> None:
    with db.reading(world_db) as connection:
        # What SQLite makes for an index of words is its own.
        own = {row["name"] for row in connection.execute("PRAGMA table_list") if row["type"] in ("shadow", "virtual")}
    ours = {name: sql for name, sql in tables_of(world_db).items() if sql and sql.startswith("CREATE TABLE")}
    ours = {name: sql for name, sql in ours.items() if name not in own}
    ours.pop("_sqlite_migrations")
    assert [name for name, sql in ours.items() if "STRICT" not in sql] == []


def test_commits_are_synced_and_foreign_keys_hold(world_db: Path) -> None:
    with db.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute("INSERT INTO role (person_id, role) VALUES (9999, 'admin')")


def test_an_error_inside_a_transaction_leaves_nothing_behind(world: World) -> None:
    def rename_and_fail() -> None:
        with db.writing() as connection:
            connection.execute("UPDATE region SET name = '別の名前'")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    with db.reading() as connection:
        assert region.load(connection).name == "架空地域"


def test_a_reader_sees_one_moment_while_others_write(world: World) -> None:
    with db.reading() as reader:
        before = region.load(reader).name
        with db.writing() as writer:
            writer.execute("UPDATE region SET name = '新しい名前'")
        assert region.load(reader).name == before
    with db.reading() as reader:
        assert region.load(reader).name == "新しい名前"


def test_what_a_trigger_or_a_constraint_refuses_is_told_in_japanese() -> None:
    unique = db.refusal(sqlite3.IntegrityError("UNIQUE constraint failed: hospital.code"))
    trigger = db.refusal(sqlite3.IntegrityError("not_open: assessment_submitted"))
    other = db.refusal(sqlite3.IntegrityError("CHECK constraint failed: beds"))
    assert "すでに登録" in unique.message
    assert (trigger.status, trigger.message) == (409, "この評価は提出済みのため、変更できません。")
    assert "保存できません" in other.message


@pytest.mark.parametrize(("text", "status"), [("not_open: no_such_code", 409), ("refused: ", 422), ("refused", 422)])
def test_a_code_without_a_sentence_is_told_in_a_general_one(text: str, status: int) -> None:
    found = db.refusal(sqlite3.IntegrityError(text))
    assert (found.status, found.message) == (status, db.UNFIT)


def test_a_region_in_use_keeps_everything_and_gets_the_usual_deadlines(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = db.connect(path)
    migrations.apply(connection, stop_before="m003_visit_day")
    connection.execute("INSERT INTO region (id, name, created_at) VALUES (1, '架空地域', '2026-04-01')")
    connection.execute(
        "INSERT INTO person (login, name, password_hash, created_at) VALUES ('admin', '管理者', 'x', '2026-04-01')"
    )
    connection.execute(
        "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at) VALUES ('t', 1, 'x', 'x', 'x')"
    )
    connection.close()
    assert db.migrate(path) == STEPS[2:]
    with db.reading(path) as found:
        assert region.load(found) == Region("架空地域", 4, 5, False, False, Deadlines(60, 14, 28, 14, 30))
        assert found.execute("SELECT person_id, pass_id FROM session").fetchone()["pass_id"] is None
        assert found.execute("SELECT login FROM person").fetchone()["login"] == "admin"


@pytest.mark.parametrize("table", ["signature", "follow_up", "finding", "closing", "report", "visit_sheet"])
def test_what_belongs_to_a_visit_is_found_without_reading_the_whole_table(world_db: Path, table: str) -> None:
    with db.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE visit_id = 1").fetchall()
    assert [row["detail"] for row in plan if row["detail"].startswith("SCAN")] == []
