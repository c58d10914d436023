"""Where earlier findings stand today, which are open, and which are repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.improvements import Sequel
from checklist.model.sheets import Lineage, Relation, SheetVersion
from checklist.rules.improvements.follow_up import Noted, count_by_chapter, descendants, is_open, repeated
from tests.world import FIRST, SECOND, item

THIRD: SheetVersion = replace(
    SECOND, code="mini-3", number=3, previous_code="mini-2",
    items=(item("1-01", "指針"), item("1-06", "委員会の運営"), item("2-03", "口頭指示")),
    lineage=(
        Lineage("1-01", Relation.SAME, ("1-01",)),
        Lineage("1-06", Relation.MERGED, ("1-04", "1-05")),
        Lineage("2-03", Relation.REWORDED, ("2-03",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "versions", "stands_at"),
    [
        ("1-01", (SECOND,), ("1-01",)),
        ("1-01", (SECOND, FIRST), ("1-01",)),
        ("1-02", (FIRST, SECOND), ("1-02",)),
        ("1-03", (FIRST, SECOND), ("1-04", "1-05")),
        ("1-03", (FIRST, SECOND, THIRD), ("1-06",)),
        ("2-02", (FIRST, SECOND), ()),
        ("9-99", (FIRST, SECOND), ()),
        ("1-01", (FIRST, THIRD), ()),
        ("1-01", (), ()),
    ],
    ids=["same version", "same", "reworded", "split", "split then merged", "retired", "unknown", "gap", "nothing"],
)
def test_a_finding_stands_at_every_item_that_descends_from_its_own(
    code: str, versions: tuple[SheetVersion, ...], stands_at: tuple[str, ...]
) -> None:
    assert descendants(code, versions) == stands_at


def noted(number: int, year: int, item_code: str = "1-01", hospital: int = 1, marks: tuple[Sequel, ...] = ()) -> Noted:
    return Noted(number, hospital, year, year, "mini-2", item_code, item_code[0], marks)


@pytest.mark.parametrize(
    ("year", "marks", "open_"),
    [
        (2025, (), True),
        (2025, (Sequel.RESOLVED,), True),
        (2024, (), True),
        (2024, (Sequel.CONTINUED,), True),
        (2024, (Sequel.RESOLVED,), False),
        (2023, (Sequel.RESOLVED, Sequel.RECURRED), True),
        (2023, (Sequel.CONTINUED, Sequel.RESOLVED), False),
    ],
)
def test_last_years_findings_are_always_looked_at_and_older_ones_until_they_are_resolved(
    year: int, marks: tuple[Sequel, ...], open_: bool
) -> None:
    assert is_open(noted(1, year, marks=marks), last_year=2025) is open_


def test_a_finding_is_repeated_where_the_same_hospital_had_one_in_an_earlier_year() -> None:
    findings = [
        noted(1, 2024, "1-03"),
        noted(2, 2025, "1-05"),
        noted(3, 2025, "2-01"),
        noted(4, 2026, "1-04"),
        noted(5, 2026, "1-05", hospital=2),
        noted(6, 2024, "1-03"),
    ]
    places = {1: ("1-04", "1-05"), 2: ("1-05",), 3: ("2-01",), 4: ("1-04",), 5: ("1-05",), 6: ("1-04", "1-05")}
    again = repeated(findings, places)
    assert [found.finding_id for found in again] == [2, 4]
    assert count_by_chapter(again) == {(1, "1"): 2}


def test_a_finding_without_a_place_today_is_never_counted_as_repeated() -> None:
    assert repeated([noted(1, 2024), noted(2, 2025)], {}) == ()
