"""Regions of few hospitals and few answers, beside sums in plain Python: one, none that counts, all equal, and a new class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, leniency, spread, track_comparison
from checklist.comparison.comparison import Comparison, Group, Selection
from checklist.comparison.selection import CLASSES, Order
from checklist.comparison.spread import ClassComparison
from checklist.formats.table import Table
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Track
from checklist.model.hospitals import Addon, Filing
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.act import viewing
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from tests.comparison import region_of_answers as regions
from tests.world import FIRST, SECOND, by

BOTH = ("1-01", "1-04", "1-05", "2-01", "2-03")
"""Items of the second version that are for both classes."""
Given = Mapping[str, str | None]
LAST = Selection(2025, 2025, Track.SELF)
POINTS = {"A": 100, "B": 50, "C": 0}
Build = Callable[[dict[str, tuple[int | None, Given]]], Principal]


def all_of(value: str | None) -> dict[str, str | None]:
    return dict.fromkeys(BOTH, value)


def percent(*given: Given) -> float | None:
    """得点率 of all these answers together, rounded half up; None without a grade."""
    points = [POINTS[value] for one in given for code in BOTH if (value := one.get(code)) in POINTS]
    return int(sum(points) * 10 / len(points) + 0.5) / 10 if points else None


@pytest.fixture
def build(empty_db: Path) -> Build:
    """A region of hospitals with their class and their self-assessment of 2025; the secretariat that looks at it."""

    def made(found: dict[str, tuple[int | None, Given]]) -> Principal:
        with db.writing() as connection:
            region.save(by(connection), Region("架空地域", 4, 3, blind_mode=False, fictional=True))
            sheets.add(by(connection), FIRST)
            sheets.add(by(connection), SECOND)
            secretariat = regions.add_person(connection, "secretariat", None, Role.SECRETARIAT)
            for code, (number, given) in found.items():
                host = regions.add_hospital(connection, code, number)
                regions.add_assessment(connection, host, 2025, SECOND.code, dict(given))
        return secretariat

    return made


def id_of(connection: Database, code: str) -> int:
    return hospitals.by_code(by(connection), code).id


def classes(who: Principal, chosen: Selection = LAST) -> ClassComparison:
    with viewing(who) as view:
        return spread.class_document(view, chosen)


def by_hospital(who: Principal, chosen: Selection = LAST) -> Comparison:
    with viewing(who) as view:
        return comparison.hospital_comparison(view, chosen)


def shown(found: Comparison) -> dict[tuple[str, int], float | str]:
    """Column and year -> what stands in the row of everything."""
    return {(cell.group, cell.fiscal_year): cell.shown for cell in found.cells if not cell.chapter}


def table(found: Comparison, title: str) -> Table | None:
    return next((one for one in found.tables if one.title.startswith(title)), None)


def test_a_single_hospital_is_its_class_and_its_quartiles(build: Build) -> None:
    mixed = {"1-01": "A", "1-04": "B", "1-05": "C", "2-01": "A", "2-03": "NA"}
    found = classes(build({"A": (1, mixed)}))
    assert percent(mixed) == 62.5
    assert shown(found) == {("加算1", 2025): 62.5, ("加算2", 2025): "データなし"}
    quartiles = table(found, spread.QUARTILES)
    assert quartiles is not None
    assert quartiles.rows == ((2025, "加算1", 1, 62.5, 62.5, 62.5, 62.5, 62.5),)
    assert found.spread is not None
    assert [(one.group, one.dots) for one in found.spread.boxes] == [("加算1", (62.5,))]


@pytest.mark.parametrize(("value", "said"), [("NA", "比較不可"), ("UNVERIFIED", "比較不可"), (None, "比較不可")])
def test_where_nobody_gave_a_grade_there_is_no_number_and_no_zero(value: str | None, said: str, build: Build) -> None:
    who = build({"A": (1, all_of(value)), "B": (2, all_of(value))})
    found = classes(who)
    assert found.empty
    assert set(shown(found).values()) == {said}
    assert found.headline == ""
    assert found.spread is None
    assert table(found, spread.QUARTILES) is None
    alone = by_hospital(who)
    assert set(shown(alone).values()) == {said}
    assert alone.funnels == ()


def test_one_grade_among_what_counts_nowhere_is_the_whole_number(build: Build) -> None:
    given = {**all_of("NA"), "1-01": "B", "2-03": "UNVERIFIED", "2-01": None}
    found = classes(build({"A": (1, given), "B": (1, all_of("NA"))}))
    (cell,) = [one for one in found.cells if not one.chapter and one.group == "加算1"]
    assert cell.score is not None
    assert (cell.percent, cell.score.rated, cell.score.unverified, cell.hospitals) == (50.0, 1, 1, 2)
    quartiles = table(found, spread.QUARTILES)
    assert quartiles is not None
    # The hospital without a grade is no hospital with 0 %.
    assert quartiles.rows[0][2:] == (1, 50.0, 50.0, 50.0, 50.0, 50.0)


@pytest.mark.parametrize("value", ["A", "B", "C"])
def test_where_all_are_equal_nobody_stands_outside_and_nothing_differs(value: str, build: Build) -> None:
    codes = [f"{number}{place}" for number in (1, 2) for place in range(6)]
    who = build({code: (int(code[0]), all_of(value)) for code in codes})
    found = classes(who)
    level = float(POINTS[value])
    assert set(shown(found).values()) == {level}
    effects = table(found, spread.EFFECTS)
    assert effects is not None
    assert {row[2:] for row in effects.rows} == {(level, level, 0.0, 0.0, 0.0, 50.0, "ほとんど差なし（区間が0を含む）")}
    alone = by_hospital(who)
    assert [(one.group, one.center, len(one.drawn)) for one in alone.funnels] == [
        ("加算1", level, 6),
        ("加算2", level, 6),
    ]
    assert alone.headline == "2025年度は、12病院のすべてが区分の値の偶然のばらつきの範囲内です。"


def test_four_hospitals_have_no_effect_size_and_no_limits_and_a_fifth_makes_both(build: Build) -> None:
    codes = {f"1{place}": (1, all_of("A")) for place in range(4)} | {
        f"2{place}": (2, all_of("C")) for place in range(5)
    }
    who = build({**codes})
    effects = table(classes(who), spread.EFFECTS)
    assert effects is not None
    assert {row[2:] for row in effects.rows} == {(100.0, 0.0, None, None, None, None, "病院数が5未満")}
    assert [(one.group, one.center) for one in by_hospital(who).funnels] == [("加算1", None), ("加算2", 0.0)]
    with db.writing() as connection:
        fifth = regions.add_hospital(connection, "14", 1)
        regions.add_assessment(connection, fifth, 2025, SECOND.code, all_of("A"))
    effects = table(classes(who), spread.EFFECTS)
    assert effects is not None
    assert {row[2:] for row in effects.rows} == {(100.0, 0.0, 100.0, 100.0, 100.0, 100.0, "大きい差")}
    assert [(one.group, one.center) for one in by_hospital(who).funnels] == [("加算1", 100.0), ("加算2", 0.0)]


def test_quartiles_are_those_of_a_plain_count(build: Build) -> None:
    given = [
        {code: ("A" if place < good else "C") for place, code in enumerate(BOTH)} for good in (0, 1, 3, 4, 5, 5, 2)
    ]
    quartiles = table(classes(build({f"H{n}": (2, one) for n, one in enumerate(given)})), spread.QUARTILES)
    ordered = sorted(value for one in given if (value := percent(one)) is not None)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])

    assert quartiles is not None
    ends = (ordered[0], at(0.25), at(0.5), at(0.75), ordered[-1])
    assert quartiles.rows == ((2025, "加算2", 7, *(round(one, 1) for one in ends)),)


def _new_class(connection: Database, code: str) -> None:
    """加算1 until the end of the fiscal year 2024, 加算2 from then on."""
    host = id_of(connection, code)
    (filing,) = hospitals.filings(by(connection), host)
    old = Filing(filing.id, host, Addon.SAFETY, 1, date(2022, 4, 1), date(2025, 3, 31), "")
    hospitals.save_filing(by(connection), old)
    hospitals.save_filing(by(connection), Filing(0, host, Addon.SAFETY, 2, date(2025, 4, 1), None, ""))


def test_a_hospital_counts_in_each_year_in_the_class_of_that_year(build: Build) -> None:
    who = build({"A": (1, all_of("C")), "B": (1, all_of("A")), "C": (2, all_of("B"))})
    with db.writing() as connection:
        for code, value in (("A", "C"), ("B", "A"), ("C", "B")):
            given: dict[str, str | None] = dict.fromkeys(("1-01", "2-01"), value)
            regions.add_assessment(connection, id_of(connection, code), 2024, FIRST.code, given)
        _new_class(connection, "A")
    found = shown(classes(who, Selection(2024, 2025, Track.SELF)))
    # The items that both versions have are 1-01 and 2-01; A is C throughout.
    assert found == {("加算1", 2024): 50.0, ("加算2", 2024): 50.0, ("加算1", 2025): 100.0, ("加算2", 2025): 25.0}
    names = shown(by_hospital(who, Selection(2024, 2025, Track.SELF)))
    assert (names["病院A", 2024], names["病院A", 2025]) == (0.0, 0.0)
    funnels = by_hospital(who, Selection(2024, 2025, Track.SELF)).funnels
    assert {one.group: [spot.name for spot in one.spots] for one in funnels} == {
        "加算1": ["病院B"], "加算2": ["病院A", "病院C"],
    }  # fmt: skip


def test_a_hospital_without_a_class_is_in_no_class_and_has_its_own_number(build: Build) -> None:
    who = build({"A": (1, all_of("A")), "N": (None, all_of("C"))})
    assert shown(classes(who))["加算1", 2025] == 100.0
    found = by_hospital(who)
    assert shown(found)["病院N", 2025] == 0.0
    assert [spot.name for one in found.funnels for spot in one.spots] == ["病院A", "病院N"]
    assert [one.group for one in found.funnels][-1] not in ("加算1", "加算2")


def test_a_retired_item_enters_no_number_of_years_in_which_it_is_gone(build: Build) -> None:
    who = build({"A": (1, all_of("A"))})
    with db.writing() as connection:
        given: dict[str, str | None] = {"1-01": "A", "1-03": "C", "2-01": "A", "2-02": "C"}
        regions.add_assessment(connection, id_of(connection, "A"), 2024, FIRST.code, given)
    assert shown(classes(who, Selection(2024, 2025, Track.SELF)))["加算1", 2024] == 100.0
    # Alone, the year is measured by everything that it asked.
    assert shown(classes(who, Selection(2024, 2024, Track.SELF)))["加算1", 2024] == 50.0


def test_an_open_assessment_is_in_no_number(build: Build) -> None:
    who = build({"A": (1, all_of("A"))})
    with db.writing() as connection:
        host = regions.add_hospital(connection, "B", 1)
        regions.add_assessment(connection, host, 2025, SECOND.code, all_of("C"), submitted_at=None)
    assert shown(classes(who))["加算1", 2025] == 100.0
    assert ("病院B", 2025) not in shown(by_hospital(who))


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("groups", [CLASSES, (Group.CLASS_2,), (Group.OWN,)])
def test_no_order_and_no_choice_of_groups_fails_where_there_is_nothing(
    order: Order, groups: tuple[Group, ...], build: Build
) -> None:
    who = build({})
    found = classes(who, Selection(2023, 2025, Track.SELF, groups=groups, order=order))
    assert found.empty
    assert found.charts == ()
    with viewing(who) as view:
        assert track_comparison.track_comparison(view, Selection(2023, 2025)).empty


def test_the_visitors_of_a_region_without_visits_are_not_judged(build: Build) -> None:
    with viewing(build({"A": (1, all_of("A"))})) as view:
        found = leniency.read(view)
    assert (found.visitors, found.reason) == ((), "提出された訪問評価はまだありません")


def test_two_visitors_are_counted_and_not_compared(build: Build) -> None:
    who = build({code: (1, all_of("A")) for code in ("A", "B", "C")})
    with db.writing() as connection:
        a, b, c = (id_of(connection, code) for code in ("A", "B", "C"))
        for host, visitor in ((b, a), (c, a), (a, b)):
            visit = regions.add_visit(connection, host, visitor, 2025)
            regions.add_assessment(connection, host, 2025, SECOND.code, all_of("B"), visit=visit)
    with viewing(who) as view:
        found = leniency.read(view)
    assert [(one.name, one.visits, one.hosts, one.effect) for one in found.visitors] == [
        ("病院A", 2, 2, None), ("病院B", 1, 1, None),
    ]  # fmt: skip
    assert found.known == ()
    assert "5病院に満たない" in found.reason
    assert {one.reason for one in found.visitors} == {leniency.FEW}
