"""An offer becomes a record of the hospital by its manager's word alone, once, and what is taken back is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.center.activities import Training
from checklist.model.center.attendance import AttendanceOffer, OfferState
from checklist.model.records import StaffTraining
from checklist.readings import offered_trainings
from checklist.store import db
from checklist.store.act import Act
from checklist.store.center import attendance_offers, attendances
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.center_trainings import DAY, LINE, count, hold
from tests.cycle import who
from tests.world import HOST, LEADING, World, by


@pytest.fixture
def training(world: World) -> int:
    """A training to which two hospitals and an office sent people."""
    found = hold(world)
    demand = replace(LINE, way="demand", profession="pharmacist", people=2)
    other = replace(LINE, hospital_code="", facility="東部保健所", people=9)
    count(world, found, [LINE, demand, replace(LINE, hospital_code=LEADING, people=1), other])
    return found


def offer(world: World, training: int, code: str = HOST) -> int:
    with acting(staff(world)) as act:
        return attendance_offers.offer(act, training, code)


def accept(world: World, number: int, audience: int = 8) -> int:
    with acting(who(world, "manager.h01")) as act:
        return attendance_offers.accept(act, number, audience)


def of_host(world: World) -> list[AttendanceOffer]:
    with db.reading() as connection:
        return attendance_offers.of_hospital(by(connection, who(world, "manager.h01")), world.hospitals[HOST])


def own_records(world: World) -> list[StaffTraining]:
    with db.reading() as connection:
        return records.of_hospital(by(connection, who(world, "manager.h01")), world.hospitals[HOST], StaffTraining)


def test_an_accepted_offer_is_a_record_with_its_origin(world: World, training: int) -> None:
    number = offer(world, training)
    assert [(one.attended, one.viewed, one.state) for one in of_host(world)] == [(3, 2, OfferState.OPEN)]
    assert own_records(world) == []
    record = accept(world, number)
    (found,) = own_records(world)
    assert (found.held_on, found.title) == (DAY, "長時間の相談の終え方（医療安全支援センターの研修会）")
    assert (found.held, found.audience, found.attended, found.made_up) == (True, 8, 3, 2)
    with db.reading() as connection:
        origins = attendance_offers.origins(by(connection, who(world, "manager.h01")), world.hospitals[HOST])
        (seen,) = attendance_offers.of_training(by(connection, staff(world)), training)
    assert {key: one.id for key, one in origins.items()} == {record: number}
    assert (seen.state, seen.answered_by, seen.record_id) == (OfferState.ACCEPTED, "manager.h01 さん", record)


def test_it_is_accepted_once_and_offered_once(world: World, training: int) -> None:
    number = offer(world, training)
    with pytest.raises(Refused, match="すでに申し出て"):
        offer(world, training)
    accept(world, number)
    with pytest.raises(Refused, match="すでに回答"):
        accept(world, number)
    with pytest.raises(Refused, match="すでに申し出て"):
        offer(world, training)
    assert len(own_records(world)) == 1


def test_a_refusal_has_its_reason_and_leaves_no_record(world: World, training: int) -> None:
    number = offer(world, training)
    for reason, told in ((" ", "入力してください"), ("長" * 501, "500文字")):
        with acting(who(world, "manager.h01")) as act, pytest.raises(Refused, match=told):
            attendance_offers.refuse(act, number, reason)
    with acting(who(world, "manager.h01")) as act:
        attendance_offers.refuse(act, number, "派遣元の記録とする")
    assert [(one.state, one.reason) for one in of_host(world)] == [(OfferState.REFUSED, "派遣元の記録とする")]
    assert own_records(world) == []
    with pytest.raises(Refused, match="すでに回答"):
        accept(world, number)
    # Corrected, it may be offered anew.
    assert offer(world, training) != number


def test_what_was_taken_back_cannot_be_accepted(world: World, training: int) -> None:
    number = offer(world, training)
    with acting(staff(world)) as act:
        attendance_offers.withdraw(act, number, "人数の誤り")
        with pytest.raises(Refused, match="すでに取り下げ"):
            attendance_offers.withdraw(act, number, "再度")
    with pytest.raises(Refused, match="取り下げています"):
        accept(world, number)
    assert [(one.state, one.is_recalled) for one in of_host(world)] == [(OfferState.WITHDRAWN, False)]


def test_what_was_taken_back_after_it_was_accepted_is_told_until_the_record_is_gone(
    world: World, training: int
) -> None:
    first = offer(world, training)
    record = accept(world, first)
    with acting(staff(world)) as act:
        attendance_offers.withdraw(act, first, "人数の誤り")
    assert [one.is_recalled for one in of_host(world)] == [True]
    assert len(own_records(world)) == 1
    count(world, training, [replace(LINE, people=4)])
    second = offer(world, training)
    with pytest.raises(Refused, match="先に前の記録を取り消して"):
        accept(world, second)
    assert len(own_records(world)) == 1
    with acting(who(world, "manager.h01")) as act:
        records.withdraw(act, StaffTraining, record, 1, "人数の誤り")
    accept(world, second)
    assert [(one.attended, one.made_up) for one in own_records(world)] == [(4, 2)]
    assert [one.is_recalled for one in of_host(world)] == [False, False]


def test_a_faulty_acceptance_changes_nothing(world: World, training: int) -> None:
    number = offer(world, training)
    with pytest.raises(Refused, match="対象者数より多く"):
        accept(world, number, audience=4)
    assert ([one.state for one in of_host(world)], own_records(world)) == ([OfferState.OPEN], [])


@pytest.mark.parametrize(
    ("code", "error"), [("H99", NotFound), ("H03", Refused), ("", NotFound), ("東部保健所", NotFound)]
)
def test_only_a_hospital_of_the_region_that_sent_somebody_is_offered(
    code: str, error: type[Exception], world: World, training: int
) -> None:
    with pytest.raises(error):
        offer(world, training, code)


def test_a_training_that_was_not_held_is_not_offered(world: World) -> None:
    with pytest.raises(Refused, match="実施していない"):
        offer(world, hold(world, held=False, held_on=DAY))


def test_a_long_theme_still_says_what_it_is_from(world: World) -> None:
    found = hold(world, theme="長" * 200)
    count(world, found)
    accept(world, offer(world, found))
    assert own_records(world)[0].title.endswith("（医療安全支援センターの研修会）")


CENTRES: dict[str, Callable[[Act, int, int], object]] = {
    "offer": lambda act, training, _: attendance_offers.offer(act, training, LEADING),
    "withdraw": lambda act, _, number: attendance_offers.withdraw(act, number, "理由"),
    "of_training": lambda act, training, _: attendance_offers.of_training(act, training),
}
HOSPITALS: dict[str, Callable[[Act, int, int], object]] = {
    "accept": lambda act, _, number: attendance_offers.accept(act, number, 8),
    "refuse": lambda act, _, number: attendance_offers.refuse(act, number, "理由"),
}


@pytest.mark.parametrize("call", CENTRES)
@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_only_the_centre_offers(login: str, call: str, world: World, training: int) -> None:
    number = offer(world, training)
    with acting(who(world, login)) as act, pytest.raises(Forbidden):
        CENTRES[call](act, training, number)


@pytest.mark.parametrize("call", HOSPITALS)
@pytest.mark.parametrize("login", ["center", "leader.h01", "evaluator.h01", "manager.h02", "secretariat", "admin"])
def test_only_the_hospitals_own_manager_says(login: str, call: str, world: World, training: int) -> None:
    number = offer(world, training)
    for forged in (number, 999):
        with acting(who(world, login)) as act, pytest.raises(Forbidden):
            HOSPITALS[call](act, training, forged)
    assert [one.state for one in of_host(world)] == [OfferState.OPEN]


@pytest.mark.parametrize(
    ("login", "sees"), [("leader.h01", True), ("manager.h02", False), ("center", False), ("secretariat", False)]
)
def test_a_hospitals_offers_are_its_own(login: str, sees: bool, world: World, training: int) -> None:
    offer(world, training)
    with db.reading() as connection:
        view = by(connection, who(world, login))
        if sees:
            assert len(attendance_offers.of_hospital(view, world.hospitals[HOST])) == 1
        else:
            with pytest.raises(Forbidden):
                attendance_offers.of_hospital(view, world.hospitals[HOST])


def test_two_managers_at_once_make_one_record(world: World, training: int) -> None:
    """Whoever reads before the other has written is stopped by the table itself."""
    number = offer(world, training)
    record = accept(world, number)
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute(
            "INSERT INTO offer_answer (offer_id, record_id, reason, at, person_id) VALUES (?, ?, '', '2026', 1)",
            [number, record],
        )
    assert len(own_records(world)) == 1


def test_numbers_that_change_later_leave_the_offer_as_it_was(world: World, training: int) -> None:
    offer(world, training)
    with acting(staff(world)) as act:
        attendances.put(act, training, [replace(LINE, people=30)])
    assert [(one.attended, one.viewed) for one in of_host(world)] == [(3, 2)]


def take_back(world: World, training: int) -> None:
    with acting(staff(world)) as act:
        records.withdraw(act, Training, training, records.get(act, Training, training).version, "架空の理由")


def test_with_its_training_goes_an_offer_that_waits(world: World, training: int) -> None:
    number = offer(world, training)
    take_back(world, training)
    for said in (
        lambda act: attendance_offers.accept(act, number, 8),
        lambda act: attendance_offers.refuse(act, number, "x"),
    ):
        with pytest.raises(Refused, match="取り下げています"), acting(who(world, "manager.h01")) as act:
            said(act)
    (found,) = of_host(world)
    # Why the centre took its own record back is for the centre.
    assert (found.state, found.is_recalled, found.withdrawn) == (OfferState.WITHDRAWN, False, "研修会の記録の取消し")
    assert own_records(world) == []


def test_with_its_training_a_record_is_told_to_be_looked_at(world: World, training: int) -> None:
    record = accept(world, offer(world, training))
    take_back(world, training)
    assert [one.is_recalled for one in of_host(world)] == [True]
    assert len(own_records(world)) == 1
    with acting(who(world, "manager.h01")) as act:
        found = offered_trainings.read(act, world.hospitals[HOST])
        assert ([one.id for one in found.recalled], found.waiting, found.settled) == ([1], (), ())
        records.withdraw(act, StaffTraining, record, 1, "研修会の取消し")
        assert offered_trainings.read(act, world.hospitals[HOST]).recalled == ()


def test_a_hospital_of_elsewhere_is_counted_and_not_offered(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        hospitals.save(act, replace(hospitals.by_code(act, "H03"), id=0, code="X99", name="県外病院", external=True))
    found = hold(world)
    count(world, found, [replace(LINE, hospital_code="X99"), LINE])
    with pytest.raises(Refused, match="地域の病院"):
        offer(world, found, "X99")
    assert offer(world, found) == 1


@pytest.mark.parametrize("reason", ["", "\u3000", "\x01", "\u200b", "\ufeff\u2060", "\u2028", "\u202e"])
def test_a_reason_is_to_be_seen(reason: str, world: World, training: int) -> None:
    number = offer(world, training)
    with pytest.raises(Refused, match="入力してください"), acting(who(world, "manager.h01")) as act:
        attendance_offers.refuse(act, number, reason)
    with pytest.raises(Refused, match="入力してください"), acting(staff(world)) as act:
        attendance_offers.withdraw(act, number, reason)
    record = accept(world, number)
    with pytest.raises(Refused, match="入力してください"), acting(who(world, "manager.h01")) as act:
        records.withdraw(act, StaffTraining, record, 1, reason)
    assert ([one.state for one in of_host(world)], len(own_records(world))) == ([OfferState.ACCEPTED], 1)


@pytest.mark.parametrize(
    ("audience", "refused"),
    [(0, True), (-1, True), (4, True), (5, False), (20000, False), (10**9, True)],
)
def test_so_many_should_have_attended_and_no_other_number(
    audience: int, refused: bool, world: World, training: int
) -> None:
    number = offer(world, training)
    if refused:
        with pytest.raises(Refused):
            accept(world, number, audience)
        assert ([one.state for one in of_host(world)], own_records(world)) == ([OfferState.OPEN], [])
    else:
        accept(world, number, audience)
        assert [one.audience for one in own_records(world)] == [audience]


def test_the_centre_sees_what_was_said_and_nothing_else_of_the_hospital(world: World, training: int) -> None:
    accept(world, offer(world, training))
    with acting(staff(world)) as act, pytest.raises(Forbidden):
        records.of_hospital(act, world.hospitals[HOST], StaffTraining)
    with acting(staff(world)) as act, pytest.raises(Forbidden):
        records.get(act, StaffTraining, 1)
    with acting(staff(world)) as act, pytest.raises(Forbidden):
        attendance_offers.origins(act, world.hospitals[HOST])
    for login in ("manager.h02", "secretariat"):
        with acting(who(world, login)) as act, pytest.raises(Forbidden):
            attendance_offers.origins(act, world.hospitals[HOST])
