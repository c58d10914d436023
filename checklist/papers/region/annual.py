"""地域年次報告書: the region without names, for the council and the meeting of the partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checklist import words
from checklist.comparison import annual_scores, track_comparison
from checklist.comparison.annual_scores import GROUPS
from checklist.comparison.selection import Selection
from checklist.errors import Forbidden
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Cover, Table
from checklist.model.assessments import AssessmentState, Track
from checklist.model.visits import VisitState
from checklist.papers.hospitals.annual import year_facts
from checklist.readings import annual_visits
from checklist.rules import access, fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

TITLE = "地域年次報告書"
ANONYMOUS = "病院名は示しません。集計は、地域で定めた最小の病院数以上の集団のみを表示します。"
_DONE = (
    Column("年度", "year", 10),
    Column("訪問の計画", "number", 12),
    Column("報告済み", "number", 12),
    Column("中止", "number", 10),
    Column("受審した病院", "number", 14),
    Column("自己評価を提出した病院", "number", 22),
)


def document(view: View, year: int) -> Document:
    """The report of a year; raises Forbidden, or Refused for a year that cannot be."""
    if not access.manages_region(view.principal):
        raise Forbidden
    settings = region.of(view)
    seen, said = (annual_scores.of_groups(view, year, track) for track in (Track.VISITOR, Track.SELF))
    made = annual_visits.of_year(view, year)
    running = fiscal_year.of_day(view.today, settings.fiscal_year_start_month)
    last, closed = (fiscal_year.bounds(one, settings.fiscal_year_start_month)[1] for one in (year, running - 1))
    # Two reports of one year, laid beside each other, would tell of the hospital whose report was sealed between them.
    found = annual_visits.findings(view, made, last) if year < running else []
    visitor, self_ = words.TRACKS[Track.VISITOR], words.TRACKS[Track.SELF]
    lines = {
        f"{track} {group}": (scores, group) for track, scores in ((visitor, seen), (self_, said)) for group in GROUPS
    }
    years = tuple(sorted({*seen.years, *said.years}))
    trend = annual_scores.trend("得点率の推移", lines, years)
    before = {f"{year - 1}年度 {group}": (seen, group, year - 1) for group in GROUPS if year - 1 in seen.years}
    chapters = annual_scores.by_chapter(
        f"章別の得点率（{visitor}、{year}年度）", {**{group: (seen, group, year) for group in GROUPS}, **before}
    )
    numbers = annual_scores.numbers(words.day(view.today), {"visitor": seen, "self": said}, GROUPS)
    count = sum(not one.external for one in hospitals.all_hospitals(view))
    facts = (
        ("地域", settings.name or "（名称なし）"),
        *year_facts(view, year),
        ("地域の病院", f"{count}病院（院外の病院を除く）"),
        ("訪問", f"{len(made)}件（中止を除く）"),
        ("病院名", ANONYMOUS),
    )
    tables = (
        overview(facts),
        _done(view, years or (year,)),
        trend,
        chapters,
        *_gaps(view, year),
        annual_visits.by_chapter(view, found, settings.minimum_group_size, last),
        annual_visits.plans_of_region(view, running, closed, settings.minimum_group_size),
        numbers,
    )
    notes = tuple(dict.fromkeys((ANONYMOUS, *seen.notes)))
    return Document(
        f"{settings.name} {year}年度 {TITLE}".strip(), facts, tables, numbers,
        annual_scores.charts({2: trend, 3: chapters}, bars=2), notes, settings.fictional, Cover(TITLE), contents=True,
    )  # fmt: skip


def _gaps(view: View, year: int) -> Sequence[Table]:
    """Where self and visitors are furthest apart, as somebody sees it who knows no hospital."""
    found = track_comparison.track_comparison(annual_scores.nobody(view), Selection(year, year))
    return () if found.empty else found.tables


def _done(view: View, years: Sequence[int]) -> Table:
    """How many visits were planned, held and cancelled, and how many hospitals took part."""
    everything, written = visits.all_visits(view), assessments.everything(view)
    rows = []
    for year in years:
        own = [one for one in everything if one.fiscal_year == year]
        states = Counter(one.state for one in own)
        held = [one for one in own if one.state in annual_visits.HELD]
        submitted = {
            one.hospital_id
            for one in written
            if one.fiscal_year == year and one.track is Track.SELF and one.state is not AssessmentState.OPEN
        }
        cancelled = states[VisitState.CANCELLED]
        hosts = {one.host_id for one in held}
        rows.append((year, len(own) - cancelled, len(held), cancelled, len(hosts), len(submitted)))
    return Table("実施の状況", _DONE, tuple(rows))
