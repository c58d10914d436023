"""窓口: where callers are sent to, how regulars are answered, the rules and lists of the desk, and earlier years from a file."""

from __future__ import annotations

from checklist.readings.center import desk_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.center import desk_board

principal = session.guard("desk")
widgets.heading("窓口", "紹介先、繰り返しの相談への対応方針、窓口の基本ルール、分類の版を管理します。")
with viewing(principal) as view:
    page = desk_page.read(view, widgets.address().get("part"), widgets.number_in_address("record", "記録"))
desk_board.show(principal, page)
