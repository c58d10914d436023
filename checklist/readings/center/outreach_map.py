"""Where outreach took place: each place of the map with its times and people, and what has no place on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checklist.model.center import map_position
from checklist.model.center.activities import Outreach
from checklist.model.fields import Record
from checklist.model.plan import Place
from checklist.store.act import View
from checklist.store.hospitals import hospitals

MARGIN = 0.05
"""Degrees around the outermost spots: about five kilometres."""


@dataclass(frozen=True)
class Spot:
    """One place (degrees north and east): what is held there by name, how often something was, and for how many."""

    name: str
    place: Place
    times: int
    people: int


@dataclass(frozen=True)
class OutreachMap:
    """Those of a year that have a place, the hospitals around them, and how many have none."""

    spots: tuple[Spot, ...]
    hospitals: tuple[tuple[str, Place], ...]
    without: int


def read(view: View, found: Sequence[Record], today: date) -> OutreachMap | None:
    """The map of a year; None where nothing of it has a place. What is planned is none of it. Raises Forbidden."""
    held = [one for one in found if isinstance(one, Outreach) and one.held_on <= today]
    by_place: dict[Place, list[Outreach]] = {}
    for one in held:
        if place := map_position.read(one.position):
            by_place.setdefault(place, []).append(one)
    if not by_place:
        return None
    spots = tuple(_spot(place, each) for place, each in by_place.items())
    return OutreachMap(spots, tuple(_hospitals(view, spots)), len(held) - sum(spot.times for spot in spots))


def _spot(place: Place, each: Sequence[Outreach]) -> Spot:
    names = dict.fromkeys(one.place.strip() or "会場の記載なし" for one in each)
    return Spot("、".join(names), place, len(each), sum(one.participants for one in each))


def _hospitals(view: View, spots: Sequence[Spot]) -> Iterator[tuple[str, Place]]:
    """Hospitals around the spots, which show where they lie; one far off would press them together."""
    spans = [
        (min(degrees) - MARGIN, max(degrees) + MARGIN) for degrees in zip(*(spot.place for spot in spots), strict=True)
    ]
    for one in hospitals.all_hospitals(view):
        place = one.latitude, one.longitude
        if (
            place[0] is not None
            and place[1] is not None
            and all(low <= at <= high for (low, high), at in zip(spans, place, strict=True))
        ):
            yield one.name, (place[0], place[1])
