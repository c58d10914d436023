"""日程調整: which days are offered for a visit, who can come when, and the day that is taken."""

from __future__ import annotations

from checklist.readings import date_poll_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.visits import date_offer_view, date_poll_view

principal = session.guard("date_polls")
chosen = widgets.number_in_address("visit", "訪問")
with viewing(principal) as view:
    page = date_poll_page.find(view, chosen) if chosen is not None else None
    lines = date_poll_page.lines(view) if chosen is None else []

if page:
    widgets.back("日程調整の一覧", "/date_polls")
    widgets.heading("訪問日の調整", page.title)
    date_poll_view.show(principal, page)
    date_offer_view.show(principal, page)
elif chosen is not None:
    widgets.heading("訪問日の調整")
    widgets.empty(
        "この訪問の日程調整は表示できません",
        "登録されていないか、閲覧する権限がありません。",
        "日程調整の一覧へ",
        "/date_polls",
    )
else:
    widgets.heading("日程調整", "訪問する日の候補に双方が回答し、都合のよい日に決めます。")
    date_poll_view.overview(lines)
