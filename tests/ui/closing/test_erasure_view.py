"""Erasing personal data on the pages of a visit and of a self-assessment."""

from __future__ import annotations

import uuid

import pytest

from checklist.model.assessments import Operation
from checklist.readings.visit_page import Chosen
from checklist.store import db
from checklist.store.assessments import answers, assessment_rows
from checklist.store.closing import closing_rows, closings, host_comments
from checklist.ui import inputs
from tests import cycle
from tests.pictures import photograph
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.ui.visits.test_visit_page import PAPERWORK, as_person, buttons
from tests.world import World, by

SECRET = "患者 架空*ハナコ*氏の処方箋"
ERASE = "選んだ文を削除する"


@pytest.fixture
def named(world: World) -> World:
    """A sealed visit whose self-assessment had a patient's name in an earlier version of 1-01."""
    manager = cycle.who(world, "manager.h01")
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-01", 0, "A", SECRET)
        answers.record(by(connection, manager), world.self_assessment, [sent])
        cycle.fill(connection, manager, world.self_assessment, {c: v for c, v in cycle.OWN.items() if c != "1-01"})
        sent = Operation(str(uuid.uuid4()), "1-01", 1, "A", "処方箋で確認")
        answers.record(by(connection, manager), world.self_assessment, [sent])
    return world


def test_a_text_is_chosen_at_its_item_and_erased_for_a_reason(named: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, named.people["manager.h01"].id)
    screen = open_page("assessments", assessment=named.self_assessment)
    radio = next(found for found in screen.radio if found.label == "削除する文")
    assert radio.options == ["自己評価：処方箋で確認", "自己評価（以前の記載）：患者 架空\\*ハナコ\\*氏の処方箋"]
    screen = radio.set_value(1).run()
    assert "削除する理由を500文字以内で入力してください。" in faults(press(screen, ERASE))
    next(found for found in screen.text_area if found.label == "削除する理由").set_value("患者名の記載")
    screen = press(screen, ERASE)
    assert "1-01の個人情報を削除しました。" in text(screen)
    assert "患者名の記載" in text(screen)
    assert "ハナコ" not in text(screen)
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, named.self_assessment)["1-01"].comment == "処方箋で確認"


def test_the_page_of_a_sealed_visit_shows_tombstone_reason_and_both_hashes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    screen = as_person(world, "secretariat", monkeypatch, PAPERWORK)
    next(found for found in screen.text_area if found.label == "削除する理由").set_value("患者名の記載")
    shown = text(press(screen, ERASE))
    for part in ("1-01の個人情報を削除しました。", "確定後の個人情報の削除", "削除後の値", "患者名の記載"):
        assert part in shown
    result = text(as_person(world, "secretariat", monkeypatch, Chosen.RESULT.value))
    assert "（個人情報のため削除 2026年11月22日 secretariat さん）" in result
    checked = text(press(as_person(world, "leader.h01", monkeypatch, PAPERWORK), "改ざんの有無を確認する"))
    assert "個人情報の削除は、記録と照合しました。改ざんはありません。" in checked


def test_the_closing_remarks_and_what_the_host_said_are_found_under_texts_without_an_item(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    finding, manager = cycle.noted(world), cycle.who(world, "manager.h01")
    with db.writing() as connection:
        closings.save_remarks(by(connection, cycle.who(world, "evaluator.h02")), world.visit, 1, SECRET)
        for about in (host_comments.REMARKS, finding):
            host_comments.save(by(connection, manager), world.visit, about, 0, "患者の件は確認しました")
    screen = as_person(world, "manager.h01", monkeypatch, PAPERWORK)
    choice = next(found for found in screen.selectbox if found.label == "項目")
    screen = choice.set_value("").run()
    radio = next(found for found in screen.radio if found.label == "削除する文")
    assert radio.options == [
        "講評：患者 架空\\*ハナコ\\*氏の処方箋",
        "受審病院のコメント：患者の件は確認しました",
        "受審病院のコメント（1-05）：患者の件は確認しました",
    ]
    next(found for found in screen.text_area if found.label == "削除する理由").set_value("患者名の記載")
    screen = press(screen, ERASE)
    assert "講評の個人情報を削除しました。" in text(screen)
    with db.reading() as connection:
        assert closing_rows.meeting(connection, world.visit) == (
            "（個人情報のため削除 2026年11月22日 manager.h01 さん）",
            3,
        )


def test_options_that_read_alike_are_told_apart() -> None:
    """A browser names the chosen one by its words: of two alike it would be the other one that is erased."""
    assert inputs.told_apart(["説明した", "別の文", "説明した"]) == ["説明した（1）", "別の文", "説明した（2）"]


@pytest.mark.parametrize(("login", "offered"), [("manager.h01", True), ("evaluator.h02", True), ("leader.h01", False),
                                                ("manager.h02", False), ("leader.h02", False)])  # fmt: skip
def test_only_who_may_erase_is_offered_it(
    login: str, offered: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.submitted(world)
    screen = as_person(world, login, monkeypatch, PAPERWORK)
    assert (ERASE in buttons(screen)) == offered
    assert any(found.label == "個人情報を削除する" for found in screen.expander) == offered


def test_a_photo_is_seen_and_erased_for_a_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = photograph(world, "evaluator.h02", world.visitor_assessment, "患者 架空*ハナコ*氏のベッド")
    cycle.submitted(world)
    screen = as_person(world, "evaluator.h02", monkeypatch, PAPERWORK)
    assert f"/api/photos/{taken}" not in text(screen)
    toggle = next(found for found in screen.toggle if found.label == "写真を削除する")
    screen = toggle.set_value(True).run()
    assert f'src="/api/photos/{taken}"' in text(screen)
    assert "写真1　1-01　訪問評価<br>患者 架空*ハナコ*氏のベッド" in text(screen)
    assert "削除する理由を500文字以内で入力してください。" in faults(press(screen, "選んだ写真を削除する"))
    next(found for found in screen.text_area if found.label == "写真を削除する理由").set_value("患者の顔")
    shown = text(press(screen, "選んだ写真を削除する"))
    for part in ("写真1　1-01　訪問評価を削除しました。", "1-01　写真", "患者の顔", "削除できる写真はありません"):
        assert part in shown
    assert "ハナコ" not in shown
