"""What a person has to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.assessments import AssessmentState, Operation
from checklist.model.hospitals import Hospital, HospitalKind
from checklist.model.visits import VisitState
from checklist.readings import agenda, assessment_list, visit_card
from checklist.readings.agenda import Task
from checklist.store import db, region
from checklist.store.accounts import people
from checklist.store.assessments import answers, assessments
from checklist.store.closing import reopenings, sealed_reports
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import late_answers, visit_steps, visits
from tests import cycle
from tests.world import CODES, World, by, principal

TODAY = date(2026, 11, 22)
AFTERWARDS = date(2026, 12, 1)

HOST = "架空中央病院："


def tasks(world: World, login: str, today: date = TODAY) -> list[Task]:
    with db.reading() as connection:
        return agenda.tasks(by(connection, principal(world.people[login])), today)


def submit(world: World, login: str, assessment: int) -> None:
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people[login])), assessment, "試行のため")


def test_the_safety_manager_goes_on_with_the_open_assessment(world: World) -> None:
    talks, first, second = tasks(world, "manager.h01")
    assert (talks.title, talks.tone) == ("架空中央病院：訪問について協議し、記録する", "late")
    assert (first.title, first.detail) == ("2026年度（令和8年度）の自己評価を進める", "未回答 6項目があります。")
    assert first.href == f"/answer?assessment={world.self_assessment}"
    assert (second.title, second.href) == ("架空市民病院による訪問を受ける", f"/visits?visit={world.visit}")


def test_without_an_assessment_of_the_year_the_first_step_is_to_start_one(world: World) -> None:
    assert [task.title for task in tasks(world, "manager.h04")] == ["2026年度（令和8年度）の自己評価を始める"]


def test_what_is_answered_without_its_comment_is_counted(world: World) -> None:
    found = [Operation(f"00000000-0000-4000-8000-{n:012d}", code, 0, "C", "") for n, code in enumerate(CODES)]
    with db.writing() as connection:
        answers.record(by(connection, principal(world.people["manager.h01"])), world.self_assessment, found)
    going_on = next(one for one in tasks(world, "manager.h01") if one.title.endswith("自己評価を進める"))
    assert going_on.detail == "コメントのない項目 6項目があります。"


def test_the_leader_approves_once(world: World) -> None:
    submit(world, "manager.h01", world.self_assessment)
    assert tasks(world, "leader.h01")[0].title == "2026年度（令和8年度）の自己評価を承認する（院長承認）"
    with db.writing() as connection:
        assessments.approve(by(connection, principal(world.people["leader.h01"])), world.self_assessment)
    assert [task.title for task in tasks(world, "leader.h01")] == ["架空市民病院による訪問を受ける"]


def test_a_visit_is_late_after_its_day(world: World) -> None:
    rated = "架空中央病院の訪問評価（小さな点検表 第2版）"
    assert [task.tone for task in tasks(world, "evaluator.h02") if task.title == rated] == ["now"]
    assert [task.tone for task in tasks(world, "evaluator.h02", AFTERWARDS) if task.title == rated] == ["late"]
    assert [task.detail for task in tasks(world, "secretariat", AFTERWARDS)] == [
        "2026年11月25日（水）・訪問。受審病院の自己評価が未提出です、訪問評価が未提出です。",
        "協議の記録 1件、自己評価の提出 1件",
    ]


def test_the_visit_of_this_day_stands_before_what_is_late(world: World) -> None:
    first, *others = tasks(world, "evaluator.h02", date(2026, 11, 25))
    assert (first.title, first.today) == ("架空中央病院の訪問評価（小さな点検表 第2版）", True)
    assert [(task.tone, task.today) for task in others] == [("late", False)]
    # Who has submitted it has come for its meeting, as the host has.
    submit(world, "evaluator.h02", world.visitor_assessment)
    for login, whose in (("evaluator.h02", "架空中央病院"), ("manager.h01", "自院")):
        first = tasks(world, login, date(2026, 11, 25))[0]
        assert (first.title, first.today) == (f"{whose}の講評会を始める", True)


def test_rating_before_the_day_is_told_to_be_ahead_of_it(world: World) -> None:
    who, rated = principal(world.people["evaluator.h02"]), "架空中央病院の訪問評価（小さな点検表 第2版）"
    for today, ahead in ((date(2026, 11, 10), True), (date(2026, 11, 25), False), (AFTERWARDS, False)):
        told = [task.detail for task in tasks(world, "evaluator.h02", today) if task.title == rated]
        assert ["訪問日はまだ先です。" in one for one in told] == [ahead], today
        with db.reading() as connection:
            card = visit_card.read(replace(by(connection, who), today=today), world.visit)
        assert card["preview"] is ahead, today


def test_members_begin_the_closing_meeting_once_their_ratings_are_submitted(world: World) -> None:
    submit(world, "evaluator.h02", world.visitor_assessment)
    # Whatever state the visit is in by then: nobody has to lead it to 訪問中 first.
    assert "架空中央病院の講評会を始める" in [task.title for task in tasks(world, "evaluator.h02")]
    with db.writing() as connection:
        visit_steps.move(by(connection, principal(world.people["secretariat"])), world.visit, VisitState.ON_SITE)
    assert [task.title for task in tasks(world, "evaluator.h02")] == ["架空中央病院の講評会を始める"]
    with db.writing() as connection:
        cycle.reported_on_paper(connection, principal(world.people["evaluator.h02"]), world.visit)
    assert tasks(world, "evaluator.h02") == []


def test_only_members_are_asked_for_a_visit(world: World) -> None:
    assert tasks(world, "evaluator.h01") == []
    assert tasks(world, "evaluator.h04") == []


def test_once_a_visit_was_made_the_administrator_is_told_which_hospitals_have_nobody_in_a_role(world: World) -> None:
    cycle.sealed(world)
    assert tasks(world, "admin") == []
    with db.writing() as connection:
        person = world.people["manager.h03"]
        people.change(by(connection), replace(person, active=False))
        for code, external in (("H05", False), ("H06", False), ("H07", False), ("H08", True)):
            hospital = Hospital(0, code, f"架空第{code[2]}病院", "", "", 100, HospitalKind.GENERAL, external)
            hospitals.save(by(connection), hospital)
    managers, leaders = tasks(world, "admin")
    assert (managers.title, managers.href) == ("医療安全管理者のアカウントを作成する（4病院）", "/accounts")
    named = "架空みなと病院、架空第5病院、架空第6病院 ほか1病院"
    assert managers.detail == f"{named}。自己評価は医療安全管理者が記入します。"
    assert leaders.title == "病院幹部のアカウントを作成する（3病院）"


def test_a_line_shows_progress_and_what_may_be_done(world: World) -> None:
    manager, other = principal(world.people["manager.h01"]), principal(world.people["manager.h04"])
    with db.reading() as connection:
        (line,) = assessment_list.self_assessments(by(connection, manager))
        assert assessment_list.self_assessments(by(connection, other)) == []
    assert (line.host, line.sheet, line.progress) == ("架空中央病院", "小さな点検表 第2版", "6項目中 0項目に回答")
    assert line.writable


def test_the_secretariat_lists_an_assessment_once_it_is_submitted(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.reading() as connection:
        assert assessment_list.self_assessments(by(connection, secretariat)) == []
    submit(world, "manager.h01", world.self_assessment)
    with db.reading() as connection:
        (line,) = assessment_list.self_assessments(by(connection, secretariat))
    assert line.assessment.state is AssessmentState.SUBMITTED
    assert not line.writable


def test_hospitals_known_to_a_person_are_those_of_their_visits(world: World) -> None:
    known = {
        login: _known(world, login)
        for login in ("manager.h01", "evaluator.h02", "evaluator.h01", "secretariat", "center", "admin")
    }
    assert known == {
        "manager.h01": {"H01", "H02"},
        "evaluator.h02": {"H01", "H02"},
        "evaluator.h01": {"H01"},
        "secretariat": {"H01", "H02", "H03", "H04"},
        "center": {"H01", "H02", "H03", "H04"},
        "admin": set(),
    }


def _known(world: World, login: str) -> set[str]:
    with db.reading() as connection:
        return {one.code for one in visits.hospitals_known_to(by(connection, principal(world.people[login])))}


def test_the_settings_count_what_the_database_holds(world: World) -> None:
    with db.reading() as connection:
        counts = region.counts(by(connection))
    assert (counts["病院"], counts["訪問"], counts["評価"], counts["回答"]) == (4, 1, 2, 0)


@pytest.mark.parametrize(
    ("login", "whose"), [("manager.h01", ""), ("leader.h01", ""), ("manager.h02", HOST), ("leader.h02", HOST)]
)
def test_both_sides_are_told_that_a_report_was_reopened_and_why_until_they_know(
    world: World, login: str, whose: str
) -> None:
    cycle.sealed(world)
    title = f"{whose}評価報告書（第1版）が再開されました"
    assert title not in [task.title for task in tasks(world, login)]
    with db.writing() as connection:
        someone = principal(world.people["evaluator.h02"])
        sealed_reports.reopen(by(connection, someone), world.visit, "項目1-02の評定の誤り")
    told = next(task for task in tasks(world, login) if task.title == title)
    assert told.detail.endswith("理由：項目1-02の評定の誤り")
    with db.writing() as connection:
        reopenings.see(by(connection, principal(world.people[login])), world.visit)
    assert title not in [task.title for task in tasks(world, login)]


# Written out: what each person is asked at each step of the closing meeting and of the report.
def test_the_closing_meeting_and_the_report_are_asked_of_the_side_whose_turn_it_is(world: World) -> None:
    cycle.meeting(world)
    assert [task.title for task in tasks(world, "evaluator.h02")] == ["架空中央病院の講評会で合意して署名する"]
    assert "自院の講評会で合意して署名する" in [task.title for task in tasks(world, "manager.h01")]
    finding = cycle.noted(world)
    cycle.sign(world, world.visit)
    assert [task.title for task in tasks(world, "evaluator.h02")] == ["架空中央病院の評価報告書を確定する"]
    assert not any("講評会" in task.title for task in tasks(world, "manager.h01"))
    cycle.seal(world, world.visit)
    assert [task.title for task in tasks(world, "evaluator.h02")] == ["架空中央病院：評価報告書を手交し、記録する"]
    assert [task.title for task in tasks(world, "manager.h01")] == ["架空中央病院：指摘事項の改善計画を作成する"]
    cycle.handed_over(world)
    own = [task.title for task in tasks(world, "manager.h01")]
    assert own == ["架空中央病院：評価報告書を受領する", "架空中央病院：指摘事項の改善計画を作成する"]
    received = next(task for task in tasks(world, "leader.h01") if task.title == own[0])
    assert (received.href, received.label) == (f"/visits?visit={world.visit}&part=paperwork#report", "受領を記録する")
    fields = PlanFields("出席を議事録に残す", "担当", due_on=TODAY)
    with db.writing() as connection:
        improvement_plans.save(by(connection, principal(world.people["manager.h01"])), finding, 0, fields)
    assert "架空中央病院：指摘事項の改善計画を作成する" not in [task.title for task in tasks(world, "manager.h01")]


def test_an_overdue_plan_is_told_to_its_hospital_and_only_counted_for_the_secretariat(world: World) -> None:
    finding = cycle.sealed(world)
    fields = PlanFields("ひみつの改善策", "担当", due_on=TODAY)
    with db.writing() as connection:
        improvement_plans.save(by(connection, principal(world.people["manager.h01"])), finding, 0, fields)
    title = "期限を過ぎた改善計画が1件あります"
    for login in ("manager.h01", "secretariat"):
        assert title not in [task.title for task in tasks(world, login, TODAY)]
        found = [task for task in tasks(world, login, AFTERWARDS) if task.title == title]
        assert [(task.href, task.tone) for task in found] == [("/overdue?late=late&when=all&kind=plan_due", "late")]
        assert "ひみつ" not in found[0].detail
    assert title not in [task.title for task in tasks(world, "evaluator.h02", AFTERWARDS)]


def test_the_leading_evaluator_is_told_of_answers_that_came_too_late(world: World) -> None:
    cycle.submitted(world)
    sent = [Operation(f"00000000-0000-4000-8000-{n:012d}", code, 1, "C", "") for n, code in enumerate(CODES[:2])]
    with db.writing() as connection:
        late_answers.hand_in(by(connection, principal(world.people["second.h02"])), world.visitor_assessment, sent)
    title = "架空中央病院：遅れて届いた回答が2件あります"
    told = {
        login: [(task.href, task.tone) for task in tasks(world, login) if task.title == title]
        for login in ("evaluator.h02", "manager.h01", "manager.h02", "secretariat")
    }
    assert told == {
        "evaluator.h02": [(f"/visits?visit={world.visit}", "now")],
        "manager.h01": [],
        "manager.h02": [],
        "secretariat": [],
    }
