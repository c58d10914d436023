"""One figure as it stands on a screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """One figure with what it is made of and the way there; `tone` is late, now or an empty text."""

    title: str
    figure: str
    detail: str
    href: str
    tone: str = ""
