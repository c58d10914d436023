"""Erasing personal data that somebody typed into a comment or a finding or photographed, and what was erased already."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.readings.erasable import Choice, Done, Erasable
from checklist.store.act import Act
from checklist.store.closing import erasing, erasures, visit_texts
from checklist.store.closing.erasures import Written
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.closing import photo_erasure_view
from checklist.ui.markup import Head

LEAD = (
    "患者の氏名など、残してはならない個人情報が書かれていた、または写っていた場合に使います。選んだ文や写真は、履歴と確定した評価報告書からも"
    "削除され、元に戻せません。削除した日、削除した人の氏名、理由が残ります。"
    "作成済みのバックアップと、すでに保存・印刷した書類からは削除されません。"
)
NAMES = (Head("項目・場所", 20), "削除", Head("理由", 14))


def show(principal: Principal, found: Erasable | None) -> None:
    """Comments, findings and photos that the reader may erase; nothing for those who may not."""
    if found is None:
        return
    with st.expander("個人情報を削除する"):
        st.html(markup.paragraph(LEAD))
        if found.choices:
            _form(principal, found.choices, f"erase-{found.assessments[0]}")
        else:
            widgets.empty("削除できる文はありません", "コメント・指摘事項・講評などが入力されると、ここで選べます。")
        photo_erasure_view.show(principal, found.assessments)
        if found.done:
            st.html(markup.listing("削除の記録", NAMES, [_line(one) for one in found.done]))


def _form(principal: Principal, choices: Sequence[Choice], form: str) -> None:
    """First the item, then the text at it, then the reason."""
    key = f"{form}-{session.round_of(form)}"
    # What stands at no item comes last: it is the rarer case.
    items = {one.item: one.heading for one in sorted(choices, key=lambda one: (not one.item, one.item))}
    item = inputs.choice("項目", items, None, f"{key}-item")
    here = [one for one in choices if one.item == item]
    told = inputs.told_apart([_label(one) for one in here])
    place = st.radio("削除する文", range(len(here)), format_func=lambda at: widgets.plain(told[at]),
                     key=f"{key}-{item}-text")  # fmt: skip
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        reason = inputs.long_text("削除する理由", "", erasing.REASON_LIMIT, f"{key}-reason", 90)
        if st.form_submit_button("選んだ文を削除する"):
            chosen = here[place]
            done = f"{chosen.item or chosen.where}の個人情報を削除しました。"
            widgets.save(principal, lambda act: _erase(act, chosen, reason), done, form)


def _erase(act: Act, chosen: Choice, reason: str) -> None:
    if isinstance(chosen.written, Written):
        erasures.erase(act, chosen.written, reason)
    else:
        visit_texts.erase(act, chosen.written, reason)


def _label(one: Choice) -> str:
    return f"{one.where}{one.note}：{one.written.text}"


def _line(one: Done) -> list[str]:
    return [one.where, markup.lines([words.moment(one.at), one.by]), one.reason]
