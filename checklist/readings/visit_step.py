"""How a visit stands for its next step, from what its page has read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import Signatory
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.readings.assessment_list import Line
from checklist.rules import access
from checklist.rules.visits import next_step, visit_states
from checklist.rules.visits.deadlines import Progress
from checklist.rules.visits.next_step import Deed, NextStep, Standing
from checklist.store.act import View
from checklist.store.closing import closings, signatures
from checklist.store.visits import visit_steps, visits

_WRITES = {
    Deed.AGREE: Thing.AGREEMENT,
    Deed.MEET: Thing.CLOSING,
    Deed.SEAL: Thing.SEAL,
    Deed.HAND_OVER: Thing.HAND_OVER,
    Deed.RECEIVE: Thing.ACKNOWLEDGE,
    Deed.PAPER: Thing.PAPERS,
}


@dataclass(frozen=True)
class Steps:
    """The next step, the address of the sheet to fill in, other states to lead to by hand, and taking the last one back."""

    next: NextStep
    sheet: str
    moves: tuple[VisitState, ...]
    takes_back: bool


def read(
    view: View, visit: Visit, progress: Progress, lines: Sequence[Line], opened: bool, sealed: bool, external: bool, counts: bool
) -> Steps:  # fmt: skip
    """The next step of a visit for the reader.

    `lines` are those of its sheets as the reader may know them; `external`: its host does not use the product; `counts`:
    with how many items are open at a meeting that goes on, which takes seven statements.
    """
    rating = [one for one in lines if one.assessment.track is Track.VISITOR]
    unrated = [one for one in rating if one.assessment.state is AssessmentState.OPEN]
    signed = frozenset(signatures.current(view, visit.id)) if opened else frozenset[Signatory]()
    side = next((one for one in Signatory if signatures.may_sign(view, visit, one)), None)
    standing = Standing(
        progress, view.today, _may(view, visit, lines), tuple(one.sheet for one in unrated), bool(visit.member_ids) or visit.record_only,
        opened, _unagreed(view, visit, opened and counts), signed, side, sealed, external,
    )  # fmt: skip
    stuck = visit_states.stands_on(visit.state, progress.agreed, opened, sealed)
    own = next((one.assessment.id for one in unrated if one.writable), None)
    return Steps(
        next_step.next_step(standing),
        f"/visit/{visit.id}#{own}" if own else "",
        tuple(one for one in visit_states.next_states(visit.state, external) if _is_offered(view, visit, one)),
        not stuck and visit_steps.may_move(view.principal, visit, visit.state),
    )


def _unagreed(view: View, visit: Visit, opened: bool) -> int:
    """How many items are still open at a meeting that goes on."""
    if not opened or visit.state is not VisitState.ON_SITE:
        return 0
    return sum(len(sheet.unagreed) for sheet in closings.of_sheets(view, visit.id))


def _is_offered(view: View, visit: Visit, state: VisitState) -> bool:
    # Receiving has a form of its own, with the password.
    return state is not VisitState.ACKNOWLEDGED and visit_steps.may_move(view.principal, visit, state)


def _may(view: View, visit: Visit, lines: Sequence[Line]) -> frozenset[Deed]:
    """Everything of these that the reader may do in this visit, whatever its state."""
    who, facts = view.principal, access.of_visit(visit)
    found = {deed for deed, thing in _WRITES.items() if Verb.WRITE in visits.verbs(who, visit, thing)}
    if access.manages_region(who):
        found.add(Deed.CHANGE)
    own = access.verbs(who, Thing.SELF, facts)
    found |= {deed for deed, verb in ((Deed.ASSESS, Verb.SUBMIT), (Deed.APPROVE, Verb.APPROVE)) if verb in own}
    if any(one.writable and one.assessment.track is Track.VISITOR for one in lines):
        found.add(Deed.RATE)
    if any(signatures.may_sign(view, visit, side) for side in Signatory):
        found.add(Deed.SIGN)
    if Verb.WRITE in access.verbs(who, Thing.IMPROVEMENT_PLANS, access.of_hospital(visit.host_id)):
        found.add(Deed.PLAN)
    if visit_steps.may_move(who, visit, VisitState.CLOSED):
        found |= {Deed.CLOSE, Deed.REVIVE}
    return frozenset(found)
