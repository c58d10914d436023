"""Moving visits of a plan in a browser: with a finger, with the keyboard, with a mouse, and back again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.readings import year_plan
from checklist.store import db
from checklist.store.plan import publishing, year_plans
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.screen import settled
from tests.cycle import who
from tests.world import HOST, LEADING, SECOND, SMALL, STRANGER, YEAR, World, by

NEXT = YEAR + 1
SAVE = "この変更を保存する"


def months(world: World) -> dict[str, int | None]:
    """Host -> month, of every visit of the plan as its page shows it."""
    codes = {key: code for code, key in world.hospitals.items()}
    with db.reading() as connection:
        page = year_plan.read(by(connection, who(world, "secretariat")), NEXT)
    return {codes[one.host_id]: one.month for one in page.standing}


def saved(page: Page) -> None:
    page.get_by_role("button", name=SAVE).tap()
    expect(page.get_by_role("button", name=SAVE)).to_be_hidden(timeout=60_000)
    expect(page.get_by_text("変更を計画案に保存しました")).to_be_visible(timeout=60_000)
    settled(page)


def test_a_visit_is_moved_by_tap_by_keyboard_and_by_mouse_and_taken_back(tablet: Tablet, world: World) -> None:
    ids = world.hospitals
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, NEXT, 0, PlanDraft(visits=(PlannedVisit(ids[SMALL], (ids[HOST],), 5),)))
        publishing.publish(act, NEXT, 1, [SECOND.code])
        there = year_plans.current(act, NEXT).draft.visits
        more = PlannedVisit(ids[STRANGER], (ids[LEADING],), 6)
        year_plans.save(act, NEXT, 2, PlanDraft(visits=(*there, more)))
    tablet.let_in("secretariat")
    page = settled(tablet.go(f"/plan?year={NEXT}&part=moves"))

    # By tap: the visit, then the cell to which it goes. What it does is told before anything is kept.
    drafted = page.get_by_role("button", name="架空東病院への訪問（架空市民病院）", exact=True)
    drafted.tap()
    page.get_by_role("button", name="架空東病院への訪問（架空市民病院）を9月へ").tap()
    expect(page.get_by_text("6月から9月へ")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("この内容で、満たせなくなる義務はありません")).to_be_visible()
    assert months(world) == {SMALL: 5, STRANGER: 6}
    saved(page)
    assert months(world) == {SMALL: 5, STRANGER: 9}

    # With the keyboard: Enter picks, arrows go from cell to cell, Escape gives up, Enter puts down.
    published = page.get_by_role("button", name="架空みなと病院への訪問（架空中央病院）", exact=True)
    published.press("Enter")
    page.keyboard.press("Escape")
    expect(published).to_have_attribute("aria-pressed", "false")
    published.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="架空みなと病院への訪問（架空中央病院）を未定へ")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("5月から4月へ")).to_be_visible(timeout=60_000)
    saved(page)
    assert months(world) == {SMALL: 4, STRANGER: 9}

    # Back: the last change alone.
    page.get_by_role("button", name="元に戻す").tap()
    expect(page.get_by_text("の変更を取り消しました")).to_be_visible(timeout=60_000)
    assert months(world) == {SMALL: 5, STRANGER: 9}

    # With a mouse, another hospital in the place of the one that comes; the visit itself waits for the plan.
    page = settled(tablet.go(f"/plan?year={NEXT}&part=moves&grid=crew"))
    token = page.get_by_role("button", name="架空中央病院による架空みなと病院への訪問", exact=True)
    start = token.bounding_box()
    row = page.get_by_role("rowheader", name="架空東病院").bounding_box()
    assert start
    assert row
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] + 60, steps=4)
    page.mouse.move(start["x"] + 10, row["y"] + row["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.get_by_text("訪問側を架空中央病院から架空東病院へ")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("架空中央病院の「加算2を評価」に相手がなくなります")).to_be_visible()
    saved(page)
    with db.reading() as connection:
        plan = year_plans.current(by(connection, who(world, "secretariat")), NEXT)
    (change,) = plan.draft.changes
    assert change.visit.evaluator_ids == (ids[STRANGER],)
    assert cycle.who(world, "secretariat").name == plan.by
