"""A whole new version of a sheet in a browser with the keyboard alone; then by tap, by drag, and without the server."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from checklist.model.sheets import Relation, RevisionStep
from checklist.store import db
from checklist.store.sheets import revisions, sheets
from tests.browser.conftest import Tablet
from tests.browser.screen import settled
from tests.browser.slow_disk import KEEPS_NOTHING
from tests.cycle import who
from tests.proxy import Proxy
from tests.store.sheets.revision_scene import started, step
from tests.world import World, by

FOCUSED = """() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    const own = ["BUTTON", "A", "SUMMARY"].includes(found?.tagName) ? found.innerText : "";
    return [found?.getAttribute("aria-label"), found?.labels?.[0]?.innerText, own, found?.placeholder].filter(Boolean).join("|");
}"""
PATIENCE = 60_000


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """Go on with the tabulator until something of this name has the focus."""
    for _ in range(120):
        page.keyboard.press(key)
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{name!r} is never reached with {key}")


def at(page: Page, name: str) -> None:
    """Wait until the focus is where a step has put it."""
    page.wait_for_function(f"(name) => ({FOCUSED})().includes(name)", arg=name, timeout=PATIENCE)


def saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text("保存済み", timeout=PATIENCE)


def type_over(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_new_version_is_written_checked_and_published_with_the_keyboard_alone(tablet: Tablet, world: World) -> None:
    tablet.let_in("secretariat")
    page = settled(tablet.go("/revisions"))
    page.get_by_label("改訂案の版名").wait_for()
    # The small sheet is the last of the list; the shipped ones stand above it.
    reach(page, "もとにする版")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="小さな点検表 第2版").wait_for()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.get_by_placeholder("例：第2版の次の版の名前").wait_for()
    settled(page)
    reach(page, "改訂案の版名")
    page.keyboard.type("第3版")
    reach(page, "適用開始日")
    page.keyboard.type("2027/4/1")
    reach(page, "改訂案を作成する")
    page.keyboard.press("Enter")
    expect(page.locator("button.line")).to_have_count(6, timeout=PATIENCE)

    # Reworded, with another part of the law; the check stands beside it, and what can be compared above.
    reach(page, "指針が最新である")
    page.keyboard.press("Enter")
    type_over(page, "")
    page.keyboard.press("Delete")
    expect(page.locator(".field.text .fault")).to_have_text("入力されていません。", timeout=PATIENCE)
    page.keyboard.type("指針が最新で公開されている")
    reach(page, "法令区分")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    saved(page)
    page.keyboard.press("Escape")
    at(page, "指針が最新で公開されている")
    expect(page.locator(".compared")).to_contain_text("第2版とは、6項目中6項目で比較できます")

    # Split in two, each with its own text.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(page.locator("button.line")).to_have_count(7, timeout=PATIENCE)
    page.locator(".panel textarea").first.wait_for()
    type_over(page, "専従の管理者の配置")
    page.keyboard.press("Escape")
    at(page, "専従の管理者の配置")
    page.keyboard.press("ArrowDown")
    at(page, "専従の医療安全管理者を配置している")

    # Merged, moved to the next chapter and back, retired, brought back, and something new below it.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    expect(page.locator("button.line")).to_have_count(6, timeout=PATIENCE)
    page.keyboard.press("Escape")
    at(page, "委員会の議事録")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("section.chapter").nth(1).locator("button.line")).to_have_count(3, timeout=PATIENCE)
    at(page, "委員会の議事録")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("section.chapter").nth(1).locator("button.line")).to_have_count(2, timeout=PATIENCE)
    at(page, "委員会の議事録")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(page.locator("button.line")).to_have_count(5, timeout=PATIENCE)
    at(page, "口頭指示")
    page.keyboard.press("Control+z")
    expect(page.locator("button.line")).to_have_count(6, timeout=PATIENCE)
    page.keyboard.press("r")
    at(page, "高濃度カリウム")
    page.keyboard.press("n")
    page.locator(".panel textarea").first.wait_for()
    at(page, "項目")
    page.keyboard.type("口頭指示の復唱を確認している")
    reach(page, "法令区分")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    saved(page)
    page.keyboard.press("Escape")
    expect(page.locator(".wrong")).to_have_text("誤りはありません", timeout=PATIENCE)
    expect(page.locator(".compared")).to_contain_text("6項目中2項目で比較できます")

    # A place is chosen with the arrows, too.
    reach(page, "項目2-04を移動する", "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    at(page, "2-01の下へ移す")
    page.keyboard.press("ArrowUp")
    at(page, "はじめへ移す")
    page.keyboard.press("Enter")
    expect(page.locator("section.chapter").nth(1).locator("button.line").first).to_contain_text(
        "復唱", timeout=PATIENCE
    )
    saved(page)

    # The parts of the page are one stop of the tabulator; arrows go from part to part.
    reach(page, "編集", "Shift+Tab")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("第3版を公表する").wait_for(timeout=PATIENCE)
    settled(page)
    reach(page, "第3版を公表する")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="公表する", exact=True)).to_be_enabled(timeout=PATIENCE)
    settled(page)
    reach(page, "公表する")
    page.keyboard.press("Enter")
    page.get_by_text("第3版を公表しました").wait_for(timeout=PATIENCE)
    with db.reading() as connection:
        version = sheets.get(by(connection, who(world, "secretariat")), "mini-3")
    assert [link.relation for link in version.lineage] == [
        Relation.REWORDED, Relation.SPLIT, Relation.SPLIT, Relation.MERGED, Relation.NEW, Relation.SAME,
    ]  # fmt: skip
    assert version.items[0].text == "指針が最新で公開されている"
    assert {item.law_part for item in version.items} == {"ア-イ", "ア-ロ", "ア-ハ", "イ"}


def order(world: World, draft: int) -> list[str]:
    with db.reading() as connection:
        content = revisions.content(by(connection, who(world, "secretariat")), draft)
    return [item.key for item in content.current]


def test_items_move_by_tap_and_by_drag_and_what_is_typed_survives_the_server(
    tablet: Tablet, world: World, proxy: Proxy
) -> None:
    draft = started(world)
    tablet.let_in("secretariat")
    page = tablet.go(f"/revisions?revision={draft}")
    page.get_by_role("button", name="項目1-01を移動する").tap(timeout=PATIENCE)
    page.get_by_role("button", name="1-01を「医薬品安全」の2-01の下へ移す").tap()
    expect(page.locator("section.chapter").nth(1).locator("button.line")).to_have_count(3, timeout=PATIENCE)
    saved(page)
    assert order(world, draft) == ["i1", "i2", "i3", "i4", "i0", "i5"]
    handle = page.get_by_role("button", name="項目1-05を移動する")
    start, end = handle.bounding_box(), page.get_by_role("button", name="項目1-02を移動する").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] - 20, steps=4)
    target = page.get_by_role("button", name="1-05を「医療安全管理体制」のはじめへ移す").bounding_box()
    assert target
    page.mouse.move(target["x"] + 30, target["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator("button.line").first).to_contain_text("1-05", timeout=PATIENCE)
    saved(page)
    assert order(world, draft) == ["i3", "i1", "i2", "i4", "i0", "i5"]

    # Somebody else has changed the item meanwhile: both texts are shown, and one is chosen.
    page.locator("button.line").first.tap()
    step(world, draft, "set", "i3", texts={"text": "ほかの人の文"})
    page.locator(".panel .field.text textarea").fill("自分の文")
    expect(page.locator(".conflict")).to_contain_text("上書きしていません", timeout=PATIENCE)
    expect(page.locator(".conflict")).to_contain_text("ほかの人の文")
    assert texts(world, draft, "i3") == "ほかの人の文"
    page.get_by_role("button", name="自分の入力で保存する").tap()
    saved(page)
    assert texts(world, draft, "i3") == "自分の文"

    # Without the server what is typed stays on the device, also over a reload.
    proxy.drop()
    page.evaluate(KEEPS_NOTHING)
    page.locator(".panel .field.text textarea").fill("通信の")
    expect(page.locator(".saved")).to_contain_text("この画面を閉じないでください", timeout=PATIENCE)
    page.evaluate("keepAgain()")
    page.locator(".panel .field.text textarea").fill("通信のない間の文")
    expect(page.locator(".saved")).to_contain_text("この端末に残っています", timeout=PATIENCE)
    assert texts(world, draft, "i3") == "自分の文"
    proxy.restore()
    saved(page)
    assert texts(world, draft, "i3") == "通信のない間の文"
    with db.reading() as connection:
        assert revisions.get(by(connection, who(world, "secretariat")), draft).step is RevisionStep.STARTED


def texts(world: World, draft: int, key: str) -> str:
    with db.reading() as connection:
        content = revisions.content(by(connection, who(world, "secretariat")), draft)
    return next(item.texts["text"] for item in content.items if item.key == key)
