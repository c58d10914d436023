"""The answers of the yearly survey: everything wrong with them in one pass, and how each is told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from checklist.errors import Fault
from checklist.model.center.survey import Answers, Question, Shape

YES_NO = {"yes": "はい", "no": "いいえ"}
LONGEST, MOST = 500, Decimal(100_000_000)
MOST_OWN, MOST_OPTIONS = 20, 12
LONGEST_QUESTION, LONGEST_UNIT, LONGEST_OPTION = 200, 10, 60
"""Characters of a question of the centre's own."""
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,2})?")
STAFF, TOTAL = "staff_", "staff_total"
NONE, OTHER = "none", "other"
TEXT_OF = "_text"
"""Behind the code of a question: the one in which its reason or its 「その他」 is told."""


def tidied(question: Question, answer: str) -> str:
    """An answer as it is kept: numbers in half width without commas."""
    if question.shape is Shape.NUMBER:
        return unicodedata.normalize("NFKC", answer).strip().replace(",", "")
    return answer.strip()


def faults(questions: Sequence[Question], answers: Answers) -> Iterator[Fault]:
    """Everything wrong with the answers; a question without one is no fault, for they are given one by one."""
    known = {one.code: one for one in questions}
    for code, answer in answers.items():
        if code not in known:
            yield Fault("質問", "調査票にない質問への回答があります。画面を開いてから、もう一度入力してください。")
        elif answer and (told := _of_one(known[code], answer)):
            yield Fault(label(known[code]), told)
    yield from _between(known, answers)


def label(question: Question) -> str:
    """What a question is called where it is told apart from others."""
    return f"{question.part}：{question.text}"


def _of_one(question: Question, answer: str) -> str:
    if question.shape is Shape.YES_NO:
        return "" if answer in YES_NO else "「はい」か「いいえ」を選んでください。"
    if question.shape is Shape.NUMBER:
        good = _NUMBER.fullmatch(answer) is not None and Decimal(answer) <= MOST
        return "" if good else "0以上の数で入力してください（小数は2桁まで）。"
    if question.shape is Shape.CHOICES:
        chosen = answer.split(",")
        if not set(chosen) <= question.choices.keys():
            return "選択肢から選んでください。"
        return (
            f"「{question.choices[NONE]}」は、ほかの方法と同時に選べません。"
            if NONE in chosen and len(chosen) > 1
            else ""
        )
    return "" if len(answer) <= LONGEST else f"{LONGEST}文字以内で入力してください。"


def _between(known: dict[str, Question], answers: Answers) -> Iterator[Fault]:
    for code, question in known.items():
        told = f"{code}{TEXT_OF}"
        chosen = answers.get(code, "").split(",")
        if question.shape is Shape.CHOICES and told in known and OTHER in chosen and not answers.get(told, "").strip():
            yield Fault(label(known[told]), "「その他」を選んだときは、内容を入力してください。")
    total, whole = answers.get(TOTAL, ""), staff_sum(answers)
    if total and whole is not None and _NUMBER.fullmatch(total) and Decimal(total) != whole:
        yield Fault(
            label(known[TOTAL]) if TOTAL in known else "合計", f"職種別の人数の和は{whole}名です。合計と一致しません。"
        )


def staff_sum(answers: Answers) -> Decimal | None:
    """The sum of the numbers by profession, None where none is answered."""
    found = [
        Decimal(answer)
        for code, answer in answers.items()
        if code.startswith(STAFF) and code != TOTAL and _NUMBER.fullmatch(answer)
    ]
    return sum(found, Decimal(0)) if found else None


def told(question: Question, answer: str) -> str:
    """An answer in words."""
    if not answer:
        return ""
    if question.shape is Shape.YES_NO:
        return YES_NO.get(answer, answer)
    if question.shape is Shape.CHOICES:
        return "、".join(question.choices.get(one, one) for one in answer.split(","))
    return answer


def own_faults(questions: Sequence[Question]) -> list[Fault]:
    """Everything wrong with a new edition of the centre's own questions, in one pass; none at all is an edition, too."""
    found = [Fault("質問", f"{MOST_OWN}問以内にしてください。")] if len(questions) > MOST_OWN else []
    for number, one in enumerate(questions, 1):
        found += [Fault(f"質問{number}", told) for told in _of_own(one)]
    texts = Counter(one.text for one in questions)
    return found + [Fault("質問", f"「{text}」が重複しています。") for text, count in texts.items() if count > 1]


def _of_own(one: Question) -> Iterator[str]:
    if not 1 <= len(one.text) <= LONGEST_QUESTION:
        yield f"質問の文を{LONGEST_QUESTION}文字以内で入力してください。"
    if len(one.unit) > LONGEST_UNIT:
        yield f"単位は{LONGEST_UNIT}文字以内で入力してください。"
    if one.shape is not Shape.CHOICES:
        return
    options = list(one.choices.values())
    if not 2 <= len(options) <= MOST_OPTIONS:
        yield f"異なる選択肢を2つから{MOST_OPTIONS}まで入力してください。"
    if any(len(option) > LONGEST_OPTION for option in options):
        yield f"選択肢は、それぞれ{LONGEST_OPTION}文字以内で入力してください。"
    # Several of them are kept with commas between them.
    if any("," in option for option in options):
        yield "選択肢に半角のコンマ（,）は使えません。読点（、）を使ってください。"
