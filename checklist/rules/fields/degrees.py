"""Latitude and longitude as people type them."""

from __future__ import annotations

import re
import unicodedata

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")


def parse(text: str) -> float | None:
    """Degrees with their decimals, None for an empty text; raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("度").strip()
    if plain and not _DEGREES.fullmatch(plain):
        raise ValueError(text)
    return float(plain) if plain else None
