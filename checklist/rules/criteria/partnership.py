"""The 地域連携加算: who may claim it, what the evaluations cover, and whether their method was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from checklist import words
from checklist.model.criteria import Direction, Result
from checklist.model.hospitals import Addon, HospitalKind
from checklist.rules.criteria.evaluations import Partnered, standing
from checklist.rules.criteria.facts import Facts, year_from
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, unknown

NOTHING = "評価報告書を手交した医療安全の訪問評価が、この期間と前の期間にありません。"


def kind_allowed(facts: Facts, asked: Requirement) -> Verdict:
    """特定機能病院 may not claim it."""
    # 「特定機能病院を除く」: 医科診療報酬点数表 A234 注2.
    if facts.hospital.kind is HospitalKind.ADVANCED_TREATMENT:
        return not_met(
            "特定機能病院は、医療安全対策地域連携加算の対象ではありません。", "病院の種別が正しいか確かめてください。"
        )
    return met("特定機能病院ではありません。")


def base_filed(facts: Facts, asked: Requirement) -> Verdict:
    """The 医療安全対策加算 of the same class is filed."""
    wanted, filed = int(asked.number_of("class")), facts.filed_class(Addon.SAFETY)
    name, remedy = (
        f"医療安全対策加算{wanted}",
        f"医療安全対策加算{wanted}を届け出て、「届出・連携先」に登録してください。",
    )
    valid = [one for one in facts.filings if one.addon is Addon.SAFETY and one.valid_from <= facts.on]
    shown = tuple(
        Shown("filing", one.id, f"医療安全対策加算{one.addon_class}の届出（{words.day(one.valid_from)}から）")
        for one in valid[-1:]
    )
    if filed == wanted:
        return met(f"{name}を届け出ています（{words.day(valid[-1].valid_from)}から）。", shown)
    if filed:
        return not_met(f"届出は医療安全対策加算{filed}で、{name}ではありません。", remedy, shown)
    if valid:
        return not_met(f"医療安全対策加算の届出は{words.day(valid[-1].valid_to)}に終了しています。", remedy, shown)
    return unknown("医療安全対策加算の届出が登録されていません。", remedy)


def _shown(found: Sequence[Partnered]) -> tuple[Shown, ...]:
    return tuple({one.visit.id: one.shown for one in found}.values())


Role = tuple[Direction, int | None]
"""What a partner is evaluated as: which way it goes, and its class on the day."""


def _roles(found: Sequence[Partnered]) -> dict[Role, dict[int, list[Partnered]]]:
    """Role -> partner -> its evaluations."""
    roles: dict[Role, dict[int, list[Partnered]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        roles[one.direction, one.partner_class][one.partner].append(one)
    return roles


def _missing(evaluations: Sequence[Partnered], wanted: frozenset[str]) -> frozenset[str] | None:
    """The parts that no evaluation of one partner covers; None where it is not known, since a sheet is on paper."""
    covered = frozenset[str]().union(*(one.visit.law_parts or frozenset() for one in evaluations))
    missing = wanted - covered
    return None if missing and any(one.visit.law_parts is None for one in evaluations) else missing


def evaluation_covers(facts: Facts, asked: Requirement) -> Verdict:
    """The evaluations cover every part of the law, judged for each partner over all that it was evaluated."""
    # ア（イ）（ロ）（ハ） and イ of the notice (令和6年3月5日 通知 別添3 第20): it fixes these parts and no sheet.
    found, wanted = standing(facts, int(asked.number_of("own_class"))), frozenset(asked.texts_of("parts"))
    remedy = "4つの区分の項目をすべて含む点検表で評価してください。"
    if not found:
        return unknown(NOTHING, remedy)
    shown, doubts = _shown(found), list[Partnered]()
    for partners in _roles(found).values():
        missing = {partner: _missing(evaluations, wanted) for partner, evaluations in partners.items()}
        # A second partner who was evaluated in part only does not take away what the first one's evaluation shows.
        if frozenset() in missing.values():
            continue
        lacking = [(partner, parts) for partner, parts in missing.items() if parts]
        if lacking and None not in missing.values():
            partner, parts = lacking[-1]
            named = "、".join(f"「{part}」" for part in sorted(parts))
            reason = f"{partners[partner][-1].shown.label}の点検表に、{named}の項目がありません。"
            return not_met(reason, remedy, shown)
        doubts += [one for partner, parts in missing.items() if parts is None for one in partners[partner]]
    if doubts:
        reason = f"{doubts[-1].shown.label}は点検表をこのシステムに残していないため、評価の内容を確かめられません。"
        return unknown(
            reason, "使用した点検表の写しを「証拠書類」に登録し、内容を確かめて「確認済み」を記録してください。", shown
        )
    return met(f"訪問評価{len(shown)}件の点検表が、連携先ごとに{len(wanted)}つの区分をすべて含んでいます。", shown)


def _agreed(facts: Facts, partner: int, evaluations: Sequence[Partnered]) -> Result:
    """Whether method and items were settled with one partner for the year of its evaluations."""
    # Settled once with a partner, whichever of the two is visited: one record was asked of every visit before.
    both = [one for one in facts.visits if {partner, facts.hospital.id} <= {one.host_id, *one.evaluators}]
    known = [one.agreed_on for one in both if one.agreed_on and one.agreed_on <= facts.on]
    if not known:
        return Result.NOT_MET
    return Result.MET if year_from(max(known)) >= max(one.on for one in evaluations) else Result.UNKNOWN


def method_agreed(facts: Facts, asked: Requirement) -> Verdict:
    """Partners agreed on method and items, once with each for the year."""
    found, remedy = standing(facts, int(asked.number_of("own_class"))), "「訪問」で協議の記録を登録してください。"
    if not found:
        return unknown(NOTHING, remedy)
    shown = _shown(found)
    partners: dict[int, list[Partnered]] = defaultdict(list)
    for one in found:
        partners[one.partner].append(one)
    answers = {partner: _agreed(facts, partner, evaluations) for partner, evaluations in partners.items()}
    papers = [
        one for one in facts.documents if one.kind == "agreement_record" and facts.before[0] <= one.dated_on <= facts.on
    ]
    documents = tuple(Shown("document", one.id, one.title) for one in papers)
    lacking = [partners[partner][-1] for partner, answer in answers.items() if answer is Result.NOT_MET]
    # Method and items are to be agreed between the partners (same notice). A stored paper may be of another partner, so
    # it makes the answer 要確認 and never 適.
    if lacking and papers:
        reason = f"{lacking[0].name}との協議の記録がなく、保管した協議の記録{len(papers)}件がこの連携先のものか確かめられません。"
        return unknown(reason, remedy, (*documents, *shown))
    if lacking:
        reason = f"{lacking[0].name}との評価方法の協議の記録がありません（{words.day(lacking[0].on)}の訪問評価）。"
        return not_met(reason, remedy, shown)
    old = [partners[partner][-1] for partner, answer in answers.items() if answer is Result.UNKNOWN]
    if old:
        reason = f"{old[0].name}との協議の記録は訪問評価の1年以上前のもので、この年度の評価方法を定めたものか確かめられません。"
        return unknown(reason, remedy, shown)
    return met(f"訪問評価の連携先{len(partners)}件のすべてと協議した記録があります。", (*documents, *shown))
