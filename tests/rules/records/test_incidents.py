"""Incident reports by month: sums, shares, gaps, and what a row means that was typed."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.records.incidents import IncidentCount
from checklist.rules.fields import checks
from checklist.rules.records import incidents
from checklist.rules.records.incidents import Month, Share, TypedRow
from checklist.words.records import HARM_LEVELS

MAY, TODAY = date(2026, 5, 31), date(2026, 9, 10)
LEVELS = tuple(HARM_LEVELS)


def counted(profession: str, *counts: int | None, on: date = MAY, fill: int | None = 0) -> IncidentCount:
    """The reports of a profession: the first levels as given, the rest `fill`."""
    values = dict(zip(LEVELS, [*counts, *[fill] * (len(LEVELS) - len(counts))], strict=True))
    return IncidentCount(held_on=on, profession=profession, **values)  # type: ignore[arg-type]


NURSE = counted("nurse", 40, 80, 20, 10, 3, 1, 0, 1, 4, 1)
PHYSICIAN = counted("physician", 4, 3, 2, 1)


# What was entered, and: total, empty cells, level 3b and above of those with a level, physicians of those known.
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (None, 0, None, None)),
        ([NURSE], (160, 0, Share(5, 155), None)),
        ([NURSE, PHYSICIAN], (170, 0, Share(5, 165), Share(10, 170))),
        ([NURSE, PHYSICIAN, counted("unsorted", 7)], (177, 0, Share(5, 172), Share(10, 170))),
        ([NURSE, PHYSICIAN, counted("unsorted", 7, fill=None)], (177, 9, None, Share(10, 170))),
        ([counted("physician", fill=None), NURSE], (160, 10, None, None)),
        ([counted("nurse", *[1] * 8, fill=None)], (8, 2, Share(4, 8), None)),
        ([counted("nurse"), counted("physician")], (0, 0, Share(0, 0), Share(0, 0))),
    ],
)
def test_a_month_says_what_it_comes_to_and_nothing_that_is_unknown(
    rows: list[IncidentCount], expected: tuple[object, ...]
) -> None:
    found = incidents.month(MAY.replace(day=1), rows)
    assert (found.total, found.empty_cells, found.severe, found.by_physicians) == expected


def test_no_reports_at_all_have_no_share_and_no_beds_no_rate() -> None:
    assert Share(0, 0).percent is None
    assert Share(1, 8).percent == 12.5
    month = incidents.month(MAY.replace(day=1), [NURSE])
    assert (month.per_beds(200), month.per_beds(0), Month(MAY).per_beds(200)) == (80.0, None, None)


def test_a_level_or_profession_that_nobody_entered_is_not_0() -> None:
    month = incidents.month(MAY.replace(day=1), [counted("nurse", 2, fill=None), counted("physician", 3, 0, fill=None)])
    assert [month.of_level(one) for one in LEVELS[:3]] == [5, 0, None]
    assert [month.of_profession(one) for one in ("physician", "pharmacist")] == [3, None]
    assert [one.profession for one in month.rows] == ["physician", "nurse"]


def test_months_without_an_entry_are_there_and_told_and_the_month_that_runs_is_left_out() -> None:
    found = incidents.months(
        [NURSE, counted("nurse", 9, on=date(2026, 9, 30)), counted("nurse", on=date(2026, 2, 28))], TODAY
    )
    assert [(one.first.month, one.total) for one in found] == [
        (2, 0), (3, None), (4, None), (5, 160), (6, None), (7, None), (8, None), (9, 9),
    ]  # fmt: skip
    assert [one.first.month for one in incidents.over(found, TODAY)] == [2, 3, 4, 5, 6, 7, 8]
    assert incidents.spans(found) == ["2026年3月から2026年4月", "2026年6月から2026年8月"]
    assert incidents.spans(found[:2]) == ["2026年3月"]
    assert incidents.months([], TODAY) == ()


def test_what_is_typed_is_read_as_people_write_it() -> None:
    row = TypedRow("nurse", 3, 2, ("１２", "1,234", "3件", "0", "", " ", "", "", "", ""))
    record, faults = incidents.typed(MAY.replace(day=1), row)
    assert (record.held_on, record.id, record.version, record.counts[:6]) == (MAY, 3, 2, (12, 1234, 3, 0, None, None))
    assert faults == []
    wrong = incidents.typed(MAY.replace(day=1), TypedRow("nurse", 0, 0, ("x", "1.5", *[""] * 8)))[1]
    assert [one.where for one in wrong] == ["看護師・レベル0", "看護師・レベル1"]
    assert TypedRow("nurse", 0, 0, ("", " ")).empty
    assert not TypedRow("nurse", 0, 0, ("", "0")).empty


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (counted("nurse", fill=None), "件数：影響度ごとの件数を1つ以上入力してください。"),
        (counted("nurse", -1), "レベル0：0から99999までの数で入力してください。"),
        (counted("porter"), "職種：選択肢から選んでください。"),
        (counted("nurse", on=date(2026, 10, 31)), "月：来月以降の日です。記録できるのは今月の末日までです。"),
        (counted("nurse", on=date(2026, 5, 30)), "月：月の末日で記録してください。"),
    ],
)
def test_each_mistake_is_one_sentence(record: IncidentCount, fault: str) -> None:
    assert [str(one) for one in checks.faults(record, TODAY)] == [fault]
