"""The class on a day in SQL and the same over filings in memory are one definition."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.rules.hospitals import filed_class
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.rows import insert
from tests.world import World, by

FIRST = date(2025, 3, 20)
OFFSETS = st.integers(0, 20)
FILINGS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(Addon), st.sampled_from((1, 2)), OFFSETS, st.none() | OFFSETS),
    max_size=12,
)
"""Place of the hospital, add-on, class, begin, and length of each filing: also such as the store would not accept."""


@pytest.fixture(scope="module")
def three(
    templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A connection to a database with three hospitals, whose filings come and go."""
    path = tmp_path_factory.mktemp("classes") / "checklist.db"
    shutil.copy(templates["empty"][0], path)
    with db.reading(path) as connection:
        for code in "ABC":
            hospitals.save(by(connection), Hospital(0, code, f"病院{code}", "", "", 100, HospitalKind.GENERAL, False))
        yield connection


def _file(connection: Database, place: int, addon: Addon, number: int, begin: int, length: int | None) -> None:
    since = FIRST + timedelta(days=begin)
    until = None if length is None else since + timedelta(days=length)
    row = {"hospital_id": place + 1, "addon": addon, "addon_class": number, "valid_from": since, "valid_to": until}
    insert(by(connection), "filing", {**row, "receipt_number": ""})


def _in_memory(filings: list[Filing], addon: Addon, day: date) -> dict[int, int | None]:
    owners = {one.hospital_id: [two for two in filings if two.hospital_id == one.hospital_id] for one in filings}
    return {owner: filed_class.class_on(own, addon, day) for owner, own in owners.items()}


@given(FILINGS, st.sampled_from(Addon), st.integers(-1, 42))
def test_sql_and_memory_say_the_same_of_any_filings(
    three: Database, drawn: list[tuple[int, Addon, int, int, int | None]], addon: Addon, offset: int
) -> None:
    view, day = by(three), FIRST + timedelta(days=offset)
    three.execute("DELETE FROM filing")
    for one in drawn:
        _file(three, *one)
    expected = _in_memory(hospitals.filings(view), addon, day)
    assert hospitals.classes_on(view, day, addon) == {owner: one for owner, one in expected.items() if one is not None}
    if addon is Addon.SAFETY:
        assert [hospitals.class_on(view, one, day) for one in (1, 2, 3)] == [expected.get(one) for one in (1, 2, 3)]
