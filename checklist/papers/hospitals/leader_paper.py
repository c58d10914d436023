"""院長報告: the first screen of a hospital on one page of A4, number by number the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from checklist import words
from checklist.comparison import course_drawing, own_course
from checklist.comparison.own_course import ChapterLine, OwnCourse
from checklist.formats import glyphs, pdf, printed_names
from checklist.readings import hospital_screen
from checklist.readings.first_screen import HospitalScreen
from checklist.store.act import View
from checklist.words import first_screen as told

TEMPLATE = "leader.typ"


def made(view: View, hospital_id: int) -> tuple[str, bytes]:
    """The name of the paper and its PDF, for those of the hospital; raises Forbidden."""
    found = hospital_screen.read(view, hospital_id)
    content = _content(found, own_course.read(view))
    content |= {"day": words.day(view.today), "printed": pdf.taken(view.principal.name)}
    content = printed_names.content(content)
    # Told on the paper itself, as on every other one: whoever reads 〓 there looks for the character on the screen.
    content["told"] = "".join(glyphs.remarks(content | {"picture": ""}))
    return str(content["title"]), pdf.made(TEMPLATE, content)


def _content(found: HospitalScreen, own: OwnCourse) -> dict[str, Any]:
    """What the template is given: words as they stand on the screen."""
    return {
        "title": f"{found.name} 院長報告",
        "author": "医療安全 相互チェック",
        "name": found.name,
        "fictional": found.fictional,
        "tiles": [asdict(one) for one in (own.tile, *found.tiles)],
        "sentence": own.course.sentence,
        "picture": course_drawing.svg(own.course),
        "alt": own.course.text,
        "notes": list(own.course.notes),
        "strengths": [_chapter(one) for one in own.strengths],
        "weaknesses": [_chapter(one) for one in own.weaknesses],
        "dates": [asdict(one) for one in found.dates],
        "none": told.NO_CHAPTERS,
        "no_dates": told.NO_DATES,
    }


def _chapter(one: ChapterLine) -> dict[str, str]:
    return {"name": one.name, "percent": f"{one.percent:.1f}％", "remark": one.remark}
