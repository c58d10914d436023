"""Comparison over hospitals and years: 加算1 beside 加算2, hospitals by name, and groups large enough to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from checklist import words
from checklist.model import Principal, Track
from checklist.reports import comparison_tables as tables
from checklist.reports import pool as pools
from checklist.reports.pool import ALL_CHAPTERS, Cell, Pool, Selection
from checklist.reports.table import Chart, Table
from checklist.reports.visit_comparison import VisitComparison, visit_comparison
from checklist.rules import scoring
from checklist.rules.disclosure import Showing, showing
from checklist.store import sheets
from checklist.store.comparisons import Entry

__all__ = [
    "ALL_CHAPTERS",
    "Cell",
    "Choices",
    "ClassComparison",
    "Comparison",
    "HospitalComparison",
    "Selection",
    "VisitComparison",
    "choices",
    "class_comparison",
    "hospital_comparison",
    "visit_comparison",
]

Column = tuple[str, int, Callable[[Entry], bool]]


@dataclass(frozen=True)
class Choices:
    """What the inputs of the page may offer: years newest first, chapters as (code, name) of the newest version."""

    years: tuple[int, ...]
    chapters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """A comparison with everything a page or a file shows; `empty` when no number at all can be shown.

    `tables[0]` is the picture as a grid, the last table lists every number with its parts; `csv_table` is that one.
    """

    title: str
    selection: Selection
    cells: tuple[Cell, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool

    @property
    def csv_table(self) -> Table:
        """The table that becomes the CSV file."""
        return self.tables[-1]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was compared, for the head of a paper."""
        years = f"{self.selection.first_year}年度から{self.selection.last_year}年度まで"
        return (("評価の種類", words.TRACKS[self.selection.track]), ("年度", years))

    @property
    def empty(self) -> bool:
        """Whether there is no number at all."""
        return all(cell.percent is None for cell in self.cells)


ClassComparison = HospitalComparison = Comparison


def choices(db: Database, principal: Principal) -> Choices:
    """Years and chapters for which the principal may compare anything; raises Forbidden."""
    pools.reader(db, principal)
    found = [entry for track in (Track.SELF, Track.VISITOR) for entry in pools.visible_entries(db, principal, track)]
    if not found:
        return Choices((), ())
    newest = max(found, key=lambda entry: (entry.fiscal_year, entry.version_code))
    chapters = sheets.get(db, newest.version_code).chapters
    years = sorted({entry.fiscal_year for entry in found}, reverse=True)
    return Choices(tuple(years), tuple((chapter.code, chapter.name) for chapter in chapters))


def class_comparison(db: Database, principal: Principal, selection: Selection) -> Comparison:
    """加算1 beside 加算2 by chapter over the years; raises Forbidden, or Refused for a senseless selection."""
    pool = pools.read(db, principal, selection, common=True)
    columns = [(words.addon_class(number), year, _of_class(number)) for year in pool.years for number in (1, 2)]
    cells = _cells(pool, columns)
    notes = _notes(pool)
    title = f"加算1と加算2の比較（{words.TRACKS[selection.track]}）"
    grid = tables.grid("得点率（年度・区分別）", pool, cells, notes)
    return Comparison(
        title,
        selection,
        cells,
        (grid, tables.parts("内訳", pool, cells, notes)),
        tables.charts(title, grid),
        notes,
        pool.reader.fictional,
    )


def hospital_comparison(db: Database, principal: Principal, selection: Selection) -> Comparison:
    """The last year by hospital and group, and every hospital over the years; raises as `class_comparison`."""
    pool = pools.read(db, principal, selection, common=False)
    cells = _cells(pool, [column for year in pool.years for column in _hospital_columns(pool, year)])
    last = tuple(cell for cell in cells if cell.fiscal_year == selection.last_year)
    notes = _notes(pool)
    title = f"病院別の比較（{words.TRACKS[selection.track]}）"
    grid = tables.grid(f"得点率（{selection.last_year}年度・病院別）", pool, last, notes)
    return Comparison(
        title,
        selection,
        cells,
        (grid, tables.trend("得点率の推移", pool, cells, notes), tables.parts("内訳", pool, cells, notes)),
        tables.charts(title, grid),
        notes,
        pool.reader.fictional,
    )


def _of_class(number: int) -> Callable[[Entry], bool]:
    return lambda entry: entry.addon_class == number


def _of_hospital(hospital_id: int) -> Callable[[Entry], bool]:
    return lambda entry: entry.hospital_id == hospital_id


def _cells(pool: Pool, columns: Iterable[Column]) -> tuple[Cell, ...]:
    return tuple(cell for label, year, keep in columns for cell in pool.column(label, year, keep))


def _hospital_columns(pool: Pool, year: int) -> list[Column]:
    """Own hospital first, then others by name (with ratings in any of the years), then the groups of the rest."""
    named, own = pool.reader.named, pool.reader.own
    seen = {entry.hospital_id for entry in pool.entries} & named
    order = sorted(seen - {own}, key=lambda hospital_id: pool.reader.names[hospital_id])
    if own is not None and own in named:
        order.insert(0, own)
    columns: list[Column] = [(pool.reader.names[one], year, _of_hospital(one)) for one in order]
    return columns + _group_columns(pool, year)


def _group_columns(pool: Pool, year: int) -> list[Column]:
    """The hospitals not named, by class; all together only when no class is large enough on its own.

    Beside a class that is shown, the whole would give away the class that is not.
    """
    others = [e for e in pool.entries if e.fiscal_year == year and e.hospital_id not in pool.reader.named]
    if not others:
        return []
    ids = {number: {e.hospital_id for e in others if e.addon_class == number} for number in (1, 2)}
    if any(showing(found, (), pool.reader.minimum) is Showing.SHOWN for found in ids.values() if found):
        return [
            (f"その他の{words.addon_class(number)}病院", year, _unnamed(pool, (number,)))
            for number, found in ids.items()
            if found
        ]
    return [("その他の病院", year, _unnamed(pool, (1, 2, None)))]


def _unnamed(pool: Pool, classes: tuple[int | None, ...]) -> Callable[[Entry], bool]:
    return lambda entry: entry.hospital_id not in pool.reader.named and entry.addon_class in classes


def _notes(pool: Pool) -> tuple[str, ...]:
    years = f"{pool.selection.first_year}年度から{pool.selection.last_year}年度まで"
    scope = f"{words.TRACKS[pool.selection.track]}、{years}。提出済みの評価だけを集計し、中止した訪問は除きます。"
    edition = "同じ年度に自己評価を繰り返した病院は、最新の提出分だけを用います。"
    repeated = (edition,) if pool.selection.track is Track.SELF else ()
    anonymous = (_anonymity(pool),) if any(e.hospital_id not in pool.reader.named for e in pool.entries) else ()
    return (*pool.basis.sentences, scope, *repeated, *anonymous, scoring.DEFINITION)


def _anonymity(pool: Pool) -> str:
    counted = "名前を表示する病院を除いた病院数" if pool.reader.named else "病院数"
    return f"{counted}が{pool.reader.minimum}未満となる集計と、そこから逆算できる合計は表示しません。"
