"""事業 on the screen: each kind by its form, the steps of a training, the year by tasks."""

from __future__ import annotations

import json
from datetime import date

import pytest

from checklist.model.center.activities import Outreach
from checklist.readings.center.activities_page import PARTS
from checklist.store import db
from checklist.store.records import records
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by, principal


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


def test_every_kind_opens_empty_with_its_form(center: World) -> None:
    for kind in PARTS[1:]:
        screen = open_page("activities", part=kind)
        assert not screen.exception, kind
        assert "まだありません" in text(screen), kind


def test_where_outreach_took_place_stands_on_a_map_with_what_has_no_place_counted(center: World) -> None:
    with db.writing() as connection:
        act = by(connection, principal(center.people["center"]))
        for position in ("36.0, 138.6", ""):
            one = Outreach(
                held_on=date(2026, 6, 10), form="community", place="公民館<b>", participants=9, position=position
            )
            records.save(act, None, one)
    screen = open_page("activities", part="outreach", year=2026)
    assert not screen.exception
    assert "緯度・経度が未登録の1回は、地図にありません。" in text(screen)
    (chart,) = screen.get("plotly_chart")
    drawn = json.loads(chart.proto.spec)["data"]
    assert [(trace["x"], trace["customdata"]) for trace in drawn] == [([138.6], ["公民館&lt;b&gt;：1回、9人"])]


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
