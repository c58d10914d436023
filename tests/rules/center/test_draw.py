"""The draw of seats: anybody who knows the seed comes to the same, and nobody is drawn twice or left out."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from checklist.rules.center import draw


def test_the_draw_is_what_its_own_description_says() -> None:
    seed = "ab" * 32
    order = sorted(range(1, 9), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())
    assert draw.drawn(seed, range(1, 9), 3) == tuple(order[:3])
    assert "SHA-256" in draw.TOLD


@pytest.mark.parametrize(
    ("entrants", "seats", "count"), [((), 3, 0), ((4,), 3, 1), ((1, 2, 3), 3, 3), ((1, 1, 2), 3, 2), ((1, 2), 0, 0), ((1, 2), -1, 0)]
)  # fmt: skip
def test_there_are_never_more_than_seats_and_nobody_twice(entrants: tuple[int, ...], seats: int, count: int) -> None:
    found = draw.drawn("00" * 32, entrants, seats)
    assert len(found) == len(set(found)) == count
    assert set(found) <= set(entrants)


def test_the_order_of_those_who_entered_changes_nothing_and_another_seed_does() -> None:
    forward, back = range(1, 31), range(30, 0, -1)
    assert draw.drawn("1" * 64, forward, 10) == draw.drawn("1" * 64, back, 10)
    assert len({draw.drawn(f"{seed:064x}", forward, 10) for seed in range(20)}) == 20


def test_over_many_seeds_everybody_has_the_same_chance() -> None:
    found = Counter(one for seed in range(2000) for one in draw.drawn(f"{seed:064x}", range(1, 11), 3))
    assert set(found) == set(range(1, 11))
    assert min(found.values()) > 500 < max(found.values()) < 700
