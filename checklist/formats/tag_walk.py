"""A part of an office's file walked through tag by tag, nothing of it kept but what the walker notes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from xml.parsers import expat

_PIECE = 64 * 1024


class Walker:
    """Is told of every tag by its name without the namespace; `path` are the names of those above it."""

    def __init__(self) -> None:
        self.path: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """A tag begins."""

    def end(self, name: str) -> None:
        """A tag ends."""

    def text(self, text: str) -> None:
        """A piece of what stands in a tag."""

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.start(name, given)
        self.path.append(name)

    def _end(self, tag: str) -> None:
        self.path.pop()
        self.end(tag.rpartition(":")[2])


def through(archive: zipfile.ZipFile, name: str, walker: Walker) -> None:
    """Walk through one part, if it is there; raises what zipfile and expat raise for what is broken."""
    if name not in archive.NameToInfo:
        return
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walker._start, walker._end
    parser.CharacterDataHandler = walker.text
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
