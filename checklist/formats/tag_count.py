"""The tags of an Office file counted in a stream, so that whoever builds something of each never gets too many."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from checklist.errors import Refused

ADVICE = "新しいブックに、取り込む表の値のみを貼り付けて保存し直してください。"
STYLES = 65_500
"""As many as Excel itself allows, for each kind of them: offices have workbooks with tens of thousands."""
CELLS = 400_000
MOST: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("xf", "font", "fill", "border", "dxf", "cellStyle", "numFmt"), (STYLES, "書式")),
    "definedName": (10_000, "名前の定義"),
    "f": (20_000, "数式"),
    "si": (100_000, "文字列"),
    "row": (70_000, "行"),
    "c": (CELLS, "セル"),
}
"""Tag -> how often it may stand in a workbook, all its sheets together, and what people call it."""
ANY = (CELLS, "部品")
ALL = 1_200_000
PER_ROW = 16_384
DEPTH = 100
_PIECE = 64 * 1024


class Broken(Exception):
    """What no program that writes workbooks makes."""


class _Counter:
    """Counts over all parts of one file."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._all = self._depth = self._in_row = 0

    def parser(self) -> expat.XMLParserType:
        """A parser for the next part."""
        self._depth = 0
        made = expat.ParserCreate()
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.StartDoctypeDeclHandler = self._refuse
        return made

    def _start(self, tag: str, _: object) -> None:
        name = tag.rpartition(":")[2]
        seen = self._seen[name] = self._seen.get(name, 0) + 1
        most, word = MOST.get(name, ANY)
        if seen > most:
            raise Refused(f"表の{word}の数が多すぎます（{most:,}まで）。{ADVICE}")
        if name == "row":
            self._in_row = 0
        elif name == "c":
            self._in_row += 1
        self._all += 1
        self._depth += 1
        if self._all > ALL or self._in_row > PER_ROW:
            raise Refused(f"表が大きすぎます。{ADVICE}")
        if self._depth > DEPTH:
            raise Broken

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _refuse(self, *_: object) -> None:
        raise Broken


def check(content: bytes) -> None:
    """Count through every part; raises Refused for too many, Broken for what is no file of an office.

    A part ends where it stops being XML, as it does for whoever reads it afterwards.
    """
    counter = _Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            parser = counter.parser()
            with archive.open(name) as part:
                try:
                    while piece := part.read(_PIECE):
                        parser.Parse(piece, False)
                except expat.ExpatError:
                    continue
