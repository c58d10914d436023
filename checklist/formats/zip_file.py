"""One file of an evidence pack, under a name that every system can open; and the archive that holds them all."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
"""What Windows refuses, and invisible marks that turn the direction of writing and so hide an ending."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST = 60
"""Characters that one part of a path may have, so that a whole path fits below a folder on Windows."""


@dataclass(frozen=True)
class PackFile:
    """A file with its place in the pack and what the index says of it."""

    place: str
    kind: str
    title: str
    content: bytes
    media_type: str
    dated_on: date | None = None
    registered_at: datetime | None = None
    requirement_kind: str = ""
    """The code of the kind of document, or the kind of record; '' for what the pack makes itself."""
    paper: Callable[[], bytes] | None = None
    """How it is made as PDF, for a file that is none."""

    @property
    def sha256(self) -> str:
        """The hash of the content, by which anybody can check it."""
        return hashlib.sha256(self.content).hexdigest()


def safe(name: str) -> str:
    """A name without anything that Windows refuses in one part of a path; its ending stays."""
    # A Mac hands in が as か and a mark behind it, which Windows shows as two characters.
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "_"
    stem, dot, suffix = plain.rpartition(".")
    stem, suffix = (stem, dot + suffix) if dot and len(suffix) <= 5 else (plain, "")
    short = stem[: LONGEST - len(suffix)].rstrip(" .") or "_"
    return f"_{short}{suffix}" if _RESERVED.fullmatch(short) else f"{short}{suffix}"


def archive(files: Sequence[PackFile], on: date) -> bytes:
    """The files as a ZIP whose names are marked as UTF-8; the same bytes for the same files and day."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for one in files:
            # A ZIP knows no year before 1980.
            entry = zipfile.ZipInfo(one.place, (max(on.year, 1980), on.month, on.day, 0, 0, 0))
            # Written as if on Unix everywhere: as if on DOS, unzip takes UTF-8 names for a code page of DOS.
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            pack.writestr(entry, one.content)
    return target.getvalue()
