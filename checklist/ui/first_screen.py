"""The first screens: figures that lead to what made them, one picture with its sentence, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from checklist.comparison import course_drawing
from checklist.comparison.own_course import ChapterLine, Course, OwnCourse
from checklist.formats import course_picture
from checklist.formats.tile import Tile
from checklist.readings import overdue
from checklist.readings.first_screen import DateLine, HospitalScreen, LateHospital, RegionScreen
from checklist.readings.task import Task
from checklist.ui import markup
from checklist.words import first_screen as told

OVERDUE = f"/overdue?late={overdue.LATE}&{overdue.EVERY}"
"""Everything that is late, whenever it was due."""
_PART = Markup('<section class="part {}"><h2>{}</h2>{}</section>')


def title(name: str, day: str, paper: str = "") -> None:
    """The line above: whose screen it is and of which day, with the way to the same on paper."""
    way = markup.link("院長報告（PDF）", paper, "button") if paper else Markup()
    st.html(
        Markup('<div class="compact first-head"><h1>{}</h1><span class="soft">{}</span>{}</div>').format(name, day, way)
    )


def hospital(found: HospitalScreen, own: OwnCourse, first: Sequence[Task] = ()) -> None:
    """The screen of one hospital, below the few tasks that come `first`: with them, too, it is one screen."""
    parts = [
        *map(_task, first),
        tiles((own.tile, *found.tiles)),
        _course(own.course),
        _PART.format("dates", "次の日程", _dates(found.dates)),
        _PART.format("strong", "強み（章）", _chapters(own.strengths)),
        _PART.format("weak", "弱み（章）", _chapters(own.weaknesses)),
    ]
    st.html(Markup('<div class="first{}">{}</div>').format(" ahead" if first else "", markup.joined(parts)))


def _task(one: Task) -> Markup:
    """A task in two short lines, as a whole the way to where it is done."""
    piece = Markup('<a class="part task {}" href="{}"><b>{}</b><small>{}</small></a>')
    return piece.format(one.tone, one.href, one.title, one.detail)


def region(found: RegionScreen) -> None:
    """The screen of the region."""
    way = markup.link(f"ほか{found.more}病院に期限を過ぎたものがあります。", OVERDUE)
    more = markup.paragraph(way, "note") if found.more else ""
    parts = [
        tiles(found.tiles),
        _PART.format("late-hospitals", "期限を過ぎている病院", markup.joined([_late(found.late), more])),
        _PART.format("repeated", "繰り返しの指摘事項の多い章", _repeated(found.repeated)),
    ]
    st.html(Markup('<div class="first region-first">{}</div>').format(markup.joined(parts)))


def center(found: Iterable[Tile]) -> None:
    """The month of the support centre."""
    st.html(Markup('<div class="first center-first">{}</div>').format(tiles(found)))


def tiles(found: Iterable[Tile]) -> Markup:
    """The figures, each a link to what made it."""
    piece = Markup('<a class="tile {}" href="{}"><span class="name">{}</span><b>{}</b><small>{}</small></a>')
    return markup.joined(piece.format(one.tone, one.href, one.title, one.figure, one.detail) for one in found)


def _course(found: Course) -> Markup:
    """The picture under its sentence, as a link to the same numbers in the comparison."""
    notes = markup.joined(found.notes)
    # One of the two is on the screen: letters as small as those of the wide one would be cannot be read on a phone.
    looks = {"picture": course_picture.WIDE, "picture narrow": course_picture.NARROW}
    drawn = {look: course_drawing.svg(found, on_screen=True, frame=frame) for look, frame in looks.items()}
    shown = markup.joined(markup.picture(one, found.text, look) for look, one in drawn.items() if one)
    piece = Markup('<a class="part course" href="{}"><h2>{}</h2>{}<small>{}</small></a>')
    return piece.format(found.href, found.sentence, shown, notes)


def _chapters(found: Sequence[ChapterLine]) -> Markup:
    if not found:
        return markup.paragraph(told.NO_CHAPTERS)
    piece = Markup('<li><a href="{}"><b>{}</b><span class="figure">{:.1f}％</span></a>{}</li>')
    said = Markup('<a class="said" href="{}">{}</a>')
    silent = Markup('<span class="said">{}</span>')
    lines = (
        piece.format(
            one.href,
            one.name,
            one.percent,
            said.format(one.remark_href, one.remark) if one.remark_href else silent.format(one.remark),
        )
        for one in found
    )
    return Markup("<ul>{}</ul>").format(markup.joined(lines))


def _dates(found: Sequence[DateLine]) -> Markup:
    if not found:
        return markup.paragraph(told.NO_DATES)
    piece = Markup('<li class="{}"><a href="{}"><b>{}</b><span>{}</span></a></li>')
    lines = (
        piece.format("late" if one.late else "", one.href, f"{one.day}{' 期限超過' if one.late else ''}", one.what)
        for one in found
    )
    return Markup("<ul>{}</ul>").format(markup.joined(lines))


def _late(found: Sequence[LateHospital]) -> Markup:
    if not found:
        return markup.paragraph("期限を過ぎた手続きや改善計画はありません。")
    piece = Markup('<li><a href="{}"><b>{}</b><span>{}</span><span class="figure">{}</span></a></li>')
    lines = (piece.format(one.href, one.name, _what(one), f"{one.days}日超過" if one.days else "") for one in found)
    return Markup("<ul>{}</ul>").format(markup.joined(lines))


def _what(one: LateHospital) -> str:
    plans = f"改善計画 {one.plans}件" if one.plans else ""
    return "、".join(filter(None, (one.what, plans)))


def _repeated(found: Sequence[tuple[str, int, str]]) -> Markup:
    if not found:
        return markup.paragraph("繰り返しの指摘事項はありません。")
    piece = Markup('<li><a href="{}"><b>{}</b><span class="figure">{}件</span></a></li>')
    return Markup("<ul>{}</ul>").format(markup.joined(piece.format(href, name, count) for name, count, href in found))
