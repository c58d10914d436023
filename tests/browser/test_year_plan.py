"""From an empty year to published visits, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from checklist.store import db
from checklist.store.visits import visits
from tests.browser.conftest import Tablet
from tests.browser.screen import settled
from tests.world import YEAR, World, by

NEXT = YEAR + 1


def test_an_empty_year_is_planned_and_published_and_a_hospital_finds_its_visits(tablet: Tablet, world: World) -> None:
    tablet.let_in("secretariat")
    page = settled(tablet.go(f"/plan?year={NEXT}&part=work"))
    page.get_by_role("button", name="計画案を作成する").tap()
    expect(page.get_by_text("計画案を作成しました（これより良い計画はありません）")).to_be_visible(timeout=60_000)
    settled(page).get_by_role("button", name="計画を公表する").tap()
    expect(page.get_by_text("の計画を公表しました")).to_be_visible(timeout=60_000)
    with db.reading() as connection:
        made = [one for one in visits.all_visits(by(connection)) if one.fiscal_year == NEXT]
    assert {one.host_id for one in made} == set(world.hospitals.values())
    # The picture stands without anything from outside: the page has no other origin to ask.
    page = settled(tablet.go(f"/plan?year={NEXT}&part=pictures"))
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=60_000)
    tablet.sign_out()
    page = settled(tablet.sign_in("manager.h03", f"/plan?year={NEXT}"))
    expect(page.get_by_role("link", name="内容を見る").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("月の予定（日程未定）").first).to_be_visible()
