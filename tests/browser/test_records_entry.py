"""記録 entered with the keyboard alone, one after the other."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from checklist.model.records import Conference
from checklist.store import db
from checklist.store.records import records
from tests.browser.conftest import Tablet
from tests.world import HOST, World, by, principal


def test_two_conferences_are_entered_without_a_mouse(tablet: Tablet, world: World) -> None:
    tablet.sign_in("manager.h01")
    page = tablet.go("/records")
    first = page.get_by_label("開催日", exact=True)
    first.focus()
    for day, topic in (("2026/11/11", "転倒事例の検討"), ("2026/11/18", "持参薬の鑑別")):
        # After the first one the cursor is back in the first field by itself, its text selected.
        expect(first).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type(day)
        for text in ("8", "3"):
            page.keyboard.press("Tab")
            page.keyboard.type(text)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type(topic)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name=re.compile("カンファレンスの記録"))).to_contain_text(topic)
        expect(page.get_by_label("議題と検討内容")).to_have_value("")
    with db.reading() as connection:
        who = principal(world.people["manager.h01"])
        found = records.of_hospital(by(connection, who), world.hospitals[HOST], Conference)
    assert [(one.day.day, one.participants, one.committee_members) for one in found] == [(18, 8, 3), (11, 8, 3)]
