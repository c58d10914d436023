"""What is still open before submitting."""

from __future__ import annotations

from datetime import UTC, datetime

from checklist.model.assessments import Rating
from checklist.model.hospitals import Profile
from checklist.model.scales import ABCX
from checklist.model.sheets import Audience, Module
from checklist.rules.assessments.submission import expected, gaps

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def rating(item: str, value: str | None, comment: str = "") -> Rating:
    return Rating(item, value, comment, 1, NOW, "評価者")


def test_unanswered_and_uncommented_items_are_listed_in_sheet_order() -> None:
    ratings = {
        "1": rating("1", "A"),
        "2": rating("2", "B"),
        "3": rating("3", "C", "　\n"),
        "4": rating("4", None, "後で確認"),
        "5": rating("5", "UNVERIFIED"),
        "6": rating("6", "NA"),
        "7": rating("7", "C", "手順書がない"),
    }
    found = gaps(["8", "1", "2", "3", "4", "5", "6", "7"], ratings, ABCX)
    assert found.unanswered == ("8", "4")
    assert found.uncommented == ("2", "3", "5")
    assert found


def test_a_complete_assessment_has_no_gaps() -> None:
    assert not gaps(["1"], {"1": rating("1", "A")}, ABCX)


def test_a_hospital_answers_the_items_of_its_class_and_without_a_class_all_of_them() -> None:
    items = {"3": Audience((1, 2)), "1": Audience((1,)), "2": Audience((2,))}
    assert expected(items, Profile(1)) == ("3", "1")
    assert expected(items, Profile(2)) == ("3", "2")
    assert expected(items, Profile(None)) == ("3", "1", "2")


def test_a_hospital_answers_no_item_about_a_department_that_it_is_without() -> None:
    items = {"1": Audience((1, 2)), "2": Audience((1, 2), Module.DIALYSIS), "3": Audience((2,), Module.SURGERY)}
    assert expected(items, Profile(2)) == ("1", "2", "3")
    assert expected(items, Profile(2, frozenset({Module.DIALYSIS}))) == ("1", "3")
    assert expected(items, Profile(1, frozenset(Module) - {Module.WHOLE})) == ("1",)


def test_an_item_that_nobody_waits_for_is_no_gap_even_if_it_was_answered_without_a_comment() -> None:
    assert not gaps(["1"], {"1": rating("1", "A"), "2": rating("2", "C")}, ABCX)
