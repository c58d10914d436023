"""相談の統計: the consultations of a period by everything that is known of them."""

from __future__ import annotations

from checklist.readings.center import case_figures
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.center import figures_board

principal = session.guard("figures")
widgets.heading("相談の統計", "件は相談事例、回は対応の数です。表と同じ内容をファイルに保存できます。")
with viewing(principal) as view:
    page = case_figures.shown(view, widgets.address())
figures_board.show(principal, page)
