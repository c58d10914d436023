"""The own hospital on its first screen: 得点率 over the years with its sentence, and its strong and weak chapters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from checklist import words
from checklist.comparison import change, own_position
from checklist.comparison.own_position import Band
from checklist.comparison.pool import ALL_CHAPTERS, Cell
from checklist.comparison.selection import to_query
from checklist.formats.tile import Tile
from checklist.model.closing import FindingKind
from checklist.model.visits import VisitState
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.closing import findings
from checklist.store.closing.findings import Finding
from checklist.store.visits import visits
from checklist.words import first_screen as told

YEARS = 5
"""So many years that are over make the line."""
NAMED = 3
"""So many chapters are called strong, and as many weak."""
LEAST = 5
"""A chapter with fewer ratings is called neither: one answer would decide."""
LONGEST = 40
"""So many letters of what the visitors wrote stand beside a chapter."""
_TOLD = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


@dataclass(frozen=True)
class Point:
    """得点率 of a year; None where there is none, `running` while the year is not over."""

    fiscal_year: int
    percent: float | None
    running: bool = False


@dataclass(frozen=True)
class Course:
    """The own hospital over the years with the band of comparable hospitals in `year`, the last one that is over.

    `year` is 0 where none is. `sentence` says what the picture shows, `notes` what it is made of.
    """

    sentence: str
    points: tuple[Point, ...]
    band: Band | None
    year: int
    href: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the picture shows, for those who do not see it."""
        shown = [
            f"{words.year(one.fiscal_year, one.running)} {one.percent:.1f}％"
            for one in self.points
            if one.percent is not None
        ]
        return f"{self.sentence}{'、'.join(shown)}。" if shown else self.sentence


@dataclass(frozen=True)
class ChapterLine:
    """A chapter with its 得点率, and what the visitors wrote there (`remark_href` empty where nothing)."""

    name: str
    percent: float
    remark: str
    href: str
    remark_href: str = ""


@dataclass(frozen=True)
class OwnCourse:
    """The line with its figure, and the chapters that stand out in the last year that is over."""

    tile: Tile
    course: Course
    strengths: tuple[ChapterLine, ...]
    weaknesses: tuple[ChapterLine, ...]


def read(view: View) -> OwnCourse:
    """How the reader's own hospital stands; raises Forbidden."""
    running = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    course, cells = course_to(view, running)
    return OwnCourse(tile(course), course, *chapters(view, course, cells))


def course_to(view: View, running: int) -> tuple[Course, tuple[Cell, ...]]:
    """The line up to the running year, and all its cells by year and chapter; raises Forbidden."""
    chosen = own_position.selection(running - YEARS, running)
    cells = own_position.cells(view, chosen)
    # One chapter alone has no row for the whole: it is the whole.
    rows = {one.chapter for one in cells}
    whole = [one for one in cells if one.chapter == ALL_CHAPTERS or len(rows) == 1]
    points = [Point(one.fiscal_year, one.percent, one.fiscal_year == running) for one in whole]
    points = points[next((at for at, one in enumerate(points) if one.percent is not None), len(points)) :]
    over = [one for one in points if one.percent is not None and not one.running]
    band = own_position.band(view, chosen, over[-1].fiscal_year) if over else None
    notes = [
        _basis(whole, over),
        _chance(whole, running),
        told.OTHER_ITEMS if over else "",
        told.NO_BAND if over and band is None else "",
    ]
    # Of years without any rating the page would say that they cannot be chosen.
    rated = [one.fiscal_year for one in points if one.percent is not None]
    asked = to_query(replace(chosen, first_year=rated[0], last_year=rated[-1])) if rated else {}
    href = f"/comparison?{urlencode({'by': 'classes', **asked})}"
    year = over[-1].fiscal_year if over else 0
    course = Course(_sentence(points, over, band), tuple(points), band, year, href, tuple(filter(None, notes)))
    return course, cells


def _chance(whole: Sequence[Cell], running: int) -> str:
    """The interval of the change that the sentence tells."""
    pair = change.ends(whole, running)
    found = change.interval(*pair) if pair else None
    return told.interval(found.low, found.high) if found else ""


def _basis(whole: Sequence[Cell], over: Sequence[Point]) -> str:
    items = [one.items for one in whole if over and one.fiscal_year == over[-1].fiscal_year]
    return f"訪問評価、比較できる共通{items[0]}項目で計算。" if items else ""


def _sentence(points: Sequence[Point], over: Sequence[Point], band: Band | None) -> str:
    """What the line and the band say together; of a young hospital, what is known and what is not yet."""
    now = next((one for one in points if one.running and one.percent is not None), None)
    if not over:
        return told.only_running(now.fiscal_year, now.percent or 0) if now else told.FIRST_RATING
    first, last = over[0], over[-1]
    standing = told.beside(band.whom, round((last.percent or 0) - band.middle)) if band else ""
    change = difference(first, last) if first is not last else None
    sentence = told.both(standing, last.fiscal_year - first.fiscal_year, change)
    return sentence or f"{last.fiscal_year}年度の得点率は{last.percent:.1f}％です。"


def difference(before: Point, after: Point) -> float:
    """The change from one year to another, of the numbers as they are shown."""
    return round((after.percent or 0) - (before.percent or 0), 1)


def tile(course: Course) -> Tile:
    """得点率 of the last year that is over against the year before."""
    known = {one.fiscal_year: one for one in course.points if one.percent is not None}
    now = next((one for one in known.values() if one.running), None)
    last, before = known.get(course.year), known.get(course.year - 1)
    if last is None:
        # What is to come stands beside it, above the picture.
        return Tile("得点率", "－", told.NO_YEAR if now else told.NO_RATING, course.href)
    change = f"前年度より{told.moved(difference(before, last))}。" if before else told.first_year(course.year)
    detail = change + (told.running(now.fiscal_year, now.percent or 0) if now else "")
    return Tile(f"得点率（{course.year}年度）", f"{last.percent:.1f}％", detail, course.href)


def chapters(
    view: View, course: Course, cells: Sequence[Cell]
) -> tuple[tuple[ChapterLine, ...], tuple[ChapterLine, ...]]:
    """The strong and the weak chapters of the last year that is over, the most so first, in the visitors' own words."""
    found = [
        one
        for one in cells
        if one.fiscal_year == course.year
        and one.chapter != ALL_CHAPTERS
        and one.percent is not None
        and one.score is not None
        and one.score.rated >= LEAST
    ]
    best = sorted(found, key=lambda one: -(one.percent or 0))
    named = min(NAMED, len(best) // 2)
    told = [one for _, one in written(view, (course.year,))] if named else []
    strong = [_line(one, course, told, FindingKind.GOOD_PRACTICE) for one in best[:named]]
    # What has every point is no weakness, however short the list is then.
    weak = [_line(one, course, told, FindingKind.FINDING) for one in best[: -named - 1 : -1] if one.percent != 100]
    return tuple(strong), tuple(weak)


def written(view: View, years: Collection[int]) -> list[tuple[int, Finding]]:
    """What the visitors of the own hospital left behind in the reports of some years, each with its year."""
    made = [one for one in visits.visible_to(view) if one.fiscal_year in years and one.state in _TOLD]
    own = view.principal.hospital_id
    mine = [one for one in made if one.host_id == own]
    return [(one.fiscal_year, found) for one in mine for found in findings.of_visit(view, one.id)]


def _line(cell: Cell, course: Course, told: Sequence[Finding], kind: FindingKind) -> ChapterLine:
    said = [one for one in told if one.chapter == cell.chapter and one.kind is kind]
    href = f"{course.href}&{urlencode({'chapter': cell.chapter})}"
    if not said:
        none = f"{words.FINDING_KINDS[kind]}はありません。"
        return ChapterLine(cell.chapter_name, cell.percent or 0, none, href)
    text, more = " ".join(said[0].text.split()), len(said) - 1
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    remark = f"「{short}」{f'ほか{more}件' if more else ''}"
    plan = f"/improvements?finding={said[0].id}"
    paper = f"/visits?visit={said[0].visit_id}&part=paperwork#report"
    return ChapterLine(
        cell.chapter_name, cell.percent or 0, remark, href, plan if kind is FindingKind.FINDING else paper
    )
