"""Long lists can be narrowed; short ones stay as they are."""

from __future__ import annotations

import pytest

from checklist.ui import markup, widgets
from checklist.ui.region import import_view
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World


def test_hospitals_are_found_by_name_code_and_place_in_any_width(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "LONG", 3)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals")
    for typed, kept in (("みなと", {"架空みなと病院"}), ("Ｈ０４", {"架空東病院"}), ("架空 中央", {"架空中央病院"})):
        screen.text_input(key="list-hospitals").set_value(typed).run()
        assert not screen.exception
        names = {"架空中央病院", "架空市民病院", "架空みなと病院", "架空東病院"}
        assert {name for name in names if f'data-name="病院名">{name}' in text(screen)} == kept
        assert "全4件のうち1件を表示しています。" in text(screen)
    screen.text_input(key="list-hospitals").set_value("どこにもない").run()
    assert "条件に合う行はありません" in text(screen)


def test_what_narrows_a_list_stands_in_the_address_and_in_the_way_to_its_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widgets, "LONG", 0)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits")
    screen.text_input(key="list-visits").set_value("市民").run()
    screen.selectbox(key="choice-sort").set_value(-1).run()
    assert (screen.query_params["q"], screen.query_params["sort"]) == ("市民", "-1")
    assert "/download/lists/visits.csv?year=2026&amp;state=all&amp;hospital=all&amp;q=" in text(screen)
    again = open_page("visits", q="市民", sort=-1)
    assert again.text_input(key="list-visits").value == "市民"
    assert "全1件のうち1件を表示しています。" in text(again)


def test_a_wrong_address_is_told_and_what_it_narrows_can_be_undone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals", sort=99)
    assert any("並べ替え" in found.value for found in screen.warning)
    screen = open_page("hospitals", q="みなと")
    assert "全4件のうち1件を表示しています。" in text(screen)
    screen.text_input(key="list-hospitals").set_value("").run()
    assert "架空東病院" in text(screen)


def test_a_short_list_has_nothing_to_narrow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "list-hospitals" not in {field.key for field in open_page("hospitals").text_input}


def test_a_head_with_the_name_of_a_hospital_stands_in_several_lines() -> None:
    long, short = "架空中央病院（評価：架空市民病院）のコメント", "方法"
    found = markup.listing("比較", (long, short), [("文", "訪問")])
    assert "white-space:normal" in found.partition(f">{short}<")[0]
    assert found.count("white-space:normal") == 1
    assert 'class="nowrap" data-name="方法"' in found


def test_what_one_comes_to_register_stands_above_the_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below 50 of 300 hospitals it was 1,800 pixels away, below their visits 3,800."""
    monkeypatch.setattr(widgets, "LONG", 0)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    for page, forms in (("hospitals", ("病院を登録する", import_view.TITLE)), ("visits", ("訪問を登録する",))):
        order = [getattr(one, "label", "") for one in open_page(page).main]
        assert max(map(order.index, forms)) < order.index("検索"), page
