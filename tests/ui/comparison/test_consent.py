"""The consent for the support centre on the comparison page: whose it is, what it says, and that it is no by default."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from checklist import words
from checklist.store import clock, db
from checklist.store.hospitals import center_consents
from tests.ui import screens
from tests.ui.screens import open_page, press, text
from tests.world import World, by, principal

GIVE, TAKE_BACK = "支援センターへの結果の提供に同意する", "同意を取り下げる"


def labels(screen: AppTest) -> set[str]:
    return {button.label for button in screen.button} & {GIVE, TAKE_BACK}


def agreeing(world: World) -> set[int]:
    with db.reading() as connection:
        return center_consents.given(by(connection))


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01"])
def test_manager_and_leader_give_the_consent_and_take_it_back_with_day_and_name(
    login: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("comparison")
    assert labels(screen) == {GIVE}
    assert "支援センターへの結果の提供に同意していません。" in text(screen)
    assert agreeing(world) == set()
    said = f"{words.day(clock.day_of(clock.now()))}に{world.people[login].name}が"
    press(screen, GIVE)
    assert not screen.exception
    assert agreeing(world) == {world.hospitals["H01"]}
    assert labels(screen) == {TAKE_BACK}
    assert f"{said}同意しました。" in text(screen).replace("\\", "")
    press(screen, TAKE_BACK)
    assert agreeing(world) == set()
    assert labels(screen) == {GIVE}
    assert f"{said}同意を取り下げました。" in text(screen).replace("\\", "")


@pytest.mark.parametrize("login", ["center", "secretariat", "manager.h04"])
def test_nobody_else_sees_that_a_hospital_agreed_or_who_said_so(
    login: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        who = world.people["leader.h01"]
        center_consents.say(by(connection, principal(who)), world.hospitals["H01"], given=True)
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("comparison")
    assert not screen.exception
    assert labels(screen) == ({GIVE} if login == "manager.h04" else set())
    assert who.name not in text(screen)
    assert "同意しました" not in text(screen)
