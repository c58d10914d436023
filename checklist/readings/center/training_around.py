"""How far a training has come: its record, its questionnaires, who attended, and what hospitals were offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, AttendanceOffer
from checklist.model.center.questionnaires import Purpose, Questionnaire
from checklist.rules.center import attendances as counting
from checklist.rules.center import training_steps
from checklist.rules.center.training_steps import Around, Step
from checklist.store.act import View
from checklist.store.center import attendance_offers, attendances, questionnaires


def read(view: View, one: Training) -> tuple[Step, ...]:
    """The steps of a training, from what is kept beside its record; raises Forbidden."""
    asked, attended = questionnaires.of_training(view, one.id), attendances.of_training(view, one.id)
    return steps(view, one, asked, tuple(attended), attendance_offers.of_training(view, one.id))


def steps(
    view: View,
    one: Training,
    asked: Mapping[Purpose, Questionnaire],
    attended: Sequence[Attendance],
    offers: Sequence[AttendanceOffer],
) -> tuple[Step, ...]:
    """The same for whoever has read that already; raises Forbidden."""
    around = Around(
        asked_before=Purpose.BEFORE in asked,
        asked_after=Purpose.AFTER in asked,
        answers=questionnaires.counts(view).get((one.id, Purpose.AFTER), 0),
        attendees=counting.total(attended),
        # The code of a facility is one of the region's hospitals; whoever came from elsewhere has none.
        hospitals=len({found.hospital_code for found in attended if found.hospital_code.strip()}),
        offered=len({offer.hospital_id for offer in offers}),
    )
    return training_steps.steps(one, around)
