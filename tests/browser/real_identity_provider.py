"""Signing in at `oidc-provider`, a certified OpenID Provider: run by hand, since it comes from npm and wants Node.js.

`python -m pytest tests/browser/real_identity_provider.py`. What a bad provider could do is tried at each run of all tests, with
tests/identity_provider.py; here nothing on the provider's side is ours but its settings.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from checklist.jobs import identity_client, identity_token
from checklist.model.accounts import ClaimMatch, Provider
from checklist.store import db
from checklist.store.accounts import people, providers
from checklist.web import identity_sign_in
from tests.browser.conftest import Tablet
from tests.identity_provider import CLIENT, SECRET
from tests.server import free_port
from tests.world import World, by, principal

VERSION = "9.13.3"
LABEL = "病院のアカウントでログイン"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with what it needs, in a folder of its own."""
    folder = tmp_path_factory.mktemp("provider")
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"oidc-provider@{VERSION}"], check=True
    )
    shutil.copy(Path(__file__).with_name("identity_provider.mjs"), folder)
    return folder


@pytest.fixture
def issuer(installed: Path, tablet: Tablet, world: World) -> Iterator[str]:
    """The provider, trusted by the region, at which the safety manager of H01 is `manager`."""
    port = free_port()
    command = ["node", "identity_provider.mjs", str(port), f"{tablet.url}/oauth2callback", CLIENT, SECRET]
    with subprocess.Popen(command, cwd=installed, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(line.strip() == "ready" for line in process.stdout)
        with db.writing() as connection:
            act = by(connection, principal(world.people["admin"]))
            person = people.get(act, world.people["manager.h01"].id)
            people.change(act, replace(person, mail="manager@h01.example.jp"))
            providers.save(act, Provider(True, f"http://127.0.0.1:{port}", CLIENT, SECRET, ClaimMatch.MAIL, LABEL))
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def go(tablet: Tablet, path: str = "/login") -> Page:
    """To the provider's own page, from the button at the sign-in."""
    page = tablet.go(path)
    page.get_by_role("link", name=LABEL).tap()
    page.wait_for_url("**/interaction/**")
    return page


def be(page: Page, name: str) -> None:
    """Sign in there as somebody, and agree."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("anything")
    page.locator("[type=submit]").click()
    page.get_by_role("button", name="Continue").click()


def test_somebody_comes_in_by_the_provider_and_nobody_else_does(tablet: Tablet, issuer: str, world: World) -> None:
    page = go(tablet, "/login?next=/records")
    returns: list[str] = []
    page.on("request", lambda request: returns.append(request.url) if "/oauth2callback" in request.url else None)
    be(page, "manager")
    page.wait_for_url("**/records*")
    expect(page.locator(".who")).to_contain_text("manager.h01 さん")
    # The same return a second time, with a state that was altered, and at another browser's wish.
    (used,) = returns
    for address in (used, used.replace("state=", "state=0")):
        page.goto(address)
        expect(page.get_by_role("alert")).to_have_text(identity_sign_in.AGAIN)
    # Still signed in there, so that one tap is enough; the known identity needs no claim any more.
    tablet.sign_out()
    with db.writing() as connection:
        act = by(connection)
        people.change(act, replace(people.get(act, world.people["manager.h01"].id), mail=""))
    tablet.go("/login?next=/records").get_by_role("link", name=LABEL).tap()
    page.wait_for_url("**/records*")


@pytest.mark.parametrize("name", ["stranger", "unverified"])
def test_whoever_has_no_account_is_told_so_and_may_still_use_a_password(
    tablet: Tablet, issuer: str, world: World, name: str
) -> None:
    with db.writing() as connection:
        act = by(connection)
        people.change(act, replace(people.get(act, world.people["leader.h01"].id), mail="unverified@h01.example.jp"))
    page = go(tablet)
    be(page, name)
    expect(page.get_by_role("alert")).to_have_text(identity_sign_in.NOBODY)
    tablet.fill_in("manager.h01")
    page.locator(".who").wait_for()


Bend = Callable[[dict[str, str]], dict[str, str]]
BENT: dict[str, tuple[Bend, str]] = {
    "made for another client": (lambda asked: {**asked, "client_id": "another-client"}, identity_sign_in.NOT_VERIFIED),
    "with a verifier of another": (lambda asked: {**asked, "code_challenge": "A" * 43}, identity_sign_in.NOT_VERIFIED),
    "with a nonce of another": (lambda asked: {**asked, "nonce": "0" * 64}, identity_sign_in.NOT_VERIFIED),
}


@pytest.mark.parametrize("way", BENT)
def test_a_code_that_was_not_made_for_this_sign_in_opens_nothing(
    tablet: Tablet, issuer: str, world: World, way: str
) -> None:
    bend, told = BENT[way]
    page = tablet.go("/login")
    # In the browser's own name, whose ticket comes along with it.
    began = page.request.get(f"{tablet.url}/login/oidc", max_redirects=0)
    found = urlsplit(began.headers["location"])
    page.goto(found._replace(query=urlencode(bend(dict(parse_qsl(found.query))))).geturl())
    be(page, "manager")
    expect(page.get_by_role("alert")).to_have_text(told)


def test_the_settings_find_it_in_order_and_a_wrong_secret(issuer: str) -> None:
    good = Provider(True, issuer, CLIENT, SECRET)
    assert "接続できました" in identity_client.try_out(good)
    with pytest.raises(identity_token.Untrusted, match="クライアントシークレット"):
        identity_client.try_out(replace(good, client_secret="wrong"))
