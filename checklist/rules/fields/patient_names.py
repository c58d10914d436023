"""What in the texts of a record looks like a patient's name."""

from __future__ import annotations

import re

from checklist.errors import Fault
from checklist.model.fields import Record, columns

_KANJI_NAME = r"[一-龠々〆ヶ]{2,6}[ 　]?[一-龠々ぁ-んァ-ヶー]{0,5}"
_LIKE_A_PATIENT = (
    re.compile(rf"(?:患者|入院中の|外来の)(?:氏名)?[：: 　]*{_KANJI_NAME}(?:様|さん|氏)"),
    # Not 様式, 様々, 様子, 様態, 様相.
    re.compile(rf"{_KANJI_NAME}(?:様|さん)(?!式|々|子|態|相)"),
    re.compile(r"(?:患者|カルテ|診察券)(?:ID|ＩＤ|番号|No\.?)[：: 　]*[0-9０-９]{3,}", re.IGNORECASE),
)
_LIKE_A_NUMBER = re.compile(
    r"(?<![0-9０-９])[0０][0-9０-９]{1,4}[-－ー‐(（ 　]?[0-9０-９]{1,4}[-－ー‐)） 　]?[0-9０-９]{3,4}(?![0-9０-９])"
)
_NOBODY = ("患者様", "患者さん", "家族様", "家族さん", "業者様", "業者さん", "看護師さん", "職員さん")


def questions(record: Record) -> list[Fault]:
    """What in a record may name a patient; to be confirmed by whoever writes it, since a rule cannot know."""
    numbers = (_LIKE_A_NUMBER,) if record.ABOUT_PEOPLE else ()
    return [
        Fault(column.label, f"「{found}」は患者の氏名や番号のように見えます。患者を特定できる記載は除いてください。")
        for column in columns(type(record))
        # Staff are to be named there.
        if column.shape == "text" and column.name != record.PERSON
        for found in _like_a_patient(str(getattr(record, column.name)), numbers)
    ]


def questions_in(label: str, text: str) -> list[Fault]:
    """The same of a text that is no field of a record and leaves the desk."""
    told = "「{}」は氏名や番号のように見えます。個人を特定できる記載は除いてください。"
    return [Fault(label, told.format(found)) for found in _like_a_patient(text, (_LIKE_A_NUMBER,))]


def questions_of(*records: Record) -> list[Fault]:
    """The same of several records that are written together."""
    return [fault for one in records for fault in questions(one)]


def like_a_name(text: str) -> list[str]:
    """What in one text looks like somebody's name or a number to reach them at, if anything does."""
    return _like_a_patient(text, (_LIKE_A_NUMBER,))


def _like_a_patient(text: str, numbers: tuple[re.Pattern[str], ...]) -> list[str]:
    found = (match.group() for pattern in (*_LIKE_A_PATIENT, *numbers) for match in pattern.finditer(text))
    return [one for one in dict.fromkeys(found) if not one.endswith(_NOBODY)][:1]
