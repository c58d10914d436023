"""What a visit pass showed ends with it, online and offline; what is unsent stays, hidden, and is delivered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checklist.store import clock, db
from checklist.store.assessments import assessments
from checklist.store.visits import passes
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.sheet import expect_stored, stored, wait_until_equal
from tests.browser.visit_sheet import READY, VisitSheet, kept_on_device, stored_photos
from tests.proxy import Proxy
from tests.world import World, by, principal

MEMBER, SECOND = "evaluator.h02", "second.h02"
HOST, OWN_COMMENT = "架空中央病院", "自院のみが知る所見"
ENDED = "訪問パスの有効期限が切れたか、取り消されたため、点検表の表示を終了しました。"
SIGN_IN_FIRST = "入力した方がログインして点検表を開くと送信されます。"

End = Callable[[World, Path], None]


def expire(world: World, database: Path) -> None:
    """The day is over by the server's clock."""
    with db.writing(database) as connection:
        connection.execute("UPDATE session SET expires_at = ?", [clock.to_text(clock.now())])


def revoke(world: World, database: Path) -> None:
    """The secretariat takes the pass back."""
    with db.writing(database) as connection:
        passes.revoke(by(connection, principal(world.people["secretariat"])), 1)


@pytest.fixture
def submitted(world: World, world_db: Path) -> None:
    """The host has handed in its self-assessment, with a comment at the first item."""
    manager = cycle.who(world, "manager.h01")
    with db.writing(world_db) as connection:
        cycle.fill(connection, manager, world.self_assessment, {"1-01": "B"}, OWN_COMMENT)
        assessments.submit(by(connection, manager), world.self_assessment, "残りは未実施のため")


@pytest.fixture
def sheet(submitted: None, tablet: Tablet, world: World, world_db: Path) -> VisitSheet:
    """A borrowed tablet on which a pass was opened; it could go on by itself."""
    with db.writing(world_db) as connection:
        secretariat, member = world.people["secretariat"], world.people[MEMBER]
        token = passes.issue(by(connection, principal(secretariat)), world.visit, member.id)
    tablet.go(f"/pass/{token}").get_by_role("button", name="点検表を開く").tap()
    sheet = VisitSheet(tablet, world.visit)
    sheet.wait()
    expect(sheet.offline).to_have_text(READY)
    expect(sheet.card("1-01")).to_contain_text(OWN_COMMENT)
    assert OWN_COMMENT in json.dumps(kept_on_device(sheet.page), ensure_ascii=False)
    return sheet


def enter_without_a_network(sheet: VisitSheet, proxy: Proxy) -> None:
    """An answer and a photo that only the tablet has."""
    proxy.drop()
    sheet.rate("1-02", "A")
    sheet.take("1-02", "red")
    expect(sheet.state).to_contain_text("送信待ち 1件（端末に保存）")


def expect_ended(sheet: VisitSheet) -> None:
    """Nothing of what the pass showed is on the screen or on the device."""
    expect(sheet.page.locator("#message")).to_contain_text(ENDED)
    expect(sheet.page.locator("article.card")).to_have_count(0)
    wait_until_equal(lambda: [kept_on_device(sheet.page)[store] for store in ("sheets", "ratings")], [[], []])
    for secret in (HOST, OWN_COMMENT, "指針が最新である"):
        assert secret not in sheet.page.content()
        assert secret not in json.dumps(kept_on_device(sheet.page), ensure_ascii=False)
    assert MEMBER not in sheet.page.content()


@pytest.mark.parametrize("end", [expire, revoke])
@pytest.mark.parametrize("reloaded", [True, False], ids=["reloaded", "left open"])
def test_with_a_network_it_ends_as_soon_as_the_server_turns_the_tablet_away(
    sheet: VisitSheet, world: World, world_db: Path, end: End, reloaded: bool
) -> None:
    end(world, world_db)
    if reloaded:
        sheet.page.reload()
    else:
        sheet.look_again()
    expect_ended(sheet)
    sheet.expect_nothing_left()
    assert kept_on_device(sheet.page) == {
        "device": [],
        "marks": [],
        "pending": [],
        "photos": [],
        "ratings": [],
        "sheets": [],
    }


def test_without_a_network_it_ends_by_the_tablets_own_clock(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    expect(sheet.page.locator("#until")).to_contain_text("この端末での表示は")
    enter_without_a_network(sheet, proxy)
    sheet.page.clock.set_system_time(clock.now() + timedelta(days=9))
    sheet.look_again()
    expect_ended(sheet)
    expect(sheet.unsent).to_have_text("未送信が2件あります（回答1件・写真1枚）")
    sheet.page.reload()
    expect(sheet.page.locator("#message")).to_contain_text(ENDED)
    expect(sheet.unsent).to_have_text("未送信が2件あります（回答1件・写真1枚）")
    proxy.restore()
    sheet.expect_nothing_left()
    assert stored(world_db, world.visitor_assessment) == {"1-02": ("A", "", 1)}
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["red"]}
    expect_ended(sheet)


def test_a_tablet_that_was_switched_off_over_the_end_shows_nothing_when_it_is_opened_without_a_network(
    sheet: VisitSheet, proxy: Proxy
) -> None:
    enter_without_a_network(sheet, proxy)
    sheet.page.clock.set_system_time(clock.now() + timedelta(days=9))
    sheet.page.reload()
    expect_ended(sheet)
    kept = kept_on_device(sheet.page)
    assert [len(kept["pending"]), len(kept["photos"])] == [1, 1]


def test_an_expired_pass_still_delivers_what_lies_hidden(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    enter_without_a_network(sheet, proxy)
    expire(world, world_db)
    proxy.restore()
    expect_ended(sheet)
    sheet.expect_nothing_left()
    assert stored(world_db, world.visitor_assessment) == {"1-02": ("A", "", 1)}
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["red"]}
    expect_ended(sheet)


def test_a_revoked_pass_delivers_nothing_and_keeps_it_for_the_person_who_entered_it(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    enter_without_a_network(sheet, proxy)
    revoke(world, world_db)
    proxy.restore()
    expect_ended(sheet)
    expect(sheet.page.locator("#message")).to_contain_text(SIGN_IN_FIRST)
    sheet.page.reload()
    expect(sheet.page.locator("#message")).to_contain_text(SIGN_IN_FIRST)
    assert stored(world_db, world.visitor_assessment) == {}
    VisitSheet(sheet.tablet, world.visit).sign_in(MEMBER)
    sheet.expect_nothing_left()
    expect_stored(world_db, world.visitor_assessment, {"1-02": ("A", "", 1)})
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["red"]}


def test_who_signs_in_on_the_tablet_next_leaves_nothing_of_the_pass_on_it(sheet: VisitSheet, world: World) -> None:
    second = VisitSheet(sheet.tablet, world.visit)
    sheet.tablet.sign_in("evaluator.h04", "/logout")
    # The page clears the storage before it leads on: there is no visit of theirs that was open here.
    sheet.tablet.go("/visit/").wait_for_url("**/visits")
    wait_until_equal(lambda: OWN_COMMENT in json.dumps(kept_on_device(second.page), ensure_ascii=False), False)


def test_for_an_ordinary_session_the_sheet_stays_when_the_session_ends(
    submitted: None, tablet: Tablet, world: World, world_db: Path
) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    expire(world, world_db)
    sheet.page.reload()
    sheet.wait()
    expect(sheet.card("1-01")).to_contain_text(OWN_COMMENT)
    expect(sheet.page.locator("#until")).to_be_hidden()
