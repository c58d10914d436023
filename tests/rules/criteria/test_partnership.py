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
from checklist.rules.criteria.yearly import partner_visited
from tests.rules.criteria.documents import (
    ALL_PARTS,
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
AS_FILED = [
    partner(FIRST, VISITS, filed_class=1, class_now=1),
    partner(SECOND, VISITS, filed_class=2, class_now=2),
    partner(FIRST, VISITED_BY, filed_class=1, class_now=1),
]
INFECTION, THREE_PARTS = frozenset({""}), frozenset({"ア-イ", "ア-ロ", "イ"})
"""What the sheet of 感染対策 has of the law, and a sheet that forgets ア-ハ."""
FEBRUARY = filing(Addon.REGIONAL, 1, date(2026, 2, 1))
PAPER = DocumentFact(3, "agreement_record", "協議の記録（写し）", NOW)
UNDATED = replace(goes(COMING, handed_over=False, state=VisitState.PLANNED), on=None, year_ends=date(2026, 3, 31))

CASES = {
    "kind_allowed": (
        Case("a general hospital", [], MET, "特定機能病院ではありません"),
        Case("特定機能病院", [], NOT_MET, "対象ではありません", kind=HospitalKind.ADVANCED_TREATMENT),
        Case("有床診療所", [], MET, "特定機能病院ではありません", kind=HospitalKind.CLINIC),
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
        Case("report not handed over", [goes(NOW, handed_over=False)], UNKNOWN, "評価しましたが、評価報告書の手交が記録されていません"),
        Case("report handed over after the day", [goes(date(2025, 11, 20))], UNKNOWN, "評価報告書の手交が記録されていません"),
        Case("report handed over on the day", [goes(date(2025, 11, 11))], MET, "1件あります"),
        Case("evaluated in March, report handed over in April", [visit(FIRST, OWN, date(2026, 3, 12), date(2026, 4, 20))], UNKNOWN, "手交が記録されていません", on=YEAR_END),
        Case("evaluated and never reported, in the year before the last", [goes(date(2024, 5, 10), handed_over=False)], NOT_MET, "前の期間にもありません", on=date(2026, 4, 1)),
        Case("online", [goes(NOW, mode=VisitMode.ONLINE)], NOT_MET, "オンラインで、直接赴いていない"),
        Case("with the sheet of 感染対策 alone", [goes(NOW, parts=INFECTION)], NOT_MET, "点検表に医療安全の項目がない"),
        Case("with both sheets", [goes(NOW, parts=ALL_PARTS | INFECTION)], MET, "1件あります"),
        Case("the day has passed and nobody went", [goes(NOW, handed_over=False, state=VisitState.READY)], NOT_MET, "実施が記録されていない"),
        Case("cancelled", [goes(NOW, state=VisitState.CANCELLED)], NOT_MET, "ありません"),
        Case("last year, and planned", [goes(BEFORE), goes(COMING, handed_over=False, state=VisitState.PLANNED)], MET, "前の期間に1件あり、この期間（2026年3月31日（火）まで）は2026年2月10日（火）に予定"),
        Case("last year, and planned online", [goes(BEFORE), goes(COMING, handed_over=False, state=VisitState.PLANNED, mode=VisitMode.ONLINE)], UNKNOWN, "予定なし"),
        Case("last year, and planned for 感染対策 alone", [goes(BEFORE), goes(COMING, handed_over=False, state=VisitState.PLANNED, parts=INFECTION)], UNKNOWN, "予定なし"),
        Case("less than a year ago, no plan yet", [goes(date(2025, 3, 20))], MET, "前回（2025年3月20日（木））から1年以内です（2026年3月19日（木）まで）"),
        Case("ninety days before the year is over", [goes(date(2025, 2, 24))], UNKNOWN, "2026年2月23日（月）で1年になりますが、次の訪問の日が決まっていません"),
        Case("ninety-one days before the year is over", [goes(date(2025, 2, 25))], MET, "1年以内です"),
        Case("more than a year ago on the last day of the fiscal year", [goes(BEFORE)], UNKNOWN, "2026年3月31日（火）までに必要", on=YEAR_END),
        Case("and on the day after it", [goes(BEFORE)], NOT_MET, "前の期間には1件ありました", on=date(2026, 4, 1)),
        Case("filed this year, still to be done", [NEW], UNKNOWN, "届出からまだ1年たっていません"),
        Case("filed in February, on the last day of the fiscal year", [FEBRUARY], UNKNOWN, "2027年1月31日（日）までに必要", on=YEAR_END),
        Case("filed in February, on the first day of the next one", [FEBRUARY], UNKNOWN, "届出からまだ1年たっていません", on=date(2026, 4, 1)),
        Case("filed in February, a year later", [FEBRUARY], NOT_MET, "前の期間にもありません", on=date(2027, 2, 1)),
        Case("filed as 地域連携加算2 this year, as 1 never", [filing(Addon.REGIONAL, 2, date(2025, 6, 1))], NOT_MET, "予定なし"),
        Case("long 地域連携加算2, 1 since June", [filing(Addon.REGIONAL, 2, last=date(2025, 5, 31)), NEW], UNKNOWN, "届出からまだ1年たっていません"),
        Case("no visit at all", [], NOT_MET, "予定なし"),
        Case("twelve months, well inside", [goes(date(2025, 4, 1))], MET, "1件", setting="twelve_months"),
        Case("twelve months, just inside, with the next one planned", [goes(date(2024, 11, 26)), goes(date(2025, 11, 30), handed_over=False, state=VisitState.PLANNED)], MET, "1件", setting="twelve_months"),
        Case("twelve months, just inside and no plan", [goes(date(2024, 11, 26))], UNKNOWN, "2025年11月25日（火）で1年になりますが", setting="twelve_months"),
        Case("twelve months, just outside", [goes(date(2024, 11, 25))], NOT_MET, "前の期間には1件", setting="twelve_months"),
    ),
    "visited_by_partner": (
        Case("visited by 加算1", [comes(NOW)], MET, "1件あります"),
        Case("visited by 加算2", [comes(NOW, 2)], NOT_MET, "その日の届出が加算2のため"),
        Case("visited by a hospital without filing", [comes(NOW, None)], NOT_MET, "届出なしのため"),
        Case("evaluated, and no report made", [comes(NOW, handed_over=False)], UNKNOWN, "評価を受けましたが、評価報告書がまだ確定していません"),
        Case("evaluated, the report made and not handed over", [replace(comes(NOW, handed_over=False), proven=True)], MET, "1件あります"),
        Case("today, and nobody has begun", [comes(DAY, handed_over=False, state=VisitState.READY)], NOT_MET, "（予定：本日、"),
        Case("evaluated in March, reported in April", [visit(OWN, FIRST, date(2026, 3, 10), date(2026, 4, 20))], MET, "1件あります", on=YEAR_END),
        Case("planned for a day that has passed", [comes(NOW, handed_over=False, state=VisitState.AGREED)], NOT_MET, "実施が記録されていない"),
        Case("with the sheet of 感染対策 alone", [comes(NOW, parts=INFECTION)], NOT_MET, "点検表に医療安全の項目がない"),
        Case("last year", [comes(BEFORE)], UNKNOWN, "2026年2月9日（月）で1年になりますが"),
        Case("own visits do not count", [goes(NOW)], NOT_MET, "予定なし"),
        Case("for class 2", [comes(NOW)], MET, "加算1の連携先による", addon="regional-2"),
        Case("the partner dropped to 加算2 after its visit", [comes(date(2025, 6, 10)), partner(FIRST, VISITED_BY, filed_class=1, class_now=2)], MET, "1件あります"),
        Case("class 2 filed this year, class 1 long before", [filing(Addon.REGIONAL, 1, last=date(2025, 5, 31)), filing(Addon.REGIONAL, 2, date(2025, 6, 1))], UNKNOWN, "届出からまだ1年たっていません", addon="regional-2"),
    ),
    "evaluation_covers": (
        Case("all four parts", [goes(NOW), comes(NOW)], MET, "4つの区分をすべて"),
        Case("one part missing", [comes(NOW, parts=THREE_PARTS)], NOT_MET, "「ア-ハ」の項目がありません"),
        Case("the part made up in a second visit of the same partner", [comes(NOW, parts=THREE_PARTS), comes(date(2025, 10, 1), parts=frozenset({"ア-ハ"}))], MET, "4つの区分"),
        Case("one partner in part, another one as a whole", [comes(NOW, parts=THREE_PARTS), visit(OWN, SECOND, NOW, NOW)], MET, "4つの区分"),
        Case("whom it visits as a whole does not make up for who comes", [goes(NOW), comes(NOW, parts=THREE_PARTS)], NOT_MET, "「ア-ハ」"),
        Case("感染対策 in June, 医療安全 in October, the same partner", [comes(date(2025, 6, 10), parts=INFECTION), comes(date(2025, 10, 10))], MET, "訪問評価1件"),
        Case("感染対策 alone", [comes(NOW, parts=INFECTION)], UNKNOWN, "訪問評価が、この期間と前の期間にありません"),
        Case("a sheet on paper", [comes(NOW, parts=None)], UNKNOWN, "内容を確かめられません"),
        Case("a sheet on paper beside a whole one", [comes(NOW, parts=None), comes(date(2025, 10, 1))], MET, "4つの区分"),
        Case("not handed over yet", [comes(NOW, handed_over=False)], UNKNOWN, "評価報告書を手交した"),
        Case("no evaluation", [], UNKNOWN, "訪問評価が、この期間と前の期間にありません"),
        Case("last year's, while this year has none", [comes(BEFORE)], MET, "4つの区分"),
        Case("older than that", [comes(LONG_AGO)], UNKNOWN, "ありません"),
        Case("class 2 is not asked whom it visits", [goes(NOW, parts=THREE_PARTS), comes(NOW)], MET, "4つの区分", addon="regional-2"),
    ),
    "method_agreed": (
        Case("agreed", [goes(NOW), comes(NOW)], MET, "すべてと協議した記録"),
        Case("agreed once with the partner, for both ways", [goes(NOW), comes(date(2025, 10, 1), agreed=None)], MET, "連携先1件"),
        Case("agreed with one partner, not with the other", [goes(NOW), goes(date(2025, 10, 1), 2, agreed=None)], NOT_MET, "架空みなと病院との評価方法の協議の記録がありません"),
        Case("no record of an agreement", [comes(NOW, agreed=None)], NOT_MET, "協議の記録がありません"),
        Case("recorded after the day", [comes(NOW, agreed=date(2025, 11, 26))], NOT_MET, "協議の記録がありません"),
        Case("settled a year before to the day", [comes(NOW, agreed=date(2024, 9, 11))], MET, "協議した記録"),
        Case("settled more than a year before", [comes(NOW, agreed=date(2024, 9, 10))], UNKNOWN, "訪問評価の1年以上前のもの"),
        Case("settled for the year before with the same partner", [comes(date(2024, 5, 10)), comes(NOW, agreed=None)], UNKNOWN, "1年以上前"),
        Case("a stored record that may be of another partner", [goes(NOW, agreed=None), PAPER], UNKNOWN, "この連携先のものか確かめられません"),
        Case("a stored record beside complete ones", [goes(NOW), comes(NOW), PAPER], MET, "すべてと協議した記録"),
        Case("no evaluation", [], UNKNOWN, "ありません"),
        Case("for class 2", [comes(NOW)], MET, "協議した記録", addon="regional-2"),
    ),
    "partners_filed": (
        Case("the same", [*FILED, *ALL], MET, "一致しています"),
        Case("a new partner came", [partner(FIRST, VISITS), partner(SECOND, VISITS), *ALL], UNKNOWN, "自院の評価を行う医療機関「架空市民病院」が届出にありません"),
        Case("class 2 names only who comes", [FILED[2], *ALL, filing(Addon.REGIONAL, 2)], MET, "一致しています", addon="regional-2"),
        Case("nothing filed", ALL, UNKNOWN, "登録されていません"),
        Case("taken off the filing", [*FILED[1:], partner(FIRST, VISITS, ended=date(2025, 10, 31)), *ALL], UNKNOWN, "自院が評価する医療機関「架空市民病院」"),
        Case("a filed partner not visited yet, but planned", [*FILED, *ALL[1:], goes(COMING, handed_over=False, state=VisitState.PLANNED)], MET, "一致しています"),
        Case("a filed partner whose visit has no date yet", [*FILED, *ALL[1:], UNDATED], MET, "一致しています"),
        Case("a visit without a date in the year before", [*FILED, *ALL[1:], replace(UNDATED, year_ends=date(2025, 3, 31))], UNKNOWN, "訪問評価が期間内に行われていません"),
        Case("a filed partner neither visited nor planned", [*FILED, *ALL[1:]], UNKNOWN, "届け出ている連携先のうち、架空市民病院への訪問評価が期間内に行われていません"),
        Case("two of them in one sentence", [*FILED, ALL[2]], UNKNOWN, "届け出ている連携先のうち、架空市民病院・架空みなと病院への訪問評価が期間内に行われていません"),
        Case("a partner filed this year, nothing planned yet", [*FILED[1:], partner(FIRST, VISITS, date(2025, 6, 1)), *ALL[1:]], MET, "一致しています"),
        Case("in April, with nothing changed", [*FILED, *ALL], MET, "一致しています", on=date(2026, 4, 2)),
        Case("two years later, without another visit", [*FILED, *ALL], UNKNOWN, "期間内に行われていません", on=date(2027, 4, 1)),
        Case("the partner is still what it was", [*AS_FILED, *ALL], MET, "一致しています"),
        Case("the partner dropped to 加算2", [*AS_FILED[:2], partner(FIRST, VISITED_BY, filed_class=1, class_now=2), *ALL], UNKNOWN, "「架空市民病院」は加算1として届け出ていますが、現在は加算2です"),
        Case("the partner withdrew", [*AS_FILED[:2], partner(FIRST, VISITED_BY, filed_class=1), *ALL], UNKNOWN, "現在は医療安全対策加算の届出がありません"),
        Case("the partner rose to 加算1", [AS_FILED[0], partner(SECOND, VISITS, filed_class=2, class_now=1), AS_FILED[2], *ALL], UNKNOWN, "加算2として届け出ていますが、現在は加算1です"),
        Case("who comes is no 加算1", [*AS_FILED[:2], partner(FIRST, VISITED_BY, class_now=2), *ALL], UNKNOWN, "加算2で、加算1ではありません"),
        Case("a filed partner not visited at the end", [*FILED, *ALL[1:]], UNKNOWN, "架空市民病院への訪問評価が期間内に行われていません", on=YEAR_END),
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
