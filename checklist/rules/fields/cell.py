"""One field of a record as a text: how a file writes it, and what a text that somebody typed means."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from checklist import words
from checklist.model.fields import Column, Value
from checklist.rules.fields import day_text, periods, typed_text

YES, NO = "はい", "いいえ"
# Three circles, because input methods offer three for まる, and NFKC leaves them apart.
YES_NO = {
    "": False, NO: False, "0": False, "×": False, "無": False, "なし": False, "false": False,
    YES: True, "1": True, "○": True, "〇": True, "◯": True, "有": True, "あり": True, "true": True,
}  # fmt: skip
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:名|人|件|回|時間|h)?", re.IGNORECASE)
_LENGTH = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?")
_BETWEEN = re.compile(r"[\s、,，;；/／・]+")


def read(column: Column, text: str, today: date | None = None) -> tuple[Value, str]:
    """What a text means in a field, and what is wrong with it ('' if nothing); an empty text is the field's default.

    With `today` a day without its year is the last one that is not ahead of it.
    """
    plain = _plain(text)
    if not plain:
        return column.empty if not column.required else () if column.shape == "choices" else None, ""
    if column.shape == "text":
        return text.strip() if column.long else typed_text.line(text), ""
    try:
        if today and column.shape == "day" and not column.month:
            return day_text.parse_past(plain, today), ""
        return _READERS[column.shape](column, plain), ""
    except ValueError:
        return column.empty, f"「{text.strip()}」は使えません（{hint(column)}）。"


def hint(column: Column) -> str:
    """What may be typed into a field."""
    if column.choices:
        several = "複数あるときは「、」で区切る：" if column.shape == "choices" else ""
        return several + "／".join(column.choices.values())
    shapes = {
        "day": "例：2026年4月" if column.month else "例：2026/04/01",
        "flag": f"{YES}・{NO}",
        "count": f"{column.low:g}から{column.high:g}までの整数",
        "amount": f"{column.low:g}から{column.high:g}までの数",
    }
    return shapes.get(column.shape, "文章" if column.long else "語句")


def write(column: Column, value: Value) -> str | int | float | None:
    """A field as it stands in a file; reading it again gives the same value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        # 「2026/04」 would come back from Excel as Apr-26, which nobody could read any more.
        return words.month(value) if column.month else f"{value:%Y/%m/%d}"
    if isinstance(value, tuple):
        return "、".join(column.choices.get(code, code) for code in value)
    if isinstance(value, str):
        return column.choices.get(value, value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _number(text: str) -> float:
    found = _NUMBER.fullmatch(text.replace(",", ""))
    if not found:
        raise ValueError(text)
    return float(found.group(1))


def _day(column: Column, text: str) -> Value:
    if not column.month:
        return day_text.parse(text)
    found = day_text.parse_month(text)
    return periods.month_end(found) if found else None


def _count(column: Column, text: str) -> Value:
    number = _number(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _amount(column: Column, text: str) -> Value:
    # Excel keeps hours that are typed as 40:00 as a length of time.
    if found := _LENGTH.fullmatch(text):
        return int(found[1]) + round(int(found[2]) / 60, 2)
    return _number(text)


def _flag(column: Column, text: str) -> Value:
    if text.lower() not in YES_NO:
        raise ValueError(text)
    return YES_NO[text.lower()]


def _choice(column: Column, text: str) -> Value:
    found = [code for code, word in column.choices.items() if text in (code, _plain(word))]
    if not found:
        raise ValueError(text)
    return found[0]


def _choices(column: Column, text: str) -> Value:
    """The words one after the other; a word may itself hold the sign that stands between them."""
    chosen = set()
    # Longest first: a word may begin another one, or hold the comma that stands between them
    # (「情報収集と分析、対策立案…」).
    words = sorted(((_plain(word), code) for code, word in column.choices.items()), key=lambda one: -len(one[0]))
    while text:
        word, code = next(((word, code) for word, code in words if text.startswith(word)), ("", ""))
        if not word:
            raise ValueError(text)
        chosen.add(code)
        rest = text[len(word) :]
        text = _BETWEEN.sub("", rest, count=1) if _BETWEEN.match(rest) else rest
        if rest and text == rest:
            raise ValueError(text)
    return tuple(code for code in column.choices if code in chosen)


_READERS = {
    "day": _day,
    "count": _count,
    "amount": _amount,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
}
