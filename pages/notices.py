"""お知らせ: what the person has been told, and how they want to be told."""

from __future__ import annotations

from checklist.readings import notices_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.notices import feed_view, notice_view

principal = session.guard("notices")
widgets.heading("お知らせ", "期限、訪問の日程、評価報告書についてのお知らせです。1日に1回更新します。")
with viewing(principal) as view:
    page = notices_page.read(view)

notice_view.show(principal, page)
widgets.section("メールでの受け取り方")
notice_view.choice(principal, page)
widgets.section("カレンダーに表示する", "calendar")
feed_view.show(principal, page.feed)
