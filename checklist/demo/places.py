"""Where the invented hospitals lie, whose they are, and when they receive nobody."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from checklist.model.hospitals import Hospital

AREAS = (("中央", 36.00, 138.60), ("北山", 36.35, 138.45), ("南川", 35.70, 138.85))
"""The invented 医療圏 with their middles, in degrees."""
ISLAND, ISLANDER = ("離島", 34.95, 139.60), 9
"""Too far for everybody, and the place of the one hospital that lies there: 加算2, so that nobody can evaluate it."""
_GROUPS = ("架空慈光会", "架空みらい会")
_CLOSED = ("8/1-8/31", "1/1-1/31", "4/1-4/30")


def put(one: Hospital, place: int) -> Hospital:
    """A hospital with its place; by chances of its own, so that the rest of the region does not depend on them."""
    dice = Random(f"{one.code} place")
    area, north, east = ISLAND if place == ISLANDER else AREAS[place % len(AREAS)]
    return replace(
        one,
        latitude=round(north + dice.uniform(-0.12, 0.12), 4),
        longitude=round(east + dice.uniform(-0.15, 0.15), 4),
        medical_area=area,
        corporate_group=dice.choice(_GROUPS) if dice.random() < 0.25 and place != ISLANDER else "",
        closed_days=dice.choice(_CLOSED) if dice.random() < 0.3 else "",
    )
