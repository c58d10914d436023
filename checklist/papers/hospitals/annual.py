"""病院年次報告: one hospital, its scores over the years beside anonymous groups, its visits, findings and plans."""

from __future__ import annotations

from checklist import words
from checklist.comparison import annual_scores
from checklist.comparison.annual_scores import GROUPS, Scores
from checklist.errors import Forbidden
from checklist.formats.document import Document, Facts, overview
from checklist.formats.table import Cover
from checklist.model.assessments import Track
from checklist.model.hospitals import Hospital
from checklist.readings import annual_visits
from checklist.rules import access, fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals

TITLE = "病院年次報告"
WHY_DIFFERENT = (
    "病院の得点率は提出された評価の項目で、加算1・加算2の得点率は両方に共通する項目で計算しています。"
    "評価報告書の得点率は1回の訪問のすべての項目によるため、この報告と異なることがあります。"
)


def may_read(view: View, hospital_id: int) -> bool:
    """Whether the reader may have the report of a hospital: its own people, and those who plan the region."""
    who = view.principal
    return access.may_open("comparison", who) and (who.hospital_id == hospital_id or access.manages_region(who))


def document(view: View, hospital_id: int, year: int) -> Document:
    """The report of a year; raises NotFound, Forbidden, or Refused for a year that cannot be."""
    if not may_read(view, hospital_id):
        raise Forbidden
    own = hospitals.get(view, hospital_id)
    seen, said = (annual_scores.of_hospitals(view, year, track) for track in (Track.VISITOR, Track.SELF))
    groups = annual_scores.of_groups(view, year, Track.VISITOR)
    made = annual_visits.of_year(view, year, hospital_id)
    received = [one for one in made if one.host_id == hospital_id]
    found = annual_visits.findings(view, received)
    facts = _facts(view, own, year, len(made), seen)
    visitor, self_ = words.TRACKS[Track.VISITOR], words.TRACKS[Track.SELF]
    years = tuple(sorted({*seen.years, *said.years, *groups.years}))
    mine, theirs = f"この病院（{visitor}）", f"この病院（{self_}）"
    whole = {mine: (seen, own.name), theirs: (said, own.name)}
    trend = annual_scores.trend("得点率の推移", whole | {one: (groups, one) for one in GROUPS}, years)
    before = {f"{year - 1}年度 {visitor}": (seen, own.name, year - 1)} if year - 1 in seen.years else {}
    chapters = annual_scores.by_chapter(
        f"章別の得点率（{year}年度）",
        {mine: (seen, own.name, year), **{g: (groups, g, year) for g in GROUPS}, theirs: (said, own.name, year), **before},
    )  # fmt: skip
    numbers = annual_scores.numbers(
        words.day(view.today), {"visitor": seen, "self": said, "groups": groups}, (own.name, *GROUPS)
    )
    tables = (
        overview(facts),
        trend,
        chapters,
        annual_visits.table(view, made, hospital_id),
        annual_visits.findings_table(found),
        annual_visits.plans(view, hospital_id),
        numbers,
    )
    notes = tuple(dict.fromkeys((WHY_DIFFERENT, *_without_definition(groups), *seen.notes[-1:])))
    title = f"{own.name} {year}年度 {TITLE}"
    return Document(
        title, facts, tables, numbers, annual_scores.charts({1: trend, 2: chapters}, bars=3), notes, seen.fictional,
        Cover(TITLE), contents=True,
    )  # fmt: skip


def _without_definition(found: Scores) -> tuple[str, ...]:
    return found.notes[:-1]


def _facts(view: View, own: Hospital, year: int, count: int, seen: Scores) -> Facts:
    return (
        ("病院", own.name),
        *year_facts(view, year),
        (
            "集計の対象",
            f"{seen.years[0]}年度から{year}年度までの提出済みの評価" if seen.years else "提出済みの評価なし",
        ),
        ("訪問", f"{count}件（中止を除く）"),
        ("他の病院", "病院名を示さず、地域の最小の病院数以上の集団のみ"),
    )


def year_facts(view: View, year: int) -> Facts:
    """Which year a report is of, as of when, and whether that year is over."""
    _, last = fiscal_year.bounds(year, region.of(view).fiscal_year_start_month)
    running = f"（{words.RUNNING}）" if view.today <= last else ""
    return (("対象の年度", f"{words.fiscal_year(year)}{running}"), ("基準日", words.day(view.today)))
