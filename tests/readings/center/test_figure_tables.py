"""Every table of 相談の統計 against plain loops over the same cases: no row swallows another, and every sum is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from checklist.formats.table import Table
from checklist.model.center import Case, Contact, Known
from checklist.readings.center import figure_tables
from checklist.rules import scoring
from checklist.store.center import shipped
from tests.center_editions import cases_by_chance, counted, edition, option, renamed

SHIPPED = shipped.edition()
CASES = cases_by_chance(11, 80)
FOUND = counted(CASES)
CONTACTS = [one for each in CASES for one in each.contacts]


def half_up(part: int, whole: int = 80) -> float:
    return float((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))


def first_numbers(table: Table) -> dict[object, object]:
    return {row[0]: row[1] for row in table.rows}


@pytest.mark.parametrize("table", list(figure_tables.tables(FOUND)), ids=lambda one: one.title)
def test_every_row_has_a_cell_for_every_column_and_no_table_names_a_column_twice(table: Table) -> None:
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize("name", ["kind", "caller", "gender", "facility", "department", "subject"])
def test_cases_by_a_list(name: str) -> None:
    found = first_numbers(figure_tables.by_list(FOUND, name))
    words = SHIPPED.choices(name)
    for code, word in words.items():
        assert found.pop(word) == len([one for one in CASES if getattr(one.case, name) == code]), word
    assert found == {"計": 80}


def test_shares_are_of_the_whole_and_end_with_a_hundred() -> None:
    rows = figure_tables.by_list(FOUND, "kind").rows
    assert rows[-1] == ("計", 80, 100.0)
    assert [row[2] for row in rows[:-1]] == [half_up(row[1]) for row in rows[:-1] if isinstance(row[1], int)]
    # 6.25 and 18.75: 四捨五入 never goes down from a half, as binary fractions do.
    assert (half_up(5), scoring.share(5, 80), scoring.share(15, 80), scoring.share(1, 0)) == (6.3, 6.3, 18.8, None)


def test_contacts_by_channel_weekday_hour_and_minutes_are_all_contacts() -> None:
    for table in (
        figure_tables.channels(FOUND), figure_tables.weekdays(FOUND), figure_tables.hours(FOUND),
        next(one for one in figure_tables.tables(FOUND) if one.title == "所要時間の分布"),
    ):  # fmt: skip
        *parts, (_, total, share) = table.rows
        assert sum(int(str(row[1])) for row in parts) == total == len(CONTACTS), table.title
        assert share == 100.0
    phones = len([one for one in CONTACTS if one.channel == "phone"])
    assert first_numbers(figure_tables.channels(FOUND))["電話"] == phones
    sundays = len([one for one in CONTACTS if one.held_on.isoweekday() == 7])
    assert first_numbers(figure_tables.weekdays(FOUND))["日"] == sundays


def test_months_are_twelve_with_a_sum() -> None:
    rows = figure_tables.months(FOUND).rows
    assert len(rows) == 13
    assert rows[-1] == ("計", 80, len(CONTACTS))
    in_may = [one for one in CASES if (one.case.received_on.year, one.case.received_on.month) == (2026, 5)]
    assert rows[1][:2] == ("2026年5月", len(in_may))


def test_a_crossing_has_the_sums_of_both_sides() -> None:
    table = figure_tables.crossed(FOUND, "相談内容と種別", "subject", "kind")
    for row in table.rows:
        assert sum(int(str(one)) for one in row[1:-1]) == row[-1]
    assert table.rows[-1][-1] == 80
    both = [one for one in CASES if (one.case.subject, one.case.kind) == ("6", "complaint")]
    row = next(row for row in table.rows if row[0] == "医療費")
    assert row[1] == len(both)


def test_responses_are_of_cases_and_their_share_is_of_all_cases() -> None:
    table = figure_tables.responses(FOUND)
    for row, (code, word) in zip(table.rows, SHIPPED.choices("response").items(), strict=True):
        number = len([one for one in CASES if any(code in each.responses for each in one.contacts)])
        assert row == (word, number, half_up(number))
    assert "全80件" in table.notes[0]


def test_facilities_that_were_told_something() -> None:
    told = [one for one in CASES if any({"tell", "ask"} & set(each.responses) for each in one.contacts)]
    found = first_numbers(figure_tables.informed(FOUND))
    assert found["計"] == len(told) > 0
    assert found["病院"] == len([one for one in told if one.case.facility == "hospital"])


def test_a_code_in_no_edition_has_a_row_of_its_own() -> None:
    odd = replace(CASES[0].case, kind="？", gender="")
    table = figure_tables.by_list(counted([Known(odd, ())]), "kind")
    assert first_numbers(table)["版にないコード ？"] == 1
    gender = first_numbers(figure_tables.by_list(counted([Known(odd, ())]), "gender"))
    assert (gender["不明"], gender["計"]) == (1, 1)
    detail = first_numbers(figure_tables.by_list(counted([Known(odd, ())]), "detail"))
    assert detail["未入力"] == 1


def test_two_codes_of_one_word_are_two_rows_and_both_count() -> None:
    old = edition(
        0, date(2000, 1, 1), option("kind", "a", "その他"), option("kind", "b", "その他"), option("channel", "p")
    )
    cases = [
        Known(Case(id=number, received_on=date(2026, 5, 1), kind=kind, subject=""), ())
        for number, kind in enumerate("aab", 1)
    ]
    table = figure_tables.by_list(counted(cases, (old,)), "kind")
    assert table.rows == (("その他（a）", 2, 66.7), ("その他（b）", 1, 33.3), ("計", 3, 100.0))


def test_two_channels_of_one_word_keep_their_contacts() -> None:
    lists = edition(0, date(2000, 1, 1), option("channel", "a", "電話"), option("channel", "b", "電話"))
    made = tuple(
        Contact(id=place, case_id=1, held_on=date(2026, 5, 1), channel=code) for place, code in enumerate("aab")
    )
    case = Known(Case(id=1, received_on=date(2026, 5, 1), kind="", subject=""), made)
    assert first_numbers(figure_tables.channels(counted([case], (lists,)))) == {"電話（a）": 2, "電話（b）": 1, "計": 3}


def test_small_subjects_carry_the_word_of_the_great_one() -> None:
    names = [str(row[0]) for row in figure_tables.by_list(FOUND, "detail").rows[:-1]]
    assert len(set(names)) == len(names)
    assert all("：" in name for name in names if name != "未入力")


def test_a_break_stands_between_the_years_that_it_parts() -> None:
    later = renamed(SHIPPED, date(2027, 4, 1), "subject", **{"8": "9"})
    old = CASES[0]
    new = Known(replace(old.case, received_on=date(2027, 5, 1), edition=1, subject="9"), ())
    rows = figure_tables.subject_years(counted([old, new], (SHIPPED, later))).rows
    assert [row[0] for row in rows] == ["2026年度", figure_tables.BREAK, "2027年度"]
    assert figure_tables.subject_years(FOUND).rows[0][1:] == tuple(
        len([one for one in CASES if one.case.subject == code]) for code in SHIPPED.choices("subject")
    )


def test_the_mean_of_a_year_is_that_of_the_contacts_that_stand_beside_it() -> None:
    """A case of March whose second contact is held in April: that one counts in the new year, with its minutes."""
    one = next(each for each in CASES if each.contacts)
    held = [
        replace(one.contacts[0], held_on=day, minutes=long)
        for day, long in ((date(2026, 3, 30), 10), (date(2026, 4, 2), 50))
    ]
    found = counted([Known(replace(one.case, received_on=date(2026, 3, 30)), tuple(held))])
    assert figure_tables.years(found).rows == (("2025年度", 1, 1, 10.0), ("2026年度", 0, 1, 50.0))


def test_nobody_at_all_makes_tables_of_nothing() -> None:
    for table in figure_tables.tables(counted([])):
        numbers = [one for row in table.rows for one in row[1:] if isinstance(one, int)]
        assert table.title in ("全国の数値（参考）", "1日当たりの件数") or set(numbers) <= {0, 30}, table.title
