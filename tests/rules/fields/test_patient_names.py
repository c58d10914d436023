"""What in the texts of a record looks like a patient's name."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.records import Appointment, SafetyRound
from checklist.rules.fields import patient_names


@pytest.mark.parametrize(
    ("text", "questioned"),
    [
        ("山田太郎様の転倒について検討", True),
        ("患者 佐藤 花子さんの件", True),
        ("カルテ番号 1234567 の事例", True),
        ("患者様への説明を統一する", False),
        ("皆さんに周知した", False),
        ("入院患者の転倒事例を検討した", False),
        ("様式を改めた。仕様を確認した", False),
        ("3階病棟で手順書どおりに実施", False),
    ],
)
def test_what_looks_like_a_patient_is_questioned(text: str, questioned: bool) -> None:
    found = SafetyRound(held_on=date(2026, 5, 11), department="3階病棟", findings=text)
    assert bool(patient_names.questions(found)) is questioned


def test_a_member_of_the_staff_may_be_named_where_the_kind_says_so() -> None:
    found = Appointment(
        staff_name="山田太郎様", profession="nurse", post="safety_manager", dedication="dedicated",
        valid_from=date(2026, 4, 1),
    )  # fmt: skip
    assert patient_names.questions(found) == []
