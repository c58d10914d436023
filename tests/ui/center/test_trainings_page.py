"""研修会 on the screen: from a theme to its questionnaire, its attendees, and the hospital's own record, by the buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from checklist.model.center.questionnaires import Purpose
from checklist.model.records import StaffTraining
from checklist.papers.center import training_papers
from checklist.readings.center.trainings_page import PARTS
from checklist.store import db
from checklist.store.center import questionnaires
from checklist.store.records import records
from checklist.web.gate import Gate
from checklist.web.routes import ROUTES
from checklist.web.runtime import Runtime
from tests.center_desk import staff
from tests.center_trainings import DAY, answer, ask, count, hold, operation
from tests.cycle import who
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, World, by


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    screens.sign_in(monkeypatch, world.people["center"].id)
    return world


@pytest.fixture
def phone(world: World) -> Iterator[TestClient]:
    """Somebody in the hall, who has not signed in."""
    runtime = Runtime()
    gate = [Middleware(Gate, runtime=runtime)]
    app = Starlette(routes=ROUTES, middleware=gate, lifespan=runtime.lifespan)
    with TestClient(app, base_url="http://sogo.example") as client:
        yield client


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_empty_and_with_a_training(part: str, center: World) -> None:
    empty = open_page("trainings", part=part)
    assert not empty.exception
    assert "まだ" in text(empty)
    training = hold(center)
    count(center, training)
    ask(center, training)
    screen = open_page("trainings", part=part, training=training)
    assert not screen.exception


def test_a_training_goes_from_its_theme_to_its_questionnaire_and_to_the_hospitals_record(
    center: World,
    phone: TestClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole way in one test: theme, questions beforehand, held, answered by phones, counted, offered, accepted."""
    # The theme and its day.
    screen = open_page("activities", part="training_session")
    for label, value in (("テーマ", "電話の終え方"), ("運営要領の研修の内容", "communication"), ("講師", "架空 講師"),
                         ("実施日（予定日）", "2026/11/12"), ("オンデマンド配信の開始日", "2026/11/16"), ("オンデマンド配信の終了日", "2026/12/31")):  # fmt: skip
        field(screen, label).set_value(value)
    field(screen, "実施済み").set_value(True)
    press(screen, "保存する")
    assert "研修会を保存しました。" in text(screen)
    # Questions for the lecturer, then the questionnaire: a link for each.
    for part, word in (("before", "事前の質問"), ("after", "受講後アンケート")):
        screen = open_page("trainings", part=part)
        if part == "before":
            field(screen, "受付の終了日").set_value("2026/11/30")
        press(screen, f"{word}を作成する")
        assert f"{word}を作成しました。" in text(screen)
    with db.reading() as connection:
        asked = questionnaires.of_training(by(connection, staff(center)), 1)
    # People answer by the link, nobody signed in.
    for place in range(6):
        body = {"operation": operation(), "answers": {"1": 4 + place % 2, "3": "組織的な取組", "4": "医療費の制度"}}
        assert phone.post(f"/q/{asked[Purpose.AFTER].token}", json=body).status_code == 200
    shown = text(open_page("trainings", part="after"))
    assert "回答 6件" in shown
    assert "平均 4.5" in shown
    assert "最も多いのは「組織的な取組」の6人です。" in shown
    # Counted by hospital and profession.
    screen = open_page("trainings", part="attendance")
    press(screen, "受講者数を登録する")
    assert "病院：選んでください。" in faults(screen)
    field(screen, "病院").set_value("H01　架空中央病院")
    field(screen, "職種").set_value("nurse")
    field(screen, "人数").set_value("8")
    press(screen, "受講者数を登録する")
    assert "受講者数を登録しました。" in text(screen)
    screen = open_page("trainings", part="attendance")
    press(screen, "受講者数と回答数を研修会の記録に反映する")
    assert "研修会の記録に反映しました。" in text(screen)
    assert "回答 6件／受講者 8名（75％）" in text(open_page("trainings", part="after"))
    # Offered, and in the hospital's records by its manager's word alone.
    screen = open_page("trainings", part="offers")
    press(screen, "1病院に申し出る")
    assert "回答待ち" in text(screen)
    screens.sign_in(monkeypatch, center.people["manager.h01"].id)
    assert "研修会の受講を職員研修に記録する" in text(open_page("home"))
    screen = open_page("records", kind="staff_training")
    press(screen, "受け入れて記録する")
    assert "職員研修の記録に加えました。" in text(screen)
    assert "受け入れた記録：2026年11月12日（木）「電話の終え方」" in text(open_page("records", kind="staff_training"))
    with db.reading() as connection:
        (found,) = records.of_hospital(
            by(connection, who(center, "manager.h01")), center.hospitals[HOST], StaffTraining
        )
    assert (found.title, found.attended, found.audience) == ("電話の終え方（医療安全支援センターの研修会）", 8, 8)
    # And what was wished stands ready for the next theme, own words when nobody answers any more.
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-01-31")
    screens.sign_in(monkeypatch, center.people["center"].id)
    wishes = text(open_page("trainings", part="wishes"))
    assert "組織的な取組" in wishes
    assert "6名" in wishes
    assert "医療費の制度" in wishes


def test_a_hospital_refuses_with_a_reason_that_the_centre_reads_and_is_told_of_what_is_taken_back(
    center: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = hold(center)
    count(center, training)
    press(open_page("trainings", part="offers"), "1病院に申し出る")
    screens.sign_in(monkeypatch, center.people["leader.h01"].id)
    assert "受け入れるかは、医療安全管理者が決めます。" in text(open_page("records", kind="staff_training"))
    screens.sign_in(monkeypatch, center.people["manager.h01"].id)
    screen = open_page("records", kind="staff_training")
    press(screen, "受け入れない")
    assert "理由：入力してください。" in faults(screen)
    field(screen, "受け入れない理由").set_value("派遣元の記録とする")
    press(screen, "受け入れない")
    screens.sign_in(monkeypatch, center.people["center"].id)
    assert "派遣元の記録とする" in text(open_page("trainings", part="offers"))


def test_two_who_watch_at_once_are_refused_on_the_screen(center: World) -> None:
    for staff_name, message in (("架空 春子", "受講を登録しました。"), ("架空 夏子", "一度に1名")):
        screen = open_page("trainings", part="turns")
        for label, value in (("研修名", "実践研修"), ("開始時刻", "10:30"), ("終了時刻", "11:30"), ("受講する職員", staff_name), ("了解した同日勤務の職員", "架空 秋子")):  # fmt: skip
            field(screen, label).set_value(value)
        press(screen, "受講を登録する")
        assert message in text(screen) + faults(screen)


def test_a_name_that_was_written_is_erased_on_the_screen(center: World) -> None:
    asked = ask(center, hold(center), last=DAY)
    for place in range(5):
        answer(asked, {"2": f"架空太郎さんの話{place}"}, confirmed=True, on=DAY)
    screen = open_page("trainings", part="after")
    field(screen, "削除する自由記述").set_value("質問2：架空太郎さんの話0")
    field(screen, "削除する理由").set_value("氏名のため")
    press(screen, "この記述を削除する")
    assert "記述を削除しました。" in text(screen)
    assert "架空太郎さんの話0" not in text(open_page("trainings", part="after"))


def test_questions_of_its_own_are_asked_from_the_next_questionnaire_on(center: World, phone: TestClient) -> None:
    hold(center)
    screen = open_page("trainings", part="after")
    field(screen, "質問1の文").set_value("")
    field(screen, "質問3の選択肢").set_value("一つのみ")
    press(screen, "この質問を使う")
    assert "選択肢を2つから12まで" in faults(screen)
    field(screen, "質問3の選択肢").set_value("一つ\n二つ")
    press(screen, "この質問を使う")
    assert "この質問を使います。" in text(screen)
    with db.reading() as connection:
        found = questionnaires.editions(by(connection, staff(center)), Purpose.AFTER)[-1]
    assert [one.options for one in found.questions] == [(), ("一つ", "二つ"), ()]
    # Asked on the phone, answered there or refused, and read on the screen and in the workbook.
    press(open_page("trainings", part="after"), "受講後アンケートを作成する")
    with db.reading() as connection:
        asked = questionnaires.of_training(by(connection, staff(center)), 1)[Purpose.AFTER]
    assert ">二つ<" in phone.get(f"/q/{asked.token}").text.replace(" ", "")
    for given, status in (("三つ", 422), *[("二つ", 200)] * 6):
        body = {"operation": operation(), "answers": {"2": given}}
        assert phone.post(f"/q/{asked.token}", json=body).status_code == status
    # Other questions later are for other questionnaires: what was asked here stays as it was asked.
    screen = open_page("trainings", part="after")
    field(screen, "質問2の選択肢").set_value("壱\n弐")
    press(screen, "この質問を使う")
    with db.reading() as connection:
        view = by(connection, staff(center))
        assert [len(questionnaires.editions(view, Purpose.AFTER)), questionnaires.get(view, asked.id).edition] == [3, 1]
        (table,) = (one for one in training_papers.results(view, asked.id).tables if one.title.startswith("質問2"))
    assert table.rows == (("一つ", 0, 0.0), ("二つ", 6, 100.0))
    shown = text(open_page("trainings", part="after"))
    assert table.title in shown
    assert "弐" not in shown
    # Whoever was seen to send one more is not the one whose bar grows.
    body = {"operation": operation(), "answers": {"2": "一つ"}}
    assert phone.post(f"/q/{asked.token}", json=body).status_code == 200
    told = text(open_page("trainings", part="after"))
    assert "ほかに1件の回答があります" in told
    assert told.count("100.0") == shown.count("100.0") > 0
