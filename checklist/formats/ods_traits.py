"""The traits of every cell of an .ods, streamed from its one part; a row or cell may stand for many of its kind."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from checklist.errors import Refused
from checklist.formats import tag_count
from checklist.formats.cell_traits import Traits
from checklist.formats.tag_walk import Walker, through

_SHOWN = {"float": re.compile("0[0-9]+"), "time": re.compile("[0-9]+:[0-9]{2}(?::[0-9]{2})?")}
"""Kinds of cells that are read as they are shown, where that looks like this."""
_NEVER = re.compile("(?!)")
_ROWS = 1_048_576


class _Reading(Walker):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Traits] = {}
        self._traits = Traits()
        self._struck: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._rows, self._cells, self._kind, self._of_cell, self._text = 1, 1, "", "", ""
        self._built = 0
        self._spans: list[bool] = []
        self._pieces: list[bool] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        about = {key.rpartition(":")[2]: text for key, text in given.items()}
        if name == "style":
            self._style = about.get("name", "")
        elif name == "text-properties" and about.get("text-line-through-style", "none") != "none":
            self._struck.add(self._style)
        elif name == "table":
            self._traits = self.found[about.get("name", "")] = Traits()
            self._row = 0
        elif name == "table-row":
            self._rows, self._column = _count(about, "number-rows-repeated"), 0
            if about.get("visibility", "visible") != "visible":
                self._traits.hidden.update(range(self._row, min(self._row + self._rows, _ROWS)))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(about)
        elif name == "span":
            self._spans.append(about.get("style-name", "") in self._struck)

    def _cell(self, about: Mapping[str, str]) -> None:
        self._cells, self._text = _count(about, "number-columns-repeated"), ""
        self._spans, self._pieces = [], []
        self._kind, self._of_cell = about.get("value-type", ""), about.get("style-name", "")
        if not self._kind:
            return
        self._built += self._cells * self._rows
        # Six letters of the file say a thousand times a thousand cells, each of which would be built.
        if self._built > tag_count.CELLS:
            raise Refused(f"表のセルの数が多すぎます（{tag_count.CELLS:,}まで）。{tag_count.ADVICE}")
        self._traits.reach(self._row + self._rows - 1, self._column + self._cells - 1)
        if self._of_cell in self._struck:
            self._traits.struck.update(range(self._row, self._row + self._rows))

    def text(self, text: str) -> None:
        """A piece of what the cell shows."""
        self._traits.letters += len(text) * self._cells * self._rows
        if self._kind and text.strip():
            self._pieces.append(any(self._spans))
        if self._kind in _SHOWN and "p" in self.path[-1:] and len(self._text) < 40:
            self._text += text

    def end(self, name: str) -> None:
        if name == "span":
            self._spans = self._spans[:-1]
        elif name == "table-row":
            self._row += self._rows
        elif name in ("table-cell", "covered-table-cell"):
            here = (self._row, self._column)
            if self._kind and _SHOWN.get(self._kind, _NEVER).fullmatch(self._text) and self._cells == self._rows == 1:
                self._traits.shown[here] = self._text
            if self._text in ("#N/A", "Err:502", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!"):
                self._traits.errors.add(here)
            if self._kind:
                self._traits.strike(*here, self._pieces)
            self._column += self._cells
            self._kind = ""


def _count(about: Mapping[str, str], name: str) -> int:
    text = about.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def read(content: bytes) -> dict[str, Traits]:
    """The traits of every sheet by its name; raises Refused for too many cells, and what zipfile and expat raise."""
    reader = _Reading()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        through(archive, "content.xml", reader)
    return reader.found
