"""The chain of records in words: what a link is called, and how its digits are written for people."""

from __future__ import annotations

CHAIN = "記録の連鎖"
SHORT = 16
"""Hexadecimal digits of a link that are enough to find it and too many to be met by chance."""


def short_link(position: int, link: str) -> str:
    """A link as a person copies it down, for instance 第12,345件　3fa2 9c01 77e0 ab12."""
    return f"第{position:,}件　{' '.join(link[place : place + 4] for place in range(0, SHORT, 4))}"
