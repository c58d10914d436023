"""定型文 of the region on the page of a sheet: what stands, how it came to be, and choosing it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.sheets import SheetVersion
from checklist.store.sheets import phrases
from checklist.store.sheets.phrases import Choice
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

EVERYWHERE = "すべての項目"
HEADS = ("日時", "変更した人", "項目", Head("定型文", 24))
HINT = (
    "点検表のコメント欄で「定型文」を押すと、選べる文章です。1行に1つずつ、"
    f"{phrases.MOST}行まで、1行{phrases.LONGEST}文字までで入力します。空にして保存すると、取りやめます。"
)


def form(principal: Principal, version: SheetVersion, found: Sequence[Choice]) -> None:
    """The phrases of all items or of one of them, in place of those chosen before, and every change so far."""
    st.html(markup.paragraph(HINT))
    places = {"": EVERYWHERE} | {item.code: f"{item.code}　{item.text}" for item in version.items}
    item = inputs.choice_or_none("項目", places, "", f"phrases-item-{version.code}") or ""
    key = f"phrases-{version.code}-{item}-{session.round_of('phrases')}"
    with st.form(key, enter_to_submit=False):
        texts = inputs.long_text("定型文", "\n".join(phrases.standing(found).get(item, ())), 4000, f"{key}-texts", 200)
        if st.form_submit_button("定型文を保存する", type="primary"):
            widgets.save(
                principal,
                lambda act: f"定型文を保存しました（{phrases.choose(act, version.code, item, texts)}件）。",
                "",
                "phrases",
            )
    if found:
        rows = [
            [words.moment(one.at), one.by, one.item_code or EVERYWHERE, markup.lines(one.phrases) or "取りやめ"]
            for one in reversed(found)
        ]
        st.html(markup.listing("定型文の変更の記録", HEADS, rows))
