"""運営調査: the yearly survey of the centres as a form, with what the live figures propose beside each answer."""

from __future__ import annotations

from checklist.readings.center import survey_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.center import survey_board

principal = session.guard("survey")
widgets.heading("運営調査", "全国調査の質問に回答し、年度ごとの版として保存します。")
with viewing(principal) as view:
    page = survey_page.read(view, widgets.number_in_address("year"))
survey_board.show(principal, page)
