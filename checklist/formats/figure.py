"""Photos on paper: each figure under its heading, small enough to be printed and sent on."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from checklist.store.files import picture

LONGEST = 1000
"""Pixels: 300 to the inch at half the width of a page."""


@dataclass(frozen=True)
class Picture:
    """A photo as JPEG with what it shows; without content, the caption says why there is none."""

    caption: str
    content: bytes | None


@dataclass(frozen=True)
class Figure:
    """The photos that belong to one row of a table, the number of which in the document is `table`."""

    table: int
    heading: str
    pictures: tuple[Picture, ...]


def printed(content: bytes) -> bytes:
    """The photo as it goes on paper."""
    target = io.BytesIO()
    with picture.opened(content) as found:
        found.draft("RGB", (LONGEST, LONGEST))
        small = found.convert("RGB")
        small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        small.save(target, "JPEG", quality=80)
    return target.getvalue()
