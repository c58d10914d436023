"""受け渡し: with consent alone, in words written for the hospital, answered within set days, and gone when consent goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.accounts import Principal
from checklist.model.center import Case, DeskRule
from checklist.model.center.passed import Consent, Transfer, TransferKind, TransferState
from checklist.readings.center import passed_cases as passed_readings
from checklist.store import db
from checklist.store.act import Act
from checklist.store.center import cases, transfers
from checklist.store.records import records
from tests import passed_cases
from tests.center_desk import DAY, acting, staff, take_down
from tests.passed_cases import ANSWER, SUMMARY, TELLABLE, TEXT, manager, pass_on, passing
from tests.world import World, by, principal


def seen(who: Principal) -> list[Transfer]:
    with db.reading() as connection:
        return transfers.visible_to(by(connection, who))


def answer(world: World, number: int, text: str = ANSWER, tellable: str = TELLABLE) -> None:
    with acting(manager(world)) as act:
        transfers.answer(act, number, text, tellable)


def answering(number: int) -> tuple[Callable[[Act], object], ...]:
    """Everything that only the hospital does."""
    return lambda act: transfers.acknowledge(act, number), lambda act: transfers.answer(act, number, "x", "")


def withdraw(world: World, number: int, reason: str = "電話で申し出") -> None:
    with acting(staff(world)) as act:
        transfers.withdraw_consent(act, number, reason)


def test_a_hospital_reads_the_text_that_was_written_for_it_and_nothing_of_the_record(world: World) -> None:
    number = pass_on(world)
    (found,) = seen(manager(world))
    assert (found.id, found.text, found.state) == (number, TEXT, TransferState.PASSED)
    assert (found.case_id, found.number, found.consent) == (0, "", None)
    assert SUMMARY not in repr(found)
    assert "2026-00001" not in repr(found)
    with db.reading() as connection:
        assert cases.get(by(connection, staff(world)), 1).case.consent == "anonymous"
    (mine,) = seen(staff(world))
    assert (mine.number, mine.consent) == ("2026-00001", Consent("self", "phone", DAY))


def test_the_answer_comes_back_to_the_case_with_what_may_be_told(world: World) -> None:
    number = pass_on(world)
    with acting(manager(world)) as act:
        transfers.acknowledge(act, number)
        transfers.acknowledge(act, number)
    assert [one.kind for one in seen(staff(world))[0].events] == [TransferKind.ACKNOWLEDGED]
    answer(world, number)
    (found,) = seen(staff(world))
    assert (found.state, found.waits) == (TransferState.ANSWERED, False)
    told = {one.kind: (one.text, one.person) for one in found.events}
    name = world.people["manager.h01"].name
    assert told[TransferKind.ANSWERED] == (ANSWER, name)
    assert told[TransferKind.TELLABLE] == (TELLABLE, name)
    with pytest.raises(Refused, match="すでに回答"):
        answer(world, number)


def test_an_answer_without_receipt_acknowledges_and_may_keep_all_from_the_caller(world: World) -> None:
    number = pass_on(world)
    answer(world, number, tellable=" ")
    assert [one.kind for one in seen(staff(world))[0].events] == [TransferKind.ACKNOWLEDGED, TransferKind.ANSWERED]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": "  "}, "医療機関に送る文章"),
        ({"text": "あ" * 2001}, "2,000文字以内"),
        ({"text": "架空花子さんの件"}, "架空花子さん"),
        ({"text": "090-1234-5678に折り返す"}, "090-1234-5678"),
        ({"consent": Consent("", "phone", DAY)}, "同意した人"),
        ({"consent": Consent("somebody", "phone", DAY)}, "同意した人"),
        ({"consent": Consent("self", "", DAY)}, "同意の方法"),
        ({"consent": Consent("self", "phone", DAY - timedelta(days=1))}, "同意の日"),
        ({"consent": Consent("self", "phone", date(2099, 1, 1))}, "同意の日"),
        ({"hospital_id": 0}, "送付先"),
        ({"hospital_id": 10**6}, "送付先"),
    ],
)
def test_nothing_leaves_without_text_consent_and_a_hospital_that_is_here(
    world: World, changes: dict[str, Any], told: str
) -> None:
    case = take_down(staff(world))
    with pytest.raises(Refused) as caught, acting(staff(world)) as act:
        transfers.pass_on(act, case, passing(world, **changes))
    assert told in "".join(str(fault) for fault in caught.value.faults)
    assert seen(manager(world)) == seen(staff(world)) == []


def test_everything_wrong_is_told_at_once_and_a_name_that_is_none_can_be_confirmed(world: World) -> None:
    case = take_down(staff(world))
    with pytest.raises(Refused) as caught, acting(staff(world)) as act:
        transfers.pass_on(act, case, passing(world, text="", hospital_id=0, consent=Consent("", "", DAY)))
    assert len(caught.value.faults) == 4
    with acting(staff(world)) as act:
        transfers.pass_on(act, case, passing(world, text="架空堂さんの件", confirmed=True))
    assert seen(manager(world))[0].text == "架空堂さんの件"


def test_a_case_lies_at_one_desk_once_until_it_is_answered(world: World) -> None:
    number = pass_on(world)
    case = seen(staff(world))[0].case_id
    with pytest.raises(Refused, match="回答を待って"):
        pass_on(world, case_id=case)
    pass_on(world, "H02", case)
    answer(world, number)
    pass_on(world, case_id=case)
    assert [one.state for one in seen(manager(world))] == [TransferState.PASSED, TransferState.ANSWERED]


def test_the_day_of_the_answer_is_that_of_the_rules_in_use_and_stays(world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=DAY, answer_days=7))
    first = pass_on(world)
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=act.today, answer_days=30, limit=20))
        today = act.today
    second = pass_on(world)
    found = {one.id: one for one in seen(manager(world))}
    assert {key: (one.answer_by - today).days for key, one in found.items()} == {first: 7, second: 30}
    one = found[first]
    assert [one.late(one.answer_by + timedelta(days=more)) for more in (0, 1)] == [False, True]


def test_a_centre_that_tells_facilities_nothing_passes_nothing_on(world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=DAY, tells_facilities=False))
    with pytest.raises(Refused, match="基本ルール"):
        pass_on(world)


@pytest.mark.parametrize("answered", [False, True])
def test_with_the_consent_goes_the_sight_and_a_tombstone_stays(world: World, answered: bool) -> None:
    number = pass_on(world)
    if answered:
        answer(world, number)
    withdraw(world, number, "家族から電話で申し出")
    (found,) = seen(manager(world))
    assert (found.state, found.text) == (TransferState.WITHDRAWN, "")
    assert [one.text for one in found.events] == ["" for _ in found.events]
    assert (TransferKind.ANSWERED in {one.kind for one in found.events}) is answered
    for word in (TEXT, ANSWER, TELLABLE, "家族から", world.people["center"].name):
        assert word not in repr(found)
    with db.reading() as connection:
        assert transfers.get(by(connection, manager(world)), number) == found
    with db.reading() as connection:
        assert cases.get(by(connection, staff(world)), 1).case.consent == "no"
    (mine,) = seen(staff(world))
    assert (mine.text, mine.events[-1].text) == (TEXT, "家族から電話で申し出")
    for attempt in answering(number):
        with pytest.raises(Refused, match="同意の取消し"), acting(manager(world)) as act:
            attempt(act)
    with pytest.raises(Refused, match="すでに取り消"):
        withdraw(world, number)


def test_who_takes_a_consent_back_says_how_it_came(world: World) -> None:
    number = pass_on(world)
    with pytest.raises(Refused, match="経緯"):
        withdraw(world, number, " ")
    assert seen(manager(world))[0].text == TEXT


def test_with_a_case_that_is_taken_back_goes_the_sight_of_the_hospital(world: World) -> None:
    number = pass_on(world)
    answer(world, number)
    with acting(staff(world)) as act:
        case = cases.get(act, 1).case
        transfers.end_of_case(act, case.id)
        transfers.end_of_case(act, case.id)
        records.withdraw(act, type(case), case.id, case.version, "二重に入力")
    (found,) = seen(manager(world))
    assert (found.state, found.text, len(found.events)) == (TransferState.WITHDRAWN, "", 4)
    assert ANSWER not in repr(found)


def test_even_a_case_that_was_taken_back_elsewhere_is_neither_read_nor_answered(world: World) -> None:
    number = pass_on(world)
    with acting(staff(world)) as act:
        case = cases.get(act, 1).case
        records.withdraw(act, type(case), case.id, case.version, "二重に入力")
    assert [one.text for one in seen(manager(world))] == [""]
    for attempt in answering(number):
        with pytest.raises(Refused, match="支援センターによる取消し"), acting(manager(world)) as act:
            attempt(act)


def test_a_name_in_an_answer_is_asked_about(world: World) -> None:
    number = pass_on(world)
    for text, tellable in (("架空花子さんに説明した", ""), ("説明した", "090-1234-5678に電話する")):
        with pytest.raises(Refused, match="個人を特定できる"), acting(manager(world)) as act:
            transfers.answer(act, number, text, tellable)
    with acting(manager(world)) as act:
        transfers.answer(act, number, "架空堂さんに確認した", "", confirmed=True)
    assert not seen(staff(world))[0].waits


STRANGERS = ("manager.h02", "leader.h01", "evaluator.h02", "secretariat", "admin")


@pytest.mark.parametrize("login", STRANGERS)
def test_nobody_else_sees_or_answers_it_even_by_its_number(world: World, login: str) -> None:
    number = pass_on(world)
    who = principal(world.people[login])
    assert seen(who) == []
    for attempt in (
        lambda act: transfers.get(act, number),
        lambda act: transfers.acknowledge(act, number),
        lambda act: transfers.answer(act, number, "x", ""),
        lambda act: transfers.withdraw_consent(act, number, "x"),
        lambda act: transfers.pass_on(act, 1, passing(world)),
        lambda act: transfers.of_case(act, 1),
    ):
        with pytest.raises(Forbidden), acting(who) as act:
            attempt(act)


@pytest.mark.parametrize(("login", "told"), [("manager.h01", Forbidden), ("center", NotFound)])
def test_a_number_that_is_nobodys_says_no_more_to_a_hospital_than_anothers(
    world: World, login: str, told: type[Exception]
) -> None:
    with db.reading() as connection, pytest.raises(told):
        transfers.get(by(connection, principal(world.people[login])), 999)


def test_the_centre_does_not_answer_for_the_hospital(world: World) -> None:
    number = pass_on(world)
    for attempt in answering(number):
        with pytest.raises(Forbidden), acting(staff(world)) as act:
            attempt(act)


def test_a_hospital_withdraws_no_consent_and_reaches_no_record(world: World) -> None:
    number = pass_on(world)
    case = seen(staff(world))[0].case_id
    for attempt in (
        lambda act: transfers.withdraw_consent(act, number, "x"),
        lambda act: cases.get(act, case),
        lambda act: transfers.of_case(act, case),
    ):
        with pytest.raises(Forbidden), acting(manager(world)) as act:
            attempt(act)


def test_a_case_that_is_not_there_is_not_passed_on(world: World) -> None:
    with pytest.raises(NotFound):
        pass_on(world, case_id=999)


def test_what_was_said_of_a_passed_case_changes_by_no_other_way(world: World) -> None:
    number = pass_on(world)
    answer(world, number)
    for sql in (
        "UPDATE case_transfer SET text = 'x'", "UPDATE case_transfer SET hospital_id = 2", "DELETE FROM case_transfer",
        "UPDATE transfer_event SET text = 'x'", "DELETE FROM transfer_event", "UPDATE hospital_desk SET name = 'x'",
    ):  # fmt: skip
        passed_cases.write_desk(world)
        with pytest.raises(Refused), db.writing() as connection:
            connection.execute(sql)


def test_a_principal_of_another_hospital_is_another_even_as_manager_of_both(world: World) -> None:
    number = pass_on(world)
    moved = replace(manager(world), hospital_id=world.hospitals["H02"])
    with pytest.raises(Forbidden), acting(moved) as act:
        transfers.answer(act, number, "x", "")


UNSEEN = ["\x01", " \x00\x02 ", "\u200b", "\ufeff\u3000", "\u2028\u2028", "\u202e"]


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_of_which_nobody_sees_anything_is_none(world: World, text: str) -> None:
    case = take_down(staff(world))
    with pytest.raises(Refused, match="医療機関に送る文章"), acting(staff(world)) as act:
        transfers.pass_on(act, case, passing(world, text=text))
    number = pass_on(world, case_id=case)
    with pytest.raises(Refused, match="センターへの回答"):
        answer(world, number, text)
    with pytest.raises(Refused, match="経緯"):
        withdraw(world, number, text)
    assert [one.events for one in seen(manager(world))] == [()]
    # And what may be told to the caller is nothing.
    answer(world, number, tellable=text)
    assert [one.kind for one in seen(staff(world))[0].events] == [TransferKind.ACKNOWLEDGED, TransferKind.ANSWERED]


@pytest.mark.parametrize(
    ("gone", "consent", "readers"),
    [
        ((), "anonymous", ["h01", "h02"]),
        # Whoever takes back one consent of two has given the other: the case says so as long as anybody reads it.
        (("H01",), "anonymous", ["h02"]),
        (("H02",), "anonymous", ["h01"]),
        (("H01", "H02"), "no", []),
    ],
)
def test_each_consent_stands_by_itself(world: World, gone: tuple[str, ...], consent: str, readers: list[str]) -> None:
    case = take_down(staff(world))
    numbers = {code: pass_on(world, code, case) for code in ("H01", "H02")}
    for code in gone:
        withdraw(world, numbers[code])
    with db.reading() as connection:
        assert cases.get(by(connection, staff(world)), case).case.consent == consent
    assert [one for one in ("h01", "h02") if seen(manager(world, one))[0].text == TEXT] == readers
    for code, number in numbers.items():
        if code in gone:
            with pytest.raises(Refused, match="閲覧・回答できません"), acting(manager(world, code.lower())) as act:
                transfers.answer(act, number, ANSWER, "")
        else:
            with acting(manager(world, code.lower())) as act:
                transfers.answer(act, number, ANSWER, "")


def test_of_a_consent_given_anew_after_it_was_taken_back_the_old_text_stays_away(world: World) -> None:
    first = pass_on(world)
    case = seen(staff(world))[0].case_id
    withdraw(world, first)
    second = pass_on(world, case_id=case)
    assert {one.id: one.text for one in seen(manager(world))} == {first: "", second: TEXT}
    with db.reading() as connection:
        assert cases.get(by(connection, staff(world)), case).case.consent == "anonymous"
    answer(world, second)
    with pytest.raises(Refused, match="閲覧・回答できません"):
        answer(world, first)


@pytest.mark.parametrize("state", ["passed", "acknowledged", "answered", "withdrawn", "taken_back"])
def test_each_state_is_told_on_its_own_side_alone_and_without_a_word_of_the_text(world: World, state: str) -> None:
    number = pass_on(world)
    case = seen(staff(world))[0].case_id
    if state == "acknowledged":
        with acting(manager(world)) as act:
            transfers.acknowledge(act, number)
    elif state == "answered":
        answer(world, number)
    elif state == "withdrawn":
        withdraw(world, number)
    elif state == "taken_back":
        with acting(staff(world)) as act:
            transfers.end_of_case(act, case)
            records.withdraw(act, Case, case, cases.get(act, case).case.version, "入力の誤り")
    told = {}
    for reader in (manager(world), staff(world), manager(world, "h02"), principal(world.people["secretariat"])):
        with db.reading() as connection:
            told[reader.person_id] = [one.what for one in passed_readings.notifications(by(connection, reader))]
    hospital, centre, *strangers = told.values()
    gone = "届いた相談は閲覧できなくなりました"
    first = {"passed": "支援センターから相談が届きました", "withdrawn": gone, "taken_back": gone}
    assert [one.split("（")[0] for one in hospital] == ([first[state]] if state in first else [])
    second = {"acknowledged": "医療機関が相談を受領しました", "answered": "医療機関から相談への回答がありました"}
    assert [one.split("（")[0] for one in centre] == ([second[state]] if state in second else [])
    assert strangers == [[], []]
    for one in (*hospital, *centre):
        assert not any(word in one for word in (TEXT, ANSWER, TELLABLE, SUMMARY, "同意"))
    assert not any("2026-00001" in one for one in hospital)
