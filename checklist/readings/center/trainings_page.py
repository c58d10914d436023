"""研修会: one training from its theme to the records of the hospitals, and what is wished for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from checklist.model.center.activities import StaffCourse, Training
from checklist.model.center.attendance import Attendance, AttendanceOffer, Reopening, ViewingTurn
from checklist.model.center.questionnaires import Purpose, QuestionEdition, Questionnaire, Wish
from checklist.readings.center import questionnaire_results, training_around, training_wishes
from checklist.readings.center.questionnaire_results import Results
from checklist.rules.center import attendances as counting
from checklist.rules.center import training_steps
from checklist.rules.center.attendances import OfFacility, Window
from checklist.rules.center.training_steps import Step
from checklist.rules.fields import option
from checklist.store.act import View
from checklist.store.center import attendance_offers, attendances, questionnaires
from checklist.store.hospitals import hospitals
from checklist.store.records import records

PARTS = ("steps", "before", "after", "attendance", "offers", "wishes", "turns")
OF_ALL = ("wishes", "turns")
"""The parts that belong to no single training."""


@dataclass(frozen=True)
class TrainingsPage:
    """One part of the page; of the others nothing is read but what the steps need."""

    part: str
    today: date
    trainings: tuple[Training, ...]
    chosen: Training | None
    steps: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()
    asked: Mapping[Purpose, Questionnaire] = field(default_factory=dict)
    results: Results | None = None
    edition: QuestionEdition | None = None
    attendances: tuple[Attendance, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    facilities: tuple[OfFacility, ...] = ()
    windows: tuple[Window, ...] = ()
    hospitals: Mapping[str, str] = field(default_factory=dict)
    """Code -> name of every hospital of the region."""
    names: Mapping[int, str] = field(default_factory=dict)
    """The same by id, as offers know them."""
    offers: tuple[AttendanceOffer, ...] = ()
    wishes: tuple[Wish, ...] = ()
    turns: tuple[ViewingTurn, ...] = ()

    @property
    def purpose(self) -> Purpose:
        """Of the part that shows a questionnaire."""
        return Purpose.BEFORE if self.part == Purpose.BEFORE else Purpose.AFTER

    @property
    def questionnaire(self) -> Questionnaire | None:
        """The one that the part shows, if it was made."""
        return self.asked.get(self.purpose)


def read(view: View, asked: str | None, training_id: int | None) -> TrainingsPage:
    """The part and the training that an address asks for; raises Forbidden."""
    part = option.chosen(PARTS, asked)
    known = tuple(records.of_hospital(view, None, Training))
    chosen = next((one for one in known if one.id == training_id), None) or _nearest(known, view.today)
    page = TrainingsPage(part, view.today, known, chosen)
    if part == "wishes":
        return TrainingsPage(part, view.today, known, chosen, wishes=training_wishes.read(view))
    if part == "turns":
        return TrainingsPage(part, view.today, known, chosen, turns=tuple(attendances.turns(view)))
    return _of_training(view, page, chosen) if chosen else page


def _nearest(known: tuple[Training, ...], today: date) -> Training | None:
    """The next training to come, else the last one: where there is something to do."""
    coming = [one for one in known if one.held_on >= today]
    return coming[-1] if coming else next(iter(known), None)


def _of_training(view: View, page: TrainingsPage, one: Training) -> TrainingsPage:
    every = hospitals.all_hospitals(view)
    names = {found.code: found.name for found in every}
    asked = questionnaires.of_training(view, one.id)
    found = tuple(attendances.of_training(view, one.id))
    reopened = tuple(attendances.reopenings(view, one.id))
    offers = tuple(attendance_offers.of_training(view, one.id))
    facilities = counting.by_facility(found, names)
    shown = asked.get(page.purpose) if page.part in tuple(Purpose) else None
    return TrainingsPage(
        part=page.part,
        today=page.today,
        trainings=page.trainings,
        chosen=one,
        steps=training_around.steps(view, one, asked, found, offers),
        remarks=tuple(training_steps.remarks(one, page.trainings, records.of_hospital(view, None, StaffCourse))),
        asked=asked,
        results=questionnaire_results.of(view, shown, one) if shown else None,
        edition=questionnaires.editions(view, page.purpose)[-1],
        attendances=found,
        reopenings=reopened,
        facilities=facilities,
        windows=counting.windows(one, reopened, found),
        hospitals=names,
        names={found.id: found.name for found in every},
        offers=offers,
    )
