"""What is typed before the page has followed becomes the choice all the same: nobody waits for a list while a caller speaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from checklist.store import db
from checklist.store.center import case_drafts
from tests.browser.conftest import Tablet
from tests.browser.test_phone_call import Keyboard
from tests.center_desk import staff
from tests.world import World, by


@pytest.mark.parametrize("between", [0, 200])
def test_the_small_number_typed_right_behind_the_large_one_is_chosen(
    tablet: Tablet, world: World, between: int
) -> None:
    tablet.let_in("center")
    page = tablet.go("/consultations")
    expect(page.get_by_role("button", name="相談を始める")).to_be_visible()
    keyboard = Keyboard(page)
    keyboard.rest()
    keyboard.press("Control+Enter")
    expect(page.get_by_label("種別", exact=False).first).to_be_focused()
    keyboard.reach("対象施設の区分")
    keyboard.reach("相談内容（大）")
    keyboard.press("6", "Enter")
    page.wait_for_timeout(between)
    keyboard.reach("相談内容（小）")
    keyboard.press("3", "Enter")
    expect(page.get_by_label("相談内容（小）", exact=False).first).to_have_value("3 差額ベッド料")
    keyboard.rest()
    with db.reading() as connection:
        assert case_drafts.load(by(connection, staff(world)))["detail"] == "6-3"
