"""Which characters the font of the papers can print, and what stands on paper in place of the others."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from checklist.formats.table import DIRECTIONS

FONT_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
GETA = "〓"
"""What Japanese printers set where they have no type."""
# Yes and no must not become the same sign, and the font has none of these: it would print both as 〓.
_SPELLED = {
    "✅": "○", "☑": "○", "✔": "○", "⭕": "○", "🆗": "○",
    "❌": "×", "❎": "×", "✖": "×", "✗": "×", "✘": "×", "🆖": "×", "☒": "×", "🚫": "×",
    "❗": "！", "❕": "！", "❓": "？", "❔": "？",
}  # fmt: skip
# Selectors of variants and the joiner of a picture belong to what stands before them, skin colours too.
_PICTURE = re.compile("[^\ufe00-\ufe0f\u200d]([\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[^\\s\u200d])*", re.S)
_VARIANT = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe02\U000e0100-\U000e01ef]")
# Beside a form that the font does not have, every other such character of the paper would be copied with the selector.
_SELECTED = re.compile("(.)([\ufe00-\ufe0f\U000e0100-\U000e01ef]+)", re.S)
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_ENDS = frozenset("\n\r\t")
_TURNING = re.compile(f"[{DIRECTIONS}]")


def folders() -> list[Path]:
    """Where the fonts lie."""
    specs = (find_spec(package) for package in FONT_PACKAGES)
    return [Path(folder) for spec in specs if spec for folder in spec.submodule_search_locations or []]


@cache
def covered() -> frozenset[int]:
    """Every character that the regular and the bold font both have: 44,810 of them, read in 50 ms, once.

    The sheet on the tablet knows them as `glyph_runs.js`.
    """
    found = [_characters(path.read_bytes()) for folder in folders() for path in sorted(folder.glob("*.otf"))]
    return frozenset(set.intersection(*(set(one) for one in found)))


def _characters(font: bytes) -> Iterator[int]:
    """The characters of a font, from the one of its tables that holds all planes (cmap, format 12)."""
    start = _table(font)
    for place in range(_number(font, start + 2)):
        part = start + int(struct.unpack_from(">L", font, start + 8 + 8 * place)[0])
        if _number(font, part) == 12:
            groups = struct.unpack_from(">L", font, part + 12)[0]
            for first, last, _ in struct.iter_unpack(">LLL", font[part + 16 : part + 16 + 12 * groups]):
                yield from range(first, last + 1)
            return


def _table(font: bytes) -> int:
    tables = (struct.unpack_from(">4s4xLL", font, 12 + 16 * place) for place in range(_number(font, 4)))
    return int(next(offset for tag, offset, _ in tables if tag == b"cmap"))


@cache
def variants() -> frozenset[str]:
    """Every pair of a character and a selector of which both fonts have the very form (IVS)."""
    found = [_variants(path.read_bytes()) for folder in folders() for path in sorted(folder.glob("*.otf"))]
    return frozenset(set.intersection(*(set(one) for one in found)))


def _variants(font: bytes) -> Iterator[str]:
    """The pairs of a font, from the part of the same table that holds nothing else (format 14)."""
    start = _table(font)
    places = (
        start + int(struct.unpack_from(">L", font, start + 8 + 8 * n)[0]) for n in range(_number(font, start + 2))
    )
    for part in places:
        if _number(font, part) != 14:
            continue
        for place in range(int(struct.unpack_from(">L", font, part + 6)[0])):
            record = part + 10 + 11 * place
            selector = chr(_three(font, record))
            usual, other = struct.unpack_from(">LL", font, record + 3)
            if usual:
                for at in _entries(font, part + usual, 4):
                    first = _three(font, at)
                    yield from (chr(one) + selector for one in range(first, first + font[at + 3] + 1))
            if other:
                yield from (chr(_three(font, at)) + selector for at in _entries(font, part + other, 5))


def _entries(font: bytes, place: int, size: int) -> Iterator[int]:
    count = int(struct.unpack_from(">L", font, place)[0])
    return (place + 4 + size * one for one in range(count))


def _three(font: bytes, place: int) -> int:
    return int.from_bytes(font[place : place + 3], "big")


def _number(font: bytes, place: int) -> int:
    return int(struct.unpack_from(">H", font, place)[0])


def _prints(character: str) -> bool:
    return ord(character) in covered() or character in _ENDS or _UNSEEN.match(character) is not None


def printed(text: str, drawn: Collection[str] = ()) -> str:
    """A text as it can stand on paper: one 〓 for each character, or composed picture, that the font does not have.

    Marks that turn the direction of writing are left out, and those for which a picture is `drawn` are left alone.
    """
    text = _TURNING.sub("", text)
    if all(ord(character) in covered() for character in text):
        return text
    text = _PICTURE.sub(lambda found: found[0] if found[0] in drawn else _instead(found[0]), text)
    return _SELECTED.sub(lambda found: found[0] if found[0] in variants() or found[0] in drawn else found[1], text)


def _instead(found: str) -> str:
    if _prints(found[0]):
        return "".join(one for one in found if _prints(one))
    return _SPELLED.get(found[0], GETA)


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text, or composed pictures, each once, in whose place 〓 is printed."""
    if all(ord(character) in covered() for character in text):
        return ()
    found = (one[0] for one in _PICTURE.finditer(text))
    return tuple(dict.fromkeys(one for one in found if not _prints(one[0]) and one[0] not in _SPELLED))


def told(characters: tuple[str, ...], on_paper: bool = False) -> str:
    """Which characters are not printed, in words; by their number on paper, and where no screen shows them either."""
    # A picture may be composed of several characters: the first of them says which it is.
    names = [f"U+{ord(one[0]):04X}" if on_paper or _private(one[0]) else one for one in characters[:10]]
    more = "など" if len(characters) > 10 else ""
    return f"印刷できない文字が含まれます：{'、'.join(names)}{more}。PDFでは「{GETA}」と印刷されます。"


def common_forms(text: str) -> tuple[str, ...]:
    """The kanji of a text, each once with its selector, of which the fonts have only the common form, not the one meant."""
    return tuple(
        dict.fromkeys(one for one in _VARIANT.findall(text) if one not in variants() and ord(one[0]) in covered())
    )


def told_forms(found: Sequence[str]) -> str:
    """Which kanji stand in their common form on paper, in words."""
    names = [f"{one[0]}（U+{ord(one[0]):04X} U+{ord(one[1]):04X}）" for one in found[:10]]
    return f"指定された字形が書体にないため、標準の字形で印刷される文字が含まれます：{'、'.join(names)}{'など' if len(found) > 10 else ''}。"


def remarks(content: Any) -> tuple[str, ...]:
    """What a paper says of those texts in a content that it cannot print as they are."""
    text = "".join(texts(content))
    drawn = content.get("signs", {}) if isinstance(content, dict) else {}
    missing, common = tuple(one for one in unprintable(text) if one not in drawn), common_forms(text)
    return (*((told(missing, on_paper=True),) if missing else ()), *((told_forms(common),) if common else ()))


def _private(character: str) -> bool:
    """Whether it belongs to those that every machine draws as it likes (外字)."""
    return any(first <= ord(character) <= last for first, last in ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF)))


def of(content: Any, drawn: Collection[str] = ()) -> Any:
    """The same content with every text in it as it can stand on paper."""
    if isinstance(content, str):
        return printed(content, drawn)
    if isinstance(content, dict):
        return {name: of(value, drawn) for name, value in content.items()}
    return [of(one, drawn) for one in content] if isinstance(content, list | tuple) else content


def texts(content: Any) -> Iterator[str]:
    """Every text in a content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list | tuple):
        for one in content:
            yield from texts(one)
