"""業務の実績 of a year as PDF, Excel or CSV: the table of the screen, cell by cell."""

from __future__ import annotations

from checklist import words
from checklist.formats.document import Document, overview
from checklist.readings.center import activities_page
from checklist.store import region
from checklist.store.act import View


def document(view: View, year: int | None) -> Document:
    """What the centre did in a fiscal year by the tasks of the 運営要領; raises Forbidden."""
    page = activities_page.read(view, activities_page.SUMMARY, year, None)
    facts = (("センター", words.CENTER), ("年度", words.fiscal_year(page.year)), ("基準日", words.day(view.today)))
    table = page.summary
    return Document(table.title, facts, (overview(facts), table), table, (), (), region.of(view).fictional)
