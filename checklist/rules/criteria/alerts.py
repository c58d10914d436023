"""What a hospital should know before it is too late: every alert is a function in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from checklist import words
from checklist.model import Addon
from checklist.rules.criteria.evaluation import Evaluation, Finding
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.filed_partners import AGAIN
from checklist.rules.criteria.filed_partners import differences as partner_differences
from checklist.rules.criteria.verdict import Result
from checklist.rules.records.nouns import POSTS, Appointment

REPORT_NEAR = timedelta(days=60)
LEAVING_NEAR = timedelta(days=60)


class Subject(StrEnum):
    """What a alert is about."""

    REPORT = "report"
    LEAVING = "leaving"
    LOST = "lost"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Alert:
    """One thing to know: what, what to do about it, and the day that matters (None for now)."""

    subject: Subject
    message: str
    action: str
    day: date | None = None


Check = Callable[[Evaluation, Evaluation | None], Iterator[Alert]]


def alerts(now: Evaluation, before: Evaluation | None = None) -> list[Alert]:
    """Everything to know on the day of `now`; `before` is the evaluation of some weeks earlier."""
    return [alert for check in CHECKS for alert in check(now, before)]


def report_near(now: Evaluation, before: Evaluation | None) -> Iterator[Alert]:
    """The 定例報告: as of a day in summer, due at the end of that month; only for hospitals that have filed."""
    on, (month, day) = now.facts.on, now.rule_set.report_as_of
    as_of = date(on.year, month, day)
    due = date(on.year, *now.rule_set.report_due)
    if as_of - REPORT_NEAR <= on <= due and _has_filed(now.facts):
        message = f"定例報告（{month}月{day}日現在の届出の状況）の期限は{words.day(due)}です。"
        yield Alert(Subject.REPORT, message, f"{words.day(as_of)}現在の判定を確認し、報告してください。", due)


def somebody_leaves(now: Evaluation, before: Evaluation | None) -> Iterator[Alert]:
    """A post that the rules ask for ends soon, and nobody follows."""
    facts = now.facts
    everybody = facts.of(Appointment)
    for one in everybody:
        end = one.valid_to
        if end is None or not one.serves_on(facts.on) or end - facts.on > LEAVING_NEAR:
            continue
        if not any(other.post == one.post and other.serves_on(end + timedelta(days=1)) for other in everybody):
            post = POSTS[one.post]
            message = f"{post}（{one.staff_name}）の配置が{words.day(end)}に終了し、後任が登録されていません。"
            yield Alert(Subject.LEAVING, message, f"後任の{post}を配置し、「記録」に登録してください。", end)


def no_longer_met(now: Evaluation, before: Evaluation | None) -> Iterator[Alert]:
    """A requirement of a filed add-on that was met some weeks ago and is not any more."""
    if before is None:
        return
    was = {one.requirement.code for one in _of_filed(before) if one.indicated is Result.MET}
    for one in _of_filed(now):
        if one.requirement.code in was and one.indicated is Result.NOT_MET:
            asked, addon = one.requirement, _addon_name(now, one)
            message = f"{addon}の{asked.section}{asked.number}を満たさなくなりました。{one.verdict.reason}"
            action = f"{one.verdict.remedy}満たせない場合は、辞退の届出が必要になることがあります。"
            yield Alert(Subject.LOST, message, action)


def partners_differ(now: Evaluation, before: Evaluation | None) -> Iterator[Alert]:
    """The partners of the year are not those that were filed."""
    if now.facts.partners and (found := partner_differences(now.facts)):
        yield Alert(Subject.PARTNERS, f"{'、'.join(found)}。", AGAIN)


CHECKS: tuple[Check, ...] = (report_near, somebody_leaves, no_longer_met, partners_differ)


def _has_filed(facts: Facts) -> bool:
    return any(facts.filed_class(addon) for addon in Addon)


def _of_filed(evaluation: Evaluation) -> list[Finding]:
    """The findings of the add-ons that are filed on the day of the evaluation."""
    facts = evaluation.facts
    filed = {one.code for one in evaluation.rule_set.addons if facts.filed_class(one.addon) == one.addon_class}
    return [one for one in evaluation.findings if one.requirement.addon in filed]


def _addon_name(evaluation: Evaluation, found: Finding) -> str:
    return next(one.name for one in evaluation.rule_set.addons if one.code == found.requirement.addon)
