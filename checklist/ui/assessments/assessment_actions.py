"""Submitting, withdrawing and approving an assessment, wherever a page offers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import Assessment
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.readings.assessment_steps import Steps, Submission
from checklist.store.assessments import assessments
from checklist.ui import inputs, markup, session, widgets


def show(principal: Principal, steps: Steps) -> None:
    """What the person may do now with the assessment as a whole."""
    if steps.submission:
        _submit(principal, steps, steps.submission)
    if steps.approves:
        _approve(principal, steps.assessment, steps.exempt)
    if steps.withdraws:
        _withdraw(principal, steps.assessment, _named(steps))


def is_previewed(found: Assessment, day: date, back: str) -> bool:
    """Whether somebody wants to fill in a sheet long before the day of its visit; asks once in a browser tab."""
    key = f"preview-{found.id}"
    if session.recall(key):
        return True
    widgets.heading("点検表の記入")
    told = f"訪問日はまだ先です（{words.day(day)}）。下見として記入しますか。記入した内容は、訪問評価として残ります。"
    st.info(widgets.plain(told))
    if st.button("下見として記入する", type="primary"):
        session.keep(key, True)
        st.rerun()
    widgets.links(("戻る", back))
    return False


def _exempt(count: int) -> None:
    """How many items are no part of it, where there are any."""
    if count:
        widgets.notes(words.left_out(count))


def _list(title: str, codes: Sequence[str], version: SheetVersion) -> None:
    texts = {item.code: item.text for item in version.items}
    if codes:
        lines = markup.joined(Markup("<li><b>{}</b> {}</li>").format(code, texts[code]) for code in codes)
        with st.expander(f"{widgets.plain(title)}：{len(codes)}項目"):
            st.html(Markup('<ul class="gaps">{}</ul>').format(lines))


def _named(steps: Steps) -> str:
    """Which sheet: in a visit with two of them one tap would submit the wrong one, and lock it for the whole team."""
    return f"「{steps.sheet}」の{words.TRACKS[steps.assessment.track]}"


def _submit(principal: Principal, steps: Steps, submission: Submission) -> None:
    found, named, gaps, version = steps.assessment, _named(steps), submission.gaps, submission.version
    widgets.section(f"{named}を提出する")
    st.html(markup.paragraph("提出すると回答は変更できなくなり、相手の病院と地域事務局が内容を確認できます。"))
    _exempt(steps.exempt)
    _list("未回答の項目", gaps.unanswered, version)
    commented = words.letters(SCALES[version.scale].commented)
    _list(f"コメントのない項目（{commented}などの評定）", gaps.uncommented, version)
    with st.form(f"submit-{found.id}", enter_to_submit=False):
        reason = ""
        if gaps:
            label = "未回答またはコメントのない項目を残したまま提出する理由"
            reason = inputs.reason(label, f"reason-{found.id}")
        else:
            st.write("すべての項目に回答があります。")
        # What is not finished is not what comes next, whatever else stands on the page.
        label = f"{widgets.plain(named)}を提出する"
        if st.form_submit_button(label, type="secondary" if gaps else "primary"):
            widgets.save(principal, lambda act: assessments.submit(act, found.id, reason), f"{named}を提出しました。")


def _withdraw(principal: Principal, found: Assessment, named: str) -> None:
    with (
        st.expander(f"{widgets.plain(named)}の提出を取り下げる"),
        st.form(f"withdraw-{found.id}", enter_to_submit=False),
    ):
        reason = inputs.reason("取り下げの理由", f"withdrawal-{found.id}")
        if st.form_submit_button("取り下げて入力中に戻す"):
            widgets.save(
                principal,
                lambda act: assessments.withdraw(act, found.id, reason),
                "提出を取り下げました。入力を続けられます。",
            )


def _approve(principal: Principal, found: Assessment, exempt: int) -> None:
    widgets.section("院長承認")
    st.html(markup.paragraph("内容を確認のうえ、病院として提出する自己評価であることを承認します。"))
    _exempt(exempt)
    if st.button("この自己評価を承認する", type="primary", key=f"approve-{found.id}"):
        widgets.save(principal, lambda act: assessments.approve(act, found.id), "自己評価を承認しました。")
