"""協議会: its meetings with agenda, frozen papers and listeners, its members, and what is public since when."""

from __future__ import annotations

from checklist.readings.center import council_page
from checklist.store.act import viewing
from checklist.ui import in_vain, session, widgets
from checklist.ui.center import council_board, meeting_board

principal = session.guard("council")
widgets.heading(
    "協議会", "会議の議題と資料を準備し、開催の結果を記録して公開します。非公開の議題の内容は公開しません。"
)
asked = widgets.address()
meeting, item, record = (
    widgets.number_in_address(*one) for one in (("meeting", "会議"), ("item",), ("record", "記録"))
)
if meeting is None:
    with viewing(principal) as view:
        page = council_page.read(view, asked.get("part"), record)
    in_vain.choice("議題", "item", [], "item")
    council_board.show(principal, page)
else:
    with viewing(principal) as view:
        found = council_page.with_item(council_page.meeting(view, meeting), item)
    in_vain.choice("議題", "item", [found.chosen.id] if found.chosen else [], "item")
    meeting_board.show(principal, found)
