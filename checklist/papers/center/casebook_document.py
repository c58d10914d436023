"""相談事例集: the approved cases of a fiscal year as they may leave the house, one after the other."""

from __future__ import annotations

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Table
from checklist.model.center.activities import CaseExtract
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.records import records

_OF_ONE = (Column("事項", "text", 18), Column("内容", "text", 90, least=20))
_EACH = (
    Column("番号", "number", 8),
    Column("見出し", "text", 30),
    Column("相談の要旨", "text", 60),
    Column("対応", "text", 60),
    Column("協議会の助言", "text", 60),
)


def document(view: View, year: int | None) -> Document:
    """The cases written in a fiscal year and approved by today, the oldest first; raises Forbidden."""
    start = region.of(view).fiscal_year_start_month
    shown = fiscal_year.of_day(view.today, start) if year is None else year
    found = records.of_hospital(view, None, CaseExtract, *fiscal_year.bounds(shown, start))[::-1]
    # What nobody has looked at for names and allowed stays in the house.
    approved = [one for one in found if one.checked_by and one.approved_on and one.approved_on <= view.today]
    facts = (
        ("センター", words.CENTER), ("年度", words.fiscal_year(shown)), ("事例の数", f"{len(approved)}件"),
        ("基準日", words.day(view.today)),
    )  # fmt: skip
    main = Table(
        "事例の一覧", _EACH,
        tuple((number, one.heading, one.summary, one.response, one.advice) for number, one in enumerate(approved, 1)),
    )  # fmt: skip
    tables = (overview(facts), *(_case(number, one) for number, one in enumerate(approved, 1)))
    return Document(f"相談事例集 {shown}年度", facts, tables, main, (), (), region.of(view).fictional)


def _case(number: int, one: CaseExtract) -> Table:
    said = (("相談の要旨", one.summary), ("対応", one.response), ("協議会の助言", one.advice))
    return Table(f"{number}. {one.heading}", _OF_ONE, tuple(each for each in said if each[1]))
