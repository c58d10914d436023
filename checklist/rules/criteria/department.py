"""What the 医療安全管理部門 does: improvement plans, the record of the manager's work, and the weekly conference."""

from __future__ import annotations

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import BusinessPlan, CommitteeMeeting, PatientConsultation, StaffTraining
from checklist.rules.criteria.duty import Done, going_on, newest
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict, met, not_met, of, unknown


def improvement_planned(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ア）: improvement plans drawn from an evaluation of the departments."""
    found, remedy = facts.of(BusinessPlan), "実施状況の評価に基づき業務改善計画書を作成し、登録してください。"
    if not found:
        return unknown("業務改善計画書が記録されていません。", remedy)
    return going_on(facts, "業務改善計画書", [Done(one.day, one, one.department) for one in found], remedy)


def improvement_evaluated(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ア）: what came of the plans, a year after they were made at the latest."""
    found, remedy = facts.of(BusinessPlan), "計画の実施状況と評価結果を「記録」に登録してください。"
    if not found:
        return unknown("業務改善計画書が記録されていません。", remedy)
    done = [one for one in found if one.evaluated_on and one.evaluated_on <= facts.on]
    # The law names no rhythm for 業務改善計画書: a year until its evaluation is our yardstick, told beside the answer.
    limit = years_before(facts.on, int(asked.number_of("months")) // 12)
    late = [one for one in found if one not in done and facts.before[0] <= one.day < limit]
    if late:
        reason = f"{late[0].department}の業務改善計画書（{words.day(late[0].day)}作成）など{len(late)}件が、1年を過ぎても評価されていません。"
        return not_met(reason, remedy, tuple(of(one, one.department) for one in late))
    recent = [Done(one.evaluated_on, one, f"{one.department}（{words.day(one.evaluated_on)}評価）")
              for one in done if one.evaluated_on and one.evaluated_on >= facts.before[0]]  # fmt: skip
    if recent:
        return met(f"評価結果を記録した業務改善計画書が{len(recent)}件あります。", newest(recent))
    waiting = [one for one in found if one not in done and one.day >= facts.before[0]]
    if waiting:
        reason = f"業務改善計画書{len(waiting)}件は作成から1年以内で、まだ評価されていません。"
        return unknown(reason, remedy, tuple(of(one, one.department) for one in waiting))
    return not_met("この2年間に作成または評価した業務改善計画書がありません。", remedy)


def committee_recorded(facts: Facts, asked: Requirement) -> Verdict:
    """部門（イ）: the record of the work with the committee, with its minutes."""
    found, remedy = facts.of(CommitteeMeeting), "委員会の議事録を作成して保管し、「記録」に登録してください。"
    if not found:
        return unknown("医療安全管理対策委員会の開催が記録されていません。", remedy)
    held = going_on(facts, "委員会の記録", [Done(one.day, one, "") for one in found], remedy)
    lacking = [one for one in facts.recent(CommitteeMeeting) if not one.minutes]
    # Inspectors ask for the minutes of this and the last fiscal year (適時調査 当日準備書類).
    if lacking and held.result is Result.MET:
        days = "、".join(words.day(one.day) for one in lacking[:3])
        reason = (
            f"期間内の委員会のうち{len(lacking)}件（{days}{'など' if len(lacking) > 3 else ''}）に議事録がありません。"
        )
        return not_met(reason, remedy, tuple(of(one, "議事録なし") for one in lacking))
    return held


def training_recorded(facts: Facts, asked: Requirement) -> Verdict:
    """部門（イ）: the record of the training, with who should and did attend."""
    found, remedy = [one for one in facts.of(StaffTraining) if one.held], "研修の対象者数と受講者数を記録してください。"
    if not found:
        return unknown("実施した職員研修が記録されていません。", remedy)
    rated = [one for one in found if one.attended + one.made_up]
    lines = [Done(one.day, one, f"{one.title}（受講率{one.attendance_rate or 0:.0f}％）") for one in rated]
    return going_on(facts, "受講者数を記録した職員研修", lines, remedy)


def consultations_recorded(facts: Facts, asked: Requirement) -> Verdict:
    """部門（イ）: how many consultations, about what, and what became of them."""
    found, remedy = facts.of(PatientConsultation), "相談の件数・内容・取扱いを「記録」に登録してください。"
    if not found:
        return unknown("患者相談が記録されていません。", remedy)
    lines = [Done(one.day, one, f"{one.count}件") for one in found]
    recorded = going_on(facts, "患者相談の記録", lines, remedy)
    open_ones = [one for one in facts.recent(PatientConsultation) if one.count and not one.handling.strip()]
    if open_ones and recorded.result is Result.MET:
        count = sum(one.count for one in open_ones)
        reason = f"期間内の相談のうち{count}件に、相談後の取扱いの記録がありません。"
        return not_met(reason, remedy, tuple(of(one, f"{one.count}件") for one in open_ones))
    return recorded
