"""A signature by finger: what is refused, and the picture that is made of it."""

from __future__ import annotations

import pytest

from checklist.model.closing.report import Strokes
from checklist.rules.closing import finger


def test_a_drawing_or_none_at_all_is_taken() -> None:
    assert finger.faults(()) == []
    assert finger.faults(((0, 0, 1000, 300), (5, 5))) == []


@pytest.mark.parametrize(
    "strokes",
    [
        ((1,),),
        ((),),
        ((1, 2, 3),),
        ((-1, 0),),
        ((1001, 0),),
        ((0, 301),),
        ((True, 0),),
        ((0.5, 0),),
        (("0", 0),),
        ((None, 0),),
        ((1, 1),) * (finger.MOST_STROKES + 1),
        ((1, 1) * (finger.MOST_POINTS + 1),),
    ],
)
def test_what_is_no_drawing_or_endless_is_refused(strokes: Strokes) -> None:
    assert [one.where for one in finger.faults(strokes)] == ["手書きの署名"]


def test_a_line_becomes_a_line_and_a_tap_a_dot() -> None:
    drawn = finger.svg(((10, 20, 30, 40), (50, 60)))
    assert 'd="M10 20 L30 40"' in drawn
    assert 'd="M50 60 L50 60"' in drawn
