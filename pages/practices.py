"""好事例: what the hospitals of the region offer each other to learn from, and the own hospital's to be offered."""

from __future__ import annotations

import streamlit as st

from checklist.errors import ChecklistError
from checklist.readings import practices_page
from checklist.store.act import viewing
from checklist.ui import in_vain, session, widgets
from checklist.ui.practices import offer_view, practices_view

principal = session.guard("practices")
asked = widgets.number_in_address("finding", "好事例")
try:
    with viewing(principal) as view:
        page = practices_page.read(view, asked)
except ChecklistError as error:
    widgets.back("好事例の一覧", "/practices")
    widgets.heading("好事例")
    widgets.empty("この好事例は公開できません", error.message, "好事例の一覧へ", "/practices")
    st.stop()

if page.chosen:
    offer_view.show(principal, page.hospital, page.chosen)
else:
    widgets.heading("好事例", "各病院が同意のうえで公開した、訪問で記録された好事例です。")
    if asked is not None:
        in_vain.tell("好事例", str(asked))
    practices_view.show(page)
