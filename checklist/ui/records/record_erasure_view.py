"""Erasing what names a patient from the records of a kind: whoever types the name sees wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.fields import Record
from checklist.store.act import viewing
from checklist.store.closing import erasing
from checklist.store.records import record_erasures
from checklist.store.records.record_erasures import ErasedText, RecordText
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

LEAD = (
    "患者の氏名など、残してはならない個人情報が記録に書かれていた場合に使います。修正前の記載と取り消した記録からも削除され、元に戻せません。"
    "削除した日、削除した人の氏名、理由が残ります。"
    "作成済みのバックアップと、すでに保存・印刷した書類からは削除されません。"
)


def show(principal: Principal, hospital_id: int, kind: type[Record]) -> None:
    """The words to look for, what holds them, and what was erased already; read once somebody asks for it."""
    form = f"erase-record-{kind.KIND}"
    if not st.toggle("記録から個人情報を削除する", key=f"{form}-open"):
        return
    st.html(markup.paragraph(LEAD))
    sought = inputs.text("削除したい語（氏名など）", "", 100, f"{form}-{session.round_of(form)}-sought")
    with viewing(principal) as view:
        found = record_erasures.find(view, hospital_id, kind, sought)
        done = record_erasures.noted(view, hospital_id, kind)
    if found:
        _form(principal, hospital_id, kind, found, form)
    elif sought.strip():
        widgets.empty(
            "この語を含む記録はありません", f"{kind.WORD}の記録のみを探しています。別の種類の記録も確認してください。"
        )
    _done(done)


def _form(principal: Principal, hospital_id: int, kind: type[Record], found: Sequence[RecordText], form: str) -> None:
    key = f"{form}-{session.round_of(form)}"
    told = inputs.told_apart([_label(one) for one in found])
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        place = st.radio("削除する文", range(len(found)), format_func=lambda at: widgets.plain(told[at]),
                         key=f"{key}-text")  # fmt: skip
        reason = inputs.long_text("削除する理由", "", erasing.REASON_LIMIT, f"{key}-reason", 90)
        if st.form_submit_button("選んだ文を削除する"):
            widgets.save(
                principal,
                lambda act: record_erasures.erase(act, hospital_id, kind, found[place], reason),
                "記録の個人情報を削除しました。",
                form,
            )


def _label(one: RecordText) -> str:
    return f"{words.day(one.on)}　{one.label}{'' if one.stands else '（以前の記載）'}：{one.text}"


def _done(done: Sequence[ErasedText]) -> None:
    if done:
        lines = [[words.moment(one.at), one.by, one.reason] for one in done]
        st.html(markup.listing("削除の記録", ("日時", "削除した人", Head("理由", 14)), lines))
