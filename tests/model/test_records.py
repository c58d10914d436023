"""What each kind of record says of itself, written out by hand; no other place may say it again."""

from __future__ import annotations

import dataclasses

import pytest

from checklist.model.fields import Column, Counts, Owner, Period, Record, columns
from checklist.model.records import KINDS
from checklist.rules.evidence import evidence_days
from tests.model.kinds import every_kind

# code: word, table, owner, period, counts, evidence document
BASICS = {
    "conference": ("カンファレンス", "conference", "hospital", "weekly", "window", "conference_record"),
    "safety_round": ("院内巡回", "safety_round", "hospital", "once", "window", "round_record"),
    "staff_training": ("職員研修", "staff_training", "hospital", "once", "window", "training_proof"),
    "committee_meeting": ("医療安全管理対策委員会", "committee_meeting", "hospital", "once", "window", ""),
    "patient_consultation": (
        "患者相談",
        "patient_consultation",
        "hospital",
        "monthly",
        "window",
        "consultation_record",
    ),
    "incident_count": ("インシデント報告", "incident_count", "hospital", "monthly", "beside", ""),
    "business_plan": ("業務改善計画書", "business_plan", "hospital", "standing", "always", "business_plan"),
    "notice": ("患者への掲示", "notice", "hospital", "standing", "always", ""),
    "guideline": ("指針・要綱", "guideline", "hospital", "standing", "always", ""),
    "manager_activity": ("医療安全管理者の活動", "manager_activity", "hospital", "once", "window", ""),
    "appointment": ("配置職員", "appointment", "hospital", "standing", "always", ""),
    "course": ("受講した研修", "course", "hospital", "standing", "always", ""),
    "admission": ("新入院患者数", "admission", "hospital", "monthly", "window", ""),
}

# code: lasting, may be dated ahead, day, held, person, department, own checks, rates
TRAITS = {
    "conference": (False, False, "held_on", "", "", "", False, ()),
    "safety_round": (False, False, "held_on", "", "", "department", False, ()),
    "staff_training": (False, False, "held_on", "held", "", "", True, (("受講率", "attendance_rate"),)),
    "committee_meeting": (False, False, "held_on", "", "", "", False, ()),
    "patient_consultation": (False, False, "held_on", "", "", "", False, ()),
    "incident_count": (False, False, "held_on", "", "", "", True, ()),
    "business_plan": (False, True, "held_on", "", "", "department", True, ()),
    "notice": (True, True, "held_on", "", "", "", False, ()),
    "guideline": (True, True, "held_on", "", "", "", False, ()),
    "manager_activity": (False, False, "held_on", "", "", "", False, ()),
    "appointment": (True, True, "valid_from", "", "staff_name", "", False, ()),
    "course": (True, False, "finished_on", "", "staff_name", "", False, ()),
    "admission": (False, False, "held_on", "", "", "", False, ()),
}

# code: the field with which a new form starts today, and what a field is compared with
FORMS = {
    "conference": ("held_on", {"committee_members": "participants"}),
    "safety_round": ("held_on", {}),
    "staff_training": ("held_on", {}),
    "committee_meeting": ("held_on", {}),
    "patient_consultation": ("held_on", {}),
    "incident_count": ("", {}),
    "business_plan": ("held_on", {"evaluated_on": "held_on"}),
    "notice": ("held_on", {"ended_on": "held_on"}),
    "guideline": ("held_on", {"ended_on": "held_on"}),
    "manager_activity": ("held_on", {}),
    "appointment": ("", {"valid_to": "valid_from"}),
    "course": ("", {}),
    "admission": ("", {}),
}


def test_the_kinds_stand_in_the_order_of_the_screens() -> None:
    assert list(KINDS) == list(BASICS) == list(TRAITS) == list(FORMS)


@pytest.mark.parametrize("code", BASICS)
def test_a_kind_says_whose_it_is_how_often_and_where_it_counts(code: str) -> None:
    kind = KINDS[code]
    word, table, owner, period, counts, evidence = BASICS[code]
    assert (code, word, table, evidence) == (kind.KIND, kind.WORD, kind.TABLE, kind.EVIDENCE)
    assert (Owner(owner), Period(period), Counts(counts)) == (kind.OWNER, kind.PERIOD, kind.COUNTS)


@pytest.mark.parametrize("code", TRAITS)
def test_a_kind_says_how_long_it_holds_and_which_fields_mean_what(code: str) -> None:
    kind = KINDS[code]
    found = (kind.LASTING, kind.AHEAD, kind.DAY, kind.HELD, kind.PERSON, kind.DEPARTMENT)
    assert (*found, "own_faults" in vars(kind), kind.RATES) == TRAITS[code]


@pytest.mark.parametrize("code", FORMS)
def test_a_field_says_with_what_it_starts_and_what_bounds_it(code: str) -> None:
    shown = columns(KINDS[code])
    bounds = {one.name: one.at_most or one.not_before for one in shown if one.at_most or one.not_before}
    assert ("".join(one.name for one in shown if one.today), bounds) == FORMS[code]


def test_no_two_kinds_share_a_code_a_table_or_a_word() -> None:
    kinds = every_kind()
    assert len(kinds) >= len(KINDS)
    for name in ("KIND", "TABLE", "WORD"):
        assert len({getattr(one, name) for one in kinds}) == len(kinds), name


@pytest.mark.parametrize("kind", every_kind(), ids=lambda one: one.KIND)
def test_every_kind_names_only_fields_that_it_has(kind: type[Record]) -> None:
    shown = {one.name: one for one in columns(kind)}
    labels = [one.label for one in shown.values()]
    assert len(labels) == len(set(labels))
    assert _shape(shown, kind.DAY) == ("day", True)
    assert _shape(shown, kind.HELD) in (None, ("flag", False))
    assert _shape(shown, kind.PERSON) in (None, ("text", True))
    assert _shape(shown, kind.DEPARTMENT) in (None, ("text", True))
    assert {one.at_most for one in shown.values()} | {one.not_before for one in shown.values()} <= {"", *shown}
    assert all(isinstance(getattr(kind, name), property) for _, name in kind.RATES)
    assert kind.EVIDENCE in ("", *evidence_days.KINDS)


def _shape(shown: dict[str, Column], name: str) -> tuple[str, bool] | None:
    return (shown[name].shape, shown[name].required) if name else None


def test_two_kinds_do_not_stand_for_the_same_document() -> None:
    named = [kind.EVIDENCE for kind in KINDS.values() if kind.EVIDENCE]
    assert len(named) == len(set(named))


def test_every_kind_is_frozen_and_named_field_by_field() -> None:
    for kind in every_kind():
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
        assert all(one.kw_only for one in dataclasses.fields(kind)), kind
