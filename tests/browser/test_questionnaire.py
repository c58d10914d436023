"""A questionnaire in a hall: thirty phones at once, six of them real ones by touch; and one whose network comes and goes."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, Route, expect

from checklist.model.center.questionnaires import Questionnaire
from tests.browser.conftest import Tablet
from tests.browser.hall import CHOSEN, USEFUL, all_thanked, fill_in, opened, send_at_once, step
from tests.browser.shelf import Shelf
from tests.browser.slow_disk import KEEPS_NOTHING, slow_disk
from tests.browser.test_accessibility import SCHEMES, faults, look
from tests.center_trainings import answer, answers_of, ask, hold, operation
from tests.proxy import Proxy
from tests.server import Server
from tests.world import World

PHONES, REAL = 30, 6
"""So many phones, so many of them in a browser; thirty in browsers: tests/soak/questionnaire_hall.py."""
TWICE = 2
WAIT = 0.5
AT_ONCE = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.form.requestSubmit();
}"""


@pytest.fixture
def asked(world: World) -> Questionnaire:
    return ask(world, hold(world, attended=40))


def open_on(tablet: Tablet, asked: Questionnaire) -> Page:
    return opened(tablet.page, f"{tablet.url}/q/{asked.token}")


def kept_here(page: Page) -> None:
    """All that was entered is on the device."""
    expect(page.locator("#kept")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#kept")).to_have_text("入力した内容は、この端末に残っています。")


MINE = {"1": 4, "2": USEFUL, "3": CHOSEN}


def test_thirty_phones_at_once_leave_thirty_answers(
    server: Server, shelf: Shelf, entry: str, world: World, world_db: Path, asked: Questionnaire
) -> None:
    """All send at one moment: six by touch, each in a context of its own; the others twice, as over a line that drops acknowledgements."""
    ready = threading.Barrier(PHONES - REAL + 1)

    def phone(place: int) -> list[str]:
        body: dict[str, Any] = {"operation": operation(), "answers": {"1": place % 5 + 1, "4": f"希望{place}"}}
        with httpx2.Client(base_url=server.url, timeout=30) as client:
            assert client.get(f"/q/{asked.token}").status_code == 200
            ready.wait(timeout=60)
            time.sleep(WAIT)
            told = [client.post(f"/q/{asked.token}", json=body) for _ in range(TWICE)]
        assert [one.status_code for one in told] == [200] * TWICE
        return [one.json()["status"] for one in told]

    with ThreadPoolExecutor(PHONES) as threads, ExitStack() as stack:
        others = [threads.submit(phone, place) for place in range(PHONES - REAL)]
        pages = [open_on(stack.enter_context(Tablet(shelf, entry)), asked) for _ in range(REAL)]
        typed = [fill_in(page, place % 5 + 1, f"{USEFUL}{place}") for place, page in enumerate(pages)]
        ready.wait(timeout=60)
        send_at_once(pages, WAIT)
        found = [one.result(timeout=60) for one in others]
        all_thanked(pages)
    assert found == [["saved", "duplicate"]] * len(others)
    kept = answers_of(world, asked)
    assert sorted(str(one) for one in kept if "2" in one) == sorted(map(str, typed))
    assert sorted(str(one["4"]) for one in kept if "4" in one) == sorted(f"希望{place}" for place in range(len(others)))
    # Nor does the server write down who came.
    assert asked.token not in server.output()
    with sqlite3.connect(world_db) as connection:
        assert connection.execute("SELECT count(DISTINCT operation_id) FROM questionnaire_answer").fetchone() == (
            PHONES,
        )


def test_a_tap_survives_a_network_that_is_gone_and_a_page_that_is_loaded_anew(
    proxy: Proxy, tablet: Tablet, world: World, asked: Questionnaire
) -> None:
    page = open_on(tablet, asked)
    fill_in(page)
    kept_here(page)
    held = list[Route]()
    page.route("**/questionnaire.js*", lambda route: held.append(route))
    page.reload(wait_until="commit")
    # Tapped before the page knows what the device holds of the other questions.
    step(page, 1, 2).tap()
    held[0].continue_()
    page.unroute("**/questionnaire.js*")
    expect(page.locator("main")).to_have_attribute("data-ready", "1")
    expect(step(page, 1, 2)).to_be_checked()
    kept_here(page)
    step(page, 1, 4).tap()
    kept_here(page)
    page.reload()
    expect(page.locator("main")).to_have_attribute("data-ready", "1")
    expect(step(page, 1, 4)).to_be_checked()
    expect(page.get_by_label("今後の業務の参考になる")).to_have_value(USEFUL)
    proxy.drop()
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("heading", name="通信できません")).to_be_visible()
    assert answers_of(world, asked) == []
    proxy.restore()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    assert answers_of(world, asked) == [MINE]
    # The device says that it has answered; somebody else may, who has it in their hands.
    page.reload()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    expect(page.get_by_role("button", name="回答を送信する")).to_be_hidden()
    page.get_by_role("button", name="別の人が回答する").tap()
    step(page, 1, 2).tap()
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    assert sorted(map(len, answers_of(world, asked))) == [1, 3]
    assert tablet.context.cookies() == []


def test_an_acknowledgement_that_is_lost_makes_no_second_answer(
    proxy: Proxy, tablet: Tablet, world: World, asked: Questionnaire
) -> None:
    page = open_on(tablet, asked)
    with slow_disk(page):
        step(page, 1, 4).tap()
        expect(page.locator("#kept")).to_have_attribute("aria-busy", "true")
        expect(page.locator("#kept")).to_have_text("")
    kept_here(page)
    page.evaluate(KEEPS_NOTHING)
    fill_in(page)
    proxy.mute()
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("heading", name="送信しています")).to_be_visible()
    for _ in range(100):
        if answers_of(world, asked):
            break
        page.wait_for_timeout(100)
    proxy.drop()
    expect(page.get_by_role("heading", name="通信できません")).to_be_visible()
    expect(page.locator("#waiting-text")).to_have_text(
        "回答はこの画面にのみ残っています。閉じないでください。通信が戻ると、自動で送信します。"
    )
    proxy.restore()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    assert answers_of(world, asked) == [MINE]


def test_a_name_is_asked_about_on_the_phone_and_the_answers_stay(
    tablet: Tablet, world: World, asked: Questionnaire
) -> None:
    page = open_on(tablet, asked)
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("alert")).to_contain_text("1つ以上の質問に回答してください。")
    # Sent in the breath of its last letter, when that is not on the disk yet.
    page.get_by_label("今後の業務の参考になる").evaluate(AT_ONCE, "山田太郎さんの講義")
    expect(page.get_by_role("alert")).to_contain_text("個人名や番号のように見えます")
    kept_here(page)
    assert answers_of(world, asked) == []
    page.get_by_label("個人名ではないことを確かめました").tap()
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    assert answers_of(world, asked) == [{"2": "山田太郎さんの講義"}]


def test_the_page_is_for_everybody_and_for_a_thumb(tablet: Tablet, world: World, asked: Questionnaire) -> None:
    page = open_on(tablet, asked)
    found = {}
    for scheme in SCHEMES:
        look(page, scheme)
        found[scheme] = faults(page, ("moderate", "serious", "critical"))
    assert {scheme: told for scheme, told in found.items() if told} == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in (one.bounding_box() for one in page.locator("input[type=radio], textarea, #send").all()):
        assert box
        assert (box["height"] >= 48, box["width"] >= 44) == (True, True)
    fill_in(page)
    page.get_by_role("button", name="回答を送信する").tap()
    expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
    assert faults(page, ("moderate", "serious", "critical")) == []


def test_the_charts_grow_on_the_screen_of_the_training_while_people_answer(
    tablet: Tablet, world: World, asked: Questionnaire
) -> None:
    tablet.let_in("center")
    page = tablet.go(f"/trainings?part=after&training={asked.training_id}")
    expect(page.get_by_text("回答はまだありません")).to_be_visible()
    for place in range(12):
        answer(asked, {"1": 5, "2": f"{USEFUL}{place}"})
    expect(page.get_by_text("回答 12件／受講者 40名（30％）")).to_be_visible()
    expect(page.get_by_text(f"{USEFUL}0")).to_be_visible()
    expect(page.locator('img[alt="受講後アンケートのQRコード"]')).to_be_visible()
    assert faults(page) == []
