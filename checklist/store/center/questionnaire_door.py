"""The door of questionnaires that nobody signs in for: what a link shows, and an answer of which only the day is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

from sqlite_utils import Database

from checklist.errors import Malformed, NotFound, NotOpen, Refused
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import Answer, Invitation, Questionnaire
from checklist.rules.center import questionnaires as rules
from checklist.rules.fields import typed_text
from checklist.store import rows
from checklist.store.center import questionnaires
from checklist.store.center.questionnaires import WITH_WINDOW

CLOSED = "このアンケートの受付期間ではありません。"
_UNKNOWN = "このアンケートは見つかりません。アドレスを確かめてください。"
_OPERATION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def invitation(db: Database, token: str) -> Invitation:
    """What stands behind a link, whether or not it is open; raises NotFound."""
    row = rows.first(db.execute(f"{WITH_WINDOW} WHERE q.token = ?", [token]), _UNKNOWN)
    found = rows.one(Questionnaire, row)
    training = db.execute(
        f"SELECT theme, held_on FROM {Training.TABLE} WHERE id = ? AND withdrawn_at IS NULL", [found.training_id]
    ).fetchone()
    if training is None:
        raise NotFound(_UNKNOWN)
    asked = questionnaires.questions_of(db, found.edition)
    return Invitation(found, training["theme"], date.fromisoformat(training["held_on"]), asked)


def take(db: Database, token: str, operation: str, given: Mapping[str, Answer], confirmed: bool, today: date) -> bool:
    """Keep an answer in the transaction that is open, once for each operation; whether it was new.

    Nothing is kept of who sent it but the day. Raises NotFound, NotOpen, Malformed, or Refused: with what looks like a
    name unless somebody has `confirmed` that it is none.
    """
    found = invitation(db, token)
    if not _OPERATION.fullmatch(operation):
        raise Malformed
    kept = db.execute(
        "SELECT questionnaire_id FROM questionnaire_answer WHERE operation_id = ?", [operation]
    ).fetchone()
    # Asked first: what has arrived is acknowledged, however late its acknowledgement is fetched.
    if kept:
        if kept[0] != found.questionnaire.id:
            raise Malformed
        return False
    if not found.questionnaire.is_open(today):
        raise NotOpen(CLOSED)
    clean = {number: typed_text.prose(one) if isinstance(one, str) else one for number, one in given.items()}
    answers = rules.answered(found.questions, clean)
    if faults := rules.answer_faults(found.questions, answers) or (
        [] if confirmed else rules.names_in(found.questions, answers)
    ):
        raise Refused(faults)
    count = db.execute(
        "SELECT count(*) FROM questionnaire_answer WHERE questionnaire_id = ?", [found.questionnaire.id]
    ).fetchone()[0]
    if count >= rules.MOST_ANSWERS:
        raise NotOpen("回答の数が上限に達したため、受け付けていません。")
    content = json.dumps(answers, ensure_ascii=False)
    db.execute(
        "INSERT INTO questionnaire_answer (questionnaire_id, operation_id, content, answered_on) VALUES (?, ?, ?, ?)",
        [found.questionnaire.id, operation, content, today.isoformat()],
    )
    return True
