"""Improvement plans on their page: the board, one finding, earlier findings of a visit, and the region's overview."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.closing import FindingKind
from checklist.model.improvements import Sequel
from checklist.store import db
from checklist.store.closing import findings
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.pictures import photograph
from tests.ui import screens
from tests.ui.closing.test_closing_page import write
from tests.ui.screens import faults, filled, open_page, press, text
from tests.world import SECOND, World, by

WORD = "院長の出席が記録されていない"
PDF = b"%PDF-1.7\n%%EOF"


def as_person(world: World, login: str, monkeypatch: pytest.MonkeyPatch, **address: object) -> AppTest:
    """The page as this person sees it."""
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("improvements", **address)
    assert not screen.exception
    return screen


def plan(world: World, finding: int, fields: PlanFields, version: int = 0) -> None:
    """What the host's safety manager writes down."""
    with db.writing() as connection:
        improvement_plans.save(by(connection, cycle.who(world, "manager.h01")), finding, version, fields)


def stored(world: World, finding: int) -> improvement_plans.ImprovementPlan:
    """The plan as it stands."""
    with db.reading() as connection:
        return improvement_plans.of_finding(by(connection, cycle.who(world, "manager.h01")), finding)


def test_the_photos_of_the_report_stand_at_the_plan_of_their_finding(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, other = (
        photograph(world, "evaluator.h02", world.visitor_assessment, caption, "1-05", colour)
        for caption, colour in (("議事録の署名欄", "red"), ("選ばれない写真", "blue"))
    )
    cycle.meeting(world)
    finding = cycle.noted(world)
    with db.writing() as connection:
        findings.choose_photos(by(connection, cycle.who(world, "evaluator.h02")), finding, 1, [chosen])
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    shown = text(as_person(world, "manager.h01", monkeypatch, finding=finding))
    assert f'src="/api/photos/{chosen}"' in shown
    assert "議事録の署名欄" in shown
    assert f"/api/photos/{other}" not in shown


def test_before_a_report_there_is_nothing_to_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "架空中央病院の指摘事項はありません" in text(as_person(world, "manager.h01", monkeypatch))
    assert "改善計画はまだありません" in text(as_person(world, "secretariat", monkeypatch))


def test_the_board_shows_each_finding_under_its_state(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = cycle.sealed(world)
    shown = text(as_person(world, "manager.h01", monkeypatch))
    assert "計画未作成</span> 1件" in shown
    assert f'/improvements?finding={finding}"' in shown
    assert "/download/hospitals/1/plans.pdf" in shown
    plan(world, finding, PlanFields("出席を議事録に残す", "医療安全係", date(2026, 1, 31)))
    shown = text(as_person(world, "manager.h01", monkeypatch))
    assert "期限超過</span> 1件" in shown
    day = '<span class="nowrap">2026年1月31日（土）</span>'
    assert f'data-name="期限 遅れ（日）">{day}<small>295日</small>' in shown
    assert 'data-name="担当">医療安全係<' in shown


def test_a_plan_is_written_noted_evidenced_and_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = cycle.sealed(world)
    screen = as_person(world, "manager.h01", monkeypatch, finding=finding)
    assert WORD in text(screen)
    assert "計画を保存すると、進捗と資料を記録できます。" in text(screen)
    assert filled(screen) == ["計画を保存する"]
    assert "改善策：入力してください。" in faults(press(screen, "計画を保存する"))
    write(screen, "改善策", "出席を議事録に残す")
    write(screen, "担当者", "医療安全係")
    write(screen, "期限", "令和9年1月31日")
    # Who will look whether it was done is known long before it was.
    write(screen, "確認者", "架空 副院長")
    screen = press(screen, "計画を保存する")
    assert "改善計画を保存しました。" in text(screen)
    # A page has one filled button, that of its next step.
    assert filled(screen) == ["進捗を記録する"]
    assert stored(world, finding).fields == PlanFields(
        "出席を議事録に残す", "医療安全係", date(2027, 1, 31), checked_by="架空 副院長"
    )
    write(screen, "進捗の内容", "様式を修正した")
    screen = press(screen, "進捗を記録する")
    assert "様式を修正した" in text(screen)
    assert "ファイルを選んでください。" in faults(press(screen, "資料を登録する"))
    screen.file_uploader[0].upload("様式.pdf", PDF)
    screen = press(screen.run(), "資料を登録する")
    assert "様式.pdf" in text(screen)
    write(screen, "完了日", "2026/12/1")
    write(screen, "確認日", "2026/12/2")
    write(screen, "確認者", "")
    assert "確認者：確認した人を入力してください。" in faults(press(screen, "計画を保存する"))
    write(screen, "確認者", "架空 院長")
    press(screen, "計画を保存する")
    found = stored(world, finding)
    assert (found.fields.completed_on, found.fields.checked_by) == (date(2026, 12, 1), "架空 院長")
    assert [note.text for note in found.notes] == ["様式を修正した"]


def test_a_date_that_cannot_be_read_and_a_strange_file_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("改善策"))
    screen = as_person(world, "manager.h01", monkeypatch, finding=finding)
    write(screen, "期限", "来年の春")
    assert "「来年の春」は日付として読み取れません" in faults(press(screen, "計画を保存する"))
    screen.file_uploader[0].upload("図.pdf", b"no pdf at all")
    screen = press(screen.run(), "資料を登録する")
    assert "ファイルを選んでください" in faults(screen)
    assert stored(world, finding).proofs == ()


def test_who_saves_second_is_told_and_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("最初の改善策"))
    screen = as_person(world, "manager.h01", monkeypatch, finding=finding)
    plan(world, finding, PlanFields("別の画面の改善策"), version=1)
    write(screen, "改善策", "この画面の改善策")
    screen = press(screen, "計画を保存する")
    assert any("まだ保存していません" in found.value for found in screen.warning)
    assert "別の画面の改善策" in text(screen)
    assert stored(world, finding).fields.action == "別の画面の改善策"
    press(screen, "計画を保存する")
    assert stored(world, finding).fields.action == "この画面の改善策"


# Written out: who reads the content of H01's plan, who writes it, and who only counts.
@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", True, False),
        ("leader.h02", False, False),
        ("evaluator.h02", True, False),
        ("manager.h04", False, False),
        ("evaluator.h04", False, False),
        ("secretariat", False, False),
    ],
)
def test_the_content_of_a_plan_is_for_those_it_concerns(
    login: str, reads: bool, writes: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("ひみつの改善策", due_on=date(2026, 1, 31)))
    one = as_person(world, login, monkeypatch, finding=finding)
    typed = [field.value for field in one.text_area]
    assert ("ひみつの改善策" in text(one) or "ひみつの改善策" in typed) == reads
    assert ("計画を保存する" in [button.label for button in one.button]) == writes
    board = text(as_person(world, login, monkeypatch, hospital=1))
    assert (WORD in board) == reads
    assert "ひみつ" not in board


@pytest.mark.parametrize(
    ("login", "first", "second"),
    [
        ("manager.h01", True, True),
        ("manager.h02", True, False),
        ("evaluator.h02", True, False),
        ("manager.h04", True, True),
        ("evaluator.h04", True, True),
        ("secretariat", False, False),
    ],
)
def test_who_visited_before_opens_nothing_of_the_years_after_their_last_visit(
    login: str, first: bool, second: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = {cycle.sealed(world): (WORD, first), cycle.sealed_by_others(world): ("翌年の指摘", second)}
    for finding in years:
        plan(world, finding, PlanFields(f"ひみつ{finding}の改善策"))
    board = text(as_person(world, login, monkeypatch, hospital=1))
    for finding, (word, reads) in years.items():
        one = as_person(world, login, monkeypatch, finding=finding)
        seen = "\n".join([text(one), *(field.value or "" for field in one.text_area)])
        assert (word in seen, f"ひみつ{finding}の改善策" in seen, word in board) == (reads, reads, reads)


def test_the_secretariat_counts_without_details(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("ひみつの改善策", due_on=date(2026, 1, 31)))
    shown = text(as_person(world, "secretariat", monkeypatch))
    assert "地域の改善計画（期限超過 1件）" in shown
    assert "2026年1月31日（土）" in shown
    assert WORD not in shown


def test_findings_that_came_again_are_counted_by_hospital_and_chapter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    cycle.found_again(world, cycle.next_year(world))
    shown = text(as_person(world, "secretariat", monkeypatch))
    assert "病院別の繰り返された指摘事項" in shown
    assert "1 医療安全管理体制 1件" in shown
    assert WORD not in shown
    own = text(as_person(world, "leader.h01", monkeypatch))
    assert "1　医療安全管理体制" in own
    assert "2　医薬品安全" not in own.partition("繰り返された指摘事項")[2]


def test_next_years_visitors_mark_what_became_of_a_finding(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    with db.writing() as connection:
        member = cycle.who(world, "evaluator.h02")
        findings.add(by(connection, member), world.visit, SECOND.code, "1-01", FindingKind.GOOD_PRACTICE, "配布が早い")
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    plan(world, finding, PlanFields("出席を議事録に残す"))
    later = cycle.next_year(world)
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    assert "前回までの指摘事項が1件あります（今回の判定がまだないもの 1件）" in text(open_page("visits", visit=later))
    screen = as_person(world, "evaluator.h02", monkeypatch, visit=later)
    assert "出席を議事録に残す" in text(screen)
    assert "配布が早い" not in text(screen)
    assert filled(screen) == ["1-05の判定を保存する"]
    assert "解決・継続・再発から選んでください。" in faults(press(screen, "1-05の判定を保存する"))
    screen.radio[0].set_value(Sequel.RECURRED)
    write(screen, "コメント", "ふたたび記録がない")
    screen = press(screen, "1-05の判定を保存する")
    assert ">再発</span>" in text(screen)
    assert filled(screen) == []
    with db.reading() as connection:
        found = follow_ups.for_visit(by(connection, cycle.who(world, "evaluator.h02")), later, SECOND.code)
    marked = {one.finding.id: (one.mark, one.comment) for one in found if one.mark}
    assert marked == {finding: (Sequel.RECURRED, "ふたたび記録がない")}


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("manager.h01", True),
        ("leader.h01", True),
        ("manager.h02", True),
        ("evaluator.h02", True),
        ("leader.h02", False),
        ("secretariat", False),
    ],
)
def test_beside_an_earlier_finding_the_plan_is_told_to_the_host_and_those_who_rate(
    login: str, told: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("ひみつの改善策", "ひみつの担当者", date(2031, 3, 9), date(2031, 2, 9)))
    with db.writing() as connection:
        improvement_plans.add_note(by(connection, cycle.who(world, "manager.h01")), finding, "ひみつの進捗")
    shown = text(as_person(world, login, monkeypatch, visit=cycle.next_year(world)))
    assert WORD in shown
    for word in ("ひみつの改善策", "ひみつの担当者", "2031年3月9日", "2031年2月9日", "ひみつの進捗"):
        assert (word in shown) == told, word
    assert ("受審病院と訪問評価を担当する人のみ" in shown) != told


def test_only_members_mark_and_strangers_see_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.sealed(world)
    later = cycle.next_year(world)
    for login, reads in (("manager.h01", True), ("leader.h02", True), ("secretariat", True), ("manager.h04", False)):
        screen = as_person(world, login, monkeypatch, visit=later)
        assert (WORD in text(screen)) == reads, login
        assert not screen.radio, login
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    assert "確認する指摘事項はありません" in text(open_page("improvements", visit=world.visit))


def test_a_progress_note_that_names_a_patient_is_erased_for_a_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = cycle.sealed(world)
    plan(world, finding, PlanFields("周知する"))
    with db.writing() as connection:
        improvement_plans.add_note(by(connection, cycle.who(world, "manager.h01")), finding, "患者 架空ハナコ氏に説明")
    screen = as_person(world, "manager.h01", monkeypatch, finding=finding)
    assert "削除する理由を500文字以内で入力してください。" in faults(press(screen, "選んだ進捗を削除する"))
    next(found for found in screen.text_area if found.label == "削除する理由").set_value("患者名の記載")
    shown = text(press(screen, "選んだ進捗を削除する"))
    assert "進捗の個人情報を削除しました。" in shown
    assert "患者名の記載" in shown
    assert "ハナコ" not in shown
    assert "個人情報を削除する" not in [
        one.label for one in as_person(world, "leader.h01", monkeypatch, finding=finding).expander
    ]
