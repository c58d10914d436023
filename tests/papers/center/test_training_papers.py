"""The papers of a training: what the lecturer is told, how others hear of it, the code on A4, and the results cell by cell."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from checklist.errors import Forbidden, NotFound
from checklist.formats import files
from checklist.model.center.questionnaires import Purpose
from checklist.papers.center import questionnaire_poster, training_papers
from checklist.readings.center import questionnaire_results
from checklist.store import db
from tests import pdf_text
from tests.center_desk import staff, take_down
from tests.center_trainings import DAY, answer, ask, hold
from tests.cycle import who
from tests.world import World, by


def paper(world: World, training: int, kind: str) -> str:
    with db.reading() as connection:
        document = training_papers.document(by(connection, staff(world)), training, kind)
    return "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")


def test_the_lecturer_is_told_what_the_desk_stands_for_and_what_people_asked(world: World) -> None:
    take_down(staff(world))
    training = hold(world, questions="記録の残し方\n")
    asked = ask(world, training, Purpose.BEFORE)
    answer(asked, {"1": "毎日の電話への区切り方", "2": "1件に1時間かかる"})
    told = paper(world, training, training_papers.BRIEF)
    for part in ("講師への説明資料", "双方から信頼される", "診断・検査・治療の妥当性", "毎日の電話への区切り方", "1件に1時間かかる",
                 "記録の残し方", "相談内容（大）", "相談窓口の主旨に沿った内容", "架空データ"):  # fmt: skip
        assert part in told, part


def test_without_questions_the_brief_says_so(world: World) -> None:
    assert "事前の質問はまだありません" in paper(world, hold(world), training_papers.BRIEF)


def test_the_announcement_names_the_window_the_audience_and_both_questionnaires(world: World) -> None:
    training = hold(world)
    bare = paper(world, training, training_papers.ANNOUNCEMENT)
    assert "2026年11月16日（月）から2026年12月31日（木）まで" in bare
    assert "事前の質問のアンケート" not in bare
    for purpose in Purpose:
        ask(world, training, purpose)
    told = paper(world, training, training_papers.ANNOUNCEMENT)
    for part in (
        "研修会のご案内",
        "関係機関　各位",
        "会計年度任用職員",
        "再配信をお申し出ください",
        "事前の質問のアンケート",
        "1分ほどで回答できます",
    ):
        assert part in told, part


def test_the_note_with_which_others_forward_it_says_why_and_how_to_watch(world: World) -> None:
    told = paper(world, hold(world), training_papers.FORWARDING)
    for part in ("テーマとして取り上げないもの", "委託業者・派遣会社の職員も受講", "1名ずつ勤務時間中に受講"):
        assert part in told, part


def test_a_paper_that_there_is_not_is_told_and_nobody_else_reads_any(world: World) -> None:
    training = hold(world)
    asked = ask(world, training)
    with db.reading() as connection:
        view = by(connection, staff(world))
        with pytest.raises(NotFound):
            training_papers.document(view, training, "secret")
        with pytest.raises(NotFound):
            training_papers.document(view, 99, training_papers.BRIEF)
        other = by(connection, who(world, "manager.h01"))
        for kind in training_papers.TITLES:
            with pytest.raises(Forbidden):
                training_papers.document(other, training, kind)
        with pytest.raises(Forbidden):
            training_papers.results(other, asked.id)
        with pytest.raises(Forbidden):
            questionnaire_poster.document(other, asked.id, "http://x")


def test_the_poster_holds_the_link_as_code_and_as_text_on_one_page(world: World) -> None:
    asked = ask(world, hold(world))
    with db.reading() as connection:
        title, content = questionnaire_poster.document(
            by(connection, staff(world)), asked.id, "https://anzen.example.jp"
        )
    (page,) = pdf_text.pages(content)
    assert title == "受講後アンケートのQRコード"
    assert f"https://anzen.example.jp/q/{asked.token}" in page.replace("\n", "")
    assert "長時間の相談の終え方" in page
    assert "<svg" in questionnaire_poster.code("https://anzen.example.jp", asked)


def test_results_leave_as_they_stand_on_the_screen(world: World) -> None:
    asked = ask(world, hold(world, attended=10), last=DAY)
    for place in range(5):
        answer(asked, {"1": 5 - place % 2, "2": f"内容{place}", "3": "その他"}, on=DAY)
    with db.reading() as connection:
        view = by(connection, staff(world))
        results = questionnaire_results.read(view, asked.id)
        document = training_papers.results(view, asked.id)
    tables = [questionnaire_results.table(results, one) for one in results.tallies]
    cells = {cell for table in tables for row in table.rows for cell in row if cell not in (None, "")}
    workbook = openpyxl.load_workbook(io.BytesIO(files.render(document, "xlsx")))
    there = {cell for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row}
    assert cells <= there
    assert results.base == "回答 5件／受講者 10名（50％）"
    assert results.base in there
    lines = list(csv.reader(io.StringIO(files.render(document, "csv").decode("utf-8-sig"))))
    assert ["質問1　研修会の内容は、業務の参考になりますか。", "5 とても参考になる", "3", "60.0"] in [
        one[:4] for one in lines
    ]
    # A share is the same number in every file as on the screen: one decimal, rounded half up.
    sixteenth = replace(results.tallies[0], counts={"1 ならない": 1, "5 とても参考になる": 15})
    assert [row[2] for row in questionnaire_results.table(results, sixteenth).rows] == [6.3, 93.8]
    assert len(lines) == 1 + sum(len(table.rows) for table in tables)
    told = "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")
    assert "内容4" in told
    assert "平均 4.6" in told


@pytest.mark.parametrize("people", [0, 1, 2, 3, 9])
def test_the_results_of_the_file_are_those_of_the_screen_and_hide_the_same(people: int, world: World) -> None:
    training = hold(world)
    asked = ask(world, training, last=DAY)
    for place in range(people):
        answer(asked, {"1": 1 + place % 5, "2": f"=架空の感想{place}", "3": "その他"}, on=DAY)
    with db.reading() as connection:
        view = by(connection, staff(world))
        shown = questionnaire_results.read(view, asked.id)
        found = training_papers.results(view, asked.id)
    screen = [questionnaire_results.table(shown, one) for one in shown.tallies]
    assert list(found.tables[1:]) == screen
    assert [row[1:3] for row in found.csv_table.rows if str(row[0]).startswith("質問1")] == [
        tuple(row[:2]) for row in screen[0].rows
    ]
    texts = [row[1] for row in found.csv_table.rows if str(row[0]).startswith("質問2")]
    # Of too few people everybody knows who wrote what: neither screen nor file has a word of it.
    assert len(texts) == (people if people >= shown.least else 0)
    assert ("架空の感想" in repr(found)) is (people >= shown.least)
    assert sum(int(str(row[1])) for row in screen[0].rows) == people


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_a_forged_number_tells_nobody_else_anything(login: str, world: World) -> None:
    training = hold(world)
    asked = ask(world, training)
    for number in (asked.id, 10**6):
        with db.reading() as connection, pytest.raises(Forbidden):
            training_papers.results(by(connection, who(world, login)), number)
