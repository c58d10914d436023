"""The yearly survey of the centres: its questions as a data file brings them, and an edition of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Answers = Mapping[str, str]
"""Question -> its answer as text: yes or no, a number, codes with commas between them, or words; '' without one."""


class Shape(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICES = "choices"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One question; `proposed` names the live figure that answers it, '' if there is none."""

    code: str
    part: str
    text: str
    shape: Shape
    choices: Mapping[str, str]
    unit: str
    proposed: str
    year: int
    source: str


@dataclass(frozen=True)
class OwnQuestions:
    """センター独自の質問の版: what a centre asks itself beside the survey, from a fiscal year on."""

    id: int
    since: int
    questions: tuple[Question, ...]
    at: datetime
    person_id: int


@dataclass(frozen=True)
class SurveyEdition:
    """The answers for a fiscal year as they were kept at a moment."""

    id: int
    fiscal_year: int
    answers: Answers
    at: datetime
    person_id: int
