"""期限: everything that is due or overdue, with the hospital, the day, how late, and whom to ask; what can be done now first."""

from __future__ import annotations

import streamlit as st

from checklist.readings import overdue
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import list_view, markup, session, widgets

principal = session.guard("overdue")
with viewing(principal) as view:
    found, (lead, empty) = overdue.read(view), overdue.told(view)

widgets.heading("期限", lead)
if found.lines:
    rest = overdue.rest(found, widgets.address().get("when"))
    if rest:
        st.html(markup.lines(markup.link(one.sentence, one.href) for one in rest))
    list_view.show(found, way="開く", folded=True, group=lambda one: one.group, beneath=("メール",))
else:
    widgets.empty("期限のある手続きはありません", empty)
if access.may_open("plan", principal):
    widgets.links(("1年間の日程を図で見る", "/plan?part=schedule"))
