"""運営調査 on the screen: proposed, entered, checked, kept as editions, and taken away."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from checklist.formats import files
from checklist.model.center.activities import Outreach
from checklist.papers.center import survey_document
from checklist.store import db
from checklist.store.center import surveys
from checklist.store.records import records
from tests.center_council import MEETING, keep
from tests.center_desk import acting, staff, take_down
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    screens.sign_in(monkeypatch, world.people["center"].id)
    return world


def kept(world: World, year: int = 2026) -> list[dict[str, str]]:
    with db.reading() as connection:
        return [dict(one.answers) for one in surveys.editions(by(connection, staff(world)), year)]


def test_live_figures_stand_in_the_form_and_beside_it(center: World) -> None:
    take_down(staff(center), received_on=date(2026, 5, 7))
    keep(center, MEETING)
    with acting(staff(center)) as act:
        for form in ("community", "web"):
            records.save(act, None, Outreach(held_on=date(2026, 6, 1), form=form, material="own"))
    screen = open_page("survey")
    assert "集計からの候補：1件" in text(screen)
    assert "集計からの候補：出前講座、ホームページ" in text(screen)
    assert "集計からの候補：ホームページに掲載" in text(screen)
    assert "公開中の会議要旨1件" in text(screen)
    press(screen, "回答を保存する")
    assert kept(center) == [
        {"informing": "web", "publishing": "public", "awareness": "visit,web", "consultations": "1"}
    ]
    screen = open_page("survey")
    field(screen, "年間の相談受付総数（件）").set_value("2")
    screen.run()
    assert "（入力と異なります）" in text(screen)


def test_what_is_wrong_is_told_and_the_form_keeps_it(center: World) -> None:
    screen = open_page("survey")
    field(screen, "看護師（名）").set_value("二人")
    field(screen, "合計（名）").set_value("3")
    press(screen, "回答を保存する")
    assert "0以上の数" in faults(screen)
    assert kept(center) == []
    field(screen, "看護師（名）").set_value("２")
    press(screen, "回答を保存する")
    assert "和は2名です" in faults(screen)
    field(screen, "合計（名）").set_value("2")
    press(screen, "回答を保存する")
    assert kept(center)[0]["staff_nurse"] == "2"
    shown = text(open_page("survey"))
    assert "第1版" in shown
    assert "/download/center/survey.xlsx?year=2026" in shown


def test_the_centre_adds_questions_of_its_own_which_are_answered_kept_and_taken_away(center: World) -> None:
    screen = open_page("survey", year=2026)
    assert "（件）" not in "".join(one.label for one in screen.text_input if "最多" in one.label)
    field(screen, "質問1の回答の種類").set_value("choices").run()
    field(screen, "質問1の選択肢（1行に1つ）").set_value("紙\n表計算")
    press(screen, "独自の質問を保存する")
    assert "質問1：質問の文を200文字以内で入力" in faults(screen)
    field(screen, "質問1の文").set_value("記録の方法")
    press(screen, "独自の質問を保存する")
    assert "独自の質問を保存しました" in text(screen)
    field(screen, "質問2の文").set_value("最多の件数")
    field(screen, "質問2の回答の種類").set_value("number").run()
    field(screen, "質問2の単位").set_value("件")
    press(screen, "独自の質問を保存する")
    field(screen, "最多の件数（件）").set_value("多数")
    press(screen, "回答を保存する")
    assert "センター独自の質問：最多の件数：0以上の数" in faults(screen)
    assert kept(center) == []
    for answer in ("９", "11"):
        field(screen, "最多の件数（件）").set_value(answer)
        press(screen, "回答を保存する")
    field(screen, "質問1の文").set_value("")
    press(screen, "独自の質問を保存する")
    with db.reading() as connection:
        document = survey_document.document(by(connection, staff(center)), 2026)
    _, answers, history = document.tables
    assert answers.rows[-1][:4] == ("センター独自の質問", "最多の件数", "11", "件")
    assert [row[0:1] + row[3:] for row in history.rows[1:]] == [
        ("第1版", "センター独自の質問：最多の件数", "", "9"), ("第2版", "センター独自の質問：最多の件数", "9", "11"),
    ]  # fmt: skip
    shown = text(open_page("survey", year=2026))
    assert shown.count("2026年度（令和8年度）から") == 3
    assert "記録の方法" not in shown
    for row in history.rows:
        assert all(str(cell) in shown for cell in row), row
    book = load_workbook(io.BytesIO(files.render(document, "xlsx")))
    assert [cell.value for cell in [*book["保存した版と変わった回答"].rows][-1]] == list(history.rows[-1])


def test_next_year_begins_with_the_answers_of_this_one(center: World) -> None:
    with acting(staff(center)) as act:
        surveys.keep(act, 2025, {"own_rules": "yes", "staff_nurse": "1.5"})
    screen = open_page("survey", year=2026)
    assert "前の年度の回答" in text(screen)
    assert field(screen, "看護師（名）").value == "1.5"
    press(screen, "回答を保存する")
    assert kept(center)[0]["own_rules"] == "yes"
