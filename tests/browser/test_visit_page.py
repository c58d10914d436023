"""A whole visit without a network: the page opens by itself, and everything arrives exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from checklist.imports import sheet_files
from checklist.model.assessments import AssessmentState, Track
from checklist.model.improvements import Sequel
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import clock, db
from checklist.store.assessments import assessment_rows, assessments, expected_items
from checklist.store.closing import closing_rows
from checklist.store.improvements import follow_ups
from checklist.store.visits import passes, visits
from tests import cycle
from tests.browser.conftest import STRANGE_HOST, OwnTablet, Tablet
from tests.browser.sheet import stored, wait_until_equal
from tests.browser.shelf import Shelf
from tests.browser.slow_disk import slow_disk
from tests.browser.visit_sheet import READY, VisitSheet, kept_by_worker, kept_on_device, stored_photos
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.server import Server
from tests.world import CODES, LEADING, SMALL, YEAR, World, by, principal

MEMBER, SECOND = "evaluator.h02", "second.h02"
VALUES = dict(zip(CODES, ("A", "B", "C", "NA", "UNVERIFIED", "A"), strict=True))
COMMENTS = {code: f"{code}を現場で確認した" for code, value in VALUES.items() if value in ("B", "C", "UNVERIFIED")}
PHOTOS = {"1-01": ["red", "lime"], "1-05": ["blue"], "2-01": ["yellow", "cyan", "magenta"], "2-03": ["black"]}


@pytest.fixture
def sheet(tablet: Tablet, world: World) -> VisitSheet:
    """The visit's page on a tablet behind the proxy."""
    return VisitSheet(tablet, world.visit)


def fill(sheet: VisitSheet, codes: tuple[str, ...]) -> None:
    for code in codes:
        sheet.rate(code, VALUES[code])
        if code in COMMENTS:
            sheet.card(code).locator("textarea").fill(COMMENTS[code])
        for colour in PHOTOS.get(code, []):
            sheet.take(code, colour)


def restart(sheet: VisitSheet) -> None:
    """The battery is empty; the tablet comes back where there still is no network."""
    expect(sheet.state).to_contain_text("端末に保存）")
    assert isinstance(sheet.tablet, OwnTablet)
    sheet.tablet.wait_for_cookie("sid")
    sheet.tablet.kill()
    sheet.tablet.switch_on()
    sheet.open()


def test_a_whole_visit_without_a_network_arrives_exactly_once(
    own_tablet: OwnTablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet = VisitSheet(own_tablet, world.visit).prepare(MEMBER)
    proxy.drop()
    fill(sheet, CODES[:2])
    restart(sheet)
    assert [sheet.shown(code) for code in CODES[:3]] == ["A", "B", None]
    expect(sheet.photos("1-01", "waiting")).to_have_count(2)
    expect(sheet.unsent).to_have_text("未送信が4件あります（回答2件・写真2枚）。通信できる場所で開いてください")
    fill(sheet, CODES[2:4])
    sheet.page.reload()
    sheet.wait()
    fill(sheet, CODES[4:5])
    restart(sheet)
    fill(sheet, CODES[5:])
    expect(sheet.page.locator(".bar")).to_contain_text("すべて回答済み")
    expect(sheet.unsent).to_have_text("未送信が13件あります（回答6件・写真7枚）。通信できる場所で開いてください")
    assert stored(world_db, world.visitor_assessment) == {}
    proxy.restore()
    sheet.expect_nothing_left()
    arrived = stored(world_db, world.visitor_assessment)
    assert {code: row[:2] for code, row in arrived.items()} == {c: (v, COMMENTS.get(c, "")) for c, v in VALUES.items()}
    assert stored_photos(world_db, world.visitor_assessment) == PHOTOS
    sheet.open()
    expect(sheet.photos("2-01", "held")).to_have_count(3)
    sheet.expect_nothing_left()
    assert stored_photos(world_db, world.visitor_assessment) == PHOTOS


def test_photos_whose_acknowledgement_was_lost_are_there_once(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet.prepare(MEMBER)
    sheet.expect_nothing_left()
    proxy.mute()
    sheet.take("1-01", "red")
    sheet.take("1-01", "lime")
    expect(sheet.unsent).to_contain_text("写真2枚")
    wait_for_photos(sheet, world_db, world.visitor_assessment, 1)
    tall = "(card) => card.getBoundingClientRect().height"
    waiting = sheet.card("1-01").evaluate(tall)
    proxy.restore()
    sheet.expect_nothing_left()
    expect(sheet.photos("1-01", "held")).to_have_count(2)
    # A photo that arrives moves nothing below it: a finger may be on its way to a button there.
    assert sheet.card("1-01").evaluate(tall) == waiting
    assert stored_photos(world_db, world.visitor_assessment) == {"1-01": ["red", "lime"]}


def wait_for_photos(sheet: VisitSheet, database: Path, assessment: int, count: int) -> None:
    for _ in range(100):
        if sum(map(len, stored_photos(database, assessment).values())) >= count:
            return
        sheet.page.wait_for_timeout(100)
    raise AssertionError("no photo has arrived")


def test_a_second_person_on_the_same_tablet_sees_and_sends_nothing(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet.prepare(MEMBER)
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.card("1-01").locator("textarea").fill("一人目のみのコメント")
    sheet.take("1-01", "red")
    expect(sheet.unsent).to_contain_text("回答1件・写真1枚")
    block_deliveries(sheet)
    proxy.restore()
    sheet.tablet.sign_out()
    sheet.tablet.context.unroute_all()
    second = VisitSheet(sheet.tablet, world.visit).prepare(SECOND)
    assert second.shown("1-01") is None
    assert "一人目" not in second.page.content()
    expect(second.card("1-01").locator("li[data-photo]")).to_have_count(0)
    second.expect_nothing_left()
    proxy.drop()
    second.open()
    assert second.shown("1-01") is None
    assert second.card("1-01").locator("textarea").input_value() == ""
    expect(second.page.locator("#person")).to_have_text(f"{SECOND} さん")
    proxy.restore()
    with second.page.expect_response(lambda answer: answer.url.endswith("/answers") and answer.ok):
        second.rate("2-01", "A")
    second.expect_nothing_left()
    assert set(stored(world_db, world.visitor_assessment)) == {"2-01"}
    assert stored_photos(world_db, world.visitor_assessment) == {}
    # Once the first person is back, it is delivered in their name.
    sheet.tablet.sign_out()
    sheet.sign_in(MEMBER)
    sheet.expect_nothing_left()
    assert stored(world_db, world.visitor_assessment)["1-01"][:2] == ("C", "一人目のみのコメント")
    assert stored_photos(world_db, world.visitor_assessment) == {"1-01": ["red"]}


def block_deliveries(sheet: VisitSheet) -> None:
    """The network is back, but whatever the sheet sends for this person is lost."""
    sheet.page.context.route("**/api/assessments/**", lambda route: route.abort())


def test_signing_out_leaves_nothing_to_be_seen_even_offline(sheet: VisitSheet, proxy: Proxy, world: World) -> None:
    sheet.prepare(MEMBER)
    sheet.rate("1-01", "B")
    sheet.expect_nothing_left()
    sheet.tablet.sign_out()
    proxy.drop()
    page = sheet.tablet.go(sheet.path)
    expect(page.locator("#message")).to_contain_text("表示できる点検表が保存されていません")
    expect(page.locator("article.card")).to_have_count(0)
    for secret in ("架空中央病院", MEMBER):
        assert secret not in page.content()
    kept = kept_on_device(page)
    assert not any(kept.values()), kept


def test_without_a_network_signing_out_is_told_to_be_impossible(sheet: VisitSheet, proxy: Proxy, world: World) -> None:
    sheet.prepare(MEMBER)
    proxy.drop()
    sheet.page.get_by_role("link", name="ログアウト").tap()
    expect(sheet.page.locator("#message")).to_contain_text("現在はログアウトできません")
    proxy.restore()
    sheet.page.get_by_role("link", name="ログアウト").tap()
    sheet.page.get_by_role("button", name="ログアウトする").wait_for()


def test_another_sign_in_elsewhere_on_the_tablet_hides_the_first_persons_sheet_offline(
    sheet: VisitSheet, proxy: Proxy, world: World
) -> None:
    """Nobody signed out: the first session just ended, and somebody else signed in to another page."""
    sheet.prepare(MEMBER)
    sheet.tablet.sign_in("manager.h01", "/logout")
    proxy.drop()
    page = sheet.tablet.go(sheet.path)
    expect(page.locator("#message")).to_contain_text("表示できる点検表が保存されていません")
    expect(page.locator("article.card")).to_have_count(0)


def test_the_worker_keeps_code_and_an_empty_shell_only(sheet: VisitSheet, world: World) -> None:
    sheet.prepare(MEMBER)
    sheet.rate("1-01", "A")
    sheet.expect_nothing_left()
    kept = kept_by_worker(sheet.page)
    shells = {"/visit/", "/meeting/"}
    assert {path for path in kept if not path.startswith("/assets/")} == shells
    for secret in ("架空", MEMBER, "指針が最新である", "小さな点検表"):
        assert all(secret not in text for path, text in kept.items() if path not in shells or secret != "架空")
    assert "架空中央病院" not in kept["/visit/"]


def test_what_cannot_be_accepted_stays_and_is_shown(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet.prepare(MEMBER)
    proxy.drop()
    sheet.take("1-01", "red")
    expect(sheet.unsent).to_contain_text("写真1枚")
    with db.writing(world_db) as connection:
        assessments.submit(
            by(connection, principal(world.people[SECOND])), world.visitor_assessment, "訪問が終わったため"
        )
    proxy.restore()
    expect(sheet.photos("1-01", "stuck")).to_contain_text("提出済みのため送信できません。")
    expect(sheet.page.get_by_role("button", name="送信できなかった写真 1枚")).to_be_visible()
    sheet.open()
    expect(sheet.photos("1-01", "stuck")).to_have_count(1)
    assert stored_photos(world_db, world.visitor_assessment) == {}


def test_a_file_that_is_no_picture_and_a_twenty_first_photo_are_told_in_words(
    sheet: VisitSheet, proxy: Proxy, world: World
) -> None:
    sheet.prepare(MEMBER)
    proxy.drop()
    sheet.photograph("1-01", b"%PDF-1.7 no picture")
    expect(sheet.card("1-01")).to_contain_text("画像として読み取れないファイルです。")
    for number in range(20):
        sheet.photograph("1-01", jpeg(40, 30))
        sheet.keep()
        expect(sheet.photos("1-01", "waiting")).to_have_count(number + 1)
    sheet.card("1-01").get_by_role("button", name="写真を追加").tap()
    expect(sheet.card("1-01")).to_contain_text("写真は1項目につき20枚までです。")
    expect(sheet.photos("1-01", "waiting")).to_have_count(20)


def test_a_pass_that_is_over_still_delivers_what_lies_on_the_tablet(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    with db.writing(world_db) as connection:
        secretariat, member = world.people["secretariat"], world.people[MEMBER]
        token = passes.issue(by(connection, principal(secretariat)), world.visit, member.id)
    sheet.tablet.go(f"/pass/{token}").get_by_role("button", name="点検表を開く").tap()
    sheet.wait()
    expect(sheet.offline).to_have_text(READY)
    expect(sheet.page.locator("#person")).to_have_text(f"{MEMBER} さん（訪問パス）")
    proxy.drop()
    sheet.rate("1-01", "A")
    sheet.take("1-01", "red")
    with db.writing(world_db) as connection:
        connection.execute("UPDATE session SET expires_at = ?", [clock.to_text(clock.now())])
    proxy.restore()
    sheet.expect_nothing_left()
    assert stored(world_db, world.visitor_assessment) == {"1-01": ("A", "", 1)}
    assert stored_photos(world_db, world.visitor_assessment) == {"1-01": ["red"]}
    expect(sheet.page.locator("article.card")).to_have_count(0)


def test_both_sheets_of_a_joint_visit_are_kept_submitted_and_agreed_upon_without_a_network(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    members, host, member = (world.people[MEMBER].id,), cycle.who(world, "manager.h03"), cycle.who(world, MEMBER)
    plan = Visit(
        0, YEAR, world.hospitals[SMALL], (world.hospitals[LEADING],), members, clock.today(), VisitMode.IN_PERSON,
        VisitState.PLANNED, False, "",
    )  # fmt: skip
    with db.writing(world_db) as connection:
        sheet_files.load_shipped(by(connection))
        visit = visits.add(by(connection, principal(world.people["secretariat"])), plan, ["mini-2", "kansen-1"])
        for code in ("mini-2", "kansen-1"):
            assessments.start_self(by(connection, host), YEAR, code)
        tracks = assessment_rows.of_visit(connection, visit)
        ids = {one.version_code: one.id for one in tracks if one.visit_id}
        first = {}
        for one in tracks:
            code, *others = sorted(expected_items.of_assessment(by(connection), one))
            first[one.version_code] = code
            cycle.fill(connection, member if one.visit_id else host, one.id, dict.fromkeys(others, "A"))
            if not one.visit_id:
                cycle.fill(connection, host, one.id, {code: "B"}, "自院の状況")
                assessments.submit(by(connection, host), one.id)
    sheet = VisitSheet(tablet, visit).prepare(MEMBER)
    page, tabs = sheet.page, sheet.page.get_by_role("tab")
    expect(tabs).to_have_count(2)
    proxy.drop()
    sheet.open()
    for code, assessment in ids.items():
        tabs.nth(list(ids).index(code)).tap()
        card = page.locator(f'#panel-{assessment} article.card[data-item="{first[code]}"]')
        card.locator('button.rate[data-value="A"]').tap()
    expect(sheet.unsent).to_have_text("未送信が2件あります（回答2件）。通信できる場所で開いてください")
    expect(tabs.first).to_contain_text("未送信1件")
    begin = page.get_by_role("link", name="講評会をこの端末で始める")
    expect(begin).to_have_count(0)
    for place, assessment in enumerate(ids.values()):
        tabs.nth(place).tap()
        submit = page.locator(f"#panel-{assessment}").get_by_role("button", name="を提出する")
        submit.tap()
        submit.tap()
        begin.first.tap()
        if not place:
            # One of the two is not enough.
            expect(page.get_by_text("の訪問評価がまだ提出されていません")).to_be_visible()
            sheet.open()
    for rest, code in zip(("残り 1項目", "すべて合意しました"), first.values(), strict=True):
        expect(page.locator(".code").first).to_have_text(code)
        page.locator('.rate[data-value="A"]').tap()
        expect(page.locator(".rest")).to_have_text(rest)
        if rest.startswith("残り"):
            page.get_by_role("button", name="次の相違へ").tap()
    with db.reading(world_db) as connection:
        assert closing_rows.meeting(connection, visit) is None
    proxy.restore()
    expect(page.locator("#state")).to_contain_text("保存済み")
    with db.reading(world_db) as connection:
        after = {(one.version_code, one.track): one for one in assessment_rows.of_visit(connection, visit)}
    for code, item in first.items():
        assert after[code, Track.VISITOR].state is not AssessmentState.OPEN, code
        assert stored(world_db, ids[code])[item] == ("A", "", 1)
        assert stored(world_db, after[code, Track.AGREED].id) == {item: ("A", "", 1)}


def test_at_last_years_item_one_tap_marks_its_finding_and_confirms_its_rating_exactly_once(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    finding, later = cycle.sealed(world), cycle.next_year(world)
    sheet = VisitSheet(tablet, later).prepare(MEMBER)
    card = sheet.card("1-05")
    expect(card).to_contain_text("2026年度の指摘事項院長の出席が記録されていない")
    expect(card).to_contain_text("改善計画はまだありません")
    marks = {mark: card.locator(f'button[data-mark="{mark}"]') for mark in Sequel}
    box = marks[Sequel.RECURRED].bounding_box()
    assert box
    assert min(box["height"], box["width"]) >= 44

    # It arrives and its acknowledgement is lost; then the network is gone, and the rest waits on the tablet.
    proxy.mute()
    marks[Sequel.RECURRED].tap()
    wait_until_equal(lambda: marked(world_db), [(finding, "recurred", world.people[MEMBER].id)])
    proxy.drop()
    for item in ("1-05", "1-01"):
        sheet.card(item).get_by_role("button", name="昨年度と同じ").tap()
        expect(sheet.card(item)).to_contain_text("昨年度と同じ評定です")
    expect(sheet.unsent).to_have_text("未送信が3件あります（回答3件）。通信できる場所で開いてください")
    sheet.open()
    expect(marks[Sequel.RECURRED]).to_have_attribute("aria-pressed", "true")
    expect(card.locator(".mark-trace")).to_have_text("送信待ち")

    # Somebody else marks after it: that one stays, and is told.
    with db.writing(world_db) as connection:
        follow_ups.mark(by(connection, principal(world.people[SECOND])), later, finding, Sequel.CONTINUED)
    proxy.restore()
    expect(card.locator(".mark-trace")).to_contain_text(f"{SECOND} さんが先に判定しています。")
    expect(marks[Sequel.CONTINUED]).to_have_attribute("aria-pressed", "true")
    sheet.expect_nothing_left()
    assert marked(world_db) == [(finding, "continued", world.people[SECOND].id)]
    with slow_disk(sheet.page):
        marks[Sequel.RESOLVED].tap()
        expect(sheet.state).to_contain_text("端末に保存中")
    sheet.expect_nothing_left()
    wait_until_equal(lambda: marked(world_db), [(finding, "resolved", world.people[MEMBER].id)])
    with db.reading(world_db) as connection:
        assessment = next(one.id for one in assessment_rows.of_visit(connection, later) if one.visit_id)
    # A value that asks for a comment takes last year's along, in sight; any other does not.
    assert stored(world_db, assessment) == {"1-05": ("C", "訪問で確認した状況", 1), "1-01": ("A", "", 1)}


def marked(database: Path) -> list[tuple[int, str, int]]:
    """Every mark on an earlier finding: finding, mark, person."""
    with db.reading(database) as connection:
        return [tuple(row) for row in connection.execute("SELECT finding_id, mark, person_id FROM follow_up")]


def test_on_plain_http_everything_but_opening_again_works(
    shelf: Shelf, server: Server, world: World, world_db: Path
) -> None:
    with Tablet(shelf, server.url.replace("127.0.0.1", STRANGE_HOST)) as tablet:
        sheet = VisitSheet(tablet, world.visit)
        sheet.sign_in(MEMBER)
        expect(sheet.offline).to_have_text("この接続ではオフラインで開き直すことはできません")
        assert READY not in sheet.page.content()
        sheet.rate("1-01", "A")
        sheet.take("1-01", "blue")
        sheet.expect_nothing_left()
        assert stored_photos(world_db, world.visitor_assessment) == {"1-01": ["blue"]}
