"""The picture of a course, for the screen and for paper."""

from __future__ import annotations

from checklist import words
from checklist.comparison.own_course import Course
from checklist.formats import course_picture
from checklist.formats.course_picture import WIDE, Frame, Range, Spot


def svg(course: Course, on_screen: bool = False, frame: Frame = WIDE) -> str:
    """The picture as SVG; an empty text where there is no number to draw."""
    if all(one.percent is None for one in course.points):
        return ""
    spots = [
        Spot(f"{one.fiscal_year}{f'（{words.RUNNING}）' if one.running else '年度'}", one.percent, one.running)
        for one in course.points
    ]
    place = next((at for at, one in enumerate(course.points) if one.fiscal_year == course.year), 0)
    band = course.band
    beside = Range(place, band.low, band.middle, band.high) if band else None
    return course_picture.svg(spots, beside, on_screen, frame)
