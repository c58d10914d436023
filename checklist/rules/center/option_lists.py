"""What is wrong with the lists of a desk, what a code of an earlier edition is today, and which codes a case may hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from checklist.errors import Fault
from checklist.model.center import Case, Contact
from checklist.model.center.desk import Edition, Mapped, Option
from checklist.model.fields import Column, Record, columns
from checklist.rules.fields import day_text
from checklist.words.center import LISTS

Lists = Mapping[str, Mapping[str, str]]
"""List -> code -> word."""
MOST = 400
"""Entries that all lists have together."""
REFERRALS = "referral"
"""The one list that is no part of an edition: the book."""


def faults(name: str, since: date, options: Sequence[Option], known: Sequence[Edition]) -> list[Fault]:
    """Everything wrong with new lists, in one pass."""
    found = [*_named(name, since, known)]
    places: dict[tuple[str, str], int] = {}
    for number, one in enumerate(options, 2):
        found += [Fault(f"{number}行目", told) for told in _of_option(one)]
        first = places.setdefault((one.listed, one.code), number)
        if first != number:
            found.append(Fault(f"{number}行目", f"コード「{one.code}」は{first}行目と重複しています。"))
    subjects = {one.code for one in options if one.listed == "subject"}
    for number, one in enumerate(options, 2):
        if one.listed == "detail" and one.parent not in subjects:
            found.append(Fault(f"{number}行目", f"上位の「{one.parent}」は相談内容（大）にありません。"))
    held = {one.listed for one in options}
    found += [Fault(word, "1つ以上の選択肢が必要です。") for code, word in LISTS.items() if code not in held]
    return found + ([Fault("分類", f"{MOST}行以内にしてください。")] if len(options) > MOST else [])


def _named(name: str, since: date, known: Sequence[Edition]) -> Iterator[Fault]:
    if not 1 <= len(name.strip()) <= 100:
        yield Fault("版の名称", "100文字以内で入力してください。")
    if not day_text.is_plausible(since):
        yield Fault("適用を始める日", "日付を確かめてください。")
    elif since <= known[-1].since:
        yield Fault("適用を始める日", f"今の版（{known[-1].name}）より後の日にしてください。")


def _of_option(one: Option) -> Iterator[str]:
    if one.listed not in LISTS:
        yield f"一覧「{one.listed}」はありません（{'・'.join(LISTS)}）。"
    if (
        not one.code
        or len(one.code) > 20
        or not one.code.isascii()
        or not one.code.replace("-", "").replace("_", "").isalnum()
    ):
        yield "コードは20文字以内の半角英数字で入力してください。"
    if not 1 <= len(one.label.strip()) <= 60:
        yield "名称は60文字以内で入力してください。"


def todays(listed: str, editions: Sequence[Edition]) -> list[dict[str, str]]:
    """For each edition: its codes -> those that the last one has in their place, through all editions between."""
    steps = [(one.choices(listed), mapping(listed, one)) for one in editions]
    found = []
    for place, (codes, _) in enumerate(steps):
        moved = {code: code for code in codes}
        for kept, gone in steps[place + 1 :]:
            moved = {code: now if now in kept else gone.get(now, now) for code, now in moved.items()}
        found.append(moved)
    return found


def anywhere(listed: str, editions: Sequence[Edition]) -> dict[str, str]:
    """The same for a code of which nobody knows the edition: as the latest one that has it means it."""
    return {code: now for moved in todays(listed, editions) for code, now in moved.items()}


def mapping(listed: str, now: Edition) -> Mapped:
    """Former code -> the code in its place."""
    return {one.former: one.code for one in now.options if one.listed == listed and one.former}


def shown(kind: type[Record], lists: Mapping[str, Mapping[str, str]]) -> tuple[Column, ...]:
    """The fields of a kind with the choices of these lists in them."""
    return tuple(replace(one, choices=lists.get(one.listed, {})) if one.listed else one for one in columns(kind))


def unknown(record: Case | Contact, lists: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    """The fields that hold a code which is in none of these lists."""
    return [
        Fault(one.label, "今の版の選択肢から選んでください。")
        for one in columns(type(record))
        if one.listed and not set(_codes(getattr(record, one.name))) <= lists.get(one.listed, {}).keys()
    ]


def _codes(value: object) -> Iterable[str]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def below(options: Mapping[str, str], parents: Mapping[str, str], above: str) -> dict[str, str]:
    """Those options that belong to one code; `parents` has the code above each."""
    return {code: word for code, word in options.items() if above and parents.get(code) == above}


def numbered(options: Mapping[str, str]) -> dict[str, str]:
    """The words of a list with the number by which each is chosen; words that begin with one keep it."""
    return {
        code: word if word[:1].isdigit() else f"{place} {word}" for place, (code, word) in enumerate(options.items(), 1)
    }


def meant(options: Mapping[str, str], typed: str) -> str | None:
    """The code that was meant by what was typed before its list was there: a number, or part of a word; None if none."""
    words, sought = numbered(options), unicodedata.normalize("NFKC", typed).strip()
    # Chosen from the list that stood there before: its number is what the hand has typed.
    number = sought.split()[0] if sought[:1].isdigit() else ""
    by_number = [code for code, word in words.items() if number and word.split()[0] == number]
    by_word = [code for code, word in words.items() if sought and sought in unicodedata.normalize("NFKC", word)]
    return next(iter(by_number or by_word), None)
