"""The line over the years as a picture: what is drawn where, and what is not."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from checklist.formats.course_picture import Range, Spot, svg

SPACE = "{http://www.w3.org/2000/svg}"
YEARS = [Spot("2023年度", 81.0), Spot("2024年度", 84.5), Spot("2025年度", None), Spot("2026（途中）", 90.0, True)]


def parts(drawn: str, kind: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(drawn).findall(f"{SPACE}{kind}")


def texts(drawn: str) -> list[str]:
    return [one.text or "" for one in parts(drawn, "text")]


def test_every_value_stands_at_its_point_and_what_is_not_over_is_hollow() -> None:
    drawn = svg(YEARS)
    assert [one.get("class") for one in parts(drawn, "circle")] == ["dot", "dot", "hollow"]
    assert {"81.0", "84.5", "90.0", "2026（途中）"} <= set(texts(drawn))
    heights = [float(one.get("cy") or 0) for one in parts(drawn, "circle")]
    assert heights == sorted(heights, reverse=True)
    # A gap is no line: two neighbours have values, and only they are joined.
    assert len([one for one in parts(drawn, "line") if one.get("class") == "own"]) == 1


def test_the_way_to_a_year_that_is_not_over_is_dashed() -> None:
    drawn = svg([Spot("2025年度", 84.0), Spot("2026（途中）", 85.0, True)])
    (line,) = [one for one in parts(drawn, "line") if one.get("class") == "own"]
    assert line.get("stroke-dasharray")


@pytest.mark.parametrize(("least", "told"), [(80.0, "80.0"), (50.0, "50.0"), (49.9, "▼49.9"), (0.0, "▼0.0")])
def test_the_scale_is_one_and_what_lies_below_it_is_told_at_its_edge(least: float, told: str) -> None:
    found = texts(svg([Spot("a", least), Spot("b", 99.0)]))
    assert found[:3] == ["50％", "75％", "100％"]
    assert told in found
    assert svg([Spot("a", least)]).count('cy="144.0"') == (least <= 50)


def test_a_range_is_a_box_with_its_three_numbers() -> None:
    drawn = svg(YEARS, Range(1, 70, 85, 92))
    (box,) = parts(drawn, "rect")
    assert {"上位4分の1 92", "中央値 85", "下位4分の1 70"} <= set(texts(drawn))
    assert texts(drawn)[0] == "50％"
    assert float(box.get("height") or 0) > 0


def test_names_are_no_markup_and_only_a_screen_follows_the_lightness_chosen() -> None:
    assert "<b>" not in svg([Spot("<b>", 50.0)])
    assert "prefers-color-scheme" not in svg(YEARS)
    assert "prefers-color-scheme" in svg(YEARS, on_screen=True)
