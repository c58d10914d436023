"""Which submitted assessments a comparison takes: each filter in SQL leaves what it would leave in memory."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Entry, Filter
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


@dataclass(frozen=True)
class Scene:
    """A region with all kinds of assessments."""

    view: View


@pytest.fixture(scope="module")
def scene(templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Seven hospitals; some changed their class, some rated themselves twice, some did not submit."""
    path = tmp_path_factory.mktemp("submitted") / "checklist.db"
    shutil.copy(templates["empty"][0], path)
    dice = Random(5)
    with db.reading(path) as connection:
        found = regions.build(connection, {"A": 1, "B": 1, "C": 1, "D": 2, "E": 2, "F": 2, "N": None})
        connection.execute("UPDATE filing SET valid_to = '2025-03-31' WHERE hospital_id % 3 = 0")
        hosts = tuple(found.hospitals.values())
        for host in hosts:
            regions.add_assessment(connection, host, 2025, "mini-2", {}, edition=2)
            regions.add_assessment(connection, host, 2024, "mini-1", {}, edition=2, submitted_at=None)
            for evaluator, state in ((hosts[0], dice.choice(("reported", "cancelled"))), (hosts[1], "reported")):
                if evaluator != host:
                    visit = regions.add_visit(connection, host, evaluator, 2023, state)
                    regions.add_assessment(connection, host, 2023, "mini-1", {}, visit=visit)
        yield Scene(by(connection))


HOSPITALS = st.frozensets(st.integers(1, 9))
FILTERS = st.builds(
    Filter,
    st.sampled_from((Track.SELF, Track.VISITOR)),
    st.integers(2022, 2026),
    st.integers(2022, 2026),
    st.sampled_from((None, "mini", "other")),
    st.none() | HOSPITALS,
)


def _takes(chosen: Filter, one: Entry) -> bool:
    """What a filter says, once more in memory."""
    return (
        chosen.first_year <= one.fiscal_year <= chosen.last_year
        and chosen.sheet in (None, one.sheet_code)
        and (chosen.hospitals is None or one.hospital_id in chosen.hospitals)
    )


@given(FILTERS)
def test_every_filter_leaves_what_it_says(scene: Scene, chosen: Filter) -> None:
    everything = submitted.entries(scene.view, Filter(chosen.track))
    found = submitted.entries(scene.view, chosen)
    assert found == [one for one in everything if _takes(chosen, one)]


@given(FILTERS)
def test_columns_lines_and_versions_are_of_what_the_same_filter_takes(scene: Scene, chosen: Filter) -> None:
    taken = submitted.entries(scene.view, chosen)
    columns = submitted.taken(scene.view, chosen)
    assert columns.assessment.tolist() == [one.assessment_id for one in taken]
    assert columns.hospital.tolist() == [one.hospital_id for one in taken]
    assert {one.assessment_id for one in submitted.lines(scene.view, chosen)} == {one.assessment_id for one in taken}
    uses = submitted.versions_used(scene.view, chosen)
    pairs = Counter((one.fiscal_year, one.version_code) for one in taken)
    assert {(one.fiscal_year, one.version_code): one.assessments for one in uses} == pairs
    assert len(uses) == len(pairs)
