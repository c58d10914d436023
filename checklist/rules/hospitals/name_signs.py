"""外字 of names: which sign is meant, what may be printed instead, and how names stand on paper then."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from checklist.errors import Fault
from checklist.model.hospitals import NameSign, PrintedName
from checklist.rules.fields import typed_text

SIGN, TEXT = "外字", "印刷する文字"
LONGEST = 20
"""Characters in the place of one sign."""
_NUMBER = re.compile(r"(?:U\+|&#x|0x)?([0-9A-F]{4,6});?", re.IGNORECASE)
_ONE = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]?")
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))


def is_private(sign: str) -> bool:
    """Whether it belongs to those that every machine draws as it likes."""
    return any(first <= ord(sign[0]) <= last for first, last in _PRIVATE)


def _is_rare(sign: str) -> bool:
    """Whether fonts differ in it: what is private, has a selector of a variant, or came to Unicode late."""
    return is_private(sign) or len(sign) > 1 or 0x3400 <= ord(sign) <= 0x4DBF or ord(sign) >= 0x20000


def sign_of(typed: str) -> str:
    """The sign that somebody means: itself, with the selector of its variant, or its number as U+E000."""
    text = typed.strip()
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if number and len(text) > 1 and int(number[1], 16) <= 0x10FFFF and not 0xD800 <= int(number[1], 16) <= 0xDFFF:
        return chr(int(number[1], 16))
    return text


def faults(sign: str, text: str, names: Collection[str], picture: str = "") -> Iterator[Fault]:
    """What is wrong with a choice; `names` are those of the hospital, in one of which the sign has to stand."""
    if not _ONE.fullmatch(sign):
        yield Fault(SIGN, "1文字、またはU+E000のような文字の番号で入力してください。")
    elif not any(sign in one for one in names):
        yield Fault(
            SIGN, f"{called(sign)}は、この病院の名称・開設者・所在地・グループにも、所属する人の氏名にもありません。"
        )
    elif not _is_rare(sign):
        yield Fault(SIGN, "どの機器でも同じ字形の文字は、置き換えられません。")
    if len(text) > LONGEST:
        yield Fault(TEXT, f"{LONGEST}文字以内で入力してください。")
    if sign and sign in text:
        yield Fault(TEXT, "置き換える外字を含まない文字を入力してください。")
    if picture and not text:
        yield Fault(TEXT, "図を表示できない書類（Excelなど）のために、文字も入力してください。")
    yield from typed_text.faults({TEXT: text})


def called(sign: str) -> str:
    """A sign by its number: no screen shows what is meant."""
    return " ".join(f"U+{ord(one):04X}" for one in sign)


def standing(found: Iterable[NameSign]) -> dict[str, str]:
    """Of the choices of one hospital, the oldest first, what counts now: sign -> text."""
    last = {one.sign: one.text for one in found}
    return {sign: text for sign, text in last.items() if text}


def pictures(found: Iterable[NameSign]) -> dict[str, str]:
    """The same of the pictures: sign -> JPEG in base64."""
    last = {one.sign: one.picture for one in found}
    return {sign: picture for sign, picture in last.items() if picture}


def printed(
    names: Mapping[int, Collection[str]],
    chosen: Mapping[int, Mapping[str, str]],
    drawn: Mapping[int, Mapping[str, str]] | None = None,
) -> dict[str, PrintedName]:
    """How names stand on paper: those that hold a sign of which their hospital has said what it is.

    `names` are all names by hospital, `chosen` what each has chosen, `drawn` its pictures. A name that stands at two hospitals which do not
    mean the same is left as it is: no sign may be read as another one.
    """
    found: dict[str, PrintedName] = {}
    told: dict[str, set[object]] = {}
    for hospital, own in names.items():
        signs = chosen.get(hospital, {})
        for name in own:
            text = name
            # Longest first: a sign with a selector is another one than without.
            for sign in sorted(signs, key=len, reverse=True):
                text = text.replace(sign, signs[sign])
            own_drawn = (drawn or {}).get(hospital, {})
            shown = tuple((sign, own_drawn[sign]) for sign in signs if sign in name and sign in own_drawn)
            told.setdefault(name, set()).add((text, shown))
            if text != name and len(name) > 1:
                used = tuple((sign, signs[sign]) for sign in signs if sign in name)
                found[name] = PrintedName(name, text, used, shown)
    return {name: one for name, one in found.items() if len(told[name]) == 1}
