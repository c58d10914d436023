"""Signing, sealing and receiving as somebody who came by the hospitals' own provider: asked anew there, or a code, no password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.accounts import Principal, SignInWay
from checklist.model.closing import Signatory
from checklist.model.visits import VisitState
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, db
from checklist.store.accounts import sessions
from checklist.store.accounts.sessions import NOT_VOUCHED
from checklist.store.closing import signatures
from checklist.store.visits import visits
from checklist.ui import session
from tests import cycle
from tests.authenticator import Authenticator
from tests.ui.screens import faults, open_page, press, text
from tests.world import PASSWORD, World, by

PASSWORD_FIELD, CODE_FIELD = "あなたのパスワード", "認証コード（認証アプリの6桁、または回復コード）"
AGAIN = ("認証サーバーで本人確認（5分間有効）", "/login/oidc?again=1")


@dataclass(frozen=True)
class Vouched:
    """A session that began at the provider, and the browser in which it is."""

    token: str
    patch: pytest.MonkeyPatch

    @classmethod
    def of(cls, world: World, login: str, patch: pytest.MonkeyPatch, factor_at: datetime | None = None) -> Vouched:
        with db.writing() as connection:
            token = sessions.start(connection, world.people[login].id, way=SignInWay.PROVIDER, factor_at=factor_at)
        return cls(token, patch)

    def opens(self, page: str, **address: object) -> AppTest:
        self.patch.setattr(session, "cookie", lambda: self.token)
        return open_page(page, **address)

    def who(self) -> Principal:
        with db.reading() as connection:
            return sessions.require(connection, self.token)

    def is_asked_anew(self) -> None:
        """The provider asks in its own tab, and the person comes back: tests/web/test_asked_anew.py."""
        with db.writing() as connection:
            sessions.vouch(connection, self.who())


def fields(screen: AppTest) -> set[str]:
    return {one.label for one in screen.text_input}


def ways_out(screen: AppTest) -> set[tuple[str, str]]:
    return {(one.proto.label, one.proto.url) for one in screen.get("link_button")}


def signed(world: World) -> set[Signatory]:
    with db.reading() as connection:
        return set(signatures.current(by(connection), world.visit))


def state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def type_into(screen: AppTest, label: str, typed: str) -> None:
    next(one for one in screen.text_input if one.label == label).set_value(typed)


def test_signing_sealing_and_receiving_each_take_one_question_at_the_provider(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    manager = Vouched.of(world, "manager.h01", monkeypatch)
    evaluator, elsewhere = (Vouched.of(world, "evaluator.h02", monkeypatch) for _ in range(2))

    def takes_one(who: Vouched, screen: AppTest, button: str, undone: Callable[[], bool], done: str) -> None:
        """Refused before the provider has asked in this very session; done once, after it has."""
        assert AGAIN in ways_out(screen), button
        assert not fields(screen) & {PASSWORD_FIELD, CODE_FIELD}, button
        elsewhere.is_asked_anew()
        screen = press(screen, button)
        assert NOT_VOUCHED in faults(screen), button
        assert undone(), button
        # What was typed stays while the provider asks in its own tab.
        who.is_asked_anew()
        screen = press(screen, button)
        assert (faults(screen), done in text(screen)) == ("", True), button

    screen = manager.opens("closing", visit=world.visit)
    type_into(screen, "受審病院の署名（氏名）", "架空 院長")
    takes_one(manager, screen, "受審病院として署名する", lambda: not signed(world), "署名を記録しました。")
    assert signed(world) == {Signatory.HOST}
    screen = evaluator.opens("closing", visit=world.visit)
    type_into(screen, "訪問側の署名（氏名）", "架空 評価者")
    takes_one(evaluator, screen, "訪問側として署名する", lambda: len(signed(world)) == 1, "署名を記録しました。")
    # The question is used up: sealing takes one of its own.
    screen = evaluator.opens("closing", visit=world.visit)
    takes_one(
        evaluator, screen, "報告書を確定する", lambda: state(world) is VisitState.ON_SITE, "評価報告書を確定しました。"
    )
    assert state(world) is VisitState.REPORTED
    cycle.handed_over(world)
    screen = manager.opens("visits", visit=world.visit, part="paperwork")
    takes_one(manager, screen, "受領を記録する", lambda: state(world) is VisitState.REPORTED, "受領を記録しました。")
    assert state(world) is VisitState.ACKNOWLEDGED


def test_a_code_stands_in_place_of_the_question_for_whoever_has_an_authenticator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    mine = Authenticator.of(world.people["manager.h01"])
    who = Vouched.of(world, "manager.h01", monkeypatch, clock.now())
    screen = who.opens("closing", visit=world.visit)
    assert (AGAIN in ways_out(screen), PASSWORD_FIELD in fields(screen)) == (False, False)
    type_into(screen, "受審病院の署名（氏名）", "架空 院長")
    # Neither the word of the provider nor a password takes the place of the code.
    who.is_asked_anew()
    for code in ("", PASSWORD[:40], "123456"):
        type_into(screen, CODE_FIELD, code)
        screen = press(screen, "受審病院として署名する")
        assert one_time_codes.WRONG in faults(screen), code
        assert not signed(world), code
    type_into(screen, CODE_FIELD, mine.recovery[0])
    screen = press(screen, "受審病院として署名する")
    assert (faults(screen), signed(world)) == ("", {Signatory.HOST})
