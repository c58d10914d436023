"""The 施設基準 with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.readings import criteria, rules_page
from checklist.readings.rules_page import RulesPage
from checklist.rules.criteria.evaluation import Evaluation
from checklist.rules.criteria.warnings import Alert
from checklist.store.act import View
from checklist.store.hospitals import hospitals


@dataclass(frozen=True)
class CriteriaPage:
    """The judgement of one hospital on a day with what to look after; for the region those that share theirs."""

    found: Evaluation | None
    alerts: tuple[Alert, ...] = ()
    shared: tuple[Evaluation, ...] = ()
    rules: RulesPage | None = None
    hospitals: int = 0
    """How many hospitals of the region could share theirs."""


def read(view: View, hospital_id: int | None, day: date) -> CriteriaPage:
    """One hospital, or without one the region; raises Forbidden, NotFound or Refused."""
    if hospital_id is None:
        known = sum(not one.external for one in hospitals.all_hospitals(view))
        return CriteriaPage(
            None, shared=tuple(criteria.shared(view, day)), rules=rules_page.read(view, day), hospitals=known
        )
    found = criteria.evaluation(view, hospital_id, day)
    return CriteriaPage(found, criteria.alerts(view, found))
