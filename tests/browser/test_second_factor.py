"""Invited, led to an authenticator, and signing in with its code: a whole beginning by touch on a tablet."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from checklist.model.accounts import Role, SecondFactorRule
from checklist.store import db
from checklist.store.accounts import invitations, second_factors
from tests.authenticator import Authenticator
from tests.browser.conftest import OWN_PASSWORD, Tablet
from tests.world import World, by, principal

WHO = "evaluator.h02"


def test_an_invited_evaluator_registers_signs_in_with_a_code_and_reaches_the_sheet(
    tablet: Tablet, world: World
) -> None:
    with db.writing() as connection:
        act = by(connection, principal(world.people["admin"]))
        second_factors.demand(act, SecondFactorRule(frozenset({Role.EVALUATOR}), date(2026, 1, 1)))
        given = invitations.invite(act, world.people[WHO].id, 7)
    page = tablet.go("/invitation")
    page.get_by_label("招待コード").fill(given.token.upper())
    page.get_by_role("button", name="次へ").tap()
    for label in ("パスワード 12文字以上", "パスワード（もう一度）"):
        page.get_by_label(label).fill(OWN_PASSWORD)
    page.get_by_role("button", name="パスワードを決めて始める").tap()
    page.wait_for_url("**/second-factor?next=%2F")
    expect(page.get_by_text("登録が済むまで、ほかの画面は開けません")).to_be_visible()
    page.get_by_role("button", name="登録を始める").tap()
    expect(page.locator(".qr svg")).to_be_visible()
    box = page.locator(".qr svg").bounding_box()
    assert box is not None
    assert box["width"] >= 200, "a camera has to read it from a screen"
    mine = Authenticator((page.locator(".key").text_content() or "").replace(" ", ""))
    page.get_by_label("認証アプリに表示された6桁の数字").fill(mine.code(-1))
    page.get_by_label("現在のパスワード").fill(OWN_PASSWORD)
    page.get_by_role("button", name="登録する", exact=True).tap()
    expect(page.locator(".codes code")).to_have_count(second_factors.CODES)
    page.get_by_role("link", name="控えたので先へ進む").tap()
    page.wait_for_selector(".who")
    tablet.sign_out()
    page.get_by_label("ログインID").fill(WHO)
    page.get_by_label("パスワード").fill(OWN_PASSWORD)
    page.get_by_role("button", name="ログイン").tap()
    page.wait_for_url("**/login/code?next=**")
    assert page.evaluate("() => document.activeElement.name") == "code"
    assert page.get_by_label("認証コード").get_attribute("inputmode") == "numeric"
    page.get_by_label("認証コード").fill("000000")
    page.get_by_role("button", name="ログイン", exact=True).tap()
    expect(page.get_by_role("alert")).to_contain_text("認証コードが正しくありません")
    tablet.go(f"/visit/{world.visit}")
    page.wait_for_url(re.compile("/login/code"))
    page.get_by_label("認証コード").fill(mine.code())
    page.get_by_role("button", name="ログイン", exact=True).tap()
    page.wait_for_url(f"**/visit/{world.visit}")
    expect(page.get_by_text("指針が最新である").first).to_be_visible()
