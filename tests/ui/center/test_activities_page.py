"""事業 on the screen: each kind by its form, the steps of a training, the year by tasks."""

from __future__ import annotations

import pytest

from checklist.readings.center.activities_page import PARTS
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    screens.sign_in(monkeypatch, world.people["center"].id)
    return world


def test_the_year_stands_by_tasks_and_can_be_taken_away(center: World) -> None:
    screen = open_page("activities")
    assert not screen.exception
    assert "⑪二次医療圏センターを補う業務" in text(screen)
    assert 'href="/council"' in text(screen)
    assert "/download/center/activities.xlsx?year=2026" in text(screen)


@pytest.mark.parametrize("kind", PARTS[1:])
def test_every_kind_opens_empty_with_its_form(kind: str, center: World) -> None:
    screen = open_page("activities", part=kind)
    assert not screen.exception
    assert "まだありません" in text(screen)


def test_a_training_is_entered_led_through_its_steps_and_corrected(center: World) -> None:
    screen = open_page("activities", part="training_session")
    press(screen, "保存する")
    assert "テーマ：" in faults(screen)
    field(screen, "テーマ").set_value("電話の終え方")
    field(screen, "運営要領の研修の内容").set_value("communication")
    field(screen, "講師").set_value("架空 講師")
    press(screen, "保存する")
    assert not screen.exception
    assert "研修会を保存しました。" in text(screen)
    shown = text(open_page("activities", part="training_session"))
    assert "未　テーマと講師を決める" in shown
    screen = open_page("activities", part="training_session", record=1)
    field(screen, "テーマと講師を決めた日").set_value("2026/9/1")
    press(screen, "保存する")
    assert "済　テーマと講師を決める" in text(open_page("activities", part="training_session"))


def test_an_unknown_record_is_told(center: World) -> None:
    assert "ません" in text(open_page("activities", part="outreach", record=99))
