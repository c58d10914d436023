"""A date as people write it, read leniently."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.rules.fields import day_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026/11/25", date(2026, 11, 25)),
        ("2026-11-25", date(2026, 11, 25)),
        ("２０２６年１１月２５日", date(2026, 11, 25)),
        ("2026年11月25日（水）", date(2026, 11, 25)),
        ("20261125", date(2026, 11, 25)),
        ("令和8年11月25日", date(2026, 11, 25)),
        ("R8.11.25", date(2026, 11, 25)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和63年4月1日", date(1988, 4, 1)),
        ("令和 6年 4月 1日", date(2024, 4, 1)),
        ("令和八年十一月二十五日", date(2026, 11, 25)),
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("平成元年一月八日", date(1989, 1, 8)),
        ("Ｒ８．４．１", date(2026, 4, 1)),
        ("R.8.4.1", date(2026, 4, 1)),
        ("r8/4/1", date(2026, 4, 1)),
        ("H31-4-30", date(2019, 4, 30)),
        ("S63.4.1", date(1988, 4, 1)),
        ("R080401", date(2026, 4, 1)),
        ("㋿8年4月1日", date(2026, 4, 1)),
        ("令8.4.1", date(2026, 4, 1)),
        ("2026.4.1", date(2026, 4, 1)),
        ("2026年8月1日（土）", date(2026, 8, 1)),
        ("2026年8月1日 土曜日", date(2026, 8, 1)),
        ("2026/5/4(月・祝)", date(2026, 5, 4)),
        ("2026/11/3(祝)", date(2026, 11, 3)),
        ("2026/04/01 0:00", date(2026, 4, 1)),
        ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("2026-04-01T00:00:00.000", date(2026, 4, 1)),
        ("2026‐04‐01", date(2026, 4, 1)),
        ("2026–4–1", date(2026, 4, 1)),
        ("２０２６ー４ー１", date(2026, 4, 1)),
        ("2026−04−01", date(2026, 4, 1)),
        ("平成32年4月1日", date(2020, 4, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("46113", date(2026, 4, 1)),
        ("４６１１３", date(2026, 4, 1)),
        ("  ", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, meant: date | None) -> None:
    assert day_text.parse(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "来週",
        "2026/13/1",
        "2026/2/30",
        "8/11/25",
        "元年5月1日",
        "2026",
        "0000/1/1",
        "2026/11/25/1",
        "明治33年1月1日",
        "12345",
        "99999999",
        "2026/4/1 9:30",
        "R0804",
        "令和八年",
        "十月十日",
        "R0.1.1",
        "R000101",
        "令和0年4月1日",
        "昭和65年1月1日",
        "昭和99年1月1日",
        "S990101",
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_text.parse(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8/25", date(2026, 8, 25)),
        ("８月２５日", date(2026, 8, 25)),
        ("11/22", date(2026, 11, 22)),
        ("11/23", date(2025, 11, 23)),
        ("2/29", date(2024, 2, 29)),
        ("12月1日（月）", date(2025, 12, 1)),
        ("8月1日（土）", date(2026, 8, 1)),
        ("八月一日（金）", date(2025, 8, 1)),
        ("R8.8.25", date(2026, 8, 25)),
        ("", None),
    ],
)
def test_a_day_without_its_year_is_the_last_one_that_is_not_ahead(typed: str, meant: date | None) -> None:
    assert day_text.parse_past(typed, date(2026, 11, 22)) == meant


@pytest.mark.parametrize("typed", ["2/30", "13/1", "0/1", "25", "8/", "8/25/"])
def test_what_is_no_day_of_any_year_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_text.parse_past(typed, date(2026, 11, 22))
