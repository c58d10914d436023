"""A draw of seats for observers that anybody can repeat with the seed and the numbers of those who entered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

TOLD = (
    "抽選の方法：「種の値:受付番号」の文字列のSHA-256を16進数で求め、小さい順に席の数まで当選とします。"
    "種の値は抽選のときに1回のみ作成し、2回目の抽選はできません。"
)


def rank(seed: str, number: int) -> str:
    """Where a number stands in the order of the draw."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def drawn(seed: str, entrants: Iterable[int], seats: int) -> tuple[int, ...]:
    """The numbers that get a seat, the first drawn first; everybody where there are seats for all."""
    return tuple(sorted(set(entrants), key=lambda one: rank(seed, one))[: max(0, seats)])
