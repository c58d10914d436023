"""Whatever breaks, every tap arrives exactly once, and nothing is called saved that is not on disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from checklist import words
from checklist.errors import Trouble
from checklist.formats import glyphs
from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.visits import late_answers
from tests.browser.conftest import STRANGE_HOST, OwnTablet, Tablet
from tests.browser.sheet import Sheet, expect_answers, expect_stored, stored
from tests.proxy import Proxy
from tests.server import Server
from tests.world import PASSWORD, World, by, principal

MEMBER, SECOND = "evaluator.h02", "second.h02"


@pytest.fixture
def visit(world: World) -> int:
    """The visitor assessment that is rated."""
    return world.visitor_assessment


@pytest.fixture
def sheet(tablet: Tablet, visit: int) -> Sheet:
    """The visit's sheet on a tablet behind the proxy; a member is signed in."""
    return Sheet(tablet, visit).sign_in(MEMBER)


def end_all_sessions(database: Path) -> None:
    connection = sqlite3.connect(database, timeout=10)
    connection.execute("DELETE FROM session")
    connection.commit()
    connection.close()


def test_a_tap_with_a_good_network_is_stored_once(sheet: Sheet, world_db: Path, visit: int) -> None:
    sheet.rate("1-01", "A")
    sheet.comment("1-01", "所見なし 👩🏽‍⚕️ <b>太字</b>")
    expect_answers(world_db, visit, {"1-01": ("A", "所見なし 👩🏽‍⚕️ <b>太字</b>")})
    sheet.expect_saved()
    expect(sheet.page.locator("#hint-1-01")).to_have_text(glyphs.told(("👩🏽‍⚕️",)))
    assert sheet.page.locator("b", has_text="太字").count() == 0


def test_a_full_disk_is_named_on_the_sheet_and_what_waits_is_saved_once_there_is_room(
    sheet: Sheet, server: Server, world_db: Path, visit: int
) -> None:
    notice = sheet.page.locator(".notice", has_text=words.TROUBLES[Trouble.DISK])
    with server.full_disk():
        sheet.rate("1-01", "A")
        expect(notice).to_contain_text("未送信の回答は残っていて、間をおいて送り直します。")
        assert stored(world_db, visit) == {}
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    sheet.expect_saved()
    expect(notice).to_be_hidden()


def test_answers_given_while_the_connection_is_refused_arrive_afterwards(
    sheet: Sheet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    sheet.rate("1-01", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    # Until it has heard so, it waits on the tablet as well.
    sheet.expect_saved()
    proxy.drop()
    for item, value in (("1-02", "B"), ("1-04", "C"), ("2-01", "NA"), ("2-03", "UNVERIFIED")):
        sheet.rate(item, value)
    sheet.expect_on_device(4)
    assert stored(world_db, visit) == {"1-01": ("A", "", 1)}
    proxy.restore()
    everything = {"1-02": ("B", "", 1), "1-04": ("C", "", 1), "2-01": ("NA", "", 1), "2-03": ("UNVERIFIED", "", 1)}
    expect_stored(world_db, visit, {"1-01": ("A", "", 1), **everything})
    sheet.expect_saved()


def test_answers_swallowed_by_a_black_hole_arrive_after_its_reset(
    sheet: Sheet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    proxy.black_hole()
    sheet.rate("1-01", "A")
    sheet.rate("1-02", "B")
    sheet.expect_on_device(2)
    sheet.page.wait_for_timeout(3000)
    assert stored(world_db, visit) == {}
    proxy.restore()
    expect_stored(world_db, visit, {"1-01": ("A", "", 1), "1-02": ("B", "", 1)})
    sheet.expect_saved()


def test_a_swallowed_acknowledgement_does_not_store_an_answer_twice(
    sheet: Sheet, server: Server, proxy: Proxy, world_db: Path, visit: int
) -> None:
    """The request goes through, the answer to it does not."""
    proxy.mute()
    sheet.rate("1-01", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    sheet.expect_on_device(1)
    proxy.restore()
    sheet.expect_saved()
    assert stored(world_db, visit) == {"1-01": ("A", "", 1)}


def test_changing_ones_mind_without_a_network_ends_with_the_last_choice(
    sheet: Sheet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    proxy.drop()
    for choice in ("A", "C", "B"):
        sheet.rate("1-01", choice)
    sheet.expect_on_device(1)
    proxy.restore()
    sheet.expect_saved()
    value, _, version = stored(world_db, visit)["1-01"]
    assert (value, 1 <= version <= 3) == ("B", True)


def test_answers_survive_a_reload_without_a_network(sheet: Sheet, proxy: Proxy, world_db: Path, visit: int) -> None:
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.comment("1-01", "まだ送っていない")
    sheet.rate("2-03", "A")
    sheet.expect_on_device(2)
    with pytest.raises(Error, match="ERR_CONNECTION"):
        sheet.page.reload()
    proxy.restore()
    sheet.open()
    assert sheet.shown("1-01") == "C"
    expect(sheet.card("1-01").locator("textarea")).to_have_value("まだ送っていない")
    sheet.expect_saved()
    expect_answers(world_db, visit, {"1-01": ("C", "まだ送っていない"), "2-03": ("A", "")})


def test_answers_given_after_the_session_ended_arrive_after_the_next_sign_in(
    sheet: Sheet, world_db: Path, visit: int
) -> None:
    sheet.rate("1-01", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    end_all_sessions(world_db)
    sheet.rate("1-02", "B")
    expect(sheet.state).to_contain_text("再ログインが必要です")
    sheet.rate("1-04", "C")
    assert stored(world_db, visit) == {"1-01": ("A", "", 1)}
    sheet.page.get_by_role("link", name="再ログイン").tap()
    sheet.page.get_by_label("ログインID").fill(MEMBER)
    sheet.page.get_by_label("パスワード").fill(PASSWORD)
    sheet.page.get_by_role("button", name="ログイン").tap()
    sheet.wait().expect_saved()
    assert stored(world_db, visit) == {"1-01": ("A", "", 1), "1-02": ("B", "", 1), "1-04": ("C", "", 1)}


def test_answers_given_while_the_server_is_dead_arrive_after_its_restart(
    sheet: Sheet, server: Server, world_db: Path, visit: int
) -> None:
    sheet.rate("1-01", "A")
    sheet.expect_saved()
    server.kill()
    sheet.rate("1-02", "B")
    sheet.rate("1-04", "A")
    sheet.expect_on_device(2)
    server.start()
    expect_stored(world_db, visit, {"1-01": ("A", "", 1), "1-02": ("B", "", 1), "1-04": ("A", "", 1)})
    sheet.expect_saved()


def test_answers_on_a_tablet_that_was_switched_off_hard_arrive_when_it_is_on_again(
    own_tablet: OwnTablet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    sheet = Sheet(own_tablet, visit).sign_in(MEMBER)
    proxy.drop()
    sheet.rate("1-01", "B")
    sheet.comment("1-01", "電池切れの前")
    sheet.rate("2-01", "C")
    sheet.expect_on_device(2)
    own_tablet.kill()
    proxy.restore()
    own_tablet.switch_on()
    sheet.sign_in(MEMBER)
    sheet.expect_saved()
    expect_answers(world_db, visit, {"1-01": ("B", "電池切れの前"), "2-01": ("C", "")})


def test_the_dialog_of_streamlit_neither_covers_nor_stops_the_sheet(
    sheet: Sheet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    proxy.drop()
    sheet.rate("1-01", "A")
    sheet.page.wait_for_timeout(6000)
    for item, value in (("1-02", "B"), ("2-03", "C")):
        sheet.rate(item, value)
    sheet.comment("2-03", "つながらない間")
    assert sheet.page.get_by_text("Connection error").filter(visible=True).count() == 0
    sheet.expect_on_device(3)
    proxy.restore()
    sheet.expect_saved()
    expect_answers(world_db, visit, {"1-01": ("A", ""), "1-02": ("B", ""), "2-03": ("C", "つながらない間")})


def test_another_person_on_the_same_tablet_neither_sends_nor_sees_what_waits(
    sheet: Sheet, proxy: Proxy, tablet: Tablet, world_db: Path, visit: int
) -> None:
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.comment("1-01", "本人のみのメモ")
    sheet.expect_on_device(1)
    tablet.page.goto("about:blank")
    tablet.context.clear_cookies()
    proxy.restore()
    other = Sheet(tablet, visit).sign_in(SECOND)
    assert other.shown("1-01") is None
    assert "本人のみのメモ" not in other.card("1-01").locator("textarea").input_value()
    other.rate("2-01", "A")
    other.expect_saved()
    other.page.wait_for_timeout(3000)
    assert stored(world_db, visit) == {"2-01": ("A", "", 1)}
    tablet.sign_out()
    Sheet(tablet, visit).sign_in(MEMBER).expect_saved()
    assert stored(world_db, visit)["1-01"][:2] == ("C", "本人のみのメモ")


def test_signing_out_warns_of_answers_that_still_wait(sheet: Sheet, tablet: Tablet) -> None:
    tablet.context.route("**/answers", lambda route: route.abort())
    sheet.rate("1-01", "C")
    sheet.rate("1-02", "A")
    sheet.expect_on_device(2)
    page = tablet.go("/logout")
    expect(page.locator("#unsent")).to_contain_text("未送信の回答が2件")


def test_two_evaluators_on_one_item_see_both_sides_and_choose(
    sheet: Sheet, second_tablet: Tablet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    other = Sheet(second_tablet, visit).sign_in(SECOND)
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.rate("1-02", "B")
    sheet.expect_on_device(2)
    for item in ("1-01", "1-02"):
        other.rate(item, "A")
    other.expect_saved()
    proxy.restore()
    for item in ("1-01", "1-02"):
        sides = sheet.card(item).locator(".conflict .side")
        expect(sides).to_have_count(2)
        expect(sides.filter(has_text="second.h02 さん")).to_contain_text("A")
        expect(sides.filter(has_text="自分の回答").locator("time")).not_to_be_empty()
        expect(sides.filter(has_text="second.h02 さん").locator("time")).not_to_be_empty()
    assert stored(world_db, visit) == {"1-01": ("A", "", 1), "1-02": ("A", "", 1)}
    sheet.card("1-01").locator('[data-choose="mine"]').tap()
    sheet.card("1-02").locator('[data-choose="theirs"]').tap()
    expect_stored(world_db, visit, {"1-01": ("C", "", 2), "1-02": ("A", "", 1)})
    sheet.expect_saved()
    assert sheet.shown("1-02") == "A"


def test_what_was_submitted_meanwhile_stays_on_the_device_until_it_is_handed_in(
    sheet: Sheet, proxy: Proxy, world_db: Path, visit: int, world: World
) -> None:
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.comment("1-01", "遅れた所見")
    sheet.expect_on_device(1)
    with db.writing(world_db) as connection:
        assessments.submit(by(connection, principal(world.people[SECOND])), visit, "時間切れ")
    proxy.restore()
    kept = sheet.page.locator('[data-undelivered="1-01"]')
    expect(kept).to_contain_text("遅れた所見")
    assert stored(world_db, visit) == {}
    sheet.open()
    expect(kept).to_contain_text("遅れた所見")
    proxy.drop()
    sheet.page.get_by_role("button", name="代表の訪問評価者に提出する").tap()
    expect(sheet.page.locator(".outcome")).to_contain_text("通信できないため、提出できませんでした。")
    expect(kept).to_contain_text("遅れた所見")
    proxy.restore()
    sheet.page.get_by_role("button", name="代表の訪問評価者に提出する").tap()
    expect(sheet.page.locator(".outcome")).to_contain_text("1件を代表の訪問評価者に提出しました。")
    expect(kept).to_have_count(0)
    with db.reading(world_db) as connection:
        (late,) = late_answers.of_visit(by(connection, principal(world.people[MEMBER])), world.visit)
    assert (late.item, late.value, late.comment, late.state) == ("1-01", "C", "遅れた所見", "waiting")
    assert stored(world_db, visit) == {}
    sheet.open()
    expect(kept).to_have_count(0)


def test_the_sheet_works_on_plain_http_by_a_host_name_that_is_not_localhost(
    tablet: Tablet, proxy: Proxy, world_db: Path, visit: int
) -> None:
    tablet.url = f"http://{STRANGE_HOST}:{proxy.port}"
    sheet = Sheet(tablet, visit).sign_in(MEMBER)
    assert sheet.page.evaluate("isSecureContext") is False
    sheet.rate("1-01", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    sheet.expect_saved()
    proxy.drop()
    sheet.rate("1-02", "B")
    sheet.expect_on_device(1)
    proxy.restore()
    expect_stored(world_db, visit, {"1-01": ("A", "", 1), "1-02": ("B", "", 1)})
