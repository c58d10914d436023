"""What invented visitors say of the findings of earlier years."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.demo.quality import WORST
from checklist.demo.visiting import Outing, Rated
from checklist.model.closing import FindingKind
from checklist.model.improvements import Sequel
from checklist.model.scales import ABCX
from checklist.model.visits import VisitState
from checklist.store.improvements import follow_ups


def tell(visit: Outing, rated: Sequence[Rated]) -> None:
    """Say of every earlier finding what today's ratings say at the items where it stands."""
    day = visit.days[VisitState.ON_SITE]
    act = visit.cast.act(visit.member, visit.diary.at(day, 16, 45))
    for sheet in rated:
        for one in follow_ups.for_visit(act, visit.visit_id, sheet.part.version.code):
            values = {sheet.values[item] for item in one.items if item in sheet.values}
            if one.finding.kind is FindingKind.FINDING and values:
                # Of a plan that came to its end after this visit, its visitors could not know.
                completed = one.completed_on is not None and one.completed_on <= day
                follow_ups.mark(act, visit.visit_id, one.finding.id, *_mark(values, completed))


def _mark(values: set[str | None], completed: bool) -> tuple[Sequel, str]:
    if not any(map(ABCX.needs_comment, values)):
        return Sequel.RESOLVED, "改善されていることを確認した。"
    if completed and WORST in values:
        return Sequel.RECURRED, "一度は改善を終えたが、再び同じ状況がみられる。"
    return Sequel.CONTINUED, "取組は進んでいるが、なお課題が残る。"
