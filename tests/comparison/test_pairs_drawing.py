"""Both sides of a visit as a picture."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from checklist.comparison import pairs_drawing
from checklist.comparison.visit_comparison import SheetComparison
from checklist.comparison.visit_sides import ChapterPair, Side
from checklist.model.scales import ABCX
from checklist.rules import scoring
from checklist.rules.scoring import Score
from tests.world import SECOND

SPACE = "{http://www.w3.org/2000/svg}"


def scored(values: list[str]) -> Score:
    return scoring.of_values(values, ABCX)


def shown(own: Score | None, visitor: Score | None) -> list[str]:
    pair = ChapterPair("1", "医療安全管理体制", own, visitor, 1)
    sheet = SheetComparison(SECOND, Side("自己評価", None, {}), Side("訪問評価", None, {}), (pair,), ())
    found = ElementTree.fromstring(pairs_drawing.svg(sheet)).findall(f"{SPACE}text")
    return [one.text or "" for one in found if "％" not in (one.text or "")]


def test_both_sides_stand_in_the_row_of_their_chapter() -> None:
    told = ["自己評価", "訪問評価", "医療安全管理体制", "100.0", "50.0"]
    assert shown(scored(["A"]), scored(["B"])) == told


@pytest.mark.parametrize("other", [None, scored(["NA"])])
def test_a_side_without_a_number_is_left_out(other: Score | None) -> None:
    assert shown(scored(["A"]), other) == ["自己評価", "訪問評価", "医療安全管理体制", "100.0"]
