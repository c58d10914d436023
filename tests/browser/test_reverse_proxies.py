"""Real reverse proxies with TLS before the real server: what README says about them works, and what fails says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from checklist.store import outer
from tests.browser.conftest import Behind, Tablet
from tests.browser.sheet import Sheet, expect_stored
from tests.gateways import ADDRESS, BARE_NGINX, Gateway, from_readme
from tests.server import Server
from tests.world import PASSWORD, World

MEMBER = "evaluator.h02"
GATEWAYS = {"nginx": Gateway.nginx, "caddyfile": Gateway.caddy}
_PHOTO_OF_3_MB = """async (path) => {
  const answer = await fetch(path, { method: "POST", headers: { "X-Checklist": "1" }, body: new Uint8Array(3 << 20) });
  return [answer.status, answer.headers.get("content-type")];
}"""


def try_to_sign_in(tablet: Tablet) -> None:
    page = tablet.go("/login")
    page.get_by_label("ログインID").fill(MEMBER)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").tap()


@pytest.mark.parametrize("language", GATEWAYS)
def test_everything_works_behind_a_reverse_proxy_as_readme_sets_it_up(
    outer_address: None, server: Server, language: str, behind: Behind, world: World, world_db: Path, tmp_path: Path
) -> None:
    with GATEWAYS[language](from_readme(language), server.port, tmp_path) as gateway:
        tablet = behind(gateway)
        sheet = Sheet(tablet, world.visitor_assessment).sign_in(MEMBER)
        cookies = {one["name"]: one.get("secure") for one in tablet.context.cookies()}
        assert cookies["__Host-sid"] is True
        sheet.rate("1-01", "B")
        sheet.expect_saved()
        expect_stored(world_db, world.visitor_assessment, {"1-01": ("B", "", 1)})
        tablet.go("/visits")
        expect(tablet.page.get_by_role("heading", name="訪問", exact=True)).to_be_visible()
        # Whatever the server says of such a photo, it is the server that says it.
        status, kind = tablet.page.evaluate(_PHOTO_OF_3_MB, f"/api/assessments/{world.visitor_assessment}/photos")
        assert kind == "application/json", status
        tablet.sign_out()
    assert outer.SETTING not in server.output()


def test_a_proxy_that_sends_its_own_host_needs_nothing_but_the_setting(
    outer_address: None, server: Server, behind: Behind, world: World, tmp_path: Path
) -> None:
    with Gateway.nginx(BARE_NGINX, server.port, tmp_path) as gateway:
        tablet = behind(gateway)
        sheet = Sheet(tablet, 0)
        sheet.path = f"/visit/{world.visit}"
        sheet.sign_in(MEMBER)
        sheet.rate("1-01", "A")
        sheet.expect_saved()


def test_without_the_setting_the_page_and_the_console_say_what_to_do(
    server: Server, behind: Behind, tmp_path: Path
) -> None:
    with Gateway.nginx(BARE_NGINX, server.port, tmp_path) as gateway:
        tablet = behind(gateway)
        for _ in range(2):
            try_to_sign_in(tablet)
            expect(tablet.page.get_by_role("alert")).to_contain_text(
                "操作を受け付けませんでした。何も変更していません。"
            )
        expect(tablet.page.get_by_role("alert")).to_contain_text(outer.SETTING)
    assert server.output().count(f"{outer.SETTING}=https://anzen.example.jp の形で環境変数に指定し") == 1
    assert f"ブラウザーのアドレス：{ADDRESS}、サーバーに届いた宛先：127.0.0.1:{server.port}" in server.output()


def test_at_another_address_than_the_one_in_the_settings_the_page_leads_there(
    outer_address: None, server: Server, tablet: Tablet
) -> None:
    try_to_sign_in(tablet)
    expect(tablet.page.get_by_role("alert")).to_contain_text(f"このシステムは {ADDRESS} から開いてください。")
    expect(tablet.page.get_by_role("link", name=ADDRESS)).to_have_attribute("href", ADDRESS)
