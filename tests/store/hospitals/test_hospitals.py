"""Hospitals and filings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import NotFound, Refused
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.rules.hospitals import beds
from checklist.rules.hospitals.beds import BedCount
from checklist.store import db
from checklist.store.hospitals import bed_counts, hospitals
from tests.cycle import who
from tests.world import HOST, SMALL, World, by

NEW = Hospital(0, " ｈ９ ", "架空新病院", "架空会", "架空市", 60, HospitalKind.GENERAL, False)


def test_a_code_is_stored_in_half_width_and_names_as_typed(world: World) -> None:
    with db.writing() as connection:
        hospital_id = hospitals.save(by(connection), NEW)
        found = hospitals.get(by(connection), hospital_id)
        assert (found.code, found.name, found.beds) == ("h9", "架空新病院", 60)
        assert hospitals.by_code(by(connection), "ｈ９") == found


def test_a_hospital_can_be_changed_and_keeps_its_id(world: World) -> None:
    with db.writing() as connection:
        old = hospitals.get(by(connection), world.hospitals[HOST])
        assert hospitals.save(by(connection), replace(old, beds=310)) == old.id
        assert hospitals.get(by(connection), old.id).beds == 310


def test_beds_count_from_their_day_on_and_a_correction_of_the_past_leaves_what_came_later(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        old = hospitals.get(act, world.hospitals[HOST])
        hospitals.save(act, replace(old, beds=310), beds_since=date(2026, 6, 1))
        hospitals.save(act, replace(old, beds=250), beds_since=date(2025, 4, 1))
        hospitals.save(act, replace(old, beds=260), beds_since=date(2025, 4, 1))
        assert hospitals.get(act, old.id).beds == 310
        counts = bed_counts.of_hospital(act, old.id)
        assert counts == (BedCount(None, 200), BedCount(date(2025, 4, 1), 260), BedCount(date(2026, 6, 1), 310))
        days = (date(2025, 3, 31), date(2025, 4, 1), date(2026, 5, 31), date(2026, 6, 1))
        assert [beds.on(counts, day) for day in days] == [200, 260, 260, 310]
        # Another change of the hospital is none of its beds.
        hospitals.save(act, replace(hospitals.get(act, old.id), address="別の住所"))
        assert bed_counts.of_hospital(act, old.id) == counts
        written = connection.execute(
            "SELECT beds, person_id FROM bed_count WHERE hospital_id = ? ORDER BY id", [old.id]
        )
        person = world.people["secretariat"].id
        assert [tuple(row) for row in written] == [(200, None), (310, person), (250, person), (260, person)]


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(1949, 12, 31)])
def test_beds_of_a_day_to_come_are_refused(world: World, day: date) -> None:
    with pytest.raises(Refused) as refused, db.writing() as connection:
        hospitals.save(by(connection), replace(NEW, beds=90), beds_since=day)
    assert [one.where for one in refused.value.faults] == ["病床数の適用日"]


@pytest.mark.parametrize(
    ("hospital", "where"),
    [
        (replace(NEW, code="　"), "病院コード"),
        (replace(NEW, name="　"), "病院名"),
        (replace(NEW, beds=0), "病床数"),
        (replace(NEW, code="H01"), "病院コード・病院名"),
        (replace(NEW, name="架空中央病院"), "病院コード・病院名"),
    ],
)
def test_a_faulty_hospital_is_refused_with_the_field_named(world: World, hospital: Hospital, where: str) -> None:
    with pytest.raises(Refused) as refused, db.writing() as connection:
        hospitals.save(by(connection), hospital)
    assert [fault.where for fault in refused.value.faults] == [where]
    with db.reading() as connection:
        assert len(hospitals.all_hospitals(by(connection))) == 4


def test_an_unknown_hospital_is_not_found(world: World) -> None:
    with db.reading() as connection:
        with pytest.raises(NotFound):
            hospitals.get(by(connection), 999)
        with pytest.raises(NotFound, match="X99"):
            hospitals.by_code(by(connection), "X99")


def test_the_class_is_the_one_filed_on_that_day(world: World) -> None:
    small = world.hospitals[SMALL]
    with db.writing() as connection:
        first = next(f for f in hospitals.filings(by(connection), small) if f.addon is Addon.SAFETY)
        hospitals.save_filing(by(connection), replace(first, valid_to=date(2026, 5, 31)))
        hospitals.save_filing(by(connection), Filing(0, small, Addon.SAFETY, 1, date(2026, 6, 1), None, "第2号"))
        assert hospitals.classes_on(by(connection), date(2026, 5, 31))[small] == 2
        assert hospitals.classes_on(by(connection), date(2026, 6, 1))[small] == 1
        assert small not in hospitals.classes_on(by(connection), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2024, 1, 1), None), (date(2021, 1, 1), date(2022, 4, 1)), (date(2025, 1, 1), date(2024, 1, 1))],
)
def test_filings_of_one_add_on_never_overlap_nor_run_backwards(world: World, start: date, end: date | None) -> None:
    with pytest.raises(Refused), db.writing() as connection:
        hospitals.save_filing(by(connection), Filing(0, world.hospitals[HOST], Addon.SAFETY, 2, start, end, ""))
