"""指摘事項: how many there were by chapter and year, what became of them, and which came again."""

from __future__ import annotations

from checklist.readings import findings_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.improvements import findings_view

principal = session.guard("follow_ups")
with viewing(principal) as view:
    page = findings_page.read(view)

widgets.heading("指摘事項", f"{page.whose}の、確定した評価報告書の指摘事項です。好事例は含みません。")
findings_view.show(page)
