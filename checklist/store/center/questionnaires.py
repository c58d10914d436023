"""Questionnaires of trainings for the centre: what is asked, by which link and when, and what was answered."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import (
    AnswerSheet,
    Purpose,
    Question,
    QuestionEdition,
    QuestionKind,
    Questionnaire,
    Wish,
)
from checklist.model.permission import Thing, Verb
from checklist.rules.center import questionnaires as rules
from checklist.rules.closing import erasure
from checklist.store import clock, rows
from checklist.store.act import Act, View
from checklist.store.center import shipped
from checklist.store.records import records
from checklist.store.rows import insert, packed
from checklist.words.center import STANDARD

WITH_WINDOW = """
SELECT q.id, q.training_id, q.purpose, q.token, q.edition, w.opens_on, w.closes_on FROM questionnaire q
JOIN questionnaire_window w ON w.id = (SELECT max(id) FROM questionnaire_window last WHERE last.questionnaire_id = q.id)
"""


def editions(view: View, purpose: Purpose) -> tuple[QuestionEdition, ...]:
    """The questions of a purpose as they were one after the other, the shipped ones first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM question_edition WHERE purpose = ? ORDER BY id", [purpose])
    return (QuestionEdition(0, purpose, STANDARD, shipped.questions(purpose)), *map(_edition, found))


def _edition(row: Row) -> QuestionEdition:
    return QuestionEdition(row["id"], Purpose(row["purpose"]), row["name"], _questions(row["questions"]))


def _questions(text: str) -> tuple[Question, ...]:
    return tuple(
        Question(QuestionKind(kind), told, tuple(options), wish) for kind, told, options, wish in json.loads(text)
    )


def questions_of(db: Database, edition: int) -> tuple[Question, ...]:
    """The questions of an edition; for the store alone, since whoever has the link may read them."""
    row = db.execute("SELECT questions FROM question_edition WHERE id = ?", [edition]).fetchone()
    return _questions(row[0]) if row else ()


def adopt(act: Act, purpose: Purpose, name: str, questions: Sequence[Question]) -> int:
    """Put new questions into use for questionnaires that begin from now on; raises Forbidden or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    plain = [
        Question(one.kind, one.text.strip(), tuple(option.strip() for option in one.options), one.wish)
        for one in questions
    ]
    if found := rules.edition_faults(name, plain):
        raise Refused(found)
    return _adopt(act, purpose, name.strip(), plain)


def _adopt(act: Act, purpose: Purpose, name: str, questions: Iterable[Question]) -> int:
    content = packed([[one.kind, one.text, one.options, one.wish] for one in questions])
    return insert(act, "question_edition", {"purpose": purpose, "name": name, "questions": content})


def start(act: Act, training_id: int, purpose: Purpose, opens_on: date | None, closes_on: date | None) -> int:
    """Give a training its questionnaire with the questions in use; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    records.get(act, Training, training_id)
    if found := rules.window_faults(opens_on, closes_on):
        raise Refused(found)
    if act.db.execute(
        "SELECT 1 FROM questionnaire WHERE training_id = ? AND purpose = ?", [training_id, purpose]
    ).fetchone():
        raise Refused("このアンケートはすでに作成されています。画面を開き直してください。")
    last = editions(act, purpose)[-1]
    # Written down as they are: the shipped questions may be others after an update, and answers belong to those asked.
    number = last.number or _adopt(act, purpose, STANDARD, last.questions)
    # 128 bits: whoever was not given the link does not find it.
    row = {"training_id": training_id, "purpose": purpose, "token": secrets.token_urlsafe(16), "edition": number}
    made = insert(act, "questionnaire", row)
    insert(act, "questionnaire_window", {"questionnaire_id": made, "opens_on": opens_on, "closes_on": closes_on})
    return made


def reopen(act: Act, questionnaire_id: int, opens_on: date | None, closes_on: date | None) -> None:
    """Take answers in another window from now on; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    get(act, questionnaire_id)
    if found := rules.window_faults(opens_on, closes_on):
        raise Refused(found)
    row = {"questionnaire_id": questionnaire_id, "opens_on": opens_on, "closes_on": closes_on}
    insert(act, "questionnaire_window", row)


def get(view: View, questionnaire_id: int) -> Questionnaire:
    """One questionnaire; raises Forbidden or NotFound."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(f"{WITH_WINDOW} WHERE q.id = ?", [questionnaire_id])
    return rows.one(Questionnaire, rows.first(found, "指定されたアンケートはありません。"))


def of_training(view: View, training_id: int) -> dict[Purpose, Questionnaire]:
    """The questionnaires of a training by purpose; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(f"{WITH_WINDOW} WHERE q.training_id = ?", [training_id])
    return {one.purpose: one for one in rows.many(Questionnaire, found)}


def questions(view: View, questionnaire: Questionnaire) -> tuple[Question, ...]:
    """What it asks; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return questions_of(view.db, questionnaire.edition)


def answers(view: View, questionnaire_id: int) -> list[AnswerSheet]:
    """What was answered, in no order that tells of anybody; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        "SELECT id, content, answered_on FROM questionnaire_answer WHERE questionnaire_id = ? ORDER BY operation_id",
        [questionnaire_id],
    )
    return [AnswerSheet(row["id"], json.loads(row["content"]), date.fromisoformat(row["answered_on"])) for row in found]


def tallies(view: View, asked: Questionnaire, least: int) -> tuple[rules.Tally, ...]:
    """What was answered to each question, its texts as far as that tells of nobody; raises Forbidden."""
    return rules.tally(questions(view, asked), answers(view, asked.id), least, _ends(view, asked.id))


def _ends(view: View, questionnaire_id: int) -> list[date]:
    """The last day of each window that is over: no answer of that day or of one before it comes any more."""
    found = view.db.execute(
        "SELECT closes_on, at FROM questionnaire_window WHERE questionnaire_id = ? ORDER BY id", [questionnaire_id]
    ).fetchall()
    closes = [date.fromisoformat(row["closes_on"]) for row in found]
    changed = [clock.day_of(clock.from_text(row["at"])) for row in found[1:]]
    # Whoever closes it with a day gone by closes it that day, after answers of that day.
    ends = [closes[0], *(max(pair) for pair in zip(closes[1:], changed, strict=True))]
    return [end for end, over in zip(ends, [*changed, view.today], strict=True) if end < over]


def counts(view: View) -> Mapping[tuple[int, Purpose], int]:
    """How many answered each questionnaire, by training and purpose; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT q.training_id, q.purpose, count(*) FROM questionnaire q JOIN questionnaire_answer a
            ON a.questionnaire_id = q.id GROUP BY q.id"""
    )
    return {(row[0], Purpose(row[1])): row[2] for row in found}


def wishes(view: View, since: date, least: int) -> list[Wish]:
    """What is wished for the next theme, after trainings since a day, the newest first; raises Forbidden.

    Own words are told as in the results: never of fewer than `least` answers at once.
    """
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found: list[Wish] = []
    known = {one.id: one for one in records.of_hospital(view, None, Training, since)}
    asked = rows.many(Questionnaire, view.db.execute(f"{WITH_WINDOW} ORDER BY q.id"))
    for one in asked:
        if training := known.get(one.training_id):
            asked_here = tallies(view, one, least)
            found += [wish for tally in asked_here if tally.question.wish for wish in _wishes(training, tally)]
    for training in known.values():
        lines = dict.fromkeys(line.strip() for line in training.wishes.splitlines() if line.strip())
        said = {one.text for one in found if one.training_id == training.id}
        found += [
            Wish(training.id, training.theme, training.held_on, line, 1, True) for line in lines if line not in said
        ]
    return sorted(found, key=lambda one: (-one.held_on.toordinal(), one.own_words, -one.count, one.text))


def _wishes(training: Training, tally: rules.Tally) -> list[Wish]:
    about = (training.id, training.theme, training.held_on)
    chosen = [Wish(*about, word, count, False) for word, count in tally.counts.items() if count]
    own = [text for text in tally.texts if not erasure.is_tombstone(text)]
    return chosen + [Wish(*about, text, 1, True) for text in own]
