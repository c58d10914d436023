"""The step that takes 再配信の開始日 from trainings: what was written there goes on as a 再配信, once, and its history stays."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from checklist.store.migrations import STEPS, m073_own_questions

AT = "2026-01-01T00:00:00.000000+00:00"
TRAINING = """INSERT INTO training_session (held_on, theme, lecturer, topic, reason, questions, audience, again_from, held,
    attended, answers, useful, wishes, version, updated_at, person_id, withdrawn_at, withdraw_reason)
    VALUES ('2026-01-01', ?, '', 'system', '', '', '[]', ?, 0, 0, 0, '', '', 1, ?, 1, ?, ?)"""


def test_a_day_that_was_written_becomes_a_record_of_its_own_once() -> None:
    db = Database(memory=True)
    for step in STEPS[: STEPS.index(m073_own_questions)]:
        step.apply(db)
    person = "INSERT INTO person (id, login, name, center, active, password_hash, created_at, mail) VALUES (1, 'center', '架空', 1, 1, 'x', ?, '')"
    db.execute(person, [AT])
    for theme, day, gone in (
        ("再び", "2026-03-01", False),
        ("一度", None, False),
        ("二重", "2026-04-01", False),
        ("取消し", "2026-05-01", True),
    ):
        db.execute(TRAINING, [theme, day, AT, AT if gone else None, "誤り" if gone else None])
    known = "INSERT INTO reopening (training_id, held_on, closes_on, asked_by, note, version, updated_at, person_id) VALUES (3, '2026-04-01', '2026-04-30', '東部', '', 1, ?, 1)"
    db.execute(known, [AT])
    db.conn.commit()
    m073_own_questions.apply(db)
    found = db.execute(
        "SELECT training_id, held_on, closes_on, asked_by FROM reopening ORDER BY training_id"
    ).fetchall()
    assert found == [(1, "2026-03-01", "2026-03-01", "記録なし"), (3, "2026-04-01", "2026-04-30", "東部")]
    assert "again_from" not in db.table("training_session").columns_dict
    told = "SELECT content ->> '$.again_from' FROM record_history WHERE kind = ? AND record_id = 1"
    assert db.execute(told, ["training_session"]).fetchone() == ("2026-03-01",)
    assert db.execute("SELECT count(*) FROM record_history WHERE kind = 'reopening'").fetchone() == (2,)
    # As before, a change is a new version with a line of history, and nothing is written over.
    db.execute("UPDATE training_session SET theme = '三度', version = 2 WHERE id = 1")
    assert db.execute(
        "SELECT max(version) FROM record_history WHERE kind = 'training_session' AND record_id = 1"
    ).fetchone() == (2,)
    with pytest.raises(Exception, match="kept"):
        db.execute("UPDATE training_session SET theme = '四度' WHERE id = 1")
