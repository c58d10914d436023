"""The navigation: pages that a person may open, in menus as soon as they do not fit beside each other."""

from __future__ import annotations

import pytest

from checklist.ui import frame, shortcuts
from checklist.words.pages import PAGES
from tests.world import World, principal


def menus_of(world: World, login: str) -> dict[str, list[str]]:
    return frame.menus(principal(world.people[login]))


@pytest.mark.parametrize(
    ("login", "titles"),
    [
        ("leader.h01", {"ホーム", "自己評価", "訪問", "比較", "病院一覧", "点検表"}),
        ("admin", {"ホーム", "アカウント", "設定"}),
    ],
)
def test_a_phone_names_the_pages_that_a_person_may_open(login: str, titles: set[str], world: World) -> None:
    menu = frame.phone_navigation(menus_of(world, login), "home")
    assert {title for title in (page.title for page in PAGES.values()) if f">{title}</a>" in menu} >= titles
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
    assert menus_of(world, "admin") == {"": ["home", "accounts", "audit", "settings"]}
    assert frame.here_in_menu(menus_of(world, "admin"), "settings") == ""


def test_pages_that_do_not_fit_share_a_menu(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "ROOM", 2)
    assert menus_of(world, "admin") == {"": ["home"], "基本情報": ["accounts", "audit", "settings"]}
    assert menus_of(world, "center") == {
        "": ["home", "consultations", "comparison"],
        "センター": ["figures", "activities", "trainings", "council", "survey", "desk"],
        "計画・改善": ["overdue", "follow_ups", "practices", "learning"],
        "基本情報": ["hospital_desk", "hospitals"],
    }
    assert ":nth-child(2)" in frame.here_in_menu(menus_of(world, "admin"), "settings")
    assert "<b>基本情報</b>" in frame.phone_navigation(menus_of(world, "admin"), "home")


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "leader.h01", "secretariat", "center", "admin"])
def test_nobody_has_more_titles_than_fit_on_a_tablet(login: str, world: World) -> None:
    found = menus_of(world, login)
    assert len(found[""]) + len(found) - 1 <= frame.ROOM


def test_every_page_that_is_no_part_of_another_has_its_place_in_the_navigation() -> None:
    placed = [name for names in frame.NAVIGATION.values() for name in names]
    assert set(PAGES) - set(placed) == {"answer", "closing", "notices", "own_sessions"}
    assert list(frame.NAVIGATION) == ["", "センター", "計画・改善", "施設基準", "基本情報"]


def test_no_two_pages_share_a_title_or_hide_their_place() -> None:
    assert len({page.title for page in PAGES.values()}) == len(PAGES)
    for name, page in PAGES.items():
        assert bool(page.lead) == (page.menu is not None and name != "home"), name


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "leader.h01", "secretariat", "center", "admin"])
def test_home_leads_to_every_page_of_the_navigation(login: str, world: World) -> None:
    places = shortcuts.places(principal(world.people[login]))
    named = [name for names in menus_of(world, login).values() for name in names if name != "home"]
    assert {path for path, _, _ in places} == {f"/{name}" for name in named}
    assert all(title == PAGES[path[1:]].title and text.endswith("。") for path, title, text in places)
