"""Questionnaires as pure rules: what is wrong with an edition or an answer, what looks like a name, and how answers add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault
from checklist.model.center.questionnaires import STEPS, Answer, Answers, AnswerSheet, Question, QuestionKind
from checklist.rules import disclosure
from checklist.rules.fields import day_text, patient_names, typed_text

MOST_QUESTIONS = 8
"""More than so many are not answered on a phone in a minute."""
MOST_OPTIONS = 12
QUESTION_LIMIT, OPTION_LIMIT, ANSWER_LIMIT = 200, 60, 500
"""Characters."""
MOST_ANSWERS = 20_000
"""Answers that one questionnaire takes: many more than a hall holds, so that a link that went astray fills no disk."""
NAME = "個人名を書かないでください"
LONGEST_DAYS = 120
"""Between the first day and the last one: an on-demand window of two months, opened again."""


def edition_faults(name: str, questions: Sequence[Question]) -> list[Fault]:
    """Everything wrong with a new edition, in one pass."""
    found = [] if 1 <= len(name.strip()) <= 100 else [Fault("版の名称", "100文字以内で入力してください。")]
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        found.append(Fault("質問", f"1問から{MOST_QUESTIONS}問にしてください。"))
    for number, one in enumerate(questions, 1):
        found += [Fault(f"質問{number}", told) for told in _of_question(one)]
    texts = Counter(one.text.strip() for one in questions)
    return found + [Fault("質問", f"「{text}」が重複しています。") for text, count in texts.items() if count > 1]


def _of_question(one: Question) -> Iterator[str]:
    if not 1 <= len(one.text.strip()) <= QUESTION_LIMIT:
        yield f"質問の文を{QUESTION_LIMIT}文字以内で入力してください。"
    options = [option.strip() for option in one.options]
    if any(not 1 <= len(option) <= OPTION_LIMIT for option in options):
        yield f"選択肢は、それぞれ{OPTION_LIMIT}文字以内で入力してください。"
    if len(set(options)) < len(options):
        yield "同じ選択肢があります。"
    if one.kind is QuestionKind.CHOICE and not 2 <= len(options) <= MOST_OPTIONS:
        yield f"選択肢を2つから{MOST_OPTIONS}まで入力してください。"
    if one.kind is QuestionKind.STEPS and len(options) != 2:
        yield "5段階の両端の言葉を2つ入力してください。"
    if one.kind is QuestionKind.STEPS and one.wish:
        yield "5段階の質問は、次のテーマの希望にできません。"


def window_faults(opens_on: date | None, closes_on: date | None) -> list[Fault]:
    """Everything wrong with the days on which answers are taken."""
    if opens_on is None or closes_on is None:
        return [Fault("受付期間", "開始日と終了日を入力してください。")]
    if not (day_text.is_plausible(opens_on) and day_text.is_plausible(closes_on)):
        return [Fault("受付期間", "日付を確かめてください。")]
    if not 0 <= (closes_on - opens_on).days <= LONGEST_DAYS:
        return [Fault("受付期間", f"終了日は、開始日から{LONGEST_DAYS}日以内の日にしてください。")]
    return []


def answered(questions: Sequence[Question], given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that say something, their texts without blanks around them."""
    known = {str(number): one for number, one in enumerate(questions, 1)}
    found: dict[str, Answer] = {}
    for number, value in given.items():
        plain = value.strip() if isinstance(value, str) else value
        if isinstance(plain, str) and typed_text.is_blank(plain):
            continue
        # A form without a script sends every value as a text.
        steps = number in known and known[number].kind is QuestionKind.STEPS
        found[number] = int(plain) if steps and isinstance(plain, str) and plain in "12345" else plain
    return found


def answer_faults(questions: Sequence[Question], given: Mapping[str, Answer]) -> list[Fault]:
    """Everything wrong with what somebody answered."""
    known = {str(number): one for number, one in enumerate(questions, 1)}
    found = [Fault("", "この質問はありません。画面を開き直してください。") for number in given if number not in known][
        :1
    ]
    for number, value in given.items():
        if number in known and (told := _of_answer(known[number], value)):
            found.append(Fault(f"質問{number}", told))
    return found or ([] if given else [Fault("", "1つ以上の質問に回答してください。")])


def _of_answer(question: Question, value: Answer) -> str:
    match question.kind:
        case QuestionKind.STEPS:
            return "" if isinstance(value, int) and value in STEPS else "1から5までの数で選んでください。"
        case QuestionKind.CHOICE:
            return "" if value in question.options else "選択肢から選んでください。"
        case QuestionKind.TEXT:
            short = isinstance(value, str) and len(value) <= ANSWER_LIMIT
            return "" if short else f"{ANSWER_LIMIT}文字以内で入力してください。"


def names_in(questions: Sequence[Question], given: Mapping[str, Answer]) -> list[Fault]:
    """What in the texts looks like a name, for whoever wrote it to look at again."""
    return [
        Fault(f"質問{number}", f"「{found}」は個人名や番号のように見えます。{NAME}。")
        for number, one in enumerate(questions, 1)
        if one.kind is QuestionKind.TEXT
        for found in patient_names.like_a_name(str(given.get(str(number), "")))
    ]


@dataclass(frozen=True)
class Tally:
    """What was answered to one question: how many chose each word, or the texts; `hidden` answers wait for others."""

    number: int
    question: Question
    counts: Mapping[str, int]
    texts: tuple[str, ...]
    hidden: int = 0

    @property
    def answers(self) -> int:
        """How many answered it."""
        return self.told + self.hidden

    @property
    def told(self) -> int:
        """How many of them are counted, or shown as texts."""
        return sum(self.counts.values()) or len(self.texts)

    @property
    def mean(self) -> float | None:
        """Of five steps; None without an answer."""
        if self.question.kind is not QuestionKind.STEPS or not self.told:
            return None
        return sum(int(word[0]) * count for word, count in self.counts.items()) / self.told


def told(sheets: Sequence[AnswerSheet], ends: Sequence[date], least: int, waiting: int = 1) -> int:
    """Of how many answers, in the order in which they came, the texts are told; `ends` are the last days of windows that are over.

    Of few people in one room everybody knows who wrote what; and a text that was not there before is of whoever has just been
    seen typing. So of any two numbers told, at least `least` answers are in one of them alone: while answers are taken, so many
    always wait, for the window may end after any of them. Of choices none wait (`waiting` 0) once a step is full, and with the
    window all of them are told: the hall looks at its bars while it answers, but not on the day on which no more answers come.
    """
    days, found = [one.answered_on for one in sheets], 0
    for end in ends:
        came = sum(day <= end for day in days)
        found = came if came - found >= least or not (found or waiting) else found
    step = disclosure.steps(least)[-1]
    return found + max(0, (len(days) - found) // step - waiting) * step


def tally(
    questions: Sequence[Question], sheets: Sequence[AnswerSheet], least: int, ends: Sequence[date] = ()
) -> tuple[Tally, ...]:
    """Every question with what was answered to it; texts stand in no order of time, and of too few answers nowhere."""
    came = sorted(sheets, key=lambda one: one.id)
    waiting = {kind: int(kind is QuestionKind.TEXT) for kind in QuestionKind}
    known = {kind: len(came) if least <= 1 else told(came, ends, least, one) for kind, one in waiting.items()}
    given = [sheet.answers for sheet in came]
    return tuple(_tally(number, one, given, known[one.kind]) for number, one in enumerate(questions, 1))


def _tally(number: int, question: Question, given: Sequence[Answers], known: int) -> Tally:
    key = str(number)
    values = [one[key] for one in given[:known] if key in one]
    hidden = sum(key in one for one in given[known:])
    if question.kind is QuestionKind.TEXT:
        # By their wording, not as they came: the first to answer is the one who was seen typing.
        return Tally(number, question, {}, tuple(sorted(map(str, values))), hidden)
    words = step_words(question) if question.kind is QuestionKind.STEPS else {one: one for one in question.options}
    return Tally(number, question, {word: values.count(value) for value, word in words.items()}, (), hidden)


def step_words(question: Question) -> dict[int | str, str]:
    """Each of the five steps with the word that stands beside it."""
    ends = dict(zip((STEPS[0], STEPS[-1]), question.options, strict=False))
    return {step: f"{step} {ends[step]}" if step in ends else str(step) for step in STEPS}
