"""院長報告: the first screen of a hospital on one page of A4, number by number the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from checklist import words
from checklist.formats import glyphs, pdf
from checklist.readings import course_drawing, hospital_screen
from checklist.readings.first_screen import ChapterLine, HospitalScreen
from checklist.store import clock
from checklist.store.act import View
from checklist.words import first_screen as told

TEMPLATE = "leader.typ"


def made(view: View, hospital_id: int) -> tuple[str, bytes]:
    """The name of the paper and its PDF, for those of the hospital; raises Forbidden."""
    found = hospital_screen.read(view, hospital_id)
    content = _content(found) | {"day": words.day(view.today)}
    # Told on the paper itself, as on every other one: whoever reads 〓 there looks for the character on the screen.
    missing = glyphs.unprintable("".join(glyphs.texts(content | {"picture": ""})))
    content["told"] = glyphs.told(missing, on_paper=True) if missing else ""
    return str(content["title"]), pdf.made(TEMPLATE, content)


def _content(found: HospitalScreen) -> dict[str, Any]:
    """What the template is given: words as they stand on the screen."""
    return {
        "title": f"{found.name} 院長報告",
        "author": "医療安全 相互チェック",
        "printed": f"出力日時　{words.moment(clock.now())}",
        "name": found.name,
        "fictional": found.fictional,
        "tiles": [asdict(one) for one in found.tiles],
        "sentence": found.course.sentence,
        "picture": course_drawing.svg(found.course),
        "alt": found.course.text,
        "notes": list(found.course.notes),
        "strengths": [_chapter(one) for one in found.strengths],
        "weaknesses": [_chapter(one) for one in found.weaknesses],
        "dates": [asdict(one) for one in found.dates],
        "none": told.NO_CHAPTERS,
        "no_dates": told.NO_DATES,
    }


def _chapter(one: ChapterLine) -> dict[str, str]:
    return {"name": one.name, "percent": f"{one.percent:.1f}％", "remark": one.remark}
