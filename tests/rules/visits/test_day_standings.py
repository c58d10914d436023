"""Which of several days is best, as a table and for whatever people answer; and days off of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model.visits import DateAnswer, DateOffer, VisitTime, Voice
from checklist.rules.visits import day_conflicts, day_standings
from checklist.rules.visits.day_conflicts import Conflict, Elsewhere, Sides

TODAY, FIRST = date(2026, 11, 22), date(2026, 12, 3)
VOICES = (Voice("受審病院（甲・乙）", 1, (1, 2)), Voice("丙", 2, (3,)), Voice("丁", 2, (4,)))
SIGNS = {"o": DateAnswer.YES, "-": DateAnswer.MAYBE, "x": DateAnswer.NO}
HARD, SOFT = Conflict("訪問できない期間", hard=True), Conflict("日曜日です。", hard=False)


def offers(*said: str) -> list[DateOffer]:
    """One offer a day; what the host's first manager and the two members say, "." for nothing."""
    people = (1, 3, 4)
    return [
        DateOffer(
            place, VisitTime(FIRST + timedelta(place)),
            {person: SIGNS[sign] for person, sign in zip(people, signs, strict=True) if sign in SIGNS},
        )
        for place, signs in enumerate(said)
    ]  # fmt: skip


def order(found: list[DateOffer], against: Mapping[int, tuple[Conflict, ...]] | None = None) -> str:
    told = {FIRST + timedelta(place): several for place, several in (against or {}).items()}
    return "".join(str(one.offer.id) for one in day_standings.standings(found, VOICES, told, TODAY))


@pytest.mark.parametrize(
    ("said", "best"),
    [
        (("...", "..."), "01"),
        (("oo.", "ooo"), "10"),
        (("oox", "---"), "10"),
        (("oo.", "oo-"), "10"),
        (("o--", "oo-"), "10"),
        (("oox", "..x"), "01"),
        (("xxx", "oxx", "oox", "ooo"), "3210"),
    ],
)
def test_fewest_who_cannot_then_fewest_silent_then_most_who_gladly_come_then_the_earliest(
    said: tuple[str, ...], best: str
) -> None:
    assert order(offers(*said)) == best


def test_a_known_clash_counts_like_a_no_and_a_sunday_only_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    assert order(offers("ooo", "oo-"), {0: (HARD,)}) == "10"
    assert order(offers("ooo", "oo-"), {0: (SOFT,)}) == "01"
    assert order(offers("oox", "ooo"), {1: (HARD, HARD)}) == "01"
    best = day_standings.standings(offers("ooo"), VOICES, {FIRST: (HARD,)}, TODAY)[0]
    assert not best.suits_all


def test_a_day_gone_by_is_last_and_suits_nobody() -> None:
    found = day_standings.standings(offers("ooo", "xxx"), VOICES, {}, FIRST + timedelta(1))
    assert [(one.offer.id, one.past, one.suits_all) for one in found] == [(1, False, False), (0, True, False)]


def test_the_host_says_what_its_people_said_last() -> None:
    for given_, said in (
        ({1: DateAnswer.YES, 2: DateAnswer.NO}, DateAnswer.NO), ({2: DateAnswer.NO, 1: DateAnswer.YES}, DateAnswer.YES),
        ({3: DateAnswer.NO}, None), ({}, None),
    ):  # fmt: skip
        assert day_standings.said(VOICES[0], DateOffer(1, VisitTime(FIRST), given_)) is said


@given(st.lists(st.text("ox-.", min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=80)
def test_nobody_is_lost_and_no_day_before_the_best_is_better(said: list[str]) -> None:
    found = day_standings.standings(offers(*said), VOICES, {}, TODAY)
    assert sorted(one.offer.id for one in found) == list(range(len(said)))
    for one in found:
        names = [name for several in (*one.named.values(), one.missing) for name in several]
        assert sorted(names) == sorted(voice.name for voice in VOICES)
        assert one.suits_all == (not set(said[one.offer.id]) & {"x", "."})
        assert day_standings.unanswered([one.offer], VOICES[1]) == (said[one.offer.id][1] == ".")
    noes = [said[one.offer.id].count("x") for one in found]
    assert noes == sorted(noes)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 12, 3), ""), (date(2026, 12, 5), "土曜日"), (date(2026, 12, 6), "日曜日"),
        (date(2026, 11, 3), "祝日（文化の日）"), (date(2026, 9, 22), "祝日（国民の休日）"),
        (date(2027, 3, 22), "祝日（春分の日 振替休日）"), (date(2030, 2, 23), "祝日（天皇誕生日）"),
        (date(2099, 1, 1), "祝日（元日）"),
    ],
)  # fmt: skip
def test_days_off_are_known_by_name_for_years_to_come(day: date, told: str) -> None:
    assert day_conflicts.holiday(day) == told


def test_everything_that_stands_against_a_day_is_told_the_hardest_first() -> None:
    sides = Sides(1, {1: "甲病院", 2: "乙病院"}, {1: "12/29-1/3", 2: ""}, {3: "丙", 4: "丁"})
    day = date(2027, 1, 1)
    elsewhere = Elsewhere(frozenset({(day, 3), (FIRST, 4)}), frozenset({(day, 1), (day, 2)}))
    assert [(one.sentence, one.hard) for one in day_conflicts.of_day(day, sides, elsewhere)] == [
        ("丙さんは同じ日に別の訪問の予定があります。", True), ("甲病院の訪問できない期間に当たります。", True),
        ("甲病院は同じ日に別の訪問を受ける予定です。", True), ("乙病院は同じ日に別の訪問を受ける予定です。", False),
        ("祝日（元日）です。", False),
    ]  # fmt: skip
    assert day_conflicts.of_day(date(2026, 12, 4), sides, elsewhere) == ()
