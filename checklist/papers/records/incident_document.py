"""The incident reports of a hospital over the months as PDF, Excel or CSV, with the pictures of the screen."""

from __future__ import annotations

from datetime import date

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Chart
from checklist.readings import incident_trend
from checklist.readings.incident_trend import MONTH, PER_BEDS, PHYSICIANS, SEVERE, TOTAL
from checklist.store import region
from checklist.store.act import View


def document(view: View, hospital_id: int, until: date | None = None) -> Document:
    """Every month that is over on a day, today without one; raises NotFound or Forbidden."""
    found = incident_trend.read(view, hospital_id, until)
    main = found.table()
    span = (
        f"{words.month(found.months[0].first)}から{words.month(found.months[-1].first)}まで" if found.months else "なし"
    )
    facts = (
        ("病院", found.hospital),
        ("基準日", words.day(until or view.today)),
        ("期間", span),
        ("病床数", found.beds_told),
    )
    tables = (overview(facts), main, found.by_profession(), found.by_level())
    charts = (
        Chart("column", "報告件数", 1, MONTH, (TOTAL,)),
        Chart("line", "割合", 1, MONTH, (SEVERE, PHYSICIANS), shares=True),
        Chart("line", PER_BEDS, 1, MONTH, (PER_BEDS,)),
    )
    fictional = region.load(view.db).fictional
    return Document(f"{found.hospital} インシデント報告の推移", facts, tables, main, charts, (), fictional)
