"""得点率 of the years up to one: of a hospital by its name, and of anonymous groups as a paper that leaves may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from checklist import words
from checklist.comparison import comparison
from checklist.comparison.comparison import Comparison
from checklist.comparison.selection import Selection
from checklist.formats.table import Chart, Column, Table, Value, with_numbers
from checklist.model.accounts import Role
from checklist.model.assessments import Track
from checklist.store.act import View

YEARS = 5
"""So many years, the one asked for included."""
EARLIEST = 2000
"""No year before it can be compared."""
GROUPS = ("加算1", "加算2")
Key = tuple[str, str, int]
"""Who (the name of a hospital or a group), chapter code, and year."""


@dataclass(frozen=True)
class Scores:
    """The cells of one track by who, chapter and year, each 得点率 or the reason why there is none."""

    track: Track
    years: tuple[int, ...]
    chapters: dict[str, str]
    cells: Mapping[Key, Value]
    notes: tuple[str, ...]
    fictional: bool
    items: Mapping[Key, int] = field(default_factory=dict)
    """How many items each number rests on."""

    def headed(self, who: str, year: int, label: str) -> str:
        """The head of a column of chapters: in front of who it is, how many items all of them rest on."""
        items = self.items.get((who, self.whole, year), 0)
        # In front, since the colour of a series goes by what its name ends with.
        return f"{items}項目 {label}" if items else label

    def over_years(self, who: str) -> tuple[Value, ...]:
        """All chapters together, year by year; None where there is nothing."""
        return tuple(self.cells.get((who, self.whole, year)) for year in self.years)

    @property
    def whole(self) -> str:
        """The row of all chapters."""
        return next(reversed(self.chapters), "")


def of_hospitals(view: View, year: int, track: Track) -> Scores:
    """Every hospital that the reader knows by name; raises Forbidden or Refused."""
    return view.once(
        f"annual scores of hospitals {year} {track}",
        lambda: _scores(comparison.hospital_comparison(view, _selection(year, track))),
    )


def of_groups(view: View, year: int, track: Track) -> Scores:
    """加算1 and 加算2 as somebody sees them who knows no hospital: never fewer than the region's minimum."""
    # The one place that decides which group numbers leave on paper: whoever knows nobody is shown released editions alone.
    return view.once(
        f"annual scores of groups {year} {track}",
        lambda: _scores(comparison.class_comparison(nobody(view), _selection(year, track))),
    )


def nobody(view: View) -> View:
    """The same moment for somebody who knows no hospital by name: a leader without a hospital."""
    principal = replace(view.principal, roles=frozenset({Role.LEADER}), hospital_id=None, center=False)
    return View(view.db, principal, view.at, view.today)


def _selection(year: int, track: Track) -> Selection:
    return Selection(max(year - YEARS + 1, EARLIEST), year, track)


def _scores(found: Comparison) -> Scores:
    chapters = {cell.chapter: cell.chapter_name for cell in found.cells}
    used = sorted({cell.fiscal_year for cell in found.cells if cell.percent is not None})
    cells = {(cell.group, cell.chapter, cell.fiscal_year): cell.shown for cell in found.cells}
    items = {
        (cell.group, cell.chapter, cell.fiscal_year): cell.items for cell in found.cells if cell.percent is not None
    }
    return Scores(found.selection.track, tuple(used), chapters, cells, found.notes, found.fictional, items)


def trend(title: str, lines: Mapping[str, tuple[Scores, str]], years: tuple[int, ...]) -> Table:
    """Label -> whose scores; one row for each, a column for each year."""
    head = Column("区分", "text", 30)
    rows = tuple(
        (label, *(scores.cells.get((who, scores.whole, year)) for year in years))
        for label, (scores, who) in lines.items()
    )
    return Table(title, (head, *(Column(f"{year}年度", "percent", 12) for year in years)), rows)


def by_chapter(title: str, lines: Mapping[str, tuple[Scores, str, int]]) -> Table:
    """Label -> whose scores of which year; chapters down, a column for each label."""
    names = {code: name for scores, _, _ in lines.values() for code, name in scores.chapters.items()}
    heads = (scores.headed(who, year, label) for label, (scores, who, year) in lines.items())
    columns = (Column("章", "text", 30), *(Column(head, "percent", 14) for head in heads))
    rows = tuple(
        (name, *(scores.cells.get((who, code, year)) for scores, who, year in lines.values()))
        for code, name in names.items()
    )
    return Table(title, columns, rows)


def numbers(on: str, scores: Mapping[str, Scores], names: tuple[str, ...]) -> Table:
    """Every number in rows, for programs: since when it stands, of whom, of which track, chapter and year."""
    columns = (
        Column("基準日", "date", 16),
        Column("年度", "year", 8),
        Column("評価", "text", 10),
        Column("区分・病院", "text", 24),
        Column("章コード", "text", 9),
        Column("章", "text", 28),
        Column("得点率", "percent", 10),
        Column("項目数", "number", 8),
        Column("備考", "text", 34),
    )
    rows: list[tuple[Value, ...]] = []
    for one in scores.values():
        for (who, chapter, year), value in one.cells.items():
            if who in names and year in one.years:
                head = (on, year, words.TRACKS[one.track], who, chapter, one.chapters[chapter])
                items = one.items.get((who, chapter, year))
                rows.append((*head, None, None, value) if isinstance(value, str) else (*head, value, items, ""))
    return Table("数値", columns, tuple(rows))


def charts(tables: Mapping[int, Table], bars: int) -> tuple[Chart, ...]:
    """A picture of each of these tables, by their places: lines over years, bars of the first columns by chapter."""
    found = []
    for place, table in tables.items():
        if names := with_numbers(table, [one.name for one in table.columns if one.kind == "percent"]):
            years = table.names[0] != "章"
            shown = names if years else names[:bars]
            found.append(Chart("line" if years else "bar", table.title, place, table.names[0], shown, across=years))
    return tuple(found)
