"""How visiting hospitals differ: planted differences are found again, hosts change nothing, and other code gives the same numbers."""

from __future__ import annotations

import itertools
import math
import random
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist.comparison import leniency, leniency_fit
from checklist.comparison.leniency_fit import Rated, fit, levels, t_quantile
from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from tests.world import by

# Student's t, 97.5 %, from the printed tables (Biometrika Tables, table 12).
PRINTED = {10: 2.228, 12: 2.179, 15: 2.131, 20: 2.086, 30: 2.042, 60: 2.000, 120: 1.980}


@pytest.mark.parametrize(("freedom", "printed"), PRINTED.items())
def test_the_quantile_is_that_of_the_tables(freedom: int, printed: float) -> None:
    assert t_quantile(freedom) == pytest.approx(printed, abs=0.0006)


VISITORS, HOSTS, YEARS = 6, 12, 3


def rounds(
    kind: dict[int, float], hosts: dict[int, float], noise: float = 0.0, seed: int = 1, visitors: int = VISITORS
) -> list[Rated]:
    """Every host rates itself and is visited once a year, by another visitor each year."""
    rng, found = random.Random(seed), []
    for year, host in itertools.product(range(YEARS), range(HOSTS)):
        visitor = 100 + (host + year * (1 + host // visitors)) % visitors
        level = hosts.get(host, 0.0) + 3.0 * year
        found.append(Rated((year, "self"), host, None, level + 5 + noise * rng.gauss(0, 1)))
        found.append(Rated((year, "visitor"), host, visitor, level + kind.get(visitor, 0.0) + noise * rng.gauss(0, 1)))
    return found


EVERY = range(100, 100 + VISITORS)
points = st.floats(-20, 20, allow_nan=False)


@given(st.lists(points, min_size=VISITORS, max_size=VISITORS), st.lists(points, min_size=HOSTS, max_size=HOSTS))
@settings(max_examples=60, deadline=None)
def test_planted_leniency_is_found_again_whatever_the_hosts_are(kinds: list[float], hosts: list[float]) -> None:
    planted = dict(zip(EVERY, kinds, strict=True))
    found = fit(rounds(planted, dict(enumerate(hosts))), EVERY)
    mean = sum(kinds) / VISITORS
    assert found.strange == frozenset()
    for visitor, kind in planted.items():
        assert found.effects[visitor].estimate == pytest.approx(kind - mean, abs=1e-6)


@given(st.lists(points, min_size=HOSTS, max_size=HOSTS), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_what_a_host_is_changes_no_estimate_and_no_interval(hosts: list[float], seed: int) -> None:
    planted = {100: 4.0, 101: -2.0}
    plain = fit(rounds(planted, {}, 1.0, seed), EVERY)
    other = fit(rounds(planted, dict(enumerate(hosts)), 1.0, seed), EVERY)
    assert plain.freedom == other.freedom
    for visitor in EVERY:
        one, same = plain.effects[visitor], other.effects[visitor]
        assert (one.estimate, one.low, one.high) == pytest.approx((same.estimate, same.low, same.high), abs=1e-6)


def test_effects_are_distances_from_their_own_mean() -> None:
    found = fit(rounds({100: 8.0}, {}, 1.0), EVERY)
    assert sum(one.estimate for one in found.effects.values()) == pytest.approx(0, abs=1e-9)
    assert found.effects[100].apart
    assert found.effects[100].low > 0


def test_an_interval_holds_what_is_true_about_as_often_as_it_says() -> None:
    """95 of 100 by the model; over 200 worlds with 6 visitors each, far fewer or none outside would be a wrong width."""
    outside = sum(
        not one.low <= 0 <= one.high
        for seed in range(200)
        for one in fit(rounds({}, {host: host * 2.0 for host in range(HOSTS)}, 2.0, seed), EVERY).effects.values()
    )
    assert 30 <= outside <= 95


def test_visitors_that_share_neither_host_nor_year_are_not_compared() -> None:
    near, far = rounds({}, {}), [
        Rated((9, side), 50 + host, 900 if side == "visitor" else None, 1.0) for host in range(4) for side in ("self", "visitor")
    ]  # fmt: skip
    found = fit([*near, *far], [*EVERY, 900])
    assert found.strange == frozenset({900})
    assert set(found.effects) == set(EVERY)


def test_without_visitors_there_is_nothing_to_fit() -> None:
    assert fit(rounds({}, {}), []).effects == {}


def test_an_item_left_out_makes_nobody_look_better() -> None:
    """Three assessments of alike quality; one of them has no answer to the item that all others find hard."""
    answers = np.array([[100.0, 50.0, 0.0], [100.0, 50.0, 0.0], [100.0, 50.0, np.nan]])
    found = levels(answers)
    assert found == pytest.approx(np.full(3, found[0]), abs=1e-9)


@given(
    st.lists(st.floats(-50, 50), min_size=4, max_size=8),
    st.lists(st.floats(-50, 50), min_size=3, max_size=6),
    st.randoms(),
)
@settings(max_examples=50, deadline=None)
def test_levels_of_whole_or_broken_tables_differ_as_planted(
    brought: list[float], items: list[float], rng: random.Random
) -> None:
    table = np.array([[one + item for item in items] for one in brought])
    for row in range(len(brought)):
        # All keep the first item, so that they hang together.
        table[row, [place for place in range(1, len(items)) if rng.random() < 0.4]] = np.nan
    found = levels(table)
    assert found - found[0] == pytest.approx(np.array(brought) - brought[0], abs=1e-6)


def test_who_answered_nothing_in_common_has_no_level() -> None:
    nothing = np.nan
    found = levels(np.array([[1.0, 2.0, nothing], [2.0, 3.0, nothing], [nothing, nothing, 5.0], [nothing] * 3]))
    assert np.isnan(found).tolist() == [False, False, True, True]
    assert found[1] - found[0] == pytest.approx(1.0)


# Golden: the same numbers from the rows of the database, by dummies and a general solver, without any code of ours.
Group = tuple[str, int, str]


@dataclass(frozen=True)
class Brought:
    """One assessment: its version, year and track, its host, who led the visit, and what it brings within its group."""

    group: Group
    host: int
    visitor: int | None
    level: float


def by_rows(connection: Database, sheet: str) -> list[Brought]:
    """Every assessment of a sheet; what it brings does not depend on the years that are asked for."""
    rows = connection.execute(
        """SELECT a.id, a.fiscal_year, a.track, v.code, a.hospital_id, r.item_id,
               CASE r.value WHEN 'A' THEN 100.0 WHEN 'B' THEN 50.0 WHEN 'C' THEN 0.0 END AS points,
               (SELECT hospital_id FROM visit_sheet s JOIN visit_hospital h ON h.visit_id = s.visit_id
                WHERE s.id = a.visit_sheet_id AND h.leading) AS visitor
           FROM assessment a JOIN sheet_version v ON v.id = a.version_id JOIN sheet ON sheet.id = v.sheet_id
           JOIN rating r ON r.assessment_id = a.id LEFT JOIN visit_sheet vs ON vs.id = a.visit_sheet_id
           LEFT JOIN visit ON visit.id = vs.visit_id
           WHERE a.track IN ('self', 'visitor') AND a.state <> 'open' AND sheet.code = ? AND r.value IN ('A', 'B', 'C')
               AND coalesce(visit.state, '') <> 'cancelled'
               AND NOT EXISTS (SELECT 1 FROM assessment n WHERE a.track = 'self' AND n.track = 'self' AND n.state <> 'open'
                   AND n.hospital_id = a.hospital_id AND n.fiscal_year = a.fiscal_year AND n.version_id = a.version_id
                   AND n.edition > a.edition)""",
        [sheet],
    ).fetchall()
    told: dict[int, tuple[Group, int, int | None]] = {}
    groups: dict[Group, list[tuple[int, int, float]]] = {}
    for number, year, track, version, host, item, worth, visitor in rows:
        told[number] = ((version, year, track), host, visitor)
        groups.setdefault((version, year, track), []).append((number, item, worth))
    brought: dict[int, float] = {}
    for answers in groups.values():
        ones, items = sorted({one for one, _, _ in answers}), sorted({item for _, item, _ in answers})
        place = {
            key: column for column, key in enumerate([*((0, one) for one in ones), *((1, item) for item in items)])
        }
        matrix = np.zeros((len(answers), len(place)))
        for row, (one, item, _) in enumerate(answers):
            matrix[row, [place[0, one], place[1, item]]] = 1.0
        wanted = matrix.T @ np.array([worth for _, _, worth in answers])
        solution = np.linalg.lstsq(matrix.T @ matrix, wanted, rcond=1e-10)[0]
        brought |= dict(zip(ones, solution[: len(ones)].tolist(), strict=True))
    return [Brought(*told[one], brought[one]) for one in sorted(told)]


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t: where its density, added up from the middle, has reached 47.5 %."""
    steps = np.linspace(0, 4, 40_001)
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    density = scale * (1 + steps**2 / freedom) ** (-(freedom + 1) / 2)
    below = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2) * (steps[1] - steps[0])))
    return float(np.interp(0.475, below, steps))


def fitted(rated: list[Brought]) -> dict[int, tuple[float, float, int]]:
    """Visitor of enough visits -> estimate, standard error and what was left to judge by; nothing where that is too little."""
    parts: list[list[Any]] = [[one.group for one in rated], [one.host for one in rated], [one.visitor for one in rated]]
    columns = [
        (part, kind)
        for part, kinds in enumerate(parts)
        for kind in sorted({k for k in kinds if k is not None}, key=str)
    ]
    design = np.array([[float(parts[part][row] == kind) for part, kind in columns] for row in range(len(rated))])
    level = np.array([one.level for one in rated])
    solution, _, rank, _ = np.linalg.lstsq(design, level, rcond=1e-10)
    freedom = len(rated) - int(rank)
    visits = Counter(one.visitor for one in rated)
    hosts = {one: len({other.host for other in rated if other.visitor == one}) for one in visits}
    places = [
        place for place, (part, kind) in enumerate(columns) if part == 2 and visits[kind] >= 3 and hosts[kind] >= 3
    ]
    if len(places) < 5 or freedom < 10:
        return {}
    left = level - design @ solution
    covariance = np.linalg.pinv(design.T @ design, rcond=1e-10, hermitian=True) * float(left @ left) / freedom
    found: dict[int, tuple[float, float, int]] = {}
    for place in places:
        contrast = np.zeros(len(columns))
        contrast[places] = -1 / len(places)
        contrast[place] += 1
        error = float(contrast @ covariance @ contrast) ** 0.5
        found[columns[place][1]] = (float(contrast @ solution), error, freedom)
    return found


def someone(view: View, login: str) -> Principal:
    row = view.db.execute("SELECT id FROM person WHERE login = ?", [login]).fetchone()
    return people.principal(view, row["id"])


ASKED = {
    "anzen": [(first, last) for first in range(2022, 2027) for last in range(first, 2027)],
    "kansen": [(first, last) for first in range(2024, 2027) for last in range(first, 2027)],
}


@pytest.mark.parametrize("sheet", ASKED)
def test_the_numbers_of_any_years_are_those_of_other_code(sheet: str, moved_db: Path) -> None:
    """Twenty-one spans of years over three versions, the running year and two sheets; hospitals changed their class on the way."""
    told = 0
    with db.reading(moved_db) as connection:
        view = View.now(connection, someone(by(connection), "secretariat"))
        every = by_rows(connection, sheet)
        names = {row["id"]: row["name"] for row in connection.execute("SELECT id, name FROM hospital")}
        for first, last in ASKED[sheet]:
            found = leniency.read(view, sheet, first, last)
            rated = [one for one in every if first <= one.group[1] <= last]
            golden = fitted(rated)
            assert {one.name for one in found.known} == {names[one] for one in golden}, (first, last)
            assert bool(found.reason) is (not golden), (first, last)
            visits = Counter(names[one.visitor] for one in rated if one.visitor is not None)
            assert {one.name: one.visits for one in found.visitors} == visits, (first, last)
            assert [one.name for one in found.visitors] == sorted(visits)
            of_name = {one.name: one.effect for one in found.known}
            for visitor, (estimate, error, freedom) in golden.items():
                effect = of_name[names[visitor]]
                assert effect is not None
                assert effect.estimate == pytest.approx(estimate, abs=1e-6), (first, last)
                half = student(freedom) * error
                assert (effect.low, effect.high) == pytest.approx((estimate - half, estimate + half), abs=2e-3), (
                    first,
                    last,
                )
            told += bool(golden)
    assert told > (3 if sheet == "anzen" else 0)


def test_nobody_but_the_secretariat_learns_of_it(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        for login in ("manager.h001", "leader.h001", "evaluator1.h009", "center", "admin"):
            with pytest.raises(Forbidden):
                leniency.read(View.now(connection, someone(by(connection), login)))


@pytest.mark.parametrize(("sheet", "known"), [("anzen", True), ("kansen", False), ("nothing", True)])
def test_a_sheet_of_few_visits_is_not_compared_and_an_unknown_one_is_the_usual(
    sheet: str, known: bool, demo_db: Path
) -> None:
    with db.reading(demo_db) as connection:
        found = leniency.read(View.now(connection, someone(by(connection), "secretariat")), sheet)
    assert bool(found.known) == known == (not found.reason)
    # Without a word, the last year is one that is over.
    assert (found.last_year, found.running) == (2025, 2026)
    if not known:
        assert {one.reason for one in found.visitors} == {leniency.FEW}


def test_so_few_visits_are_no_reason_for_a_number(demo_db: Path) -> None:
    """One year alone: each visiting hospital has two visits at most."""
    with db.reading(demo_db) as connection:
        found = leniency.read(
            View.now(connection, someone(by(connection), "secretariat")), first_year=2025, last_year=2025
        )
    assert all(one.effect is None and one.reason for one in found.visitors if one.visits < leniency.FEWEST_VISITS)
    assert found.reason or all(one.visits >= leniency.FEWEST_VISITS for one in found.known)


def test_a_planted_visitor_stands_apart_in_the_region(demo_db: Path, tmp_path: Path) -> None:
    """Whoever rates every B as A is named as higher, and nobody changes places with them."""
    copy = Path(shutil.copy(demo_db, tmp_path / "planted.db"))
    with db.writing(copy) as connection:
        lead = connection.execute("SELECT id, name FROM hospital WHERE name = '架空風見病院'").fetchone()
        vectors = connection.execute(
            """SELECT v.assessment_id, v.letters FROM answer_vector v JOIN assessment a ON a.id = v.assessment_id
               JOIN visit_sheet s ON s.id = a.visit_sheet_id JOIN visit_hospital h ON h.visit_id = s.visit_id
               WHERE a.track = 'visitor' AND h.hospital_id = ? AND h.leading""",
            [lead["id"]],
        ).fetchall()
        for row in vectors:
            letters = row["letters"].replace("B", "A")
            connection.execute(
                "UPDATE answer_vector SET letters = ? WHERE assessment_id = ?", [letters, row["assessment_id"]]
            )
    with db.reading(copy) as connection:
        found = leniency.read(View.now(connection, someone(by(connection), "secretariat")))
    effects = {one.name: one.effect for one in found.known}
    assert effects[lead["name"]].low > 0  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(4))
def test_visitors_that_rate_alike_stand_nowhere_apart(seed: int) -> None:
    hosts = {host: random.Random(seed).choice((31.7, 66.6, 83.3)) + host / 7 for host in range(HOSTS)}
    found = fit(rounds({}, hosts), EVERY)
    assert {(one.estimate, one.low, one.high, one.apart) for one in found.effects.values()} == {(0.0, 0.0, 0.0, False)}


def test_a_difference_of_a_thousandth_of_a_point_is_none_that_a_machine_left() -> None:
    found = fit(rounds({100: 0.006}, {}), EVERY)
    assert found.effects[100].estimate == pytest.approx(0.005)
    assert found.effects[101].estimate == pytest.approx(-0.001)


def test_nobody_wanted_is_nobody_told() -> None:
    assert fit([], EVERY) == fit(rounds({}, {}), ()) == leniency_fit.Fitted({}, frozenset(), 0)


def test_a_visitor_whom_nothing_ties_to_the_others_is_set_aside() -> None:
    alone = [Rated((9, "visitor"), 999, 500, 80.0), Rated((9, "visitor"), 998, 500, 60.0)]
    found = fit([*rounds({100: 6.0}, {}), *alone], [*EVERY, 500])
    assert found.strange == {500}
    assert found.effects[100].estimate == pytest.approx(5.0)


def test_answers_without_any_grade_bring_no_level() -> None:
    nothing = np.full((3, 4), np.nan)
    assert np.isnan(levels(nothing)).all()
    one = nothing.copy()
    one[0] = (100.0, 50.0, 0.0, np.nan)
    assert np.isnan(levels(one)[1:]).all()


def test_equal_answers_bring_equal_levels_whatever_was_left_out() -> None:
    points = np.array([[100.0, 50.0, 0.0, 50.0], [np.nan, 50.0, 0.0, 50.0], [100.0, np.nan, np.nan, 50.0]])
    found = levels(points)
    assert found == pytest.approx([found[0]] * 3)


@pytest.mark.parametrize("seed", range(4))
def test_the_short_way_where_everything_hangs_together_is_the_same_solution(seed: int) -> None:
    dice = np.random.default_rng(seed)
    points = np.where(dice.random((12, 9)) < 0.3, np.nan, dice.choice([0.0, 50.0, 100.0], (12, 9)))
    points[:, 0] = 50.0
    given = ~np.isnan(points)
    used, raters = given.astype(float), given.sum(axis=0)
    normal = np.diag(used.sum(axis=1)) - (used / raters) @ used.T
    wanted = np.nan_to_num(points).sum(axis=1) - used @ (np.nan_to_num(points).sum(axis=0) / raters)
    assert leniency_fit.levels(points) == pytest.approx(np.linalg.pinv(normal) @ wanted)
    # Two halves without an item in common cannot be laid beside each other: the smaller one has no level.
    apart = np.full((12, 18), np.nan)
    apart[:7, :9], apart[7:, 9:] = points[:7], points[7:]
    found = leniency_fit.levels(apart)
    assert found[:7] == pytest.approx(leniency_fit.levels(points[:7]))
    assert np.isnan(found[7:]).all()
