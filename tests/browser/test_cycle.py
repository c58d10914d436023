"""The whole cycle by touch: two sides rate, meet, sign and seal; the host improves, and next year's visitors look again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from checklist.model import VisitState
from checklist.rules.follow_up import Mark
from checklist.store import db, follow_ups, improvement_plans, sealed_reports, visits
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.sheet import Sheet
from tests.world import CODES, SECOND, World

FIRST_PART = {"1-01": "A", "1-02": "B", "1-04": "A", "1-05": "C"}
SECOND_PART = {"2-01": "A", "2-03": "A"}
FOUND = {"1-02": "専従の届出を確認できない", "1-05": "院長の出席が記録されていない"}


def press(page: Page, label: str, told: str) -> None:
    """Tap a button and read what the page says about it."""
    page.get_by_role("button", name=label, exact=True).first.tap()
    expect(page.get_by_text(told).first).to_be_visible()


def rate(sheet: Sheet, values: dict[str, str]) -> None:
    """Tap these ratings, with a comment where something was found, until all are saved."""
    for item, value in values.items():
        sheet.rate(item, value)
        if item in FOUND and value != "A":
            sheet.comment(item, FOUND[item])
    sheet.expect_saved()


def submit(sheet: Sheet, told: str) -> None:
    """Open the sheet anew and submit it."""
    sheet.open()
    expect(sheet.page.get_by_text("すべての項目に回答があります。")).to_be_visible()
    press(sheet.page, "提出する", told)


def agree(page: Page, item: str, value: str) -> None:
    """One tap at an item of the closing meeting."""
    box: Locator = page.locator(f".st-key-closing-{SECOND.code}-{item}")
    box.locator('[data-testid="stButtonGroup"]').get_by_text(value, exact=True).tap()
    expect(page.get_by_text(f"{item}：合意評価を「{value}」にしました。")).to_be_visible()


def sign(page: Page, side: str, name: str) -> None:
    page.get_by_label(f"{side}の署名（氏名）").fill(name)
    press(page, f"{side}として署名する", f"{side}の署名を記録しました。")


def test_the_cycle_from_self_assessment_to_next_years_visit(
    tablet: Tablet, second_tablet: Tablet, world: World, world_db: Path
) -> None:
    own = Sheet(second_tablet, world.self_assessment).sign_in("manager.h01")
    rate(own, dict.fromkeys(CODES, "A"))
    submit(own, "自己評価を提出しました。")
    second_tablet.sign_out()

    rate(Sheet(second_tablet, world.visitor_assessment).sign_in("second.h02"), SECOND_PART)
    second_tablet.sign_out()
    theirs = Sheet(tablet, world.visitor_assessment).sign_in("evaluator.h02")
    rate(theirs, FIRST_PART)
    submit(theirs, "訪問評価を提出しました。")

    visit = f"/visits?visit={world.visit}"
    page = tablet.go(visit)
    press(page, "協議済みにする", "状態を「協議済み」に変更しました。")
    press(page, "訪問を始める", "状態を「訪問中」に変更しました。")

    page = tablet.go(f"/closing?visit={world.visit}")
    press(page, "講評会を始める", "講評会を始めました。")
    agree(page, "1-02", "B")
    agree(page, "1-05", "C")
    page.get_by_text("訪問評価のコメントから加える").tap()
    press(page, "指摘事項に加える", "1-02の指摘事項を加えました。")
    press(page, "指摘事項に加える", "1-05の指摘事項を加えました。")
    page.get_by_label("講評の本文").fill("全体によく取り組まれています。")
    press(page, "講評を保存する", "講評を保存しました。")
    sign(page, "訪問側", "架空 評価者")

    host = second_tablet.sign_in("manager.h01", f"/closing%3Fvisit%3D{world.visit}")
    expect(host.get_by_text("全体によく取り組まれています。").first).to_be_visible()
    sign(host, "受審病院", "架空 院長")
    expect(page.get_by_role("button", name="報告書を確定する")).to_be_visible()
    press(page, "報告書を確定する", "評価報告書を確定しました。")
    page = tablet.go(visit)
    press(page, "手交を記録する", "手交を記録しました。")
    host = second_tablet.go(visit)
    press(host, "受領を記録する", "受領を記録しました。")

    host = second_tablet.go("/improvements")
    host.locator(".board a", has_text=FOUND["1-05"]).tap()
    host.get_by_label("改善策").fill("出席を議事録に残す")
    host.get_by_label("担当者").fill("医療安全係")
    host.get_by_label("期限").fill("2027/1/31")
    press(host, "計画を保存する", "改善計画を保存しました。")
    host.get_by_label("進捗の内容").fill("議事録の様式を直した")
    press(host, "進捗を記録する", "進捗を記録しました。")

    later = cycle.next_year(world)
    page = tablet.go(f"/improvements?visit={later}")
    expect(page.get_by_text("議事録の様式を直した")).to_be_visible()
    for item, word in (("1-02", "解決"), ("1-05", "再発")):
        box = page.locator('[class*="st-key-earlier-"]', has_text=FOUND[item])
        box.locator('[data-testid="stRadio"]').get_by_text(word, exact=True).tap()
        press(page, f"{item}の判定を保存する", "判定を保存しました。")
        expect(box.locator(".chip", has_text=word)).to_be_visible()

    with db.reading(world_db) as connection:
        member = cycle.who(world, "evaluator.h02")
        assert visits.get(connection, world.visit).state is VisitState.ACKNOWLEDGED
        report = sealed_reports.snapshot(connection, member, world.visit)
        assert [one["text"] for one in report["findings"]] == list(FOUND.values())
        assert {one["code"]: one["agreed_value"] for one in report["sheets"][0]["items"]} == {
            **FIRST_PART, **SECOND_PART,
        }  # fmt: skip
        found = follow_ups.for_visit(connection, member, later, SECOND.code)
        assert {one.finding.item: one.mark for one in found} == {"1-02": Mark.RESOLVED, "1-05": Mark.RECURRED}
        plans = improvement_plans.of_hospital(connection, cycle.who(world, "manager.h01"), world.hospitals["H01"])
        assert [note.text for plan in plans for note in plan.notes] == ["議事録の様式を直した"]
