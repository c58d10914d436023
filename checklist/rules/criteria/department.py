"""What the 医療安全管理部門 does: improvement plans, the record of the manager's work, and the weekly conference."""

from __future__ import annotations

from datetime import date, timedelta

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import BusinessPlan, CommitteeMeeting, PatientConsultation, StaffTraining
from checklist.rules.criteria.duty import NO_RHYTHM, Done, going_on, in_turn, newest
from checklist.rules.criteria.facts import Facts, months_before
from checklist.rules.criteria.incidents import with_incidents
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict, met, not_met, of, unknown


def _months(facts: Facts, asked: Requirement) -> date:
    """The first day of the months within which the region looks for a plan or its evaluation."""
    return months_before(facts.on, int(asked.number_of("plan_months")))


@with_incidents
def improvement_planned(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ア）: improvement plans drawn from an evaluation of the departments."""
    found, remedy = facts.of(BusinessPlan), "実施状況の評価に基づき業務改善計画書を作成し、登録してください。"
    if not found:
        return unknown("業務改善計画書が記録されていません。", remedy)
    done = [Done(one.day, one, one.department) for one in found]
    first, months = min(_months(facts, asked), facts.since), int(asked.number_of("plan_months"))
    recent = [one for one in done if one.on >= first]
    if recent:
        return met(
            f"業務改善計画書が{words.day(first)}から{words.day(facts.on)}までに{len(recent)}件あります。",
            newest(recent),
        )
    reason = f"業務改善計画書は直近{months}か月に作成されていません（最後は{words.day(done[-1].on)}）。{NO_RHYTHM}"
    return unknown(reason, remedy, newest(done))


def improvement_evaluated(facts: Facts, asked: Requirement) -> Verdict:
    """部門（ア）: what came of the plans."""
    found, remedy = facts.of(BusinessPlan), "計画の実施状況と評価結果を「記録」に登録してください。"
    if not found:
        return unknown("業務改善計画書が記録されていません。", remedy)
    done = [one for one in found if one.evaluated_on and one.evaluated_on <= facts.on]
    # The law names no rhythm for 業務改善計画書: how long one may wait for its evaluation is our yardstick.
    limit, months = _months(facts, asked), int(asked.number_of("plan_months"))
    late = [one for one in found if one not in done and facts.before[0] <= one.day < limit]
    if late:
        reason = f"{late[0].department}の業務改善計画書（{words.day(late[0].day)}作成）など{len(late)}件が、{months}か月を過ぎても評価されていません。{NO_RHYTHM}"
        return unknown(reason, remedy, tuple(of(one, one.department) for one in late))
    recent = [Done(one.evaluated_on, one, f"{one.department}（{words.day(one.evaluated_on)}評価）")
              for one in done if one.evaluated_on and one.evaluated_on >= facts.before[0]]  # fmt: skip
    if recent:
        return met(f"評価結果を記録した業務改善計画書が{len(recent)}件あります。", newest(recent))
    waiting = [one for one in found if one not in done and one.day >= facts.before[0]]
    if waiting:
        reason = f"業務改善計画書{len(waiting)}件は作成から{months}か月以内で、まだ評価されていません。"
        return unknown(reason, remedy, tuple(of(one, one.department) for one in waiting))
    return unknown(f"この2年間に作成または評価した業務改善計画書がありません。{NO_RHYTHM}", remedy)


def _grace(facts: Facts, asked: Requirement) -> date:
    """From this day on nobody expects yet that what happened is written down."""
    return facts.on - timedelta(days=int(asked.number_of("grace_days")))


def committee_recorded(facts: Facts, asked: Requirement) -> Verdict:
    """部門（イ）: the record of the work with the committee, with its minutes."""
    found, remedy = facts.of(CommitteeMeeting), "委員会の議事録を作成して保管し、「記録」に登録してください。"
    if not found:
        return unknown("医療安全管理対策委員会の開催が記録されていません。", remedy)
    held = going_on(facts, "委員会の記録", [Done(one.day, one, "") for one in found], remedy)
    lacking = [one for one in facts.recent(CommitteeMeeting) if not one.minutes and one.day < _grace(facts, asked)]
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
    recorded = in_turn(facts, "患者相談の記録", lines, remedy)
    unhandled = [one for one in facts.recent(PatientConsultation) if one.count and not one.handling.strip()]
    open_ones = [one for one in unhandled if one.day < _grace(facts, asked)]
    if open_ones and recorded.result is Result.MET:
        count = sum(one.count for one in open_ones)
        reason = f"期間内の相談のうち{count}件に、相談後の取扱いの記録がありません。"
        return not_met(reason, remedy, tuple(of(one, f"{one.count}件") for one in open_ones))
    return recorded
