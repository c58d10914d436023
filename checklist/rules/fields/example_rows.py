"""The row of a form that shows how to fill it in: every cell of it says so, and no import takes it for data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

PREFIX = "例："
_READ = unicodedata.normalize("NFKC", PREFIX)


def shown(value: object) -> str | None:
    """A value as it stands in such a row; None stays an empty cell."""
    return None if value in (None, "") else f"{PREFIX}{value}"


def is_example(cells: Iterable[str]) -> bool:
    """Whether a row is one: all of its cells say so, at least two. A row that somebody has begun to change is none."""
    filled = [text for cell in cells if (text := unicodedata.normalize("NFKC", cell).strip())]
    return len(filled) > 1 and all(text.startswith(_READ) for text in filled)
