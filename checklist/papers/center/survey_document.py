"""The yearly survey as Excel: every question with the answer that was kept, and what the live figures propose."""

from __future__ import annotations

from checklist import words
from checklist.formats.document import Document, overview
from checklist.readings.center import survey_page
from checklist.store import region
from checklist.store.act import View


def document(view: View, year: int | None) -> Document:
    """The newest edition of a fiscal year, this one without a year; raises Forbidden."""
    page = survey_page.read(view, year)
    kept = words.moment(page.newest.at) if page.newest else "まだ保存していません"
    facts = (
        ("センター", words.CENTER),
        ("年度", words.fiscal_year(page.year)),
        ("回答の保存", kept),
        ("候補の基準日", words.day(view.today)),
        ("質問", survey_page.ABOUT),
    )
    table = survey_page.table(page)
    title = f"運営調査の回答 {words.fiscal_year(page.year)}"
    return Document(
        title, facts, (overview(facts), table, survey_page.history(page)), table, (), (), region.of(view).fictional
    )
