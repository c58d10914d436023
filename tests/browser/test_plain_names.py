"""Names that look like Markdown, addresses, formulas and pictures stand in a real browser as they were typed, and whole."""

from __future__ import annotations

import re

import pytest

from checklist.store import db
from tests import cycle
from tests.browser.conftest import Tablet
from tests.world import World

PLANTED = (
    "**太字**[押す](http://evil.example) www.evil.example a@evil.example $x$ :red[赤] :material/home: a -> b <b>x</b>"
)
SCREENS = {
    "manager.h01": ("/", "/assessments?assessment=2", "/answer?assessment=2&form=standard", "/visits?visit=1", "/records",
                    "/criteria", "/evidence", "/filings", "/closing?visit=1"),
    "secretariat": ("/", "/visits", "/hospitals?hospital=1", "/comparison?by=hospitals", "/sheets?sheet=mini-2"),
    "admin": ("/accounts?account=1", "/settings"),
}  # fmt: skip
# Streamlit's own pictures and icons stand outside the texts that it reads as Markdown.
_MADE = """() => [...document.querySelectorAll('a[href*="evil" i], [data-testid="stMarkdownContainer"] ' +
    ':is(strong, em, del, code, img, .katex, [role="img"], [class*="stMarkdownColored"])')].map((e) => e.outerHTML)"""
_SHOWS = "(text) => document.body.textContent.replaceAll('\\u2060', '').includes(text)"


@pytest.mark.parametrize("login", SCREENS)
def test_a_planted_name_makes_nothing_of_the_page(login: str, world: World, tablet: Tablet) -> None:
    with db.writing() as connection:
        for table in ("hospital", "person", "region", "sheet"):
            connection.execute(f"UPDATE {table} SET name = {'name || ' if table != 'region' else ''}?", [PLANTED])
    cycle.meeting(world)
    tablet.let_in(login)
    for path in SCREENS[login]:
        page = tablet.go(path)
        page.locator("h1").first.wait_for()
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        # The state is told before the last part of a page is drawn.
        page.wait_for_function(_SHOWS, arg=PLANTED)
        own = [made for made in page.evaluate(_MADE) if "パスワードの再設定" not in made and "すべての端末" not in made]
        assert own == [], path


HOST = "架空鈴蘭リハビリテーション病院"
HEADED = ("/visits?visit=1", "/closing?visit=1", "/meeting/1", "/improvements?visit=1", "/filings",
          "/answer?assessment=2", "/answer?assessment=2&form=standard")  # fmt: skip
_LINES = """(heading, name) => {
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    const place = walker.currentNode.data.indexOf(name);
    if (place < 0) continue;
    range.setStart(walker.currentNode, place);
    range.setEnd(walker.currentNode, place + name.length);
    return new Set([...range.getClientRects()].filter(({ width }) => width > 1).map(({ top }) => Math.round(top))).size;
  }
}"""


def test_a_hospitals_name_in_a_heading_is_not_torn_at_the_end_of_a_line(world: World, tablet: Tablet) -> None:
    cycle.meeting(world)
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET name = ? WHERE code = 'H01'", [HOST])
    tablet.let_in("manager.h01")
    found = {}
    for path in HEADED:
        page = tablet.go(path)
        heading = page.get_by_role("heading", level=1, name=re.compile(HOST))
        heading.wait_for()
        # From a width on at which the name fits on a line: where that ends depends on what stands beside the name.
        for width in range(390, 620, 20):
            page.set_viewport_size({"width": width, "height": 844})
            if (lines := heading.evaluate(_LINES, HOST)) != 1:
                found[path, width] = lines
    assert found == {}
