"""The administrator's screens for second factors and invitations, and what the start page tells of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from checklist.model.accounts import Role, SecondFactorRule
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, db
from checklist.store.accounts import confirmation, invitations, people, second_factors, sessions
from checklist.ui import session
from tests.authenticator import Authenticator
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import PASSWORD, World, by, principal


def passed(monkeypatch: pytest.MonkeyPatch, person_id: int) -> None:
    """A session in which the code was typed."""
    with db.writing() as connection:
        token = sessions.start(connection, person_id, factor_at=clock.now())
    monkeypatch.setattr(session, "cookie", lambda: token)


def test_the_administrator_says_whose_role_needs_one_and_from_which_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("settings")
    assert not screen.checkbox(key="second-factor-roles-leader").value
    screen.checkbox(key="second-factor-roles-leader").set_value(True)
    for typed, told in (("あした", "日付として読み取れません"), ("", "入力してください"), ("1999/12/31", "2000年から")):
        screen.text_input(key="second-factor-since").set_value(typed)
        press(screen, "二段階認証の設定を保存する")
        assert told in faults(screen), typed
    screen.text_input(key="second-factor-since").set_value("令和8年12月1日")
    press(screen, "二段階認証の設定を保存する")
    assert "二段階認証の設定を保存しました。" in text(screen)
    rule = SecondFactorRule(frozenset({Role.LEADER}), date(2026, 12, 1))
    with db.reading() as connection:
        assert second_factors.rule(by(connection, principal(world.people["admin"]))) == rule
    assert open_page("settings").text_input(key="second-factor-since").value == "2026/12/01"
    # The day before: the start page tells those whom it concerns, and nobody else.
    for login, concerned in (("leader.h01", True), ("manager.h01", False), ("admin", False)):
        screens.sign_in(monkeypatch, world.people[login].id)
        assert ("二段階認証が必要になる日：2026年12月1日" in text(open_page("home"))) is concerned, login
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-12-01")
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("home")
    assert 'href="/second-factor?next=%2F"' in text(screen)
    assert "前回のログイン" not in text(screen)


def test_few_recovery_codes_are_told_of_and_a_half_session_shows_no_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = world.people["leader.h01"]
    Authenticator.of(leader)
    passed(monkeypatch, leader.id)
    assert "回復コードの残り" not in text(open_page("home"))
    with db.writing() as connection:
        connection.execute("UPDATE recovery_code SET used_at = at WHERE id > 2")
    assert "二段階認証の回復コードの残り：2個" in text(open_page("home"))
    screens.sign_in(monkeypatch, leader.id)
    screen = open_page("comparison")
    assert 'href="/login/code?next=%2Fcomparison"' in text(screen)
    assert not screen.button_group


def test_an_authenticator_is_taken_away_with_password_and_code_of_who_does_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmation.serve(None)
    admin, leader = world.people["admin"], world.people["leader.h01"]
    mine = Authenticator.of(admin)
    Authenticator.of(leader)
    passed(monkeypatch, admin.id)
    assert "登録していません" in text(open_page("accounts", account=world.people["manager.h01"].id))
    screen, key = open_page("accounts", account=leader.id), f"second-factor-{leader.id}-password"
    assert "残りの回復コードは10個です。" in text(screen)
    for password, code, told in (
        ("guess", mine.code(), confirmation.WRONG), (PASSWORD, "", one_time_codes.WRONG), (PASSWORD, "123456", one_time_codes.WRONG),
    ):  # fmt: skip
        screen.text_input(key=key).set_value(password)
        screen.text_input(key=f"{key}-code").set_value(code)
        press(screen, "二段階認証を解除する")
        assert told in faults(screen), told
    screen.text_input(key=key).set_value(PASSWORD)
    screen.text_input(key=f"{key}-code").set_value(mine.recovery[0])
    press(screen, "二段階認証を解除する")
    assert f"{leader.name}の二段階認証を解除しました。" in text(screen).replace("\\", "")
    assert "登録していません" in text(screen)
    with db.reading() as connection:
        assert not second_factors.holds(connection, leader.id)
        assert second_factors.holds(connection, admin.id)
    screens.sign_in(monkeypatch, leader.id)
    assert "二段階認証を解除しました" in text(open_page("notices"))


def test_invitations_are_made_shown_once_listed_and_taken_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("accounts")
    assert "使われていない招待はありません。" in text(screen)
    press(screen, "招待を作成する")
    assert "1人以上選んでください" in faults(screen)
    several = next(one for one in screen.multiselect if one.label == "招待する人")
    both = [world.people[login].id for login in ("leader.h01", "manager.h01")]
    several.set_value(both)
    press(screen, "招待を作成する")
    assert "2人の招待を作成しました。" in text(screen)
    links = re.findall(r"/invitation/([a-z2-9]{4}(?:-[a-z2-9]{4}){3})", text(screen))
    with db.reading() as connection:
        found = {invitations.usable(connection, token, clock.now()).invited_id for token in links}
    assert found == set(both)
    press(screen, "渡し終えたので一覧を閉じる")
    assert links[0] not in text(screen)
    assert "招待（使われていないもの：2件）" in [one.label for one in screen.expander]
    press(screen, "招待を取り消す")
    assert "の招待を取り消しました。" in text(screen)
    # On the page of one account; and in place of the first password of a new one.
    screen = press(open_page("accounts", account=both[0]), "招待を作成する")
    assert text(screen).count("/invitation/") == 1
    screen, key = open_page("accounts"), "account-new-r0"
    screen.text_input(key=f"{key}-login").set_value("new.person")
    screen.text_input(key=f"{key}-name").set_value("架空 花子")
    screen.checkbox(key=f"{key}-secretariat").set_value(True)
    screen.checkbox(key=f"{key}-invites").set_value(True)
    press(screen, "アカウントを作成する")
    assert not screen.error
    assert "招待を本人に渡してください。" in text(screen)
    assert "初回のパスワード（" not in text(screen)
    with db.reading() as connection:
        act = by(connection, principal(world.people["admin"]))
        new = people.by_login(act, "new.person")
        assert new.id in invitations.without_own_password(act)
        (open_one,) = invitations.of_person(act, new.id)
    assert open_one.expires_at - open_one.at == timedelta(days=invitations.USUAL)
    # Who is stopped is not invited.
    leader = world.people["leader.h02"]
    with db.writing() as connection:
        connection.execute("UPDATE person SET active = 0 WHERE id = ?", [leader.id])
    screen = open_page("accounts", account=leader.id)
    assert next(one for one in screen.button if one.label == "招待を作成する").disabled
