"""Every code has its Japanese word, and dates read as hospital documents write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from checklist import words
from checklist.errors import Trouble
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.hospitals import HospitalKind
from checklist.model.improvements import PlanState, Sequel
from checklist.model.scales import SCALES
from checklist.model.sheets import Relation
from checklist.model.visits import Duty, VisitMode, VisitState


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Role, words.ROLES),
        (Track, words.TRACKS),
        (AssessmentState, words.ASSESSMENT_STATES),
        (VisitState, words.VISIT_STATES),
        (VisitMode, words.VISIT_MODES),
        (HospitalKind, words.HOSPITAL_KINDS),
        (Relation, words.RELATIONS),
        (Duty, words.DUTIES),
        (FindingKind, words.FINDING_KINDS),
        (Signatory, words.SIGNATORIES),
        (Sequel, words.SEQUELS),
        (PlanState, words.PLAN_STATES),
        (Trouble, words.TROUBLES),
        (Trouble, words.TROUBLES_AT_SERVER),
    ],
)
def test_every_code_has_a_word_without_latin_letters(codes: type[StrEnum], table: dict[StrEnum, str]) -> None:
    assert set(table) == set(codes)
    assert not any(character.isascii() and character.isalpha() for word in table.values() for character in word)


def test_every_value_of_every_scale_has_a_word() -> None:
    assert all(value.letter and value.word for scale in SCALES.values() for value in scale.values)


def test_values_stand_in_cells_as_letters_or_words() -> None:
    assert [words.value_word(value) for value in ("A", "NA", "UNVERIFIED", None)] == [
        "A",
        "該当なし",
        "確認不能",
        "未回答",
    ]


def test_dates_and_years() -> None:
    assert words.day(date(2026, 11, 21)) == "2026年11月21日（土）"
    assert words.day(None) == "未定"
    assert words.moment(datetime(2026, 11, 21, 5, 32, tzinfo=UTC)) == "2026年11月21日（土）14:32"
    assert words.moment(None) == ""
    assert words.fiscal_year(2026) == "2026年度（令和8年度）"
    assert words.fiscal_year(2019) == "2019年度（令和元年度）"
    assert words.fiscal_year(1980) == "1980年度"
    assert words.addon_class(None) == "届出なし"
