"""相談の統計 of one period as tables: the same for screen, Excel, CSV and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checklist.errors import Refused
from checklist.formats.table import Table
from checklist.readings.center import counted, figure_tables, public_tables
from checklist.readings.center.counted import Counted
from checklist.rules import fiscal_year
from checklist.rules.center import periods, releases
from checklist.rules.center.periods import Span
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import council

PUBLIC_YEARS = "公表用は年度ごとに作成します（ほかの期間との差し引きから、少ない件数が分かることを防ぐため）。"


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
    refusal: str = ""
    """Why this is not the period that was asked for."""


def read(view: View, code: str | None, public: bool = False, any_period: bool = False) -> FiguresPage:
    """The figures of the period that an address asks for, this fiscal year without one; raises Forbidden or Refused.

    The public edition is of whole fiscal years, and refused beside a part of one that was told already; with `any_period`
    it is of the very period, for a paper about which its release is asked.
    """
    settings = region.of(view)
    start = settings.fiscal_year_start_month
    spans = tuple(periods.usual(view.today, start))
    asked = periods.parse(code, start) if code else spans[0]
    if public and not any_period:
        asked = periods.parse(f"fy{fiscal_year.of_day(asked.last, start)}", start)
        if told := releases.overlapping(asked, council.released(view, start)):
            raise Refused(releases.OVERLAP.format(told.span.word))
    found = counted.read(view, asked, start)
    tables = public_tables.tables(found) if public else figure_tables.tables(found)
    title = f"相談の統計 {asked.word}{'（公表用）' if public else ''}"
    return FiguresPage(spans, asked, found, tuple(tables), public, settings.fictional, title)


def span(view: View, code: str) -> Span:
    """The period of a code; raises Refused."""
    return periods.parse(code, region.of(view).fiscal_year_start_month)


def shown(view: View, asked: Mapping[str, str]) -> FiguresPage:
    """The figures that the address of the page asks for; in vain, those of this fiscal year. Raises Forbidden."""
    try:
        return read(view, asked.get("period"), asked.get("public") == "1")
    except Refused as error:
        return replace(read(view, None), refusal=error.message)
