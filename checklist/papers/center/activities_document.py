"""業務の実績 of a year as PDF, Excel or CSV: the table of the screen, cell by cell."""

from __future__ import annotations

from checklist import words
from checklist.formats.document import Document, overview
from checklist.readings.center import activities_page, report_tables
from checklist.rules.center.periods import Span
from checklist.store import region
from checklist.store.act import View


def document(view: View, year: int | None) -> Document:
    """What the centre did in a fiscal year by the tasks of the 運営要領; raises Forbidden."""
    page = activities_page.read(view, activities_page.SUMMARY, year, None)
    facts = (("センター", words.CENTER), ("年度", words.fiscal_year(page.year)), ("基準日", words.day(view.today)))
    table = page.summary
    return Document(table.title, facts, (overview(facts), table), table, (), (), region.of(view).fictional)


def of_period(view: View, span: Span, public: bool) -> Document:
    """業務の実績 of any period as a paper of the council, which names nobody; raises Forbidden."""
    as_of = words.moment(view.at)
    period = f"{span.word}（{words.day(span.first)}～{words.day(span.last)}）"
    facts = (("センター", words.CENTER), ("期間", period), ("集計の時点", as_of))
    table = report_tables.work(view, span, public)
    fictional = region.of(view).fictional
    return Document(
        table.title, facts, (overview(facts), table), table, (), (), fictional, printed=f"{table.title}　{as_of}に集計"
    )
