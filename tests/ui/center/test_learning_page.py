"""結果から学ぶ as people work with it: from a figure to a draft in one click, who attended, wishes, and new topics."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.center.learning import Draft
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.center import learning, topics
from checklist.ui import table_form
from checklist.words.center import NO_CAUSE
from tests.center_trainings import count, hold
from tests.conftest import copied
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World, by, principal


@pytest.fixture
def region(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the invented region that may be changed."""
    return copied(demo_file, tmp_path, monkeypatch)


def sign_in(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.reading() as connection:
        person = next(one for one in people.all_people(by(connection)) if one.login == login)
    screens.sign_in(monkeypatch, person.id)


def press(screen: AppTest, key: str) -> AppTest:
    next(one for one in screen.button if one.key == key).click()
    return screen.run()


def test_one_click_drafts_and_shows_where_it_stands(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in("center", monkeypatch)
    before = len(_drafts())
    screen = open_page("learning", topic="drug")
    assert "医薬品安全" in text(screen)
    screen = press(screen, "training-chapter-0")
    assert "研修会を下書きしました。" in text(screen)
    assert "薬の安全" in text(screen)
    screen = open_page("learning", topic="drug")
    press(screen, "council-wish-0")
    found = _drafts()
    assert len(found) == before + 2
    assert [one.kind.value for one in found[:2]] == ["council_item", "training_session"]


def _drafts() -> tuple[Draft, ...]:
    with db.reading() as connection:
        person = next(one for one in people.all_people(by(connection)) if one.login == "center")
        return learning.drafts(by(connection, principal(person)))


def test_what_became_of_it_stands_with_the_sentence_that_it_proves_no_cause(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("center", monkeypatch)
    shown = text(open_page("learning", part="outcomes"))
    assert "研修後 " in shown
    assert NO_CAUSE in shown
    assert "受講していない病院" in shown


def test_the_secretariat_has_nothing_to_click_but_the_topics(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in("secretariat", monkeypatch)
    screen = open_page("learning", topic="drug", part="outcomes")
    assert "点検表の章" in text(screen)
    assert not [one.key for one in screen.button if str(one.key).startswith(("training-", "council-"))]


def test_a_manager_says_what_the_hospital_wishes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("learning")
    screen.multiselect[0].set_value(["drug", "cost"])
    number = world.hospitals["H01"]
    screen = press(screen, f"wishes-{number}-save")
    assert "希望を保存しました。" in text(screen)
    assert "1. 薬の安全、2. 医療費の説明" in text(screen)
    with db.reading() as connection:
        assert topics.wished(by(connection, principal(world.people["manager.h01"])), number) == {2026: ("drug", "cost")}


def test_a_leader_reads_them_without_a_form(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("learning")
    assert not screen.multiselect
    assert "希望はまだありません" in text(screen)


def test_an_unknown_topic_or_part_shows_the_topics(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["center"].id)
    for asked in ({"topic": "<b>x</b>"}, {"part": "dance"}):
        screen = open_page("learning", **asked)
        assert not screen.exception
        assert "目立つ結果はまだありません" in text(screen)


def test_who_attended_stands_where_the_outcome_does_as_the_trainings_count_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, empty = hold(world), hold(world, theme="<b>空の研修会</b>", held_on=date(2026, 11, 11))
    count(world, training)
    screens.sign_in(monkeypatch, world.people["center"].id)
    screen = open_page("learning", part="outcomes")
    assert not screen.multiselect
    assert [one.label.split("　")[1] for one in screen.expander if "病院）" in one.label] == [
        "長時間の相談の終え方（1病院）", "\\<b\\>空の研修会\\</b\\>（0病院）",
    ]  # fmt: skip
    shown = text(screen)
    assert "病院の受講者数はまだ登録されていません。" in shown
    for one in (training, empty):
        assert f"/trainings?part=attendance&amp;training={one}" in shown


def test_the_topics_are_told_by_the_names_of_their_chapters(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in("center", monkeypatch)
    shown = text(open_page("learning", part="editions"))
    assert "標準テーマ" in shown
    assert "anzen:" not in shown
    assert "6　医薬品安全" in shown


def test_new_topics_are_taken_in_from_a_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["center"].id)
    screen = open_page("learning", part="editions")
    next(one for one in screen.text_input if one.label == "版の名称").set_value("第2版")
    screen.file_uploader[0].upload("topics.csv", "コード,名称,相談内容\ncost,医療費,6\n".encode())
    screen.run()
    for label in ("テーマを取り込む", table_form.TAKE):
        next(one for one in screen.button if one.label == label).click()
        screen.run()
    assert "「第2版」を" in text(screen)
    with db.reading() as connection:
        assert topics.in_use(by(connection, principal(world.people["center"]))).name == "第2版"


def test_a_manager_confirms_what_the_centre_sent(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in("manager.h001", monkeypatch)
    screen = open_page("learning")
    waiting = [str(one.key) for one in screen.button if str(one.key).startswith("read-")]
    assert waiting
    screen = press(screen, waiting[0])
    assert "閲覧を確認しました。" in text(screen)
    assert len([one for one in screen.button if str(one.key).startswith("read-")]) == len(waiting) - 1


def test_the_guideline_stands_below_the_yearly_record(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["center"].id)
    screen = open_page("activities")
    assert "苦情・心配・相談に対応し" in text(screen)
    labels = [one.label for one in screen.expander]
    assert any("令和4年3月改正" in one for one in labels)
    assert "改正された運営要領を取り込む" in labels


def test_an_evaluation_is_written_and_stands_in_the_table(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["center"].id)
    screen = open_page("activities", part="center_evaluation")
    next(one for one in screen.text_input if one.label.startswith("相手のセンター")).set_value("東部保健所")
    next(one for one in screen.text_input if one.label.startswith("評価の対象の年度")).set_value("2025")
    next(one for one in screen.button if one.label == "保存する").click()
    screen.run()
    assert "二次医療圏センターの評価票を保存しました。" in text(screen)
    assert "東部保健所" in text(screen)
