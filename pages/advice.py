"""助言: what the support centre has opened to an expert, for as long as it is open."""

from __future__ import annotations

from checklist.store.act import viewing
from checklist.store.center import openings
from checklist.ui import session, widgets
from checklist.ui.center import advice_board

principal = session.guard("advice")
widgets.heading("助言", "照会された相談のみを表示します。内容を外部に伝えないでください。")
with viewing(principal) as view:
    found = openings.own(view)
advice_board.show(principal, found)
