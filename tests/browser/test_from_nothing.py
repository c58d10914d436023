"""A region from nothing, only through the screens: from the code on the console to the comparison of a visit."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Tablet
from tests.browser.screen import choose, settled, unfold
from tests.browser.sheet import Sheet
from tests.browser.shelf import Shelf
from tests.browser.test_whole_sheet import WORDS, items_in_csv, items_in_excel, items_on, table_of
from tests.server import Server
from tests.world import PASSWORD

HOST, VISITOR = "はじめ病院", "となり病院"
HOSPITALS = (("H01", HOST, None, None, 200), ("H02", VISITOR, None, None, 300))
FILINGS = (("H01", "医療安全対策加算", "加算2", "2026-04-01"), ("H02", "医療安全対策加算", "加算1", "2026-04-01"))
PEOPLE = (
    ("kanri", "管理 次郎", "H01", "医療安全管理者"),
    ("incho", "院長 三郎", HOST, "病院幹部"),
    ("hyoka", "評価 花子", "H02", "訪問評価者"),
)
TEMPLATE = "/download/hospitals/template.xlsx"
OWN = {"1-01": ("A", ""), "1-02": ("B", "議事録に<日付>がない"), "1-03": ("NA", "")}
THEIRS = {"1-01": ("A", ""), "1-02": ("C", "議事録を確認できない"), "1-03": ("UNVERIFIED", "担当者が不在")}
REASON = "一部の項目のみを試しに評価したため"


@pytest.fixture
def bare_server(empty_db: Path) -> Iterator[Server]:
    """The real server on a database in which nobody has an account."""
    with Server(empty_db) as started:
        yield started


@pytest.fixture
def new_tablet(shelf: Shelf, bare_server: Server) -> Iterator[Tablet]:
    """A tablet before that server."""
    with Tablet(shelf, bare_server.url) as started:
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
    for label, text in {**fields, "パスワード": PASSWORD, "もう一度入力": PASSWORD}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="登録する").tap()
    page.wait_for_url(lambda url: "/setup" not in url)


def at(tablet: Tablet, path: str, login: str = "") -> Page:
    """Open a page, as somebody else if wanted, and wait until all of it stands there."""
    page = tablet.sign_in_by_hand(login, path) if login else tablet.go(path)
    page.locator(".who").wait_for()
    return settled(page)


def save(page: Page, button: str | re.Pattern[str], told: str) -> None:
    """Press a button and read that it was done."""
    page.get_by_role("button", name=button, exact=True).tap()
    expect(page.get_by_text(told)).to_be_visible()
    settled(page)


def first_passwords(tablet: Tablet) -> None:
    """Note the passwords that are shown, and close their list."""
    shown = tablet.page.locator(".st-key-first-passwords tbody tr")
    for row in shown.all():
        login, _, password = (one.strip() for one in row.locator("td").all_inner_texts())
        tablet.passwords[login] = password
    tablet.page.get_by_role("button", name="配り終えたので一覧を閉じる").tap()
    expect(shown).to_have_count(0)


def add_secretariat(tablet: Tablet) -> None:
    """Make the account of the secretariat on the page of accounts."""
    page = at(tablet, "/accounts")
    unfold(page, "アカウントを作成する")
    page.get_by_label("ログインID").fill("jimu")
    page.get_by_label("氏名").fill("事務 花子")
    page.locator('[data-testid="stCheckbox"] label', has_text="地域事務局").tap()
    save(page, "アカウントを作成する", "事務 花子のアカウントを作成しました。")
    first_passwords(tablet)


def filled_in(tablet: Tablet) -> bytes:
    """The workbook that is offered, with two hospitals, their filings and their people."""
    book = openpyxl.load_workbook(io.BytesIO(tablet.context.request.get(f"{tablet.url}{TEMPLATE}").body()))
    for sheet, rows in {"病院": HOSPITALS, "届出": FILINGS, "利用者": PEOPLE}.items():
        for row in rows:
            book[sheet].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def take_in(page: Page, content: bytes, told: str) -> None:
    """Have a file read, look at what it would change, and take it in."""
    unfold(page, "ファイルから取り込む")
    file = FilePayload(name="地域.xlsx", mimeType="application/octet-stream", buffer=content)
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_text("地域.xlsx").wait_for()
    settled(page).get_by_role("button", name="ファイルを読み込む").tap()
    expect(page.get_by_role("heading", name="取り込む内容の確認")).to_be_visible()
    save(settled(page), "この内容で取り込む", told)


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
    add_secretariat(tablet)
    page = at(tablet, "/hospitals", "jimu")
    content = filled_in(tablet)
    take_in(page, content, "取り込みました（病院：新規 2件、届出：新規 2件）。")
    take_in(at(tablet, "/accounts", "admin"), content, "取り込みました（利用者：新規 3件）。")
    first_passwords(tablet)


def assess_themselves(tablet: Tablet) -> None:
    """The safety manager starts, fills in and submits; the leader approves."""
    save(at(tablet, "/assessments", "kanri"), "自己評価を開始する", "自己評価を開始しました。")
    settled(tablet.page).get_by_role("link", name="記入する", exact=True).tap()
    submit(rate(tablet, OWN).page)
    page = at(tablet, "/", "incho")
    page.get_by_role("link", name="自己評価を承認する").tap()
    save(page, "この自己評価を承認する", "自己評価を承認しました。")


def visit_them(tablet: Tablet) -> None:
    """The visiting evaluator rates, with the self-assessment beside it, and submits."""
    at(tablet, "/", "hyoka").get_by_role("link", name="点検表を開く").tap()
    sheet = rate(tablet, THEIRS)
    expect(sheet.card("1-02").locator(".references")).to_contain_text(OWN["1-02"][1])
    part = sheet.page.get_by_role("region", name=re.compile("の訪問評価を提出する$"))
    part.get_by_role("button", name=re.compile("の訪問評価を提出する$")).tap()
    part.get_by_label("残したまま提出する理由").fill(REASON)
    part.get_by_role("button", name=re.compile("」を提出する$")).tap()
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
    assert set(tablet.passwords) == {"jimu", *(one[0] for one in PEOPLE)}
    classes = at(tablet, "/comparison").locator("table").first
    expect(classes).to_contain_text("加算2")
