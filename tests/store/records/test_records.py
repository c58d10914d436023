"""Activity records: kept by kind, changed only by their hospital, never lost."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused, Stale
from checklist.model.fields import columns
from checklist.model.records import KINDS, Appointment, Conference, Course
from checklist.store import db, doctor
from checklist.store.migrations import m005_records
from checklist.store.records import records
from checklist.words.records import HARM_LEVELS
from tests.store.test_doctor import break_with
from tests.world import HOST, SMALL, World, by, principal

DAY = date(2026, 5, 11)
CONFERENCE = Conference(held_on=DAY, participants=8, committee_members=3, remote=True, topic="転倒事例の検討")
COURSE = Course(
    staff_name="架空 花子", finished_on=DAY, title="養成研修", organiser="association", organiser_name="架空看護協会",
    hours=39.5, topics=("basics", "culture"),
)  # fmt: skip


def save(world: World, record: Conference | Course, login: str = "manager.h01", confirmed: bool = False) -> int:
    with db.writing() as connection:
        who = principal(world.people[login])
        return records.save(by(connection, who), world.hospitals[HOST], record, confirmed)


def read(world: World, login: str = "manager.h01") -> list[Conference]:
    with db.reading() as connection:
        return records.of_hospital(
            by(connection, principal(world.people[login])), world.hospitals[HOST], Conference, date(2026, 4, 1)
        )


ADDED = {
    "guideline": ("round_months",),
    "course": ("exercise",),
    "incident_count": ("held_on", "profession", *HARM_LEVELS),
}
"""What later steps have added."""


def test_tables_and_nouns_have_the_same_fields() -> None:
    for code, kind in KINDS.items():
        known = {*m005_records.TABLES.get(code, ()), *ADDED.get(code, ())}
        assert known == {column.name for column in columns(kind)}
    assert {*m005_records.TABLES, "incident_count"} == set(KINDS)


def test_what_was_saved_is_read_back_and_a_change_keeps_the_former_version(world: World) -> None:
    record_id = save(world, CONFERENCE)
    assert read(world) == [replace(CONFERENCE, id=record_id, version=1)]
    assert save(world, replace(CONFERENCE, id=record_id, version=1, participants=9)) == record_id
    with db.reading() as connection:
        rows = connection.execute("SELECT version, content FROM record_history ORDER BY version").fetchall()
    assert [(row["version"], json.loads(row["content"])["participants"]) for row in rows] == [(1, 8), (2, 9)]


def test_a_course_keeps_its_topics_and_half_hours(world: World) -> None:
    record_id = save(world, COURSE)
    with db.reading() as connection:
        found = records.get(by(connection, principal(world.people["manager.h01"])), Course, record_id)
    assert found == replace(COURSE, id=record_id, version=1)


def test_a_stale_change_is_refused_and_changes_nothing(world: World) -> None:
    record_id = save(world, CONFERENCE)
    save(world, replace(CONFERENCE, id=record_id, version=1, participants=9))
    with pytest.raises(Stale):
        save(world, replace(CONFERENCE, id=record_id, version=1, participants=10))
    assert read(world)[0].participants == 9


def test_a_withdrawn_record_counts_no_more_and_stays_in_the_history(world: World) -> None:
    record_id = save(world, CONFERENCE)
    who = principal(world.people["manager.h01"])
    with pytest.raises(Refused), db.writing() as connection:
        records.withdraw(by(connection, who), Conference, record_id, 1, " ")
    with db.writing() as connection:
        records.withdraw(by(connection, who), Conference, record_id, 1, "重複して登録した")
    assert read(world) == []
    with pytest.raises(NotFound):
        save(world, replace(CONFERENCE, id=record_id, version=2))
    with db.reading() as connection:
        last = connection.execute("SELECT content FROM record_history WHERE version = 2").fetchone()
    assert json.loads(last["content"])["withdraw_reason"] == "重複して登録した"


def test_a_text_that_looks_like_a_patient_is_refused_until_somebody_confirms_it(world: World) -> None:
    named = replace(CONFERENCE, topic="山田太郎様の転倒")
    with pytest.raises(Refused, match="患者の氏名"):
        save(world, named)
    assert read(world) == []
    assert save(world, named, confirmed=True)


def test_a_day_to_come_is_refused_and_a_day_of_today_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-05-10")
    with pytest.raises(Refused, match="今日より後の日です"):
        save(world, CONFERENCE)
    assert read(world) == []
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-05-11")
    assert save(world, CONFERENCE)


# Written out: who reads and who writes the records of H01.
@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", False, False),
        ("leader.h02", False, False),
        ("evaluator.h02", False, False),
        ("secretariat", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_only_the_own_hospital_reads_and_only_its_manager_writes(
    login: str, reads: bool, writes: bool, world: World
) -> None:
    save(world, CONFERENCE)
    if reads:
        assert len(read(world, login)) == 1
    else:
        with pytest.raises(Forbidden):
            read(world, login)
    if writes:
        assert save(world, CONFERENCE, login)
    else:
        with pytest.raises(Forbidden):
            save(world, CONFERENCE, login)


def test_a_record_of_another_hospital_cannot_be_reached_by_its_number(world: World) -> None:
    record_id = save(world, CONFERENCE)
    stranger = principal(world.people["manager.h03"])
    with pytest.raises(Forbidden), db.writing() as connection:
        records.save(by(connection, stranger), world.hospitals[SMALL], replace(CONFERENCE, id=record_id, version=1))
    with pytest.raises(Forbidden), db.reading() as connection:
        records.get(by(connection, stranger), Conference, record_id)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM conference",
        "UPDATE conference SET participants = 1",
        "UPDATE conference SET hospital_id = 2, version = version + 1",
        "DELETE FROM record_history",
        "UPDATE record_history SET content = '{}'",
    ],
)
def test_no_statement_gets_round_the_history(sql: str, world: World) -> None:
    save(world, CONFERENCE)
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute(sql)
    raw = sqlite3.connect(db.default_path())
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    raw.close()


def test_what_counts_on_a_day_knows_nothing_later(world: World, world_db: Path) -> None:
    save(world, CONFERENCE)
    save(world, replace(CONFERENCE, held_on=date(2026, 6, 1)))
    with db.reading() as connection:
        found = records.until(connection, date(2026, 5, 31), (Conference, Appointment))
    assert [one.day for one in found[world.hospitals[HOST]]["conference"]] == [DAY]


@pytest.mark.parametrize(
    "change",
    ["participants = 99", "person_id = 1", "version = 2", "withdrawn_at = '2026-11-22', withdraw_reason = '誤り'"],
)
def test_a_record_that_is_not_what_its_history_says_is_found(world: World, world_db: Path, change: str) -> None:
    record_id = save(world, CONFERENCE)
    save(world, COURSE)
    assert doctor.examine(world_db).faults == ()
    break_with(world_db, f"UPDATE conference SET {change}")
    told = [str(one) for one in doctor.examine(world_db).faults]
    assert told == [f"カンファレンス（番号{record_id}）：記録が履歴の最後の記録と一致しません。"]
