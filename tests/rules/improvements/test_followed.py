"""Figures over findings: each counted by hand beside what it is computed from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from checklist.model.improvements import PlanState, Sequel
from checklist.rules.improvements import followed
from checklist.rules.improvements.followed import Followed, Said, Share

RESOLVED, CONTINUED, RECURRED = Sequel


def one(
    year: int = 2024, said: tuple[Said, ...] = (), chapter: str = "1", again: bool = False,
    sealed_on: date = date(2024, 11, 1), completed_on: date | None = None,
) -> Followed:  # fmt: skip
    return Followed(
        1, 1, year, chapter, "1-01", "", sealed_on, said, PlanState.NONE, None, completed_on, again
    )  # fmt: skip


def test_what_was_said_last_counts_however_often_it_was_looked_at() -> None:
    assert one().latest is None
    assert one(said=(Said(2025, CONTINUED), Said(2026, RESOLVED))).latest is RESOLVED
    assert one(said=(Said(2025, RESOLVED), Said(2026, RECURRED))).latest is RECURRED


def test_within_a_year_means_by_the_visit_of_the_next_year() -> None:
    found = [
        one(said=(Said(2025, RESOLVED),)),
        one(said=(Said(2025, RESOLVED), Said(2026, RECURRED))),
        one(said=(Said(2025, CONTINUED), Said(2026, RESOLVED))),
        # Nobody looked in the next year: it is in neither number.
        one(said=(Said(2026, RESOLVED),)),
        one(),
    ]
    assert followed.resolved_within_a_year(found) == Share(2, 3)
    assert Share(2, 3).percent == 100 * 2 / 3


def test_of_two_visits_in_the_next_year_the_later_one_counts() -> None:
    assert one(said=(Said(2025, CONTINUED), Said(2025, RESOLVED))).next_year is RESOLVED


def test_without_a_second_look_there_is_no_share() -> None:
    assert followed.resolved_within_a_year([one()]) == Share(0, 0)
    assert Share(0, 0).percent is None


def test_days_run_from_the_sealed_report_to_the_end_of_the_plan() -> None:
    found = [one(completed_on=date(2024, 11, 11)), one(completed_on=date(2025, 1, 1)), one()]
    assert followed.days_until_done(found) == (median([10, 61]), 2)
    assert followed.days_until_done([one()]) is None


def test_years_stand_oldest_first_with_each_state_once() -> None:
    found = [one(2025), one(2024, (Said(2025, RESOLVED),)), one(2025), one(2024, (Said(2025, RECURRED),))]
    assert list(followed.by_year(found).items()) == [
        (2024, Counter({RESOLVED: 1, RECURRED: 1})),
        (2025, Counter({None: 2})),
    ]


def test_chapters_have_a_pair_for_every_year_asked() -> None:
    found = [one(2024, chapter="2"), one(2025, chapter="2", again=True), one(2025, chapter="2"), one(2023, chapter="9")]
    assert followed.by_chapter(found, (2024, 2025)) == {"2": [(1, 0), (2, 1)], "9": [(0, 0), (0, 0)]}


findings = st.lists(
    st.builds(
        one,
        year=st.integers(2020, 2024),
        said=st.lists(st.builds(Said, st.integers(2021, 2026), st.sampled_from(Sequel)), max_size=3).map(tuple),
        chapter=st.sampled_from(["1", "2", "K1"]),
        again=st.booleans(),
    ),
    max_size=30,
)


@given(findings)
def test_whatever_there_is_every_sum_is_of_all_of_it(found: list[Followed]) -> None:
    years = sorted({one.fiscal_year for one in found})
    assert sum(count.total() for count in followed.by_year(found).values()) == len(found)
    chapters = followed.by_chapter(found, years)
    assert sum(every for row in chapters.values() for every, _ in row) == len(found)
    assert sum(again for row in chapters.values() for _, again in row) == sum(one.again for one in found)
    share = followed.resolved_within_a_year(found)
    assert 0 <= share.count <= share.of <= len(found)
