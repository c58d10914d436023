"""A region from nothing, only through the screens: from the code on the console to the comparison of a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Tablet
from tests.browser.screen import choose, settled, unfold
from tests.browser.sheet import Sheet
from tests.browser.test_whole_sheet import WORDS, items_in_csv, items_in_excel, items_on, table_of
from tests.server import Server
from tests.world import PASSWORD

HOST, VISITOR = "はじめ病院", "となり病院"
PEOPLE = {
    "kanri": ("管理 次郎", "医療安全管理者", HOST),
    "incho": ("院長 三郎", "病院幹部", HOST),
    "hyoka": ("評価 花子", "訪問評価者", VISITOR),
}
OWN = {"1-01": ("A", ""), "1-02": ("B", "議事録に<日付>がない"), "1-03": ("NA", "")}
THEIRS = {"1-01": ("A", ""), "1-02": ("C", "議事録を確認できない"), "1-03": ("UNVERIFIED", "担当者が不在")}
REASON = "一部の項目のみを試しに評価したため"


@pytest.fixture
def bare_server(empty_db: Path) -> Iterator[Server]:
    """The real server on a database in which nobody has an account."""
    with Server(empty_db) as started:
        yield started


@pytest.fixture
def new_tablet(browser: Browser, bare_server: Server) -> Iterator[Tablet]:
    """A tablet before that server."""
    with Tablet(browser, bare_server.url) as started:
        yield started


def set_up(tablet: Tablet, output: str) -> None:
    """Register the first administrator with the code that stands on the console."""
    found = re.search(r"初期設定コード: ([\d ]+)", output)
    assert found, output
    page = tablet.go("/")
    fields = {
        "初期設定コード": found[1],
        "地域の名称": "はじめ地域",
        "管理者の氏名": "管理 一郎",
        "ログインID": "admin",
    }
    for label, text in {**fields, "パスワード": PASSWORD}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="登録する").tap()
    page.wait_for_url(lambda url: "/setup" not in url)


def at(tablet: Tablet, path: str, login: str = "") -> Page:
    """Open a page, as somebody else if wanted, and wait until all of it stands there."""
    page = tablet.sign_in(login, path) if login else tablet.go(path)
    page.locator(".who").wait_for()
    return settled(page)


def save(page: Page, button: str | re.Pattern[str], told: str) -> None:
    """Press a button and read that it was done."""
    page.get_by_role("button", name=button, exact=True).tap()
    expect(page.get_by_text(told)).to_be_visible()
    settled(page)


def add_account(tablet: Tablet, login: str, name: str, role: str, place: str = "") -> None:
    """Make an account on the page of accounts."""
    page = at(tablet, "/accounts")
    unfold(page, "アカウントを作成する")
    page.get_by_label("ログインID").fill(login)
    page.get_by_label("氏名").fill(name)
    page.locator('[data-testid="stCheckbox"] label', has_text=role).tap()
    if place:
        choose(page, "所属", place)
    page.get_by_label("初回のパスワード").fill(PASSWORD)
    save(page, "アカウントを作成する", f"{name}のアカウントを作成しました。")


def add_hospital(tablet: Tablet, code: str, name: str, addon_class: int) -> None:
    """Register a hospital and its filing."""
    page = at(tablet, "/hospitals")
    unfold(page, "病院を登録する")
    page.get_by_label("病院コード").fill(code)
    page.get_by_label("病院名").fill(name)
    save(page, "病院を保存する", f"{name}を保存しました。")
    page.locator("tr", has_text=name).get_by_role("link", name="内容を見る").tap()
    page.get_by_role("heading", name=name).wait_for()
    unfold(settled(page), "届出を登録・変更する")
    page.locator('[role="radiogroup"] label', has_text=f"加算{addon_class}").tap()
    page.get_by_label("算定開始日").fill("2026/04/01")
    save(page, "届出を保存する", "届出を保存しました。")
    expect(page.locator("table")).to_contain_text(f"加算{addon_class}")


def plan_visit(tablet: Tablet) -> int:
    """Register a visit with its member and its sheet, and return its id."""
    page = at(tablet, "/visits", "jimu")
    unfold(page, "訪問を登録する")
    choose(page, "受審病院", HOST)
    choose(page, "訪問側の代表病院", VISITOR)
    choose(page, "訪問評価者", "評価 花子")
    page.keyboard.press("Escape")
    page.get_by_label("訪問日").fill("2026/11/22")
    page.get_by_label("訪問日").blur()
    expect(page.get_by_text("2026年11月22日")).to_be_visible()
    settled(page)
    save(page, "訪問を登録する", "訪問を登録しました。")
    page.locator("tr", has_text=HOST).get_by_role("link", name="内容を見る").tap()
    page.wait_for_url("**/visits?visit=*")
    return int(page.url.rpartition("=")[2])


def rate(tablet: Tablet, answers: dict[str, tuple[str, str]]) -> Sheet:
    """Tap a few ratings on the sheet that is open, and wait until they are stored."""
    tablet.page.wait_for_url(re.compile(r"/answer\?assessment=\d+$|/visit/\d+#\d+$"))
    sheet = Sheet(tablet, int(re.split("[=#]", tablet.page.url)[-1])).wait()
    for item, (value, comment) in answers.items():
        sheet.rate(item, value)
        if comment:
            sheet.comment(item, comment)
    sheet.expect_saved()
    return sheet


def submit(page: Page) -> None:
    """Submit the self-assessment with a reason for what is missing."""
    page.get_by_label("残したまま提出する理由").fill(REASON)
    save(page, re.compile("」の自己評価を提出する$"), "」の自己評価を提出しました。")


def register_the_region(tablet: Tablet, output: str) -> None:
    """The administrator and the secretariat register everything that a visit needs, each in turn."""
    set_up(tablet, output)
    add_account(tablet, "jimu", "事務 花子", "地域事務局")
    at(tablet, "/", "jimu")
    add_hospital(tablet, "H01", HOST, 2)
    add_hospital(tablet, "H02", VISITOR, 1)
    at(tablet, "/", "admin")
    for login, (name, role, place) in PEOPLE.items():
        add_account(tablet, login, name, role, place)


def assess_themselves(tablet: Tablet) -> None:
    """The safety manager starts, fills in and submits; the leader approves."""
    save(at(tablet, "/assessments", "kanri"), "自己評価を開始する", "自己評価を開始しました。")
    settled(tablet.page).get_by_role("link", name="内容を見る").tap()
    tablet.page.get_by_role("link", name="点検表に記入する").tap()
    submit(rate(tablet, OWN).page)
    page = at(tablet, "/", "incho")
    page.get_by_role("link", name="内容を確認する").tap()
    save(page, "この自己評価を承認する", "自己評価を承認しました。")


def visit_them(tablet: Tablet) -> None:
    """The visiting evaluator rates, with the self-assessment beside it, and submits."""
    at(tablet, "/", "hyoka").get_by_role("link", name="点検表を開く").tap()
    sheet = rate(tablet, THEIRS)
    expect(sheet.card("1-02").locator(".references")).to_contain_text(OWN["1-02"][1])
    part = sheet.page.get_by_role("region", name=re.compile("の訪問評価を提出する$"))
    part.get_by_role("button", name=re.compile("の訪問評価を提出する$")).tap()
    part.get_by_label("残したまま提出する理由").fill(REASON)
    part.get_by_role("button", name="提出する", exact=True).tap()
    expect(sheet.page.locator(".notice").first).to_contain_text("提出済み")


def test_a_region_comes_from_nothing_to_a_comparison_through_the_screens_alone(
    bare_server: Server, new_tablet: Tablet
) -> None:
    tablet = new_tablet
    register_the_region(tablet, bare_server.output())
    visit = plan_visit(tablet)
    assess_themselves(tablet)
    visit_them(tablet)

    at(tablet, "/", "incho")
    on_screen = items_on(at(tablet, f"/comparison?by=visit&visit={visit}"))
    contents = {
        kind: tablet.context.request.get(f"{tablet.url}/download/visits/{visit}.{kind}").body()
        for kind in ("csv", "xlsx", "pdf")
    }
    expected = {
        code: (WORDS[OWN[code][0]], OWN[code][1], WORDS[THEIRS[code][0]], THEIRS[code][1]) for code in OWN
    }  # fmt: skip
    codes = tuple(OWN)
    assert table_of(on_screen, codes) == expected
    assert table_of(items_in_csv(contents["csv"]), codes) == expected
    assert table_of(items_in_excel(contents["xlsx"]), codes) == expected
    assert contents["pdf"].startswith(b"%PDF")
    # Everybody whose password the administrator chose has one of their own by now; the administrator's was that from the start.
    assert set(tablet.passwords) == {"jimu", *PEOPLE}
    classes = at(tablet, "/comparison").locator("table").first
    expect(classes).to_contain_text("加算2")
