"""Comparisons on their page: the inputs, the picture, its tables and files."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from checklist import words
from checklist.model import Principal, Role, Track
from checklist.reports.comparison import Choices, Comparison, Selection, visit_comparison
from checklist.reports.pool import NO_DATA
from checklist.reports.visit_comparison import VisitComparison
from checklist.store import db, hospitals, visits
from checklist.ui import charts, visit_view, widgets

EVERY = ""
"""The choice that stands for all chapters."""


def kinds(principal: Principal) -> dict[str, str]:
    """What the reader may compare."""
    found = {"classes": "加算1と加算2（章別・年度別）", "hospitals": "病院別"}
    if principal.roles & {Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}:
        found["visit"] = "自己評価と訪問評価（1回の訪問）"
    else:
        found["hospitals"] = "病院の区分別（匿名）"
    return found


def selection(choices: Choices, track: Track) -> Selection:
    """Years, track and chapter as chosen."""
    oldest_first = sorted(choices.years)
    names = dict(choices.chapters)
    first_box, last_box, track_box, chapter_box = st.columns([1, 1, 1, 1.4])
    with first_box:
        first = widgets.choice("年度（始め）", oldest_first, "first", _year)
    with last_box:
        last = widgets.choice("年度（終わり）", oldest_first, "last", _year, oldest_first[-1])
    with track_box:
        chosen = widgets.choice("評価", [Track.VISITOR, Track.SELF], "track", words.TRACKS.__getitem__, track)
    with chapter_box:
        chapters = [EVERY, *names]
        chapter = widgets.choice(
            "章", chapters, "chapter", lambda code: f"{code}　{names[code]}" if code else "すべての章"
        )
    return Selection(first, last, chosen, chapter or None)


def _year(year: int) -> str:
    return f"{year}年度"


def show(found: Comparison, kind: str) -> None:
    """Picture, tables, files, and what the numbers are made of."""
    widgets.section(found.title)
    widgets.definition()
    widgets.notes(found.notes[:-1])
    if found.empty:
        reasons = sorted({cell.reason for cell in found.cells if cell.reason and cell.reason != NO_DATA})
        told = "。".join([*reasons, ""]) or "この条件で提出された評価はありません。"
        widgets.empty("表示できる数値がありません", f"{told}年度や評価を変えてください。")
        return
    single = bool(found.selection.chapter)
    cells = [cell for cell in found.cells if kind == "classes" or cell.fiscal_year == found.selection.last_year]
    alt = f"{found.title}。{found.tables[0].title}の表と同じ数値です。"
    charts.draw(charts.by_year(cells), alt, f"chart-{kind}-{single}")
    if len({cell.fiscal_year for cell in cells}) > charts.YEARS_IN_PICTURE:
        widgets.notes([f"図は最近の{charts.YEARS_IN_PICTURE}年度だけを示します。表はすべての年度です。"])
    for table in found.tables[:-1]:
        widgets.subsection(table.title)
        widgets.table(table, with_notes=False)
    with st.expander("すべての数値の内訳（病院数・評価数・分母）"):
        widgets.table(found.tables[-1], with_notes=False, tall=True)
    widgets.downloads("/download/comparison", "?" + urlencode(_address(found.selection, kind)))


def _address(chosen: Selection, kind: str) -> dict[str, str]:
    """The selection as the files ask for it."""
    address = {"by": kind, "first": str(chosen.first_year), "last": str(chosen.last_year), "track": chosen.track.value}
    return address | ({"chapter": chosen.chapter} if chosen.chapter else {})


def visit(principal: Principal) -> None:
    """Self against visitor of one visit that the reader may know of."""
    with db.reading() as connection:
        known = {one.id: one for one in visits.visible_to(connection, principal)}
        names = {hospital.id: hospital.name for hospital in hospitals.all_hospitals(connection)}
    if not known:
        widgets.empty("比較できる訪問はまだありません", "訪問が登録されると、ここから選べます。")
        return
    labels = {
        one.id: f"{one.fiscal_year}年度　{names[one.host_id]}（{words.day(one.visit_date)}）" for one in known.values()
    }
    left, right = st.columns([2, 1.2])
    with left:
        chosen = widgets.choice("訪問", list(known), "visit", labels.__getitem__)
    with db.reading() as connection:
        found = visit_comparison(connection, principal, chosen)
    with right:
        chapter = _chapter(found)
    widgets.section(found.title)
    widgets.definition()
    for sheet in found.sheets:
        visit_view.sheet_result(sheet, f"comparison-{chosen}-{sheet.version.code}", chapter)
    widgets.downloads(f"/download/visits/{chosen}")


def _chapter(found: VisitComparison) -> str | None:
    """One chapter of the visit's first sheet, or all."""
    names = {chapter.code: chapter.name for sheet in found.sheets[:1] for chapter in sheet.version.chapters}
    shown = [EVERY, *names]
    return (
        widgets.choice("章", shown, "chapter", lambda code: f"{code}　{names[code]}" if code else "すべての章") or None
    )
