"""What the forms of a visit offer: hospitals, evaluators and sheets to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from checklist.model.hospitals import Filing, Hospital
from checklist.model.sheets import Subject
from checklist.rules import fiscal_year
from checklist.rules.hospitals import infection
from checklist.rules.sheets import in_force
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.accounts.people import Named
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.sheets.sheets import VersionLine
from checklist.store.visits import visit_facts


@dataclass(frozen=True)
class Offer:
    """What the inputs may offer; `year` is the fiscal year of today."""

    hospitals: tuple[Hospital, ...]
    evaluators: tuple[Named, ...]
    versions: tuple[VersionLine, ...]
    year: int
    filings: tuple[Filing, ...]
    today: date
    first_month: int

    def usual(self, year: int, day: date | None) -> list[str]:
        """The code of the sheet that a visit of a year is about unless another is chosen; none before the first one."""
        when = day or in_force.day_in(year, self.today, self.first_month)
        return [version.code for version in in_force.on(self.versions, when, self.first_month)][:1]

    def infection(self, codes: Collection[str], hospital_ids: Sequence[int], day: date | None) -> list[str]:
        """What has to be known of a visit with these sheets by these hospitals; nothing without a sheet of 感染対策."""
        subjects = {one.subject for one in self.versions if one.code in codes}
        if Subject.INFECTION not in subjects or not hospital_ids:
            return []
        names, on = {one.id: one.name for one in self.hospitals}, day or self.today
        return infection.told(infection.classes_on(self.filings, hospital_ids, on), names, on)


def read(view: View, anew: bool = False) -> Offer:
    """Everything to choose from, for a new visit with the filings as well; raises Forbidden for whoever may not plan."""
    evaluators = tuple(people.evaluators(view))
    first_month = region.of(view).fiscal_year_start_month
    year = fiscal_year.of_day(view.today, first_month)
    filed = tuple(visit_facts.all_filings(view)) if anew else ()
    return Offer(
        tuple(hospitals.all_hospitals(view)), evaluators, tuple(sheets.versions(view)), year, filed, view.today,
        first_month,
    )  # fmt: skip
