"""Erasing what was written about a case: nothing of the words is left, its figures stay, and the chain holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.center import Case
from checklist.model.center.desk import MessageKind
from checklist.store import db, doctor, links
from checklist.store.center import case_erasures, cases, messages, search, transfers
from checklist.store.records import records
from tests.center_desk import CONTACT, acting, staff, take_down
from tests.passed_cases import manager, passing
from tests.world import World, by, principal

NAME = "架空花子"
VERSION = 4
"""Of the case below: taken down, changed, passed on, and its consent taken back."""


@pytest.fixture
def case(world: World) -> int:
    """A case in which a name was typed everywhere."""
    who = staff(world)
    case_id = take_down(
        who, confirmed=True, summary=f"{NAME}さんの件", wish=NAME, note=f"{NAME}さんへ", responses=("refer",)
    )
    with acting(who) as act:
        cases.change(act, replace(cases.get(act, case_id).case, topic=NAME, satisfaction="no"), confirmed=True)
        cases.add_contact(act, replace(CONTACT, case_id=case_id, next_step=NAME), confirmed=True)
        messages.ask(act, case_id, MessageKind.ADVICE, f"{NAME}さんにどう答えるか")
        number = transfers.pass_on(act, case_id, passing(world, text=f"{NAME}さんの件", confirmed=True))
    with acting(manager(world)) as act:
        transfers.answer(act, number, f"{NAME}さんに説明した", NAME, confirmed=True)
    with acting(who) as act:
        transfers.withdraw_consent(act, number, f"{NAME}さんの申し出")
    return case_id


def take_back(world: World, case_id: int) -> None:
    with acting(staff(world)) as act:
        records.withdraw(act, Case, case_id, VERSION, f"{NAME}さんの件を二重に入力した")


def no_byte_left(path: Path) -> bool:
    return not [one for one in path.parent.glob(f"{path.name}*") if NAME.encode() in one.read_bytes()]


@pytest.mark.parametrize("closed", [False, True])
def test_a_case_that_was_taken_back_is_erased_as_well(case: int, world: World, world_db: Path, closed: bool) -> None:
    if closed:
        with acting(staff(world)) as act:
            cases.change(act, replace(cases.get(act, case).case, closed=True, version=VERSION), confirmed=True)
            records.withdraw(act, Case, case, VERSION + 1, f"{NAME}さんの件を二重に入力した")
    else:
        take_back(world, case)
    with db.reading() as connection:
        (before,) = case_erasures.taken_back(by(connection, staff(world)))
    assert (before.erased, NAME in before.withdraw_reason) == (False, True)
    with acting(staff(world)) as act:
        case_erasures.erase(act, case, before.version, "氏名を記載した")
    assert no_byte_left(world_db)
    with db.reading() as connection:
        (after,) = case_erasures.taken_back(by(connection, staff(world)))
        assert (after.erased, after.number, after.version) == (True, before.number, before.version + 1)
        assert links.verify(connection).broken is None
    assert doctor.examine(world_db).faults == ()


def test_what_was_taken_back_changes_by_no_other_way(case: int, world: World) -> None:
    take_back(world, case)
    for change in (
        "summary = 'x'",
        "kind = 'x'",
        "withdrawn_at = NULL, withdraw_reason = NULL",
        "summary = '（個人情報のため削除 x）'",
    ):
        with pytest.raises(Refused), db.writing() as connection:
            connection.execute(f"UPDATE center_case SET version = version + 1, {change}")
    with acting(staff(world)) as act:
        case_erasures.erase(act, case, VERSION + 1, "氏名を記載した")
    for change in ("summary = 'x'", "kind = 'x'", "satisfaction = 'yes'"):
        with pytest.raises(Refused), db.writing() as connection:
            connection.execute(f"UPDATE center_case SET version = version + 1, {change}")


def test_a_second_erasure_finds_nothing_more_and_what_was_added_since_goes_too(case: int, world: World) -> None:
    with acting(staff(world)) as act:
        case_erasures.erase(act, case, VERSION, "氏名を記載した")
    with acting(staff(world)) as act:
        case_erasures.erase(act, case, VERSION + 1, "もう一度")
        assert cases.get(act, case).case.version == VERSION + 1
        cases.change(act, replace(cases.get(act, case).case, wish="追記した要望"), confirmed=True)
    with acting(staff(world)) as act:
        case_erasures.erase(act, case, VERSION + 2, "追記も消去する")
        found = cases.get(act, case).case
        assert found.wish == found.summary
        assert act.db.execute("SELECT count(*) FROM case_history WHERE content LIKE '%追記した%'").fetchone()[0] == 0


def test_no_byte_of_an_erased_text_is_left(case: int, world: World, world_db: Path) -> None:
    who = staff(world)
    with acting(who) as act:
        case_erasures.erase(act, case, VERSION, "氏名を記載した")
    assert no_byte_left(world_db)
    with db.reading() as connection:
        view = by(connection, who)
        found = cases.get(view, case)
        assert search.found(view, NAME) == search.found(view, "花子") == ([], 0)
        assert links.verify(connection).broken is None
        assert messages.of_case(view, case)[0].text.startswith("（個人情報のため削除 ")
    assert (found.case.satisfaction, found.case.subject, len(found.contacts)) == ("no", "2", 2)
    assert found.case.summary.startswith("（個人情報のため削除 ")
    assert doctor.examine(world_db).faults == ()


def test_an_erasure_needs_a_reason_and_the_version_that_was_read(case: int, world: World) -> None:
    with pytest.raises(Refused, match="理由"), acting(staff(world)) as act:
        case_erasures.erase(act, case, VERSION, " ")
    with pytest.raises(Stale), acting(staff(world)) as act:
        case_erasures.erase(act, case, 1, "氏名")
    with pytest.raises(Forbidden), acting(principal(world.people["secretariat"])) as act:
        case_erasures.erase(act, case, VERSION, "氏名")


def test_the_history_of_a_case_changes_by_no_other_way(case: int, world: World) -> None:
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute("UPDATE case_history SET content = '{}' WHERE id = 1")
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute("DELETE FROM case_message")
