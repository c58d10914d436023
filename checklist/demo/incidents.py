"""The invented incident reports of one hospital, month by month: mostly nurses', mostly without harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from checklist.demo.staff import Place
from checklist.demo.story import Story
from checklist.model.records.incidents import IncidentCount
from checklist.rules.fields import periods
from checklist.words.records import HARM_LEVELS

REPORTERS = {
    "physician": 0.05,
    "pharmacist": 0.07,
    "nurse": 0.76,
    "radiographer": 0.02,
    "technologist": 0.03,
    "therapist": 0.04,
    "unsorted": 0.03,
}
"""Who reports, and about which part of all reports."""
PARTS = dict(zip(HARM_LEVELS, (0.22, 0.46, 0.18, 0.1, 0.012, 0.001, 0.0006, 0.0004, 0.01, 0.015), strict=True))
YEARLY_FOR_A_BED = 5
# More of them is not worse: hospitals that look closely report more, and physicians report more from year to year.
MORE = 0.06


def counted(place: Place) -> Iterator[IncidentCount]:
    """Every month that is over, but for two that a hospital with gaps has forgotten."""
    # Chances of their own, so that the rest of the hospital's records does not depend on them.
    dice = Random(f"incidents {place.beds} {place.manager_name} {place.since}")
    month = place.since
    while month < place.today.replace(day=1):
        forgotten = place.story is Story.NEGLECTED and month.month in (8, 9)
        found = list(_month(place, dice, month))
        if not forgotten:
            yield from found
        month = periods.following(month)


def _month(place: Place, dice: Random, month: date) -> Iterator[IncidentCount]:
    years = month.year - place.since.year
    whole = place.beds * YEARLY_FOR_A_BED / 12 * dice.uniform(0.8, 1.2) * (1 + MORE) ** years
    for profession, part in REPORTERS.items():
        more = 1 + 0.25 * years if profession == "physician" else 1
        counts = {level: _about(dice, whole * part * more * share) for level, share in PARTS.items()}
        yield IncidentCount(held_on=periods.month_end(month), profession=profession, **counts)


def _about(dice: Random, expected: float) -> int:
    """A whole number near the expected one, also where that is far below 1."""
    found = expected * dice.uniform(0.7, 1.3)
    return int(found) + (dice.random() < found % 1)
