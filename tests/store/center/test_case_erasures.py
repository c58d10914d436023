"""Erasing what was written about a case: nothing of the words is left, its figures stay, and the chain holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.center.desk import MessageKind
from checklist.store import db, doctor, links
from checklist.store.center import case_erasures, cases, messages, search
from tests.center_desk import CONTACT, acting, staff, take_down
from tests.world import World, by, principal

NAME = "架空花子"


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
    return case_id


def test_no_byte_of_an_erased_text_is_left(case: int, world: World, world_db: Path) -> None:
    who = staff(world)
    with acting(who) as act:
        case_erasures.erase(act, case, 2, "氏名を記載した")
    left = [path for path in world_db.parent.glob(f"{world_db.name}*") if NAME.encode() in path.read_bytes()]
    assert left == []
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
        case_erasures.erase(act, case, 2, " ")
    with pytest.raises(Stale), acting(staff(world)) as act:
        case_erasures.erase(act, case, 1, "氏名")
    with pytest.raises(Forbidden), acting(principal(world.people["secretariat"])) as act:
        case_erasures.erase(act, case, 2, "氏名")


def test_the_history_of_a_case_changes_by_no_other_way(case: int, world: World) -> None:
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute("UPDATE case_history SET content = '{}' WHERE id = 1")
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute("DELETE FROM case_message")
