"""From a phone call to the answer: taken down by keyboard, passed on with consent, answered on a tablet, seen at the centre."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from checklist.store import db
from checklist.store.center import transfers
from tests.browser.conftest import Tablet
from tests.browser.test_phone_call import SUMMARY, Keyboard
from tests.center_desk import staff
from tests.passed_cases import ANSWER, TELLABLE, TEXT
from tests.world import World, by


def choose(page: Page, label: str, word: str) -> None:
    """An option of a list by touch."""
    page.get_by_label(label, exact=True).first.tap()
    page.get_by_role("option", name=word).tap()


def take_down(tablet: Tablet) -> None:
    page = tablet.go("/consultations")
    expect(page.get_by_role("button", name="相談を始める")).to_be_visible()
    keyboard = Keyboard(page)
    keyboard.rest()
    keyboard.press("Control+Enter")
    expect(page.get_by_label("種別", exact=False).first).to_be_focused()
    for label, number, word in (
        ("種別", "1", "1 苦情"), ("相談者の区分", "1", "1 本人"), ("対象施設の区分", "1", "1 病院"),
        ("相談内容（大）", "2", "2 コミュニケーションに関すること"),
    ):  # fmt: skip
        keyboard.reach(label)
        keyboard.press(number, "Enter")
        expect(page.get_by_label(label, exact=False).first).to_have_value(word)
    keyboard.reach("相談の要旨")
    page.keyboard.insert_text(SUMMARY)
    keyboard.press("Tab")
    keyboard.rest()
    keyboard.press("Control+Enter")
    expect(page.get_by_text("2026-00001を保存しました")).to_be_visible()


def pass_on(tablet: Tablet) -> None:
    page = tablet.go("/consultations?case=1")
    page.get_by_text("同意を得て医療機関の窓口に送る").tap()
    choose(page, "送付先の病院", "架空中央病院")
    page.get_by_label("医療機関に送る文章").fill(TEXT)
    choose(page, "同意した人", "本人")
    choose(page, "同意の方法", "電話で口頭")
    page.get_by_role("button", name="医療機関に送る", exact=True).tap()
    expect(page.get_by_text("医療機関の窓口に送りました。")).to_be_visible()


def test_a_call_becomes_a_case_at_the_hospitals_desk_and_its_answer_comes_back(tablet: Tablet, world: World) -> None:
    tablet.let_in("center")
    take_down(tablet)
    pass_on(tablet)
    tablet.let_in("manager.h01")
    page = tablet.go("/")
    page.get_by_role("link", name="相談を開く").tap()
    expect(page.get_by_text(TEXT)).to_be_visible()
    for hidden in (SUMMARY, "2026-00001", "電話で口頭"):
        expect(page.get_by_text(hidden)).to_have_count(0)
    page.get_by_role("button", name="受領する").tap()
    expect(page.get_by_text("受領を支援センターに伝えました。")).to_be_visible()
    page.get_by_label("センターへの回答").fill(ANSWER)
    page.get_by_label("相談者に伝えてよい内容").fill(TELLABLE)
    page.get_by_role("button", name="回答を送る").tap()
    expect(page.get_by_text("支援センターに回答しました。")).to_be_visible()
    tablet.let_in("center")
    page = tablet.go("/consultations?case=1")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_text(TELLABLE)).to_be_visible()
    with db.reading() as connection:
        (found,) = transfers.of_case(by(connection, staff(world)), 1)
    assert (found.text, found.waits) == (TEXT, False)
