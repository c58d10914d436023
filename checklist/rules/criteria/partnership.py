"""The 地域連携加算: who may claim it, visits both ways with their reports, what they cover, and the filed partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.model.criteria import Direction, Result
from checklist.model.hospitals import Addon, HospitalKind
from checklist.model.visits import VisitMode, VisitState
from checklist.rules.criteria.duty import Done, once
from checklist.rules.criteria.facts import Facts, VisitFact
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, unknown


@dataclass(frozen=True)
class Partnered:
    """A visit from one side: which partner, in which class on its day, and whether it counts for the duty."""

    visit: VisitFact
    partner: int
    partner_class: int | None
    handed_over: bool

    @property
    def name(self) -> str:
        """The partner's name."""
        return self.visit.partner_names.get(self.partner, "連携先")


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
    name, remedy = f"医療安全対策加算{wanted}", f"医療安全対策加算{wanted}を届け出て、「届出」に登録してください。"
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


def _happened(visit: VisitFact, day: date) -> bool:
    return visit.on is not None and visit.on <= day and visit.state is not VisitState.CANCELLED


def _handed_over(visit: VisitFact, day: date) -> bool:
    return visit.handed_over_on is not None and visit.handed_over_on <= day


def made(facts: Facts) -> list[Partnered]:
    """Visits by the hospital up to the day."""
    own = facts.hospital.id
    return [
        Partnered(one, one.host_id, one.host_class, _handed_over(one, facts.on))
        for one in facts.visits
        if own in one.evaluators and _happened(one, facts.on)
    ]


def received(facts: Facts) -> list[Partnered]:
    """Visits to the hospital up to the day, once for each visiting hospital."""
    return [
        Partnered(one, partner, partner_class, _handed_over(one, facts.on))
        for one in facts.visits
        if one.host_id == facts.hospital.id and _happened(one, facts.on)
        for partner, partner_class in one.evaluators.items()
    ]


def _done(found: Sequence[Partnered], wanted: int) -> list[Done]:
    """The visits that count: in person, with the report handed over, with a partner of the class."""
    return [
        Done(one.visit.on, _shown(one))
        for one in found
        # 「直接赴いて評価を実施」 (平成30年版の届出様式の記載上の注意), 「報告すること」 (令和6年3月5日 通知 別添3
        # 第20). In the pandemic visits were made online; no rule was found that lets them count for good.
        if one.visit.on and one.handed_over and one.visit.mode is VisitMode.IN_PERSON and one.partner_class == wanted
    ]


def _shown(one: Partnered) -> Shown:
    return Shown(
        "visit", one.visit.id, f"{words.day(one.visit.on)}　{one.name}（{words.addon_class(one.partner_class)}）"
    )


def _planned(facts: Facts, direction: Direction, wanted: int) -> list[date]:
    """The days of visits still to come that would count."""
    own, found = facts.hospital.id, []
    for one in facts.visits:
        classes = [one.host_class] if direction is Direction.VISITS else list(one.evaluators.values())
        mine = own in one.evaluators if direction is Direction.VISITS else one.host_id == own
        known = one.known_from is None or one.known_from <= facts.on
        # As strict as for a visit made: one planned online will never count, so its plan must not stand for the duty.
        coming = one.on is not None and one.on > facts.on and one.state is not VisitState.CANCELLED
        in_person = one.mode is VisitMode.IN_PERSON
        if mine and known and coming and in_person and wanted in classes and one.on:
            found.append(one.on)
    return found


def _newly_filed(facts: Facts) -> bool:
    """Whether the 地域連携加算 was filed only in this window."""
    first = [one.valid_from for one in facts.filings if one.addon is Addon.REGIONAL and one.valid_from <= facts.on]
    # Somebody who filed this year has had no chance of a visit in the year before.
    return bool(first) and min(first) >= facts.since


def _why_not(found: Sequence[Partnered], wanted: int) -> str:
    """Why the newest visit does not count."""
    one = found[-1]
    day = words.day(one.visit.on)
    if one.partner_class != wanted:
        return f"{day}の{one.name}は、その日の届出が{words.addon_class(one.partner_class)}のため数えません。"
    if one.visit.mode is not VisitMode.IN_PERSON:
        return f"{day}の{one.name}は{words.VISIT_MODES[one.visit.mode]}で、直接赴いていないため数えません。"
    return f"{day}の{one.name}は、評価報告書の手交が記録されていないため数えません。"


def _visits(facts: Facts, found: Sequence[Partnered], name: str, asked: Requirement, direction: Direction) -> Verdict:
    """The yearly duty, and for a visit that does not count, why."""
    wanted = int(asked.number_of("class"))
    planned = _planned(facts, direction, wanted)
    remedy = "期間内に訪問評価を行い、評価報告書の手交まで記録してください。紙で行った訪問も「訪問」に登録できます。"
    verdict = once(facts, name, _done(found, wanted), remedy, planned, _newly_filed(facts))
    recent = [one for one in found if one.visit.on and one.visit.on >= facts.since]
    if verdict.result is Result.MET or not recent:
        return verdict
    # Of the right class last, so that the reason told is the one that is nearest to being mended.
    named = sorted(recent, key=lambda one: (one.partner_class == wanted, one.visit.on))
    return Verdict(
        verdict.result, verdict.reason + _why_not(named, wanted), (*verdict.shown, _shown(named[-1])), remedy
    )


def partner_visited(facts: Facts, asked: Requirement) -> Verdict:
    """地域連携加算1: go to a partner of the class, evaluate, and report back."""
    name = f"加算{int(asked.number_of('class'))}の連携先への訪問評価と報告"
    return _visits(facts, made(facts), name, asked, Direction.VISITS)


def visited_by_partner(facts: Facts, asked: Requirement) -> Verdict:
    """Be evaluated by a partner of 加算1."""
    name = f"加算{int(asked.number_of('class'))}の連携先による訪問評価と報告"
    return _visits(facts, received(facts), name, asked, Direction.VISITED_BY)


def _evaluated(facts: Facts) -> list[Partnered]:
    """The visits of the window that count for anything, else those of the window before."""
    found = [one for one in (*made(facts), *received(facts)) if one.handed_over and one.visit.on]
    now = [one for one in found if one.visit.on and one.visit.on >= facts.since]
    first, last = facts.before
    return now or [one for one in found if one.visit.on and first <= one.visit.on <= last]


def evaluation_covers(facts: Facts, asked: Requirement) -> Verdict:
    """The evaluations cover every part of the law."""
    # ア（イ）（ロ）（ハ） and イ of the notice (令和6年3月5日 通知 別添3 第20): it fixes these parts and no sheet.
    found, wanted = _evaluated(facts), set(asked.texts_of("parts"))
    remedy = "4つの区分の項目をすべて含む点検表で評価してください。"
    if not found:
        return unknown("評価報告書を手交した訪問評価が、この期間と前の期間にありません。", remedy)
    shown = tuple({one.visit.id: _shown(one) for one in found}.values())
    known = [one for one in found if one.visit.law_parts is not None]
    lacking = [one for one in known if wanted - (one.visit.law_parts or frozenset())]
    if lacking:
        parts = "、".join(f"「{part}」" for part in sorted(wanted - (lacking[0].visit.law_parts or frozenset())))
        return not_met(f"{_shown(lacking[0]).label}の点検表に、{parts}の項目がありません。", remedy, shown)
    if not known:
        reason = "評価は点検表をこの製品に残していない訪問だけで、内容を確かめられません。"
        return unknown(reason, "使用した点検表の写しを「証拠書類」に登録し、内容を確かめてください。", shown)
    return met(
        f"訪問評価{len({one.visit.id for one in known})}件の点検表が{len(wanted)}つの区分をすべて含んでいます。", shown
    )


def method_agreed(facts: Facts, asked: Requirement) -> Verdict:
    """Partners agreed on method and items of every evaluation."""
    found, remedy = _evaluated(facts), "「訪問」で協議の記録を登録してください。"
    if not found:
        return unknown("評価報告書を手交した訪問評価が、この期間と前の期間にありません。", remedy)
    shown = tuple({one.visit.id: _shown(one) for one in found}.values())
    # Method and items are to be agreed between the partners (same notice). A stored paper may be of another visit, so
    # it makes the answer 要確認 and never 適.
    lacking = [one for one in found if one.visit.agreed_on is None or one.visit.agreed_on > facts.on]
    papers = [
        one for one in facts.documents if one.kind == "agreement_record" and facts.before[0] <= one.dated_on <= facts.on
    ]
    documents = tuple(Shown("document", one.id, one.title) for one in papers)
    if lacking and papers:
        reason = f"{_shown(lacking[0]).label}に協議の記録がなく、保管した協議の記録{len(papers)}件がこの訪問のものか確かめられません。"
        return unknown(reason, remedy, (*documents, *shown))
    if lacking:
        return not_met(f"{_shown(lacking[0]).label}に、評価方法の協議の記録がありません。", remedy, shown)
    return met(f"訪問評価{len(shown)}件のすべてに協議の記録があります。", (*documents, *shown))
