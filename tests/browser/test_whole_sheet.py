"""A whole visit by touch without a network from before the first tap until after the meeting; all of it arrives, once."""

from __future__ import annotations

import csv
import io
import uuid
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from checklist.model.assessments import Track
from checklist.model.closing import Signatory
from checklist.model.closing.report import Report
from checklist.store import db
from checklist.store.act import acting
from checklist.store.assessments import assessment_rows, photos
from checklist.store.closing import sealed_reports, signatures
from checklist.store.files import files, picture
from checklist.ui.markup import ABSENT
from tests.browser import real_sheet
from tests.browser.conftest import Tablet
from tests.browser.finger import Finger
from tests.browser.real_sheet import FOCUS, MANAGER, MEMBER, SHEET, Answers, Task
from tests.browser.sheet import Sheet, stored
from tests.browser.test_meeting import written
from tests.browser.visit_sheet import VisitSheet, stored_photos
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.world import AT_HAND, World, principal

WORDS = {"A": "A", "B": "B", "C": "C", "NA": "該当なし", "UNVERIFIED": "確認不能"}
LED = 12
"""So many items by the button that leads to the next one; the others by scrolling, with one tap."""
REASON, REMARKS = "記録の一部のみ確認できた", "全体に良く整えられていた。"


@pytest.fixture
def task(world: World) -> Task:
    """On the sheet that hospitals really use."""
    return real_sheet.begin(world)


def fill(sheet: VisitSheet, answered: Answers) -> None:
    """Touch every rating, and type a comment where one is expected; where the sheet leads, that is two taps an item."""
    finger, comments = Finger(sheet.page), 0
    for done, (code, (value, comment)) in enumerate(answered.items()):
        card, led = f'article.card[data-item="{code}"]', done < LED
        if led:
            finger.tap(".bar .next")
        finger.tap(f'{card}{":focus-within" if led else ""} button.rate[data-value="{value}"]', scrolled=not led)
        if comment:
            sheet.card(code).locator("textarea").focus()
            finger.type(comment)
            comments += 1
        assert not led or finger.taps == 2 * (done + 1)
    assert comments > 20
    assert finger.taps == len(answered) + LED
    expect(sheet.page.locator(".bar")).to_contain_text("すべて回答済み")


def submit(page: Page) -> None:
    """Submit; it is told to wait."""
    button = page.get_by_role("button", name="を提出する")
    # With nothing open any more, the button that has led from item to item leads to the end of the sheet.
    page.get_by_role("button", name="提出へ").tap()
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect(page.locator(".submission-question:visible")).not_to_contain_text("残しています")
    button.tap()
    expect(page.locator(".submission").get_by_text("まだ提出されていません")).to_be_visible()


def meet(page: Page, task: Task, theirs: Answers, differing: dict[str, str], owed: set[str]) -> None:
    """The closing meeting on the same device, from the submission that waits to what is still to be done at its end."""
    page.get_by_role("link", name="講評会をこの端末で始める").tap()
    page.wait_for_url(f"**/meeting/{task.visit}**")
    expect(page.locator(".rest")).to_have_text(f"残り {len(differing)}項目")
    expect(page.locator("#early")).to_contain_text(f"訪問評価の未送信：回答{len(theirs)}件・写真1枚")
    first, *_, last = differing
    finger = Finger(page)
    for code, value in differing.items():
        expect(page.locator(".code").first).to_have_text(code)
        expect(page.get_by_label("自己評価", exact=True)).to_contain_text(f"{code}の自己評価")
        finger.tap(f'.rates .rate[data-value="{value}"]')
        if code in owed:
            page.locator("#reason").fill(REASON)
        if code != last:
            finger.tap(".bar .jump:first-child")
    expect(page.locator(".rest")).to_have_text("すべて合意しました")
    page.get_by_role("button", name="指摘事項・好事例に加える").tap()
    page.get_by_role("button", name="加える", exact=True).tap()
    expect(page.locator(".found li")).to_contain_text("送信待ち")
    page.goto(page.url.split("#")[0] + f"#{SHEET}%2F{first}")
    page.reload()
    expect(page.locator(".value")).to_have_text(WORDS[differing[first]])
    page.get_by_role("button", name="講評・指摘").tap()
    page.get_by_label("講評", exact=True).fill(REMARKS)
    page.locator(".remarks").get_by_role("button", name="保存する").first.tap()
    page.get_by_label("開始時刻").fill("09:30")
    page.get_by_label("終了時刻").fill("16:00")
    page.locator(".field", has=page.locator(".times")).get_by_role("button", name="保存する").tap()
    # The values, the finding, the 講評 and the hours.
    expect(page.locator(".end")).to_contain_text(f"この端末にのみある記録が{len(differing) + 3}件あります")
    expect(page.locator(".end")).to_contain_text("現在は通信できないため、署名できません")


def sealed(world: World, task: Task) -> Report:
    """What both sides sign and seal the next morning."""
    with acting(principal(world.people[MANAGER]), whence=AT_HAND) as act:
        signatures.sign(act, task.visit, Signatory.HOST, "架空 院長")
    with acting(principal(world.people[MEMBER]), whence=AT_HAND) as member:
        signatures.sign(member, task.visit, Signatory.EVALUATOR, "架空 評価者")
        sealed_reports.seal(member, task.visit, *sealed_reports.suggested(member, task.visit))
        return sealed_reports.snapshot(member, task.visit)


def expect_nothing_to_move(sheet: VisitSheet, item: str) -> None:
    """The button that submits stands where it will stand when everything above it has been seen, pictures included."""
    page, top = sheet.page, "() => scrollTo(0, 0)"
    page.locator(".answer-sheet[data-settled]").wait_for()
    button = page.get_by_role("button", name="を提出する")
    page.evaluate(top)
    before = button.bounding_box()
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    for y in range(0, height, 1000):
        page.evaluate(f"scrollTo(0, {y})")
    sheet.card(item).scroll_into_view_if_needed()
    expect(sheet.photos(item, "held").locator("img")).to_have_js_property("complete", True)
    page.evaluate(top)
    assert button.bounding_box() == before


def expect_exempt_to_count_nowhere(sheet: Sheet, task: Task) -> None:
    """Items for 加算1 are told at a hospital of 加算2, and neither counted nor asked for."""
    needed = len(task.codes) - len(task.exempt)
    assert 0 < needed < len(task.codes)
    expect(sheet.page.locator(".bar .left p")).to_have_text(
        f"残り {needed}項目 / {needed}（回答不要 {len(task.exempt)}）"
    )
    expect(sheet.card(task.exempt[0]).locator(".exempt")).to_have_text("加算1の項目（この病院では回答不要）")
    assert sheet.page.locator("article.card .exempt").count() == len(task.exempt)
    sheet.page.get_by_role("button", name="未回答のみ").tap()
    expect(sheet.card(task.exempt[0])).to_be_hidden()
    assert sheet.page.locator("article.card:visible").count() == needed
    sheet.page.get_by_role("button", name="未回答のみ").tap()
    about = next(code for code in task.exempt if code.startswith("19-"))
    expect(sheet.card(about).locator(".exempt")).to_have_text("透析の項目（この病院では回答不要）")
    chapter = sheet.page.locator(".chapter[data-chapter='19']")
    expect(chapter.locator(".chapter-count")).to_have_text("回答不要")
    expect(chapter).to_have_attribute("aria-label", "第19章 透析 回答不要")


def expect_focus_first(sheet: Sheet) -> None:
    """The 重点項目 of the year are the first thing to narrow the sheet to; before it stands how the sheet is laid out."""
    layout, first = (sheet.page.locator(".filters .toggle").nth(place) for place in (0, 1))
    expect(layout).to_have_text("一覧で見る")
    expect(first).to_have_text("重点項目")
    first.tap()
    cards = sheet.page.locator("article.card:visible")
    assert [card.get_attribute("data-item") for card in cards.all()] == list(FOCUS)
    expect(cards.first.locator(".focus-item")).to_have_text("重点項目")
    first.tap()


def items_on(page: Page) -> list[list[str]]:
    """The rows of the table of items, header first, as the screen shows them."""
    table = page.locator("table", has=page.locator("th", has_text="項目コード"))
    table.wait_for()
    rows = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tr").all()]
    # What is nothing in a file is told by a dash on the screen.
    return [["" if cell == ABSENT else cell for cell in row] for row in rows]


def items_in_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def items_in_excel(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["項目別"]
    # A head stands in its cell in lines of whole words.
    return [
        ["" if value is None else str(value).replace("\n", "") for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def table_of(rows: list[list[str]], codes: tuple[str, ...]) -> dict[str, tuple[str, str, str, str]]:
    """Item -> (self value, self comment, visitor value, visitor comment), found by the names of the columns."""
    head = next(row for row in rows if "項目コード" in row)
    places = [
        head.index(name) for name in ("項目コード", "自己評価", "自己評価のコメント", "訪問評価", "訪問評価のコメント")
    ]
    found = {row[places[0]]: row for row in rows if len(row) > places[0] and row[places[0]] in codes}
    return {code: (row[places[1]], row[places[2]], row[places[3]], row[places[4]]) for code, row in found.items()}


def test_a_visit_without_a_network_from_before_the_first_tap_until_after_the_meeting_arrives_once(
    task: Task, world: World, proxy: Proxy, tablet: Tablet, world_db: Path
) -> None:
    needed = task.needed
    order = dict(zip(needed, cycle(["A", "A", "B", "A", "A", "A", "C", "A", "A", "NA"]), strict=False))
    own = {code: (value, f"{code}の自己評価") for code, value in order.items()}
    theirs = {code: (value, f"{code}の訪問評価" if value in ("B", "C") else "") for code, value in order.items()}
    agreed = {}
    for code, (value, meant) in zip(
        needed[5::23], (("B", "B"), ("C", "B"), ("UNVERIFIED", "A"), ("NA", "NA"), ("B", "A")), strict=False
    ):
        theirs[code], agreed[code] = (value, f"{code}の訪問評価"), meant
    owed = {code for code, value in agreed.items() if value not in (own[code][0], theirs[code][0])}
    assert len(owed) == 1
    real_sheet.submit(world, MANAGER, task.self_assessment, own)
    shrunk = picture.shrink(jpeg(1600, 1200, "lime"))
    sha256 = files.put(files.folder_beside(world_db), shrunk.content)
    with acting(principal(world.people[MEMBER])) as act:
        photos.add(act, task.visitor_assessment, needed[-1], str(uuid.uuid4()), shrunk, sha256)

    sheet = VisitSheet(tablet, task.visit).prepare(MEMBER)
    page = sheet.page
    expect(sheet.card(task.codes[1]).locator(".references")).to_contain_text(f"{task.codes[1]}の自己評価")
    expect_exempt_to_count_nowhere(sheet, task)
    expect_focus_first(sheet)
    expect_nothing_to_move(sheet, needed[-1])
    hint = page.locator(".submit-hint")
    height = hint.evaluate("one => one.offsetHeight")

    proxy.drop()
    fill(sheet, theirs)
    sheet.take(needed[0], "red")
    # It comes and goes with every answer above the button that submits, in a place that is kept free for it.
    expect(hint).to_contain_text(f"未送信の回答が{len(theirs)}件あります。")
    assert hint.evaluate("one => one.offsetHeight") == height
    submit(page)
    meet(page, task, theirs, agreed, owed)
    assert stored(world_db, task.visitor_assessment) == {}

    proxy.restore()
    expect(page.locator("#state")).to_contain_text("保存済み", timeout=40_000)
    expect(page.locator("#early")).to_be_hidden()
    expect_there_once(task, world_db, theirs, agreed, owed)
    assert stored_photos(world_db, task.visitor_assessment) == {needed[0]: ["red"], needed[-1]: ["lime"]}

    report = sealed(world, task)
    (told,) = report.sheets
    values = {code: agreed.get(code, value) for code, (value, _) in theirs.items()}
    assert {one.code: one.agreed_value for one in told.items} == values
    assert {one.code for one in told.exempt} == set(task.exempt)
    assert {one.item for one in told.photos} == {needed[0], needed[-1]}
    assert [one.item for one in report.findings] == [list(agreed)[-1]]
    assert (report.remarks, report.visit.began, report.visit.ended) == (REMARKS, "09:30", "16:00")
    tablet.sign_out()
    expect_compared(tablet, task, own, theirs)


def expect_there_once(task: Task, database: Path, theirs: Answers, agreed: dict[str, str], owed: set[str]) -> None:
    """What was entered stands in the database, and nothing of it twice."""
    assert stored(database, task.visitor_assessment) == {code: (*answer, 1) for code, answer in theirs.items()}
    with db.reading(database) as connection:
        found = {one.track: one.id for one in assessment_rows.of_visit(connection, task.visit)}
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("closing", "finding", "visit_hours")
        }
        history = connection.execute(
            "SELECT count(*) FROM rating_history WHERE assessment_id = ?", [task.visitor_assessment]
        )
        assert history.fetchone()[0] == len(theirs)
    last = list(agreed)[-1]
    expected = sorted((code, value, REASON if code in owed else "") for code, value in agreed.items())
    assert written(database, found[Track.AGREED]) == (expected, [(last, theirs[last][1])], [(REMARKS,)])
    assert counts == {"closing": 1, "finding": 1, "visit_hours": 1}


def expect_compared(tablet: Tablet, task: Task, own: Answers, theirs: Answers) -> None:
    """The host's manager reads on the screen and in both files what was tapped."""
    expected = {
        code: (WORDS[own[code][0]], own[code][1], WORDS[value], comment) for code, (value, comment) in theirs.items()
    }
    tablet.let_in(MANAGER)
    page = tablet.go(f"/comparison?by=visit&visit={task.visit}")
    on_screen, needed = items_on(page), tuple(theirs)
    assert table_of(on_screen, needed) == expected
    contents = {
        kind: tablet.context.request.get(f"{tablet.url}/download/visits/{task.visit}.{kind}").body()
        for kind in ("csv", "xlsx")
    }
    in_csv, in_excel = items_in_csv(contents["csv"]), items_in_excel(contents["xlsx"])
    assert table_of(in_csv, needed) == expected
    assert table_of(in_excel, needed) == expected
    # Files say in a further column that the region is invented; the screen says so at its top.
    width = len(on_screen[0])
    for rows in (in_csv, in_excel):
        first = next(index for index, row in enumerate(rows) if "項目コード" in row)
        assert [row[:width] for row in rows[first : first + len(on_screen)]] == on_screen
