"""Self minus visitor on scores written by hand: who is told, with how few ratings nothing is, and in which words."""

from __future__ import annotations

import pytest

from checklist.comparison import overrating
from checklist.comparison.overrating import ALL, OWN, Overrating, Pair
from checklist.model.sheets import Chapter
from checklist.rules.scoring import Score
from tests.comparison.hand_made import score

WHOLE = Chapter("", "全体")
CHAPTERS = (Chapter("1", "体制"), Chapter("2", "医薬品"), WHOLE)
Numbers = tuple[float, float]


def pair(numbers: Numbers, rated: int = 20) -> Pair:
    return Pair(score(numbers[0], rated), score(numbers[1], rated))


def made(of: dict[str, dict[str, Pair]], chapters: tuple[Chapter, ...] = CHAPTERS, running: bool = False) -> Overrating:
    pairs = {(name, code): one for name, found in of.items() for code, one in found.items()}
    return Overrating(2025, running, tuple(of), chapters, pairs)


def own(first: Numbers, second: Numbers, whole: Numbers, rated: int = 20) -> Overrating:
    found = zip(("1", "2", ""), (first, second, whole), strict=True)
    return made({OWN: {code: pair(numbers, rated) for code, numbers in found}})


@pytest.mark.parametrize(("first", "second"), [(4, 20), (20, 4), (0, 0), (0, 20)])
def test_a_side_with_fewer_than_five_ratings_makes_no_difference(first: int, second: int) -> None:
    found = Pair(Score(100 * first, first), Score(100 * second, second))
    assert found.points is None


def test_five_ratings_on_each_side_are_enough() -> None:
    assert Pair(Score(500, 5), Score(300, 5)).points == 40.0


def test_a_scale_without_points_makes_no_difference() -> None:
    assert Pair(Score(0, 9, unscored=9), Score(900, 9)).points is None


def test_the_difference_is_that_of_the_numbers_as_they_are_shown() -> None:
    # 2/3 and 1/3 are shown as 66.7 and 33.3.
    assert Pair(Score(400, 6), Score(200, 6)).points == 33.4


def test_the_own_hospital_has_both_sides_with_their_ratings() -> None:
    found = overrating.table(own((90.0, 80.0), (70.0, 75.0), (82.0, 78.5)), ("注",))
    assert found.title == "自己評価－訪問評価（2025年度）"
    assert found.rows == (
        ("体制", 90.0, 20, 80.0, 20, 10.0), ("医薬品", 70.0, 20, 75.0, 20, -5.0), ("全体", 82.0, 20, 78.5, 20, 3.5),
    )  # fmt: skip
    assert found.notes == (overrating.HOW, "注")


def test_too_few_ratings_are_said_in_the_cell() -> None:
    found = overrating.table(own((90.0, 80.0), (70.0, 75.0), (82.0, 78.5), rated=4), ())
    assert [row[-1] for row in found.rows] == ["評定数5未満"] * 3


def test_several_hospitals_stand_side_by_side_with_their_differences_alone() -> None:
    found = made(
        {
            ALL: {"1": pair((80, 70)), "2": pair((80, 80)), "": pair((80, 75))},
            "い病院": {"1": pair((90, 70)), "2": pair((60, 80)), "": pair((75, 75))},
        }
    )
    table = overrating.table(found, ())
    assert table.names == ("章", ALL, "い病院")
    assert table.rows == (("体制", 10.0, 20.0), ("医薬品", 0.0, -20.0), ("全体", 5.0, 0.0))
    assert overrating.chart(found, 2) == ()


def test_one_hospital_is_drawn_with_both_sides() -> None:
    found = own((90, 80), (70, 75), (82, 78))
    (chart,) = overrating.chart(found, 2)
    assert {chart.category, *chart.values} <= set(overrating.table(found, ()).names)


SENTENCES = {
    (
        82.0,
        78.5,
    ): "2025年度の自院の自己評価は訪問評価より3.5ポイント高く、差が最も大きい章は「医薬品」（-25.0ポイント）です。",
    (
        78.5,
        82.0,
    ): "2025年度の自院の自己評価は訪問評価より3.5ポイント低く、差が最も大きい章は「医薬品」（-25.0ポイント）です。",
    (80.0, 80.0): "2025年度の自院の自己評価は訪問評価と同じで、差が最も大きい章は「医薬品」（-25.0ポイント）です。",
}


@pytest.mark.parametrize("whole", SENTENCES)
def test_the_sentence_says_which_way_and_where_most(whole: Numbers) -> None:
    assert overrating.sentence(own((90, 80), (50, 75), whole)) == SENTENCES[whole]


@pytest.mark.parametrize(
    ("whole", "said"), [((82.0, 78.5), "より3.5ポイント高くなっています。"), ((80.0, 80.0), "と同じです。")]
)
def test_a_single_chapter_is_not_called_the_one_with_the_largest_difference(whole: Numbers, said: str) -> None:
    found = made({OWN: {"1": pair(whole)}}, CHAPTERS[:1])
    assert overrating.sentence(found) == f"2025年度の自院の自己評価は訪問評価{said}"


def test_of_many_it_says_how_many_rate_themselves_higher_and_an_equal_one_is_not_among_them() -> None:
    chapter = CHAPTERS[:1]
    hospitals = {"い": pair((90, 80)), "ろ": pair((80, 80)), "は": pair((70, 80)), "に": pair((90, 80), rated=3)}
    found = made({ALL: {"1": pair((82, 80))}, **{name: {"1": one} for name, one in hospitals.items()}}, chapter, True)
    assert overrating.sentence(found) == (
        "2025年度（途中）の自己評価は訪問評価より2.0ポイント高く、3病院中1病院で自己評価の方が高くなっています。"
    )


def test_where_no_hospital_has_enough_ratings_of_its_own_none_are_counted() -> None:
    few = {"1": pair((75, 50), rated=4)}
    found = made({ALL: {"1": pair((75, 50), rated=12)}, "い": few, "ろ": few, "は": few}, CHAPTERS[:1])
    assert overrating.sentence(found) == "2025年度の自己評価は訪問評価より25.0ポイント高くなっています。"


def test_without_a_difference_over_everything_there_is_nothing_to_say() -> None:
    assert overrating.sentence(own((90, 80), (50, 75), (82, 78), rated=4)) == ""


def test_only_chapters_that_can_be_told_are_drawn() -> None:
    found = made({OWN: {"1": pair((90, 80)), "2": pair((90, 80), rated=2), "": pair((90, 80))}})
    assert [chapter.code for chapter, _ in found.of(OWN)] == ["1", ""]
    assert found.of("どこにもない") == ()
    assert found.first == OWN
