"""What is drafted from a figure: a training or an item of the council that says why, and how a figure is told."""

from __future__ import annotations

from datetime import date, timedelta

from checklist import words
from checklist.model.center.activities import CouncilItem, Training
from checklist.model.center.learning import Ground, Source, Topic
from checklist.rules.center.training_steps import AHEAD
from checklist.words.center import SOURCES

_LONGEST = 200
A_YEAR = timedelta(days=365)


def told(ground: Ground) -> str:
    """A figure in one sentence, with its denominator and its day."""
    number = f"{ground.value:.1f}" if ground.unit == "％" else f"{ground.value:.0f}"
    return f"{SOURCES[ground.source]}「{ground.label}」{number}{ground.unit}（{made_of(ground)}、{words.day(ground.as_of)}現在）"


def made_of(ground: Ground) -> str:
    """Of when a figure is, and of how many."""
    when = "直近12か月" if ground.source is Source.SUBJECT else f"{ground.fiscal_year}年度"
    whole = "全" if ground.source is Source.SUBJECT else ""
    return f"{when}、{whole}{ground.of:,}{ground.of_unit}"


def is_later(now: Ground, then: Ground) -> bool:
    """Whether a figure is of a later time than another, so that both can be compared."""
    if now.source is Source.SUBJECT:
        return now.as_of - then.as_of >= A_YEAR
    return now.fiscal_year > then.fiscal_year


def training(topic: Topic, ground: Ground, today: date) -> Training:
    """A training about two months ahead: as long as it takes to settle theme and lecturer."""
    part = topic.parts[0] if topic.parts else "other"
    reason = f"{told(ground)}から下書きした。"
    return Training(held_on=today + AHEAD, theme=_theme(topic, ground), topic=part, reason=reason)


def council_item(topic: Topic, ground: Ground, today: date, meeting_id: int | None) -> CouncilItem:
    """An item of a meeting, or with None of one that is still to be chosen."""
    papers = f"{told(ground)}から下書きした。"
    return CouncilItem(held_on=today, meeting_id=meeting_id, kind="other", title=_theme(topic, ground), papers=papers)


def _theme(topic: Topic, ground: Ground) -> str:
    more = "" if ground.source is Source.WISH or ground.label == topic.label else f"：{ground.label}"
    return f"{topic.label}{more}"[:_LONGEST]
