"""Answers that came too late, on the page of their visit."""

from __future__ import annotations

import uuid

import pytest

from checklist.model.assessments import Operation
from checklist.store import db
from checklist.store.assessments import assessment_rows
from checklist.store.visits import late_answers
from tests import cycle
from tests.ui.screens import faults, press, text
from tests.ui.visits.test_visit_page import as_person, buttons
from tests.world import World, by


@pytest.fixture
def late(world: World) -> World:
    """Two answers have come after the submission, one of them without a time that can be read."""
    cycle.submitted(world)
    with db.writing() as connection:
        sent = [
            Operation(str(uuid.uuid4()), "1-01", 1, "C", "<b>帰り</b>の車で記入", "2026-11-22T07:58:00.000Z"),
            Operation(str(uuid.uuid4()), "1-02", 1, "A", "", "9999-12-31T23:59:59+00:00"),
        ]
        late_answers.hand_in(by(connection, cycle.who(world, "second.h02")), world.visitor_assessment, sent)
    return world


def test_the_leading_evaluator_takes_one_and_declines_the_other(late: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(late, "evaluator.h02", monkeypatch)
    shown = text(screen)
    assert "&lt;b&gt;帰り&lt;/b&gt;の車で記入" in shown
    assert "訪問で確認した状況" in shown
    assert "second.h02 さん、2026年11月22日（日）16:58に入力" in shown
    screen = press(screen, "受け入れる")
    assert "1-01の遅れて届いた回答を受け入れました。" in text(screen)
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, late.visitor_assessment)["1-01"].value == "C"
    assert "見送る理由を500文字以内で入力してください。" in faults(press(screen, "見送りを確定する"))
    screen.text_area(key="late-reason-2").set_value("現場で再確認済み")
    screen = press(screen, "見送りを確定する")
    for part in (">受入れ</span>", ">見送り</span>", "現場で再確認済み"):
        assert part in text(screen)
    assert "受け入れる" not in buttons(screen)


def test_what_was_sealed_meanwhile_is_told_and_goes_on_waiting(late: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'reported'")
    screen = press(as_person(late, "evaluator.h02", monkeypatch), "受け入れる")
    assert "先に報告書を再開してください" in faults(screen)
    assert "受け入れる" in buttons(screen)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "manager.h02", "secretariat"])
def test_nobody_else_sees_them(late: World, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(late, login, monkeypatch)
    assert "帰り" not in text(screen)
    assert "受け入れる" not in buttons(screen)
