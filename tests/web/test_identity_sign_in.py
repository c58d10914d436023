"""Signing in at the hospitals' own provider, by a real one, and everything that must not let anybody in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from checklist.model.accounts import ClaimMatch, Provider
from checklist.store import db
from checklist.store.accounts import people, providers
from tests import identity_provider
from tests.client import Client
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.world import World, by, principal

SignIn = Callable[[str], Client]
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
