"""An Office file is an archive of parts: looked through by its directory, before anything of it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from checklist.errors import Refused

BROKEN = "ファイルを開けません。壊れているか、パスワードが設定されている可能性があります。"
TOO_LARGE = "ファイルの中身が大きすぎるため、読み取れません。"
MOST_TIMES = 100
"""How many times larger than the file its parts may be: texts of offices pack to a tenth, made-up ones to a thousandth."""
CONTENT_TYPES = "[Content_Types].xml"
MOST_OF_TYPES = 1_000_000
_ENTRY = b"PK\x01\x02"
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, OverflowError, OSError, EOFError, RuntimeError,
    NotImplementedError, IndexError,
)  # fmt: skip
"""Everything that the library raises, depending on where the damage lies."""


@dataclass(frozen=True)
class Limits:
    """How many parts an archive may have, and how many bytes they may become; `free` of them at any ratio."""

    parts: int
    unpacked: int
    free: int


READ = Limits(500, 40_000_000, 2_000_000)
"""For a file that is read here."""
KEPT = Limits(5_000, 500_000_000, 20_000_000)
"""For a file that is only kept and handed out again."""


@dataclass(frozen=True)
class Package:
    """What is known of an archive without unpacking it: the names of its parts, and the beginning of its contents."""

    names: frozenset[str]
    types: bytes

    @property
    def has_macros(self) -> bool:
        """Whether programs travel in it."""
        return b"macroEnabled" in self.types or any(name.lower().endswith("vbaproject.bin") for name in self.names)


def look(content: bytes, limits: Limits) -> Package:
    """The directory of an archive; raises Refused if it is none, or would become too much."""
    # Counted in the bytes: the library would build an object for each of the hundreds of thousands that fit.
    if content.count(_ENTRY) > limits.parts:
        raise Refused(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            unpacked = sum(one.file_size for one in entries)
            if unpacked > min(limits.unpacked, max(limits.free, MOST_TIMES * len(content))):
                raise Refused(TOO_LARGE)
            return Package(frozenset(one.filename for one in entries), _types(archive))
    except _DAMAGE as error:
        raise Refused(BROKEN) from error


def _types(archive: zipfile.ZipFile) -> bytes:
    if CONTENT_TYPES not in archive.namelist():
        return b""
    # Read in a piece of known size: what the directory says about sizes need not be true.
    with archive.open(CONTENT_TYPES) as part:
        found = part.read(MOST_OF_TYPES + 1)
    if len(found) > MOST_OF_TYPES:
        raise Refused(TOO_LARGE)
    return found
