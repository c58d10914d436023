"""What asks for the password again, by touch: signing by name and by finger, sealing and receiving."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.world import PASSWORD

WRONG = "パスワードが正しくありません。何も記録していません。"


def draw(page: Page, side: str) -> None:
    """Two lines on the field for a signature by finger; each arrives before the next one."""
    canvas = page.locator(f".st-key-sign-{side} canvas")
    canvas.scroll_into_view_if_needed()
    for line in (((0.1, 0.2), (0.4, 0.8), (0.6, 0.3)), ((0.7, 0.5), (0.9, 0.5))):
        box = canvas.bounding_box()
        assert box is not None
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=6)
        page.mouse.up()


def sign(page: Page, side: str, word: str, name: str, by_finger: bool = False) -> None:
    """Sign for a side, once with a wrong password, which signs nothing."""
    box = page.locator(f".st-key-sign-{side}")
    if by_finger:
        draw(page, side)
    box.get_by_label(f"{word}の署名（氏名）").fill(name)
    button = box.get_by_role("button", name=f"{word}として署名する")
    for password, told in (("not the password", WRONG), (PASSWORD, f"{word}の署名を記録しました。")):
        box.get_by_label("あなたのパスワード").fill(password)
        button.tap()
        expect(page.get_by_text(told).first).to_be_visible()


def seal(page: Page) -> None:
    """Seal the report that both sides have signed."""
    page.locator('[class*="st-key-seal-"], [data-testid="stForm"]').get_by_label("あなたのパスワード").fill(PASSWORD)
    page.get_by_role("button", name="報告書を確定する").tap()
    expect(page.get_by_text("評価報告書を確定しました。").first).to_be_visible()


def receive(page: Page) -> None:
    """Receive the report for the host."""
    page.get_by_label("あなたのパスワード").fill(PASSWORD)
    page.get_by_role("button", name="受領を記録する", exact=True).tap()
    expect(page.get_by_text("受領を記録しました。").first).to_be_visible()
