"""相談: a call is taken down, cases are searched, and one case is read and continued."""

from __future__ import annotations

from checklist.readings.center import consultations_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.center import consultation_board

principal = session.guard("consultations")
widgets.heading("相談")
with viewing(principal) as view:
    page = consultations_page.read(view, widgets.number_in_address("case", "相談事例"), widgets.address())
consultation_board.show(principal, page)
