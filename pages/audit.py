"""操作の記録: who did what, when and from where; for each hospital its own, for administrators that of all accounts."""

from __future__ import annotations

from checklist.readings import audit_page
from checklist.store.act import viewing
from checklist.ui import list_view, session, widgets

principal = session.guard("audit")
with viewing(principal) as view:
    found = audit_page.read(view, widgets.address())

widgets.heading("操作の記録", audit_page.lead(principal))
if found.lines:
    list_view.show(found, folded=True)
else:
    widgets.empty("この期間の記録はありません", "ログイン、ファイルの出力、権限や設定の変更などが、ここに並びます。")
