"""The 地域連携加算: each requirement with its documents and the answers to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon, HospitalKind
from checklist.model.visits import VisitMode, VisitState
from checklist.readings import criteria_sets
from checklist.rules.criteria.facts import DocumentFact
from checklist.rules.criteria.partnership import partner_visited
from tests.rules.criteria.documents import (
    DAY,
    FIRST,
    MET,
    NOT_MET,
    OWN,
    SECOND,
    UNKNOWN,
    Case,
    answer,
    comes,
    filing,
    goes,
    of,
    partner,
    visit,
)

NOW, BEFORE, LONG_AGO, COMING = date(2025, 9, 10), date(2025, 2, 10), date(2023, 9, 10), date(2026, 2, 10)
YEAR_END = date(2026, 3, 31)
NEW = filing(Addon.REGIONAL, 1, date(2025, 6, 1))
VISITS, VISITED_BY = Direction.VISITS, Direction.VISITED_BY
CHANGED = visit(FIRST, OWN, date(2025, 6, 10), date(2025, 6, 20), host_class=2)
"""The partner FIRST while it was still 加算2."""
FILED = [partner(FIRST, VISITS), partner(SECOND, VISITS), partner(FIRST, VISITED_BY)]
ALL = [goes(NOW), goes(date(2025, 10, 1), 2), comes(date(2025, 11, 5))]
PAPER = DocumentFact(3, "agreement_record", "協議の記録（写し）", NOW)
UNDATED = replace(goes(COMING, handed_over=False, state=VisitState.PLANNED), on=None, year_ends=date(2026, 3, 31))

CASES = {
    "kind_allowed": (
        Case("a general hospital", [], MET, "特定機能病院ではありません"),
        Case("特定機能病院", [], NOT_MET, "対象ではありません", kind=HospitalKind.ADVANCED_TREATMENT),
        Case("特定機能病院 for class 2", [], NOT_MET, "対象ではありません", kind=HospitalKind.ADVANCED_TREATMENT, addon="regional-2"),
        Case("特定機能病院 with every visit done", ALL, NOT_MET, "対象ではありません", kind=HospitalKind.ADVANCED_TREATMENT),
    ),
    "base_filed": (
        Case("加算1 filed", [filing(Addon.SAFETY, 1)], MET, "医療安全対策加算1を届け出ています"),
        Case("加算2 filed for 地域連携加算1", [filing(Addon.SAFETY, 2)], NOT_MET, "加算2で、医療安全対策加算1ではありません"),
        Case("加算2 filed for 地域連携加算2", [filing(Addon.SAFETY, 2)], MET, "加算2を届け出ています", addon="regional-2"),
        Case("ended yesterday", [filing(Addon.SAFETY, 1, last=date(2025, 11, 24))], NOT_MET, "2025年11月24日（月）に終了"),
        Case("from today on", [filing(Addon.SAFETY, 1, DAY)], MET, "届け出ています"),
        Case("no filing registered", [filing(Addon.REGIONAL, 1)], UNKNOWN, "登録されていません"),
        Case("filed only tomorrow", [filing(Addon.SAFETY, 1, date(2025, 11, 26))], UNKNOWN, "登録されていません"),
    ),
    "partner_visited": (
        Case("visited and reported", [goes(NOW)], MET, "1件あります"),
        Case("only a partner of 加算2", [goes(NOW, 2)], NOT_MET, "その日の届出が加算2のため数えません"),
        Case("the partner became 加算1 only after the visit", [CHANGED], NOT_MET, "その日の届出が加算2のため数えません"),
        Case("visited again after it became 加算1", [CHANGED, goes(date(2025, 10, 1))], MET, "1件あります"),
        Case("report not handed over", [goes(NOW, handed_over=False)], NOT_MET, "評価報告書の手交が記録されていない"),
        Case("report handed over after the day", [goes(date(2025, 11, 20))], NOT_MET, "評価報告書の手交が記録されていない"),
        Case("online", [goes(NOW, mode=VisitMode.ONLINE)], NOT_MET, "オンラインで、直接赴いていない"),
        Case("cancelled", [goes(NOW, state=VisitState.CANCELLED)], NOT_MET, "ありません"),
        Case("last year, and planned", [goes(BEFORE), goes(COMING, handed_over=False, state=VisitState.PLANNED)], MET, "前の期間に1件あり、この期間（2026年3月31日（火）まで）は2026年2月10日（火）に予定"),
        Case("last year, and planned online", [goes(BEFORE), goes(COMING, handed_over=False, state=VisitState.PLANNED, mode=VisitMode.ONLINE)], UNKNOWN, "予定なし"),
        Case("last year, and the year is over", [goes(BEFORE)], NOT_MET, "前の期間には1件ありました", on=YEAR_END),
        Case("filed this year, still to be done", [NEW], UNKNOWN, "届出からまだ1年たっていません"),
        Case("no visit at all", [], NOT_MET, "予定なし"),
        Case("twelve months, just inside", [goes(date(2024, 11, 26))], MET, "1件", setting="twelve_months"),
        Case("twelve months, just outside", [goes(date(2024, 11, 25))], NOT_MET, "前の期間には1件", setting="twelve_months"),
    ),
    "visited_by_partner": (
        Case("visited by 加算1", [comes(NOW)], MET, "1件あります"),
        Case("visited by 加算2", [comes(NOW, 2)], NOT_MET, "その日の届出が加算2のため"),
        Case("visited by a hospital without filing", [comes(NOW, None)], NOT_MET, "届出なしのため"),
        Case("report not handed over", [comes(NOW, handed_over=False)], NOT_MET, "手交が記録されていない"),
        Case("last year", [comes(BEFORE)], UNKNOWN, "前の期間には1件ありました"),
        Case("own visits do not count", [goes(NOW)], NOT_MET, "予定なし"),
        Case("for class 2", [comes(NOW)], MET, "加算1の連携先による", addon="regional-2"),
    ),
    "evaluation_covers": (
        Case("all four parts", [goes(NOW), comes(NOW)], MET, "4つの区分をすべて"),
        Case("one part missing", [comes(NOW, parts=frozenset({"ア-イ", "ア-ロ", "イ"}))], NOT_MET, "「ア-ハ」の項目がありません"),
        Case("a sheet on paper", [comes(NOW, parts=None)], UNKNOWN, "内容を確かめられません"),
        Case("no evaluation", [], UNKNOWN, "訪問評価が、この期間と前の期間にありません"),
        Case("last year's, while this year has none", [comes(BEFORE)], MET, "4つの区分"),
        Case("older than that", [comes(LONG_AGO)], UNKNOWN, "ありません"),
    ),
    "method_agreed": (
        Case("agreed", [goes(NOW), comes(NOW)], MET, "すべてに協議の記録"),
        Case("no record of an agreement", [comes(NOW, agreed=None)], NOT_MET, "協議の記録がありません"),
        Case("recorded after the day", [comes(NOW, agreed=date(2025, 11, 26))], NOT_MET, "協議の記録がありません"),
        Case("a stored record that may be of another visit", [goes(NOW), comes(NOW, agreed=None), PAPER], UNKNOWN, "この訪問のものか確かめられません"),
        Case("a stored record beside complete ones", [goes(NOW), comes(NOW), PAPER], MET, "すべてに協議の記録"),
        Case("no evaluation", [], UNKNOWN, "ありません"),
        Case("for class 2", [comes(NOW)], MET, "協議の記録", addon="regional-2"),
    ),
    "partners_filed": (
        Case("the same", [*FILED, *ALL], MET, "一致しています"),
        Case("a new partner came", [partner(FIRST, VISITS), partner(SECOND, VISITS), *ALL], UNKNOWN, "訪問を受ける連携先「架空市民病院」が届出にありません"),
        Case("class 2 names only who comes", [FILED[2], *ALL, filing(Addon.REGIONAL, 2)], MET, "一致しています", addon="regional-2"),
        Case("nothing filed", ALL, UNKNOWN, "登録されていません"),
        Case("taken off the filing", [*FILED[1:], partner(FIRST, VISITS, ended=date(2025, 10, 31)), *ALL], UNKNOWN, "訪問する連携先「架空市民病院」"),
        Case("a filed partner not visited yet, but planned", [*FILED, *ALL[1:], goes(COMING, handed_over=False, state=VisitState.PLANNED)], MET, "一致しています"),
        Case("a filed partner whose visit has no date yet", [*FILED, *ALL[1:], UNDATED], MET, "一致しています"),
        Case("a visit without a date in the year before", [*FILED, *ALL[1:], replace(UNDATED, year_ends=date(2025, 3, 31))], UNKNOWN, "訪問評価が期間内にありません"),
        Case("a filed partner neither visited nor planned", [*FILED, *ALL[1:]], UNKNOWN, "届け出た訪問する連携先「架空市民病院」との訪問評価が期間内にありません"),
        Case("a filed partner not visited at the end", [*FILED, *ALL[1:]], UNKNOWN, "届け出た訪問する連携先「架空市民病院」との訪問評価が期間内にありません", on=YEAR_END),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, found in CASES.items() for case in found], ids=str)
def test_the_rule_answers_the_document(rule: str, case: Case) -> None:
    found = answer(rule, case)
    assert (found.result, case.reason in found.reason) == (case.expected, True), found
    assert bool(found.remedy) == (found.result is not MET)


def test_a_partner_of_each_class_is_a_requirement_of_its_own() -> None:
    asked = {one.code: one for one in criteria_sets.shipped()[0].requirements}
    first, second = asked["regional-1.visit-first"], asked["regional-1.visit-second"]
    only_first, both = of([goes(NOW)]), of([goes(NOW), goes(date(2025, 10, 1), 2)])
    assert [partner_visited(only_first, one).result for one in (first, second)] == [MET, NOT_MET]
    assert [partner_visited(both, one).result for one in (first, second)] == [MET, MET]
    assert [partner_visited(of([CHANGED]), one).result for one in (first, second)] == [NOT_MET, MET]
