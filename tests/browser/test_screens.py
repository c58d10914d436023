"""What makes a screen fit for a tablet: Japanese only, wide enough, and large enough to touch.

Every screen is asked for it where it is opened for the rules of axe-core (test_accessibility).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from checklist.store import db
from checklist.store.sheets import sheets
from checklist.ui.sheets import sheet_view
from tests import cycle
from tests.browser.conftest import Tablet
from tests.world import World, by

ALLOWED = {
    "http",
    "https",
    "URI",
    "issuer",
    "OpenID",
    "Connect",
    "Entra",
    "Google",
    "Keycloak",
    "oauth",
    "callback",
    "XLSForm",
    "ODK",
    "Kobo",
    "ODS",
    "TSV",
    "TXT",
    "XLS",
    "XLSM",
    "ics",
    "CHECKLIST",
    "URL",
    "smtp",
    "anzen",
    "example",
    "jp",
    "STARTTLS",
    "TLS",
    "Excel",
    "Word",
    "PowerPoint",
    "CSV",
    "PDF",
    "ZIP",
    "QR",
    "MB",
    "ID",
    "xlsx",
    "XLSX",
    "DOCX",
    "PPTX",
    "JPG",
    "JPEG",
    "PNG",
    "FAX",
    "ICT",
    "Ctrl",
    "Enter",
    "mixonline",
}

_TEXTS_AND_NAMES = """() => {
  const hidden = '[data-testid="stIconMaterial"], style, script, noscript';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parts = [document.title];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(hidden) && parent.checkVisibility()) parts.push(walker.currentNode.data);
  }
  for (const name of ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'title', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!element.closest(hidden) && element.checkVisibility()) parts.push(element.getAttribute(name));
  return parts.join(' ');
}"""
# A name beside a chart is as high as its letters: the same way stands below the chart at full size.
_SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main a:not(svg a), main button, header a, main summary, main [data-testid="stCheckbox"] label, main [role="radiogroup"] label')]
  .filter((e) => e.checkVisibility() && !e.closest('[role="group"], [data-testid="stNumberInputContainer"]'))
  .map((e) => [e.textContent.trim(), Math.round(e.getBoundingClientRect().height)])
  .filter(([text, height]) => height > 0 && height < 44)"""
_HIDDEN_WAYS = """() => [...document.querySelectorAll('.scroll a')]
  .filter((a) => a.checkVisibility() && a.getBoundingClientRect().right > a.closest('.scroll').getBoundingClientRect().right)
  .map((a) => a.textContent)"""
_OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


def settled(page: Page) -> None:
    """Wait until the page stands and every part of it is drawn."""
    page.locator(".who").wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(400)
    for summary in page.locator('[data-testid="stExpander"] summary').all():
        summary.tap()


def english(page: Page, world: World) -> set[str]:
    """Words in Latin letters, read by the eye or by a screen reader, that no login and no file format explains."""
    shown = page.evaluate(_TEXTS_AND_NAMES)
    # Where the backups lie is told as the path it is, the chain of records by its value, a command by its name.
    shown = re.sub(
        r"(?:/[\w.-]+){2,}|\b[0-9a-f]{64}\b|(?:\b[0-9a-f]{4}\s+){2,}[0-9a-f]{4}\b|\bdoctor( --head)?\b", "", shown
    )
    for login in sorted(world.people, key=len, reverse=True):
        shown = shown.replace(login, "")
    return {word for word in re.findall(r"[A-Za-z]{2,}", shown) if word not in ALLOWED}


def misfits(page: Page, world: World) -> dict[str, object]:
    """What of a page on a tablet is not Japanese, too wide or too small to touch, or lies where nobody sees it."""
    found = {
        "english": sorted(english(page, world)),
        "pixels too wide": max(0, page.evaluate(_OVERFLOW)),
        "small": page.evaluate(_SMALL_TARGETS),
        "hidden": page.evaluate(_HIDDEN_WAYS),
        "dialogs": page.get_by_role("dialog").count(),
    }
    return {kind: told for kind, told in found.items() if told}


def test_every_scale_is_named_in_words(world: World) -> None:
    with db.reading() as connection:
        versions = [sheets.get(by(connection), line.code) for line in sheets.versions(by(connection))]
    assert {sheet_view.scale_words(version) for version in versions} == {"評定：A・B・C・該当なし・確認不能"}


_FULL = """(first, text) => {
  first.querySelector(".course h2").textContent = text;
  const picture = '<svg class="picture" viewBox="0 0 520 144"></svg>';
  if (!first.querySelector(".course .picture")) first.querySelector(".course h2").insertAdjacentHTML("afterend", picture);
  first.querySelector(".course small").textContent = "訪問評価。比較できる共通105項目で計算しています。".repeat(3);
  for (const one of first.querySelectorAll(".tile small")) one.textContent = "満たしていない要件".repeat(5);
  const line = `<li><a href="/"><b>医薬品安全</b><span class="figure">81.3％</span></a><a class="said" href="/">${text.slice(0, 36)}</a></li>`;
  for (const part of first.querySelectorAll(".strong, .weak")) part.innerHTML = `<h2>章</h2><ul>${line.repeat(3)}</ul>`;
}"""
LONGEST = "自院は加算1の病院の中央値より約15ポイント低く、4年で10.4ポイント上がりました。"


@pytest.mark.parametrize("login", ["leader.h01", "manager.h01"])
def test_the_first_screen_of_a_hospital_is_one_screen(login: str, tablet: Tablet, world: World) -> None:
    cycle.sealed(world)
    tablet.page.set_viewport_size({"width": 1180, "height": 820})
    tablet.let_in(login)
    page = tablet.go("/")
    settled(page)
    # The longest sentence that there is: of a hospital far from its class that changed over the years.
    page.locator(".first").evaluate(_FULL, LONGEST)
    (bottom,) = page.locator(".first").evaluate_all("all => all.map((one) => one.getBoundingClientRect().bottom)")
    assert bottom <= 820
    # The tasks of a manager stand in it, above the figures, and can be touched.
    tasks = page.locator(".first > .task").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert bool(tasks) == (login == "manager.h01")
    assert all(one >= 44 for one in tasks)
