"""二次医療圏センターの評価 of a year as PDF, Excel or CSV: all sheets in one table, and each by itself to hand over."""

from __future__ import annotations

from checklist import words
from checklist.errors import Refused
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import CenterEvaluation
from checklist.readings.center import yearly_tables
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.records import records
from checklist.words.center import JUDGEMENTS, TASKS

_OF_ONE = (Column("事項", "text", 40), Column("評価", "text", 60, least=16))


def document(view: View, year: int | None) -> Document:
    """The sheets written in a fiscal year; raises Forbidden, or Refused where there is none."""
    start = region.of(view).fiscal_year_start_month
    shown = fiscal_year.of_day(view.today, start) if year is None else year
    found = records.of_hospital(view, None, CenterEvaluation, *fiscal_year.bounds(shown, start))
    if not found:
        raise Refused(f"{shown}年度の評価票はありません。")
    facts = (("センター", words.CENTER), ("年度", words.fiscal_year(shown)), ("基準日", words.day(view.today)))
    main = yearly_tables.evaluations(found)
    tables = (overview(facts), main, *(_sheet(one) for one in sorted(found, key=lambda one: (one.centre, one.id))))
    return Document(f"二次医療圏センターの評価 {shown}年度", facts, tables, main, (), (), region.of(view).fictional)


def _sheet(one: CenterEvaluation) -> Table:
    judged: list[tuple[Value, ...]] = [
        (TASKS[name.removeprefix("task")], JUDGEMENTS[getattr(one, name)]) for name in one.JUDGED
    ]
    rows = [
        ("評価日", words.day(one.held_on)), ("評価の対象の年度", f"{one.of_year}年度"), ("相談件数", f"{one.cases:,}件"),
        *judged, ("よい点", one.good), ("助言・改善を求める点", one.advice),
    ]  # fmt: skip
    return Table(f"評価票 {one.centre}", _OF_ONE, tuple(rows))
