"""The meeting view by touch and keys, without a network from before the first tap until after the last word."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from checklist.model.closing import FindingKind
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.assessments import assessments, photos
from checklist.store.closing import closing_rows, closings, findings
from checklist.store.files import files
from checklist.store.files.picture import Picture
from checklist.store.visits import visit_steps
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.sheet import wait_until_equal
from tests.browser.slow_disk import slow_disk
from tests.browser.test_accessibility import MODERATE, SCHEMES, faults, look
from tests.browser.visit_sheet import VisitSheet, kept_on_device
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.world import World, by

REASON, FINDING, REMARKS = "記録の一部のみ確認できた", "確認の記録を残す", "全体に良く整えられていた。"
READY = "オフラインで開き直せます"
TYPED = """(area, text) => {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  return area.closest(".remarks").textContent;
}"""
"""What is told beside a text in the very turn in which it was typed."""


def photographed(world: World) -> int:
    """The meeting has begun, with a photo at 1-05; the id of the agreed assessment."""
    content = jpeg(640, 480, "red")
    with db.writing() as connection:
        sha256 = files.put(files.folder(connection), content)
        member = by(connection, cycle.who(world, "evaluator.h02"))
        photos.add(member, world.visitor_assessment, "1-05", str(uuid.uuid4()), Picture(content, 640, 480), sha256)
    return cycle.meeting(world)


def rate(page: Page, value: str) -> None:
    """Tap a value and see it at once."""
    button = page.locator(f'.rate[data-value="{value}"]')
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")


def smallest(texts: Locator) -> float:
    """The smallest size in pixels of what the room reads."""
    sizes: list[float] = texts.evaluate_all("found => found.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    return min(sizes)


def written(database: Path, agreed: int) -> tuple[list[tuple[str, ...]], ...]:
    """Every version of the agreed ratings, every finding, and the 講評."""
    with sqlite3.connect(database, timeout=10) as connection:
        ratings = connection.execute(
            "SELECT code, value, comment FROM rating_history JOIN item ON item.id = item_id WHERE assessment_id = ?"
            " ORDER BY code, rating_history.version",
            [agreed],
        ).fetchall()
        found = connection.execute("SELECT code, f.text FROM finding f JOIN item ON item.id = item_id").fetchall()
        remarks = connection.execute("SELECT remarks FROM closing").fetchall()
    return ratings, found, remarks


def test_a_whole_meeting_without_a_network_arrives_exactly_once(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    agreed = photographed(world)
    page = tablet.sign_in("evaluator.h02", f"/meeting/{world.visit}")
    expect(page.locator("#offline")).to_have_text(READY)
    expect(page.locator(".rest")).to_have_text("残り 3項目")
    assert smallest(page.locator("#screen h2, .side p, .side h3, .badge, .rest, .rate .letter, .value, .how")) >= 28

    # The first tap arrives and its answer is lost; from then on nothing gets through.
    proxy.mute()
    rate(page, "B")
    expect(page.locator(".rest")).to_have_text("残り 2項目")
    expect(page.locator("#state")).to_contain_text("端末に保存")
    wait_until_equal(lambda: len(written(world_db, agreed)[0]), 1)
    proxy.drop()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".code").first).to_have_text("1-05")
    rate(page, "B")
    expect(page.locator(".rest")).to_have_text("残り 2項目")
    page.get_by_label("双方の評定と異なる評定です。理由を1文で入力してください").press_sequentially(REASON)
    expect(page.locator(".rest")).to_have_text("残り 1項目")
    expect(page.locator("#state")).to_contain_text("未送信 2件（端末に保存）")
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme

    page.reload()
    expect(page.locator(".code").first).to_have_text("1-05")
    assert page.locator(".photo img").evaluate("async (one) => (await one.decode(), one.naturalWidth)") == 640
    expect(page.locator(".value")).to_have_text("B")
    page.get_by_role("button", name="次の相違へ").tap()
    expect(page.locator(".code").first).to_have_text("2-03")
    rate(page, "A")
    expect(page.locator(".rest")).to_have_text("すべて合意しました")
    page.get_by_role("button", name="指摘事項・好事例に加える").tap()
    page.get_by_label("2-03の指摘事項・好事例").fill("")
    page.get_by_role("button", name="加える", exact=True).tap()
    expect(page.get_by_text("文を入力してください。")).to_be_in_viewport()
    page.get_by_label("2-03の指摘事項・好事例").fill(FINDING)
    with slow_disk(page):
        page.get_by_role("button", name="加える", exact=True).tap()
        expect(page.locator("#state")).to_contain_text("端末に保存中")
    expect(page.locator(".found li")).to_contain_text("送信待ち（端末に保存）")
    page.keyboard.press("ArrowRight")
    with slow_disk(page):
        told = page.get_by_label("講評", exact=True).evaluate(TYPED, REMARKS)
        assert "書きかけ（端末に保存中、まだ記録していません）" in told
        expect(page.locator(".finding")).to_contain_text("送信待ち（端末に保存中）")
    expect(page.locator(".remarks")).to_contain_text("書きかけ（端末に保存、まだ記録していません）")
    page.reload()
    expect(page.get_by_label("講評", exact=True)).to_have_value(REMARKS)
    page.locator(".remarks").get_by_role("button", name="保存する").first.tap()
    expect(page.locator("#state")).to_contain_text("未送信 5件（端末に保存）")
    page.get_by_label("開始時刻").fill("09:30")
    page.get_by_label("終了時刻").fill("16:00")
    page.locator(".field", has=page.locator(".times")).get_by_role("button", name="保存する").tap()
    # Before the meeting ends the screen says what is only here, and that signing has to wait; no password is asked for.
    expect(page.locator(".end")).to_contain_text("この端末にのみある記録が6件あります")
    expect(page.locator(".end")).to_contain_text("現在は通信できないため、署名できません")
    assert page.locator('input[type="password"]').count() == 0
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme

    proxy.restore()
    expect(page.locator("#state")).to_contain_text("保存済み")
    expect(page.locator(".end")).to_contain_text("記録はすべてサーバーに保存しています")
    assert hours(world_db) == ("09:30", "16:00")
    expected = [("1-02", "B", ""), ("1-05", "B", REASON), ("2-03", "A", "")]
    assert written(world_db, agreed) == (expected, [("2-03", FINDING)], [(REMARKS,)])
    page.reload()
    expect(page.locator(".finding")).to_contain_text(FINDING)
    expect(page.locator("#state")).to_contain_text("保存済み")
    assert written(world_db, agreed) == (expected, [("2-03", FINDING)], [(REMARKS,)])


def test_a_meeting_that_begins_without_a_network_needs_both_sides_and_waits_for_the_server(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    with db.writing() as connection:
        manager = cycle.who(world, "manager.h01")
        cycle.fill(connection, manager, world.self_assessment, cycle.OWN, "自院の状況")
        cycle.fill(
            connection, cycle.who(world, "second.h02"), world.visitor_assessment, cycle.THEIRS, "訪問で確認した状況"
        )
        assessments.submit(by(connection, manager), world.self_assessment)
    sheet = VisitSheet(tablet, world.visit).prepare("evaluator.h02")
    page = sheet.page
    proxy.drop()
    page.goto(page.url.replace("/visit/", "/meeting/").split("#")[0])
    expect(page.locator("#message")).to_contain_text("「小さな点検表 第2版」の訪問評価がまだ提出されていません")
    page.get_by_role("link", name="点検表へ").first.tap()
    sheet.wait().rate("1-05", "B")
    submit = page.get_by_role("button", name="を提出する")
    submit.tap()
    submit.tap()
    page.get_by_role("link", name="講評会をこの端末で始める").tap()
    for item, value in (("1-02", "B"), ("1-05", "A")):
        expect(page.locator(".code").first).to_have_text(item)
        rate(page, value)
        page.get_by_role("button", name="次の相違へ").tap()
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme

    # Nobody has led the visit to its day: what was agreed stays here, and the reason is told.
    proxy.restore()
    expect(page.locator("#early")).to_contain_text("サーバーで講評会を始められません。")
    expect(page.locator("#state")).to_contain_text("未送信 2件（端末に保存）")
    # Submitted by now, and out of reach again: the meeting goes on where it was.
    proxy.drop()
    page.reload()
    expect(page.locator("#state")).to_contain_text("オフライン　未送信 2件（端末に保存）")
    expect(page.locator(".rest")).to_have_text("残り 1項目")
    proxy.restore()
    sheet.open()
    expect(sheet.unsent).to_contain_text("講評会の記録2件")
    with db.writing() as connection:
        colleague = cycle.who(world, "second.h02")
        visit_steps.move(by(connection, colleague), world.visit, VisitState.ON_SITE)
        closings.open_meeting(by(connection, colleague), world.visit)
    agreed = cycle.agreed_of(world, world.visit)
    with db.writing() as connection:
        cycle.fill(connection, colleague, agreed, {"1-02": "A"})
    page.get_by_role("link", name="次の手順（講評会）へ").tap()
    # The colleague was first at one item: a person decides. The other one is there.
    page.locator(".code").first.wait_for()
    page.goto(page.url.split("#")[0] + "#mini-2%2F1-02")
    page.get_by_role("button", name="自分の回答にする").tap()
    expect(page.locator("#state")).to_contain_text("保存済み")
    assert written(world_db, agreed)[0] == [("1-02", "A", ""), ("1-02", "B", ""), ("1-05", "A", "")]


def test_a_finding_is_worded_anew_on_the_wall_and_two_wordings_at_once_are_put_to_a_person(
    tablet: Tablet, world: World
) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world, text="体制が不明")
    page = tablet.sign_in("evaluator.h02", f"/meeting/{world.visit}#mini-2%2F1-05")
    page.get_by_role("button", name="書き直す").tap()
    page.get_by_label("1-05の書き直し").fill("院長の出席を記録する")
    page.locator(".finding").get_by_label("種類").select_option("good_practice")
    page.locator(".finding").get_by_role("button", name="保存する").tap()
    expect(page.locator(".finding h3 b")).to_have_text("好事例")
    expect(page.locator("#state")).to_contain_text("保存済み")
    assert wording(finding) == ("good_practice", "院長の出席を記録する", 2)

    page.get_by_label("1-05の書き直し").fill("こちらの文")
    with db.writing() as connection:
        other = by(connection, cycle.who(world, "second.h02"))
        findings.change(other, finding, 2, FindingKind.FINDING, "別の文")
    page.locator(".finding").get_by_role("button", name="保存する").tap()
    expect(page.get_by_role("group", name="文の選択")).to_contain_text("別の文")
    page.get_by_role("button", name="自分の文にする").tap()
    expect(page.locator(".finding .prose")).to_have_text("こちらの文")
    assert wording(finding) == ("good_practice", "こちらの文", 4)


def wording(finding: int) -> tuple[str, str, int]:
    """A finding as it stands: kind, text and version."""
    with db.reading() as connection:
        found = closing_rows.finding(connection, finding)
    return found.kind, found.text, found.version


def hours(database: Path) -> tuple[str, str]:
    """The hours of the visit as they are written down."""
    with sqlite3.connect(database, timeout=10) as connection:
        found: tuple[str, str] = connection.execute("SELECT began, ended FROM visit_hours").fetchone()
    return found


def test_who_only_reads_sees_no_buttons(tablet: Tablet, world: World) -> None:
    cycle.meeting(world)
    page = tablet.sign_in("leader.h01", f"/meeting/{world.visit}")
    expect(page.locator("#screen h2")).to_be_visible()
    expect(page.locator("#state")).to_have_text("閲覧のみ")
    expect(page.locator(".rates")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".code").first).to_have_text("1-05")
    assert page.get_by_role("button", name="指摘事項・好事例に加える").count() == 0
    # Once they have left, the device shows nothing of it any more.
    assert "架空中央病院" in str(kept_on_device(page))
    tablet.sign_out()
    assert "架空中央病院" not in str(kept_on_device(tablet.page))
