"""The public edition read by somebody who adds up everything that is printed: no small number comes out, not even of a year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.formats.table import Column, Table
from checklist.model.center import Case, Contact, Known
from checklist.readings.center import figure_tables, public_tables
from checklist.readings.center.counted import Counted
from checklist.readings.center.public_tables import HIDDEN, LEAST, NOTE
from checklist.rules.center.hiding import SMALL
from tests.center_editions import cases_by_chance, counted, edition, option

DAY = date(2026, 6, 1)


def printed(found: Counted) -> dict[str, Table]:
    return {one.title: one for one in public_tables.tables(found)}


def everything(found: Counted) -> str:
    """All that the edition prints, in one text."""
    return repr(list(public_tables.tables(found)))


def spread(codes: list[int]) -> Counted:
    """So many cases for each of some departments that only this centre has."""
    names = [f"d{place}" for place in range(len(codes))]
    lists = edition(0, date(2000, 1, 1), *(option("department", one) for one in names))
    case = Case(received_on=DAY, kind="", subject="")
    made = (
        Known(replace(case, department=name), (Contact(case_id=1, held_on=DAY, channel="phone"),))
        for name, number in zip(names, codes, strict=True)
        for _ in range(number)
    )
    return counted(list(made), (lists,))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [LEAST, 37, 90])
def test_no_small_number_is_printed_anywhere(seed: int, count: int) -> None:
    for one in printed(counted(cases_by_chance(seed, count))).values():
        if one.title != "全国の数値（参考）":
            small = [cell for row in one.rows for cell in row[1:] if isinstance(cell, int) and 1 <= cell <= SMALL]
            assert small == [], one.title


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [LEAST, 23, 40])
def test_whoever_knows_the_sum_of_the_year_cannot_narrow_a_hidden_number(seed: int, count: int) -> None:
    found, looked = counted(cases_by_chance(seed, count)), 0
    for title, table in printed(found).items():
        whole = count if title.endswith("別の件数") and title != "年度別の件数" else len(found.contacts)
        if len(table.columns) == 2 and title != "対象施設への情報提供":
            *parts, total = table.rows
            hidden = sum(row[1] == HIDDEN for row in parts)
            left = whole - sum(row[1] for row in parts if isinstance(row[1], int))
            assert total[1] in (whole, HIDDEN), title
            if hidden and total[1] != HIDDEN:
                looked += 1
                assert hidden > 1, title
                assert left - hidden >= SMALL, title
    assert looked


@pytest.mark.parametrize("codes", [[1] * 20, [1] * 19 + [2], [2, 2, *[1] * 18], [1] * 21 + [0, 0]])
def test_where_even_the_sum_would_tell_each_number_the_whole_table_is_hidden(codes: list[int]) -> None:
    rows = printed(spread(codes))["診療科別の件数"].rows
    assert {row[1] for row in rows} == {HIDDEN}
    assert printed(spread(codes))["年度別の件数"].rows[-1][1] == sum(codes)


def test_a_table_with_room_for_doubt_keeps_its_empty_rows_and_its_sum() -> None:
    rows = printed(spread([9, 9, 2, 3, 0]))["診療科別の件数"].rows
    assert [row[1] for row in rows] == [HIDDEN, 9, HIDDEN, HIDDEN, 0, 23]


@pytest.mark.parametrize("before", [1, SMALL, SMALL + 1, 1000])
def test_a_year_before_is_told_by_its_own_edition_alone(before: int) -> None:
    found = counted(cases_by_chance(1, 40), before=before)
    assert printed(found)["月別の件数"].notes in ((), (NOTE,))
    assert f"は{before:,}件です" in figure_tables.months(found).notes[0]


def test_years_of_few_are_hidden_in_both_their_numbers() -> None:
    many, few = cases_by_chance(2, 30), cases_by_chance(3, 2)
    old = [
        Known(replace(one.case, received_on=date(2025, 5, 1)), (replace(one.contacts[0], held_on=date(2025, 5, 1)),))
        for one in few
    ]
    rows = public_tables.years(counted([*old, *many])).rows
    assert rows[0] == ("2025年度", HIDDEN, HIDDEN)
    assert rows[1][:2] == ("2026年度", 30)
    assert [one.name for one in public_tables.years(counted(many)).columns] == ["年度", "件", "回"]


@pytest.mark.parametrize(("count", "parts"), [(0, False), (LEAST - 1, False), (LEAST, True)])
def test_a_year_is_told_in_parts_from_twenty_cases_on(count: int, parts: bool) -> None:
    titles = list(printed(counted(cases_by_chance(5, count))))
    assert (len(titles) > 2) is parts
    assert (titles[0], titles[-1]) == ("年度別の件数", "全国の数値（参考）")


def test_no_share_no_minutes_and_no_text_of_a_case_leave_the_centre() -> None:
    cases = [
        Known(
            replace(one.case, summary="秘密の要旨", facility_name="架空病院", reference_word="ひまわり", topic="話題", wish="要望"),
            tuple(replace(each, note="秘密の記録", next_step="次の予定", referrals=("7",)) for each in one.contacts),
        )
        for one in cases_by_chance(6, 50)
    ]  # fmt: skip
    text = everything(counted(cases))
    for secret in ("秘密", "架空病院", "ひまわり", "話題", "要望", "次の予定", "紹介先", "割合（％）", "所要時間"):
        assert secret not in text, secret


def test_what_is_hidden_is_explained_and_nothing_else_is() -> None:
    columns = (Column("区分", "text", 10), Column("件", "number", 8))
    plain = Table("表", columns, (("甲", 30), ("乙", 20), ("計", 50)), ("注",))
    assert public_tables.hidden(plain) == plain
    small = public_tables.hidden(replace(plain, rows=(("甲", 30), ("乙", 2), ("計", 32))))
    assert small.notes == ("注", NOTE)
    assert [row[1] for row in small.rows] == [HIDDEN, HIDDEN, 32]
    empty = replace(plain, rows=(("計", 0),))
    assert public_tables.hidden(empty) == empty
