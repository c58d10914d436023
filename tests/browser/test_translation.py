"""A browser that would translate the pages by itself is asked not to: it moves texts that the scripts hold on to."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Tablet
from tests.world import World

_ASKED = """() => [document.documentElement.lang, document.documentElement.translate,
  document.querySelector('meta[name="google"]')?.content, [...document.querySelectorAll('*')].every((one) => !one.translate)]"""


def asked(page: Page) -> bool:
    """Whether the whole page is Japanese and to be left as it is."""
    found: list[object] = page.evaluate(_ASKED)
    return found == ["ja", False, "notranslate", True]


def test_no_page_lets_itself_be_translated(tablet: Tablet, world: World) -> None:
    assert asked(tablet.go("/login"))
    tablet.let_in("evaluator.h02")
    for path, sign in (("/", ".who"), ("/answer?assessment=1", "article.card"), ("/visit/1", "article.card")):
        page = tablet.go(path)
        page.locator(sign).first.wait_for()
        assert asked(page), path
    assert asked(tablet.go("/logout"))
    assert asked(tablet.go("/pass/nothing"))
