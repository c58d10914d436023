"""Every rule by the name that data/criteria/ uses; a new set of the law chooses among them with new parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checklist.rules.criteria import (
    activities,
    conferences,
    department,
    filed_partners,
    general,
    partnership,
    staffing,
    writings,
    yearly,
)
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict

Rule = Callable[[Facts, Requirement], Verdict]

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        staffing.manager_placed,
        staffing.manager_course_organiser,
        staffing.manager_course_hours,
        staffing.manager_course_topics,
        writings.department_set_up,
        writings.duties_written,
        writings.desk_set_up,
        writings.guideline_written,
        writings.reporting_written,
        general.committee_monthly,
        general.training_twice,
        staffing.members_placed,
        writings.committee_linked,
        writings.notice_posted,
        activities.planned_and_evaluated,
        activities.rounds_made,
        activities.staff_supported,
        activities.departments_coordinated,
        activities.training_held,
        activities.consultations_supported,
        department.improvement_planned,
        department.improvement_evaluated,
        department.committee_recorded,
        department.training_recorded,
        department.consultations_recorded,
        conferences.conference_weekly,
        conferences.conference_attended,
        partnership.kind_allowed,
        partnership.base_filed,
        staffing.physician_placed,
        staffing.physician_qualified,
        yearly.partner_visited,
        yearly.visited_by_partner,
        partnership.evaluation_covers,
        partnership.method_agreed,
        filed_partners.partners_filed,
    )
}
