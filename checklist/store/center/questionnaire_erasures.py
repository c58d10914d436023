"""Erasing a name that somebody wrote into a questionnaire although nobody should: the text goes, the answer still counts."""

from __future__ import annotations

import json

from checklist.errors import NotFound
from checklist.model.permission import Thing, Verb
from checklist.rules.closing import erasure
from checklist.store.act import Act
from checklist.store.center import questionnaires
from checklist.store.closing import erasing


def erase(act: Act, questionnaire_id: int, number: str, text: str, reason: str) -> int:
    """Put a tombstone in the place of a text wherever it was answered to a question, and return how often.

    Raises Forbidden, NotFound or Refused. Nothing of the text is left in the file or its log.
    """
    act.require(Verb.ERASE, Thing.CENTER_RECORDS)
    under_way = erasing.begin(act, reason)
    sheets = [one for one in questionnaires.answers(act, questionnaire_id) if one.answers.get(number) == text]
    if not sheets or erasure.is_tombstone(text):
        raise NotFound(erasing.GONE)
    for one in sheets:
        before, after = (
            json.dumps(said, ensure_ascii=False) for said in (one.answers, {**one.answers, number: under_way.stone})
        )
        under_way.note("questionnaire_answer", one.id, before, after)
        act.db.execute("UPDATE questionnaire_answer SET content = ? WHERE id = ?", [after, one.id])
    erasing.leave_nothing(act)
    return len(sheets)
