"""What is right and what is lacking at each invented hospital, so that some pass, some nearly, and some fail."""

from __future__ import annotations

from enum import StrEnum


class Story(StrEnum):
    """The one thing that sets a hospital apart; each is seen at the requirement that it concerns."""

    COMPLETE = "complete"
    SHORT_TRAINING = "short_training"
    """The manager's courses make up 39.5 hours of 40."""
    WITHOUT_CONFERENCES = "without_conferences"
    """Five weeks of summer without a conference."""
    FEW_CONFERENCES = "few_conferences"
    """Three weeks without one, which the law leaves open."""
    OTHER_WORK = "other_work"
    """The manager has 12 hours of other work a month: no 専従 until 2026-05-31, and allowed from then on."""
    WITHOUT_PHARMACY = "without_pharmacy"
    """The pharmacist does it beside other work only."""
    NEW_PHYSICIAN = "new_physician"
    """The physician has neither three years nor the training."""
    LEAVING = "leaving"
    """Everything is there, but the manager leaves at the end of the fiscal year and nobody follows."""
    NEGLECTED = "neglected"
    """No rounds for months, no minutes, plans never evaluated, the notice taken down."""
    UNRECORDED = "unrecorded"
    """Nothing but the people was ever recorded."""


FIRST_CLASS = (
    Story.COMPLETE, Story.SHORT_TRAINING, Story.OTHER_WORK, Story.NEGLECTED, Story.COMPLETE, Story.NEW_PHYSICIAN,
    Story.WITHOUT_CONFERENCES, Story.LEAVING,
)  # fmt: skip
SECOND_CLASS = (
    Story.COMPLETE, Story.WITHOUT_CONFERENCES, Story.WITHOUT_PHARMACY, Story.FEW_CONFERENCES, Story.COMPLETE,
    Story.UNRECORDED, Story.NEGLECTED, Story.SHORT_TRAINING,
)  # fmt: skip


def of_place(addon_class: int, place: int) -> Story:
    """The story of the hospital at this place among those of its class."""
    turns = FIRST_CLASS if addon_class == 1 else SECOND_CLASS
    return turns[place % len(turns)]
