"""What is shipped for the desk of a centre as data files: lists, phrases, places to send callers to, questions, national figures."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from checklist.model.center.desk import Edition, NationalFigure, Option, Phrase
from checklist.model.center.information import Article, Guideline
from checklist.model.center.learning import Topic, TopicEdition
from checklist.model.center.questionnaires import Purpose, Question, QuestionKind
from checklist.store import db
from checklist.words.center import GUIDELINE, STANDARD, STANDARD_TOPICS

EVER = date(2000, 1, 1)
"""The day since which the shipped edition is in use."""


def table(name: str) -> list[list[str]]:
    """The rows below the head of one file."""
    path: Path = db.ROOT / "data" / "center" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as found:
        return list(csv.reader(found))[1:]


@cache
def edition() -> Edition:
    """標準分類（例）."""
    options = (
        Option(listed, code, label, above, survey, sure)
        for listed, code, label, above, survey, sure in table("options")
    )
    return Edition(0, STANDARD, EVER, tuple(options))


@cache
def phrases() -> tuple[Phrase, ...]:
    """What can be said, in the order of a call."""
    return tuple(Phrase(*row) for row in table("phrases"))


@cache
def national() -> tuple[NationalFigure, ...]:
    """National figures, each with its year, base and source."""
    return tuple(
        NationalFigure(what, part, int(year), int(value), unit, base, source, note)
        for what, part, year, value, unit, base, source, note in table("national")
    )


@cache
def referrals() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Name, what for, and the codes of the subjects of every place that is shipped; hours and numbers are the centre's own."""
    return tuple((name, purpose, tuple(subjects.split())) for name, purpose, subjects, _ in table("referrals"))


@cache
def topics() -> TopicEdition:
    """The topics on which sheets, consultations and training meet."""
    found = (
        Topic(code, label, tuple(chapters.split()), tuple(subjects.split()), tuple(parts.split()))
        for code, label, chapters, subjects, parts in table("topics")
    )
    return TopicEdition(0, STANDARD_TOPICS, EVER, tuple(found))


@cache
def guideline() -> Guideline:
    """The 運営要領 as it was revised last, in our words, each point with its source."""
    # The month of the revision is known, its day is not.
    return Guideline(0, GUIDELINE, date(2022, 3, 1), tuple(Article(*row) for row in table("guideline")))


@cache
def questions(purpose: Purpose) -> tuple[Question, ...]:
    """The questions of a questionnaire until a centre writes its own."""
    return tuple(
        Question(QuestionKind(kind), text, tuple(filter(None, options.split("|"))), bool(wish))
        for of, kind, text, options, wish in table("questions")
        if of == purpose
    )
