"""Offering a 好事例 on the screen: from the closing page to the library and back, with consent, and every refusal in words."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from checklist.store import practices
from checklist.store.act import viewing
from tests import cycle
from tests.cycle import offered, who
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World


@pytest.fixture
def good(world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """A 好事例 of a sealed report, and its hospital's manager at the screen."""
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    return cycle.sealed_with_practice(world)[1]


def library(world: World) -> list[str]:
    with viewing(who(world, "leader.h04")) as view:
        return [one.title for one in practices.library(view)]


def fill(screen: AppTest, title: str, consent: bool = True) -> AppTest:
    next(one for one in screen.text_input if one.label == "題名").set_value(title)
    next(one for one in screen.checkbox if "同意します" in one.label).set_value(consent)
    return screen


def test_the_manager_of_the_host_finds_the_way_at_the_finding(
    world: World, good: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = f'href="/practices?finding={good}"'
    assert way in text(open_page("closing", visit=world.visit))
    for login in ("leader.h01", "evaluator.h02", "manager.h02", "secretariat"):
        screens.sign_in(monkeypatch, world.people[login].id)
        assert way not in text(open_page("closing", visit=world.visit)), login


def test_an_offer_goes_from_the_form_to_the_library_and_back(world: World, good: int) -> None:
    screen = open_page("practices", finding=good)
    start = next(one for one in screen.text_area if one.label == "公開する内容")
    assert start.value == "手順が現場に定着している"
    # What cannot be taken back is said where it is decided.
    assert "匿名に変えても、それまでに保存されたファイルには病院名が残ります。" in text(screen)
    press(fill(screen, "手順を定着させる"), "公開する")
    assert not screen.exception
    assert library(world) == ["手順を定着させる"]
    assert "好事例を公開しました。" in text(screen)
    press(open_page("practices", finding=good), "公開を中止する")
    assert library(world) == []


def test_without_consent_or_title_nothing_is_shown_to_anybody(world: World, good: int) -> None:
    screen = press(fill(open_page("practices", finding=good), "", consent=False), "公開する")
    assert "題名" in faults(screen)
    assert "同意の欄を選択してください" in faults(screen)
    assert library(world) == []


def test_what_another_changed_meanwhile_is_not_written_over_unseen(world: World, good: int) -> None:
    screen = fill(open_page("practices", finding=good), "自分の題名")
    offered(world, good, named=True, title="先の題名")
    press(screen, "公開する")
    assert library(world) == ["先の題名"]
    assert "ほかの人が先に変更した" in text(screen)


@pytest.mark.parametrize("number", [1, 999])
def test_a_number_that_is_none_of_ones_own_good_practices_is_told(number: int, world: World, good: int) -> None:
    screen = open_page("practices", finding=number)
    assert not screen.exception
    assert "この好事例は公開できません" in text(screen)


def test_an_empty_library_says_how_to_offer(world: World, good: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["center"].id)
    assert "医療安全管理者は、自院の評価報告書に記録された好事例を、" in text(open_page("practices"))


def test_the_own_list_tells_what_became_of_each(world: World, good: int) -> None:
    assert "未公開" in text(open_page("practices"))
    offered(world, good, named=False)
    assert "公開中（匿名）" in text(open_page("practices"))
    offered(world, good, named=True)
    shown = text(open_page("practices"))
    assert "公開中（病院名あり）" in shown
    assert "公開の内容を変更・中止する" in shown


def test_a_few_entries_can_be_searched_as_well(world: World, good: int) -> None:
    offered(world, good, named=True)
    screen = open_page("practices")
    assert any(box.label == "検索" for box in screen.text_input)
    assert '<ul class="practices">' in text(screen)
    screen = open_page("practices", q="どこにもない")
    assert "条件に合う好事例はありません" in text(screen)


def test_what_was_offered_can_be_erased_where_the_visit_is(world: World, good: int) -> None:
    offered(world, good, named=True, title="消す題名")
    screen = open_page("visits", visit=world.visit, part="paperwork")
    labels = [label for box in screen.selectbox for label in map(str, box.options)]
    assert any(label.startswith("1-02") for label in labels)
