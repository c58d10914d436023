"""The whole cycle by touch: two sides rate, meet, sign and seal; the host improves, and next year's visitors look again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from checklist.model.closing import Signatory
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.closing import sealed_reports
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.visits import visits
from tests import cycle
from tests.browser import signing
from tests.browser.conftest import Tablet
from tests.browser.screen import choose, settled
from tests.browser.sheet import Sheet, stored, wait_until_equal
from tests.browser.shelf import Shelf
from tests.browser.visit_sheet import READY, VisitSheet, stored_photos
from tests.proxy import Proxy
from tests.server import Server
from tests.world import CODES, SECOND, World, by

FIRST, COLLEAGUE, MANAGER = "evaluator.h02", "second.h02", "manager.h01"
RATED = {
    FIRST: {"1-01": "A", "1-02": "B", "1-04": "A", "1-05": "C"},
    COLLEAGUE: {"2-01": "A", "2-03": "A"},
}
PHOTOS = {
    FIRST: {"1-01": ["red"], "1-02": ["lime"], "1-05": ["blue"]},
    COLLEAGUE: {"2-01": ["yellow", "cyan"], "2-03": ["magenta", "black"]},
}
FOUND = {"1-02": "専従の届出を確認できない", "1-05": "院長の出席が記録されていない"}
NEXT_YEAR = "2027-11-24"


@pytest.fixture
def colleagues_tablet(shelf: Shelf, proxy: Proxy) -> Iterator[Tablet]:
    """The tablet of the second evaluator, on the same bad network as the first."""
    with Tablet(shelf, proxy.url) as started:
        yield started


def press(page: Page, label: str, told: str) -> None:
    """Tap a button and read what the page says about it."""
    page.get_by_role("button", name=label, exact=True).first.tap()
    expect(page.get_by_text(told).first).to_be_visible()


def submit(sheet: Sheet, told: str) -> None:
    """Open the sheet anew and submit it, by its name."""
    sheet.open()
    expect(sheet.page.get_by_text("すべての項目に回答があります。")).to_be_visible()
    button = sheet.page.get_by_role("button", name=f"「小さな点検表 第2版」の{told}を提出する")
    settled(sheet.page)
    button.scroll_into_view_if_needed()
    # Photos above the button are still arriving and move it.
    sheet.page.wait_for_load_state("networkidle")
    button.tap()
    expect(sheet.page.get_by_text(f"「小さな点検表 第2版」の{told}を提出しました。").first).to_be_visible(
        timeout=20_000
    )


def issue_pass(page: Page, visit: int, login: str) -> str:
    """Make a pass for one of the members on the page of the visit; the path of its link."""
    choose(page, "訪問評価者", f"{login} さん", f".st-key-pass-{visit}-who")
    press(page, "訪問パスを発行する", f"{login} さんさんの訪問パスを発行しました。")
    box = page.locator(".st-key-issued-pass-box", has_text=f"{login} さん")
    return "/pass/" + box.locator(".hash").inner_text().rpartition("/pass/")[2]


def open_pass(tablet: Tablet, link: str, visit: int, login: str) -> VisitSheet:
    """Open a pass on a borrowed tablet, and wait until the tablet could go on by itself."""
    tablet.go(link).get_by_role("button", name="点検表を開く").tap()
    sheet = VisitSheet(tablet, visit)
    sheet.wait()
    expect(sheet.offline).to_have_text(READY)
    expect(sheet.page.locator("#person")).to_have_text(f"{login} さん（訪問パス）")
    return sheet


def evaluate(sheet: VisitSheet, login: str, *items: str) -> None:
    """Photograph, rate and comment what falls to this evaluator, whether or not there is a network."""
    for item in items:
        for colour in PHOTOS[login].get(item, []):
            sheet.take(item, colour)
        sheet.rate(item, RATED[login][item])
        if item in FOUND:
            sheet.card(item).locator("textarea").fill(FOUND[item])


def who_rated(database: Path, assessment: int) -> dict[str, dict[str, str]]:
    """Login -> item -> value, as they are stored."""
    connection = sqlite3.connect(database, timeout=10)
    rows = connection.execute(
        """SELECT login, code, value FROM rating JOIN item ON item.id = item_id JOIN person ON person.id = person_id
           WHERE assessment_id = ?""",
        [assessment],
    ).fetchall()
    connection.close()
    found: dict[str, dict[str, str]] = {}
    for login, code, value in rows:
        found.setdefault(login, {})[code] = value
    return found


def rate_over_a_dropping_network(
    first: VisitSheet, second: VisitSheet, proxy: Proxy, database: Path, visitor: int
) -> None:
    """Both walk on while the network is gone, swallows the acknowledgements, and hangs; then everything has arrived."""
    proxy.drop()
    evaluate(first, FIRST, "1-01")
    evaluate(second, COLLEAGUE, "2-01")
    expect(second.unsent).to_contain_text("回答1件・写真2枚")
    proxy.restore()
    evaluate(first, FIRST, "1-02")
    second.expect_nothing_left()
    proxy.mute()
    evaluate(second, COLLEAGUE, "2-03")
    wait_until_equal(lambda: "2-03" in stored(database, visitor), True)
    wait_until_equal(lambda: "2-03" in stored_photos(database, visitor), True)
    expect(second.unsent).to_contain_text("回答1件・写真2枚")
    proxy.black_hole()
    evaluate(first, FIRST, "1-04", "1-05")
    proxy.restore()
    for sheet in (first, second):
        sheet.expect_nothing_left()
    assert who_rated(database, visitor) == RATED
    comments = {item: row[1] for item, row in stored(database, visitor).items()}
    assert comments == {item: FOUND.get(item, "") for item in CODES}
    assert stored_photos(database, visitor) == PHOTOS[FIRST] | PHOTOS[COLLEAGUE]


def agree(page: Page, item: str, value: str) -> None:
    """One tap at an item of the closing meeting."""
    box: Locator = page.locator(f".st-key-closing-{SECOND.code}-{item}")
    box.locator('[data-testid="stButtonGroup"]').get_by_text(value, exact=True).tap()
    expect(page.get_by_text(f"{item}：合意評価を「{value}」にしました。")).to_be_visible()


def expect_next(page: Page, sentence: str, label: str) -> Locator:
    """The one sentence and the one button at the top of the page of a visit."""
    line = page.locator(".st-key-next-step")
    expect(line).to_contain_text(sentence)
    return line.locator("a, button").filter(has_text=label)


def meet(page: Page) -> None:
    """The closing meeting up to the visitors' signature."""
    press(page, "講評会を始める", "講評会を始めました。")
    agree(page, "1-02", "B")
    agree(page, "1-05", "C")
    page.get_by_text("訪問評価のコメントから加える").tap()
    press(page, "指摘事項に加える", "1-02の指摘事項を加えました。")
    press(page, "指摘事項に加える", "1-05の指摘事項を加えました。")
    page.get_by_label("講評の本文").fill("全体によく取り組まれています。")
    press(page, "講評を保存する", "講評を保存しました。")
    signing.sign(page, "evaluator", "訪問側", "架空 評価者")


def improve(page: Page) -> None:
    """Plan what is done about the second finding, and note the first progress."""
    page.locator("tr", has_text=FOUND["1-05"]).get_by_role("link", name="開く").tap()
    page.get_by_label("改善策").fill("出席を議事録に残す")
    page.get_by_label("担当者").fill("医療安全係")
    page.get_by_label("期限").fill("2027/1/31")
    press(page, "計画を保存する", "改善計画を保存しました。")
    page.get_by_label("進捗の内容").fill("議事録の様式を修正した")
    press(page, "進捗を記録する", "進捗を記録しました。")


def look_again(page: Page) -> None:
    """Next year's visitors read what was done and mark both findings."""
    expect(page.get_by_text("議事録の様式を修正した")).to_be_visible()
    for item, word in (("1-02", "解決"), ("1-05", "再発")):
        box = page.locator('[class*="st-key-earlier-"]', has_text=FOUND[item])
        box.locator('[data-testid="stRadio"]').get_by_text(word, exact=True).tap()
        press(page, f"{item}の判定を保存する", "判定を保存しました。")
        expect(box.locator(".chip", has_text=word)).to_be_visible()


def test_the_cycle_from_self_assessment_to_next_years_visit(
    tablet: Tablet,
    colleagues_tablet: Tablet,
    second_tablet: Tablet,
    server: Server,
    proxy: Proxy,
    world: World,
    world_db: Path,
) -> None:
    visit, closing = f"/visits?visit={world.visit}", f"/closing?visit={world.visit}"
    own = Sheet(second_tablet, world.self_assessment).sign_in(MANAGER)
    for item in CODES:
        own.rate(item, "A")
    own.expect_saved()
    submit(own, "自己評価")

    page = second_tablet.sign_in("secretariat", f"/visits%3Fvisit%3D{world.visit}")
    links = [issue_pass(settled(page), world.visit, login) for login in (FIRST, COLLEAGUE)]
    theirs = open_pass(tablet, links[0], world.visit, FIRST)
    colleagues = open_pass(colleagues_tablet, links[1], world.visit, COLLEAGUE)
    rate_over_a_dropping_network(theirs, colleagues, proxy, world_db, world.visitor_assessment)
    colleagues_tablet.switch_off()

    submit(Sheet(tablet, world.visitor_assessment).sign_in(FIRST), "訪問評価")
    page = tablet.go(visit)
    expect_next(page, "訪問について双方で協議し、記録してください。", "協議を記録する")
    press(page, "訪問を始める", "状態を「訪問中」に変更しました。")
    way = expect_next(page, "自己評価と訪問評価がそろいました。", "講評会を始める")
    # Nobody finishes a visit by a tap: its report does.
    for gone in ("報告済みにする", "受領済みにする", "終了にする"):
        expect(page.get_by_role("button", name=gone)).to_have_count(0)
    way.tap()
    page.wait_for_url(f"**{closing}")
    meet(page)
    host = second_tablet.sign_in(MANAGER, f"/closing%3Fvisit%3D{world.visit}")
    expect(host.get_by_text("全体によく取り組まれています。").first).to_be_visible()
    signing.sign(host, "host", "受審病院", "架空 院長", by_finger=True)
    expect(page.get_by_role("button", name="報告書を確定する")).to_be_visible()
    signing.seal(page)
    page = tablet.go(visit)
    expect_next(page, "評価報告書を受審病院へ手交し", "手交を記録する").tap()
    page.wait_for_url(f"**{visit}&part=paperwork#report")
    settled(page)
    press(page, "手交を記録する", "手交を記録しました。")
    host = second_tablet.go(visit)
    expect_next(host, "受領を記録してください。", "受領を記録する").tap()
    host.wait_for_url(f"**{visit}&part=paperwork#report")
    settled(host)
    signing.receive(host)
    improve(second_tablet.go("/improvements"))

    later = cycle.next_year(world)
    server.today = NEXT_YEAR
    server.restart()
    look_again(tablet.go(f"/improvements?visit={later}"))

    with db.reading(world_db) as connection:
        member = cycle.who(world, FIRST)
        assert visits.get(by(connection), world.visit).state is VisitState.ACKNOWLEDGED
        report = sealed_reports.snapshot(by(connection, member), world.visit)
        assert [one.text for one in report.findings] == list(FOUND.values())
        drawn = {one.side: len(one.strokes) for one in report.signatures}
        assert drawn == {Signatory.HOST: 2, Signatory.EVALUATOR: 0}
        told = connection.execute(
            """SELECT kind, device LIKE '%Chrome%' FROM audit
               WHERE kind IN ('signed', 'sealed', 'received') ORDER BY id"""
        ).fetchall()
        assert [tuple(row) for row in told] == [(kind, 1) for kind in ("signed", "signed", "sealed", "received")]
        agreed = {one.code: one.agreed_value for one in report.sheets[0].items}
        assert agreed == RATED[FIRST] | RATED[COLLEAGUE]
        found = follow_ups.for_visit(by(connection, member), later, SECOND.code)
        assert {one.finding.item: one.mark for one in found} == {"1-02": Sequel.RESOLVED, "1-05": Sequel.RECURRED}
        plans = improvement_plans.of_hospital(by(connection, cycle.who(world, MANAGER)), world.hospitals["H01"])
        assert [note.text for plan in plans for note in plan.notes] == ["議事録の様式を修正した"]
