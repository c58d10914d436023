"""Signing in at the hospitals' own provider with a tablet, ending it from another device, and signing by being asked anew."""

from __future__ import annotations

import time
from dataclasses import replace

from playwright.sync_api import Locator, Page, ViewportSize, expect

from checklist.model.accounts import ClaimMatch, Provider
from checklist.model.closing import Signatory
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.accounts import people, providers
from checklist.store.accounts.sessions import NOT_VOUCHED
from checklist.store.closing import signatures
from checklist.store.visits import visits
from checklist.web.identity_sign_in import NOT_ANEW
from tests import cycle, identity_provider
from tests.browser import signing
from tests.browser.conftest import Tablet
from tests.browser.shelf import Shelf
from tests.browser.test_screens import misfits
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.world import World, by, principal

MANAGER, EVALUATOR = "manager.h01", "evaluator.h02"
LABEL = "病院のアカウントでログイン"
PHONE = ViewportSize(width=390, height=844)


def trust(world: World, provider: IdentityProvider) -> Provider:
    """The region trusts this provider, at which both of them are."""
    with db.writing() as connection:
        act = by(connection, principal(world.people["admin"]))
        for login in (MANAGER, EVALUATOR):
            people.change(act, replace(people.get(act, world.people[login].id), mail=f"{login}@example.jp"))
        trusted = Provider(True, provider.url, CLIENT, SECRET, ClaimMatch.MAIL, LABEL)
        providers.save(act, trusted)
    return trusted


def come(tablet: Tablet, provider: IdentityProvider, login: str, path: str) -> Page:
    """Sign in at the provider as one of them, and be led on to a screen."""
    provider.person = {"sub": login, "email": f"{login}@example.jp", "email_verified": True}
    page = tablet.go(f"/login?next={path.replace('?', '%3F').replace('&', '%26')}")
    page.get_by_role("link", name=LABEL).tap()
    page.wait_for_url(f"**{path}*")
    return page


def test_a_tablet_signs_in_at_the_provider_and_is_signed_out_from_another_device(
    tablet: Tablet, shelf: Shelf, world: World
) -> None:
    with identity_provider.running() as provider:
        trusted = trust(world, provider)
        page = come(tablet, provider, MANAGER, "/records?kind=safety_round")
        expect(page.get_by_role("heading", name="記録", exact=True)).to_be_visible()
    with Tablet(shelf, tablet.url) as phone:
        other = phone.sign_in(MANAGER, "/own_sessions")
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
        tablet.fill_in(MANAGER)
        lost.wait_for_url("**/records*")


def asked(provider: IdentityProvider, login: str, seconds_ago: int = 0) -> None:
    """The provider asks its person, or says that it did so a while ago."""
    provider.person = {**provider.person, "sub": login, "email": f"{login}@example.jp"}
    provider.bend = lambda claims: {**claims, "auth_time": int(time.time()) - seconds_ago}


def again(form: Locator, told: str) -> None:
    """To the provider in a tab of its own, and back to the form, which stands as it was left."""
    page = form.page
    with page.context.expect_page() as opened:
        form.get_by_role("link", name="認証サーバーで本人確認（5分間有効）").tap()
    expect(opened.value.get_by_text(told)).to_be_visible()
    opened.value.close()


def signed(world: World) -> dict[Signatory, tuple[str, int]]:
    """Who has signed for whom, in how many lines of a finger."""
    with db.reading() as connection:
        found = signatures.current(by(connection), world.visit)
    return {side: (one.name, len(one.strokes)) for side, one in found.items()}


def state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def test_whoever_came_by_the_provider_signs_seals_and_receives_by_being_asked_anew_there(
    tablet: Tablet, shelf: Shelf, world: World
) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    closing = f"/closing?visit={world.visit}"
    with identity_provider.running() as provider, Tablet(shelf, tablet.url) as phone:
        trust(world, provider)
        host = come(tablet, provider, MANAGER, closing)
        form, button = host.locator(".st-key-sign-host"), host.get_by_role("button", name="受審病院として署名する")
        name = form.get_by_label("受審病院の署名（氏名）")
        signing.draw(host, "host")
        name.fill("架空 院長")
        assert host.locator('input[type="password"], [autocomplete="one-time-code"]').count() == 0
        # Nobody was asked, then a provider that only remembers the person: both say so, and nothing is signed.
        asked(provider, MANAGER, 3600)
        for _ in range(2):
            button.tap()
            expect(host.get_by_text(NOT_VOUCHED)).to_be_visible()
            assert not signed(world)
            again(form, NOT_ANEW)
        assert (provider.last["prompt"], provider.last["max_age"]) == ("login", "0")
        asked(provider, MANAGER)
        again(form, "5分以内の1回の操作（署名・確定・受領など）に使えます。")
        expect(name).to_have_value("架空 院長")
        assert misfits(host, world) == {}
        button.tap()
        expect(host.get_by_text("受審病院の署名を記録しました。").first).to_be_visible()
        assert signed(world) == {Signatory.HOST: ("架空 院長", 2)}

        phone.page.set_viewport_size(PHONE)
        member = come(phone, provider, EVALUATOR, closing)
        form = member.locator(".st-key-sign-evaluator")
        form.get_by_label("訪問側の署名（氏名）").fill("架空 評価者")
        asked(provider, EVALUATOR)
        again(form, "5分以内の1回の操作")
        form.get_by_role("button", name="訪問側として署名する").tap()
        expect(member.get_by_text("訪問側の署名を記録しました。").first).to_be_visible()
        # That question is used up: sealing takes one of its own, and the number typed meanwhile stays.
        form = member.locator('[data-testid="stForm"]', has=member.get_by_label("文書番号"))
        form.get_by_label("文書番号").fill("架空第7号")
        form.get_by_role("button", name="報告書を確定する").tap()
        expect(member.get_by_text(NOT_VOUCHED)).to_be_visible()
        assert state(world) is VisitState.ON_SITE
        again(form, "5分以内の1回の操作")
        expect(form.get_by_label("文書番号")).to_have_value("架空第7号")
        assert misfits(member, world) == {}
        form.get_by_role("button", name="報告書を確定する").tap()
        expect(member.get_by_text("評価報告書を確定しました。").first).to_be_visible()
        assert state(world) is VisitState.REPORTED

        cycle.handed_over(world)
        tablet.go(f"/visits?visit={world.visit}&part=paperwork")
        asked(provider, MANAGER)
        again(host.locator(".stApp"), "5分以内の1回の操作")
        host.get_by_role("button", name="受領を記録する", exact=True).tap()
        expect(host.get_by_text("受領を記録しました。").first).to_be_visible()
        assert state(world) is VisitState.ACKNOWLEDGED
