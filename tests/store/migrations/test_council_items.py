"""The step that ties council items to their meeting: by the day where that is clear, to nothing public where it is not."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from checklist.store.migrations import STEPS, m056_council

AT = "2026-01-01T00:00:00.000000+00:00"
_MEETING = """INSERT INTO council_meeting (held_on, name, form, hours, place, announced_on, seats, observing, access, held,
    present, absent, observers, published_on, contact, version, updated_at, person_id, withdrawn_at, withdraw_reason)
    VALUES (?, ?, 'meeting', '', '', ?, 0, '', '', ?, 0, 0, 0, ?, '', 1, ?, 1, ?, ?)"""
_ITEM = """INSERT INTO council_item (held_on, place, kind, title, closed, closed_reason, papers, opinions, version,
    updated_at, person_id) VALUES (?, 1, 'figures', ?, 0, '', '資料', '', 1, ?, 1)"""


@pytest.fixture
def before() -> Database:
    """A file as it was before the step, with one person."""
    db = Database(memory=True)
    for step in STEPS[: STEPS.index(m056_council)]:
        step.apply(db)
    db.execute(
        """INSERT INTO person (id, login, name, center, active, password_hash, created_at, mail)
            VALUES (1, 'center', '架空 花子', 1, 1, 'x', ?, '')""",
        [AT],
    )
    db.conn.commit()
    return db


def meeting(
    db: Database, day: str, name: str, announced: str | None = None, published: str | None = None, gone: bool = False
) -> None:
    row = [
        day,
        name,
        announced,
        int(published is not None),
        published,
        AT,
        AT if gone else None,
        "誤り" if gone else None,
    ]
    db.execute(_MEETING, row)


def tied(db: Database) -> dict[str, str | None]:
    found = db.execute("SELECT i.title, m.name FROM council_item i LEFT JOIN council_meeting m ON m.id = i.meeting_id")
    return {row[0]: row[1] for row in found}


def test_an_item_goes_to_the_meeting_of_its_day_and_of_several_to_one_that_is_not_public(before: Database) -> None:
    meeting(before, "2026-08-20", "第1回", published="2026-09-01")
    meeting(before, "2026-08-20", "臨時")
    meeting(before, "2027-03-01", "第2回", announced="2026-12-01")
    meeting(before, "2027-03-01", "準備中")
    meeting(before, "2026-05-01", "唯一", published="2026-06-01")
    meeting(before, "2026-05-01", "取消し", gone=True)
    for day in ("2026-08-20", "2027-03-01", "2026-05-01", "2020-01-01"):
        before.execute(_ITEM, [day, f"議題{day}", AT])
    before.conn.commit()
    history = before.execute("SELECT * FROM record_history").fetchall()
    m056_council.apply(before)
    assert tied(before) == {
        "議題2026-08-20": "臨時",
        "議題2027-03-01": "準備中",
        "議題2026-05-01": "唯一",
        "議題2020-01-01": None,
    }
    # Nobody wrote anything: no version and no line of history came with it.
    assert before.execute("SELECT * FROM record_history").fetchall() == history
    assert {row[0] for row in before.execute("SELECT version FROM council_item")} == {1}


def test_items_are_guarded_afterwards_as_before_and_their_meeting_is_in_the_history(before: Database) -> None:
    meeting(before, "2026-08-20", "第1回")
    before.execute(_ITEM, ["2026-08-20", "議題", AT])
    before.conn.commit()
    m056_council.apply(before)
    for statement in (
        "UPDATE council_item SET title = 'x'",
        "DELETE FROM council_item",
        "UPDATE council_item SET meeting_id = NULL",
    ):
        with pytest.raises(Exception, match="kept"):
            before.execute(statement)
    before.execute("UPDATE council_item SET title = '新しい題', version = 2")
    content = before.execute(
        "SELECT content ->> '$.meeting_id' FROM record_history WHERE kind = 'council_item' AND version = 2"
    )
    assert content.fetchone()[0] == 1
    before.execute("UPDATE council_meeting SET next_on = '2027-03-01', version = 2")
    told = before.execute(
        "SELECT content ->> '$.next_on' FROM record_history WHERE kind = 'council_meeting' AND version = 2"
    )
    assert told.fetchone()[0] == "2027-03-01"
    with pytest.raises(Exception, match="CHECK"):
        before.execute("UPDATE council_meeting SET next_on = '明日', version = 3")
