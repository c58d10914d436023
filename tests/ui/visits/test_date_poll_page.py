"""The page of 日程調整 as each side sees and uses it: offering, one tap for each day, fixing, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.visits import DateAnswer, DatePoll, DayPart, PollState, VisitState, VisitTime
from checklist.store import db
from checklist.store.notices import calendar_feeds
from checklist.store.visits import date_polls, visit_steps, visits
from checklist.ui.notices import feed_view
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by

ONE, TWO = VisitTime(date(2026, 12, 3), DayPart.AFTERNOON, "13:30"), VisitTime(date(2026, 12, 6))


@pytest.fixture
def undated(world: World) -> World:
    """The visit of the small world without its day."""
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), visit_date=None))
    return world


def show(world: World, login: str, monkeypatch: pytest.MonkeyPatch, **address: object) -> AppTest:
    screens.sign_in(monkeypatch, world.people[login].id)
    return open_page("date_polls", **(address or {"visit": world.visit}))


def poll(world: World) -> DatePoll | None:
    with db.reading() as connection:
        return date_polls.of_visit(by(connection, who(world, "evaluator.h02")), world.visit)


def offer(world: World, *times: VisitTime, seen: int = 0) -> DatePoll:
    with db.writing() as connection:
        date_polls.offer(by(connection, who(world, "evaluator.h02")), world.visit, seen, times)
    found = poll(world)
    assert found
    return found


def tap(screen: AppTest, offer_id: int, value: DateAnswer, before: str = "none") -> AppTest:
    group = screen.button_group(key=f"date-answer-{offer_id}-{before}")
    return group.set_value(value).run()


def add(screen: AppTest, day: str, begins: str, turn: int = 0) -> AppTest:
    key = next(one.key for one in screen.text_input if one.key and one.key.endswith("-day"))
    screen.text_input(key=key).set_value(day).run()
    screen.text_input(key=key.replace("-day", "-starts")).set_value(begins)
    return press(screen, "候補に加える")


@pytest.mark.parametrize(
    ("day", "begins", "told"),
    [
        ("", "", "候補日：入力してください。"),
        ("きのう", "", "日付として読み取れません"),
        ("2026/12/03", "夕方", "時刻として読み取れません"),
        ("2026/12/03", "25:00", "時刻として読み取れません"),
        ("2026/12/03", "9:30", "12時以降にしてください"),
        ("2026/11/21", "", "過ぎた日は候補にできません"),
        ("2027/04/01", "", "2026年度の日付にしてください"),
    ],
)
def test_what_cannot_be_offered_is_told_and_stays_in_the_form(
    undated: World, monkeypatch: pytest.MonkeyPatch, day: str, begins: str, told: str
) -> None:
    screen = add(show(undated, "evaluator.h02", monkeypatch), day, begins)
    assert told in faults(screen)
    assert poll(undated) is None
    assert [one.value for one in screen.text_input if one.key and one.key.endswith(("-day", "-starts"))] == [
        day,
        begins,
    ]


def test_days_are_offered_with_what_stands_against_them(undated: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = show(undated, "evaluator.h02", monkeypatch)
    assert "候補日はまだありません 下の欄から候補日を出してください。" in text(screen).replace("</b>", " ").replace(
        "<b>", ""
    )
    screen.text_input(key=next(str(one.key) for one in screen.text_input)).set_value("令和8年12月6日").run()
    assert "日曜日です。" in text(screen)
    screen = add(screen, "令和8年12月6日", "")
    assert "候補日を加えました。" in text(screen)
    screen = add(screen, "2026/12/03", "13時半")
    found = poll(undated)
    assert found
    assert [one.time for one in found.offers] == [ONE, replace(TWO, part=DayPart.AFTERNOON)]
    screen.selectbox(key=f"date-drop-{undated.visit}").set_value(found.offers[1].id).run()
    press(screen, "この候補を取り下げる")
    press(screen, "日程調整を取りやめる")
    found = poll(undated)
    assert found
    assert (found.state, [one.time for one in found.offers]) == (PollState.WITHDRAWN, [ONE])


def test_each_tap_is_kept_and_may_be_changed(undated: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = offer(undated, ONE, TWO).offers
    screen = show(undated, "manager.h01", monkeypatch)
    assert "2件中0件" in text(screen)
    assert "候補に加える" not in [one.label for one in screen.button]
    assert "この日に決める" not in [one.label for one in screen.button]
    screen = tap(screen, first.id, DateAnswer.YES)
    assert "2件中1件" in text(screen)
    screen = tap(screen, last.id, DateAnswer.NO)
    assert "回答済みです。" in text(screen)
    screen = tap(screen, first.id, DateAnswer.MAYBE, "yes")
    found = poll(undated)
    assert found
    me = undated.people["manager.h01"].id
    assert [one.answers for one in found.offers] == [{me: DateAnswer.MAYBE}, {me: DateAnswer.NO}]
    assert found.turn == 3


def test_a_tap_that_comes_too_late_is_told_and_stores_nothing(undated: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = offer(undated, ONE)
    screen = show(undated, "manager.h01", monkeypatch)
    with db.writing() as connection:
        date_polls.fix(by(connection, who(undated, "evaluator.h02")), found.offers[0].id, found.seen)
    screen = tap(screen, found.offers[0].id, DateAnswer.NO)
    assert not screen.exception
    assert "訪問日は2026年12月3日（木）午後 13:30からに決まりました。" in text(screen).replace("\\", "")
    after = poll(undated)
    assert after
    assert after.turn == 0


def test_the_best_day_is_fixed_with_one_tap_unless_answers_have_changed(
    undated: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = offer(undated, ONE, TWO).offers
    for one, value in ((first, DateAnswer.NO), (last, DateAnswer.YES)):
        with db.writing() as connection:
            date_polls.answer(by(connection, who(undated, "manager.h01")), one.id, value)
    screen = show(undated, "secretariat", monkeypatch)
    assert "の回答：" not in text(screen)
    places = [one.key for one in screen.button if one.label == "この日に決める"]
    assert places == [f"fix-{last.id}", f"fix-{first.id}"]
    assert text(screen).index("最もよい日") < text(screen).index("× 不可")
    screen.button(key=f"fix-{last.id}").click().run()
    assert "訪問日を2026年12月6日（日）終日に決めました。" in text(screen)
    with db.reading() as connection:
        assert visits.get(by(connection), undated.visit).visit_date == TWO.on_date
    assert f"/download/visits/{undated.visit}/day.ics" in text(screen)


@pytest.mark.parametrize("login", ["manager.h04", "evaluator.h01", "evaluator.h04", "manager.h03"])
def test_a_stranger_sees_no_poll_whatever_number_they_type(
    undated: World, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    offer(undated, ONE)
    for number in (undated.visit, 0, 999):
        screen = show(undated, login, monkeypatch, visit=number)
        assert "この訪問の日程調整は表示できません" in text(screen)
        assert "12月3日" not in text(screen)
    assert "日程を調整している訪問はありません" in text(show(undated, login, monkeypatch, visit="x"))


def test_a_visit_called_off_says_so_and_asks_nobody(undated: World, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(undated, ONE)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(undated, "evaluator.h02")), undated.visit, VisitState.CANCELLED)
    screen = show(undated, "evaluator.h02", monkeypatch)
    assert "この訪問は中止されています" in text(screen)
    assert [one.label for one in screen.button] == []
    assert "日程を調整している訪問はありません" in text(show(undated, "evaluator.h02", monkeypatch, other=1))


def test_the_start_page_and_the_list_lead_to_what_waits(undated: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "候補日を出す" in text(show(undated, "evaluator.h02", monkeypatch, other=1))
    found = offer(undated, ONE)
    shown = text(show(undated, "manager.h01", monkeypatch, other=1))
    assert "候補1件。3人が未回答です。あなたは1件に未回答です。" in shown
    for login in ("manager.h01", "second.h02"):
        screens.sign_in(monkeypatch, undated.people[login].id)
        assert "訪問日の候補に回答する" in text(open_page("home"))
        with db.writing() as connection:
            date_polls.answer(by(connection, who(undated, login)), found.offers[0].id, DateAnswer.YES)
        assert "訪問日の候補に回答する" not in text(open_page("home"))
    with db.writing() as connection:
        date_polls.answer(by(connection, who(undated, "evaluator.h02")), found.offers[0].id, DateAnswer.YES)
    assert "訪問日を決める" in text(open_page("home"))


def test_an_address_for_a_calendar_is_made_shown_once_and_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = press(open_page("notices"), "カレンダー用のアドレスを作成する")
    assert "/calendar/" in text(screen)
    screen = press(screen, "アドレスを閉じる")
    assert "/calendar/" not in text(screen)
    screen = press(screen, "新しいアドレスを作成する")
    assert "前のアドレスは使えなくなりました。" in text(screen)
    screen = press(screen, "アドレスを使えなくする")
    assert "/calendar/" not in text(screen)
    assert "カレンダー用のアドレスを作成する" in [one.label for one in screen.button]
    with db.reading() as connection:
        assert calendar_feeds.own(by(connection, who(world, "leader.h01"))) is None
        assert connection.execute("SELECT count(*) FROM calendar_feed WHERE ended_at IS NULL").fetchone()[0] == 0


def test_the_address_is_that_of_the_server_as_it_is_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_URL", "https://anzen.example.jp/")
    assert feed_view.address("t") == "https://anzen.example.jp/calendar/t.ics"
