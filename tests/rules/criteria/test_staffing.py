"""The people that the rules ask for: each requirement with its documents and the answers to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.records import Appointment
from checklist.rules.criteria.staffing import manager_placed, members_placed
from checklist.words.records import TOPICS
from tests.rules.criteria.documents import (
    MET,
    NOT_MET,
    UNKNOWN,
    Case,
    answer,
    course,
    manager,
    members,
    of,
    person,
    requirement,
)

LATER = date(2025, 10, 1)
FIVE = tuple(TOPICS)[:5]


def doctor(**changed: object) -> Appointment:
    return replace(person("physician", "架空 医師", "physician", "assigned"), **changed)  # type: ignore[arg-type]


SHORT = doctor(safety_since=date(2022, 12, 25))
"""Two years and eleven months of patient safety."""
PHYSICIAN = manager(profession="physician", dedication="assigned")


CASES = {
    "manager_placed": (
        Case("a dedicated nurse", [manager()], MET, "看護師の架空 花子が専従"),
        Case("an assigned nurse for class 1", [manager(dedication="assigned")], NOT_MET, "専任で、専従ではありません"),
        Case("an assigned nurse for class 2", [manager(dedication="assigned")], MET, "専任の医療安全管理者", addon="safety-2"),
        Case("a dedicated nurse for class 2", [manager(other_hours=30)], MET, "専従", addon="safety-2"),
        Case("a concurrent nurse for class 2", [manager(dedication="concurrent")], NOT_MET, "兼任", addon="safety-2"),
        Case("nobody recorded", [], UNKNOWN, "医療安全管理者の配置が記録されていません"),
        Case("an expired person", [manager(valid_to=date(2025, 11, 24))], NOT_MET, "2025年11月24日（月）に終了"),
        Case("the last day counts", [manager(valid_to=date(2025, 11, 25))], MET, "専従"),
        Case("somebody from tomorrow on", [manager(valid_from=date(2025, 11, 26))], UNKNOWN, "記録されていません"),
        Case("half an hour of other work", [manager(other_hours=0.5)], NOT_MET, "他の業務を月0.5時間"),
        Case("an office worker", [manager(profession="office")], NOT_MET, "医療有資格者ではありません"),
        Case("a 専任 physician, with a 専従 nurse in the department", [PHYSICIAN, person("nursing", "架空 看護", "nurse", "dedicated")], MET, "専従の看護師（架空 看護）が医療安全管理部門に"),
        Case("a 専任 physician, with a 専従 pharmacist in the department", [PHYSICIAN, person("pharmacy", "架空 薬剤", "pharmacist", "dedicated")], MET, "専従の薬剤師"),
        Case("a 専任 physician, with a 専任 nurse in the department", [PHYSICIAN, person("nursing", "架空 看護", "nurse", "assigned")], NOT_MET, "専任で、専従ではありません"),
        Case("a 専任 physician, with a 専従 clerk in the department", [PHYSICIAN, person("office", "架空 事務", "office", "dedicated")], NOT_MET, "専任で、専従ではありません"),
        Case("a 専任 physician, with a nurse who does other work too", [PHYSICIAN, person("nursing", "架空 看護", "nurse", "dedicated", other_hours=4)], NOT_MET, "専従ではありません"),
        Case("a 兼任 physician, with a 専従 nurse", [manager(profession="physician", dedication="concurrent"), person("nursing", "架空 看護", "nurse", "dedicated")], NOT_MET, "兼任"),
        Case("a 専任 pharmacist, with a 専従 nurse", [manager(profession="pharmacist", dedication="assigned"), person("nursing", "架空 看護", "nurse", "dedicated")], NOT_MET, "専任で"),
        Case("the successor counts", [manager(valid_to=date(2025, 3, 31)), person("safety_manager", "架空 次郎", "pharmacist", "dedicated", valid_from=date(2025, 4, 1))], MET, "薬剤師の架空 次郎"),
    ),
    "manager_course_organiser": (
        Case("an association", [manager(), course()], MET, "1件修了"),
        Case("only a company", [manager(), course(organiser="other")], NOT_MET, "主催ではありません"),
        Case("nothing recorded", [manager()], UNKNOWN, "受講した研修が記録されていません"),
        Case("a company and the state", [manager(), course(organiser="other"), course(organiser="national")], MET, "1件修了"),
        Case("somebody else's training", [manager(), course(staff_name="別の 人")], UNKNOWN, "記録されていません"),
        Case("nobody in the post", [course()], UNKNOWN, "配置が記録されていません"),
    ),
    "manager_course_hours": (
        Case("40 hours", [manager(), course(40)], MET, "通算40時間"),
        Case("39.5 hours", [manager(), course(39.5)], NOT_MET, "通算39.5時間で、40時間に0.5時間不足"),
        Case("made up later", [manager(), course(39.5), course(0.5, on=LATER)], MET, "通算40時間"),
        Case("made up only tomorrow", [manager(), course(39.5), course(4, on=date(2025, 11, 26))], NOT_MET, "0.5時間不足"),
        Case("the name set apart otherwise", [manager(), course(40, staff_name="架空　花子")], MET, "通算40時間"),
        Case("hours of a company do not count", [manager(), course(30), course(20, organiser="other")], NOT_MET, "通算30時間"),
        Case("nothing recorded", [manager()], UNKNOWN, "記録されていません"),
        Case("nobody in the post", [], UNKNOWN, "配置が記録されていません"),
    ),
    "manager_course_topics": (
        Case("every topic", [manager(), course()], MET, "6つの内容をすべて"),
        Case("one topic missing", [manager(), course(topics=FIVE)], NOT_MET, "「安全文化の醸成」が不足"),
        Case("made up later", [manager(), course(topics=FIVE), course(3, ["culture"], LATER)], MET, "すべて"),
        Case("lectures alone", [manager(), course(exercise="no")], NOT_MET, "講義のみで、具体例に基づく演習を含んでいません"),
        Case("lectures, and exercises in another one", [manager(), course(exercise="no"), course(3, ["culture"], LATER, exercise="yes")], MET, "すべて"),
        Case("nobody knows of exercises", [manager(), course(exercise="unknown")], MET, "すべて"),
        Case("made up by a company", [manager(), course(topics=FIVE), course(3, ["culture"], organiser="other")], NOT_MET, "安全文化"),
        Case("nothing recorded", [manager()], UNKNOWN, "記録されていません"),
        Case("nobody in the post", [], UNKNOWN, "配置が記録されていません"),
    ),
    "members_placed": (
        Case("all four", members(), MET, "すべてに専任の職員"),
        Case("no pharmacist", members("pharmacy"), NOT_MET, "薬剤部門の専任"),
        Case("nobody recorded", [manager()], UNKNOWN, "記録されていません"),
        Case("a concurrent clerk", [*members("office"), person("office", "事務 太郎", "office", "concurrent")], NOT_MET, "事務部門（兼任のみ）"),
        Case("all left", members(valid_to=date(2025, 3, 31)), NOT_MET, "診療部門（2025年3月31日（月）に配置終了）"),
    ),
    "physician_placed": (
        Case("an assigned physician", [doctor()], MET, "架空 医師が専任の医師"),
        Case("a concurrent physician", [doctor(dedication="concurrent")], NOT_MET, "兼任"),
        Case("nobody recorded", [manager()], UNKNOWN, "専任の医師の配置が記録されていません"),
        Case("left last month", [doctor(valid_to=date(2025, 10, 31))], NOT_MET, "2025年10月31日（金）に終了"),
        Case("a nurse in the post", [doctor(profession="nurse")], NOT_MET, "看護師"),
    ),
    "physician_qualified": (
        Case("three years to the day", [doctor(safety_since=date(2022, 11, 25))], MET, "3年以上従事"),
        Case("one day short of three years", [doctor(safety_since=date(2022, 11, 26))], NOT_MET, "3年に満たず"),
        Case("short, with the training", [SHORT, course(staff_name="架空 医師", physician_training=True)], MET, "研修を修了"),
        Case("short, with the training and no tick", [SHORT, course(staff_name="架空 医師")], MET, "研修を修了"),
        Case("short, with a talk of two hours that was ticked", [SHORT, course(2, ["basics"], staff_name="架空 医師", physician_training=True)], NOT_MET, "通算2時間で38時間不足"),
        Case("short, with 39.5 hours", [SHORT, course(39.5, staff_name="架空 医師")], NOT_MET, "0.5時間不足"),
        Case("short, made up later", [SHORT, course(39.5, staff_name="架空 医師"), course(0.5, on=LATER, staff_name="架空 医師")], MET, "研修を修了"),
        Case("short, one topic missing", [SHORT, course(topics=FIVE, staff_name="架空 医師")], NOT_MET, "「安全文化の醸成」が不足"),
        Case("short, trained by a company", [SHORT, course(organiser="other", staff_name="架空 医師", physician_training=True)], NOT_MET, "主催する研修を修了していません"),
        Case("trained only tomorrow", [SHORT, course(on=date(2025, 11, 26), staff_name="架空 医師", physician_training=True)], NOT_MET, "研修の修了も記録されていません"),
        Case("nothing but two years and eleven months", [SHORT], NOT_MET, "研修の修了も記録されていません"),
        Case("nothing known", [doctor()], UNKNOWN, "経験年数と研修が記録されていません"),
        Case("a short training, and the years not known", [doctor(), course(30, staff_name="架空 医師")], UNKNOWN, "10時間不足"),
        Case("nobody in the post", [], UNKNOWN, "配置が記録されていません"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, found in CASES.items() for case in found], ids=str)
def test_the_rule_answers_the_document(rule: str, case: Case) -> None:
    found = answer(rule, case)
    assert (found.result, case.reason in found.reason) == (case.expected, True), found
    assert bool(found.remedy) == (found.result is not MET)


def test_a_region_asks_for_members_of_more_departments() -> None:
    asked = requirement("members_placed").measured_by({"more_departments": "engineering,radiology"})
    engineer = person("engineering", "技士 次郎", "engineer", "assigned")
    radiographer = person("radiology", "技師 三郎", "radiographer", "assigned")
    assert members_placed(of([*members(), engineer, radiographer]), asked).result is MET
    lacking = members_placed(of([*members(), engineer]), asked)
    assert (lacking.result, "放射線部門" in lacking.reason) == (NOT_MET, True)
    assert members_placed(of(members()), requirement("members_placed")).result is MET
    assert members_placed(of([]), asked).result is UNKNOWN


def test_since_june_2026_sixteen_hours_of_other_work_are_allowed_and_no_more() -> None:
    asked = requirement("manager_placed", "safety-1", "r08")
    assert manager_placed(of([manager(other_hours=16)]), asked).result is MET
    assert manager_placed(of([manager(other_hours=16.5)]), asked).result is NOT_MET


def test_a_verdict_shows_the_records_that_it_rests_on() -> None:
    found = answer("manager_course_hours", CASES["manager_course_hours"][2])
    assert [one.kind for one in found.shown] == ["course", "course"]
    assert found.shown[1].label == "受講した研修 2025年10月1日（水）　養成研修（架空看護協会・0.5時間）"
