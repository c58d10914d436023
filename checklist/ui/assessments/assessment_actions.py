"""Submitting, withdrawing and approving an assessment, wherever a page offers it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import Assessment, AssessmentState
from checklist.model.permission import Verb
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.rules import access
from checklist.rules.assessments.submission import Gaps
from checklist.store.act import acting, viewing
from checklist.store.assessments import assessments
from checklist.store.sheets import sheets
from checklist.ui import widgets


def show(principal: Principal, assessment_id: int) -> None:
    """What the person may do now with the assessment as a whole."""
    with viewing(principal) as view:
        facts = assessments.facts(view, assessment_id)
        found = assessments.get(view, assessment_id)
        gaps = assessments.gaps(view, assessment_id)
        version = sheets.get(view, found.version_code)
    verbs = access.assessment_verbs(principal, facts)
    if Verb.SUBMIT in verbs and access.is_writable(facts):
        _submit(principal, found, gaps, version)
    if Verb.APPROVE in verbs and found.state is AssessmentState.SUBMITTED and found.approved_at is None:
        _approve(principal, found)
    if Verb.WITHDRAW in verbs and found.state is AssessmentState.SUBMITTED:
        _withdraw(principal, found)


def _list(title: str, codes: Sequence[str], version: SheetVersion) -> None:
    texts = {item.code: item.text for item in version.items}
    if codes:
        lines = "".join(f"<li><b>{escape(code)}</b> {escape(texts[code])}</li>" for code in codes)
        with st.expander(f"{title}：{len(codes)}項目"):
            st.html(f'<ul class="gaps">{lines}</ul>')


def _submit(principal: Principal, found: Assessment, gaps: Gaps, version: SheetVersion) -> None:
    track = words.TRACKS[found.track]
    widgets.section(f"{track}を提出する")
    st.html('<p class="soft">提出すると回答は変更できなくなり、相手の病院と地域事務局が内容を確認できます。</p>')
    _list("未回答の項目", gaps.unanswered, version)
    commented = words.letters(SCALES[version.scale].commented)
    _list(f"コメントのない項目（{commented}などの評定）", gaps.uncommented, version)
    with st.form(f"submit-{found.id}", enter_to_submit=False):
        reason = ""
        if gaps:
            label = "未回答またはコメントのない項目を残したまま提出する理由"
            reason = st.text_area(label, key=f"reason-{found.id}", max_chars=500)
        else:
            st.write("すべての項目に回答があります。")
        if st.form_submit_button("提出する", type="primary"):
            widgets.save(lambda: _do_submit(principal, found.id, reason), f"{track}を提出しました。")


def _do_submit(principal: Principal, assessment_id: int, reason: str) -> None:
    with acting(principal) as act:
        assessments.submit(act, assessment_id, reason)


def _withdraw(principal: Principal, found: Assessment) -> None:
    with st.expander("提出を取り下げる"), st.form(f"withdraw-{found.id}", enter_to_submit=False):
        reason = st.text_area("取り下げの理由", key=f"withdrawal-{found.id}", max_chars=500)
        if st.form_submit_button("取り下げて入力中に戻す"):
            widgets.save(
                lambda: _do_withdraw(principal, found.id, reason), "提出を取り下げました。入力を続けられます。"
            )


def _do_withdraw(principal: Principal, assessment_id: int, reason: str) -> None:
    with acting(principal) as act:
        assessments.withdraw(act, assessment_id, reason)


def _approve(principal: Principal, found: Assessment) -> None:
    widgets.section("院長承認")
    st.html('<p class="soft">内容を確認のうえ、病院として提出する自己評価であることを承認します。</p>')
    if st.button("この自己評価を承認する", type="primary", key=f"approve-{found.id}"):
        widgets.save(lambda: _do_approve(principal, found.id), "自己評価を承認しました。")


def _do_approve(principal: Principal, assessment_id: int) -> None:
    with acting(principal) as act:
        assessments.approve(act, assessment_id)
