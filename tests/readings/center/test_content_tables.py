"""1日当たり, 窓口への要望 and 相談者の課題 against plain loops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.readings.center import content_tables, figure_tables
from tests.center_editions import cases_by_chance, counted

CASES = cases_by_chance(3, 40)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), 5), (date(2026, 11, 21), date(2026, 11, 22), 0), (date(2026, 11, 20), date(2026, 11, 20), 1),
        (date(2026, 4, 1), date(2027, 3, 31), 261), (date(2026, 11, 23), date(2026, 11, 22), 0),
    ],
)  # fmt: skip
def test_weekdays_are_monday_to_friday(first: date, last: date, days: int) -> None:
    assert content_tables.weekdays_between(first, last) == days


@pytest.mark.parametrize("until", [date(2026, 9, 30), date(2027, 3, 31), date(2028, 1, 1), date(2026, 3, 31)])
def test_a_day_has_its_share_of_those_that_are_over(until: date) -> None:
    found = replace(counted(CASES), until=until)
    span = [found.span.first + timedelta(days=one) for one in range(365)]
    days = len([one for one in span if one.weekday() < 5 and one <= until])
    (_, cases, over, mean), (_, contacts, _, _) = content_tables.daily(found).rows
    assert (cases, contacts, over) == (40, len(found.contacts), days)
    assert mean == (round(40 / days, 1) if days else None)


def test_wishes_and_issues_are_counted_and_never_told() -> None:
    wished = [
        replace(one, case=replace(one.case, wish="夜間も" if place < 7 else " ", issues=("alone", "telling") if place < 3 else ()))
        for place, one in enumerate(CASES)
    ]  # fmt: skip
    found = counted(wished)
    assert [row[:2] for row in content_tables.wishes(found).rows] == [
        ("要望あり", 7),
        ("要望の記載なし", 33),
        ("計", 40),
    ]
    told = {row[0]: row[1:] for row in content_tables.issues(found).rows}
    assert told == {"情報不足": (0, 0.0), "伝え方": (3, 7.5), "過度な期待": (0, 0.0), "孤立・生活困窮": (3, 7.5)}
    assert "夜間も" not in repr(list(figure_tables.tables(found)))


def test_difficulty_and_satisfaction_are_crossed() -> None:
    found = counted(CASES)
    table = next(one for one in figure_tables.tables(found) if one.title == "対応困難度と納得度")
    assert table.rows[-1][-1] == 40
    hard = [one for one in CASES if (one.case.difficulty, one.case.satisfaction) == ("d3", "no")]
    row = next(row for row in table.rows if str(row[0]).startswith("3"))
    assert row[table.names.index("納得せず")] == len(hard)
