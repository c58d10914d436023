"""事業: training, council, outreach and the rest of what the centre does, and the year by the tasks of the 運営要領."""

from __future__ import annotations

from checklist.readings.center import activities_page
from checklist.store.act import viewing
from checklist.ui import in_vain, session, widgets
from checklist.ui.center import activity_board

principal = session.guard("activities")
widgets.heading("事業", "研修会、協議会、啓発など、相談対応のほかに行う事業を、運営要領の業務ごとに記録します。")
asked = widgets.address()
year, record = widgets.number_in_address("year"), widgets.number_in_address("record", "記録")
with viewing(principal) as view:
    page = activities_page.read(view, asked.get("part"), year, record)
if record is not None and page.kind is None:
    in_vain.tell("記録", str(record))
activity_board.show(principal, page)
