"""What the forms of a visit offer: hospitals, evaluators and sheets to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.hospitals import Hospital
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.accounts.people import Named
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.sheets.sheets import VersionLine


@dataclass(frozen=True)
class Offer:
    """What the inputs may offer; `year` is the fiscal year of today."""

    hospitals: tuple[Hospital, ...]
    evaluators: tuple[Named, ...]
    versions: tuple[VersionLine, ...]
    year: int


def read(view: View) -> Offer:
    """Everything to choose from; raises Forbidden for whoever may not plan visits."""
    evaluators = tuple(people.evaluators(view))
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    return Offer(tuple(hospitals.all_hospitals(view)), evaluators, tuple(sheets.versions(view)), year)
