"""A council from live figures to the public page, on a tablet: what is open can be read by all, and what is closed is nowhere."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests import pdf_text
from tests.browser.conftest import Tablet
from tests.browser.test_accessibility import faults
from tests.center_council import CLOSED, MEETING, OPEN, consultations, keep
from tests.world import World

SECRET = "しるし：非公開の事例の内容"


@pytest.fixture
def prepared(world: World) -> World:
    """Consultations, and a meeting of today with an open and a closed item, of which nothing is public yet."""
    consultations(world)
    draft = replace(MEETING, held=False, present=0, absent=0, observers=0, published_on=None)
    keep(world, draft, OPEN, replace(CLOSED, papers=SECRET, opinions=SECRET))
    return world


def test_from_live_figures_to_the_public_page_with_a_closed_item_that_is_nowhere(
    tablet: Tablet, prepared: World
) -> None:
    tablet.let_in("center")
    page = tablet.go("/council?meeting=1")
    page.get_by_text(f"「{OPEN.title}」の資料を作成する・取り下げる").tap()
    # The newest period that is over stands first.
    page.get_by_role("button", name="資料を作成して固定する").first.tap()
    expect(page.get_by_text("資料を2つのファイルで固定しました。")).to_be_visible()
    page.get_by_role("button", name="開催の結果を記録する").tap()
    expect(page.get_by_text("開催の結果を記録しました。")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="会議要旨を今日から公開する").tap()
    expect(page.get_by_text("会議要旨を公開しました。")).to_be_visible()
    tablet.context.clear_cookies()
    page = tablet.go("/public/council")
    expect(page.get_by_role("heading", name=f"2　{CLOSED.title}（非公開）")).to_be_visible()
    assert faults(page) == []
    assert SECRET not in page.content()
    links = [one.get_attribute("href") or "" for one in page.locator("a").all()]
    assert [one.rpartition(".")[2] for one in links] == ["pdf", "xlsx"]
    for link in links:
        found = tablet.context.request.get(f"{tablet.url}{link}")
        assert found.ok
        assert SECRET not in found.body().decode("latin-1") + repr(found.headers)
    content = tablet.context.request.get(f"{tablet.url}{links[0]}").body()
    told = "".join(pdf_text.pages(content)) + repr(PdfReader(io.BytesIO(content)).metadata)
    assert "公表用" in told
    assert SECRET not in told.replace("\n", "")
    for number in range(1, 8):
        for kind in ("pdf", "xlsx"):
            path = f"/public/council/papers/{number}.{kind}"
            assert path in links or not tablet.context.request.get(f"{tablet.url}{path}", max_redirects=0).ok
