"""The article on 医療安全対策加算, row by row: the requirement of the rule set that asks it, met with its document and not without.

The rule set of 令和6年, which the article tells of; every answer of each rule, other tests show by documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from checklist.model.criteria import Result
from checklist.model.hospitals import Addon, Filing
from checklist.model.records import (
    Appointment,
    BusinessPlan,
    CommitteeMeeting,
    Conference,
    Course,
    Guideline,
    ManagerActivity,
    Notice,
    PatientConsultation,
    SafetyRound,
    StaffTraining,
)
from checklist.readings import criteria_sets
from checklist.rules.criteria.facts import VisitFact
from checklist.rules.criteria.registry import RULES
from checklist.rules.criteria.rule_set import Requirement
from checklist.words.records import TOPICS
from tests.rules.criteria.documents import FIRST, MET, NOT_MET, OWN, UNKNOWN, manager
from tests.rules.criteria.test_points import BOTH, judged

SET = next(one for one in criteria_sets.shipped() if one.code == "r06")
BOTH_CLASSES = ("safety-1", "safety-2")
# What the article says -> the add-ons, the requirement, its place, words of its text, and parameters that it is judged by.
ROWS: dict[str, tuple[tuple[str, ...], str, str, tuple[str, ...], Mapping[str, object]]] = {
    "加算1：専従の医療有資格者": (("safety-1",), "system-a", "（ア）", ("専従の看護師、薬剤師その他の医療有資格者",), {"dedication": ("dedicated",)}),
    "加算2：専任の医療有資格者": (("safety-2",), "system-a", "（ア）", ("専任の看護師、薬剤師その他の医療有資格者",), {"dedication": ("dedicated", "assigned")}),
    "（イ）国または医療関係団体などが主催": (BOTH_CLASSES, "system-a-organiser", "（ア）（イ）", ("国または医療関係団体",), {"organisers": ("national", "association")}),
    "（ロ）通算40時間以上": (BOTH_CLASSES, "system-a-hours", "（ア）（ロ）", ("通算40時間以上",), {"hours": 40}),
    "（ハ）講義および具体例に基づく演習": (BOTH_CLASSES, "system-a-topics", "（ア）（ハ）", ("演習", "医療安全の基本的知識", "安全文化の醸成"), {"topics": ("basics", "system", "training", "analysis", "response", "culture")}),
    "（イ）医療安全管理部門の設置": (BOTH_CLASSES, "system-b", "（イ）", ("医療安全管理部門", "設置"), {}),
    "（ウ）業務指針および具体的な業務内容の整備": (BOTH_CLASSES, "system-c", "（ウ）", ("業務指針", "具体的な業務内容"), {"documents": ("department", "duties")}),
    "（エ）全ての部門に専任の職員": (BOTH_CLASSES, "system-d", "（エ）", ("診療部門", "薬剤部門", "看護部門", "事務部門"), {"departments": ("clinical", "pharmacy", "nursing", "office")}),
    "（オ）委員会と連携する体制の整備": (BOTH_CLASSES, "system-e", "（オ）", ("医療安全管理対策委員会と連携",), {}),
    "（カ）相談・支援が受けられる旨の掲示": (BOTH_CLASSES, "system-f", "（カ）", ("見やすい場所", "掲示"), {}),
    "（ア）企画立案および評価": (BOTH_CLASSES, "manager-a", "（ア）", ("企画立案および評価",), {}),
    "（イ）定期的な院内巡回": (BOTH_CLASSES, "manager-b", "（イ）", ("定期的に院内を巡回", "業務改善"), {}),
    "（ウ）医療事故防止担当者への支援": (BOTH_CLASSES, "manager-c", "（ウ）", ("医療事故防止担当者への支援",), {}),
    "（エ）各部門との調整": (BOTH_CLASSES, "manager-d", "（エ）", ("各部門との調整",), {}),
    "（オ）職員研修の企画・実施": (BOTH_CLASSES, "manager-e", "（オ）", ("職員研修を企画・実施",), {}),
    "（カ）相談に適切に応じる体制を支援": (BOTH_CLASSES, "manager-f", "（カ）", ("相談窓口", "患者・家族の相談"), {}),
    "（ア）業務改善計画書の作成": (BOTH_CLASSES, "department-a-plan", "（ア）", ("業務改善計画書を作成",), {}),
    "（ア）実施状況および評価結果の記録": (BOTH_CLASSES, "department-a-outcome", "（ア）", ("実施状況および評価結果を記録",), {}),
    "（イ）委員会との連携状況": (BOTH_CLASSES, "department-b-committee", "（イ）", ("連携状況", "活動実績"), {}),
    "（イ）院内研修の実績": (BOTH_CLASSES, "department-b-training", "（イ）", ("院内研修の実績",), {}),
    "（イ）患者などの相談件数および相談内容": (BOTH_CLASSES, "department-b-consultation", "（イ）", ("相談件数", "相談内容", "相談後の取扱い"), {}),
    "（ウ）週1回程度のカンファレンス（対面によらない方法も可）": (BOTH_CLASSES, "department-c-weekly", "（ウ）", ("週1回程度", "対面によらない方法"), {}),
    "（ウ）委員会の構成員および担当者の参加": (BOTH_CLASSES, "department-c-members", "（ウ）", ("構成員", "必要に応じて"), {}),
    "地域連携加算1には医療安全対策加算1の届出が必要": (("regional-1",), "base", "届出", ("医療安全対策加算1に係る届出",), {"class": 1}),
    "地域連携加算2には医療安全対策加算2の届出": (("regional-2",), "base", "届出", ("医療安全対策加算2に係る届出",), {"class": 2}),
    "専任医師の配置": (("regional-1",), "physician", "専任医師", ("専任の医師",), {}),
    "医師は経験が3年以上または適切な研修を修了": (("regional-1",), "physician-qualified", "専任医師の経験・研修", ("3年以上の経験",), {"years": 3, "hours": 40}),
    "連携先へ年1回以上赴き評価・報告（加算1へ）": (("regional-1",), "visit-first", "訪問（加算1へ）", ("年1回程度", "直接赴いて評価"), {"class": 1}),
    "連携先へ年1回以上赴き評価・報告（加算2へ）": (("regional-1",), "visit-second", "訪問（加算2へ）", ("年1回程度", "直接赴いて評価"), {"class": 2}),
    "加算2は加算1の医療機関から年1回程度評価を受ける": (("regional-2",), "visited", "評価を受ける", ("年1回程度", "加算1の医療機関から評価"), {"class": 1}),
    "評価方法は連携機関と協議し、相互チェックシートなどを参考に策定": (("regional-1", "regional-2"), "agreement", "評価方法の協議", ("連携する医療機関と協議", "国立病院機構"), {}),
}  # fmt: skip


def of_kind(kind: type, **fields: object) -> Callable[[object], bool]:
    """Whether a document is of a kind and says this."""
    return lambda one: isinstance(one, kind) and all(getattr(one, name) == value for name, value in fields.items())


def post(code: str) -> Callable[[object], bool]:
    return of_kind(Appointment, post=code)


def written(code: str) -> Callable[[object], bool]:
    return of_kind(Guideline, document=code)


def did(*kinds: str) -> Callable[[object], bool]:
    return lambda one: isinstance(one, ManagerActivity) and one.activity in kinds


# Requirement -> the documents that prove it, and the answer about a hospital that has everything else.
LACKS: dict[str, tuple[Callable[[object], bool], Result]] = {
    "system-a": (post("safety_manager"), UNKNOWN), "system-a-organiser": (of_kind(Course), UNKNOWN),
    "system-a-hours": (of_kind(Course), UNKNOWN), "system-a-topics": (of_kind(Course), UNKNOWN),
    "system-b": (written("organisation"), UNKNOWN), "system-c": (written("duties"), NOT_MET), "system-d": (post("pharmacy"), NOT_MET),
    "system-e": (written("committee"), UNKNOWN), "system-f": (of_kind(Notice), UNKNOWN),
    "manager-a": (did("planning"), UNKNOWN), "manager-b": (of_kind(SafetyRound), UNKNOWN), "manager-c": (did("support"), UNKNOWN),
    "manager-d": (did("coordination"), UNKNOWN), "manager-e": (of_kind(StaffTraining), UNKNOWN), "manager-f": (did("consultation"), UNKNOWN),
    "department-a-plan": (of_kind(BusinessPlan), UNKNOWN), "department-a-outcome": (lambda one: isinstance(one, BusinessPlan) and one.evaluated_on is not None, UNKNOWN),
    "department-b-committee": (of_kind(CommitteeMeeting), UNKNOWN), "department-b-training": (of_kind(StaffTraining), UNKNOWN),
    "department-b-consultation": (of_kind(PatientConsultation), UNKNOWN),
    "department-c-weekly": (lambda one: isinstance(one, Conference) and one.held_on.month in (7, 8), NOT_MET), "department-c-members": (of_kind(Conference), UNKNOWN),
    "base": (of_kind(Filing, addon=Addon.SAFETY), UNKNOWN), "physician": (post("physician"), UNKNOWN), "physician-qualified": (post("physician"), UNKNOWN),
    "visit-first": (of_kind(VisitFact, host_class=1, host_id=FIRST), NOT_MET), "visit-second": (of_kind(VisitFact, host_class=2), NOT_MET),
    "visited": (of_kind(VisitFact, host_id=OWN), NOT_MET), "agreement": (of_kind(VisitFact), UNKNOWN),
}  # fmt: skip
CASES = [(row, addon) for row, (addons, *_) in ROWS.items() for addon in addons]


def requirement(addon: str, code: str) -> Requirement:
    return next(one for one in SET.requirements if one.code == f"{addon}.{code}")


@pytest.mark.parametrize(("row", "addon"), CASES)
def test_each_row_is_a_requirement_that_is_judged(row: str, addon: str) -> None:
    _, code, number, said, judged_by = ROWS[row]
    found = requirement(addon, code)
    assert found.number == number
    assert [one for one in said if one not in found.text] == []
    assert {name: found.parameters[name] for name in judged_by} == dict(judged_by)
    assert found.rule in RULES
    # 地域連携加算2 stands on 加算2: the same hospital with the other filing.
    second = [
        replace(one, addon_class=2) if isinstance(one, Filing) and one.addon is Addon.SAFETY else one for one in BOTH
    ]
    has = second if addon == "regional-2" else BOTH
    proof, without = LACKS[code]
    rest = [one for one in has if not proof(one)]
    assert len(rest) < len(has)
    assert (answered(found.code, has), answered(found.code, rest)) == (MET, without)


def answered(code: str, has: Sequence[object]) -> Result:
    return next(
        one.verdict.result for one in judged(has, date(2025, 11, 25)).judgements if one.requirement.code == code
    )


def test_every_requirement_of_the_rule_set_that_the_article_tells_of_has_its_row() -> None:
    told = {f"{addon}.{code}" for addons, code, *_ in ROWS.values() for addon in addons}
    # Beyond the article: from the points table and the notice itself.
    beyond = {"kind", "coverage", "partners"}
    rest = {one.code for one in SET.requirements} - told
    assert {one.split(".")[1] for one in rest} - beyond == {"visited"}
    assert rest - {one for one in rest if one.split(".")[1] in beyond} == {"regional-1.visited"}


@pytest.mark.parametrize(
    ("addon", "points"), [("safety-1", 85), ("safety-2", 30), ("regional-1", 50), ("regional-2", 20)]
)
def test_the_points_are_those_of_the_article(addon: str, points: int) -> None:
    assert next(one.points for one in SET.addons if one.code == addon) == points


@pytest.mark.parametrize(
    ("first", "second", "total"), [("safety-1", "regional-1", 135), ("safety-2", "regional-2", 50)]
)
def test_a_pair_comes_to_what_the_article_says(first: str, second: str, total: int) -> None:
    found = {one.code: one for one in SET.addons}
    assert found[first].points + found[second].points == total
    assert found[second].needs == first


def test_the_six_topics_of_the_training_are_those_of_the_article() -> None:
    assert list(TOPICS.values()) == [
        "医療安全の基本的知識", "安全管理体制の構築", "職員研修の企画・運営", "情報収集と分析、対策立案、フィードバック、評価", "医療事故発生時の対応", "安全文化の醸成",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("has", "result"),
    [
        (BOTH, MET),
        # 専任 is enough for 加算2 alone.
        ([replace(one, dedication="assigned") if one == manager() else one for one in BOTH], NOT_MET),
        # Where nobody is recorded, nobody knows.
        ([one for one in BOTH if one != manager()], UNKNOWN),
    ],
)
def test_the_difference_of_the_two_classes_is_the_manager(has: list[object], result: Result) -> None:
    found = {one.requirement.code: one.verdict.result for one in judged(has, date(2025, 11, 25)).judgements}
    assert found["safety-1.system-a"] == result
