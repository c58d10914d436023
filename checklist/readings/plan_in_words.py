"""A proposal for the command line: as JSON for other programs, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklist import words
from checklist.model.plan import PlannedVisit
from checklist.readings.year_plan import Proposed

Json = dict[str, Any]


def described(found: Proposed) -> Json:
    """The proposal with hospitals by code: every evaluation that makes up the year, what is there already included."""
    partners, proposal = found.question.partners, found.proposal
    return {
        "status": proposal.status.value,
        "gap": round(proposal.gap, 6),
        "visits": [
            {"evaluator": partners[one].code, "host": partners[visit.host_id].code, "month": visit.month, **_more(visit, one)}
            for visit in _all(found)
            for one in visit.evaluator_ids
        ],
        "unmet": [
            {
                "hospital": partners[one.hospital_id].code, "duty": one.duty.value, "reason": one.reason,
                "remedy": one.remedy,
            }
            for one in proposal.unmet
        ],
        "days": len(proposal.visits),
        "days_saved": proposal.days_saved,
    }  # fmt: skip


def _more(visit: PlannedVisit, evaluator: int) -> Json:
    return {"leading": evaluator == visit.evaluator_ids[0], "visit": visit.visit_id}


def _all(found: Proposed) -> Iterator[PlannedVisit]:
    """By the months of the year, without a month last."""
    order = {month: at for at, month in enumerate(found.question.months)}
    joined = {one.visit_id for one in found.proposal.joins}
    stands = (one for one in found.question.fixed if one.visit_id is None or one.visit_id not in joined)
    every = (*stands, *found.proposal.joins, *found.proposal.visits)
    yield from sorted(every, key=lambda one: order.get(one.month or 0, len(order)))


def in_words(found: Proposed) -> str:
    """The proposal line by line: month, host, evaluators; then what cannot be met and what would help."""
    partners = found.question.partners
    lines = [found.sentence]
    for visit in _all(found):
        month = f"{visit.month}月" if visit.month else "月未定"
        names = "・".join(partners[one].name for one in visit.evaluator_ids)
        there = "登録済み" if visit.visit_id else "計画案"
        lines.append(f"{month}\t{partners[visit.host_id].name}\t{names}\t{there}")
    for one in found.proposal.unmet:
        lines.append(f"{partners[one.hospital_id].name}：{words.PLAN_DUTIES[one.duty]}：{one.reason}{one.remedy}")
    return "\n".join(lines)
