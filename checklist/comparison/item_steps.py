"""Down from a chapter to its items, and from an item to what visitors found there and to the plan that came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from checklist import words
from checklist.comparison import own_course
from checklist.comparison.comparison import Comparison
from checklist.comparison.pool import ALL_CHAPTERS
from checklist.comparison.selection import Selection, to_query
from checklist.model.closing import FindingKind
from checklist.model.sheets import Chapter
from checklist.store.act import View

PAGE = "/comparison"


@dataclass(frozen=True)
class Step:
    """A link with what it leads to: the finding in the visitors' words, and where its plan or its report is."""

    label: str
    text: str
    href: str


def chapter_links(kind: str, found: Comparison) -> Mapping[str, str]:
    """Chapter name -> the same comparison of its items; none once a chapter is chosen."""
    chapters = {cell.chapter_name: cell.chapter for cell in found.cells}
    return ways(kind, found.selection, [Chapter(code, name) for name, code in chapters.items()])


def ways(kind: str, chosen: Selection, chapters: Iterable[Chapter]) -> Mapping[str, str]:
    """The same of chapters."""
    told = {} if chosen.chapter else {one.name: one.code for one in chapters if one.code != ALL_CHAPTERS}
    return {name: _href(kind, chosen, chapter=code) for name, code in told.items()}


def item_links(kind: str, chosen: Selection, items: Iterable[str]) -> Mapping[str, str]:
    """Item code -> the same page with what was written about it."""
    return {item: f"{_href(kind, chosen, item=item)}#comments" for item in items}


def _href(kind: str, chosen: Selection, **more: str) -> str:
    return f"{PAGE}?{urlencode({'by': kind, **to_query(chosen), **more})}"


def of_item(view: View, chosen: Selection, item: str) -> tuple[Step, ...]:
    """What visitors of the own hospital found at an item in the years compared, the newest first; raises Forbidden."""
    if view.principal.hospital_id is None:
        return ()
    written = own_course.written(view, chosen.years)
    return tuple(
        Step(
            f"{words.FINDING_KINDS[one.kind]}（{year}年度）",
            " ".join(one.text.split()),
            _leads_to(one.kind, one.id, one.visit_id),
        )
        for year, one in sorted(written, key=lambda pair: -pair[0])
        if one.item == item
    )


def _leads_to(kind: FindingKind, number: int, visit: int) -> str:
    """The plan of a finding, and the report with a 好事例, which has none."""
    return (
        f"/improvements?finding={number}"
        if kind is FindingKind.FINDING
        else f"/visits?visit={visit}&part=paperwork#report"
    )
