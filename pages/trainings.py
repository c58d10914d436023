"""研修会: one training from its theme to its questionnaire and to the records of the hospitals."""

from __future__ import annotations

from checklist.readings.center import trainings_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.center import training_board

principal = session.guard("trainings")
widgets.heading("研修会", "テーマの決定からアンケート、受講者数、病院の職員研修の記録までを、研修会ごとに進めます。")
asked, training = widgets.address(), widgets.number_in_address("training")
with viewing(principal) as view:
    page = trainings_page.read(view, asked.get("part"), training)
training_board.show(principal, page)
