"""The navigation: pages that a person may open, in menus as soon as they do not fit beside each other."""

from __future__ import annotations

import pytest

from checklist.ui import frame
from tests.world import World, principal


def menus_of(world: World, login: str) -> dict[str, list[str]]:
    return frame.menus(principal(world.people[login]))


@pytest.mark.parametrize(
    ("login", "titles"),
    [
        ("leader.h01", {"ホーム", "自己評価", "訪問", "比較", "病院・届出", "点検表"}),
        ("admin", {"ホーム", "アカウント", "設定"}),
    ],
)
def test_a_phone_names_the_pages_that_a_person_may_open(login: str, titles: set[str], world: World) -> None:
    menu = frame.phone_navigation(menus_of(world, login), "home")
    assert {title for title in frame.TITLES.values() if f">{title}</a>" in menu} >= titles
    assert ("アカウント" in menu) == (login == "admin")
    assert "点検表の記入" not in menu


def test_a_phone_marks_the_page_one_is_on(world: World) -> None:
    menu = frame.phone_navigation(menus_of(world, "leader.h01"), "comparison")
    assert '<a href="/comparison" aria-current="page">比較</a>' in menu
    assert menu.count("aria-current") == 1
    assert "<summary><span>メニュー</span>比較</summary>" in menu


def test_a_stranger_gets_no_navigation() -> None:
    assert frame.menus(None) == {"": []}
    assert frame.phone_navigation(frame.menus(None), "home") == ""


def test_pages_that_fit_stand_beside_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "ROOM", 7)
    assert menus_of(world, "admin") == {"": ["home", "accounts", "settings"]}
    assert frame.menu_mark(menus_of(world, "admin"), "settings") == ""


def test_pages_that_do_not_fit_share_a_menu(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "ROOM", 2)
    assert menus_of(world, "admin") == {"": ["home"], "基本情報": ["accounts", "settings"]}
    assert menus_of(world, "center") == {"": ["home", "comparison", "hospitals"]}
    assert ":nth-child(2)" in frame.menu_mark(menus_of(world, "admin"), "settings")
    assert "<b>基本情報</b>" in frame.phone_navigation(menus_of(world, "admin"), "home")


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "leader.h01", "secretariat", "center", "admin"])
def test_nobody_has_more_titles_than_fit_on_a_tablet(login: str, world: World) -> None:
    found = menus_of(world, login)
    assert len(found[""]) + len(found) - 1 <= frame.ROOM


def test_every_page_has_one_place() -> None:
    placed = [name for pages in (*frame.NAVIGATION.values(), frame.WITHIN) for name in pages]
    assert sorted(placed) == sorted(set(placed)) == sorted(frame.TITLES)
