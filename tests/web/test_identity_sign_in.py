"""Signing in at the hospitals' own provider, by a real one, and everything that must not let anybody in."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from joserfc import jws
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.jobs import identity_client
from checklist.model.accounts import ClaimMatch, Provider
from checklist.store import clock, db
from checklist.store.accounts import identities, people, providers
from checklist.web import identity_providers, identity_sign_in
from checklist.web.runtime import Runtime
from checklist.web.sign_in import Doorkeeper
from tests import identity_provider
from tests.identity_provider import CLIENT, SECRET, IdentityProvider, ec_key, part, rsa_key, signed
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD, World, by, principal

MAIL = "manager@h01.example.jp"


@pytest.fixture
def provider(world: World) -> Iterator[IdentityProvider]:
    """A provider that the region trusts, and at it the safety manager of H01."""
    with identity_provider.running() as found:
        found.person = {"sub": "u-1", "email": MAIL, "email_verified": True}
        give_mail(world, "manager.h01", MAIL)
        trust(world, Provider(True, found.url, CLIENT, SECRET, ClaimMatch.MAIL, "病院のアカウントでログイン"))
        yield found


def trust(world: World, wanted: Provider) -> None:
    with db.writing() as connection:
        providers.save(by(connection, principal(world.people["admin"])), wanted)


def change(world: World, login: str, **changes: object) -> None:
    with db.writing() as connection:
        act = by(connection)
        people.change(act, replace(people.get(act, world.people[login].id), **changes))  # type: ignore[arg-type]


def give_mail(world: World, login: str, mail: str) -> None:
    change(world, login, mail=mail)


def begin(anyone: TestClient, after: str = "/visits?visit=1") -> str:
    """Where the sign-in sends the browser to."""
    answer = anyone.get("/login/oidc", params={"next": after})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def at_provider(address: str) -> str:
    """Where the provider sends it back to, as a path."""
    answer = httpx2.get(address)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def sign_in(anyone: TestClient, after: str = "/visits?visit=1") -> httpx2.Response:
    return anyone.get(at_provider(begin(anyone, after)))


def audit(connection_kind: str = "sign_in_failed") -> list[tuple[int | None, str]]:
    """Whom the entries of a kind are about, and what they tell."""
    with db.reading() as connection:
        rows = connection.execute(
            "SELECT coalesce(about_id, person_id) AS whom, detail FROM audit WHERE kind = ? ORDER BY id",
            [connection_kind],
        ).fetchall()
    return [tuple(row) for row in rows]


def test_whoever_the_provider_vouches_for_comes_in_and_is_known_from_then_on_by_subject_alone(
    anyone: TestClient, provider: IdentityProvider, world: World
) -> None:
    me = world.people["manager.h01"].id
    assert "病院のアカウントでログイン" in anyone.get("/login").text
    answer = sign_in(anyone)
    assert (answer.status_code, answer.headers["location"]) == (303, "/visits?visit=1")
    assert anyone.get(f"/api/assessments/{world.self_assessment}").status_code == 200
    asked = provider.last
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["state"]) == len(asked["nonce"]) == 64
    assert audit("signed_in")[-1] == (me, "認証サーバー")
    assert audit("account_changed")[-1] == (me, f"認証サーバーとの連携：{provider.url}（u-1）")
    # From here on neither what is claimed nor what the account has is asked again.
    provider.person = {"sub": "u-1", "email": "somebody.else@h01.example.jp", "email_verified": False}
    give_mail(world, "manager.h01", "changed@h01.example.jp")
    assert sign_in(anyone, "//evil.example/").headers["location"] == "/"
    assert [one for one, told in audit("account_changed") if "連携" in told] == [me]
    assert sessions_of(me) == [("provider", "testclient")], "the session that the browser had before has ended"
    # The local way stays.
    assert anyone.post("/login", data={"login": "manager.h01", "password": PASSWORD}).status_code == 303


def sessions_of(person_id: int) -> list[tuple[str, str]]:
    with db.reading() as connection:
        rows = connection.execute("SELECT way, device FROM session WHERE person_id = ?", [person_id]).fetchall()
    return [tuple(row) for row in rows]


MATCHES: dict[str, tuple[ClaimMatch, dict[str, object], str | None]] = {
    "mail in other capitals": (ClaimMatch.MAIL, {"email": MAIL.upper(), "email_verified": True}, "manager.h01"),
    "mail that nobody verified": (ClaimMatch.MAIL, {"email": MAIL, "email_verified": False}, None),
    "mail that says nothing": (ClaimMatch.MAIL, {"email": MAIL}, None),
    "mail verified by a word": (ClaimMatch.MAIL, {"email": MAIL, "email_verified": "true"}, None),
    "mail that only looks alike": (ClaimMatch.MAIL, {"email": MAIL.replace("a", "ａ"), "email_verified": True}, None),
    "mail of two accounts": (ClaimMatch.MAIL, {"email": "two@h01.example.jp", "email_verified": True}, None),
    "mail of an account that was stopped": (
        ClaimMatch.MAIL,
        {"email": "gone@h01.example.jp", "email_verified": True},
        None,
    ),
    "mail of nobody": (ClaimMatch.MAIL, {"email": "nobody@h01.example.jp", "email_verified": True}, None),
    "no mail, where many accounts have none": (ClaimMatch.MAIL, {"email": "", "email_verified": True}, None),
    "several mails": (ClaimMatch.MAIL, {"email": [MAIL], "email_verified": True}, None),
    "name": (ClaimMatch.NAME, {"preferred_username": "Leader.H01"}, "leader.h01"),
    "name of another claim": (ClaimMatch.NAME, {"name": "leader.h01"}, None),
    "name as mail": (ClaimMatch.NAME_AS_MAIL, {"preferred_username": MAIL}, "manager.h01"),
    "subject": (ClaimMatch.SUBJECT, {"sub": "leader.h02"}, "leader.h02"),
    "subject of nobody": (ClaimMatch.SUBJECT, {"sub": "operator"}, None),
    "wildcard": (ClaimMatch.NAME, {"preferred_username": "%"}, None),
    "injection": (ClaimMatch.NAME, {"preferred_username": "' OR 1=1 --"}, None),
}
"""What the provider vouches for, and who comes in by it."""


def test_an_account_is_found_by_the_one_verified_claim_of_the_settings_and_never_made(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime
) -> None:
    for login, mail in (("leader.h02", "two@h01.example.jp"), ("evaluator.h02", "two@h01.example.jp")):
        give_mail(world, login, mail)
    change(world, "leader.h04", mail="gone@h01.example.jp", active=False)
    with db.reading() as connection:
        before = connection.execute("SELECT count(*), (SELECT count(*) FROM role) FROM person").fetchone()
    came: dict[str, str | None] = {}
    logins = {person.id: login for login, person in world.people.items()}
    for number, (name, (claim, person, _)) in enumerate(MATCHES.items()):
        trust(world, Provider(True, provider.url, CLIENT, SECRET, claim, "病院のアカウント"))
        with db.writing() as connection:
            connection.execute("DELETE FROM identity")
        provider.person = {"sub": f"u-{number}", **person}
        forget_refusals(runtime)
        answer = sign_in(anyone)
        came[name] = logins[audit("signed_in")[-1][0] or 0] if answer.status_code == 303 else None
        if answer.status_code != 303:
            assert (answer.status_code, identity_sign_in.NOBODY in answer.text) == (422, True), name
    assert came == {name: login for name, (_, _, login) in MATCHES.items()}
    with db.reading() as connection:
        after = connection.execute("SELECT count(*), (SELECT count(*) FROM role) FROM person").fetchone()
    assert tuple(before) == tuple(after)
    told = [detail for _, detail in audit()]
    assert {*told} == {
        f"認証サーバー：{one}" for one in ("該当するアカウントなし", "複数のアカウントに該当", "停止中のアカウント")
    }
    assert (world.people["leader.h04"].id, "認証サーバー：停止中のアカウント") in audit()


def forget_refusals(runtime: Runtime) -> None:
    """Attacks of one test come from one address, which would soon have to wait."""
    runtime.doorkeeper = Doorkeeper()


def test_a_known_identity_is_nobody_elses_and_an_account_no_other_identitys(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime
) -> None:
    me = world.people["manager.h01"].id
    assert sign_in(anyone).status_code == 303
    # Somebody else has been given the address of a colleague who left.
    provider.person = {"sub": "u-2", "email": MAIL, "email_verified": True}
    assert sign_in(anyone).status_code == 422
    assert audit()[-1] == (me, "認証サーバー：アカウントはすでに別の利用者と連携済み")
    # The known one claims the address of another account, and stays who they are.
    give_mail(world, "leader.h02", "leader@h02.example.jp")
    provider.person = {"sub": "u-1", "email": "leader@h02.example.jp", "email_verified": True}
    assert sign_in(anyone).status_code == 303
    assert audit("signed_in")[-1][0] == me
    # Stopped, they come in nowhere, also where another account would fit.
    change(world, "manager.h01", active=False)
    assert sign_in(anyone).status_code == 422
    assert audit()[-1] == (me, "認証サーバー：停止中のアカウント")
    change(world, "manager.h01", active=True)
    # Whoever keeps the accounts ends the link: sessions that began by it end, and the next sign-in is matched anew.
    provider.person = {"sub": "u-1", "email": MAIL, "email_verified": True}
    give_mail(world, "manager.h01", MAIL)
    assert sign_in(anyone).status_code == 303
    with db.writing() as connection:
        act = by(connection)
        (known,) = identities.of_person(act, me)
        identities.unlink(act, known.id)
    assert anyone.get("/api/visits").status_code == 401
    provider.person = {"sub": "u-2", "email": MAIL, "email_verified": True}
    assert sign_in(anyone).status_code == 303
    assert [told for _, told in audit("account_changed") if "連携" in told] == [
        f"認証サーバーとの連携：{provider.url}（u-1）",
        f"認証サーバーとの連携を解除：{provider.url}（u-1）",
        f"認証サーバーとの連携：{provider.url}（u-2）",
    ]


def unsigned(head: dict[str, object], claims: dict[str, object]) -> str:
    return f"{part({'alg': 'none'})}.{part(claims)}."


def with_public_key(head: dict[str, object], claims: dict[str, object]) -> str:
    """Signed with what everybody knows, as if it were a secret that both sides share."""
    pem = rsa_key("first").as_pem(private=False)
    text = f"{part({**head, 'alg': 'HS256'})}.{part(claims)}"
    mark = hmac.new(pem, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def with_client_secret(head: dict[str, object], claims: dict[str, object]) -> str:
    text = f"{part({**head, 'alg': 'HS256'})}.{part(claims)}"
    mark = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def altered(head: dict[str, object], claims: dict[str, object]) -> str:
    """The signature of one token under the words of another."""
    first, _, last = signed(rsa_key("first"), head, {**claims, "sub": "u-9"}).split(".")
    return f"{first}.{part(claims)}.{last}"


def own_key_in_head(head: dict[str, object], claims: dict[str, object]) -> str:
    key = rsa_key("stranger")
    return signed(key, {"alg": "RS256", "jwk": key.as_dict(private=False), "kid": "first"}, claims)


def by_hand(head: dict[str, object], claims: dict[str, object]) -> str:
    """A right signature under a head that no honest signer writes."""
    text = f"{part(head)}.{part(claims)}"
    mark = jws.JWSRegistry(algorithms=["RS256"]).get_alg("RS256").sign(text.encode(), rsa_key("first"))
    return f"{text}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


Bend = Callable[[dict[str, object]], dict[str, object]]


def without(*names: str) -> Bend:
    return lambda claims: {name: value for name, value in claims.items() if name not in names}


def but(**others: object) -> Bend:
    return lambda claims: {**claims, **others}


def later(**seconds: int) -> Bend:
    now = int(clock.now().timestamp())
    return lambda claims: {**claims, **{name: now + value for name, value in seconds.items()}}


FORGED: dict[str, tuple[Callable[[dict[str, object], dict[str, object]], str] | None, Bend, str]] = {
    "a stranger's signature": (lambda h, c: signed(rsa_key("stranger"), {**h, "kid": "first"}, c), but(), "署名が正しくない"),
    "the signature of another token": (altered, but(), "署名が正しくない"),
    "a key that the token brings along": (own_key_in_head, but(), "形式が正しくない"),
    "no signature": (unsigned, but(), "署名の方式が認められない"),
    "HS256 with the public key": (with_public_key, but(), "署名の方式が認められない"),
    "HS256 with the client's secret": (with_client_secret, but(), "署名の方式が認められない"),
    "a way of signing that the provider does not use": (
        lambda h, c: signed(rsa_key("first"), {**h, "alg": "PS512"}, c), but(), "署名の方式が認められない"),
    "a key that nobody knows": (lambda h, c: signed(rsa_key("stranger"), {**h, "kid": "new"}, c), but(), "署名の鍵が不明"),
    "the key of another way of signing": (lambda h, c: signed(ec_key("e"), {"alg": "ES256", "kid": "first"}, c), but(), "形式が正しくない"),
    "expired": (None, later(iat=-900, exp=-600), "有効期限切れ"),
    "without an end": (None, without("exp"), "有効期限が正しくない"),
    "an end that is no number": (None, but(exp="2099-01-01"), "有効期限が正しくない"),
    "an end beyond all numbers": (lambda h, c: f"{signed(rsa_key('first'), h, c)}", but(exp=float("nan")), "有効期限が正しくない"),
    "not yet valid": (None, later(nbf=600), "まだ有効でない"),
    "issued tomorrow": (None, later(iat=86400, exp=90000), "発行日時が正しくない"),
    "another issuer": (None, but(iss="https://login.evil.example"), "発行者が異なる"),
    "an issuer that begins alike": (None, lambda c: {**c, "iss": f"{c['iss']}/"}, "発行者が異なる"),
    "several issuers": (None, lambda c: {**c, "iss": [c["iss"], "https://login.evil.example"]}, "発行者が異なる"),
    "another audience": (None, but(aud="another-client"), "宛先が異なる"),
    "another audience, though asked for by us": (None, but(aud="another-client", azp=CLIENT), "宛先が異なる"),
    "several audiences and nobody who asked": (None, but(aud=[CLIENT, "another-client"]), "宛先（azp）が異なる"),
    "asked for by another client": (None, but(azp="another-client"), "宛先（azp）が異なる"),
    "without a nonce": (None, without("nonce"), "このログインのものではない"),
    "the nonce of another sign-in": (None, but(nonce="0" * 64), "このログインのものではない"),
    "several nonces": (None, lambda c: {**c, "nonce": [c["nonce"], "0" * 64]}, "このログインのものではない"),
    "without a subject": (None, without("sub"), "識別子が正しくない"),
    "a subject that is a number": (None, but(sub=1), "識別子が正しくない"),
    "an endless subject": (None, but(sub="u" * 256), "識別子が正しくない"),
    "the hash of another access token": (None, but(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "アクセストークンと対応しない"),
    "no token at all": (lambda h, c: "", but(), "形式が正しくない"),
    "five parts": (lambda h, c: "a.b.c.d.e", but(), "形式が正しくない"),
    "a head that is no object": (lambda h, c: f"{part(['RS256'])}.{part(c)}.AAAA", but(), "形式が正しくない"),
    "claims that are none": (lambda h, c: _signed_text("[1]"), but(), "形式が正しくない"),
    "nested without end": (lambda h, c: _signed_text("[" * 20_000), but(), "形式が正しくない"),
    "critical words that we do not know": (
        lambda h, c: by_hand({**h, "crit": ["x"], "x": 1}, c), but(), "形式が正しくない"),
}  # fmt: skip
"""Tokens that a real provider hands out over real HTTP, and what the audit tells of each."""


def _signed_text(text: str) -> str:
    return jws.serialize_compact({"alg": "RS256", "kid": "first"}, text, rsa_key("first"))


def test_no_forged_token_lets_anybody_in_and_each_is_written_down(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime
) -> None:
    found: dict[str, str] = {}
    for name, (sign, bend, _) in FORGED.items():
        provider.sign, provider.bend = sign, bend
        forget_refusals(runtime)
        answer = sign_in(anyone)
        assert (answer.status_code, identity_sign_in.NOT_VERIFIED in answer.text) == (422, True), name
        found[name] = audit()[-1][1]
    assert {name for name, told in found.items() if FORGED[name][2] not in told} == set(), found
    assert len(audit()) == len(FORGED)
    assert (anyone.get("/api/visits").status_code, audit("signed_in")) == (401, [])
    provider.sign, provider.bend = None, but()
    forget_refusals(runtime)
    assert sign_in(anyone).status_code == 303


def test_a_return_is_good_once_for_the_browser_that_began_it_and_for_this_provider_alone(
    anyone: TestClient, provider: IdentityProvider, world: World, runtime: Runtime, app: Starlette
) -> None:
    def asked() -> int:
        return provider.asked.count("/token")

    path = at_provider(begin(anyone))
    ticket = dict(anyone.cookies)
    assert anyone.get(path).status_code == 303
    # The same return again, also with the cookie as it was: nobody is asked any more.
    count = asked()
    anyone.cookies.clear()
    for name, value in ticket.items():
        anyone.cookies.set(name, value)
    assert anyone.get(path).status_code == 403
    # In another browser, and in one that has a sign-in of its own under way: the return was made for somebody else.
    fresh = at_provider(begin(anyone))
    other = TestClient(app, base_url="http://sogo.example", follow_redirects=False)
    other.portal = anyone.portal
    assert other.get(fresh).status_code == 403
    begin(other)
    assert other.get(fresh).status_code == 403
    refused = {
        "without a state": fresh.replace("state=", "was="),
        "another state": fresh.replace("state=", "state=0"),
        "a state of other letters": fresh.replace("state=", "state=あ"),
        "nothing": "/oauth2callback",
        "an error without a state": "/oauth2callback?error=access_denied",
    }
    for name, bad in refused.items():
        answer = anyone.get(bad)
        assert (answer.status_code, identity_sign_in.AGAIN in answer.text) == (403, True), name
    assert asked() == count, "nobody has asked the provider"
    assert anyone.post(fresh).status_code == 405
    # None of this has taken the sign-in away from the browser that it belongs to.
    assert anyone.get(fresh).status_code == 303
    # A code that was used, one of another sign-in, one of another provider, and one too many.
    late: dict[str, tuple[Callable[[str], str], str]] = {
        "used code": (lambda path: path.replace(_code(path), _code(fresh)), "拒否（invalid_grant）"),
        "code of another sign-in": (lambda path: path.replace(_code(path), _code(at_provider(begin(other)))), "拒否（invalid_grant）"),
        "issuer of another": (lambda path: path.replace("iss=", "iss=https%3A%2F%2Fevil.example&was="), "別の認証サーバーからのコード"),
        "nobody's": (lambda path: path.split("&iss=")[0], "別の認証サーバーからのコード"),
        "endless code": (lambda path: path.replace(_code(path), "c" * 5_000), "コードがない"),
        "no code": (lambda path: path.replace(_code(path), ""), "コードがない"),
        "refused by the person": (lambda path: path.replace("code=", "error=access_denied&was="), "ログインが完了していない（access_denied）"),
        "refused with a script": (lambda path: path.replace("code=", "error=<script>&was="), "ログインが完了していない（script）"),
    }  # fmt: skip
    for name, (bend, told) in late.items():
        forget_refusals(runtime)
        path = bend(at_provider(begin(anyone)))
        assert anyone.get(path).status_code == 422, name
        assert told in audit()[-1][1], (name, audit()[-1])
    forget_refusals(runtime)
    # The settings were changed while somebody was away.
    path = at_provider(begin(anyone))
    trust(world, Provider(True, provider.url, CLIENT, SECRET, ClaimMatch.MAIL, "新しい名前"))
    assert identity_sign_in.AGAIN in anyone.get(path).text
    path = at_provider(begin(anyone))
    trust(world, Provider(False, provider.url, CLIENT, SECRET, ClaimMatch.MAIL, "新しい名前"))
    assert identity_sign_in.AGAIN in anyone.get(path).text
    assert "新しい名前" not in anyone.get("/login").text
    assert anyone.get("/login/oidc").headers["location"] == "/login"


def _code(path: str) -> str:
    return dict(parse_qsl(urlsplit(path).query))["code"]


def test_a_sign_in_that_took_too_long_begins_anew(
    anyone: TestClient, provider: IdentityProvider, time: FakeTime
) -> None:
    path = at_provider(begin(anyone))
    time.pass_by(minutes=11)
    assert anyone.get(path).status_code == 403


NEXT = {
    "/visits?visit=1": "/visits?visit=1",
    "/visit/1#place=3": "/visit/1#place=3",
    "https://evil.example/": "/",
    "//evil.example/": "/",
    "/\\evil.example/": "/",
    "/\t/evil.example/": "/",
    "javascript:alert(1)": "/",
    "": "/",
    f"/visits?{'x' * 2_000}": "/",
}


def test_nobody_is_led_to_another_site_afterwards(anyone: TestClient, provider: IdentityProvider) -> None:
    assert {after: sign_in(anyone, after).headers["location"] for after in NEXT} == NEXT
    assert "https://evil.example" not in anyone.get("/login?next=https://evil.example/").text


def text(status: int, body: bytes, **headers: str) -> identity_provider.Answer:
    return status, {"content-type": "application/json", **headers}, body


HUGE = b'{"id_token": "' + b"a" * 300_000 + b'"}'
DOWN: dict[str, tuple[str, identity_provider.Answer]] = {
    "nothing there": ("/.well-known/openid-configuration", text(404, b"{}")),
    "out of order": ("/.well-known/openid-configuration", text(503, b"down")),
    "no JSON": ("/.well-known/openid-configuration", text(200, b"<html>")),
    "a list": ("/.well-known/openid-configuration", text(200, b"[]")),
    "endless": ("/.well-known/openid-configuration", text(200, b" " * 300_000)),
    "nested without end": ("/.well-known/openid-configuration", text(200, b"[" * 100_000)),
    "packed": ("/.well-known/openid-configuration", text(200, b"\x1f\x8b", **{"content-encoding": "gzip"})),
    "leads elsewhere": ("/.well-known/openid-configuration", text(302, b"", location="http://127.0.0.1:9/")),
    "no keys": ("/jwks", text(200, b'{"keys": []}')),
    "keys that are none": ("/jwks", text(200, b'{"keys": [{"kty": "RSA"}, 1, {"kty": "oct", "k": "AA"}]}')),
    "tokens in another shape": ("/token", text(200, b"[]")),
    "huge token": ("/token", text(200, HUGE)),
    "tokens leading elsewhere": ("/token", text(307, b"", location="http://127.0.0.1:9/")),
    "tokens out of order": ("/token", text(500, b"{}")),
}


def test_a_provider_that_is_down_or_talks_nonsense_is_told_of_and_the_local_way_stays(
    anyone: TestClient, provider: IdentityProvider, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, (path, answer) in DOWN.items():
        forget_refusals(runtime)
        forget_provider(runtime)
        provider.answers = {path: answer}
        told = anyone.get("/login/oidc")
        if told.status_code == 303:
            told = anyone.get(at_provider(told.headers["location"]))
        assert told.status_code == 503, name
        assert identity_sign_in.LOCAL in told.text, name
        assert 'name="password"' in told.text, name
        assert provider.url not in told.text, "what is wrong with it is not for strangers"
    provider.answers = {}
    monkeypatch.setattr(identity_client, "TIMEOUT", 0.05)
    provider.slow = {"/token": 0.3}
    late = sign_in(anyone)
    assert (late.status_code, identity_sign_in.LOCAL in late.text) == (503, True)
    provider.slow = {}
    monkeypatch.setattr(identity_client, "TIMEOUT", 5.0)
    assert audit() == [], "nobody has failed to sign in: nothing was said of anybody"
    forget_refusals(runtime)
    assert sign_in(anyone).status_code == 303


def forget_provider(runtime: Runtime) -> None:
    runtime.identity_providers._kept.clear()


def test_new_keys_are_looked_for_and_made_up_ones_are_not_asked_for_each_time(
    anyone: TestClient, provider: IdentityProvider, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign_in(anyone).status_code == 303
    provider.key, provider.published = ec_key("second"), [rsa_key("first"), ec_key("second")]
    monkeypatch.setattr(identity_providers, "AGAIN", 0.0)
    assert sign_in(anyone).status_code == 303, "signed by a newer key"
    assert provider.asked.count("/jwks") == 2
    monkeypatch.setattr(identity_providers, "AGAIN", 30.0)
    provider.key = rsa_key("stranger")
    for _ in range(3):
        assert sign_in(anyone).status_code == 422
    assert provider.asked.count("/jwks") == 2
    monkeypatch.setattr(identity_providers, "FRESH", 0.0)
    provider.answers = {"/.well-known/openid-configuration": text(503, b"")}
    assert anyone.get("/login/oidc").status_code == 503, "a browser is not sent to one that is down"


def test_an_address_from_which_too_much_goes_wrong_has_to_wait(
    anyone: TestClient, provider: IdentityProvider, time: FakeTime
) -> None:
    provider.bend = but(aud="another-client")
    codes = [anyone.get("/login/oidc").status_code]
    for _ in range(17):
        began = anyone.get("/login/oidc")
        codes.append(
            anyone.get(at_provider(began.headers["location"])).status_code if began.status_code == 303 else 429
        )
    assert codes[:3] == [303, 422, 422]
    assert codes[-1] == 429
    assert anyone.get("/oauth2callback").status_code == 429


def test_what_the_token_does_not_say_is_asked_beside_it_of_the_same_person_alone(
    anyone: TestClient, provider: IdentityProvider
) -> None:
    provider.person = {"sub": "u-1"}
    provider.beside = {"sub": "u-2", "email": MAIL, "email_verified": True}
    assert sign_in(anyone).status_code == 422
    provider.beside = {"email": MAIL, "email_verified": True}
    assert sign_in(anyone).status_code == 303


def test_behind_a_proxy_the_way_back_and_the_cookies_are_those_of_the_outer_address(
    anyone: TestClient, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_URL", "https://anzen.example.jp")
    began = anyone.get("/login/oidc", headers={"host": "127.0.0.1:8501", "x-forwarded-host": "evil.example"})
    assert dict(parse_qsl(urlsplit(began.headers["location"]).query))["redirect_uri"] == (
        "https://anzen.example.jp/oauth2callback"
    )
    ticket = began.headers["set-cookie"]
    assert ticket.startswith("__Host-identity=")
    assert all(word in ticket for word in ("; HttpOnly", "; Path=/;", "; SameSite=lax", "; Secure"))
    # The verifier, the nonce and the state are not in it.
    asked = dict(parse_qsl(urlsplit(began.headers["location"]).query))
    assert not [one for one in (asked["state"], asked["nonce"], SECRET) if one in ticket]
    cookie = ticket.partition(";")[0]
    back = anyone.get(at_provider(began.headers["location"]), headers={"cookie": cookie})
    assert back.status_code == 303
    assert [one.partition("=")[0] for one in back.headers.get_list("set-cookie")].count("__Host-sid") == 1


def test_whoever_comes_by_the_provider_is_not_asked_for_a_password_that_somebody_else_chose(
    anyone: TestClient, provider: IdentityProvider, world: World
) -> None:
    with db.writing() as connection:
        people.set_password(by(connection), world.people["manager.h01"].id, "told-by-somebody-else")
    assert sign_in(anyone).status_code == 303
    assert anyone.get("/api/visits").status_code == 200
    anyone.cookies.clear()
    anyone.post("/login", data={"login": "manager.h01", "password": "told-by-somebody-else"})
    assert anyone.get("/api/visits").status_code == 401
