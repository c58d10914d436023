"""What has to be written into the forms (様式) of the 届出: as filed and recorded, blank where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist.model.hospitals import Addon, Filing
from checklist.model.permission import Thing, Verb
from checklist.model.records import Appointment, Course
from checklist.readings import criteria_sets, partnership
from checklist.readings.partnership import Partnership
from checklist.rules import access
from checklist.rules.criteria.rule_set import RuleSet
from checklist.rules.hospitals import filed_class
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.records import records

MANAGER, PHYSICIAN = "safety_manager", "physician"


@dataclass(frozen=True)
class Post:
    """Somebody in a post on the day, with the trainings that they had finished by then."""

    appointment: Appointment
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class FilingForm:
    """Everything that the forms ask of one hospital on one day; `posts` is None for whoever may not read the records."""

    partnership: Partnership
    filings: tuple[Filing, ...]
    rule_set: RuleSet
    posts: tuple[Post, ...] | None

    def of_post(self, code: str) -> tuple[Post, ...]:
        """Those in a post, nobody where that is not known."""
        return tuple(one for one in self.posts or () if one.appointment.post == code)


def read(view: View, hospital_id: int, on: date) -> FilingForm:
    """What is known of a hospital on a day; raises NotFound or Forbidden."""
    found = partnership.read(replace(view, today=on), hospital_id)
    held = [one for one in hospitals.filings(view, hospital_id) if filed_class.holds(one, on)]
    filed = tuple(one for addon in (Addon.SAFETY, Addon.REGIONAL) for one in held if one.addon is addon)
    may = view.may(Verb.READ, Thing.RECORDS, access.of_hospital(hospital_id))
    return FilingForm(found, filed, _rule_set(on), _posts(view, hospital_id, on) if may else None)


def _rule_set(on: date) -> RuleSet:
    """The set of the day; of a day before all of them the first."""
    known = criteria_sets.shipped()
    return next((one for one in known if one.counts_on(on)), known[0])


def _posts(view: View, hospital_id: int, on: date) -> tuple[Post, ...]:
    courses = records.of_hospital(view, hospital_id, Course, until=on)
    serving = [one for one in records.of_hospital(view, hospital_id, Appointment, until=on) if one.serves_on(on)]
    return tuple(Post(one, _of_person(courses, one.staff_name)) for one in _oldest_first(serving))


def _oldest_first(found: Iterable[Appointment]) -> list[Appointment]:
    return sorted(found, key=lambda one: (one.valid_from, one.staff_name))


def _of_person(courses: Sequence[Course], name: str) -> tuple[Course, ...]:
    return tuple(sorted((one for one in courses if one.staff_name == name), key=lambda one: one.finished_on))
