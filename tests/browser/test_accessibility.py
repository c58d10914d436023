"""Every page, light and dark, under the rules of axe-core and fit for a tablet: nothing critical, serious or moderate."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from checklist.store.act import acting
from checklist.store.center import case_drafts
from checklist.store.visits import handovers, member_chapters
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.test_screens import misfits, settled
from tests.browser.visit_sheet import VisitSheet
from tests.center_desk import staff, take_down
from tests.center_trainings import count, hold
from tests.pictures import jpeg
from tests.ui.test_pages import submit_both
from tests.world import World, principal

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# The other parts are the same books of records and tables of figures under other names.
PARTS_OF_CENTER = (
    *(f"/trainings?part={one}" for one in ("before", "offers", "wishes")),
    *(f"/council?part={one}" for one in ("members", "remarks")),
    *(f"/learning?part={one}" for one in ("outcomes", "wishes", "editions")),
    "/figures?part=nation",
    *(f"/desk?part={one}" for one in ("desk_rule", "lists", "file")),
    *(f"/activities?part={one}" for one in ("training_session", "outreach", "center_evaluation")),
)
PAGES = {
    "manager.h01": ("/", "/assessments", "/assessments?assessment=2", "/answer?assessment=2&form=standard",
                    "/evidence"),
    "evaluator.h02": ("/visits?visit=1", "/visits?visit=1&part=result", "/visits?visit=1&part=paperwork",
                      "/answer?assessment=1"),
    "secretariat": ("/visits", "/visits?visit=1", "/visits?visit=1&part=result",
                    "/visits?visit=1&part=paperwork", "/comparison", "/comparison?by=hospitals", "/comparison?by=tracks",
                    "/comparison?by=visit", "/comparison?by=partners", "/hospitals", "/hospitals?hospital=1",
                    "/sheets", "/sheets?sheet=mini-2", "/accounts"),
    "admin": ("/accounts", "/accounts?account=1", "/settings", "/no-such-page"),
    "center": ("/", "/consultations", "/consultations?case=1", "/consultations?part=kept", "/hospital_desk", "/figures", "/desk", "/learning", "/council", "/survey",
               "/activities", "/trainings?part=attendance", "/trainings?part=turns", "/consultations?part=list",
               *PARTS_OF_CENTER),
    "expert": ("/advice",),
}  # fmt: skip
LEADERS = {
    "secretariat": (
        "/practices",
        "/follow_ups",
        "/leniency",
        "/plan?year=2027",
        "/plan?year=2026&part=pictures",
        "/plan?year=2026&part=schedule",
        "/overdue",
        "/improvements",
    ),
    "leader.h01": ("/", "/follow_ups"),
    "manager.h01": ("/closing?visit=1", "/improvements", "/improvements?finding=1"),
}
SHEET = "/answer?assessment=1"
LIGHT_ONLY = (
    "/comparison?",
    "/hospitals",
    "/sheets",
    "/visits",
    "/activities",
    "/trainings",
    "/consultations?part=list",
    "/advice",
    *PARTS_OF_CENTER,
)
"""Pages made of the same parts as others that are looked at in the dark as well."""
EXCEPTIONS: dict[str, str] = {}
"""Rule and a piece of the element's own markup -> why nobody but Streamlit can change it."""


# A busy browser is late on its way from one colour to the next.
_COLOURS_STAND = """async () => {
  for (let calm = 0; calm < 3; ) {
    await new Promise(requestAnimationFrame);
    calm = document.getAnimations().some((one) => one instanceof CSSTransition) ? 0 : calm + 1;
  }
}"""
# Of the rest there is up to half a megabyte.
_RUN = """() => axe.run({ resultTypes: ["violations"] }).then(({ testEngine, violations }) => ({ testEngine, violations }))"""
SERIOUS, MODERATE = ("serious", "critical"), ("moderate", "serious", "critical")


def faults(page: Page, impacts: tuple[str, ...] = SERIOUS) -> list[str]:
    """What axe-core calls so bad, each with its element and reason."""
    page.evaluate(Axe().axe_script)
    answer: dict[str, Any] = page.evaluate(_RUN)
    assert answer["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in answer["violations"]
        if rule["impact"] in impacts
        for node in rule["nodes"]
        if not any(f"{rule['id']}: {node['html']}".startswith(known) for known in EXCEPTIONS)
    ]


def look(page: Page, scheme: Scheme, fresh: bool = False) -> None:
    """Ask for light or dark, and wait until every colour has arrived; a page that was opened `fresh` in it has them."""
    page.emulate_media(color_scheme=scheme)
    if not fresh:
        page.wait_for_timeout(400)
    page.evaluate(_COLOURS_STAND)


def schemes(login: str, path: str) -> tuple[Scheme, ...]:
    """In what light a page is looked at."""
    if (login, path) == ("secretariat", "/visits?visit=1"):
        return SCHEMES
    return SCHEMES[:1] if login == "evaluator.h02" or path.startswith(LIGHT_ONLY) else SCHEMES


@pytest.mark.parametrize("login", PAGES)
def test_every_page_fits_a_tablet_and_has_no_serious_or_moderate_fault(
    login: str, tablet: Tablet, world: World
) -> None:
    if login == "secretariat":
        submit_both(world)
    if login == "center":
        take_down(staff(world))
        count(world, hold(world))
        with acting(staff(world)) as act:
            case_drafts.keep(act, {"since": act.at.isoformat(), "channel": "phone", "subject": "2"})
    tablet.let_in(login)
    found: dict[str, object] = {}
    for path in PAGES[login]:
        tablet.page.emulate_media(color_scheme="light")
        page = tablet.go(path)
        settled(page)
        found[path] = misfits(page, world)
        for scheme in schemes(login, path):
            look(page, scheme, fresh=scheme == "light")
            # A page that there is not is one of Streamlit's own, without a heading.
            found[f"{path} {scheme}"] = faults(page, SERIOUS if path == "/no-such-page" else MODERATE)
    assert {place: told for place, told in found.items() if told} == {}


def test_what_leaders_and_regions_compare_has_no_fault(tablet: Tablet, world: World) -> None:
    cycle.meeting(world)
    tablet.sign_in("evaluator.h02")
    page = tablet.go("/closing?visit=1")
    settled(page)
    found = {"the meeting": faults(page, MODERATE)}
    _, good = cycle.end_with_practice(world)
    cycle.offered(world, good, named=True)
    cycle.next_year(world)
    for login, paths in LEADERS.items():
        tablet.let_in(login)
        for path in paths:
            page = tablet.go(path)
            settled(page)
            for scheme in SCHEMES if path == "/practices" else SCHEMES[:1]:
                look(page, scheme)
                found[f"{login} {path} {scheme}"] = faults(page, MODERATE)
    # A phone has a way around the pages of its own, and Streamlit's, which nobody sees there, is told to nobody.
    page.set_viewport_size({"width": 390, "height": 844})
    settled(tablet.go("/"))
    found["on a phone"] = faults(page, MODERATE)
    assert {place: told for place, told in found.items() if told} == {}


def test_the_sheet_has_no_serious_or_moderate_fault(tablet: Tablet, world: World) -> None:
    page = tablet.sign_in("evaluator.h02", SHEET)
    page.locator(".card").first.wait_for()
    page.get_by_role("button", name="B").first.tap()
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme


def test_the_page_of_the_day_has_no_fault_with_everything_on_it_open(tablet: Tablet, world: World) -> None:
    with acting(principal(world.people["evaluator.h02"])) as act:
        member_chapters.assign(act, world.visit, world.people["evaluator.h02"].id, "mini-2", ["1"])
        handovers.hand_over(act, world.visitor_assessment, "1", world.people["second.h02"].id)
    sheet = VisitSheet(tablet, world.visit).sign_in("second.h02")
    page, card = sheet.page, sheet.card("1-01")
    sheet.rate("1-01", "B")
    sheet.rate("1-01", "C")
    card.get_by_role("button", name="あとで確認").tap()
    card.get_by_role("button", name="定型文").tap()
    sheet.expect_saved()
    card.locator(".trace").tap()
    for part in (".team summary", ".memo summary", ".submission .button.primary"):
        page.locator(part).first.tap()
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme
    VisitSheet(tablet, world.visit).photograph("1-01", jpeg(400, 300, "yellow"))
    page.locator("dialog.photo-editor canvas").wait_for()
    for scheme in SCHEMES:
        look(page, scheme)
        assert faults(page, MODERATE) == [], scheme


@pytest.mark.parametrize("scheme", SCHEMES)
def test_signing_in_and_out_has_no_serious_fault(scheme: Scheme, tablet: Tablet) -> None:
    page = tablet.go("/login")
    look(page, scheme)
    assert faults(page) == []
    page.get_by_label("ログインID").fill("nobody")
    page.get_by_label("パスワード").fill("wrong-password")
    page.get_by_role("button", name="ログイン").tap()
    page.get_by_role("alert").wait_for()
    assert faults(page) == []
    tablet.let_in("leader.h01")
    page = tablet.go("/logout")
    page.get_by_role("button", name="ログアウトする").wait_for()
    assert faults(page) == []


def test_axe_finds_a_fault_where_there_is_one(tablet: Tablet) -> None:
    page = tablet.go("/login")
    page.evaluate("() => document.querySelector('label[for=login]').remove()")
    assert any(fault.startswith("label: ") for fault in faults(page))
