"""What a hospital is told before it is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model import Addon, Filing, Hospital, HospitalKind, VisitMode, VisitState
from checklist.reports import criteria_sets
from checklist.rules.criteria import alerts
from checklist.rules.criteria.alerts import Subject
from checklist.rules.criteria.evaluation import Evaluation, assess
from checklist.rules.criteria.facts import Direction, Facts, FiledPartner, VisitFact
from checklist.rules.records.nouns import Appointment, Record

R06 = next(one for one in criteria_sets.shipped() if one.code == "r06")
HOSPITAL = Hospital(1, "H01", "架空中央病院", "", "", 200, HospitalKind.GENERAL, False, False)
ON = date(2025, 7, 10)
FILED = (
    Filing(1, 1, Addon.SAFETY, 1, date(2024, 6, 1), None, "第1号"),
    Filing(2, 1, Addon.REGIONAL, 1, date(2024, 6, 1), None, "第2号"),
)
MANAGER = Appointment(
    id=1, staff_name="架空 花子", profession="nurse", post="safety_manager", dedication="dedicated",
    valid_from=date(2024, 4, 1),
)  # fmt: skip


def evaluated(on: date, *records: Record, filings: tuple[Filing, ...] = FILED, **more: object) -> Evaluation:
    by_kind = {one.KIND: tuple(two for two in records if one.KIND == two.KIND) for one in records}
    return assess(R06, replace(Facts(HOSPITAL, on, date(2025, 4, 1), filings, by_kind), **more))  # type: ignore[arg-type]


def told(now: Evaluation, before: Evaluation | None = None) -> list[Subject]:
    return [one.subject for one in alerts.alerts(now, before)]


@pytest.mark.parametrize(
    ("on", "near"),
    [
        (date(2025, 5, 31), False),
        (date(2025, 6, 2), True),
        (date(2025, 8, 1), True),
        (date(2025, 8, 31), True),
        (date(2025, 9, 1), False),
    ],
)
def test_the_yearly_report_is_told_from_two_months_before_until_it_is_due(on: date, near: bool) -> None:
    assert (Subject.REPORT in told(evaluated(on))) is near


def test_a_hospital_that_has_filed_nothing_has_nothing_to_report() -> None:
    assert told(evaluated(ON, filings=())) == []


@pytest.mark.parametrize(
    ("valid_to", "leaves"),
    [(None, False), (date(2025, 7, 10), True), (date(2025, 9, 8), True), (date(2025, 9, 9), False),
     (date(2025, 7, 9), False)],
)  # fmt: skip
def test_somebody_who_leaves_within_two_months_is_told(valid_to: date | None, leaves: bool) -> None:
    found = alerts.alerts(evaluated(ON, replace(MANAGER, valid_to=valid_to)))
    assert (Subject.LEAVING in {one.subject for one in found}) is leaves
    if leaves:
        assert "医療安全管理者（架空 花子）" in next(one.message for one in found if one.subject is Subject.LEAVING)


def test_nobody_is_missed_where_somebody_follows_the_day_after() -> None:
    leaving = replace(MANAGER, valid_to=date(2025, 7, 31))
    follower = replace(MANAGER, id=2, staff_name="架空 次郎", valid_from=date(2025, 8, 1))
    assert Subject.LEAVING in told(evaluated(ON, leaving, replace(follower, valid_from=date(2025, 8, 2))))
    # A follower who begins later is not yet known to the rules of today, but stands in the records.
    assert Subject.LEAVING not in told(evaluated(ON, leaving, replace(follower, valid_from=date(2025, 7, 1))))


def test_what_was_met_and_is_no_longer_is_told_with_the_way_out() -> None:
    leaving = replace(MANAGER, valid_to=date(2025, 6, 30))
    before, now = evaluated(date(2025, 6, 10), MANAGER), evaluated(ON, leaving)
    found = [one for one in alerts.alerts(now, before) if one.subject is Subject.LOST]
    assert len(found) == 1
    assert "医療安全対策加算1の医療安全管理体制（ア）" in found[0].message
    assert "辞退の届出" in found[0].action
    assert Subject.LOST not in told(now)
    assert Subject.LOST not in told(before, before)


def test_an_add_on_that_is_not_filed_is_not_lost() -> None:
    leaving = replace(MANAGER, valid_to=date(2025, 6, 30))
    before = evaluated(date(2025, 6, 10), MANAGER, filings=())
    assert Subject.LOST not in told(evaluated(ON, leaving, filings=()), before)


def test_a_visit_to_a_partner_who_is_not_filed_asks_to_file_again() -> None:
    filed = (FiledPartner(3, "架空みなと病院", Direction.VISITS, date(2024, 6, 1)),)
    now = evaluated(ON, ends=date(2026, 3, 31), partners=filed)
    assert Subject.PARTNERS not in told(now)
    visit = _visit(host=2, name="架空市民病院")
    found = alerts.alerts(evaluated(ON, ends=date(2026, 3, 31), partners=filed, visits=(visit,)))
    assert ["架空市民病院" in one.message for one in found if one.subject is Subject.PARTNERS] == [True]


def _visit(host: int, name: str) -> VisitFact:
    return VisitFact(
        9, host, 1, {1: 1}, date(2025, 6, 1), VisitMode.ON_SITE, VisitState.CLOSED, date(2025, 4, 1),
        date(2025, 6, 20), {host: name, 1: "架空中央病院"},
    )  # fmt: skip
