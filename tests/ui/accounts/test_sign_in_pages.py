"""The pages around signing in: one's own sessions, the provider in the settings, and what an account is known by."""

from __future__ import annotations

import pytest

from checklist.model.accounts import ClaimMatch, Provider, SignInWay
from checklist.store import db
from checklist.store.accounts import identities, providers, sessions
from checklist.store.act import Whence, acting
from tests import identity_provider
from tests.identity_provider import CLIENT, SECRET
from tests.ui import screens
from tests.ui.screens import open_page, press
from tests.ui.test_empty_region import shown
from tests.world import World, principal

IPAD = Whence("192.0.2.9", "Mozilla/5.0 (iPad) Safari")


def test_somebody_sees_where_they_are_signed_in_and_ends_one_and_all_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = world.people["leader.h01"]
    screens.sign_in(monkeypatch, me.id)
    assert "ほかにログイン中の端末はありません。" in shown(open_page("own_sessions"))
    with db.writing() as connection:
        there = sessions.start(connection, me.id, IPAD, SignInWay.PROVIDER)
        others = [sessions.start(connection, me.id) for _ in range(2)]
        foreign = sessions.start(connection, world.people["leader.h02"].id)
    screen = open_page("own_sessions")
    found = shown(screen)
    assert "この端末" in found
    assert "iPad（Safari） ログインの方法 病院の認証サーバー" in found
    assert "192.0.2.9" in found
    assert not [token for token in (there, *others) if token in found]
    key = f"session-end-{sessions.token_hash(there)[:16]}"
    screen = next(one for one in screen.button if one.key == key).click().run()
    assert "iPad（Safari）をログアウトさせました。" in shown(screen)
    screen = press(screen, "ほかのすべての端末からログアウトする")
    assert "ほかの2件をログアウトさせました。" in shown(screen)
    with db.reading() as connection:
        alive = [sessions.find(connection, one) is not None for one in (there, *others, foreign)]
    assert alive == [False, False, False, True]


def test_the_provider_is_set_up_tried_out_and_its_secret_reaches_no_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    with identity_provider.running() as provider:
        screen = open_page("settings")
        assert "/oauth2callback" in shown(screen)
        for key, value in (("issuer", provider.url), ("client", CLIENT), ("secret", SECRET), ("label", "病院の**ID**")):
            screen.text_input(key=f"provider-{key}").set_value(value)
        screen.checkbox(key="provider-active").check()
        screen = press(screen, "認証サーバーの設定を保存する")
        assert "認証サーバーの設定を保存しました。" in shown(screen)
        screen = press(screen, "認証サーバーへの接続を確認する")
        assert "認証サーバーに接続できました（署名の方式：RS256、鍵：1個）。" in shown(screen)
        anew = open_page("settings")
        assert SECRET not in f"{anew.main} {anew.session_state}"
        assert anew.text_input(key="provider-secret").placeholder == "空欄：変更しない"
        tried: dict[str, str] = {}
        for name, (metadata, told) in WRONG.items():
            provider.metadata = metadata
            screen = press(screen, "認証サーバーへの接続を確認する")
            tried[name] = shown(screen) if told not in shown(screen) else ""
        assert tried == dict.fromkeys(WRONG, "")
        provider.metadata = {}
        screen.text_input(key="provider-secret").set_value("wrong")
        screen = press(screen, "認証サーバーの設定を保存する")
        screen = press(screen, "認証サーバーへの接続を確認する")
        assert "クライアントIDまたはクライアントシークレットが受け付けられません。" in shown(screen)
    screen = press(screen, "認証サーバーへの接続を確認する")
    assert "認証サーバーに接続できません。" in shown(screen)
    screen.text_input(key="provider-issuer").set_value("https://login.example.jp")
    screen.text_input(key="provider-secret").set_value("")
    screen = press(screen, "認証サーバーの設定を保存する")
    assert "シークレットを入力し直してください。" in shown(screen)


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "another issuer": ({"issuer": "https://login.evil.example"}, "と名乗っています"),
    "no end for tokens": ({"token_endpoint": None}, "使用できるアドレスがありません（token_endpoint）"),
    "keys in the clear": ({"jwks_uri": "http://10.0.0.1/jwks"}, "使用できるアドレスがありません（jwks_uri）"),
    "secrets alone": ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "署名の方式（HS256、none）には対応していません"),
    "no way for the client": ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "クライアントシークレットによる認証に対応していません"),
    "no PKCE": ({"code_challenge_methods_supported": ["plain"]}, "PKCE（S256）に対応していません"),
    "no codes": ({"response_types_supported": ["id_token"]}, "認可コードによるログインに対応していません"),
}  # fmt: skip
"""What a provider may say of itself, and what the administrator reads."""


def test_an_account_tells_by_what_it_is_known_and_the_link_is_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    me, admin = world.people["leader.h01"], principal(world.people["admin"])
    with acting(admin) as act:
        providers.save(act, Provider(True, "https://login.example.jp", "a", "b", ClaimMatch.NAME, "病院"))
    with acting(principal(me)) as act:
        identities.link(act, "https://login.example.jp", "u-<b>1</b>")
    screens.sign_in(monkeypatch, admin.person_id)
    screen = open_page("accounts", account=me.id)
    assert "https://login.example.jp" in shown(screen)
    screen = press(screen, "連携を解除する")
    assert "認証サーバーとの連携を解除しました。" in shown(screen)
    assert "連携を解除する" not in [one.label for one in screen.button]
