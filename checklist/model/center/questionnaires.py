"""Questionnaires of a training: what is asked, in editions, by which link and when, and what nobody in particular answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Answer = int | str
"""One of five steps, the word of an option, or a text of one's own."""
Answers = Mapping[str, Answer]
"""Number of a question, as a text -> what was answered; what was left out is absent."""
STEPS = range(1, 6)


class Purpose(StrEnum):
    """What people are asked for: questions for the lecturer before a training, or what they think of it afterwards."""

    BEFORE = "before"
    AFTER = "after"


class QuestionKind(StrEnum):
    """How a question is answered."""

    STEPS = "steps"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One question; `options` are the words to choose from or, of five steps, those of the first and the last.

    `wish`: what is answered goes into the list for the next theme.
    """

    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    wish: bool = False


@dataclass(frozen=True)
class QuestionEdition:
    """アンケートの版: the questions of one purpose; number 0 is the one shipped."""

    number: int
    purpose: Purpose
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The questionnaire of one training, open from its first to its last day, both included."""

    id: int
    training_id: int
    purpose: Purpose
    token: str
    edition: int
    opens_on: date
    closes_on: date

    def is_open(self, day: date) -> bool:
        """Whether answers are taken on a day."""
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True)
class AnswerSheet:
    """What one person answered, of whom nothing else is known than the day."""

    id: int
    answers: Answers
    answered_on: date


@dataclass(frozen=True)
class Invitation:
    """What a link shows to whoever opens it: the training, the questions, and the days on which answers are taken."""

    questionnaire: Questionnaire
    theme: str
    held_on: date
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Wish:
    """今後取り上げてほしいテーマ: how many asked for one of the topics, or in somebody's own words."""

    training_id: int
    theme: str
    """Of the training after which it was said."""
    held_on: date
    text: str
    count: int
    own_words: bool
