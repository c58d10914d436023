"""相談の統計 of one period as tables: the same for screen, Excel, CSV and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from checklist import words
from checklist.errors import Refused
from checklist.formats.table import Table
from checklist.model.center.published import PublicEdition
from checklist.readings.center import counted, figure_tables, public_edition, public_tables
from checklist.readings.center.counted import Counted
from checklist.rules import fiscal_year
from checklist.rules.center import periods
from checklist.rules.center.periods import Span
from checklist.store import region
from checklist.store.act import View

PUBLIC_YEARS = "公表用は、年度ごとに作成した版のみを表示します（ほかの期間や別の日の件数との差し引きから、少ない件数が分かることを防ぐため）。"

COUNTED, TOLD = "別別の", "別ごとの"
"""How the title of a table by 性別 or 種別 is made, and how it is told."""
NO_EDITION = "{}の公表用の版がまだありません。先に「相談の統計」の公表用で版を作成してください。"


@dataclass(frozen=True)
class FiguresPage:
    """The page: the periods to choose from, and the tables of the one that is chosen."""

    spans: tuple[Span, ...]
    span: Span
    counted: Counted
    tables: tuple[Table, ...]
    public: bool
    fictional: bool
    title: str
    edition: PublicEdition | None = None
    """Of a public page: the frozen edition that it shows; without one there is nothing to show yet."""
    refusal: str = ""
    """Why this is not the period that was asked for."""


def read(view: View, code: str | None, public: bool = False, any_period: bool = False) -> FiguresPage:
    """The figures of the period that an address asks for, this fiscal year without one; raises Forbidden or Refused.

    What is public is the edition of a whole fiscal year; with `any_period` it is of the very period, for a paper about
    which its release is asked, and refused of a year without an edition.
    """
    settings = region.of(view)
    start = settings.fiscal_year_start_month
    spans = tuple(periods.usual(view.today, start))
    asked = periods.parse(code, start) if code else spans[0]
    if public and not (any_period or asked.is_fiscal_year):
        asked = periods.parse(f"fy{fiscal_year.of_day(asked.last, start)}", start)
    found = counted.read(view, asked, start)
    edition = (
        public_edition.newest(view, fiscal_year.of_day(asked.last, start)) if public and asked.is_fiscal_year else None
    )
    if public and any_period and asked.is_fiscal_year and edition is None:
        raise Refused(NO_EDITION.format(asked.word))
    tables = _for_all(view, found, edition) if public else figure_tables.tables(found)
    title = f"相談の統計 {asked.word}{'（公表用）' if public else ''}"
    as_of = edition.at.astimezone(words.TOKYO).date() if edition else view.today
    year, month = fiscal_year.of_day(as_of, start), words.month(as_of)
    now = {f"{year}年度": words.year(year, True), month: f"{month}（{words.RUNNING}）"}
    told = tuple(_told(one, now) for one in tables)
    return FiguresPage(spans, asked, found, told, public, settings.fictional, title, edition)


def _told(table: Table, now: Mapping[str, str]) -> Table:
    """A table as it is read: 性別ごと and not 性別別, and the year and the month that were not over (`now`) say so.

    Here and not where it is counted: editions are compared with those before them by the titles that they had.
    """
    rows = tuple((now.get(str(row[0]), row[0]), *row[1:]) for row in table.rows)
    return replace(table, title=table.title.replace(COUNTED, TOLD), rows=rows)


def _for_all(view: View, found: Counted, edition: PublicEdition | None) -> Iterator[Table]:
    """What left the centre, as it was then; beside it, what is known of the whole country."""
    told = (edition.tables if edition else ()) if found.span.is_fiscal_year else public_edition.of_part(view, found)
    yield from map(public_tables.shown, told)
    yield figure_tables.national(found)


def span(view: View, code: str) -> Span:
    """The period of a code; raises Refused."""
    return periods.parse(code, region.of(view).fiscal_year_start_month)


def shown(view: View, asked: Mapping[str, str]) -> FiguresPage:
    """The figures that the address of the page asks for; in vain, those of this fiscal year. Raises Forbidden."""
    try:
        return read(view, asked.get("period"), asked.get("public") == "1")
    except Refused as error:
        return replace(read(view, None), refusal=error.message)
