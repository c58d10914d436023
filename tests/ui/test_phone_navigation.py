"""On a phone the pages stand in a row of their own, for those who may open them."""

from __future__ import annotations

import pytest

from checklist.ui import frame
from tests.world import World, principal


@pytest.mark.parametrize(
    ("login", "titles"),
    [
        ("leader.h01", {"ホーム", "自己評価", "訪問", "比較", "病院・届出", "点検表"}),
        ("admin", {"ホーム", "アカウント", "設定"}),
    ],
)
def test_the_row_names_the_pages_that_a_person_may_open(login: str, titles: set[str], world: World) -> None:
    row = frame.phone_navigation(principal(world.people[login]), "home")
    assert {title for title in frame.TITLES.values() if f">{title}</a>" in row} >= titles
    assert ("アカウント" in row) == (login == "admin")
    assert "点検表の記入" not in row


def test_the_row_marks_the_page_one_is_on(world: World) -> None:
    row = frame.phone_navigation(principal(world.people["leader.h01"]), "comparison")
    assert '<a href="/comparison" aria-current="page">比較</a>' in row
    assert row.count("aria-current") == 1


def test_a_stranger_gets_no_row() -> None:
    assert frame.phone_navigation(None, "home") == ""
