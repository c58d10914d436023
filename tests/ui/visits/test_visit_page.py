"""The page of one visit: agreement, chapters, passes, the sealed report, documents, and what is due."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.visits import PassState, Visit, VisitMode, VisitState
from checklist.readings.visit_page import Chosen
from checklist.store import db
from checklist.store.closing import closing_rows, closings
from checklist.store.visits import agreements, member_chapters, passes, visit_papers, visits
from tests import cycle
from tests.ui import screens
from tests.ui.closing.test_closing_page import write
from tests.ui.improvements.test_improvements_page import PDF
from tests.ui.screens import faults, filled, open_page, press, text
from tests.world import HOST, PASSWORD, YEAR, World, by, principal

PAPERWORK = Chosen.PAPERWORK.value


def as_person(
    world: World, login: str, monkeypatch: pytest.MonkeyPatch, part: str = Chosen.PREPARATION.value
) -> AppTest:
    """A part of the page of the one visit as this person sees it."""
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("visits", visit=world.visit, part=part)
    assert not screen.exception
    return screen


def buttons(screen: AppTest) -> set[str]:
    return {button.label for button in screen.button}


def state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def test_what_is_due_is_shown_to_both_sides_with_its_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for login in ("manager.h01", "evaluator.h02"):
        screen = as_person(world, login, monkeypatch)
        shown = text(screen)
        # Beside the next step neither a sheet nor a pass stands out.
        assert (shown.count('class="primary"'), "訪問パスを発行する" in filled(screen)) == (1, False), login
        assert "自己評価の提出" in shown
        assert "2026年11月11日（水）" in shown
        assert "期限超過" in shown


def test_an_agreement_is_recorded_and_leads_to_the_next_state(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(world, "manager.h01", monkeypatch)
    assert "協議の記録はまだありません" in text(screen)
    write(screen, "協議した日", "きのう")
    assert "「きのう」は日付として読み取れません" in faults(press(screen, "協議を記録する"))
    write(screen, "協議した日", "2026/11/1")
    assert "双方の参加者を入力してください。" in faults(press(screen, "協議を記録する"))
    write(screen, "協議した人（双方の病院名と氏名）", "架空中央病院 山田、架空市民病院 鈴木")
    screen = press(screen, "協議を記録する")
    assert "架空中央病院 山田、架空市民病院 鈴木" in text(screen)
    assert state(world) is VisitState.AGREED
    with db.reading() as connection:
        found = agreements.of_visit(by(connection, cycle.who(world, "secretariat")), world.visit)
    assert [one.agreed_on for one in found] == [date(2026, 11, 1)]


def test_chapters_are_given_and_the_host_learns_no_progress(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    member = world.people["evaluator.h02"]
    with db.writing() as connection:
        person = cycle.who(world, "evaluator.h02")
        member_chapters.assign(by(connection, person), world.visit, member.id, "mini-2", ["1"])
        cycle.fill(connection, person, world.visitor_assessment, {"1-01": "A", "1-02": "B"})
    shown = text(as_person(world, "second.h02", monkeypatch))
    assert "1　医療安全管理体制" in shown
    assert "4項目中2項目" in shown
    assert "1-02　専従の医療安全管理者を配置している" in shown
    host = text(as_person(world, "manager.h01", monkeypatch))
    assert "4項目中2項目" not in host
    assert "受審病院には表示されません" in host


def test_a_member_gives_chapters_on_the_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(world, "evaluator.h02", monkeypatch)
    next(found for found in screen.multiselect if found.label == "担当する章").set_value(["2"])
    screen = press(screen, "担当する章を保存する")
    assert "担当する章を保存しました。" in text(screen)
    with db.reading() as connection:
        found = member_chapters.given(by(connection), world.visit)
    assert [one.chapter_code for one in found] == ["2"]
    assert "担当する章を保存する" not in buttons(as_person(world, "manager.h01", monkeypatch))


def test_a_pass_is_shown_once_listed_and_revoked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = press(as_person(world, "evaluator.h02", monkeypatch), "訪問パスを発行する")
    assert "さんの訪問パスを発行しました。" in text(screen)
    assert "/pass/" in text(screen)
    screen = press(screen, "QRコードを閉じる")
    assert "/pass/" not in text(screen)
    assert ">未使用</span>" in text(screen)
    screen = press(screen, "このパスを取り消す")
    assert ">取消</span>" in text(screen)
    with db.reading() as connection:
        found = passes.of_visit(by(connection, cycle.who(world, "secretariat")), world.visit)
    assert [one.state for one in found] == [PassState.REVOKED]


# Written out: who may issue a pass of this visit.
@pytest.mark.parametrize(
    ("login", "issues"),
    [("evaluator.h02", True), ("manager.h02", True), ("secretariat", True), ("leader.h02", False),
     ("manager.h01", False), ("leader.h01", False)],
)  # fmt: skip
def test_passes_are_issued_by_the_visitors_side_only(
    login: str, issues: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ("訪問パスを発行する" in buttons(as_person(world, login, monkeypatch))) == issues


def test_the_report_is_handed_over_and_acknowledged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.sealed(world)
    screen = as_person(world, "evaluator.h02", monkeypatch, PAPERWORK)
    with db.reading() as connection:
        report = closing_rows.editions(connection, world.visit)[0]
    assert report.sha256 in text(screen)
    assert f"/download/visits/{world.visit}/report.pdf?edition=1" in text(screen)
    assert "受領を記録する" not in buttons(screen)
    write(screen, "手交日", "2999/1/1")
    assert "今日より後の日は入力できません。" in faults(press(screen, "手交を記録する"))
    write(screen, "手交日", "")
    assert "手交日：入力してください。" in faults(press(screen, "手交を記録する"))
    write(screen, "手交日", "2026/11/22")
    assert "手交を記録しました。" in text(press(screen, "手交を記録する"))

    screen = as_person(world, "leader.h01", monkeypatch, PAPERWORK)
    assert "パスワードが正しくありません" in faults(press(screen, "受領を記録する"))
    write(screen, "あなたのパスワード", PASSWORD)
    screen = press(screen, "受領を記録する")
    assert "受領を記録しました。" in text(screen)
    assert state(world) is VisitState.ACKNOWLEDGED
    assert "報告書を再開する" not in buttons(as_person(world, "evaluator.h02", monkeypatch, PAPERWORK))

    screen = as_person(world, "leader.h01", monkeypatch, PAPERWORK)
    assert "取り消す理由を入力してください。" in faults(press(screen, "受領の記録を取り消す"))
    write(screen, "取り消す理由", "項目1-05を修正してほしい")
    assert "項目1-05を修正してほしい" in text(press(screen, "受領の記録を取り消す"))
    assert state(world) is VisitState.REPORTED
    assert "報告書を再開する" in buttons(as_person(world, "evaluator.h02", monkeypatch, PAPERWORK))


def test_a_report_is_reopened_for_a_reason_and_the_edition_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.sealed(world)
    assert "報告書を再開する" not in buttons(as_person(world, "manager.h01", monkeypatch, PAPERWORK))
    screen = as_person(world, "evaluator.h02", monkeypatch, PAPERWORK)
    assert "報告書を再開する理由を入力してください。" in faults(press(screen, "報告書を再開する"))
    write(screen, "再開する理由", "文言の誤り")
    screen = press(screen, "報告書を再開する")
    assert "文言の誤り" in text(screen)
    assert "第1版" in text(screen)
    assert state(world) is VisitState.ON_SITE
    # Who has opened it need not be told; both sides' managers and leaders are, until they say that they know.
    assert "再開を確認しました" not in buttons(screen)
    screen = as_person(world, "leader.h01", monkeypatch, PAPERWORK)
    assert "評価報告書（第1版）は再開されました。理由：文言の誤り" in screen.warning[0].value
    screen = press(screen, "再開を確認しました")
    assert "再開を確認したことを記録しました。" in text(screen)
    assert "再開を確認しました" not in buttons(as_person(world, "leader.h01", monkeypatch, PAPERWORK))
    assert "再開を確認しました" in buttons(as_person(world, "leader.h02", monkeypatch, PAPERWORK))


def test_the_sheet_is_printed_where_the_visitors_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/download/assessments/{world.visitor_assessment}/paper.pdf"
    shown = text(as_person(world, "evaluator.h02", monkeypatch))
    assert all(f'href="{path}{query}"' in shown for query in ("", "?by=place", "?filled", "?filled&amp;by=place"))
    # The visitors' ratings are not the host's to print before they are submitted.
    assert path not in text(as_person(world, "manager.h01", monkeypatch))


def test_with_a_closing_meeting_no_button_leads_around_the_report(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.submitted(world)
    screen = as_person(world, "evaluator.h02", monkeypatch)
    assert not {"報告済みにする", "受領済みにする", "終了にする"} & buttons(screen)
    assert "自己評価と訪問評価がそろいました。講評会を始めてください。" in text(screen)
    with db.writing() as connection:
        closings.open_meeting(by(connection, cycle.who(world, "evaluator.h02")), world.visit)
    screen = as_person(world, "evaluator.h02", monkeypatch)
    assert f"/closing?visit={world.visit}" in text(screen)


def test_a_step_is_taken_back_with_a_reason_on_the_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = press(as_person(world, "evaluator.h02", monkeypatch), "訪問を始める")
    assert "理由：取り消す理由を入力してください。" in faults(press(screen, "前の状態に戻す"))
    write(screen, "取り消す理由", "訪問日の取り違え")
    assert "「訪問中」を取り消しました。" in text(press(screen, "前の状態に戻す"))
    assert state(world) is VisitState.PLANNED


def test_a_document_is_kept_with_the_visit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(world, "manager.h01", monkeypatch, PAPERWORK)
    assert "ファイルを選んでください。" in faults(press(screen, "書類を登録する"))
    screen.file_uploader[0].upload("紙の評価.pdf", PDF)
    screen = press(screen.run(), "書類を登録する")
    assert "紙の評価.pdf" in text(screen)
    with db.reading() as connection:
        found = visit_papers.of_visit(by(connection, cycle.who(world, "secretariat")), world.visit)
    assert [one.name for one in found] == ["紙の評価.pdf"]
    assert "書類を登録する" not in buttons(as_person(world, "leader.h01", monkeypatch, PAPERWORK))


def test_a_record_only_visit_carries_documents_and_no_sheet(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits")
    for label, name in (("受審病院", "H03"), ("訪問側の代表病院", "H02")):
        box = next(found for found in screen.selectbox if found.label == label)
        screen = box.set_value(world.hospitals[name]).run()
    next(found for found in screen.checkbox if found.label.startswith("記録のみ")).check()
    press(screen, "訪問を登録する")
    with db.reading() as connection:
        found = max(visits.all_visits(by(connection)), key=lambda one: one.id)
    assert found.record_only
    shown = [open_page("visits", visit=found.id, part=part) for part in Chosen]
    assert "紙や他の方法で行った評価の書類を登録してください。" in text(shown[-1])
    assert not [screen for screen in shown if "訪問パスを発行する" in buttons(screen) or "講評会" in text(screen)]


def test_the_days_of_a_visit_on_paper_are_recorded_on_its_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        plan = Visit(
            0, YEAR, world.hospitals["H03"], (world.hospitals[HOST],), (), date(2026, 7, 1), VisitMode.IN_PERSON,
            VisitState.PLANNED, True, "",
        )  # fmt: skip
        paper = visits.add(by(connection, principal(world.people["secretariat"])), plan, [])
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("visits", visit=paper, part=PAPERWORK)
    assert "記録されていません" in text(screen)
    screen.text_input(key=f"paper-days-{paper}-r0-handed-over").set_value("2026/06/30")
    press(screen, "実施日と手交日を記録する")
    assert "評価の実施日より前の日にはできません。" in text(screen)
    screen.text_input(key=f"paper-days-{paper}-r0-handed-over").set_value("令和8年8月3日")
    press(screen, "実施日と手交日を記録する")
    assert "報告書の写し（スキャン）の登録が必要です。" in faults(screen)
    place = next(one for one, field in enumerate(screen.file_uploader) if "報告書の写し" in field.label)
    screen.file_uploader[place].upload("評価報告書.pdf", PDF)
    press(screen.run(), "実施日と手交日を記録する")
    shown = text(open_page("visits", visit=paper, part=PAPERWORK))
    assert "2026年8月3日（月）" in shown
    assert "評価報告書は手交済みです。受審病院の受領を待っています。" in shown
    screens.sign_in(monkeypatch, world.people["leader.h03"].id)
    receiving = open_page("visits", visit=paper, part=PAPERWORK)
    write(receiving, "あなたのパスワード", PASSWORD)
    assert "受領を記録しました。" in text(press(receiving, "受領を記録する"))
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    told = open_page("visits", visit=paper, part=PAPERWORK)
    assert "2026年8月3日（月）" in text(told)
    assert not [one for one in told.button if one.label == "実施日と手交日を記録する"]


def test_one_part_is_shown_at_a_time_and_stays_in_the_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.submitted(world)
    screen = as_person(world, "manager.h01", monkeypatch)
    heads = {"点検表": Chosen.PREPARATION, "結果（自己評価と訪問評価）": Chosen.RESULT, "訪問の書類": Chosen.PAPERWORK}
    for chosen in Chosen:
        screen.button_group(key="part-part").set_value(chosen).run()
        assert not screen.exception
        assert {heads[one.value] for one in screen.header if one.value in heads} == {chosen}
        assert ('class="pairs"' in text(screen)) == (chosen is Chosen.RESULT)
        assert screen.query_params["part"] == chosen
    # What stands in no list shows the first part.
    assert "点検表" in {one.value for one in open_page("visits", visit=world.visit, part="none").header}
