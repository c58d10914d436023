"""What the start page says of the 施設基準: entitled or not and how much for leaders, and what to do for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.errors import ChecklistError
from checklist.model.accounts import Role
from checklist.model.criteria import Result
from checklist.model.permission import Thing, Verb
from checklist.readings import criteria, criteria_words
from checklist.readings.agenda import Task
from checklist.rules import access
from checklist.rules.criteria.evaluation import Evaluation
from checklist.rules.criteria.warnings import Alert
from checklist.store.act import View

HREF, LABEL = "/criteria", "施設基準へ"
NAMED = 3
"""That many requirements are tasks of their own; the page has the others."""


def judged(view: View, today: date) -> Evaluation | None:
    """The own hospital judged, if the reader may know, an add-on is filed and there is a set of the law for the day."""
    return view.once("own 施設基準", lambda: _judged(view, today))


def _judged(view: View, today: date) -> Evaluation | None:
    own = view.principal.hospital_id
    if own is None or not view.may(Verb.READ, Thing.CRITERIA, access.of_hospital(own)):
        return None
    try:
        found = criteria.evaluation(view, own, today)
    except ChecklistError:
        return None
    return found if criteria_words.claimed(found) else None


def alerts(view: View, today: date) -> tuple[Alert, ...]:
    """What to look after in the 施設基準 of the own hospital."""
    found = judged(view, today)
    return view.once("own 施設基準 alerts", lambda: criteria.alerts(view, found)) if found else ()


def tasks(view: View, today: date) -> list[Task]:
    """The lines for people of a hospital; none for the others, and none before the first set of the law."""
    found = judged(view, today)
    if found is None:
        return []
    told = [_summary(found)]
    told += [Task(one.title, one.detail, HREF, LABEL, "late" if one.urgent else "now") for one in alerts(view, today)]
    return told + (list(_lacking(found)) if access.comes_as(view.principal, Role.SAFETY_MANAGER) else [])


def _summary(found: Evaluation) -> Task:
    """Entitled or not, what is missing, how much money."""
    chances = "".join(f"{one}。" for one in criteria_words.chances(found)[:1])
    detail = f"{criteria_words.shortfall(found)}{criteria_words.money(found)}。{chances}"
    return Task(criteria_words.headline(found), detail.replace("。。", "。"), HREF, LABEL, "now")


def _lacking(found: Evaluation) -> Iterator[Task]:
    """Requirements of the filed add-ons that are not met, each with what would make it met."""
    missing = {one.requirement.code: one for line in criteria_words.claimed(found) for one in line.of(Result.NOT_MET)}
    for one in list(missing.values())[:NAMED]:
        href = f"{HREF}?class={found.rule_set.addon(one.requirement.addon).addon_class}"
        detail = f"{one.verdict.reason}{one.verdict.remedy}"
        yield Task(f"満たしていない要件：{one.requirement.place}", detail, href, "理由を見る", "now")
    if len(missing) > NAMED:
        yield Task(
            f"ほかに満たしていない要件が{len(missing) - NAMED}件あります",
            "要件ごとの理由と記録を確認できます。",
            HREF,
            LABEL,
        )
