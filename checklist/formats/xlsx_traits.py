"""The traits of every cell of an .xlsx or .xlsm, streamed from its parts; ordinary and Strict Open XML alike."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checklist.formats import cell_traits
from checklist.formats.cell_traits import Traits
from checklist.formats.tag_walk import Walker, through

_PLACE = re.compile(r"\$?([A-Za-z]+)\$?([0-9]+)")
_OFF = frozenset({"0", "false"})
_BOOK = "xl/workbook.xml"


@dataclass
class _Styles:
    """The formats that fill up with zeros, and the fonts that are struck out, by the number of a cell's style."""

    codes: dict[str, str] = field(default_factory=dict)
    fonts: list[bool] = field(default_factory=list)
    zeros: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    seen: int = 0


class _StyleReader(Walker):
    def __init__(self) -> None:
        super().__init__()
        self.found = _Styles()

    def start(self, name: str, given: Mapping[str, str]) -> None:
        above, found = self.path[-1] if self.path else "", self.found
        if name == "numFmt" and above == "numFmts":
            found.codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "font" and above == "fonts":
            found.fonts.append(False)
        elif name == "strike" and self.path[-2:-1] == ["fonts"]:
            found.fonts[-1] = given.get("val", "1") not in _OFF
        elif name == "xf" and above == "cellXfs":
            self._style(str(found.seen), given)
            found.seen += 1

    def _style(self, number: str, given: Mapping[str, str]) -> None:
        code, font = self.found.codes.get(given.get("numFmtId", ""), ""), given.get("fontId", "0")
        if cell_traits.fills_up(code):
            self.found.zeros[number] = code
        if font.isdecimal() and int(font) < len(self.found.fonts) and self.found.fonts[int(font)]:
            self.found.struck.add(number)


class _Runs:
    """The pieces of a text, each in a font of its own: whether each is struck out. How it is spoken is none of them."""

    def __init__(self) -> None:
        self.struck: list[bool] = []
        self._is_struck = False

    def start(self, name: str, path: Sequence[str], given: Mapping[str, str]) -> None:
        """A tag begins within the text."""
        if name == "r":
            self._is_struck = False
        elif name == "strike" and path[-1:] == ["rPr"]:
            self._is_struck = given.get("val", "1") not in _OFF

    def text(self, text: str, path: Sequence[str]) -> None:
        """A piece of it."""
        if text.strip() and path[-1:] == ["t"] and "rPh" not in path[-2:]:
            self.struck.append(self._is_struck)


class _LengthReader(Walker):
    """How long each of the texts is that cells name by a number, and which pieces of it are struck out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[int] = []
        self.struck: dict[int, list[bool]] = {}
        self._runs = _Runs()

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "si":
            self.found.append(0)
            self._runs = _Runs()
        self._runs.start(name, self.path, given)

    def text(self, text: str) -> None:
        if self.found:
            self.found[-1] += len(text)
            self._runs.text(text, self.path)

    def end(self, name: str) -> None:
        if name == "si" and any(self._runs.struck):
            self.struck[len(self.found) - 1] = self._runs.struck


class _SheetReader(Walker):
    def __init__(self, styles: _Styles, lengths: _LengthReader) -> None:
        super().__init__()
        self.found, self._styles, self._lengths, self._text = Traits(), styles, lengths, ""
        self._runs = _Runs()
        self._row = self._column = -1
        self._style, self._kind, self._formula, self._valued = "", "", False, False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "row":
            number = given.get("r", "")
            self._row, self._column = int(number) - 1 if number.isdecimal() else self._row + 1, -1
            if given.get("hidden", "0") not in _OFF:
                self.found.hidden.add(self._row)
        elif name == "c":
            self._cell(given)
        elif name in ("r", "strike"):
            self._runs.start(name, self.path, given)
        elif name in ("v", "is", "f") and self.path[-1:] == ["c"]:
            self._formula |= name == "f"
            # A formula that gives an empty text has a value; without a kind, the empty tag is none.
            self._valued |= name == "is" or (name == "v" and self._kind == "str")

    def _cell(self, given: Mapping[str, str]) -> None:
        place = _PLACE.fullmatch(given.get("r", ""))
        self._column = _column(place[1].upper()) if place else self._column + 1
        # A cell may say another row than the one it stands in, and is built there.
        self._row = int(place[2]) - 1 if place else self._row
        self._style, self._kind = given.get("s", "0"), given.get("t", "n")
        self._formula, self._valued, self._text, self._runs = False, False, "", _Runs()

    def text(self, text: str) -> None:
        if self.path[-1:] == ["f"] or "c" not in self.path[-5:]:
            return
        self._valued = True
        if self._kind == "s":
            self._text += text[:10]
        else:
            self.found.letters += len(text)
            self._runs.text(text, self.path)

    def end(self, name: str) -> None:
        if name != "c":
            return
        here = (self._row, self._column)
        self._shared()
        self.found.strike(*here, self._runs.struck)
        if self._formula and not self._valued:
            self.found.unknown.add(here)
        if self._kind == "e":
            self.found.errors.add(here)
        if self._formula or self._valued:
            self.found.reach(*here)
            if self._style in self._styles.struck:
                self.found.struck.add(self._row)
            if self._kind == "n" and self._style in self._styles.zeros:
                self.found.zeros[here] = self._styles.zeros[self._style]

    def _shared(self) -> None:
        """What a cell names by a number."""
        if self._kind == "s" and self._text.isdecimal() and int(self._text) < len(self._lengths.found):
            self.found.letters += self._lengths.found[int(self._text)]
            self._runs.struck += self._lengths.struck.get(int(self._text), [])


class _NameReader(Walker):
    """The names of the sheets with the numbers of their parts, or those numbers with the parts."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet":
            number = next((text for key, text in given.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
            self.sheets[given.get("name", "")] = number
        elif name == "Relationship":
            self.parts[given.get("Id", "")] = given.get("Target", "")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(content: bytes) -> dict[str, Traits]:
    """The traits of every sheet by its name; raises what zipfile and expat raise for what is broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names, styles, lengths = _NameReader(), _StyleReader(), _LengthReader()
        through(archive, _BOOK, names)
        through(archive, "xl/_rels/workbook.xml.rels", names)
        # By their names, as whoever reads the values finds them; nothing need refer to them.
        for part in archive.namelist():
            if part.lower().endswith("/styles.xml"):
                through(archive, part, styles)
            elif part.lower().endswith("/sharedstrings.xml"):
                through(archive, part, lengths)
        found = {}
        for title, number in names.sheets.items():
            reader = _SheetReader(styles.found, lengths)
            through(archive, _placed(names.parts.get(number, "")), reader)
            found[title] = reader.found
        return found


def _placed(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
