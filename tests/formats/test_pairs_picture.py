"""Two values for each row as a picture: what is drawn where, and what is not."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from checklist.formats import course_picture
from checklist.formats.course_picture import Spot
from checklist.formats.pairs_picture import NARROW, WIDE, Frame, Pair, svg

SPACE = "{http://www.w3.org/2000/svg}"
NAMES = ("自己評価", "訪問評価")
ROWS = [
    Pair("第1章 体制", 90.0, 72.5),
    Pair("第2章 <薬剤>", 80.0, None),
    Pair("第3章", None, None),
    Pair("第4章", 60.0, 60.4),
]


def parts(drawn: str, kind: str, look: str = "") -> list[ElementTree.Element]:
    found = ElementTree.fromstring(drawn).findall(f"{SPACE}{kind}")
    return [one for one in found if one.get("class") == look or not look]


def texts(drawn: str) -> list[str]:
    return [one.text or "" for one in parts(drawn, "text")]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_both_values_stand_on_one_line_under_or_beside_the_name_of_their_row(frame: Frame) -> None:
    drawn = svg(ROWS, NAMES, frame=frame)
    assert {"自己評価", "訪問評価", "第2章 <薬剤>", "90.0", "72.5", "60.4"} <= set(texts(drawn))
    (left, right, *_) = (
        float(one.get("cx") or 0)
        for one in parts(drawn, "circle", "second")[1:2] + parts(drawn, "circle", "first")[1:2]
    )
    assert left < right
    assert len(parts(drawn, "line", "join")) == 2
    scale, names = parts(drawn, "line", "grid"), [one for one in parts(drawn, "text", "ink") if "章" in str(one.text)]
    assert (len(scale), len(names)) == (3, 4)
    if frame is WIDE:
        # No name reaches the lines of the scale, nor a value left of its first.
        least = min(float(line.get("x1") or 0) for line in scale)
        assert all(one.get("text-anchor") == "end" and float(one.get("x") or 0) <= least - 58 for one in names)
        return
    # The lines of the scale pause at each name.
    for line in scale:
        on, off = map(int, str(line.get("stroke-dasharray")).split())
        for name in names:
            over = (float(name.get("y") or 0) - float(line.get("y1") or 0)) % (on + off)
            assert on <= over - 10, name.text


def test_a_row_without_numbers_says_so_and_draws_no_point() -> None:
    drawn = svg(ROWS, NAMES)
    # Besides one of each in the legend.
    assert (len(parts(drawn, "circle", "first")), len(parts(drawn, "circle", "second"))) == (4, 3)
    assert texts(drawn).count("比較できる評定がありません") == 1


def test_points_that_would_cover_each_other_stand_one_above_the_other() -> None:
    (first,), (second,) = (parts(svg(ROWS[3:], NAMES), "circle", look)[1:] for look in ("first", "second"))
    assert float(second.get("cy") or 0) - float(first.get("cy") or 0) == 9


def test_the_scale_is_one_and_what_lies_below_it_is_told_at_its_edge() -> None:
    for least, told in ((90.0, "90.0"), (50.0, "50.0"), (49.0, "◀49.0"), (3.0, "◀3.0")):
        found = texts(svg([Pair("章", least, 100.0)], NAMES))
        assert [one for one in found if one.endswith("％")] == ["50％", "50％", "75％", "75％", "100％", "100％"], least
        assert told in found


def test_the_longest_name_has_room_beside_the_scale() -> None:
    for letters, first, wide in ((5, 136, 800), (15, 276, 800), (60, 906, 1306)):
        drawn = svg([Pair("章" * letters, 3.0, 100.0)], NAMES)
        assert float(parts(drawn, "line", "grid")[0].get("x1") or 0) == first, letters
        assert ElementTree.fromstring(drawn).get("width") == str(wide), letters


def test_letters_across_a_line_of_the_scale_are_read_before_it_on_either_ground() -> None:
    for drawn in (svg(ROWS, NAMES, on_screen=True), course_picture.svg([Spot("2025年度", 91.3)], on_screen=True)):
        light, _, dark = drawn.partition("prefers-color-scheme: dark")
        for part, ground in ((light, "#ffffff"), (dark, "#18232b")):
            assert f"paint-order: stroke; stroke: {ground}; stroke-width: 4px" in part.partition("</style>")[0]


def test_only_on_a_screen_it_follows_the_dark() -> None:
    assert "prefers-color-scheme" in svg(ROWS, NAMES, on_screen=True)
    assert "prefers-color-scheme" not in svg(ROWS, NAMES)
