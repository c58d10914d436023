"""What the 医療安全管理者 does: planning, rounds, support, coordination, training, and help with consultations."""

from __future__ import annotations

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import Guideline, ManagerActivity, SafetyRound, StaffTraining
from checklist.rules.criteria.duty import NO_RHYTHM, Done, going_on, in_turn, newest
from checklist.rules.criteria.facts import Facts, months_before
from checklist.rules.criteria.incidents import with_incidents
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict, met, not_met, unknown
from checklist.words.records import ACTIVITIES

REGISTER = "「記録」で医療安全管理者の活動を登録してください。"


def _activity(facts: Facts, activity: str) -> Verdict:
    """One kind of activity in the window."""
    word = ACTIVITIES[activity]
    found = [one for one in facts.of(ManagerActivity) if one.activity == activity]
    if not found:
        return unknown(f"「{word}」の活動が記録されていません。", REGISTER)
    return in_turn(facts, f"「{word}」の活動", [Done(one.day, one, word) for one in found], REGISTER)


def _activities(facts: Facts, asked: Requirement) -> Verdict:
    """Every kind of activity that is asked for; the worst answer counts."""
    found = [_activity(facts, activity) for activity in asked.texts_of("activities")]
    worst = next((one for one in found if one.result is Result.NOT_MET), None)
    worst = worst or next((one for one in found if one.result is Result.UNKNOWN), None)
    shown = tuple(shown for one in found for shown in one.shown)
    if worst is None:
        return met("".join(one.reason for one in found), shown)
    return Verdict(worst.result, worst.reason, shown, worst.remedy)


def planned_and_evaluated(facts: Facts, asked: Requirement) -> Verdict:
    """業務（ア）: planning and evaluation, both."""
    return _activities(facts, asked)


def staff_supported(facts: Facts, asked: Requirement) -> Verdict:
    """業務（ウ）: support for those in charge in the departments."""
    return _activities(facts, asked)


def departments_coordinated(facts: Facts, asked: Requirement) -> Verdict:
    """業務（エ）: coordination with the departments."""
    return _activities(facts, asked)


def consultations_supported(facts: Facts, asked: Requirement) -> Verdict:
    """業務（カ）: help for those who take consultations."""
    return _activities(facts, asked)


def _interval(facts: Facts, asked: Requirement) -> tuple[int, str]:
    """The months within which a round is due, and whose measure that is: the hospital's own where it has written one."""
    written = [
        one for one in facts.of(Guideline) if one.round_months and (one.ended_on is None or one.ended_on >= facts.on)
    ]
    if written:
        return written[-1].round_months, f"自院の「{written[-1].title}」の間隔は{written[-1].round_months}か月です。"
    return int(asked.number_of("round_months")), ""


@with_incidents
def rounds_made(facts: Facts, asked: Requirement) -> Verdict:
    """業務（イ）: regular rounds, and measures drawn from them."""
    rounds = facts.of(SafetyRound)
    if not rounds:
        return unknown("院内巡回が記録されていません。", "「記録」で院内巡回を登録してください。")
    # 「定期的な院内巡回」 names no interval: two months are ours, as inspectors ask of infection rounds.
    months, own = _interval(facts, asked)
    first = months_before(facts.on, months)
    recent = [Done(one.day, one, one.department) for one in rounds if one.day >= first]
    if not recent:
        reason = f"直近{months}か月に院内巡回がありません（最後は{words.day(rounds[-1].day)}）。{own or NO_RHYTHM}"
        return unknown(reason, "院内を巡回し、記録してください。", newest([Done(rounds[-1].day, rounds[-1])]))
    # Early in a year the window is too short to have led to measures; two months are looked at in any case.
    acted = [one for one in rounds if one.action.strip() and one.day >= min(facts.since, first)]
    if not acted:
        reason = f"直近{months}か月に{len(recent)}件の院内巡回がありますが、期間内に講じた対策の記録がありません。"
        return not_met(reason, "巡回で把握した内容に対して講じた対策を記録してください。", newest(recent))
    departments = len({one.department for one in rounds if one.day >= facts.since})
    reason = f"直近{months}か月に{len(recent)}件の院内巡回があります（期間内に{departments}部署、対策の記録{len(acted)}件）。{own}"
    return met(reason, newest(recent))


def training_held(facts: Facts, asked: Requirement) -> Verdict:
    """業務（オ）: training for the staff, planned and held."""
    found = facts.of(StaffTraining)
    if not found:
        return unknown("職員研修が記録されていません。", "「記録」で職員研修を登録してください。")
    held = [Done(one.day, one, one.title) for one in found if one.held]
    overdue = [one for one in facts.recent(StaffTraining) if not one.held]
    remedy = "職員研修を実施し、受講者数を記録してください。"
    if overdue:
        remedy += (
            f"予定日を過ぎた研修（{overdue[0].title}、{words.day(overdue[0].day)}）は、実施したか確かめてください。"
        )
    return going_on(facts, "実施した職員研修", held, remedy)
