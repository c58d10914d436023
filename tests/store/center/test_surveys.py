"""The yearly survey: the questions of the data file, and answers kept in editions."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Refused, Stale
from checklist.model.center.survey import Shape
from checklist.store import db
from checklist.store.center import surveys
from tests.center_desk import acting, staff
from tests.world import World, by


def test_the_questions_are_those_that_were_published() -> None:
    found = {one.code: one for one in surveys.questions()}
    assert len(found) == 22
    staffed = [one for code, one in found.items() if code.startswith("staff_")]
    assert [one.text for one in staffed] == [
        "医師・歯科医師", "薬剤師", "保健師", "助産師", "社会福祉士等福祉職", "行政官", "看護師", "臨床検査技師", "その他", "合計",
    ]  # fmt: skip
    assert all((one.shape is Shape.CHOICES) is bool(one.choices) and one.source and one.year for one in found.values())
    assert list(found["publishing"].choices) == ["public", "facilities", "other", "none"]


def test_answers_are_kept_as_editions_and_the_newest_counts(world: World) -> None:
    with acting(staff(world)) as act:
        first = surveys.keep(act, 2026, {"own_rules": "yes", "staff_nurse": "１.７９", "informing": ""})
        second = surveys.keep(act, 2026, {"own_rules": "no", "staff_nurse": "1.79"}, first)
        assert [one.id for one in surveys.editions(act, 2026)] == [second, first]
        assert surveys.editions(act, 2026)[1].answers == {"own_rules": "yes", "staff_nurse": "1.79"}
        assert surveys.editions(act, 2025) == []
        assert surveys.staff(act, date(2027, 3, 31)) == 1.79
        assert surveys.staff(act, date(2027, 4, 1)) is None
    with db.writing() as connection, pytest.raises(Exception, match="kept"):
        connection.execute("DELETE FROM survey_edition")


def test_of_two_people_at_once_the_second_is_told(world: World) -> None:
    with acting(staff(world)) as act:
        first = surveys.keep(act, 2026, {"own_rules": "yes"})
        with pytest.raises(Stale):
            surveys.keep(act, 2026, {"own_rules": "no"}, 0)
        with pytest.raises(Refused, match="変わった回答がありません"):
            surveys.keep(act, 2026, {"own_rules": "yes", "own_line": ""}, first)


@pytest.mark.parametrize(
    ("year", "answers", "told"),
    [(2026, {"own_rules": "x"}, "はい"), (2026, {"x": "1"}, "調査票にない"), (99, {}, "年度")],
)
def test_what_is_wrong_is_refused_and_keeps_nothing(
    year: int, answers: dict[str, str], told: str, world: World
) -> None:
    with acting(staff(world)) as act, pytest.raises(Refused, match=told):
        surveys.keep(act, year, answers)
    with db.reading() as connection:
        assert surveys.editions(by(connection, staff(world)), year) == []
