"""Whoever came by the hospitals' provider signs by being asked anew there, or by a code: never by a password they may not have."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from checklist.errors import ChecklistError, Refused
from checklist.model.accounts import Principal, Retyped
from checklist.store import clock, db
from checklist.store.accounts import confirmation, sessions
from checklist.store.accounts.sessions import NOT_VOUCHED
from checklist.web import identity_sign_in
from checklist.web.runtime import Runtime
from tests.authenticator import Authenticator
from tests.client import Client
from tests.identity_provider import IdentityProvider
from tests.web.fake_time import FakeTime
from tests.web.test_identity_sign_in import at_provider, audit, change, forget_refusals, give_mail, sign_in
from tests.web.test_identity_sign_in import provider as provider
from tests.web.test_second_factor import post
from tests.web.test_second_step import enter, field
from tests.world import PASSWORD, World

ADDRESS = "192.0.2.1"
WHO = "manager.h01"


def me(http: TestClient) -> Principal:
    """Who the browser is, as every screen asks."""
    with db.reading() as connection:
        return sessions.require(connection, http.cookies["sid"])


def confirms(who: Principal, password: str = "", code: str = "") -> bool:
    """Whether something would be signed now."""
    try:
        confirmation.confirm(who, Retyped(password, code), ADDRESS)
    except Refused:
        return False
    return True


def away(http: TestClient) -> str:
    """Where the button on the screen leads to."""
    answer = http.get("/login/oidc?again=1")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def shown(found: IdentityProvider, **claims: object) -> None:
    """The provider asks the person, and says when: `auth_time` in seconds from now."""

    def bend(claimed: dict[str, object]) -> dict[str, object]:
        now = int(clock.now().timestamp())
        told = {"iat": now, "exp": now + 300, "auth_time": now, **claims}
        seconds = told["auth_time"]
        if type(seconds) is int and abs(seconds) < now / 2:
            told["auth_time"] = now + seconds
        return {**claimed, **told}

    found.bend = bend


def test_a_signature_takes_one_question_at_the_provider_and_no_password(
    anyone: TestClient, provider: IdentityProvider, world: World, time: FakeTime
) -> None:
    shown(provider)
    sign_in(anyone)
    who = me(anyone)
    for typed in ("", PASSWORD):
        with pytest.raises(Refused, match=NOT_VOUCHED[:12]):
            confirmation.confirm(who, Retyped(typed), ADDRESS)
    page = anyone.get(at_provider(away(anyone)))
    assert (page.status_code, "本人確認ができました" in page.text) == (200, True)
    assert (provider.last["prompt"], provider.last["max_age"]) == ("login", "0")
    assert me(anyone) == who, "the session goes on as it was"
    assert [confirms(who), confirms(who)] == [True, False], "for one signature"
    # Two screens press at the same moment: one of them signs.
    anyone.get(at_provider(away(anyone)))
    with ThreadPoolExecutor(4) as several:
        assert sorted(several.map(lambda _: confirms(who), range(4))) == [False, False, False, True]
    # Five minutes later it is as if nobody had been asked.
    anyone.get(at_provider(away(anyone)))
    time.pass_by(minutes=5, seconds=1)
    assert not confirms(who)


def test_a_code_of_the_authenticator_takes_its_place_and_is_asked_for_then(
    anyone: TestClient, provider: IdentityProvider, world: World, time: FakeTime
) -> None:
    mine = Authenticator.of(world.people[WHO])
    shown(provider)
    sign_in(anyone)
    assert enter(anyone, mine.code()).status_code == 303
    assert audit("signed_in")[-1] == (world.people[WHO].id, "認証サーバー"), "in which way, after the second step, too"
    who = me(anyone)
    time.pass_by(minutes=1)
    anyone.get(at_provider(away(anyone)))
    # Neither the provider's word nor the password replaces a code that somebody has.
    assert [confirms(who), confirms(who, PASSWORD), confirms(who, "", "000000")] == [False, False, False]
    assert confirms(who, "", mine.code())
    assert not confirms(who, "", mine.code()), "used"


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no time": ({"auth_time": None}, identity_sign_in.NOT_ANEW),
    "an hour ago": ({"auth_time": -3600}, identity_sign_in.NOT_ANEW),
    "tomorrow": ({"auth_time": 86400}, identity_sign_in.NOT_ANEW),
    "a text": ({"auth_time": "1795309200"}, ""),
    "yes": ({"auth_time": True}, ""),
    "no number": ({"auth_time": float("nan")}, ""),
    "beyond all numbers": ({"auth_time": float("inf")}, ""),
    "a list": ({"auth_time": [1795309200]}, ""),
    "somebody else": ({"sub": "u-2"}, identity_sign_in.OTHER_PERSON),
    "somebody unknown with the same mail": ({"sub": "u-9"}, identity_sign_in.OTHER_PERSON),
    "another issuer": ({"iss": "https://login.evil.example"}, identity_sign_in.NOT_VERIFIED),
    "the nonce of another sign-in": ({"nonce": "0" * 64}, identity_sign_in.NOT_VERIFIED),
}
"""What the provider says, and what its person reads; whether a type is refused by us or by the library is all one."""


def test_whatever_the_provider_says_that_is_no_new_question_signs_nothing_and_is_written_down(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime
) -> None:
    give_mail(world, "leader.h02", "leader@h02.example.jp")
    provider.person = {"sub": "u-2", "email": "leader@h02.example.jp", "email_verified": True}
    sign_in(anyone)
    provider.person = {"sub": "u-1", "email": "manager@h01.example.jp", "email_verified": True}
    sign_in(anyone)
    who = me(anyone)
    for name, (claims, told) in REFUSED.items():
        shown(provider, **claims)
        forget_refusals(runtime)
        answer = anyone.get(at_provider(away(anyone)))
        told = told.removesuffix(identity_sign_in.LOCAL)
        assert (answer.status_code, told in answer.text) == (422, True), (name, answer.text)
        assert answer.text.count("本人確認ができませんでした") == 2, "title and heading"
        assert ("このタブを閉じて、元の画面に戻って" in answer.text, 'name="password"' in answer.text) == (
            True,
            False,
        ), name
        assert not confirms(who), name
        assert me(anyone) == who, f"{name}: who was signed in stays it"
    assert len(audit()) == len(REFUSED)
    told_of = [one for one, detail in audit() if "本人確認" in detail]
    assert len(told_of) >= 5
    assert set(told_of) == {who.person_id}


def test_a_return_that_belongs_to_another_session_person_or_purpose_signs_nothing(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime, signed_in: Callable[[str], Client]
) -> None:
    shown(provider)
    sign_in(anyone)
    first, cookie = me(anyone), anyone.cookies["sid"]
    back = at_provider(away(anyone))
    # Signing in again is no answer to the question that a screen has asked, though the provider was asked just now.
    sign_in(anyone)
    second = me(anyone)
    assert first.vouched_in != second.vouched_in
    assert [confirms(first), confirms(second)] == [False, False]
    # The session that asked has ended meanwhile, and the one that came after it has not asked.
    forget_refusals(runtime)
    assert anyone.get(back).status_code in (403, 422)
    assert [confirms(first), confirms(second)] == [False, False]
    # Asked here and come back twice, or in a browser that has no ticket.
    back = at_provider(away(anyone))
    assert anyone.get(back).status_code == 200
    assert anyone.get(back).status_code == 403
    assert confirms(second)
    assert not confirms(second)
    # The token of the session alone, or that of somebody signed in by a password, leads nowhere.
    local = signed_in("leader.h01").http
    assert local.get("/login/oidc?again=1").headers["location"] == "/login"
    assert identity_sign_in.AGAIN in local.get(at_provider(away(anyone))).text
    anyone.cookies.clear()
    for headers in ({}, {"cookie": f"sid={cookie}"}, {"cookie": f"sid={second.vouched_in}"}):
        assert anyone.get("/login/oidc?again=1", headers=headers).headers["location"] == "/login"


def test_another_browser_of_the_same_person_is_not_asked_by_it_and_a_stopped_account_signs_nothing(
    anyone: TestClient, provider: IdentityProvider, world: World
) -> None:
    shown(provider)
    sign_in(anyone)
    left_open = me(anyone)
    anyone.cookies.clear()
    sign_in(anyone)
    mine = me(anyone)
    assert anyone.get(at_provider(away(anyone))).status_code == 200
    assert not confirms(left_open), "somebody at the screen that was left open"
    change(world, WHO, active=False)
    with pytest.raises(ChecklistError):
        me(anyone)
    change(world, WHO, active=True)
    assert mine.person_id == left_open.person_id


def test_an_authenticator_is_registered_by_being_asked_anew(
    anyone: TestClient, provider: IdentityProvider, world: World, time: FakeTime
) -> None:
    shown(provider)
    sign_in(anyone)
    page = post(anyone, "begin").text
    assert 'href="/login/oidc?again=1"' in page
    assert 'name="password"' not in page
    factor, secret = field(page, "factor"), page.split('class="key"><code>')[1].split("<")[0].replace(" ", "")
    mine = Authenticator(secret)
    assert NOT_VOUCHED in post(anyone, "confirm", factor=factor, code=mine.code()).text
    anyone.get(at_provider(away(anyone)))
    assert post(anyone, "confirm", factor=factor, code=mine.code()).status_code == 200
    time.pass_by(minutes=1)
    assert 'name="password"' not in anyone.get("/second-factor").text
    assert "正しくありません" in post(anyone, "end", code="000000").text
    assert post(anyone, "end", code=mine.code()).status_code == 303
