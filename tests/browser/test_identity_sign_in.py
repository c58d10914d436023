"""Signing in at the hospitals' own provider with a tablet, and ending it from another device."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import expect

from checklist.model.accounts import ClaimMatch, Provider
from checklist.store import db
from checklist.store.accounts import people, providers
from tests import identity_provider
from tests.browser.conftest import Tablet
from tests.browser.shelf import Shelf
from tests.identity_provider import CLIENT, SECRET
from tests.world import World, by, principal

MAIL = "manager@h01.example.jp"
LABEL = "病院のアカウントでログイン"


def test_a_tablet_signs_in_at_the_provider_and_is_signed_out_from_another_device(
    tablet: Tablet, shelf: Shelf, world: World
) -> None:
    with identity_provider.running() as provider:
        provider.person = {"sub": "u-1", "email": MAIL, "email_verified": True}
        with db.writing() as connection:
            act = by(connection, principal(world.people["admin"]))
            people.change(act, replace(people.get(act, world.people["manager.h01"].id), mail=MAIL))
            trusted = Provider(True, provider.url, CLIENT, SECRET, ClaimMatch.MAIL, LABEL)
            providers.save(act, trusted)
        page = tablet.go("/login?next=/records%3Fkind%3Dsafety_round")
        page.get_by_role("link", name=LABEL).tap()
        page.wait_for_url("**/records?kind=safety_round*")
        expect(page.get_by_role("heading", name="記録", exact=True)).to_be_visible()
    with Tablet(shelf, tablet.url) as phone:
        other = phone.sign_in("manager.h01", "/own_sessions")
        expect(other.get_by_text("病院の認証サーバー")).to_be_visible()
        other.get_by_role("button", name="この端末をログアウトさせる").tap()
        expect(other.get_by_text("ほかにログイン中の端末はありません。")).to_be_visible()
        # The provider is down by now: it is told, and the form stays. Of new settings nothing is remembered.
        with db.writing() as connection:
            providers.save(by(connection, principal(world.people["admin"])), replace(trusted, claim=ClaimMatch.NAME))
        lost = tablet.go("/records")
        lost.wait_for_url("**/login?next=*")
        lost.get_by_role("link", name=LABEL).tap()
        expect(lost.get_by_role("alert")).to_contain_text("ログインIDとパスワードでもログインできます。")
        tablet.fill_in("manager.h01")
        lost.wait_for_url("**/records*")
