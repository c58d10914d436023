"""What a centre counts, reckoned again by plain loops over cases by chance; renamed codes lose nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model.center import Case, Contact, Known
from checklist.rules import fiscal_year
from checklist.rules.center import figures
from checklist.store.center import shipped
from tests.center_editions import cases_by_chance, edition, option, renamed

SHIPPED = shipped.edition()
DAY = date(2026, 11, 16)
CASE = Case(id=1, received_on=DAY, kind="complaint", subject="2")
CONTACT = Contact(id=1, case_id=1, held_on=DAY, channel="phone", minutes=18)


def known(*contacts: Contact, **fields: str) -> Known:
    return Known(replace(CASE, **fields), contacts)  # type: ignore[arg-type]


def lasting(*minutes: int | None) -> tuple[Contact, ...]:
    return tuple(replace(CONTACT, id=place, minutes=one) for place, one in enumerate(minutes, 1))


def test_without_a_shortest_time_everything_counts_also_what_has_no_minutes() -> None:
    cases = [known(*lasting(None, 0, 5)), known()]
    assert figures.by_rule(cases, 0) == cases
    assert figures.long_enough(lasting(None, 0), 0) == list(lasting(None, 0))


def test_with_a_shortest_time_a_case_counts_by_its_long_contacts_alone() -> None:
    cases = [known(*lasting(4, 5, None, 6)), known(*lasting(4, None)), known()]
    (found,) = figures.by_rule(cases, 5)
    assert [one.minutes for one in found.contacts] == [5, 6]
    assert [one.minutes for one in figures.long_enough(lasting(4, 5, None, 6), 5)] == [5, 6]


@pytest.mark.parametrize("name", ["kind", "caller", "subject", "facility", "satisfaction", "difficulty"])
def test_cases_are_counted_by_each_of_their_codes(name: str) -> None:
    cases = cases_by_chance(3, 60)
    expected: dict[str, int] = {}
    for one in cases:
        code = getattr(one.case, name)
        expected[code] = expected.get(code, 0) + 1
    assert dict(figures.count(cases, name)) == expected
    assert sum(expected.values()) == 60


def test_what_is_empty_counts_as_unknown() -> None:
    assert figures.count([known(detail=""), known(detail="2-1")], "detail") == {"unknown": 1, "2-1": 1}


def test_two_things_of_a_case_are_counted_once_however_often_they_happened() -> None:
    twice = known(replace(CONTACT, responses=("tell", "refer")), replace(CONTACT, id=2, responses=("tell",)))
    found = figures.cross([twice, known()], figures.responses, lambda one: [one.case.subject])
    assert found == {("tell", "2"): 1, ("refer", "2"): 1}


def test_everything_done_and_everywhere_sent_is_of_all_contacts() -> None:
    one = known(replace(CONTACT, responses=("listen",), referrals=("3",)), replace(CONTACT, id=2, referrals=("3", "9")))
    assert (figures.responses(one), figures.referrals(one)) == ({"listen"}, {"3", "9"})
    assert (figures.responses(known()), figures.referrals(known())) == (set(), set())


@pytest.mark.parametrize(
    ("responses", "told"), [((), False), (("listen",), False), (("tell",), True), (("ask", "refer"), True)]
)
def test_a_facility_was_told_something_or_not(responses: tuple[str, ...], told: bool) -> None:
    assert figures.informed(known(replace(CONTACT, responses=responses))) is told


def test_days_are_counted_by_month_and_weekday() -> None:
    days = [date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1), date(2027, 4, 1)]
    assert figures.months(days) == {date(2026, 4, 1): 2, date(2026, 5, 1): 1, date(2027, 4, 1): 1}
    assert figures.weekdays(days) == {"水": 1, "木": 2, "金": 1}


def test_hours_have_no_gap_and_those_without_one_come_last() -> None:
    made = [replace(CONTACT, started=one) for one in ("09:59", "12:00", "12:59", "")]
    assert list(figures.hours(made).items()) == [
        ("9時台", 1), ("10時台", 0), ("11時台", 0), ("12時台", 2), (figures.NO_HOUR, 1),
    ]  # fmt: skip
    assert figures.hours([]) == {}
    assert figures.hours(made[3:]) == {figures.NO_HOUR: 1}
    assert figures.hours([replace(CONTACT, started="00:00"), replace(CONTACT, started="23:59")])["23時台"] == 1


def test_minutes_are_of_those_who_wrote_them_down() -> None:
    found = figures.minutes(lasting(None, 0, 30, 31, None), 30)
    assert (found.known, found.unknown, found.longest, found.over) == (3, 2, 31, 2)
    assert found.mean == pytest.approx(61 / 3)
    assert found.share == 66.7


def test_no_minutes_at_all_have_no_mean_and_no_share() -> None:
    for contacts in ((), lasting(None, None)):
        found = figures.minutes(contacts, 30)
        assert (found.known, found.mean, found.longest, found.share, found.over) == (0, None, None, None, 0)


@given(st.lists(st.one_of(st.none(), st.integers(0, 600)), max_size=30))
@settings(max_examples=40, deadline=None)
def test_every_contact_lies_in_one_span_of_minutes(minutes: list[int | None]) -> None:
    found = figures.by_minutes(lasting(*minutes))
    assert sum(found.values()) == len(minutes)
    expected = [sum(one is not None and low <= one < high for one in minutes) for low, high in ((0, 5), (30, 60))]
    assert [found["0分以上5分未満"], found["30分以上60分未満"]] == expected
    assert found["60分以上"] == len([one for one in minutes if one is not None and one >= 60])
    assert found["記録なし"] == minutes.count(None)


def test_years_are_those_in_which_cases_came_in_oldest_first() -> None:
    days = [date(2027, 4, 1), date(2027, 3, 31), date(2024, 5, 1)]
    found = figures.by_year([known(received_on=day) for day in days], fiscal_year.of_day)  # type: ignore[arg-type]
    assert {year: len(cases) for year, cases in found.items()} == {2024: 1, 2026: 1, 2027: 1}
    assert list(found) == [2024, 2026, 2027]


NEXT = renamed(SHIPPED, date(2026, 9, 1), "response", tell="T1", listen="L1")
CHANNELS = renamed(NEXT, date(2026, 10, 1), "channel", phone="tel")
KINDS = renamed(CHANNELS, date(2026, 11, 1), "kind", complaint="claim")


def test_renamed_codes_of_contacts_count_where_they_went() -> None:
    editions = (SHIPPED, NEXT, CHANNELS, KINDS)
    before = known(replace(CONTACT, responses=("tell", "refer")), replace(CONTACT, id=2, channel="fax"))
    (found,) = figures.in_todays_words([before], editions)
    assert found.case.kind == "claim"
    assert [one.channel for one in found.contacts] == ["tel", "fax"]
    assert found.contacts[0].responses == ("T1", "refer")
    assert figures.contacts_in_todays_words(before.contacts, editions) == list(found.contacts)


def test_two_responses_that_became_one_are_told_once() -> None:
    merged = edition(1, DAY, option("response", "say", former="tell"))
    (found,) = figures.contacts_in_todays_words([replace(CONTACT, responses=("say", "tell"))], (SHIPPED, merged))
    assert found.responses == ("say",)


def test_whoever_was_told_under_a_former_code_was_told() -> None:
    assert figures.tells((SHIPPED,)) == {"tell", "ask"}
    assert figures.tells((SHIPPED, NEXT, CHANNELS)) == {"T1", "ask"}
    (found,) = figures.in_todays_words([known(replace(CONTACT, responses=("tell",)))], (SHIPPED, NEXT))
    assert figures.informed(found, figures.tells((SHIPPED, NEXT)))
    assert not figures.informed(found, figures.tells((SHIPPED,)))


def test_lists_that_never_changed_leave_everything_as_it_is() -> None:
    cases = cases_by_chance(1, 5)
    assert figures.in_todays_words(cases, (SHIPPED,)) == cases


@pytest.mark.parametrize("seed", range(3))
def test_a_change_of_the_lists_loses_no_case_and_no_contact(seed: int) -> None:
    editions = (SHIPPED, NEXT, CHANNELS, KINDS)
    cases = cases_by_chance(seed, 40)
    found = figures.in_todays_words(cases, editions)
    kinds = Counter({"complaint": "claim"}.get(one.case.kind, one.case.kind) for one in cases)
    assert figures.count(found, "kind") == kinds
    assert set(kinds) <= set(figures.labels("kind", editions))
    for listed, codes in (
        ("channel", {one.channel for each in found for one in each.contacts}),
        ("response", {code for each in found for code in figures.responses(each)}),
    ):
        assert codes <= set(figures.labels(listed, editions)), listed


def test_words_are_those_of_today_and_what_is_gone_says_so() -> None:
    old = edition(0, date(2000, 1, 1), option("kind", "a", "甲"), option("kind", "b", "乙"), option("kind", "c", "丙"))
    now = edition(1, DAY, option("kind", "b", "新しい乙"), option("kind", "A", "新しい甲", former="a"))
    assert figures.labels("kind", [old, now]) == {"b": "新しい乙", "A": "新しい甲", "c": "丙（以前の版）"}
    later = edition(2, date(2027, 4, 1), option("kind", "A", "甲"), option("kind", "b", "乙"))
    assert figures.labels("kind", [old, now, later]) == {"A": "甲", "b": "乙", "c": "丙（以前の版）"}


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 8, 31), date(2026, 9, 1), [1]), (date(2026, 9, 1), date(2026, 9, 30), []),
        (date(2026, 8, 1), date(2026, 8, 31), []), (date(2026, 1, 1), date(2026, 12, 31), [1, 2, 3]),
    ],
)  # fmt: skip
def test_a_break_lies_between_the_first_and_the_last_case(first: date, last: date, found: list[int]) -> None:
    cases = [Known(replace(CASE, received_on=day), ()) for day in (last, first)]
    assert [one.number for one in figures.breaks(cases, (SHIPPED, NEXT, CHANNELS, KINDS))] == found
    assert figures.breaks([], (SHIPPED, NEXT)) == []
