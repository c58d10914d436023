"""点検表の改訂: drafts of the next versions of the check sheets, edited by the secretariat and commented by hospitals."""

from __future__ import annotations

import streamlit as st

from checklist.errors import ChecklistError
from checklist.readings import revisions_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.sheets import revision_board, revision_comment_view, revision_list

principal = session.guard("revisions")
try:
    with viewing(principal) as view:
        page = revisions_page.read(view, widgets.number_in_address("revision", "改訂案"))
except ChecklistError as error:
    widgets.back("改訂案の一覧", "/revisions")
    widgets.heading("点検表の改訂")
    widgets.empty("この改訂案は開けません", error.message, "改訂案の一覧へ", "/revisions")
    st.stop()

if found := page.chosen:
    widgets.back("改訂案の一覧", "/revisions")
    widgets.heading(f"{found.revision.sheet_name}　{found.revision.name}")
    parts = revision_board.PARTS if page.writes else revision_board.READING
    widgets.part("表示する内容", tuple(parts), "part", parts.__getitem__)
    part = widgets.address().get("part", "")
    if part == "comments":
        revision_comment_view.show(principal, found, page.writes)
    elif part == "publish" and page.writes:
        revision_board.publish(principal, found)
    elif part == "changes" or not page.writes:
        revision_board.changes(found)
    else:
        revision_board.edit(found)
else:
    widgets.heading("点検表の改訂", "使用中の版から次の版の案を作成し、連携先の病院の意見を確かめて公表します。")
    revision_list.show(principal, page)
