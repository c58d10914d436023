"""A usual call is taken down by the keyboard alone while one speaks, and a browser that dies takes nothing with it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from checklist.store import db
from checklist.store.center import case_drafts, cases
from tests.browser.conftest import Tablet
from tests.center_desk import staff
from tests.world import World, by

SUMMARY = "差額ベッド料の説明がないまま請求された。"
# One stroke a second is slow; a sentence of the caller is typed while it is said.
STROKES_IN_90_SECONDS = 90


class Keyboard:
    """Counts what is pressed; a text that is typed in one go counts apart."""

    def __init__(self, page: Page) -> None:
        self._page, self.strokes = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
            self.strokes += 1

    def choose(self, label: str, number: str, word: str) -> None:
        """The next field that is meant, its number, and Enter."""
        self.reach(label)
        self.press(*number, "Enter")
        expect(self._page.get_by_label(label, exact=False).first).to_have_value(word)
        self.rest()

    def rest(self) -> None:
        """What is chosen narrows the next list: the page needs a moment to begin with that, and then to end."""
        # Until the server has heard of the choice the page still says that it rests.
        self._page.wait_for_timeout(700)
        expect(self._page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning")

    def reach(self, label: str) -> None:
        """Tab until the field of this name has the cursor."""
        for _ in range(12):
            name = self._page.evaluate("document.activeElement?.getAttribute('aria-label') ?? ''")
            if label in name:
                return
            self.press("Tab")
        raise AssertionError(f"{label} is not reached by Tab")


def _wait_until_kept(page: Page, world: World) -> None:
    """What has left its field is on its way; what dies on the way is offered by the device: test_typed_text."""
    for _ in range(150):
        with db.reading() as connection:
            if case_drafts.load(by(connection, staff(world))).get("summary") == SUMMARY:
                return
        page.wait_for_timeout(200)
    raise AssertionError("the summary is not kept")


def test_a_usual_call_is_taken_down_without_a_mouse_and_outlives_the_browser(tablet: Tablet, world: World) -> None:
    tablet.let_in("center")
    page = tablet.go("/consultations")
    expect(page.get_by_role("button", name="相談を始める")).to_be_visible()
    keyboard = Keyboard(page)
    keyboard.rest()
    keyboard.press("Control+Enter")
    expect(page.get_by_label("種別", exact=False).first).to_be_focused()
    keyboard.choose("種別", "1", "1 苦情")
    keyboard.choose("相談者の区分", "2", "2 家族・親族")
    keyboard.choose("対象施設の区分", "1", "1 病院")
    keyboard.choose("相談内容（大）", "6", "6 医療費")
    keyboard.choose("相談内容（小）", "3", "3 差額ベッド料")
    keyboard.reach("相談の要旨")
    page.keyboard.insert_text(SUMMARY)
    keyboard.press("Tab")
    expect(page.get_by_text("紹介先の候補").or_(page.get_by_text("文例"))).to_be_visible()
    _wait_until_kept(page, world)
    # Opened anew, as after the browser has died: everything is where it was.
    page = tablet.go("/consultations")
    expect(page.get_by_label("相談の要旨")).to_have_value(SUMMARY)
    expect(page.get_by_label("相談内容（小）", exact=False).first).to_have_value("3 差額ベッド料")
    keyboard.rest()
    # However far down one writes, the time of the call stays in sight.
    page.get_by_role("button", name="この入力を破棄する").scroll_into_view_if_needed()
    expect(page.get_by_text("種別＊")).not_to_be_in_viewport()
    expect(page.locator("[data-timer]")).to_be_in_viewport()
    keyboard.press("Control+Enter")
    expect(page.get_by_text("2026-00001を保存しました")).to_be_visible()
    assert keyboard.strokes <= STROKES_IN_90_SECONDS
    with db.reading() as connection:
        (found,) = cases.between(by(connection, staff(world)))
    assert (found.case.kind, found.case.caller, found.case.detail, found.case.summary) == (
        "complaint",
        "family",
        "6-3",
        SUMMARY,
    )
    assert found.contacts[0].channel == "phone"
