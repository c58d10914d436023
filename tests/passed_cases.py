"""Invented cases that leave the centre, for tests: passed on to the hospital H01, or opened to an expert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from checklist.model.accounts import Person, Principal, Role
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Consent, HospitalDesk
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.center import hospital_desks, messages, openings, transfers
from checklist.store.center.transfers import Passing
from tests.center_desk import acting, staff, take_down
from tests.world import PASSWORD_HASH, World, by, principal

TEXT = "入院中の説明が短かったという申し出がありました。説明の進め方について回答をお願いします。"
SUMMARY = "記録のみの要旨で、医療機関には見せない。"
ANSWER, TELLABLE = "主治医から改めて説明する予定です。", "窓口に連絡があれば、改めて説明します。"


def manager(world: World, hospital: str = "h01") -> Principal:
    """The safety manager of a hospital."""
    return principal(world.people[f"manager.{hospital}"])


def passing(world: World, hospital: str = "H01", on: date | None = None, **changes: Any) -> Passing:
    """What is passed on, with consent."""
    consent = Consent("self", "phone", on or date(2026, 11, 16))
    return replace(Passing(world.hospitals[hospital], TEXT, consent), **changes)


def pass_on(world: World, hospital: str = "H01", case_id: int | None = None) -> int:
    """A case at the desk of a hospital; gives the number of the 受け渡し."""
    case = case_id or take_down(staff(world), summary=SUMMARY)
    with acting(staff(world)) as act:
        return transfers.pass_on(act, case, passing(world, hospital))


def expert(login: str = "adviser") -> Principal:
    """Somebody whom the centre asks for advice."""
    with db.writing() as connection:
        person = Person(0, login, "架空 法子", None, False, frozenset({Role.EXPERT}), True)
        return principal(people.get(by(connection), people.add_hashed(by(connection), person, PASSWORD_HASH)))


def opened(world: World, who: Principal, until: date, question: str = "説明義務の範囲をどう案内するか。") -> int:
    """A question about a new case, open to somebody; gives the number of the question."""
    case = take_down(staff(world), summary=SUMMARY)
    with acting(staff(world)) as act:
        message = messages.ask(act, case, MessageKind.ADVICE, question)
        openings.open_to(act, message, who.person_id, until)
    return message


def write_desk(world: World, hospital: str = "h01", **changes: Any) -> None:
    """The entry of a hospital, over what stands there."""
    who = manager(world, hospital)
    assert who.hospital_id is not None
    with acting(who) as act:
        known = hospital_desks.of_hospital(act, who.hospital_id)
        desk = HospitalDesk(
            who.hospital_id, "患者相談室", "医療対話推進者", "平日9:00～16:00", "000-000-0000", "電話", act.today, known.id if known else 0
        )  # fmt: skip
        hospital_desks.write(act, replace(desk, **changes))
