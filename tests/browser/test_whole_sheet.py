"""A whole visit by touch without a network from the first tap to submitting; comparison and files show what was tapped."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from checklist.imports import sheet_files
from checklist.model.assessments import Operation
from checklist.model.sheets import Module
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import db
from checklist.store.act import acting
from checklist.store.assessments import answers, assessment_rows, assessments, photos
from checklist.store.files import files, picture
from checklist.store.hospitals import lacking_modules
from checklist.store.sheets import focus_items, sheets
from checklist.store.visits import visits
from checklist.ui.markup import ABSENT
from tests.browser.conftest import Tablet
from tests.browser.sheet import Sheet, stored
from tests.browser.visit_sheet import VisitSheet
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.world import LEADING, SMALL, YEAR, World, by, principal

WORDS = {"A": "A", "B": "B", "C": "C", "NA": "該当なし", "UNVERIFIED": "確認不能"}
SHEET = "anzen-3"
LACKING, FOCUS = {Module.DIALYSIS}, ("1-20", "16-01", "16-02")
MANAGER, MEMBER = "manager.h03", "evaluator.h02"


@dataclass(frozen=True)
class Task:
    """A visit of 加算2 by 加算1 that nobody has begun, and the codes of its items."""

    visit: int
    self_assessment: int
    visitor_assessment: int
    codes: tuple[str, ...]
    exempt: tuple[str, ...]


@pytest.fixture
def task(world: World, world_db: Path) -> Task:
    """On the sheet that hospitals really use."""
    members = (world.people[MEMBER].id,)
    plan = Visit(
        0, YEAR, world.hospitals[SMALL], (world.hospitals[LEADING],), members, None, VisitMode.IN_PERSON,
        VisitState.PLANNED, False, "",
    )  # fmt: skip
    with db.writing(world_db) as connection:
        sheet_files.load_shipped(by(connection))
        lacking_modules.declare(by(connection), world.hospitals[SMALL], LACKING)
        focus_items.choose(by(connection), YEAR, SHEET, FOCUS)
        visit = visits.add(by(connection, principal(world.people["secretariat"])), plan, [SHEET])
        own = assessments.start_self(by(connection, principal(world.people[MANAGER])), YEAR, SHEET)
        (visitor,) = (a.id for a in assessment_rows.of_visit(connection, visit) if a.id != own)
        items = sheets.get(by(connection), SHEET).items
    exempt = tuple(item.code for item in items if item.classes == (1,) or item.module in LACKING)
    return Task(visit, own, visitor, tuple(item.code for item in items), exempt)


Answers = dict[str, tuple[str, str]]


def planned(codes: tuple[str, ...], order: str, word: str) -> Answers:
    """A value for every item, with a comment where one is expected."""
    values = dict(zip(codes, cycle(order.split()), strict=False))
    return {
        code: (value, f"{code}の{word}" if value in ("B", "C", "UNVERIFIED") else "") for code, value in values.items()
    }


def record(world: World, login: str, assessment: int, answered: Answers) -> None:
    """Give answers without a screen, and submit them."""
    sent = [Operation(str(uuid.uuid4()), code, 0, value, comment) for code, (value, comment) in answered.items()]
    with acting(principal(world.people[login])) as act:
        assert {one.status for one in answers.record(act, assessment, sent)} == {answers.SAVED}
        assessments.submit(act, assessment)


def fill(sheet: VisitSheet, answered: Answers) -> None:
    """Tap every rating, type every comment, and submit, all without a network: nothing of it has arrived yet."""
    for code, (value, comment) in answered.items():
        sheet.rate(code, value)
        if comment:
            sheet.card(code).locator("textarea").fill(comment)
    page, submit = sheet.page, sheet.page.get_by_role("button", name="を提出する")
    expect(page.locator(".bar")).to_contain_text("すべて回答済み")
    submit.tap()
    expect(page.locator(".submission-question:visible")).not_to_contain_text("残しています")
    submit.tap()
    expect(page.locator(".submission").get_by_text("まだ提出されていません")).to_be_visible()


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
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def table_of(rows: list[list[str]], codes: tuple[str, ...]) -> dict[str, tuple[str, str, str, str]]:
    """Item -> (self value, self comment, visitor value, visitor comment), found by the names of the columns."""
    head = next(row for row in rows if "項目コード" in row)
    places = [
        head.index(name) for name in ("項目コード", "自己評価", "自己評価のコメント", "訪問評価", "訪問評価のコメント")
    ]
    found = {row[places[0]]: row for row in rows if len(row) > places[0] and row[places[0]] in codes}
    return {code: (row[places[1]], row[places[2]], row[places[3]], row[places[4]]) for code, row in found.items()}


def test_what_is_tapped_without_a_network_is_what_comparison_excel_and_csv_show(
    task: Task, world: World, proxy: Proxy, tablet: Tablet, world_db: Path
) -> None:
    own = planned(task.codes, "A B C NA UNVERIFIED A", "自己評価")
    theirs = planned(task.codes, "A A NA B A C A UNVERIFIED A A", "訪問評価")
    record(world, MANAGER, task.self_assessment, own)
    shrunk = picture.shrink(jpeg())
    sha256 = files.put(files.folder_beside(world_db), shrunk.content)
    with acting(principal(world.people[MEMBER])) as act:
        photos.add(act, task.visitor_assessment, task.codes[-1], str(uuid.uuid4()), shrunk, sha256)

    sheet = VisitSheet(tablet, task.visit).prepare(MEMBER)
    expect(sheet.card(task.codes[1]).locator(".references")).to_contain_text(f"{task.codes[1]}の自己評価")
    expect_exempt_to_count_nowhere(sheet, task)
    expect_focus_first(sheet)
    expect_nothing_to_move(sheet, task.codes[-1])
    hint = sheet.page.locator(".submit-hint")
    height = hint.evaluate("one => one.offsetHeight")
    proxy.drop()
    fill(sheet, theirs)
    # It comes and goes with every answer above the button that submits, in a place that is kept free for it.
    expect(hint).to_contain_text(f"未送信の回答が{len(theirs)}件あります。")
    assert hint.evaluate("one => one.offsetHeight") == height
    assert stored(world_db, task.visitor_assessment) == {}
    proxy.restore()
    expect(sheet.card(task.codes[0]).locator("button.rate").first).to_be_disabled()
    assert {code: row[:2] for code, row in stored(world_db, task.visitor_assessment).items()} == theirs

    expected = {
        code: (WORDS[own[code][0]], own[code][1], WORDS[theirs[code][0]], theirs[code][1]) for code in task.codes
    }
    tablet.sign_out()
    tablet.let_in(MANAGER)
    page = tablet.go(f"/comparison?by=visit&visit={task.visit}")
    on_screen = items_on(page)
    assert table_of(on_screen, task.codes) == expected
    contents = {
        kind: tablet.context.request.get(f"{tablet.url}/download/visits/{task.visit}.{kind}").body()
        for kind in ("csv", "xlsx")
    }
    in_csv, in_excel = items_in_csv(contents["csv"]), items_in_excel(contents["xlsx"])
    assert table_of(in_csv, task.codes) == expected
    assert table_of(in_excel, task.codes) == expected
    # Files say in a further column that the region is invented; the screen says so at its top.
    width = len(on_screen[0])
    for rows in (in_csv, in_excel):
        first = next(index for index, row in enumerate(rows) if "項目コード" in row)
        assert [row[:width] for row in rows[first : first + len(on_screen)]] == on_screen
