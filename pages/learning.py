"""結果から学ぶ: what the region's results, its consultations and everybody's wishes say of each topic, and what came of it."""

from __future__ import annotations

from checklist.comparison import learning_page
from checklist.store.act import viewing
from checklist.ui import in_vain, session, widgets
from checklist.ui.center import information_view, learning_board, topic_view

principal = session.guard("learning")
widgets.heading("結果から学ぶ", "点検の結果、指摘事項、相談、希望を、病院名を示さずに同じテーマに並べます。")
with viewing(principal) as view:
    own = learning_page.own(view)
    page = None if own else learning_page.read(view, widgets.address())
if own:
    topic_view.own_wishes(principal, own)
    information_view.show(principal, own)
if page:
    in_vain.choice("テーマ", "topic", [one.topic.code for one in page.lines], "topic")
    learning_board.show(principal, page)
