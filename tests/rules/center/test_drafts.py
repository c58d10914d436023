"""What is drafted from a figure says the figure, of how many it is, and of which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.model.center.learning import Ground, Source, Topic
from checklist.rules.center import drafts
from checklist.rules.fields import checks

TODAY = date(2026, 11, 22)
TOPIC = Topic("drug", "薬の安全", ("anzen:6",), ("1-3",), ("awareness",))
CHAPTER = Ground(Source.CHAPTER, "drug", "6", "6　医薬品安全", 2025, "anzen", 58.0, "％", 18, "病院", date(2026, 4, 1))
SUBJECT = replace(
    CHAPTER,
    source=Source.SUBJECT,
    label="投薬・副作用",
    fiscal_year=2025,
    value=48.0,
    unit="件",
    of=1013,
    of_unit="件",
    as_of=date(2026, 10, 31),
)
WISH = replace(CHAPTER, source=Source.WISH, label="薬の安全", value=7.0, unit="病院", of=17, of_unit="病院が回答")


@pytest.mark.parametrize(
    ("ground", "told"),
    [
        (CHAPTER, "点検表の章「6　医薬品安全」58.0％（2025年度、18病院、2026年4月1日（水）現在）"),
        (SUBJECT, "相談内容「投薬・副作用」48件（直近12か月、全1,013件、2026年10月31日（土）現在）"),
        (WISH, "病院の希望「薬の安全」7病院（2025年度、17病院が回答、2026年4月1日（水）現在）"),
    ],
)
def test_a_figure_is_told_with_its_denominator_and_its_day(ground: Ground, told: str) -> None:
    assert drafts.told(ground) == told


def test_a_training_stands_two_months_ahead_with_its_reason() -> None:
    found = drafts.training(TOPIC, CHAPTER, TODAY)
    assert (found.held_on, found.held, found.topic) == (TODAY + timedelta(days=60), False, "awareness")
    assert found.theme == "薬の安全：6　医薬品安全"
    assert "18病院" in found.reason
    assert drafts.training(TOPIC, WISH, TODAY).theme == "薬の安全"
    assert drafts.training(replace(TOPIC, parts=()), WISH, TODAY).topic == "other"


@pytest.mark.parametrize("meeting", [7, None])
def test_an_item_stands_on_the_agenda_of_a_meeting_or_waits_for_one(meeting: int | None) -> None:
    found = drafts.council_item(TOPIC, CHAPTER, TODAY, meeting)
    assert (found.meeting_id, found.held_on, found.closed) == (meeting, TODAY, False)
    assert found.title == "薬の安全：6　医薬品安全"
    assert "58.0％" in found.papers


def test_whatever_it_is_drafted_from_can_be_saved() -> None:
    long = replace(CHAPTER, label="あ" * 400)
    for record in (drafts.training(TOPIC, long, TODAY), drafts.council_item(TOPIC, long, TODAY, None)):
        assert checks.faults(record, TODAY) == []


@pytest.mark.parametrize(
    ("now", "later"),
    [
        (CHAPTER, False),
        (replace(CHAPTER, fiscal_year=2026), True),
        (replace(SUBJECT, as_of=date(2026, 12, 31)), False),
        (replace(SUBJECT, as_of=date(2027, 10, 31)), True),
    ],
)
def test_two_figures_are_compared_once_their_times_do_not_overlap(now: Ground, later: bool) -> None:
    assert drafts.is_later(now, SUBJECT if now.source is Source.SUBJECT else CHAPTER) is later
