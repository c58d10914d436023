"""Which characters the font of the papers can print, and what stands on paper in place of the others."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
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
    tables = (struct.unpack_from(">4s4xLL", font, 12 + 16 * place) for place in range(_number(font, 4)))
    start = next(offset for tag, offset, _ in tables if tag == b"cmap")
    for place in range(_number(font, start + 2)):
        part = start + int(struct.unpack_from(">L", font, start + 8 + 8 * place)[0])
        if _number(font, part) == 12:
            groups = struct.unpack_from(">L", font, part + 12)[0]
            for first, last, _ in struct.iter_unpack(">LLL", font[part + 16 : part + 16 + 12 * groups]):
                yield from range(first, last + 1)
            return


def _number(font: bytes, place: int) -> int:
    return int(struct.unpack_from(">H", font, place)[0])


def _prints(character: str) -> bool:
    return ord(character) in covered() or character in _ENDS or _UNSEEN.match(character) is not None


def printed(text: str) -> str:
    """A text as it can stand on paper: one 〓 for each character, or composed picture, that the font does not have.

    Marks that turn the direction of writing are left out.
    """
    text = _TURNING.sub("", text)
    if all(ord(character) in covered() for character in text):
        return text
    return _PICTURE.sub(lambda found: _instead(found[0]), text)


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


def _private(character: str) -> bool:
    """Whether it belongs to those that every machine draws as it likes (外字)."""
    return any(first <= ord(character) <= last for first, last in ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF)))


def of(content: Any) -> Any:
    """The same content with every text in it as it can stand on paper."""
    if isinstance(content, str):
        return printed(content)
    if isinstance(content, dict):
        return {name: of(value) for name, value in content.items()}
    return [of(one) for one in content] if isinstance(content, list | tuple) else content


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
