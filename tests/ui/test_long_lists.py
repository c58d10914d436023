"""Long lists can be narrowed; short ones stay as they are."""

from __future__ import annotations

import pytest

from checklist.ui import markup, widgets
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World


def test_hospitals_are_found_by_name_code_and_place_in_any_width(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "LONG", 3)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals")
    for typed, kept in (("みなと", {"架空みなと病院"}), ("Ｈ０４", {"架空東病院"}), ("架空 中央", {"架空中央病院"})):
        screen.text_input(key="narrowed-hospitals").set_value(typed).run()
        assert not screen.exception
        names = {"架空中央病院", "架空市民病院", "架空みなと病院", "架空東病院"}
        assert {name for name in names if f'data-name="病院名">{name}' in text(screen)} == kept
        assert "全4件のうち1件を表示しています。" in text(screen)
    screen.text_input(key="narrowed-hospitals").set_value("どこにもない").run()
    assert "条件に合う病院はありません" in text(screen)


def test_visits_are_found_by_state_and_hospital(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "LONG", 0)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits")
    assert not screen.exception
    assert any("（1件）" in option for option in screen.button_group(key="choices-state").options)
    monkeypatch.setattr(widgets, "LONG", 1)
    assert "訪問の一覧" in text(open_page("visits"))


def test_a_short_list_has_nothing_to_narrow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "narrowed-hospitals" not in {field.key for field in open_page("hospitals").text_input}


def test_a_head_with_the_name_of_a_hospital_stands_in_several_lines() -> None:
    long, short = "架空中央病院（評価：架空市民病院）のコメント", "方法"
    found = markup.listing("比較", (long, short), [("文", "訪問")])
    assert "white-space:normal" in found.partition(f">{short}<")[0]
    assert found.count("white-space:normal") == 1
    assert 'class="nowrap" data-name="方法"' in found
