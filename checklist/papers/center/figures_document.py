"""相談の統計 of one period as PDF, Excel or CSV: the tables of the screen, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Chart, Column, Table, Value
from checklist.readings.center import case_figures
from checklist.readings.center.figure_tables import CASES, CONTACTS, TOTAL
from checklist.store.act import View

CHARTS = {"年度別の件数": (CASES, CONTACTS), "月別の件数": (CASES,), "時間帯別の回数": (CONTACTS,)}
"""Table -> the columns that a workbook draws."""


def document(view: View, period: str | None, public: bool = False) -> Document:
    """The figures of a period, or the edition that may be published; raises Forbidden or Refused."""
    page = case_figures.read(view, period, public)
    facts = (
        ("センター", words.CENTER),
        ("期間", f"{page.span.word}（{words.day(page.span.first)}～{words.day(page.span.last)}）"),
        ("基準日", words.day(page.edition.at.astimezone(words.TOKYO).date() if page.edition else view.today)),
        ("件数の数え方", page.counted.counting),
    )
    tables = (overview(facts), *page.tables)
    return Document(page.title, facts, tables, flat(page.tables), tuple(_charts(tables)), (), page.fictional)


def _charts(tables: Iterable[Table]) -> Iterable[Chart]:
    for place, one in enumerate(tables):
        if one.title in CHARTS and one.rows and all(isinstance(row[1], int) for row in one.rows):
            whole = one.rows[-1][0] == TOTAL and len(one.rows) > 1
            values = CHARTS[one.title][: len(one.names) - 1]
            yield Chart("column", one.title, place, one.names[0], values, without_last=whole)


def flat(tables: Iterable[Table]) -> Table:
    """Every cell of every table in a row of its own, for whoever reckons on with it."""
    columns = (
        Column("表", "text", 24), Column("行番号", "number", 8), Column("行", "text", 30), Column("列", "text", 20),
        Column("値", "text", 14),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in tables:
        # By number, too: some tables have several rows of one name.
        for number, row in enumerate(one.rows, 1):
            pairs = zip(one.names[1:], row[1:], strict=True)
            rows += [(one.title, number, row[0], name, value) for name, value in pairs]
    return Table("相談の統計", columns, tuple(rows))
