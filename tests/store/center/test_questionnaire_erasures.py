"""A name that was written into a questionnaire goes from the file and its log; the answer still counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.center.questionnaires import Answer
from checklist.rules.closing import erasure
from checklist.store import db
from checklist.store.center import questionnaire_erasures
from tests.center_desk import acting, staff
from tests.center_trainings import answer, answers_of, ask, hold
from tests.cycle import who
from tests.world import World

NAME = "架空太郎の件"


def test_a_text_goes_wherever_it_was_answered_and_nothing_is_left_of_it(world: World, world_db: Path) -> None:
    asked = ask(world, hold(world))
    sent: tuple[dict[str, Answer], ...] = ({"1": 5, "2": NAME}, {"2": NAME, "4": NAME}, {"2": "別の文"})
    for given in sent:
        answer(asked, given, confirmed=True)
    with acting(staff(world)) as act:
        assert questionnaire_erasures.erase(act, asked.id, "2", NAME, "氏名のため") == 2
    found = answers_of(world, asked)
    assert sorted(sum(erasure.is_tombstone(str(text)) for text in one.values()) for one in found) == [0, 1, 1]
    assert sum(one.get("4") == NAME for one in found) == 1
    with acting(staff(world)) as act:
        questionnaire_erasures.erase(act, asked.id, "4", NAME, "氏名のため")
    assert len(answers_of(world, asked)) == 3
    files = [one.read_bytes() for one in world_db.parent.glob("checklist.db*") if one.is_file()]
    assert files
    assert not any(NAME.encode() in content for content in files)


@pytest.mark.parametrize(("number", "text", "reason", "error"), [
    ("2", "書かれていない文", "理由", NotFound), ("1", NAME, "理由", NotFound), ("2", NAME, " ", Refused), ("2", NAME, "長" * 501, Refused),
])  # fmt: skip
def test_only_what_was_written_can_go_and_for_a_reason(
    number: str, text: str, reason: str, error: type[Exception], world: World
) -> None:
    asked = ask(world, hold(world))
    answer(asked, {"2": NAME}, confirmed=True)
    with acting(staff(world)) as act, pytest.raises(error):
        questionnaire_erasures.erase(act, asked.id, number, text, reason)
    assert answers_of(world, asked) == [{"2": NAME}]


def test_a_tombstone_is_not_erased_again(world: World) -> None:
    asked = ask(world, hold(world))
    answer(asked, {"2": NAME}, confirmed=True)
    with acting(staff(world)) as act:
        questionnaire_erasures.erase(act, asked.id, "2", NAME, "氏名のため")
    (found,) = answers_of(world, asked)
    with acting(staff(world)) as act, pytest.raises(NotFound):
        questionnaire_erasures.erase(act, asked.id, "2", str(found["2"]), "再度")


@pytest.mark.parametrize("login", ["manager.h01", "secretariat", "admin"])
def test_nobody_but_the_centre_erases(login: str, world: World) -> None:
    asked = ask(world, hold(world))
    answer(asked, {"2": NAME}, confirmed=True)
    with acting(who(world, login)) as act, pytest.raises(Forbidden):
        questionnaire_erasures.erase(act, asked.id, "2", NAME, "理由")
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM erasure").fetchone()[0] == 0
