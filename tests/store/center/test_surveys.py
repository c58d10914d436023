"""The yearly survey: the questions of the data file, and answers kept in editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Refused, Stale
from checklist.model.center.survey import Question, Shape
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


def own(text: str, shape: Shape = Shape.YES_NO, code: str = "", options: str = "", unit: str = "") -> Question:
    return Question(code, "", text, shape, {one: one for one in options.split("|") if one}, unit, "", 0, "")


def test_a_centre_asks_itself_more_from_a_year_on_and_what_was_answered_stays_as_it_was_asked(world: World) -> None:
    with acting(staff(world)) as act:
        first = surveys.adopt(act, 2025, [own("手順はあるか"), own("最多の件数", Shape.NUMBER, unit="件")])
        before = surveys.own_editions(act)
        earlier = replace(act, at=act.at - timedelta(days=1))
        assert surveys.asked(before, 2025, earlier.at) == surveys.questions() == surveys.asked(before, 2024)
        assert [one.code for one in surveys.asked(before, 2026)[-2:]] == ["extra_1", "extra_2"]
        kept = surveys.keep(act, 2025, {"extra_1": "yes", "extra_2": "１２"})
        # Another wording keeps the code, another way to answer gets one of its own, and what is left out is asked no more.
        changed = [
            own("手順書はあるか", code="extra_1"),
            own("最多の件数", Shape.TEXT, "extra_2"),
            own("方法", Shape.CHOICES, "own_rules", "紙|表計算"),
        ]
        surveys.adopt(act, 2026, changed, first)
        found = surveys.own_editions(act)
        assert [(one.code, one.text) for one in surveys.asked(found, 2026)[22:]] == [
            ("extra_1", "手順書はあるか"), ("extra_3", "最多の件数"), ("extra_4", "方法"),
        ]  # fmt: skip
        assert [one.text for one in surveys.asked(found, 2025)[22:]] == ["手順はあるか", "最多の件数"]
        assert surveys.editions(act, 2025)[0].answers == {"extra_1": "yes", "extra_2": "12"}
        for year, answers, told in (
            (2026, {"extra_2": "12"}, "調査票にない"), (2024, {"extra_1": "yes"}, "調査票にない"),
            (2026, {"extra_1": "12"}, "手順書はあるか：「はい」か"), (2026, {"extra_4": "紙,頭"}, "方法：選択肢から"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=told):
                surveys.keep(act, year, answers, kept if year == 2025 else 0)
        surveys.keep(act, 2026, {"extra_4": "紙,表計算"})
    with db.writing() as connection, pytest.raises(Exception, match="kept"):
        connection.execute("DELETE FROM own_question_edition")


def test_of_wrong_questions_everything_is_told_and_of_two_people_the_second(world: World) -> None:
    with acting(staff(world)) as act:
        first = surveys.adopt(act, 2026, [own("問い")])
        wrong = [
            own("同じ"),
            own("同じ"),
            own(""),
            own("長" * 201),
            own("選ぶ", Shape.CHOICES, options="一つ"),
            own("点", Shape.CHOICES, options="a,b|c"),
        ]
        with pytest.raises(Refused) as refused:
            surveys.adopt(act, 2025, wrong, first)
        told = str(refused.value)
        for part in ("質問3：質問の文を200", "質問4：質問の文を200", "質問5：異なる選択肢を2つ", "質問6：選択肢に半角のコンマ", "「同じ」が重複", "から）より前の年度"):  # fmt: skip
            assert part in told, part
        with pytest.raises(Refused, match="20問以内"):
            surveys.adopt(act, 2026, [own(f"{one}") for one in range(21)], first)
        with pytest.raises(Stale):
            surveys.adopt(act, 2026, [own("別の問い")], 0)
        with pytest.raises(Refused, match="変わった質問がありません"):
            surveys.adopt(act, 2026, [own("問い", code="extra_1")], first)
        assert [one.id for one in surveys.own_editions(act)] == [first]


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
