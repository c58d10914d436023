"""Erasing progress notes that name a patient, and what was erased already."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.rules.closing import erasure
from checklist.store.closing import erasing
from checklist.store.improvements import note_erasures
from checklist.store.improvements.improvement_plans import ImprovementPlan
from checklist.store.improvements.note_erasures import ErasedNote
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

LEAD = (
    "患者の氏名など、残してはならない個人情報を進捗に書いた場合に使います。元に戻せません。削除した日、削除した人の氏名、理由が残ります。"
    "改善策は、上の「計画」で書き直すと、前の文は残りません。"
    "作成済みのバックアップと、すでに保存・印刷した書類からは削除されません。"
)


def show(principal: Principal, plan: ImprovementPlan, done: Sequence[ErasedNote]) -> None:
    """The notes that may be erased, for whoever may write the plan; nothing before there is one."""
    notes = [one for one in plan.notes if not erasure.is_tombstone(one.text)]
    told = inputs.told_apart([f"{words.moment(one.at)}　{one.text}" for one in notes])
    left = {one.id: label for one, label in zip(notes, told, strict=True)}
    if not left and not done:
        return
    with st.expander("個人情報を削除する"):
        st.html(markup.paragraph(LEAD))
        if left:
            _form(principal, plan.finding.id, left)
        if done:
            lines = [[words.moment(one.at), one.by, one.reason] for one in done]
            st.html(markup.listing("削除の記録", ("日時", "削除した人", Head("理由", 14)), lines))


def _form(principal: Principal, finding_id: int, left: dict[int, str]) -> None:
    form = f"erase-note-{finding_id}"
    key = f"{form}-{session.round_of(form)}"
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        chosen = st.radio("削除する進捗", left, format_func=lambda one: widgets.plain(left[one]), key=f"{key}-note")
        reason = inputs.long_text("削除する理由", "", erasing.REASON_LIMIT, f"{key}-reason", 90)
        if st.form_submit_button("選んだ進捗を削除する"):
            widgets.save(
                principal,
                lambda act: note_erasures.erase(act, finding_id, chosen, reason),
                "進捗の個人情報を削除しました。",
                form,
            )
