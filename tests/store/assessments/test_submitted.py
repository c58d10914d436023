"""Which submitted assessments a comparison takes: each filter in SQL leaves what it would leave in memory."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Entry, Filter, Groups, Portion
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import World, by


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, {"A": 1, "B": 2, "N": None})


def test_an_entry_names_its_hospital_year_version_and_class(answers: Answers) -> None:
    with db.reading() as connection:
        found = submitted.entries(by(connection), Filter(Track.VISITOR))
    assert [(one.hospital_id, one.fiscal_year, one.version_code, one.addon_class) for one in found] == [
        (answers.hospitals[code], year, version, number)
        for year, version in ((2024, "mini-1"), (2025, "mini-2"))
        for code, number in (("A", 1), ("B", 2), ("N", None))
    ]


def test_a_regional_filing_alone_makes_no_class(answers: Answers) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE filing SET addon = 'regional'")
        assert {one.addon_class for one in submitted.entries(by(connection), Filter(Track.SELF))} == {None}


@pytest.mark.parametrize(
    ("submitted_at", "number"),
    [("2025-09-30T14:59:59.000000+00:00", 1), ("2025-09-30T15:00:00.000000+00:00", None)],
)
def test_the_day_of_a_submission_is_the_day_in_tokyo(answers: Answers, submitted_at: str, number: int | None) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE filing SET valid_to = '2025-09-30'")
        host = answers.hospitals["A"]
        new = regions.add_assessment(connection, host, 2025, "mini-2", {}, edition=2, submitted_at=submitted_at)
        found = {one.assessment_id: one.addon_class for one in submitted.entries(by(connection), Filter(Track.SELF))}
    assert found[new] == number


def test_the_hosts_of_own_visits_are_known_by_year_without_cancelled_ones(answers: Answers) -> None:
    with db.writing() as connection:
        a, b = answers.hospitals["A"], answers.hospitals["B"]
        cancelled = regions.add_visit(connection, b, a, 2026, "cancelled")
        made = regions.add_visit(connection, b, answers.hospitals["N"], 2026)
        regions.add_assessment(connection, b, 2026, "mini-2", {}, visit=cancelled)
        regions.add_assessment(connection, b, 2026, "mini-2", {}, visit=made)
        found = submitted.entries(by(connection), Filter(Track.VISITOR, groups=Groups(evaluator=a)))
        everyone = submitted.entries(by(connection), Filter(Track.VISITOR))
    assert [(one.hospital_id, one.fiscal_year, one.visited) for one in found] == [(b, 2024, True), (b, 2025, True)]
    assert not any(one.visited for one in everyone)


@dataclass(frozen=True)
class Scene:
    """A region with all kinds of assessments, the hospitals that share, and who visited whom in which year."""

    view: View
    sharing: frozenset[int]
    visits: frozenset[tuple[int, int, int]]


@pytest.fixture(scope="module")
def scene(templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Seven hospitals; some changed their class, some rated themselves twice, some did not submit."""
    path = tmp_path_factory.mktemp("submitted") / "checklist.db"
    shutil.copy(templates["empty"][0], path)
    dice = Random(5)
    with db.reading(path) as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 1, "D": 2, "E": 2, "F": 2, "N": None})
        connection.execute("UPDATE hospital SET shares_with_center = id % 2")
        connection.execute("UPDATE filing SET valid_to = '2025-03-31' WHERE hospital_id % 3 = 0")
        hosts = tuple(found.hospitals.values())
        for host in hosts:
            regions.add_assessment(connection, host, 2025, "mini-2", {}, edition=2)
            regions.add_assessment(connection, host, 2024, "mini-1", {}, edition=2, submitted_at=None)
            for evaluator, state in ((hosts[0], dice.choice(("reported", "cancelled"))), (hosts[1], "reported")):
                if evaluator != host:
                    visit = regions.add_visit(connection, host, evaluator, 2023, state)
                    regions.add_assessment(connection, host, 2023, "mini-1", {}, visit=visit)
        sharing = connection.execute("SELECT id FROM hospital WHERE shares_with_center").fetchall()
        made = connection.execute(
            """SELECT hospital_id, host_id, fiscal_year FROM visit JOIN visit_hospital ON visit_id = visit.id
               WHERE state <> 'cancelled'"""
        ).fetchall()
        yield Scene(by(connection), frozenset(row[0] for row in sharing), frozenset(map(tuple, made)))


HOSPITALS = st.frozensets(st.integers(1, 9))
GROUPS = st.builds(Groups, st.frozensets(st.sampled_from((1, 2))), HOSPITALS, st.none() | st.integers(1, 8))
FILTERS = st.builds(
    Filter,
    st.sampled_from((Track.SELF, Track.VISITOR)),
    st.integers(2022, 2026),
    st.integers(2022, 2026),
    st.sampled_from((None, "mini", "other")),
    st.sampled_from((None, 1, 2)),
    st.none() | HOSPITALS,
    st.booleans(),
    st.none() | GROUPS,
)


def _takes(scene: Scene, chosen: Filter, one: Entry) -> bool:
    """What a filter says, once more in memory."""
    groups = chosen.groups
    return (
        chosen.first_year <= one.fiscal_year <= chosen.last_year
        and chosen.sheet in (None, one.sheet_code)
        and chosen.addon_class in (None, one.addon_class)
        and (chosen.hospitals is None or one.hospital_id in chosen.hospitals)
        and (not chosen.sharing or one.hospital_id in scene.sharing)
        and (
            groups is None
            or one.addon_class in groups.classes
            or one.hospital_id in groups.hospitals
            or (groups.evaluator, one.hospital_id, one.fiscal_year) in scene.visits
        )
    )


@given(FILTERS)
def test_every_filter_leaves_what_it_says(scene: Scene, chosen: Filter) -> None:
    everything = submitted.entries(scene.view, Filter(chosen.track))
    found = submitted.entries(scene.view, chosen)
    assert [replace(one, visited=False) for one in found] == [one for one in everything if _takes(scene, chosen, one)]


@given(FILTERS, HOSPITALS, HOSPITALS)
def test_portions_and_versions_count_what_the_same_filter_takes(
    scene: Scene, chosen: Filter, named: frozenset[int], circle: frozenset[int]
) -> None:
    taken = submitted.entries(scene.view, chosen)
    counted: dict[Portion, int] = {}
    for one in taken:
        near = one.hospital_id if one.hospital_id in circle else None
        kind = Portion(one.sheet_code, one.version_code, one.addon_class, near, one.hospital_id in named, 0)
        counted[kind] = counted.get(kind, 0) + 1
    found = submitted.portions(scene.view, chosen, named, circle)
    assert {replace(one, assessments=0): one.assessments for one in found} == counted
    assert len(found) == len(counted)
    uses = submitted.versions_used(scene.view, chosen)
    pairs = Counter((one.fiscal_year, one.version_code) for one in taken)
    assert {(one.fiscal_year, one.version_code): one.assessments for one in uses} == pairs
    assert len(uses) == len(pairs)
