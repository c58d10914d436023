"""記録 entered with the keyboard alone, one after the other."""

from __future__ import annotations

from playwright.sync_api import expect

from checklist.model.records import Conference
from checklist.model.records.incidents import IncidentCount
from checklist.store import db
from checklist.store.records import records
from tests.browser.conftest import Tablet
from tests.world import HOST, World, by, principal


def test_two_conferences_are_entered_without_a_mouse(tablet: Tablet, world: World) -> None:
    tablet.let_in("manager.h01")
    page = tablet.go("/records")
    first = page.get_by_label("開催日", exact=True)
    # Three keys from the address bar, in front of the navigation.
    expect(page.locator("#to-first-field")).to_have_count(1)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
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
        expect(page.get_by_role("region", name="カンファレンスの一覧")).to_contain_text(topic)
        # For a moment the form that was saved still stands below the empty one.
        expect(page.get_by_label("議題と検討内容")).to_have_count(1)
        expect(page.get_by_label("議題と検討内容")).to_have_value("")
        # What was saved is said in the window that one looks at, not above it.
        expect(page.locator("[class*=st-key-told-]")).to_be_in_viewport()
        expect(page.locator("[class*=st-key-told-]")).to_contain_text("しました")
    with db.reading() as connection:
        who = principal(world.people["manager.h01"])
        found = records.of_hospital(by(connection, who), world.hospitals[HOST], Conference)
    assert [(one.day.day, one.participants, one.committee_members) for one in found] == [(18, 8, 3), (11, 8, 3)]


def test_a_month_of_incidents_is_typed_with_the_keyboard_alone_and_counted_as_one_types(
    tablet: Tablet, world: World
) -> None:
    tablet.let_in("manager.h01")
    page = tablet.go("/records?kind=incident_count&month=2026-10-01")
    page.get_by_label("看護師 0", exact=True).focus()
    # Full-width figures, a number that is none, and downwards into the next profession.
    for text, key in (("１２", "Tab"), ("x", "ArrowRight"), ("3", "ArrowDown"), ("5", "Control+Enter")):
        page.keyboard.type(text)
        state = page.get_by_role("status").filter(has_text="保存していない変更があります")
        expect(state).to_be_visible()
        page.keyboard.press(key)
    expect(state).to_contain_text("合計 20件")
    expect(page.get_by_text("看護師・レベル1：「x」は使えません")).to_be_visible()
    wrong = page.get_by_label("看護師 1", exact=True)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("0")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2026年10月の件数を保存しました。")).to_be_visible()
    expect(page.get_by_role("button", name="この月の件数を保存する")).to_be_disabled()
    with db.reading() as connection:
        who = principal(world.people["manager.h01"])
        found = records.of_hospital(by(connection, who), world.hospitals[HOST], IncidentCount)
    assert {one.profession: one.counts[:4] for one in found} == {
        "nurse": (12, 0, 3, None), "public_health_nurse": (None, None, 5, None),
    }  # fmt: skip
