"""Texts as they are searched: one width, no capitals, no blanks."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """A text as it is searched: one width, no capitals, and no line breaks or blanks in it."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
